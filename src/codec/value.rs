//! Fields and their values, packed: a row is its number in its table, a word its number in its vocabulary.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::codec::place::{CodecSpan, at, to};
use crate::hash::Hash;
use crate::model::attachment::Attachment;
use crate::model::bbox::Bbox;
use crate::model::field::{Field, Shape, Vocabulary};
use crate::model::value::{Duration, Entry, Period, Scalar, Value};
use crate::source::{FileId, Span};

#[derive(Serialize, Deserialize)]
pub(super) struct PackedEntry<'a> {
    row: u16,
    at: CodecSpan,
    #[serde(borrow)]
    value: Packed<'a>,
}

#[derive(Serialize, Deserialize)]
enum Packed<'a> {
    Nothing,
    Text(&'a str),
    Term(u16),
    Date(i32),
    Flag(bool),
    Url(&'a str),
    Country(&'a str),
    Period(Option<[u32; 7]>, Option<&'a str>),
    Number(&'a str),
    Size(u64),
    Instant(Instant),
    Bbox([f64; 4]),
    Crs(&'a str),
    Sha256(&'a str),
    File(&'a str, &'a str, u64, Hash),
    Html(&'a str),
    Reference(&'a str, &'a str),
    List(#[serde(borrow)] Vec<Packed<'a>>),
    Group(#[serde(borrow)] Vec<PackedEntry<'a>>),
}

/// Seconds since the Unix epoch, nanoseconds, and the offset from UTC in seconds.
#[derive(Serialize, Deserialize)]
pub(super) struct Instant(i64, u32, i32);

impl Instant {
    pub(super) fn of(instant: DateTime<FixedOffset>) -> Self {
        Self(instant.timestamp(), instant.timestamp_subsec_nanos(), instant.offset().local_minus_utc())
    }

    pub(super) fn instant(&self) -> Option<DateTime<FixedOffset>> {
        let offset = FixedOffset::east_opt(self.2)?;
        Some(DateTime::from_timestamp(self.0, self.1)?.with_timezone(&offset))
    }
}

/// Fields of `table`.
pub(super) fn packed<'a>(table: &'static [Field], entries: &'a [Entry]) -> Option<Vec<PackedEntry<'a>>> {
    let entry = |entry: &'a Entry| {
        let row = table.iter().position(|field| field == entry.field)?;
        let value = Packed::of(&entry.value, &entry.field.shape)?;
        Some(PackedEntry { row: u16::try_from(row).ok()?, at: at(entry.span), value })
    };
    entries.iter().map(entry).collect()
}

/// Fields of `table` in the text `file`.
pub(super) fn unpacked(
    table: &'static [Field],
    file: FileId,
    entries: Vec<PackedEntry<'_>>,
) -> Option<Vec<Entry>> {
    let entry = |packed: PackedEntry<'_>| {
        let field = table.get(usize::from(packed.row))?;
        let value = packed.value.value(&field.shape, file)?;
        Some(Entry { field, value, span: Span::new(file, packed.at.0 as usize..packed.at.1 as usize) })
    };
    entries.into_iter().map(entry).collect()
}

impl<'a> Packed<'a> {
    fn of(value: &'a Value, shape: &'static Shape) -> Option<Self> {
        Some(match (value, shape) {
            (Value::Nothing, _) => Self::Nothing,
            (Value::Html(html), _) => Self::Html(html),
            (Value::Reference(to), _) => Self::Reference(to.register.as_str(), to.item.as_str()),
            (Value::List(values), Shape::List(inner)) => {
                Self::List(values.iter().map(|value| Self::of(value, inner)).collect::<Option<_>>()?)
            }
            (Value::Group(entries), Shape::Group(group)) => Self::Group(packed(group.fields, entries)?),
            (Value::Scalar(scalar), shape) => Self::scalar(scalar, shape)?,
            (Value::List(_) | Value::Group(_), _) => return None,
        })
    }

    fn scalar(scalar: &'a Scalar, shape: &'static Shape) -> Option<Self> {
        Some(match scalar {
            Scalar::Text(text) => Self::Text(text),
            Scalar::Term(_, term) => {
                let place = vocabulary(shape)?.terms.iter().position(|known| known == *term)?;
                Self::Term(u16::try_from(place).ok()?)
            }
            Scalar::Date(date) => Self::Date(date.num_days_from_ce()),
            Scalar::Flag(flag) => Self::Flag(*flag),
            Scalar::Url(text) => Self::Url(text),
            Scalar::Country(text) => Self::Country(text),
            Scalar::Period(Period { duration, criterion }) => {
                Self::Period(duration.map(|duration| duration.amounts), criterion.as_deref())
            }
            Scalar::Number(text) => Self::Number(text),
            Scalar::Size(bytes) => Self::Size(*bytes),
            Scalar::Instant(instant) => Self::Instant(Instant::of(*instant)),
            Scalar::Bbox(bbox) => Self::Bbox([bbox.west, bbox.south, bbox.east, bbox.north]),
            Scalar::Crs(text) => Self::Crs(text),
            Scalar::Sha256(text) => Self::Sha256(text),
            Scalar::File(file) => Self::File(&file.source, &file.name, file.size, file.hash),
        })
    }

    fn value(self, shape: &'static Shape, file: FileId) -> Option<Value> {
        let scalar = match (self, shape) {
            (Self::Nothing, _) => return Some(Value::Nothing),
            (Self::Html(html), _) => return Some(Value::Html(html.to_owned())),
            (Self::Reference(register, item), _) => return to(register, item).map(Value::Reference),
            (Self::List(values), Shape::List(inner)) => {
                let values = values.into_iter().map(|value| value.value(inner, file));
                return values.collect::<Option<_>>().map(Value::List);
            }
            (Self::Group(entries), Shape::Group(group)) => {
                return unpacked(group.fields, file, entries).map(Value::Group);
            }
            (Self::List(_) | Self::Group(_), _) => return None,
            (Self::Text(text), _) => Scalar::Text(text.to_owned()),
            (Self::Term(place), shape) => {
                let vocabulary = vocabulary(shape)?;
                Scalar::Term(vocabulary.name, vocabulary.terms.get(usize::from(place))?)
            }
            (Self::Date(days), _) => Scalar::Date(NaiveDate::from_num_days_from_ce_opt(days)?),
            (Self::Flag(flag), _) => Scalar::Flag(flag),
            (Self::Url(text), _) => Scalar::Url(text.to_owned()),
            (Self::Country(text), _) => Scalar::Country(text.to_owned()),
            (Self::Period(amounts, criterion), _) => Scalar::Period(Period {
                duration: amounts.map(|amounts| Duration { amounts }),
                criterion: criterion.map(str::to_owned),
            }),
            (Self::Number(text), _) => Scalar::Number(text.to_owned()),
            (Self::Size(bytes), _) => Scalar::Size(bytes),
            (Self::Instant(instant), _) => Scalar::Instant(instant.instant()?),
            (Self::Bbox([west, south, east, north]), _) => {
                Scalar::Bbox(Bbox::new(west, south, east, north).ok()?)
            }
            (Self::Crs(text), _) => Scalar::Crs(text.to_owned()),
            (Self::Sha256(text), _) => Scalar::Sha256(text.to_owned()),
            (Self::File(source, name, size, hash), _) => {
                Scalar::File(Attachment { source: source.to_owned(), name: name.to_owned(), size, hash })
            }
        };
        Some(Value::Scalar(scalar))
    }
}

/// The words that a shape knows.
fn vocabulary(shape: &Shape) -> Option<&'static Vocabulary> {
    match shape {
        Shape::Term(vocabulary) | Shape::TermOrText(vocabulary) => Some(vocabulary),
        _ => None,
    }
}
