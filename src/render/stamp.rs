//! Stamps: the day and the fingerprint of what is disclosed, never of the page that shows it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::hash::Hash;
use crate::select::{SharedItem, Snapshot, canonical_entries};

/// The day and the fingerprint of some content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The newest day of the content.
    pub date: Option<NaiveDate>,
    /// SHA-256 over the canonical JSON of the projection.
    pub hash: Hash,
    name: String,
}

impl Stamp {
    /// The stamp of one item, whose canonical form is `canonical`.
    #[must_use]
    pub fn of_item(shared: &SharedItem, canonical: &str) -> Self {
        Self { date: shared.date(), hash: Hash::of(canonical.as_bytes()), name: shared.id().to_string() }
    }

    /// The stamp of a share with these items, in order.
    pub fn of_share<'a>(snapshot: &Snapshot<'_>, items: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let registers: Vec<_> = snapshot
            .registers()
            .iter()
            .map(|register| {
                let title = register.title(snapshot.lang());
                json!({"id": register.id().as_str(), "kind": register.kind().key(), "title": title, "parties": canonical_entries(register.parties())})
            })
            .collect();
        let content = json!({
            "title": snapshot.title(),
            "note": snapshot.note(),
            "registers": registers,
            "items": items.clone().map(|stamp| [stamp.name.clone(), stamp.hash.hex()]).collect::<Vec<_>>(),
        });
        Self { date: items.filter_map(|stamp| stamp.date).max(), hash: hash(&content), name: String::new() }
    }
}

/// Object keys come out sorted: the same content has one form.
fn hash(content: &Json) -> Hash {
    Hash::of(content.to_string().as_bytes())
}
