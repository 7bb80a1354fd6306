//! The kind `treatment`: a processing activity, as GDPR Article 30 records it.
//!
//! Source: Regulation (EU) 2016/679, articles as marked on each row; vocabularies follow the templates of the data
//! protection authorities.

mod parts;
mod vocabularies;

use crate::model::field::{Duty, Field, Need, Section, Shape};
use crate::model::profile::Profiles;
use parts::{
    DATA, DATA_SUBJECT, DPIA, LINK, MEASURE, PARTIES, PARTY, PURPOSE, RECIPIENT, RETENTION, RIGHTS, SPECIAL,
    TRANSFER,
};
use vocabularies::PROCESSING_STATE;

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
