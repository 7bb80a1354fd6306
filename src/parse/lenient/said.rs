//! What a file says as far as that can be told, and what is looked for in it.

use std::io;

/// Reads the bytes of a file from their start.
pub type OpenBytes<'a> = dyn Fn() -> io::Result<Box<dyn io::Read + 'a>> + 'a;

/// The keys that are looked for.
pub(super) const WANTED: [&str; 9] =
    ["revoked", "expires", "created", "opens", "generation", "id", "status", "access", "groups"];

/// The lists whose items hold links of their own.
pub(super) const HOLDERS: [&str; 2] = ["recipients", "applications"];

/// The most link holders that are kept.
pub(super) const MAX_HOLDERS: usize = 100_000;

/// A key and the first line of its value, without quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LenientEntry {
    pub(crate) key: String,
    pub(crate) value: String,
    /// From 1; 0 where it is not known.
    pub(crate) line: usize,
}

/// What a file says, as far as that can be told.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// Keys of the document itself.
    pub(crate) top: Vec<LenientEntry>,
    /// Keys of each item of the lists of link holders.
    pub(crate) holders: Vec<Vec<LenientEntry>>,
    /// Lines with a `revoked` that may belong to the document, to an item, or to neither.
    pub(crate) doubts: Vec<usize>,
}

impl Said {
    /// The first value of a key of the document.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.top.iter().find(|entry| entry.key == key).map(|entry| entry.value.as_str())
    }

    pub(super) fn doubt(&mut self, line: usize) {
        if !self.doubts.contains(&line) && self.doubts.len() < 20 {
            self.doubts.push(line);
        }
    }
}
