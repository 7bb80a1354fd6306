//! `extract.json`: the whole extract, in the field names of the authors (RFC 8259).
//!
//! An item's object is its canonical form, over which its stamp is computed.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use crate::export::{At, Given, Stream};
use crate::model::profile::Profile;
use crate::select::{SharedItem, Snapshot, canonical_entries};

/// `extract.json`. Members stand in the order of their names.
#[derive(Debug)]
pub(super) struct Extract;

impl Stream for Extract {
    fn part<'a>(&self, _: &Given<'_>, _: usize, _: &SharedItem, canonical: &'a str) -> Cow<'a, [u8]> {
        Cow::Borrowed(canonical.as_bytes())
    }

    fn between(&self, at: At, given: &Given<'_>) -> Cow<'static, [u8]> {
        let snapshot = given.snapshot;
        match at {
            At::Start => start(snapshot).into_bytes().into(),
            At::Open(register) => open(snapshot, register).into_bytes().into(),
            At::Items => Cow::Borrowed(b","),
            At::Close(register) => close(snapshot, register).into_bytes().into(),
            At::End => format!("],{}}}\n", member("title", &json!(snapshot.title()))).into_bytes().into(),
        }
    }
}

fn start(snapshot: &Snapshot<'_>) -> String {
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

fn open(snapshot: &Snapshot<'_>, register: usize) -> String {
    let comma = if register > 0 { "," } else { "" };
    let id = member("id", &json!(snapshot.registers()[register].id().as_str()));
    format!("{comma}{{{id},\"items\":[")
}

fn close(snapshot: &Snapshot<'_>, register: usize) -> String {
    let shared = &snapshot.registers()[register];
    let members = [
        member("kind", &json!(shared.kind().key())),
        member("parties", &canonical_entries(shared.parties())),
        member("title", &json!(shared.title(snapshot.lang()))),
    ];
    format!("],{}}}", members.join(","))
}

fn member(key: &str, value: &Json) -> String {
    format!("\"{key}\":{value}")
}
