//! The kind `dataset`: a metadata record of geographic information.
//!
//! Source: ISO 19115-1 and its XML form ISO 19139, as INSPIRE (Regulation (EC) No 1205/2008) uses them; vocabularies are
//! the code lists of ISO 19115 and the themes of Directive 2007/2/EC.

mod vocabularies;

use crate::model::days::Days;
use crate::model::extent::{LICENCE, TIME};
use crate::model::field::{Duty, Field, Group, Need, Section, Shape, part, row};
use crate::model::lifecycle::rows_with_life;
use crate::model::party::PREVIEW;
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;
use vocabularies::{
    ACTION, CONSTRAINT, LINK_TYPE, MAINTENANCE, RESOURCE_TYPE, RESTRICTION, ROLE, THEME, TOPIC,
};

use Need::Optional;

const ANYONE: Need = Need::Mandatory(Duty::Anyone);

/// What a reader of a metadata record wants first.
pub static SUMMARY: &[&str] = &["type", "themes", "keywords", "contacts", "licence"];

/// The fields of a dataset, in reading order.
pub static FIELDS: &[Field] = rows_with_life![
    "", "";
    row("reference", "", Shape::Text, Optional, Profiles::PUBLIC, Section::Header).bears(FieldRole::Reference),
    row("description", "", Shape::Markdown, ANYONE, Profiles::PUBLIC, Section::Description).bears(FieldRole::Description),
    row("type", "", Shape::Term(&RESOURCE_TYPE), ANYONE, Profiles::PUBLIC, Section::Subject),
    row("themes", "", Shape::List(&Shape::Term(&THEME)), Optional, Profiles::PUBLIC, Section::Subject),
    row("topics", "", Shape::List(&Shape::Term(&TOPIC)), Optional, Profiles::PUBLIC, Section::Subject),
    row("keywords", "", Shape::List(&Shape::Group(&KEYWORD)), Optional, Profiles::PUBLIC, Section::Subject),
    row("identifiers", "", Shape::List(&Shape::Text), Optional, Profiles::PUBLIC, Section::Subject),
    row("languages", "", Shape::List(&Shape::Text), Optional, Profiles::PUBLIC, Section::Subject),
    row("preview", "", Shape::Group(&PREVIEW), Optional, Profiles::PUBLIC, Section::Extent).bears(FieldRole::Preview),
    row("bbox", "", Shape::Bbox, ANYONE, Profiles::PUBLIC, Section::Extent).bears(FieldRole::Bbox),
    row("places", "", Shape::List(&Shape::Text), Optional, Profiles::PUBLIC, Section::Extent),
    row("time", "", Shape::Group(&TIME), Optional, Profiles::PUBLIC, Section::Extent),
    row("validity", "", Shape::Group(&TIME), Optional, Profiles::PUBLIC, Section::Extent),
    row("crs", "", Shape::Crs, Optional, Profiles::PUBLIC, Section::Extent),
    row("scale", "", Shape::Number, Optional, Profiles::PUBLIC, Section::Extent),
    row("distance", "", Shape::Group(&DISTANCE), Optional, Profiles::PUBLIC, Section::Extent),
    row("links", "", Shape::List(&Shape::Group(&ACCESS)), Optional, Profiles::PUBLIC, Section::Links).bears(FieldRole::Fetched),
    row("operations", "", Shape::List(&Shape::Group(&OPERATION)), Optional, Profiles::PUBLIC, Section::Interface),
    row("layers", "", Shape::List(&Shape::Group(&LAYER)), Optional, Profiles::PUBLIC, Section::Structure),
    row("formats", "", Shape::List(&Shape::Group(&FORMAT)), Optional, Profiles::PUBLIC, Section::Structure),
    row("features", "", Shape::Number, Optional, Profiles::PUBLIC, Section::Structure),
    row("attributes", "", Shape::List(&Shape::Group(&ATTRIBUTE)), Optional, Profiles::PUBLIC, Section::Structure),
    row("licence", "", Shape::Group(&LICENCE), Optional, Profiles::PUBLIC, Section::Constraints).bears(FieldRole::Licence),
    row("limitations", "", Shape::List(&Shape::Group(&LIMITATION)), Optional, Profiles::PUBLIC, Section::Constraints).bears(FieldRole::Limitations),
    row("lineage", "", Shape::Markdown, Optional, Profiles::PUBLIC, Section::Quality),
    row("conformity", "", Shape::List(&Shape::Group(&CONFORMITY)), Optional, Profiles::PUBLIC, Section::Quality),
    row("dates", "", Shape::Group(&DATES), Optional, Profiles::PUBLIC, Section::Quality),
    row("update_frequency", "", Shape::Term(&MAINTENANCE), Optional, Profiles::PUBLIC, Section::Quality),
    row("contacts", "", Shape::List(&Shape::Group(&CONTACT)), ANYONE, Profiles::PUBLIC, Section::Contacts).bears(FieldRole::Contacts),
    row("path", "", Shape::Text, Optional, Profiles::INTERNAL, Section::Structure).bears(FieldRole::Path),
    row("technical_name", "", Shape::Text, Optional, Profiles::INTERNAL, Section::Structure),
    row("metadata", "", Shape::Group(&METADATA), Optional, Profiles::PUBLIC, Section::Metadata),
];

static KEYWORD: Group = Group {
    labels: "keywords",
    fields: &[
        part("keyword", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("thesaurus", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("date", "", Shape::Date, Optional, Profiles::PUBLIC).of_days(Days::Any),
    ],
    shorthand: "keyword",
};

static DISTANCE: Group = Group {
    labels: "distance",
    fields: &[
        part("value", "", Shape::Number, ANYONE, Profiles::PUBLIC),
        part("unit", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "value",
};

/// A way to see or get the data; one that a service gives is shown where the service's record is.
static ACCESS: Group = Group {
    labels: "links",
    fields: &[
        part("title", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("url", "", Shape::Url, ANYONE, Profiles::PUBLIC).bears(FieldRole::Url),
        part("type", "", Shape::Term(&LINK_TYPE), Optional, Profiles::PUBLIC),
        part("action", "", Shape::Term(&ACTION), Optional, Profiles::PUBLIC),
        part("layer", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("service", "", Shape::Gate, Optional, Profiles::PUBLIC),
    ],
    shorthand: "url",
};

static OPERATION: Group = Group {
    labels: "operations",
    fields: &[
        part("name", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("url", "", Shape::Url, Optional, Profiles::PUBLIC),
    ],
    shorthand: "name",
};

static LAYER: Group = Group {
    labels: "layers",
    fields: &[
        part("name", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("title", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "name",
};

static FORMAT: Group = Group {
    labels: "formats",
    fields: &[
        part("name", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("version", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "name",
};

static ATTRIBUTE: Group = Group {
    labels: "attributes",
    fields: &[
        part("name", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("type", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("definition", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "name",
};

static LIMITATION: Group = Group {
    labels: "limitations",
    fields: &[
        part("kind", "", Shape::Term(&CONSTRAINT), Optional, Profiles::PUBLIC),
        part("restriction", "", Shape::Term(&RESTRICTION), Optional, Profiles::PUBLIC),
        part("text", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "text",
};

static CONFORMITY: Group = Group {
    labels: "conformity",
    fields: &[
        part("specification", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("date", "", Shape::Date, Optional, Profiles::PUBLIC).of_days(Days::Any),
        part("measure", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("explanation", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("pass", "", Shape::Flag, Optional, Profiles::PUBLIC),
    ],
    shorthand: "specification",
};

static DATES: Group = Group {
    labels: "dates",
    fields: &[
        part("creation", "", Shape::Date, Optional, Profiles::PUBLIC).of_days(Days::Any),
        part("publication", "", Shape::Date, Optional, Profiles::PUBLIC).of_days(Days::Any),
        part("revision", "", Shape::Date, Optional, Profiles::PUBLIC).of_days(Days::Any),
    ],
    shorthand: "",
};

static CONTACT: Group = Group {
    labels: "contacts",
    fields: &[
        part("name", "", Shape::Text, ANYONE, Profiles::PUBLIC),
        part("role", "", Shape::Term(&ROLE), Optional, Profiles::PUBLIC),
        part("email", "", Shape::Text, Optional, Profiles::PUBLIC).bears(FieldRole::Email),
        part("phone", "", Shape::Text, Optional, Profiles::PUBLIC).bears(FieldRole::Phone),
        part("address", "", Shape::Text, Optional, Profiles::PUBLIC).bears(FieldRole::Address),
        part("url", "", Shape::Url, Optional, Profiles::PUBLIC).bears(FieldRole::Url),
    ],
    shorthand: "name",
};

static METADATA: Group = Group {
    labels: "metadata",
    fields: &[
        part("identifier", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("language", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("date", "", Shape::Date, Optional, Profiles::PUBLIC).of_days(Days::Any),
        part("contact", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("email", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("standard", "", Shape::Text, Optional, Profiles::PUBLIC),
        part("version", "", Shape::Text, Optional, Profiles::PUBLIC),
    ],
    shorthand: "",
};
