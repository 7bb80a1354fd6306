//! The table of marks, in French and English.

/// Where a phrase must stand to be a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// Anywhere.
    Anywhere,
    /// At the start of a sentence or after a comma, apart from words that introduce it ("Draft", "this document is").
    Opening,
    /// Alone: the same, and nothing follows before the sentence ends.
    Alone,
}

/// A phrase. Words are parted by spaces, alternatives by `|`; a word with `?` may be left out.
#[derive(Debug)]
pub(super) struct Mark {
    /// The words.
    pub(super) words: &'static str,
    /// Where it must stand.
    pub(super) stand: Stand,
    /// It is none after one of these words.
    pub(super) unless_after: &'static [&'static str],
    /// It is none before one of these words.
    pub(super) unless_before: &'static [&'static str],
}

const fn anywhere(words: &'static str) -> Mark {
    Mark { words, stand: Stand::Anywhere, unless_after: &[], unless_before: &[] }
}

const fn opening(words: &'static str) -> Mark {
    Mark { stand: Stand::Opening, ..anywhere(words) }
}

const fn alone(words: &'static str) -> Mark {
    Mark { stand: Stand::Alone, ..anywhere(words) }
}

/// Whom somebody asks not to publish, or what might not be published: that is not said of the text itself.
const SUBORDINATE: &[&str] =
    &["de", "d", "a", "pour", "peut", "peuvent", "doit", "doivent", "et", "ou", "qui"];

pub(super) static MARKS: &[Mark] = &[
    Mark { unless_after: SUBORDINATE, ..anywhere("ne pas publier|republier|rediffuser") },
    Mark { unless_after: SUBORDINATE, ..anywhere("ne pas rendre public|publique|publics|publiques") },
    alone("ne pas diffuser|divulguer|communiquer|transmettre|partager"),
    opening("ne pas diffuser|divulguer|communiquer|transmettre|partager hors|sans|avant|publiquement"),
    opening("ne pas diffuser|divulguer|communiquer|transmettre|partager a|en l? exterieur|externe|dehors"),
    opening(
        "ne pas diffuser|divulguer|communiquer|transmettre|partager ce|cette document|fiche|note|registre|page",
    ),
    opening("a ne pas publier|diffuser|divulguer|communiquer|transmettre|partager"),
    opening(
        "ne doit|peut pas etre publie|publiee|diffuse|diffusee|divulgue|divulguee|communique|communiquee|partage|partagee",
    ),
    anywhere("non destine|destinee a la|une? publication|diffusion"),
    alone("non publiable|diffusable"),
    Mark {
        unless_after: &["un", "l", "d", "son", "leur", "notre", "votre", "cet", "tout", "aucun", "hors"],
        unless_before: &["et", "ou", "de", "des", "du", "d", "externe"],
        ..anywhere("usage interne")
    },
    anywhere("reserve|reservee|reserves|reservees a l|un usage interne"),
    anywhere("usage strictement|exclusivement|purement interne"),
    alone("strictement|exclusivement|document interne"),
    alone("interne uniquement|exclusivement|seulement"),
    anywhere("diffusion interne uniquement|exclusivement|exclusive|seulement"),
    alone("diffusion interne|restreinte|limitee|interdite|controlee"),
    alone("strictement|hautement|tres? confidentiel|confidentielle"),
    alone("confidentiel defense|industrie|rh|direction|entreprise"),
    alone("restreint ue eu? restricted?"),
    opening("please? do not publish|republish"),
    alone("please? do not distribute|redistribute|circulate|release|disseminate|disclose|share|forward"),
    opening(
        "please? do not distribute|redistribute|circulate|release|disseminate|disclose|share|forward outside|externally|further|publicly|beyond|without|before|until",
    ),
    opening(
        "please? do not distribute|redistribute|circulate|release|disseminate|disclose|share|forward this|the document|record|file|page|sheet|register|note|draft",
    ),
    anywhere(
        "not for public|onward|external|further|general|wider? distribution|publication|release|dissemination|circulation|disclosure",
    ),
    opening(
        "must|should|may not be published|distributed|redistributed|disclosed|shared|circulated|released|disseminated",
    ),
    opening(
        "not to be published|distributed|redistributed|disclosed|shared|circulated|released|disseminated",
    ),
    anywhere("internal|official use only"),
    alone("for? internal use"),
    alone("internal only|document|record|draft"),
    alone("strictly|highly|company|private? and? confidential document|record|draft?"),
    alone("company|commercial in confidence"),
    alone("limited|restricted distribution|circulation"),
    alone("distribution|circulation limited|restricted"),
    alone("eu restricted|confidential"),
    // Traffic Light Protocol 2.0 (FIRST, 2022): everything but TLP:CLEAR may not be made public.
    anywhere("tlp red|amber|green"),
];

/// Every mark has a word that starts with one of these.
pub(crate) const ANCHORS: &[&str] = &[
    "publi",
    "republi",
    "diffus",
    "rediffus",
    "divulg",
    "communiqu",
    "transmettre",
    "partag",
    "intern",
    "confiden",
    "restr",
    "distribut",
    "redistribut",
    "circulat",
    "releas",
    "disseminat",
    "disclos",
    "share",
    "forward",
    "official",
    "tlp",
];

/// Words that may stand between the start of a sentence and a mark.
pub(super) const INTRODUCING: &[&str] = &[
    "ce",
    "cette",
    "le",
    "la",
    "present",
    "presente",
    "this",
    "the",
    "document",
    "fiche",
    "note",
    "registre",
    "record",
    "register",
    "page",
    "file",
    "fichier",
    "sheet",
    "draft",
    "brouillon",
    "projet",
    "version",
    "annexe",
    "annex",
    "rapport",
    "report",
    "interne",
    "internal",
    "confidentiel",
    "confidentielle",
    "confidential",
    "attention",
    "please",
    "warning",
    "a",
    "pour",
    "for",
    "en",
    "est",
    "reste",
    "is",
    "remains",
];

/// Words that turn a mark into its contrary.
pub(super) const DENYING: &[&str] =
    &["non", "not", "pas", "no", "ni", "nor", "plus", "jamais", "never", "sans", "without"];
