//! A piece of a text, and what takes its place.

use std::ops::Range;

/// A piece of the text, and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::edit) struct Splice {
    pub(in crate::edit) range: Range<usize>,
    pub(in crate::edit) with: String,
}

pub(super) fn insert(at: usize, with: String) -> Vec<Splice> {
    vec![Splice { range: at..at, with }]
}
