//! The kind `service`: a processing service of an Earth-observation workspace.
//!
//! Source: OGC 05-007r7 (Web Processing Service 1.0) and OGC 18-062r2 (OGC API Processes 1.0) for inputs and outputs.

use crate::model::extent::LICENCE;
use crate::model::field::{Duty, Field, Group, Need, Section, Shape, Vocabulary, part, row, term};
use crate::model::lifecycle::rows_with_life;
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;

use Need::Optional;

const ANYONE: Need = Need::Mandatory(Duty::Anyone);

/// What a reader wants first.
pub static SUMMARY: &[&str] = &["version", "provider", "standard", "inputs"];

/// The fields, in reading order.
pub static FIELDS: &[Field] = rows_with_life![
    "", "";
    row("reference", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Header).bears(FieldRole::Reference),
    row("description", "", Shape::Markdown, ANYONE, Profiles::PUBLIC, Section::Description).bears(FieldRole::Description),
    row("identifier", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Subject),
    row("version", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Subject),
    row("provider", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Subject),
    row("standard", "", Shape::Term(&STANDARD), Optional, Profiles::PUBLIC, Section::Subject),
    row("endpoint", "", Shape::Url, Optional, Profiles::PUBLIC, Section::Links),
    row("source_code", "", Shape::Url, Optional, Profiles::PUBLIC, Section::Links),
    row("inputs", "", Shape::List(&Shape::Group(&INPUT)), ANYONE, Profiles::PUBLIC, Section::Interface).bears(FieldRole::Inputs),
    row("outputs", "", Shape::List(&Shape::Group(&OUTPUT)), Optional, Profiles::PUBLIC, Section::Interface),
    row("licence", "", Shape::Group(&LICENCE), Optional, Profiles::PUBLIC, Section::Constraints),
];

static INPUT: Group = Group {
    labels: "inputs",
    fields: &[
        part("name", "", Shape::Text, ANYONE, Profiles::PUBLIC).bears(FieldRole::Name),
        part("title", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("type", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("default", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("allowed", "", Shape::List(&Shape::Text), Optional, Profiles::PUBLIC),
        part("description", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "name",
};

static OUTPUT: Group = Group {
    labels: "outputs",
    fields: &[
        part("name", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("title", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("type", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("description", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "name",
};

static STANDARD: Vocabulary = Vocabulary {
    name: "service_standard",
    terms: &[term("wps", ""), term("ogc_api_processes", ""), term("other", "")],
};
