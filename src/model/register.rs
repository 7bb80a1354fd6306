//! Registers: folders of records with a keeper.

use crate::model::finding::Allow;
use crate::model::id::Id;
use crate::model::item::Item;
pub use crate::model::register_kind::RegisterKind;
use crate::model::site::Localized;
use crate::model::value::Entry;
use crate::source::{Span, Spanned};

/// A register and its records.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// Its name: its folder's name.
    pub id: Id,
    /// Which register it is.
    pub kind: RegisterKind,
    /// Its title.
    pub title: Localized,
    /// The language its records are written in, if that is said.
    pub language: Option<String>,
    /// The group that owns it.
    pub group: Option<Spanned<Id>>,
    /// Controller, processor, representative, data protection officer, authority: rows of [`REGISTER_FIELDS`](crate::model::treatment::REGISTER_FIELDS).
    pub parties: Vec<Entry>,
    /// The codes that its author lets be, in the register and in its records.
    pub allowed: Vec<Allow>,
    /// Its records, by id.
    pub items: Vec<Item>,
    /// Where it is described.
    pub span: Span,
}

impl Register {
    /// The item with this id.
    #[must_use]
    pub fn item(&self, id: &Id) -> Option<&Item> {
        self.items.binary_search_by(|item| item.id.cmp(id)).ok().map(|index| &self.items[index])
    }
}
