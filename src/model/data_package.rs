//! The kind `data_package`: files that belong together, with their sizes and checksums.

use crate::model::extent::{LICENCE, TIME};
use crate::model::field::{Duty, Field, Group, Need, Section, Shape, part, row};
use crate::model::lifecycle::rows_with_life;
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;

use Need::Optional;

const ANYONE: Need = Need::Mandatory(Duty::Anyone);

/// What a reader wants first.
pub static SUMMARY: &[&str] = &["files", "collections", "job"];

/// The fields, in reading order.
pub static FIELDS: &[Field] = rows_with_life![
    "", "";
    row("reference", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Header).bears(FieldRole::Reference),
    row("description", "", Shape::Markdown, Optional, Profiles::PUBLIC, Section::Description).bears(FieldRole::Description),
    row("files", "", Shape::List(&Shape::Group(&FILE)), ANYONE, Profiles::PUBLIC, Section::Results).bears(FieldRole::Fetched),
    row("collections", "", Shape::List(&Shape::Text), Optional, Profiles::PUBLIC, Section::Subject),
    row("job", "", Shape::Reference, Optional, Profiles::PUBLIC, Section::Run),
    row("inputs", "", Shape::List(&Shape::Reference), Optional, Profiles::PUBLIC, Section::Run).bears(FieldRole::Inputs),
    row("bbox", "", Shape::Bbox, Optional, Profiles::PUBLIC, Section::Extent),
    row("time", "", Shape::Group(&TIME), Optional, Profiles::PUBLIC, Section::Extent),
    row("licence", "", Shape::Group(&LICENCE), Optional, Profiles::PUBLIC, Section::Constraints),
];

static FILE: Group = Group {
    labels: "files",
    fields: &[
        part("title", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("url", "", Shape::Url, Optional, Profiles::PUBLIC).bears(FieldRole::Url),
        part("file", "", Shape::File, Optional, Profiles::PUBLIC),
        part("type", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("bytes", "", Shape::Size, Optional, Profiles::PUBLIC),
        part("sha256", "", Shape::Sha256, Optional, Profiles::PUBLIC),
        part("kept_until", "", Shape::Instant, Optional, Profiles::PUBLIC).bears(FieldRole::KeptUntil),
    ],
    shorthand: "title",
};
