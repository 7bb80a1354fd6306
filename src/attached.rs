//! What attachments carry beside what they show: where a picture was taken, who wrote a document, which files an archive
//! holds; and, inside archives and compressed streams, what could be a link or the secret.
//!
//! A file is looked into once and kept in the cache by its hash. Bytes that expand are read up to a limit, and what is
//! malformed gives nothing: a reader of a format that panics counts as one that found nothing.

mod archive;
mod document;
mod found;
mod picture;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::leak::Suspects;
pub use found::Found;

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
