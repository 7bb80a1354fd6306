//! `extract.json`: the whole extract, in the field names of the authors (RFC 8259).
//!
//! An item's object here is its canonical form, over which its stamp is computed: keys sorted, no white space.

use serde_json::{Map, Value as Json, json};

use crate::export::Exporter;
use crate::model::item::Status;
use crate::model::profile::Profile;
use crate::select::{SharedEntry, SharedItem, SharedValue, Snapshot};

/// The exporter of `extract.json`.
#[derive(Debug)]
pub struct Extract;

impl Exporter for Extract {
    fn path(&self) -> &'static str {
        "extract.json"
    }

    fn export(&self, snapshot: &Snapshot<'_>) -> Vec<u8> {
        let registers: Vec<_> = snapshot
            .registers()
            .iter()
            .enumerate()
            .map(|(index, register)| {
                let items: Vec<_> = (0..register.count()).map(|at| item(&snapshot.item(index, at))).collect();
                json!({
                    "id": register.id().as_str(),
                    "kind": register.kind().key(),
                    "title": register.title(snapshot.lang()),
                    "parties": entries(register.parties()),
                    "items": items,
                })
            })
            .collect();
        let profile = match snapshot.profile() {
            Profile::Named(named) => json!(named.key()),
            Profile::Fields(fields) => json!(fields),
        };
        let extract = json!({
            "title": snapshot.title(),
            "note": snapshot.note(),
            "lang": snapshot.lang(),
            "profile": profile,
            "expires": snapshot.expires().map(|end| end.to_rfc3339()),
            "registers": registers,
        });
        format!("{extract}\n").into_bytes()
    }
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
        SharedValue::Text(text) | SharedValue::Markdown(text) => json!(text),
        SharedValue::Term(_, term) => json!(term.key),
        SharedValue::Date(date) => json!(date.to_string()),
        SharedValue::Flag(flag) => json!(flag),
        SharedValue::Url(url) => json!(url),
        SharedValue::Country(code) => json!(code),
        SharedValue::Period(period) => match (&period.duration, &period.criterion) {
            (Some(duration), None) => json!(duration.to_string()),
            (duration, criterion) => {
                json!({"duration": duration.map(|duration| duration.to_string()), "criterion": criterion})
            }
        },
        SharedValue::Link(to, title) => {
            json!({"register": to.register.as_str(), "item": to.item.as_str(), "title": title})
        }
        SharedValue::List(values) => values.iter().map(value).collect(),
        SharedValue::Group(group) => entries(group),
        SharedValue::Nothing => json!("none"),
    }
}
