//! The kind `data_search`: a question to a catalogue, and the answer that it gave.
//!
//! Source: `OpenSearch` 1.1 with the Geo and Time extensions (OGC 10-032r8); STAC API 1.0, item search.

use crate::model::days::Days;
use crate::model::extent::{PARAMETER, TIME};
use crate::model::field::{Duty, Field, Group, Need, Section, Shape, Vocabulary, part, row, term};
use crate::model::lifecycle::rows_with_life;
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;

use Need::Optional;

const ANYONE: Need = Need::Mandatory(Duty::Anyone);

/// What a reader wants first.
pub static SUMMARY: &[&str] = &["collection", "query", "time", "results"];

/// The fields, in reading order.
pub static FIELDS: &[Field] = rows_with_life![
    "", "";
    row("reference", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Header).bears(FieldRole::Reference),
    row("description", "", Shape::Markdown, Optional, Profiles::PUBLIC, Section::Description).bears(FieldRole::Description),
    row("standard", "", Shape::Term(&STANDARD), ANYONE, Profiles::PUBLIC, Section::Query),
    row("endpoint", "", Shape::Url, Optional, Profiles::PUBLIC, Section::Query),
    row("collection", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Query),
    row("query", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Query),
    row("parameters", "", Shape::List(&Shape::Group(&PARAMETER)), Optional, Profiles::PUBLIC, Section::Query).bears(FieldRole::Parameters),
    row("url", "", Shape::Url, Optional, Profiles::PUBLIC, Section::Query).bears(FieldRole::Url),
    row("bbox", "", Shape::Bbox, Optional, Profiles::PUBLIC, Section::Extent).bears(FieldRole::Bbox),
    row("time", "", Shape::Group(&TIME), Optional, Profiles::PUBLIC, Section::Extent).bears(FieldRole::Time),
    row("results", "", Shape::List(&Shape::Group(&FOUND)), Optional, Profiles::PUBLIC, Section::Results).bears(FieldRole::Fetched),
    row("asked", "", Shape::Instant, Optional, Profiles::PUBLIC, Section::Results).of_days(Days::Past),
];

static FOUND: Group = Group {
    labels: "found",
    fields: &[
        part("title", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("url", "", Shape::Url, Optional, Profiles::PUBLIC).bears(FieldRole::Url),
        part("date", "", Shape::Date, Optional, Profiles::PUBLIC).of_days(Days::Any),
    ],
    shorthand: "title",
};

static STANDARD: Vocabulary = Vocabulary {
    name: "search_standard",
    terms: &[term("opensearch", ""), term("stac", ""), term("other", "")],
};
