//! Values of fields, as an author gave them.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use crate::model::attachment::Attachment;
use crate::model::bbox::Bbox;
use crate::model::field::{Field, Term};
use crate::model::id::Id;
use crate::model::role::FieldRole;
use crate::source::Span;

/// One field of a record and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The row of the table.
    pub field: &'static Field,
    /// The value.
    pub value: Value,
    /// Where the value stands.
    pub span: Span,
}

/// What a field holds; the variants follow [`crate::model::field::Shape`].
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A value without parts.
    Scalar(Scalar),
    /// Markdown, made safe as it was read: its source, which may hold what is not shown, is not kept.
    Html(String),
    /// Another item.
    Reference(ItemRef),
    /// Several values.
    List(Vec<Value>),
    /// Named values.
    Group(Vec<Entry>),
    /// An explicit `none`.
    Nothing,
}

impl From<Scalar> for Value {
    fn from(scalar: Scalar) -> Self {
        Self::Scalar(scalar)
    }
}

/// A value without parts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Scalar {
    /// Plain text.
    Text(String),
    /// A word of a vocabulary: its name, and the term.
    Term(&'static str, &'static Term),
    /// A calendar date.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// An absolute link.
    Url(String),
    /// ISO 3166-1 alpha-2.
    Country(String),
    /// How long something is kept.
    Period(Period),
    /// A decimal number, as written.
    Number(String),
    /// A number of bytes.
    Size(u64),
    /// An instant.
    Instant(DateTime<FixedOffset>),
    /// A bounding box.
    Bbox(Bbox),
    /// A coordinate reference system.
    Crs(String),
    /// SHA-256, 64 lower-case hexadecimal digits.
    Sha256(String),
    /// A file.
    File(Attachment),
}

/// The groups of a list.
pub(crate) fn groups(value: &Value) -> impl Iterator<Item = &[Entry]> {
    let values = if let Value::List(values) = value { values.as_slice() } else { &[] };
    values
        .iter()
        .filter_map(|value| if let Value::Group(entries) = value { Some(entries.as_slice()) } else { None })
}

/// The field with this role among those of a record or of a group.
pub(crate) fn find(entries: &[Entry], role: FieldRole) -> Option<&Entry> {
    entries.iter().find(|entry| entry.field.role == Some(role))
}

/// A text or a link of a group.
pub(crate) fn text(group: &[Entry], role: FieldRole) -> Option<(&str, Span)> {
    find(group, role).and_then(|entry| match &entry.value {
        Value::Scalar(Scalar::Text(text) | Scalar::Url(text)) => Some((text.as_str(), entry.span)),
        _ => None,
    })
}

/// The word of a vocabulary that a field of a group says.
pub(crate) fn term(group: &[Entry], role: FieldRole) -> Option<&'static str> {
    match find(group, role)?.value {
        Value::Scalar(Scalar::Term(_, term)) => Some(term.key),
        _ => None,
    }
}

/// The day that a field of a record says, and where.
pub(crate) fn day(entries: &[Entry], role: FieldRole) -> Option<(NaiveDate, Span)> {
    let entry = find(entries, role)?;
    match entry.value {
        Value::Scalar(Scalar::Date(day)) => Some((day, entry.span)),
        _ => None,
    }
}

/// An item, by the register that holds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ItemRef {
    /// The register.
    pub register: Id,
    /// The item in it.
    pub item: Id,
}

/// How long something is kept: a duration, what it counts from or depends on, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Period {
    /// An ISO 8601 duration.
    pub duration: Option<Duration>,
    /// What it counts from, or what ends it.
    pub criterion: Option<String>,
}

/// An ISO 8601-1:2019 duration without fractions, as `P2Y6M` or `PT48H`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Duration {
    /// Amounts, largest unit first: years, months, weeks, days, hours, minutes, seconds.
    pub amounts: [u32; 7],
}

impl Duration {
    /// Designators in the order of [`Duration::amounts`]; the last three follow the `T`.
    const UNITS: [char; 7] = ['Y', 'M', 'W', 'D', 'H', 'M', 'S'];
}

impl FromStr for Duration {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut duration = Self::default();
        let mut rest = text.strip_prefix('P').ok_or(())?;
        let (mut next, mut any) = (0, false);
        while !rest.is_empty() {
            if let Some(time) = rest.strip_prefix('T') {
                if next > 4 {
                    return Err(());
                }
                (rest, next) = (time, 4);
                if rest.is_empty() {
                    return Err(());
                }
            }
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or(())?;
            let amount = rest[..digits].parse().map_err(|_| ())?;
            let unit = rest[digits..].chars().next().ok_or(())?;
            let last = if next >= 4 { 7 } else { 4 };
            let index = (next..last).find(|index| Self::UNITS[*index] == unit).ok_or(())?;
            duration.amounts[index] = amount;
            (rest, next, any) = (&rest[digits + 1..], if index == 3 { 4 } else { index + 1 }, true);
            if index == 3 && !rest.is_empty() && !rest.starts_with('T') {
                return Err(());
            }
        }
        if any { Ok(duration) } else { Err(()) }
    }
}

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("P")?;
        for (index, amount) in self.amounts.iter().enumerate() {
            if index == 4 && self.amounts[4..].iter().any(|amount| *amount > 0) {
                f.write_str("T")?;
            }
            if *amount > 0 {
                write!(f, "{amount}{}", Self::UNITS[index])?;
            }
        }
        if self.amounts == [0; 7] { f.write_str("0D") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let check = |text: &str, expected: Option<[u32; 7]>| {
            assert_eq!(text.parse::<Duration>().ok().map(|duration| duration.amounts), expected, "{text}");
        };
        check("P2Y", Some([2, 0, 0, 0, 0, 0, 0]));
        check("P1Y6M", Some([1, 6, 0, 0, 0, 0, 0]));
        check("P6W", Some([0, 0, 6, 0, 0, 0, 0]));
        check("P1DT12H", Some([0, 0, 0, 1, 12, 0, 0]));
        check("PT5M", Some([0, 0, 0, 0, 0, 5, 0]));
        for text in [
            "",
            "P",
            "PT",
            "2Y",
            "P2",
            "P-2Y",
            "P2Y2Y",
            "P1M2Y",
            "P1DT",
            "P2H",
            "P1D2W",
            "2 years",
            "P99999999999Y",
        ] {
            check(text, None);
        }
        for text in ["P2Y", "P1Y6M", "P1DT12H", "PT5M", "P0D"] {
            assert_eq!(text.parse::<Duration>().unwrap().to_string(), text);
        }
    }
}
