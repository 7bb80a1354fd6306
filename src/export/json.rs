//! `extract.json`: the whole extract, in the field names of the authors (RFC 8259).
//!
//! An item's object here is its canonical form, over which its stamp is computed: keys sorted, no white space.

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};

use crate::export::Exporter;
use crate::model::item::Status;
use crate::model::profile::Profile;
use crate::model::value::Scalar;
use crate::select::{SharedEntry, SharedItem, SharedValue, Snapshot};

/// The exporter of `extract.json`.
#[derive(Debug)]
pub struct Extract;

/// Members stand in the order of their names.
impl Exporter for Extract {
    fn path(&self) -> &'static str {
        "extract.json"
    }

    fn start(&self, snapshot: &Snapshot<'_>) -> String {
        let profile = match snapshot.profile() {
            Profile::Named(named) => json!(named.key()),
            Profile::Fields(fields) => json!(fields),
        };
        let members = [
            member("expires", &json!(snapshot.expires().map(|end| end.to_rfc3339()))),
            member("lang", &json!(snapshot.lang())),
            member("note", &json!(snapshot.note())),
            member("profile", &profile),
        ];
        format!("{{{},\"registers\":[", members.join(","))
    }

    fn open(&self, snapshot: &Snapshot<'_>, register: usize) -> String {
        let comma = if register > 0 { "," } else { "" };
        let id = member("id", &json!(snapshot.registers()[register].id().as_str()));
        format!("{comma}{{{id},\"items\":[")
    }

    fn item<'a>(&self, _: &SharedItem, canonical: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(canonical)
    }

    fn separator(&self) -> &'static str {
        ","
    }

    fn close(&self, snapshot: &Snapshot<'_>, register: usize) -> String {
        let shared = &snapshot.registers()[register];
        let members = [
            member("kind", &json!(shared.kind().key())),
            member("parties", &entries(shared.parties())),
            member("title", &json!(shared.title(snapshot.lang()))),
        ];
        format!("],{}}}", members.join(","))
    }

    fn end(&self, snapshot: &Snapshot<'_>) -> String {
        format!("],{}}}\n", member("title", &json!(snapshot.title())))
    }
}

fn member(key: &str, value: &Json) -> String {
    format!("\"{key}\":{value}")
}

/// The canonical form of an item.
#[must_use]
pub fn canonical(item: &SharedItem) -> String {
    let status = match item.status() {
        Status::Draft => "draft",
        Status::Published => "published",
        Status::Archived => "archived",
    };
    json!({
        "id": item.id().as_str(),
        "kind": item.kind().key,
        "title": item.title(),
        "status": status,
        "fields": entries(item.entries()),
    })
    .to_string()
}

/// Fields by their keys.
#[must_use]
pub fn entries(entries: &[SharedEntry]) -> Json {
    let pairs = entries.iter().map(|entry| (entry.field.key.to_owned(), value(&entry.value)));
    Json::Object(pairs.collect::<Map<_, _>>())
}

fn value(shared: &SharedValue) -> Json {
    match shared {
        SharedValue::Scalar(shared) => scalar(shared),
        SharedValue::Html(html) => json!({"html": html}),
        SharedValue::Link(to, title) => {
            json!({"register": to.register.as_str(), "item": to.item.as_str(), "title": title})
        }
        SharedValue::List(values) => values.iter().map(value).collect(),
        SharedValue::Group(group) => entries(group),
        SharedValue::Nothing => json!("none"),
    }
}

fn scalar(scalar: &Scalar) -> Json {
    match scalar {
        Scalar::Text(text)
        | Scalar::Url(text)
        | Scalar::Country(text)
        | Scalar::Number(text)
        | Scalar::Crs(text)
        | Scalar::Sha256(text) => json!(text),
        Scalar::Term(_, term) => json!(term.key),
        Scalar::Date(date) => json!(date.to_string()),
        Scalar::Flag(flag) => json!(flag),
        Scalar::Size(bytes) => json!(bytes),
        Scalar::Instant(instant) => json!(instant.to_rfc3339()),
        Scalar::Bbox(bbox) => json!([bbox.west, bbox.south, bbox.east, bbox.north]),
        Scalar::File(file) => json!({"file": file.path(), "bytes": file.size, "sha256": file.hash.hex()}),
        Scalar::Period(period) => match (&period.duration, &period.criterion) {
            (Some(duration), None) => json!(duration.to_string()),
            (duration, criterion) => {
                json!({"duration": duration.map(|duration| duration.to_string()), "criterion": criterion})
            }
        },
    }
}
