//! What a rule found in a record, and what its author lets be. Whether a finding is told, and how much it matters, depends on
//! the record's status, on shares and on the day: that is decided later, and apart from the record.

use chrono::NaiveDate;

use crate::diag::Code;
use crate::model::days::Days;
use crate::model::role::FieldRole;
use crate::model::value::{Entry, Scalar, Value, day, find, groups};
use crate::source::Span;

/// Something that a rule has to say of a record, by the record alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's code.
    pub code: &'static Code,
    /// Where.
    pub span: Span,
    /// The rest of a sentence that starts with the record's id.
    pub words: Box<str>,
    /// The dotted path of the field whose text it is about: a share that does not show the field does not count. Empty
    /// where it is about the record as such.
    pub field: Box<str>,
}

impl Finding {
    /// A finding about the record as such.
    pub fn new(code: &'static Code, span: Span, words: impl Into<Box<str>>) -> Self {
        Self { code, span, words: words.into(), field: Box::default() }
    }

    /// About the text of the field at this dotted path.
    #[must_use]
    pub fn of_field(mut self, path: impl Into<Box<str>>) -> Self {
        self.field = path.into();
        self
    }
}

/// A code that an author lets be.
#[derive(Debug, Clone, PartialEq)]
pub struct Allow {
    /// The code.
    pub code: &'static Code,
    /// Why; never in the output.
    pub reason: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// The days in a record's life that checks ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Life {
    /// The newest of `reviewed`, `updated` and `created`.
    pub touched: Option<(NaiveDate, Span)>,
    /// When it is to be reviewed.
    pub review_due: Option<(NaiveDate, Span)>,
    /// When what it tells has happened: whether any of these days is still to come depends on the day of the build.
    pub happened: Vec<(NaiveDate, Span)>,
}

impl Life {
    /// The days that a record gives.
    #[must_use]
    pub fn of(entries: &[Entry]) -> Self {
        let touched = [FieldRole::Reviewed, FieldRole::Updated, FieldRole::Created];
        let touched = touched.into_iter().filter_map(|role| day(entries, role));
        let mut happened = Vec::new();
        for entry in entries {
            past(entry, &mut happened);
        }
        Self {
            touched: touched.max_by_key(|(day, _)| *day),
            review_due: day(entries, FieldRole::ReviewDue),
            happened,
        }
    }
}

/// The days of fields that tell what has happened; of an instant, the day by its own clock.
fn past(entry: &Entry, found: &mut Vec<(NaiveDate, Span)>) {
    match &entry.value {
        Value::Scalar(Scalar::Date(day)) if entry.field.days == Days::Past => found.push((*day, entry.span)),
        Value::Scalar(Scalar::Instant(at)) if entry.field.days == Days::Past => {
            found.push((at.date_naive(), entry.span));
        }
        Value::Group(entries) => entries.iter().for_each(|entry| past(entry, found)),
        Value::List(values) => {
            let groups = values.iter().filter_map(|value| match value {
                Value::Group(entries) => Some(entries),
                _ => None,
            });
            groups.flatten().for_each(|entry| past(entry, found));
        }
        _ => {}
    }
}

/// A transfer whose lawfulness follows from lists that change: of countries in the EEA, of adequacy decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// ISO 3166-1 alpha-2, where the country is said.
    pub country: Option<[u8; 2]>,
    /// What is said to allow it.
    pub claim: Claim,
    /// Where it stands.
    pub span: Span,
}

/// What is said to allow a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Nothing.
    Nothing,
    /// A decision under GDPR Article 45.
    Adequacy,
}

impl Transfer {
    /// The transfers of a record, but for those that name a safeguard of their own.
    #[must_use]
    pub fn of(entries: &[Entry]) -> Vec<Self> {
        let listed = find(entries, FieldRole::Transfers).into_iter();
        listed
            .flat_map(|entry| groups(&entry.value).filter_map(|group| Self::one(group, entry.span)))
            .collect()
    }

    fn one(group: &[Entry], whole: Span) -> Option<Self> {
        let claim = match find(group, FieldRole::Safeguard).map(|entry| &entry.value) {
            None => Claim::Nothing,
            Some(Value::Scalar(Scalar::Term(_, term))) if term.key == "adequacy" => Claim::Adequacy,
            Some(_) => return None,
        };
        let country = find(group, FieldRole::Country).and_then(|entry| match &entry.value {
            Value::Scalar(Scalar::Country(code)) => code.as_bytes().try_into().ok(),
            _ => None,
        });
        let span = group.first().map_or(whole, |entry| entry.span);
        Some(Self { country, claim, span })
    }
}
