//! Field tables: what a kind of item holds, as rows of data.
//!
//! One row drives everything that is done with a field: reading it, checking it, deciding which profile shows it,
//! labelling it (`themes/default/locales/`) and laying it out. Adding a field is adding a row.

use serde::Serialize;

use crate::model::days::Days;
use crate::model::profile::Profiles;
use crate::model::role::FieldRole;

/// One field of a record. Rows are compared by identity: two kinds may have rows that look alike.
#[derive(Debug)]
pub struct Field {
    /// The key an author writes in YAML.
    pub key: &'static str,
    /// The provision that asks for it (GDPR article, ISO clause), or an empty string.
    pub article: &'static str,
    /// What a value looks like.
    pub shape: Shape,
    /// Whether a record is incomplete without it.
    pub need: Need,
    /// Which profiles show it.
    pub shown: Profiles,
    /// Where on the page it stands; nested fields inherit the place of the field that holds them.
    pub section: Section,
    /// Which days it can mean, where it is one.
    pub days: Days,
    /// What it is to the program, where code asks for it.
    pub role: Option<FieldRole>,
}

impl Field {
    /// The row of a field that can mean other days than those of plans.
    #[must_use]
    pub const fn of_days(self, days: Days) -> Self {
        Self { days, ..self }
    }

    /// The row of a field that code asks for.
    #[must_use]
    pub const fn bears(self, role: FieldRole) -> Self {
        Self { role: Some(role), ..self }
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The row at a dotted path, from the table `table` on.
#[must_use]
pub fn at(table: &'static [Field], path: &str) -> Option<&'static Field> {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let field = table.iter().find(|field| field.key == key)?;
    let Some(rest) = rest else { return Some(field) };
    match &field.shape {
        Shape::Group(group) | Shape::List(Shape::Group(group)) => at(group.fields, rest),
        _ => None,
    }
}

/// Writes a row.
#[must_use]
pub const fn row(
    key: &'static str,
    article: &'static str,
    shape: Shape,
    need: Need,
    shown: Profiles,
    section: Section,
) -> Field {
    Field { key, article, shape, need, shown, section, days: Days::Planned, role: None }
}

/// Writes a row of a group, whose place is that of the field that holds the group.
#[must_use]
pub const fn part(
    key: &'static str,
    article: &'static str,
    shape: Shape,
    need: Need,
    shown: Profiles,
) -> Field {
    row(key, article, shape, need, shown, Section::Header)
}

/// Writes a word.
#[must_use]
pub const fn term(key: &'static str, article: &'static str) -> Term {
    Term { key, article }
}

/// The form of a value.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One line or paragraph of plain text.
    Text,
    /// `CommonMark`, made safe when rendered.
    Markdown,
    /// A word of a closed vocabulary.
    Term(&'static Vocabulary),
    /// A word of a vocabulary, or free text where none fits.
    TermOrText(&'static Vocabulary),
    /// A calendar date, `YYYY-MM-DD` (ISO 8601).
    Date,
    /// `true` or `false`.
    Flag,
    /// An absolute `https`, `http`, `mailto` or `tel` link (RFC 3986).
    Url,
    /// A country, ISO 3166-1 alpha-2.
    Country,
    /// How long something is kept: an ISO 8601 duration, a criterion, or both.
    Period,
    /// A decimal number, as written.
    Number,
    /// A number of bytes.
    Size,
    /// An instant with its offset (RFC 3339).
    Instant,
    /// Degrees west, south, east, north (RFC 7946, section 5).
    Bbox,
    /// A coordinate reference system, as `EPSG:2100`.
    Crs,
    /// SHA-256, 64 hexadecimal digits.
    Sha256,
    /// A file in the folder `files` of the register.
    File,
    /// Another item: `id` in the same register, or `register/id`.
    Reference,
    /// As [`Shape::Reference`], and the group that holds it depends on it: where the share does not hold the item, the
    /// group is not shown.
    Gate,
    /// Several values of one shape.
    List(&'static Shape),
    /// Named values together.
    Group(&'static Group),
}

/// Named values together, as a party, a purpose or a transfer.
#[derive(Debug)]
pub struct Group {
    /// Under which name the locale files label its rows: `<labels>.<key>`.
    pub labels: &'static str,
    /// The rows.
    pub fields: &'static [Field],
    /// The field that a bare scalar stands for: `recipients: [Payroll office]` names a recipient.
    pub shorthand: &'static str,
}

impl Group {
    /// The row that a bare scalar stands for, if the group has one.
    #[must_use]
    pub fn shorthand(&self) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == self.shorthand)
    }
}

impl Group {
    /// Whether a bare scalar in the place of the group stands for this field.
    #[must_use]
    pub fn stands_for(&self, field: &Field) -> bool {
        self.shorthand == field.key
    }
}

/// What the record lacks when the field is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The provision asks this duty-bearer for it: pages show it as missing.
    Mandatory(Duty),
    /// As [`Need::Mandatory`], and an explicit `none` is an answer.
    MandatoryOrNone(Duty),
    /// Absent means absent.
    Optional,
    /// Absent means absent, and an explicit `none` is an answer.
    OptionalOrNone,
}

/// Whom a provision binds: the two registers of GDPR Article 30 ask for different particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Whoever keeps the register.
    Anyone,
    /// A controller, Article 30(1).
    Controller,
    /// A processor, Article 30(2).
    Processor,
}

impl Need {
    /// Whether a record kept by `keeper` is incomplete without the field.
    #[must_use]
    pub fn binds(self, keeper: Duty) -> bool {
        match self {
            Self::Mandatory(duty) | Self::MandatoryOrNone(duty) => duty == Duty::Anyone || duty == keeper,
            Self::Optional | Self::OptionalOrNone => false,
        }
    }

    /// Whether the word `none` answers the question.
    #[must_use]
    pub fn accepts_none(self) -> bool {
        matches!(self, Self::MandatoryOrNone(_) | Self::OptionalOrNone)
    }
}

/// A closed list of words, each with a label in `locales/` under `terms.<vocabulary>.<word>`.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// Its name in the locale files.
    pub name: &'static str,
    /// Its words.
    pub terms: &'static [Term],
}

/// One word of a vocabulary.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The word an author writes.
    pub key: &'static str,
    /// The provision it stands for, or an empty string.
    pub article: &'static str,
}

/// The parts of an item's page, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Identity of the record, shown in its header and stamp rather than in a section.
    Header,
    /// Description in the author's words.
    Description,
    /// What kind of thing it is, under which words it is found.
    Subject,
    /// Where and when on Earth.
    Extent,
    /// Results and files: what a reader came for.
    Results,
    /// Ways to see it and to get it.
    Links,
    /// What was run, and with what.
    Run,
    /// What is asked of a catalogue.
    Query,
    /// What goes into a service, and what comes out.
    Interface,
    /// How it was made, and what it conforms to.
    Quality,
    /// What may be done with it.
    Constraints,
    /// Formats, attributes, layers.
    Structure,
    /// Whom to ask.
    Contacts,
    /// Who answers for the processing.
    Parties,
    /// Purposes and legal bases.
    Purposes,
    /// Persons and data.
    Data,
    /// Recipients and transfers.
    Recipients,
    /// How long data is kept.
    Retention,
    /// Measures that protect it.
    Security,
    /// What persons may ask for.
    Rights,
    /// Impact assessment.
    Impact,
    /// Everything that supports the record: documents, assets, related records.
    Support,
    /// The record's own life: owner, reviews, versions.
    Lifecycle,
    /// What describes the description: its standard, its author.
    Metadata,
}

impl Section {
    /// Its key in the locale files, under `sections`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Description => "description",
            Self::Subject => "subject",
            Self::Extent => "extent",
            Self::Results => "results",
            Self::Links => "links",
            Self::Run => "run",
            Self::Query => "query",
            Self::Interface => "interface",
            Self::Quality => "quality",
            Self::Constraints => "constraints",
            Self::Structure => "structure",
            Self::Contacts => "contacts",
            Self::Parties => "parties",
            Self::Purposes => "purposes",
            Self::Data => "data",
            Self::Recipients => "recipients",
            Self::Retention => "retention",
            Self::Security => "security",
            Self::Rights => "rights",
            Self::Impact => "impact",
            Self::Support => "support",
            Self::Lifecycle => "lifecycle",
            Self::Metadata => "metadata",
        }
    }
}

impl Vocabulary {
    /// The term with this key.
    #[must_use]
    pub fn term(&self, key: &str) -> Option<&'static Term> {
        self.terms.iter().find(|term| term.key == key)
    }
}
