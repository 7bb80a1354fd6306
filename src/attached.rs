//! What attachments carry beside what they show: where a picture was taken, who wrote a document, which files an archive
//! holds; and, inside archives and compressed streams, what could be a link or the secret.
//!
//! A file is looked into once and kept in the cache by its hash. Bytes that expand are read up to a limit, and what is
//! malformed gives nothing: a reader of a format that panics counts as one that found nothing.

mod archive;
mod document;
mod picture;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::leak::Suspects;

/// What was found in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What it carries, each in a few words.
    pub carries: Vec<String>,
    /// What could be links or secrets in it.
    pub suspects: Suspects,
}

/// The most bytes that the compressed parts of one file are expanded to, all together.
const MOST_EXPANDED: u64 = 64 * 1024 * 1024;

/// The longest name or text that is repeated, in characters.
const LONGEST: usize = 60;

/// Looks into a file.
#[must_use]
pub fn examine(name: &str, bytes: &[u8]) -> Found {
    let mut found = Found { carries: Vec::new(), suspects: Suspects::of(bytes) };
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let look: fn(&[u8], &mut Found) = match extension.as_deref() {
        Some("jpg" | "jpeg" | "png" | "webp" | "tif" | "tiff") => picture::look,
        Some("pdf") => document::look,
        Some("zip" | "xlsx" | "ods") => archive::look,
        _ => return found,
    };
    // The formats are read by crates of others, whose faults must not stop a build.
    drop(catch_unwind(AssertUnwindSafe(|| look(bytes, &mut found))));
    found
}

impl Found {
    /// Says of a text, if there is one, what it is.
    fn named(&mut self, what: &str, text: &str) {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.carries.push(format!("{what} `{}`", shown(&text)));
        }
    }
}

/// A foreign text as a message repeats it: not long, and nothing in it that is unseen.
fn shown(text: &str) -> String {
    let seen = |c: char| if c.is_control() || is_unseen(c) { '\u{fffd}' } else { c };
    let short: String = text.chars().take(LONGEST).map(seen).collect();
    if text.chars().count() > LONGEST { format!("{short}…") } else { short }
}

/// Bidirectional controls and characters without width.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
