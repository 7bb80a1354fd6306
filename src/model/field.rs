//! Field tables: what a kind of item holds, as rows of data.
//!
//! One row drives everything that is done with a field: reading it, checking it, deciding which profile shows it,
//! labelling it (`themes/default/locales/`) and laying it out. Adding a field is adding a row.

use crate::model::profile::Profiles;

/// One field of a record.
#[derive(Debug, PartialEq, Eq)]
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
}

/// The form of a value.
#[derive(Debug, PartialEq, Eq)]
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
    /// Another item: `id` in the same register, or `register/id`.
    Reference,
    /// Several values of one shape.
    List(&'static Shape),
    /// Named values together.
    Group(&'static Group),
}

/// Named values together, as a party, a purpose or a transfer.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// Under which name the locale files label its rows: `<labels>.<key>`.
    pub labels: &'static str,
    /// The rows.
    pub fields: &'static [Field],
    /// The field that a bare scalar stands for: `recipients: [Payroll office]` names a recipient.
    pub shorthand: &'static str,
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
#[derive(Debug, PartialEq, Eq)]
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
}

impl Section {
    /// Its key in the locale files, under `sections`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Description => "description",
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
