//! What registers record, and what follows from that.

use crate::model::field::Duty;

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
