//! Artefacts → publishable files. Only this module makes a [`Publishable`], and, for files too long to stand in memory, a
//! [`SealedStream`] and its [`Piece`]s; [`publish`](crate::publish) takes nothing else. An [`Envelope`] turns the artefacts
//! of a share into such files: open shares are published as they are, with their sums and a signature over these; sealed
//! shares will be made here. The [`OutputManifest`] tells what came out.

mod envelope;
mod manifest;
mod rank;

use std::sync::Arc;

use crate::hash::{Hash, Hasher};
use crate::host::media_type;
use crate::render::Rendered;
use crate::sign::{PUBLIC_KEY_FILE, SIGNATURE, SigningKey, Statement};
pub use envelope::{Envelope, OpenEnvelope};
pub use manifest::{OutputEntry, OutputManifest};
pub use rank::Rank;

/// A file of a share as its readers are to have it, whatever it is published in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// Its path in the share, by which pages lead to it.
    pub path: String,
    /// What it follows from: equal fingerprints, equal bytes.
    pub fingerprint: Hash,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Artefact {
    /// A rendered file that follows from what `fingerprint` stands for.
    #[must_use]
    pub fn new(file: Rendered, fingerprint: Hash) -> Self {
        Self { path: file.path, fingerprint, bytes: file.bytes }
    }
}

/// A file that may be published. Copies share its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publishable {
    path: String,
    bytes: Arc<Vec<u8>>,
    sum: Hash,
}

impl Publishable {
    /// Path in its share's folder, or in the site's.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its bytes, to be kept.
    #[must_use]
    pub fn shared_bytes(&self) -> Arc<Vec<u8>> {
        Arc::clone(&self.bytes)
    }

    /// SHA-256 of its bytes.
    #[must_use]
    pub fn sum(&self) -> Hash {
        self.sum
    }

    /// What it is to those who ask for it; texts without their character set, which is UTF-8.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        media_type(&self.path)
    }
}

/// A long file that may be published, passed piece by piece.
#[derive(Debug)]
pub struct SealedStream {
    path: String,
    hasher: Hasher,
}

impl SealedStream {
    fn new(path: String) -> Self {
        Self { path, hasher: Hasher::default() }
    }

    fn end(self) -> (String, Hash) {
        (self.path, self.hasher.end())
    }

    /// Path in its share's folder.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Passes the next bytes of the file.
    #[must_use]
    pub fn seal<'b>(&mut self, bytes: &'b [u8]) -> Piece<'b> {
        self.hasher.update(bytes);
        Piece { bytes }
    }
}

/// A part of a file that may be published.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'b> {
    bytes: &'b [u8],
}

impl Piece<'_> {
    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes
    }
}

/// A long file gathered in memory, for a destination that takes no files in pieces.
#[derive(Debug)]
pub struct GatheredPieces {
    path: String,
    bytes: Vec<u8>,
}

impl GatheredPieces {
    /// Starts gathering the pieces of `stream`.
    #[must_use]
    pub fn of(stream: &SealedStream) -> Self {
        Self { path: stream.path.clone(), bytes: Vec::new() }
    }

    /// Takes the next piece.
    pub fn take(&mut self, piece: &Piece<'_>) {
        self.bytes.extend_from_slice(piece.bytes);
    }

    /// The file.
    #[must_use]
    pub fn end(self) -> Publishable {
        publishable(self.path, self.bytes)
    }
}

fn publishable(path: String, bytes: Vec<u8>) -> Publishable {
    Publishable { sum: Hash::of(&bytes), path, bytes: Arc::new(bytes) }
}

/// Passes a file of the site itself: it belongs to no share and tells nothing of any.
#[must_use]
pub fn site_file(file: Rendered) -> Publishable {
    publishable(file.path, file.bytes)
}

/// The site's public key, for its root: whoever trusts where it comes from can check every share with it.
#[must_use]
pub fn public_key(key: &SigningKey, site: &str) -> Publishable {
    let bytes = key.public().to_file(site).into_bytes();
    site_file(Rendered { path: PUBLIC_KEY_FILE.to_owned(), bytes })
}

/// The signature of a share's sums in one of its folders. The sums do not list it: it is made from them.
#[must_use]
pub fn signature(sums: &[u8], key: &SigningKey, statement: &Statement) -> Publishable {
    let bytes = key.sign(sums, &statement.to_comment()).into_bytes();
    site_file(Rendered { path: SIGNATURE.to_owned(), bytes })
}
