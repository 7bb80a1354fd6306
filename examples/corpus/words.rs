//! What the records say. In French, for its accents; all of it is invented.

pub(crate) const ACTIVITIES: &[&str] = &[
    "Gestion de la paie",
    "Recrutement",
    "Vidéosurveillance des entrées",
    "Gestion des habilitations",
    "Suivi des fournisseurs",
    "Lettre d’information",
    "Médecine du travail",
    "Annuaire interne",
    "Contrôle des accès aux bâtiments",
    "Réservation des véhicules",
    "Enquêtes de satisfaction",
    "Gestion des contentieux",
    "Formation continue",
    "Archivage intermédiaire",
    "Inscription aux événements",
    "Téléphonie et relevés d’appels",
];

pub(crate) const PLACES: &[&str] = &[
    "Orléans",
    "Besançon",
    "Angoulême",
    "Nîmes",
    "Saint-Étienne",
    "Mâcon",
    "Évreux",
    "Béziers",
    "Châteauroux",
    "Périgueux",
    "Fréjus",
    "Sète",
];

/// Beginnings of a text; each may stand alone.
pub(crate) const OPENINGS: &[&str] = &[
    "Assurer le suivi administratif des dossiers reçus",
    "Répondre aux demandes dans le délai prévu",
    "Nom, prénom, adresse électronique et numéro de téléphone",
    "Coordonnées bancaires et montants versés",
    "Accès réservé aux agents dûment habilités",
    "Journal des connexions, relu chaque trimestre",
    "Pièces justificatives transmises à l’appui de la demande",
    "Échanges avec le service gestionnaire",
    "Relevé des présences et des congés accordés",
    "Établir les statistiques annuelles sans donnée nominative",
    "Dossier numérisé puis déposé dans l’armoire électronique",
    "Vérifier l’identité de la personne à l’accueil",
];

/// What makes a text longer.
pub(crate) const CLAUSES: &[&str] = &[
    ", après vérification par le service gestionnaire",
    ", sous réserve de l’accord de la personne concernée",
    ", à l’exclusion de toute donnée sensible",
    ", conformément à la procédure arrêtée par la direction",
    ", dans la limite de ce qui est nécessaire",
    ", avec une copie à l’équipe chargée de la sécurité",
    ", tant que le dossier n’est pas clôturé",
    ", y compris pour les agents détachés à l’étranger",
    ", selon les règles rappelées dans la notice",
    ", à compter de la dernière mise à jour",
];

pub(crate) const PEOPLE: &[&str] = &[
    "Direction des ressources humaines",
    "Prestataire d’hébergement établi à Lyon",
    "Cabinet d’expertise comptable",
    "Trésorerie générale",
    "Équipe du système d’information",
    "Organisme de sécurité sociale",
    "Société de maintenance",
    "Comité d’évaluation indépendant",
];

pub(crate) const CRITERIA: &[&str] = &[
    "à compter de la fin du contrat",
    "après le dernier contact",
    "à partir de la clôture du dossier",
    "dès la décision définitive",
];

pub(crate) const LEGAL_BASES: &[&str] = &["consent", "contract", "vital_interests"];

pub(crate) const SUBJECTS: &[&str] = &[
    "employees",
    "internal_services",
    "customers",
    "suppliers",
    "prospects",
    "applicants",
    "Élèves et étudiants",
];

pub(crate) const CATEGORIES: &[&str] = &[
    "identity",
    "personal_life",
    "professional_life",
    "economic",
    "connection",
    "location",
    "internet",
    "Données d’évaluation",
];

pub(crate) const RECIPIENT_TYPES: &[&str] = &["internal", "partner", "public_body", "authorized_third_party"];

pub(crate) const SAFEGUARDS: &[&str] = &["adequacy", "scc", "bcr", "derogation"];

pub(crate) const MEASURES: &[&str] = &[
    "traceability",
    "software_protection",
    "backup",
    "encryption",
    "access_control",
    "organisational",
    "physical",
];

pub(crate) const FATES: &[&str] = &["destroy", "anonymise", "deposit", "sort"];

pub(crate) const RIGHTS: &[&str] =
    &["information", "access", "rectification", "erasure", "restriction", "portability", "objection"];

pub(crate) const TAGS: &[&str] =
    &["paie", "sécurité", "accueil", "santé", "marchés", "réseau", "élus", "contrôle"];

/// Sentences of the body.
pub(crate) const SENTENCES: &[&str] = &[
    "Le service gestionnaire reçoit la demande, l’enregistre et en accuse réception sous huit jours.",
    "Les données proviennent de la personne elle-même ; aucune n’est achetée ni déduite d’autres fichiers.",
    "Une **revue annuelle** écarte les dossiers clos et les comptes qui ne servent plus.",
    "Les agents sont formés à leur arrivée, puis une fois *tous les deux ans*.",
    "En cas d’incident, l’équipe de permanence prévient le délégué dans les vingt-quatre heures.",
    "Le registre renvoie aux fiches voisines quand elles partagent l’application `dossiers`.",
    "Toute extraction est motivée, datée et relue par une seconde personne.",
    "L’hébergeur ne connaît pas le contenu : les sauvegardes sont chiffrées avant de quitter le site.",
    "La notice remise à l’entrée explique, en termes simples, à quoi servent les renseignements demandés.",
    "Les durées ont été fixées avec les archives départementales et revues à l’été.",
];
