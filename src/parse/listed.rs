//! Entries of a file that lists what others name.

/// Entries of a file that lists what others name.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<T> {
    /// The entries that could be read, in the order of the file.
    pub entries: Vec<T>,
    /// Whether any could not: a name that is not among the others may be its name.
    pub has_unread: bool,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), has_unread: false }
    }
}
