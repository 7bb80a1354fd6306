//! Items: the records of a register.

use crate::hash::Hash;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::kind::Kind;
use crate::source::{Span, Spanned};

/// One record, but for its fields: those are read when a page shows them, and not kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name in its register: the stem of its file's name.
    pub id: Id,
    /// What it is.
    pub kind: &'static Kind,
    /// Its title.
    pub title: String,
    /// Where it stands in its life.
    pub status: Status,
    /// Who may ever see it.
    pub access: Access,
    /// What checks and references need of its fields.
    pub facts: Facts,
    /// What its fields follow from, beside the files that it brings along: equal hashes, equal fields.
    pub content: Hash,
    /// Where the record starts.
    pub span: Span,
}

/// Where a record stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not released: shown only where a share names it.
    Draft,
    /// Released: shown by every share of its register.
    Published,
    /// Kept, no longer in force: shown only where a share names it.
    Archived,
}

impl Status {
    /// The words an author may write.
    pub const ALL: [(&'static str, Self); 3] =
        [("draft", Self::Draft), ("published", Self::Published), ("archived", Self::Archived)];
}

/// Who may ever see a record: a ceiling for every share that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Anyone whom a share reaches.
    Public,
    /// Nobody outside: no share may hold it.
    Private,
    /// Members of these groups only.
    Groups(Vec<Spanned<Id>>),
}
