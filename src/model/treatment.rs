//! The kind `treatment`: a processing activity, as GDPR Article 30 records it.
//!
//! Source: Regulation (EU) 2016/679, articles as marked on each row; vocabularies follow the templates of the data
//! protection authorities.

use crate::model::field::{Duty, Field, Group, Need, Section, Shape, Term, Vocabulary};
use crate::model::profile::Profiles;

use Need::{Optional, OptionalOrNone};

const ANYONE: Need = Need::Mandatory(Duty::Anyone);
const CONTROLLER: Need = Need::Mandatory(Duty::Controller);
const PROCESSOR: Need = Need::Mandatory(Duty::Processor);

const fn field(
    key: &'static str,
    article: &'static str,
    shape: Shape,
    need: Need,
    shown: Profiles,
    section: Section,
) -> Field {
    Field { key, article, shape, need, shown, section }
}

/// What a reader of a treatment wants first.
pub static SUMMARY: &[&str] =
    &["purposes", "categories_of_processing", "data_subjects", "on_behalf_of", "recipients"];

/// The fields of a register: who answers for what it records.
pub static REGISTER_FIELDS: &[Field] = &[
    field("controller", "30(1)(a)", Shape::Group(&PARTY), CONTROLLER, Profiles::ALL, Section::Parties),
    field("processor", "30(2)(a)", Shape::Group(&PARTY), PROCESSOR, Profiles::ALL, Section::Parties),
    field("representative", "30(1)(a), 27", Shape::Group(&PARTY), Optional, Profiles::ALL, Section::Parties),
    field("dpo", "30(1)(a), 37", Shape::Group(&PARTY), Optional, Profiles::ALL, Section::Parties),
    field(
        "supervisory_authority",
        "51-56",
        Shape::Group(&PARTY),
        Optional,
        Profiles::PUBLIC,
        Section::Parties,
    ),
];

/// The fields of a treatment, in reading order.
pub static FIELDS: &[Field] = &[
    field("reference", "", Shape::Text, Optional, Profiles::ALL, Section::Header),
    field("description", "", Shape::Markdown, Optional, Profiles::PUBLIC, Section::Description),
    field("joint_controllers", "30(1)(a), 26", PARTIES, OptionalOrNone, Profiles::ALL, Section::Parties),
    field("on_behalf_of", "30(2)(a)", PARTIES, PROCESSOR, Profiles::ALL, Section::Parties),
    field("subprocessors", "28(2), 28(4)", PARTIES, OptionalOrNone, Profiles::PUBLIC, Section::Parties),
    field(
        "purposes",
        "30(1)(b)",
        Shape::List(&Shape::Group(&PURPOSE)),
        CONTROLLER,
        Profiles::ALL,
        Section::Purposes,
    ),
    field(
        "categories_of_processing",
        "30(2)(b)",
        Shape::List(&Shape::Text),
        PROCESSOR,
        Profiles::ALL,
        Section::Purposes,
    ),
    field(
        "data_subjects",
        "30(1)(c)",
        Shape::List(&Shape::Group(&DATA_SUBJECT)),
        CONTROLLER,
        Profiles::ALL,
        Section::Data,
    ),
    field("data", "30(1)(c)", Shape::List(&Shape::Group(&DATA)), CONTROLLER, Profiles::ALL, Section::Data),
    field(
        "special",
        "9, 10",
        Shape::List(&Shape::Group(&SPECIAL)),
        OptionalOrNone,
        Profiles::ALL,
        Section::Data,
    ),
    field(
        "recipients",
        "30(1)(d)",
        Shape::List(&Shape::Group(&RECIPIENT)),
        Need::MandatoryOrNone(Duty::Controller),
        Profiles::ALL,
        Section::Recipients,
    ),
    field(
        "transfers",
        "30(1)(e)",
        Shape::List(&Shape::Group(&TRANSFER)),
        Need::MandatoryOrNone(Duty::Anyone),
        Profiles::ALL,
        Section::Recipients,
    ),
    field(
        "retention",
        "30(1)(f)",
        Shape::List(&Shape::Group(&RETENTION)),
        CONTROLLER,
        Profiles::ALL,
        Section::Retention,
    ),
    field(
        "security",
        "30(1)(g), 32",
        Shape::List(&Shape::Group(&MEASURE)),
        ANYONE,
        Profiles::ALL,
        Section::Security,
    ),
    field("rights", "13-22", Shape::Group(&RIGHTS), Optional, Profiles::PUBLIC, Section::Rights),
    field("automated_decision", "22", Shape::Flag, Optional, Profiles::PUBLIC, Section::Rights),
    field("dpia", "35", Shape::Group(&DPIA), Optional, Profiles::FULL, Section::Impact),
    field("assets", "", Shape::List(&Shape::Text), Optional, Profiles::FULL, Section::Support),
    field("documents", "24", Shape::List(&Shape::Group(&LINK)), Optional, Profiles::PUBLIC, Section::Support),
    field("relations", "", Shape::List(&Shape::Reference), Optional, Profiles::PUBLIC, Section::Support),
    field("tags", "", Shape::List(&Shape::Text), Optional, Profiles::FULL, Section::Support),
    field(
        "processing_state",
        "",
        Shape::Term(&PROCESSING_STATE),
        Optional,
        Profiles::FULL,
        Section::Lifecycle,
    ),
    field("owner", "", Shape::Text, Optional, Profiles::FULL, Section::Lifecycle),
    field("created", "", Shape::Date, Optional, Profiles::PUBLIC, Section::Lifecycle),
    field("updated", "", Shape::Date, Optional, Profiles::PUBLIC, Section::Lifecycle),
    field("reviewed", "5(2)", Shape::Date, Optional, Profiles::PUBLIC, Section::Lifecycle),
    field("review_due", "5(2)", Shape::Date, Optional, Profiles::FULL, Section::Lifecycle),
    field("version_note", "", Shape::Text, Optional, Profiles::FULL, Section::Lifecycle),
    field("notes", "", Shape::Markdown, Optional, Profiles::INTERNAL, Section::Lifecycle),
];

/// A natural or legal person: controller, processor, representative, data protection officer.
pub static PARTY: Group = Group {
    labels: "party",
    fields: &[
        part("name", "", Shape::Text, ANYONE, Profiles::ALL),
        part("address", "", Shape::Text, Optional, Profiles::ALL),
        part("email", "", Shape::Text, Optional, Profiles::ALL),
        part("phone", "", Shape::Text, Optional, Profiles::ALL),
        part("url", "", Shape::Url, Optional, Profiles::ALL),
    ],
    shorthand: "name",
};

const PARTIES: Shape = Shape::List(&Shape::Group(&PARTY));

const fn part(key: &'static str, article: &'static str, shape: Shape, need: Need, shown: Profiles) -> Field {
    field(key, article, shape, need, shown, Section::Header)
}

static LINK: Group = Group {
    labels: "documents",
    fields: &[
        part("title", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("url", "", Shape::Url, Optional, Profiles::PUBLIC),
    ],
    shorthand: "url",
};

static PURPOSE: Group = Group {
    labels: "purposes",
    fields: &[
        part("label", "30(1)(b)", Shape::Text, ANYONE, Profiles::ALL),
        part("legal_basis", "6(1)", Shape::Term(&LEGAL_BASIS), Optional, Profiles::PUBLIC),
        part("legal_basis_detail", "6(3), 6(1)(f)", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "label",
};

static DATA_SUBJECT: Group = Group {
    labels: "data_subjects",
    fields: &[
        part("category", "30(1)(c)", Shape::TermOrText(&DATA_SUBJECTS), ANYONE, Profiles::ALL),
        part("minors", "", Shape::Flag, Optional, Profiles::FULL),
        part("vulnerable", "", Shape::Flag, Optional, Profiles::FULL),
        part("volume", "", Shape::Text, Optional, Profiles::FULL),
    ],
    shorthand: "category",
};

static DATA: Group = Group {
    labels: "data",
    fields: &[
        part("category", "30(1)(c)", Shape::TermOrText(&DATA_CATEGORY), ANYONE, Profiles::ALL),
        part("detail", "30(1)(c)", Shape::Text, Optional, Profiles::ALL),
        part("source", "14(2)(f)", Shape::Term(&DATA_SOURCE), Optional, Profiles::PUBLIC),
    ],
    shorthand: "category",
};

static SPECIAL: Group = Group {
    labels: "special",
    fields: &[
        part("category", "9(1), 10", Shape::Term(&SPECIAL_CATEGORY), ANYONE, Profiles::ALL),
        part("exception", "9(2)", Shape::Term(&ARTICLE_9_2), Optional, Profiles::PUBLIC),
    ],
    shorthand: "category",
};

static RECIPIENT: Group = Group {
    labels: "recipients",
    fields: &[
        part("name", "30(1)(d)", Shape::Text, ANYONE, Profiles::ALL),
        part("type", "30(1)(d)", Shape::Term(&RECIPIENT_TYPE), Optional, Profiles::ALL),
        part("contract", "28(3)", Shape::Url, Optional, Profiles::FULL),
    ],
    shorthand: "name",
};

static TRANSFER: Group = Group {
    labels: "transfers",
    fields: &[
        part("country", "30(1)(e), 44", Shape::Country, Optional, Profiles::ALL),
        part("recipient", "30(1)(e)", Shape::Text, Optional, Profiles::ALL),
        part("safeguard", "45, 46, 47, 49", Shape::Term(&SAFEGUARD), Optional, Profiles::ALL),
        part("document", "30(1)(e)", Shape::Url, Optional, Profiles::ALL),
    ],
    shorthand: "country",
};

static RETENTION: Group = Group {
    labels: "retention",
    fields: &[
        part("data", "30(1)(f)", Shape::TermOrText(&DATA_CATEGORY), Optional, Profiles::ALL),
        part("active", "30(1)(f), 5(1)(e)", Shape::Period, Optional, Profiles::ALL),
        part("archive", "30(1)(f)", Shape::Period, Optional, Profiles::ALL),
        part("fate", "30(1)(f)", Shape::Term(&FATE), Optional, Profiles::ALL),
        part("legal_ref", "5(1)(e)", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "active",
};

static MEASURE: Group = Group {
    labels: "security",
    fields: &[
        part("type", "30(1)(g), 32", Shape::TermOrText(&MEASURES), ANYONE, Profiles::ALL),
        part("detail", "30(1)(g)", Shape::Text, Optional, Profiles::INTERNAL),
    ],
    shorthand: "type",
};

static RIGHTS: Group = Group {
    labels: "rights",
    fields: &[
        part("information", "13, 14", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("access", "15", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("rectification", "16", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("erasure", "17", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("restriction", "18", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("portability", "20", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("objection", "21", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
        part("human_review", "22", Shape::Group(&RIGHT), Optional, Profiles::PUBLIC),
    ],
    shorthand: "",
};

static RIGHT: Group = Group {
    labels: "right",
    fields: &[
        part("how", "", Shape::Term(&RIGHT_EXERCISE), ANYONE, Profiles::PUBLIC),
        part("text", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "how",
};

static DPIA: Group = Group {
    labels: "dpia",
    fields: &[
        part("required", "35", Shape::Flag, Optional, Profiles::FULL),
        part("criteria", "35", Shape::List(&Shape::Term(&DPIA_CRITERIA)), Optional, Profiles::FULL),
        part("date", "35", Shape::Date, Optional, Profiles::FULL),
        part("exemption", "35(5), 35(10)", Shape::Text, Optional, Profiles::FULL),
        part("text", "35(7)", Shape::Markdown, Optional, Profiles::INTERNAL),
    ],
    shorthand: "",
};

const fn term(key: &'static str, article: &'static str) -> Term {
    Term { key, article }
}

static PROCESSING_STATE: Vocabulary = Vocabulary {
    name: "processing_state",
    terms: &[term("study", ""), term("being_deployed", ""), term("in_production", ""), term("stopped", "")],
};

static LEGAL_BASIS: Vocabulary = Vocabulary {
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

static DATA_SUBJECTS: Vocabulary = Vocabulary {
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

static DATA_CATEGORY: Vocabulary = Vocabulary {
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

static DATA_SOURCE: Vocabulary =
    Vocabulary { name: "data_source", terms: &[term("direct", ""), term("indirect", ""), term("both", "")] };

static SPECIAL_CATEGORY: Vocabulary = Vocabulary {
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

static ARTICLE_9_2: Vocabulary = Vocabulary {
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

static RECIPIENT_TYPE: Vocabulary = Vocabulary {
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

static SAFEGUARD: Vocabulary = Vocabulary {
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

static FATE: Vocabulary = Vocabulary {
    name: "fate",
    terms: &[
        term("destroy", ""),
        term("anonymise", ""),
        term("deposit", ""),
        term("sort", ""),
        term("keep", ""),
    ],
};

static MEASURES: Vocabulary = Vocabulary {
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

static RIGHT_EXERCISE: Vocabulary = Vocabulary {
    name: "right_exercise",
    terms: &[term("none", ""), term("on_request", ""), term("automatic", ""), term("not_applicable", "")],
};

static DPIA_CRITERIA: Vocabulary = Vocabulary {
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
