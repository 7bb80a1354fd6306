//! The words that fields of a treatment choose from.

use crate::model::field::{Vocabulary, term};

pub(super) static PROCESSING_STATE: Vocabulary = Vocabulary {
    name: "processing_state",
    terms: &[term("study", ""), term("being_deployed", ""), term("in_production", ""), term("stopped", "")],
};

pub(super) static LEGAL_BASIS: Vocabulary = Vocabulary {
    name: "legal_basis",
    terms: &[
        term("consent", "6(1)(a)"),
        term("contract", "6(1)(b)"),
        term("legal_obligation", "6(1)(c)"),
        term("vital_interests", "6(1)(d)"),
        term("public_task", "6(1)(e)"),
        term("legitimate_interests", "6(1)(f)"),
    ],
};

pub(super) static DATA_SUBJECTS: Vocabulary = Vocabulary {
    name: "data_subjects",
    terms: &[
        term("employees", ""),
        term("internal_services", ""),
        term("customers", ""),
        term("suppliers", ""),
        term("service_providers", ""),
        term("prospects", ""),
        term("applicants", ""),
        term("other", ""),
    ],
};

pub(super) static DATA_CATEGORY: Vocabulary = Vocabulary {
    name: "data_category",
    terms: &[
        term("identity", ""),
        term("personal_life", ""),
        term("professional_life", ""),
        term("economic", ""),
        term("connection", ""),
        term("location", ""),
        term("internet", ""),
        term("nir", ""),
        term("other", ""),
    ],
};

pub(super) static DATA_SOURCE: Vocabulary =
    Vocabulary { name: "data_source", terms: &[term("direct", ""), term("indirect", ""), term("both", "")] };

pub(super) static SPECIAL_CATEGORY: Vocabulary = Vocabulary {
    name: "special_category",
    terms: &[
        term("racial", "9(1)"),
        term("political", "9(1)"),
        term("religious", "9(1)"),
        term("union", "9(1)"),
        term("genetic", "9(1)"),
        term("biometric", "9(1)"),
        term("health", "9(1)"),
        term("sex_life", "9(1)"),
        term("criminal", "10"),
    ],
};

pub(super) static ARTICLE_9_2: Vocabulary = Vocabulary {
    name: "special_exception",
    terms: &[
        term("explicit_consent", "9(2)(a)"),
        term("employment_social", "9(2)(b)"),
        term("vital", "9(2)(c)"),
        term("nonprofit", "9(2)(d)"),
        term("made_public", "9(2)(e)"),
        term("legal_claims", "9(2)(f)"),
        term("substantial_public_interest", "9(2)(g)"),
        term("medicine", "9(2)(h)"),
        term("public_health", "9(2)(i)"),
        term("archiving_research_stats", "9(2)(j)"),
    ],
};

pub(super) static RECIPIENT_TYPE: Vocabulary = Vocabulary {
    name: "recipient_type",
    terms: &[
        term("internal", ""),
        term("processor", ""),
        term("third_country", ""),
        term("partner", ""),
        term("public_body", ""),
        term("authorized_third_party", ""),
        term("joint_controller", ""),
        term("data_subject", ""),
        term("other", ""),
    ],
};

pub(super) static SAFEGUARD: Vocabulary = Vocabulary {
    name: "safeguard",
    terms: &[
        term("adequacy", "45"),
        term("scc", "46(2)(c), 46(2)(d)"),
        term("bcr", "46(2)(b), 47"),
        term("public_instrument", "46(2)(a)"),
        term("code_of_conduct", "46(2)(e)"),
        term("certification", "46(2)(f)"),
        term("adhoc_clauses", "46(3)(a)"),
        term("administrative", "46(3)(b)"),
        term("derogation", "49(1)(a)-(g)"),
        term("compelling", "49(1) §2"),
    ],
};

pub(super) static FATE: Vocabulary = Vocabulary {
    name: "fate",
    terms: &[
        term("destroy", ""),
        term("anonymise", ""),
        term("deposit", ""),
        term("sort", ""),
        term("keep", ""),
    ],
};

pub(super) static MEASURES: Vocabulary = Vocabulary {
    name: "measure",
    terms: &[
        term("traceability", ""),
        term("software_protection", ""),
        term("backup", ""),
        term("encryption", ""),
        term("access_control", ""),
        term("processor_control", ""),
        term("technical", ""),
        term("organisational", ""),
        term("physical", ""),
        term("other", ""),
    ],
};

pub(super) static RIGHT_EXERCISE: Vocabulary = Vocabulary {
    name: "right_exercise",
    terms: &[term("none", ""), term("on_request", ""), term("automatic", ""), term("not_applicable", "")],
};

pub(super) static DPIA_CRITERIA: Vocabulary = Vocabulary {
    name: "dpia_criteria",
    terms: &[
        term("scoring", ""),
        term("automated_decision", ""),
        term("monitoring", ""),
        term("sensitive", ""),
        term("large_scale", ""),
        term("crossing", ""),
        term("vulnerable", ""),
        term("innovative", ""),
        term("blocks_right", ""),
    ],
};
