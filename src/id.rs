//! Ids: file names that become parts of paths. They stand on the ground floor, and are [`model::id`](crate::model::id) too.

use std::fmt;

use serde::Serialize;

/// The name of a register, item, share, group or recipient: 1 to 80 of `a-z`, `0-9` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Id(String);

/// Why a text is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdError {
    /// Another character, or a length outside 1 to 80.
    Invalid,
    /// A name that the tool writes itself.
    Reserved,
    /// A device name of Windows, where the site could not be checked out.
    Windows,
}

/// Names of files and folders that the tool writes, now or in a later version.
const RESERVED: &[&str] = &[
    "api",
    "assets",
    "catalog",
    "collections",
    "conformance",
    "csw",
    "extract",
    "feed",
    "files",
    "index",
    "iso",
    "items",
    "openapi",
    "records",
    "register",
    "s",
    "schema",
    "search",
    "sha256sums",
];

const WINDOWS: &[&str] = &["con", "prn", "aux", "nul"];

impl Id {
    /// Reads an id.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > 80 || !text.bytes().all(allowed) {
            return Err(IdError::Invalid);
        }
        if RESERVED.contains(&text) {
            return Err(IdError::Reserved);
        }
        let numbered = |device: &str| {
            text.strip_prefix(device)
                .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
        };
        if WINDOWS.contains(&text) || numbered("com") || numbered("lpt") {
            return Err(IdError::Windows);
        }
        Ok(Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        let check =
            |text: &str, expected: Option<IdError>| assert_eq!(Id::new(text).err(), expected, "{text}");
        check("staff-selection-2", None);
        check(&"a".repeat(80), None);
        check(&"a".repeat(81), Some(IdError::Invalid));
        for text in ["", "Paie", "é", "a_b", "a/b", "..", "a.b", "a b"] {
            check(text, Some(IdError::Invalid));
        }
        check("index", Some(IdError::Reserved));
        check("con", Some(IdError::Windows));
        check("lpt1", Some(IdError::Windows));
        check("com", None);
    }
}
