//! `extract.json`: the whole extract, in the field names of the authors (RFC 8259).
//!
//! An item's object here is its canonical form, over which its stamp is computed: keys sorted, no white space.

use serde_json::{Map, Value as Json, json};

use crate::export::Exporter;
use crate::model::item::Status;
use crate::model::profile::Profile;
use crate::model::value::Scalar;
use crate::select::{SharedEntry, SharedItem, SharedValue, Snapshot};

/// The exporter of `extract.json`.
#[derive(Debug)]
pub struct Extract;

impl Exporter for Extract {
    fn path(&self) -> &'static str {
        "extract.json"
    }

    /// Written item by item: the whole never stands in memory but as its bytes.
    fn export(&self, snapshot: &Snapshot<'_>) -> Vec<u8> {
        let profile = match snapshot.profile() {
            Profile::Named(named) => json!(named.key()),
            Profile::Fields(fields) => json!(fields),
        };
        let registers: Vec<_> =
            (0..snapshot.registers().len()).map(|index| register(snapshot, index)).collect();
        let members = [
            member("expires", &json!(snapshot.expires().map(|end| end.to_rfc3339()))),
            member("lang", &json!(snapshot.lang())),
            member("note", &json!(snapshot.note())),
            member("profile", &profile),
            format!("\"registers\":[{}]", registers.join(",")),
            member("title", &json!(snapshot.title())),
        ];
        format!("{{{}}}\n", members.join(",")).into_bytes()
    }
}

fn register(snapshot: &Snapshot<'_>, index: usize) -> String {
    let shared = &snapshot.registers()[index];
    let items: Vec<_> = (0..shared.count()).map(|at| item(&snapshot.item(index, at)).to_string()).collect();
    let members = [
        member("id", &json!(shared.id().as_str())),
        format!("\"items\":[{}]", items.join(",")),
        member("kind", &json!(shared.kind().key())),
        member("parties", &entries(shared.parties())),
        member("title", &json!(shared.title(snapshot.lang()))),
    ];
    format!("{{{}}}", members.join(","))
}

fn member(key: &str, value: &Json) -> String {
    format!("\"{key}\":{value}")
}

/// The canonical form of an item.
#[must_use]
pub fn item(item: &SharedItem) -> Json {
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
