//! The kind `job`: one run of a processing service, with its parameters and its results.
//!
//! Source: OGC 18-062r2 (OGC API Processes 1.0), `statusInfo`, for the states of a job.

use crate::model::days::Days;
use crate::model::extent::{LICENCE, PARAMETER, TIME};
use crate::model::field::{Duty, Field, Group, Need, Section, Shape, Vocabulary, part, row, term};
use crate::model::lifecycle::rows_with_life;
use crate::model::party::PREVIEW;
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;

use Need::Optional;

const ANYONE: Need = Need::Mandatory(Duty::Anyone);

/// What a reader wants first.
pub static SUMMARY: &[&str] = &["service", "version", "state", "event", "ended"];

/// The fields, in reading order.
pub static FIELDS: &[Field] = rows_with_life![
    "", "";
    row("reference", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Header).bears(FieldRole::Reference),
    row("description", "", Shape::Markdown, Optional, Profiles::PUBLIC, Section::Description).bears(FieldRole::Description),
    row("preview", "", Shape::Group(&PREVIEW), Optional, Profiles::PUBLIC, Section::Results).bears(FieldRole::Preview),
    row("results", "", Shape::List(&Shape::Group(&RESULT)), Optional, Profiles::PUBLIC, Section::Results).bears(FieldRole::Fetched),
    row("service", "", Shape::Reference, ANYONE, Profiles::PUBLIC, Section::Run).bears(FieldRole::Service),
    row("service_title", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Run),
    row("version", "", Shape::Text, ANYONE, Profiles::PUBLIC, Section::Run).bears(FieldRole::Version),
    row("state", "", Shape::Term(&STATE), ANYONE, Profiles::PUBLIC, Section::Run).bears(FieldRole::State),
    row("started", "", Shape::Instant, Optional, Profiles::PUBLIC, Section::Run).bears(FieldRole::Started).of_days(Days::Past),
    row("ended", "", Shape::Instant, Optional, Profiles::PUBLIC, Section::Run).bears(FieldRole::Ended).of_days(Days::Past),
    row("parameters", "", Shape::List(&Shape::Group(&PARAMETER)), ANYONE, Profiles::PUBLIC, Section::Run).bears(FieldRole::Parameters),
    row("inputs", "", Shape::List(&Shape::Reference), Optional, Profiles::PUBLIC, Section::Run).bears(FieldRole::Inputs),
    row("event", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Extent),
    row("bbox", "", Shape::Bbox, Optional, Profiles::PUBLIC, Section::Extent),
    row("time", "", Shape::Group(&TIME), Optional, Profiles::PUBLIC, Section::Extent),
    row("licence", "", Shape::Group(&LICENCE), Optional, Profiles::PUBLIC, Section::Constraints),
    row("logs", "", Shape::Text, Optional, Profiles::INTERNAL, Section::Run),
];

/// A result: where it lies, and until when.
static RESULT: Group = Group {
    labels: "results",
    fields: &[
        part("title", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("url", "", Shape::Url, Optional, Profiles::PUBLIC).bears(FieldRole::Url),
        part("file", "", Shape::File, Optional, Profiles::PUBLIC),
        part("type", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("size", "", Shape::Size, Optional, Profiles::PUBLIC),
        part("sha256", "", Shape::Sha256, Optional, Profiles::PUBLIC),
        part("kept_until", "", Shape::Instant, Optional, Profiles::PUBLIC).bears(FieldRole::KeptUntil),
    ],
    shorthand: "title",
};

static STATE: Vocabulary = Vocabulary {
    name: "job_state",
    terms: &[
        term("accepted", ""),
        term("running", ""),
        term("successful", ""),
        term("failed", ""),
        term("dismissed", ""),
    ],
};
