//! The kind `treatment`: a processing activity, as GDPR Article 30 records it.
//!
//! Source: Regulation (EU) 2016/679, articles as marked on each row; vocabularies follow the templates of the data
//! protection authorities.

mod parts;
mod vocabularies;

use crate::model::field::{Duty, Field, Need, Section, Shape, row};
use crate::model::lifecycle::rows_with_life;
use crate::model::party::{PARTIES, PARTY};
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;
use parts::{
    ANYONE, DATA, DATA_SUBJECT, DPIA, MEASURE, PURPOSE, RECIPIENT, RETENTION, RIGHTS, SPECIAL, TRANSFER,
};
use vocabularies::PROCESSING_STATE;

use Need::{Optional, OptionalOrNone};

const CONTROLLER: Need = Need::Mandatory(Duty::Controller);
const PROCESSOR: Need = Need::Mandatory(Duty::Processor);

/// What a reader of a treatment wants first.
pub static SUMMARY: &[&str] =
    &["purposes", "categories_of_processing", "data_subjects", "on_behalf_of", "recipients"];

/// The fields of a register: who answers for what it records.
pub static REGISTER_FIELDS: &[Field] = &[
    row("controller", "30(1)(a)", Shape::Group(&PARTY), CONTROLLER, Profiles::ALL, Section::Parties)
        .bears(FieldRole::Controller),
    row("processor", "30(2)(a)", Shape::Group(&PARTY), PROCESSOR, Profiles::ALL, Section::Parties)
        .bears(FieldRole::Processor),
    row("representative", "30(1)(a), 27", Shape::Group(&PARTY), Optional, Profiles::ALL, Section::Parties),
    row("dpo", "30(1)(a), 37", Shape::Group(&PARTY), Optional, Profiles::ALL, Section::Parties),
    row("publisher", "", Shape::Group(&PARTY), Optional, Profiles::PUBLIC, Section::Parties),
    row("contact", "", Shape::Group(&PARTY), Optional, Profiles::PUBLIC, Section::Parties),
    row("supervisory_authority", "51-56", Shape::Group(&PARTY), Optional, Profiles::PUBLIC, Section::Parties),
];

/// The fields of a treatment, in reading order.
pub static FIELDS: &[Field] = rows_with_life![
    "24", "5(2)";
    row("reference", "", Shape::Text, Optional, Profiles::ALL, Section::Header).bears(FieldRole::Reference),
    row("description", "", Shape::Markdown, Optional, Profiles::PUBLIC, Section::Description).bears(FieldRole::Description),
    row("joint_controllers", "30(1)(a), 26", PARTIES, OptionalOrNone, Profiles::ALL, Section::Parties),
    row("on_behalf_of", "30(2)(a)", PARTIES, PROCESSOR, Profiles::ALL, Section::Parties).bears(FieldRole::OnBehalfOf),
    row("subprocessors", "28(2), 28(4)", PARTIES, OptionalOrNone, Profiles::PUBLIC, Section::Parties),
    row(
        "purposes",
        "30(1)(b)",
        Shape::List(&Shape::Group(&PURPOSE)),
        CONTROLLER,
        Profiles::ALL,
        Section::Purposes,
    ).bears(FieldRole::Purposes),
    row(
        "categories_of_processing",
        "30(2)(b)",
        Shape::List(&Shape::Text),
        PROCESSOR,
        Profiles::ALL,
        Section::Purposes,
    ).bears(FieldRole::Processing),
    row(
        "data_subjects",
        "30(1)(c)",
        Shape::List(&Shape::Group(&DATA_SUBJECT)),
        CONTROLLER,
        Profiles::ALL,
        Section::Data,
    ).bears(FieldRole::DataSubjects),
    row("data", "30(1)(c)", Shape::List(&Shape::Group(&DATA)), CONTROLLER, Profiles::ALL, Section::Data).bears(FieldRole::Data),
    row(
        "special",
        "9, 10",
        Shape::List(&Shape::Group(&SPECIAL)),
        OptionalOrNone,
        Profiles::ALL,
        Section::Data,
    ).bears(FieldRole::Special),
    row(
        "recipients",
        "30(1)(d)",
        Shape::List(&Shape::Group(&RECIPIENT)),
        Need::MandatoryOrNone(Duty::Controller),
        Profiles::ALL,
        Section::Recipients,
    ).bears(FieldRole::Recipients),
    row(
        "transfers",
        "30(1)(e)",
        Shape::List(&Shape::Group(&TRANSFER)),
        Need::MandatoryOrNone(Duty::Anyone),
        Profiles::ALL,
        Section::Recipients,
    ).bears(FieldRole::Transfers),
    row(
        "retention",
        "30(1)(f)",
        Shape::List(&Shape::Group(&RETENTION)),
        CONTROLLER,
        Profiles::ALL,
        Section::Retention,
    ).bears(FieldRole::Retention),
    row(
        "security",
        "30(1)(g), 32",
        Shape::List(&Shape::Group(&MEASURE)),
        ANYONE,
        Profiles::ALL,
        Section::Security,
    ).bears(FieldRole::Security),
    row("rights", "13-22", Shape::Group(&RIGHTS), Optional, Profiles::PUBLIC, Section::Rights),
    row("automated_decision", "22", Shape::Flag, Optional, Profiles::PUBLIC, Section::Rights),
    row("dpia", "35", Shape::Group(&DPIA), Optional, Profiles::FULL, Section::Impact).bears(FieldRole::Dpia),
    row("assets", "", Shape::List(&Shape::Text), Optional, Profiles::FULL, Section::Support),
    row("processing_state", "", Shape::Term(&PROCESSING_STATE), Optional, Profiles::FULL, Section::Lifecycle),
];
