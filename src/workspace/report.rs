//! What a call tells: complaints with the texts that they are about, and what became of the ledger.

use std::path::Path;

use crate::diag::Problems;
use crate::ledger::{ATTRIBUTES, Appended, Healed};
use crate::source::Sources;
use crate::workspace::OpenError;
use crate::workspace::opened::OpenedSite;

/// Everything there is to complain about in a site, and what it takes to show it.
#[derive(Debug, Default)]
pub struct Report {
    /// The complaints: errors, warnings and notes.
    pub problems: Problems,
    /// The texts that they point into.
    pub sources: Sources,
    /// From where the program runs to the site, as annotations need it: empty, or ending in `/`.
    pub prefix: String,
}

impl From<OpenedSite> for Report {
    fn from(opened: OpenedSite) -> Self {
        Self { problems: opened.prepared.problems, sources: opened.inputs.sources, prefix: opened.prefix }
    }
}

/// Why something could not be told of a site.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Errors in the author's files stand in the way, or the secret is missing: the report tells.
    #[error("errors in the site's files stand in the way")]
    Files(Box<Report>),
}

impl SiteError {
    /// The files of `opened` stand in the way.
    pub(super) fn files(opened: OpenedSite) -> Self {
        Self::Files(Box::new(opened.into()))
    }
}

/// What an append to the ledger did beside appending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerNote {
    /// What was left of an append that did not come to its end.
    pub healed: Option<Healed>,
    /// Whether the ledger is new, and git is not told yet how to merge it.
    pub to_be_merged: bool,
}

impl LedgerNote {
    /// What `appended` amounts to in the site in the folder `root`.
    pub(super) fn of(root: &Path, appended: &Appended) -> Self {
        Self { healed: appended.healed, to_be_merged: appended.created && !merges(root) }
    }
}

/// Whether git is told how to merge the ledger. Only a hint hangs on it, so the site's own file is all that is looked at.
#[expect(clippy::disallowed_methods, reason = "a file of git, not of the site")]
fn merges(root: &Path) -> bool {
    let text = std::fs::read_to_string(root.join(".gitattributes")).unwrap_or_default();
    text.lines().any(|line| line.split_whitespace().collect::<Vec<_>>().join(" ").starts_with(ATTRIBUTES))
}
