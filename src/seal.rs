//! Pages → publishable files. Only this module makes a [`Publishable`], and, for files too long to stand in memory, a
//! [`SealedStream`] and its [`Piece`]s; [`publish`](crate::publish) takes nothing else. Open shares are published as they
//! are, with their sums and a signature over these; sealed shares will be made here.

use std::collections::HashSet;
use std::sync::Mutex;

use crate::hash::{Hash, Hasher};
use crate::render::Rendered;
use crate::sign::{PUBLIC_KEY_FILE, SIGNATURE, SUMS, SigningKey, Statement};

/// A file that may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publishable {
    path: String,
    bytes: Vec<u8>,
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

    /// SHA-256 of its bytes.
    #[must_use]
    pub fn sum(&self) -> Hash {
        self.sum
    }
}

/// A long file that may be published, passed piece by piece.
#[derive(Debug)]
pub struct SealedStream {
    path: String,
    hasher: Hasher,
}

impl SealedStream {
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

/// Passes a file of the site itself: it belongs to no share and tells nothing of any.
#[must_use]
pub fn site_file(file: Rendered) -> Publishable {
    Publishable { sum: Hash::of(&file.bytes), path: file.path, bytes: file.bytes }
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

/// An open share on its way: its files as they are, one after another in any order, and at the end their sums.
#[derive(Debug, Default)]
pub struct OpenShare {
    /// In the order they came: sorting them once is cheaper than keeping them sorted.
    sums: Mutex<Vec<(String, Hash)>>,
}

impl OpenShare {
    /// Passes a file and notes its sum.
    #[must_use]
    pub fn seal(&self, file: Rendered) -> Publishable {
        let file = site_file(file);
        self.known(&file.path, file.sum);
        file
    }

    /// Starts passing a file that is too long to stand in memory.
    #[must_use]
    pub fn stream(&self, path: String) -> SealedStream {
        SealedStream { path, hasher: Hasher::default() }
    }

    /// Notes the sum of a file all of whose pieces were passed, and returns it.
    pub fn close(&self, stream: SealedStream) -> Hash {
        let sum = stream.hasher.end();
        self.known(&stream.path, sum);
        sum
    }

    /// Notes the sum of a file that stays as it was published.
    pub fn known(&self, path: &str, hash: Hash) {
        self.sums.lock().expect("no holder of the lock can panic").push((path.to_owned(), hash));
    }

    /// The files that were passed, or stay.
    #[must_use]
    pub fn paths(&self) -> HashSet<String> {
        let sums = self.sums.lock().expect("no holder of the lock can panic");
        sums.iter().map(|(path, _)| path.clone()).collect()
    }

    /// The sums of all files, in the form that `sha256sum -c` reads (GNU coreutils), by path.
    #[must_use]
    pub fn sums(self) -> Publishable {
        let mut sums = self.sums.into_inner().expect("no holder of the lock can panic");
        sums.sort_unstable();
        sums.dedup();
        let lines = sums.iter().map(|(path, hash)| format!("{}  {path}\n", hash.hex()));
        site_file(Rendered { path: SUMS.to_owned(), bytes: lines.collect::<String>().into_bytes() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_sorted_and_in_coreutils_form() {
        let share = OpenShare::default();
        for (path, bytes) in [("b.html", b"".as_slice()), ("a.html", b"abc")] {
            drop(share.seal(Rendered { path: path.into(), bytes: bytes.into() }));
        }
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.html\n\
                        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b.html\n";
        assert_eq!(share.sums().bytes(), expected.as_bytes());
        let share = OpenShare::default();
        let mut stream = share.stream("a.html".into());
        assert_eq!([stream.seal(b"a").bytes(), stream.seal(b"bc").bytes()].concat(), b"abc");
        share.close(stream);
        share.known("b.html", Hash::of(b""));
        assert_eq!(share.sums().bytes(), expected.as_bytes());
    }
}
