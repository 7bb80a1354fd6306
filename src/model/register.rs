//! Registers: folders of records with a keeper.

use crate::model::field::Duty;
use crate::model::finding::Allow;
use crate::model::id::Id;
use crate::model::item::Item;
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

/// What a register records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterKind {
    /// GDPR Article 30(1).
    Controller,
    /// GDPR Article 30(2).
    Processor,
    /// Metadata of geographic information.
    Catalogue,
    /// Services, jobs, data packages and searches.
    Workspace,
}

impl RegisterKind {
    /// The words an author may write.
    pub const ALL: [(&'static str, Self); 4] = [
        ("controller", Self::Controller),
        ("processor", Self::Processor),
        ("catalogue", Self::Catalogue),
        ("workspace", Self::Workspace),
    ];

    /// Whom its provisions bind.
    #[must_use]
    pub fn keeper(self) -> Duty {
        match self {
            Self::Controller => Duty::Controller,
            Self::Processor => Duty::Processor,
            Self::Catalogue | Self::Workspace => Duty::Anyone,
        }
    }

    /// The word for it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::Processor => "processor",
            Self::Catalogue => "catalogue",
            Self::Workspace => "workspace",
        }
    }

    /// The kinds of item that it may hold, by their keys; the first is meant where an item does not say its own, unless
    /// there is no telling.
    #[must_use]
    pub fn holds(self) -> &'static [&'static str] {
        match self {
            Self::Controller | Self::Processor => &["treatment"],
            Self::Catalogue => &["dataset", "service"],
            Self::Workspace => &["service", "job", "data_package", "data_search", "dataset"],
        }
    }

    /// The kind of an item that does not say its own.
    #[must_use]
    pub fn usual(self) -> Option<&'static str> {
        match self {
            Self::Workspace => None,
            other => other.holds().first().copied(),
        }
    }

    /// The key of the words for its items, as the register of treatments says `items`.
    #[must_use]
    pub fn words(self, treatments: &'static str) -> &'static str {
        let general = match treatments {
            "items" => "records",
            "items_none" => "records_none",
            "items_one" => "records_one",
            "items_many" => "records_many",
            other => other,
        };
        if matches!(self, Self::Controller | Self::Processor) { treatments } else { general }
    }
}
