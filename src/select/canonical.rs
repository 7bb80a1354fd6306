//! The canonical form of what is disclosed: JSON (RFC 8259), keys sorted, no white space, in the field names of the authors.
//! Stamps are computed over it, and `extract.json` is made of it.

use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use crate::model::item::Status;
use crate::model::value::Scalar;
use crate::select::{SharedEntry, SharedItem, SharedValue};

/// Room for a record of usual size, in bytes.
const TYPICAL: usize = 8 * 1024;

/// The canonical form of an item.
#[must_use]
pub fn canonical(item: &SharedItem) -> String {
    let status = match item.status() {
        Status::Draft => "draft",
        Status::Published => "published",
        Status::Archived => "archived",
    };
    let canonical = Canonical {
        fields: Fields(item.entries()),
        id: item.id().as_str(),
        kind: item.kind().key,
        status,
        title: item.title(),
    };
    let mut bytes = Vec::with_capacity(TYPICAL);
    serde_json::to_writer(&mut bytes, &canonical).expect("a record has no map whose keys are not text");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// Fields by their keys.
#[must_use]
pub fn canonical_entries(entries: &[SharedEntry]) -> Json {
    serde_json::to_value(Fields(entries)).expect("a record has no map whose keys are not text")
}

/// Members stand in the order of their names.
#[derive(Serialize)]
struct Canonical<'a> {
    fields: Fields<'a>,
    id: &'a str,
    kind: &'a str,
    status: &'a str,
    title: &'a str,
}

/// Fields, in the order of their keys.
struct Fields<'a>(&'a [SharedEntry]);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries: Vec<_> = self.0.iter().collect();
        entries.sort_unstable_by_key(|entry| entry.field.key);
        serializer
            .collect_map(entries.into_iter().map(|entry| (entry.field.key, CanonicalValue(&entry.value))))
    }
}

/// A value in its canonical form.
struct CanonicalValue<'a>(&'a SharedValue);

impl Serialize for CanonicalValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            SharedValue::Scalar(shared) => scalar(shared, serializer),
            SharedValue::Html(html) => serializer.collect_map([("html", html)]),
            SharedValue::Link(to, title) => {
                let (item, register) = (to.item.as_str(), to.register.as_str());
                serializer.collect_map([("item", item), ("register", register), ("title", title)])
            }
            SharedValue::List(values) => serializer.collect_seq(values.iter().map(CanonicalValue)),
            SharedValue::Group(group) => Fields(group).serialize(serializer),
            SharedValue::Nothing => serializer.serialize_str("none"),
        }
    }
}

fn scalar<S: Serializer>(scalar: &Scalar, serializer: S) -> Result<S::Ok, S::Error> {
    match scalar {
        Scalar::Text(text)
        | Scalar::Url(text)
        | Scalar::Country(text)
        | Scalar::Number(text)
        | Scalar::Crs(text)
        | Scalar::Sha256(text) => serializer.serialize_str(text),
        Scalar::Term(_, term) => serializer.serialize_str(term.key),
        Scalar::Date(date) => serializer.collect_str(date),
        Scalar::Flag(flag) => serializer.serialize_bool(*flag),
        Scalar::Size(bytes) => serializer.serialize_u64(*bytes),
        Scalar::Instant(instant) => serializer.serialize_str(&instant.to_rfc3339()),
        Scalar::Bbox(bbox) => [bbox.west, bbox.south, bbox.east, bbox.north].serialize(serializer),
        Scalar::File(file) => {
            json!({"file": file.path(), "bytes": file.size, "sha256": file.hash.hex()}).serialize(serializer)
        }
        Scalar::Period(period) => match (&period.duration, &period.criterion) {
            (Some(duration), None) => serializer.collect_str(duration),
            (duration, criterion) => {
                json!({"duration": duration.map(|duration| duration.to_string()), "criterion": criterion})
                    .serialize(serializer)
            }
        },
    }
}
