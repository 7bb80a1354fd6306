//! A public key as somebody names it: by itself, or by a file that holds it.

use std::fs;
use std::io;

use crate::sign::{KeyError, PublicKey};

/// Why no key was found.
#[derive(Debug, thiserror::Error)]
pub enum NamedKeyError {
    /// The text is no public key, and no file of that name can be read.
    #[error("it is no public key, and no file `{name}` holds one: {source}")]
    Unread {
        /// As it was named.
        name: String,
        /// What happened.
        source: io::Error,
    },
    /// The file holds none.
    #[error("{name}: {error}")]
    Unusable {
        /// As it was named.
        name: String,
        /// What is wrong with it.
        error: KeyError,
    },
}

/// The key `text`, or the one in the file `text`.
///
/// # Errors
///
/// Where neither is one.
#[expect(clippy::disallowed_methods, reason = "the file is named by whoever asks")]
pub fn named_key(text: &str) -> Result<PublicKey, NamedKeyError> {
    if let Ok(key) = PublicKey::parse(text) {
        return Ok(key);
    }
    let written =
        fs::read_to_string(text).map_err(|source| NamedKeyError::Unread { name: text.to_owned(), source })?;
    // Also what `key show` prints for site.yaml.
    let line = written.lines().find_map(|line| line.strip_prefix("public_key:"));
    PublicKey::parse(line.unwrap_or(written.trim_start_matches('\u{feff}')))
        .map_err(|error| NamedKeyError::Unusable { name: text.to_owned(), error })
}
