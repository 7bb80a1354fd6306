//! The output manifest: what a share is published as, for whoever takes it.

use crate::hash::Hash;
use crate::host::media_type;
use crate::seal::{Publishable, Rank};

/// The files of a share, the same for all its links. A link's own files, as its signature, come beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputManifest {
    /// By path.
    entries: Vec<OutputEntry>,
}

/// A file that is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputEntry {
    /// Its path in its share's folder, or in the site's.
    pub path: String,
    /// SHA-256 of the bytes that are published.
    pub sum: Hash,
    /// What it is to those who ask for it.
    pub media_type: &'static str,
    /// When a change of it may become visible.
    pub rank: Rank,
}

impl OutputEntry {
    /// The entry of a file in a share's folder.
    #[must_use]
    pub fn new(path: String, sum: Hash) -> Self {
        Self { media_type: media_type(&path), rank: Rank::of(&path), path, sum }
    }

    /// The entry of a file that is at hand.
    #[must_use]
    pub fn of(file: &Publishable) -> Self {
        Self::new(file.path().to_owned(), file.sum())
    }
}

impl OutputManifest {
    /// The manifest of files with these paths and sums.
    #[must_use]
    pub fn new(files: impl IntoIterator<Item = (String, Hash)>) -> Self {
        let entries = files.into_iter().map(|(path, sum)| OutputEntry::new(path, sum));
        let mut entries: Vec<_> = entries.collect();
        entries.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        Self { entries }
    }

    /// Its files, by path.
    #[must_use]
    pub fn entries(&self) -> &[OutputEntry] {
        &self.entries
    }

    /// The file at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&OutputEntry> {
        let at = self.entries.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok()?;
        Some(&self.entries[at])
    }
}
