//! Registers: folders of records with a keeper.

use crate::model::field::Duty;
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

/// Which register of GDPR Article 30 it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterKind {
    /// Article 30(1).
    Controller,
    /// Article 30(2).
    Processor,
}

impl RegisterKind {
    /// The words an author may write.
    pub const ALL: [(&'static str, Self); 2] =
        [("controller", Self::Controller), ("processor", Self::Processor)];

    /// Whom its provisions bind.
    #[must_use]
    pub fn keeper(self) -> Duty {
        match self {
            Self::Controller => Duty::Controller,
            Self::Processor => Duty::Processor,
        }
    }

    /// The word for it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::Processor => "processor",
        }
    }
}
