//! Envelopes: how the artefacts of a share become the files that are published, and what these add up to.

use std::fmt::Debug;
use std::sync::Mutex;

use crate::hash::Hash;
use crate::seal::{Artefact, OutputManifest, Publishable, SealedStream, publishable};
use crate::sign::SUMS;

/// A share on its way: its artefacts one after another in any order, from any thread, and at the end their sums. What is
/// published under which path, and with which bytes, is the envelope's to say: nobody else takes the one for the other.
pub trait Envelope: Debug + Sync {
    /// Whether a published file has the bytes of its artefact, so that parts of it can be copied from where it lies.
    fn is_plain(&self) -> bool;

    /// Turns an artefact into the file that is published, and notes its sum.
    fn seal(&self, artefact: Artefact) -> Publishable;

    /// Starts passing an artefact that is too long to stand in memory.
    fn stream(&self, path: String) -> SealedStream;

    /// Notes the sum of a file all of whose pieces were passed, and returns it.
    fn close(&self, stream: SealedStream) -> Hash;

    /// Notes the sum of a file that stays as it was published.
    fn keep(&self, path: &str, sum: Hash);

    /// Ends the share: the sums of all its files, and the manifest, which lists these and the sums.
    fn end(self: Box<Self>) -> (Publishable, OutputManifest);
}

/// The envelope that anyone can look into: files as they are.
#[derive(Debug, Default)]
pub struct OpenEnvelope {
    /// In the order they came: sorting them once is cheaper than keeping them sorted.
    sums: Mutex<Vec<(String, Hash)>>,
}

impl Envelope for OpenEnvelope {
    fn is_plain(&self) -> bool {
        true
    }

    fn seal(&self, artefact: Artefact) -> Publishable {
        let file = publishable(artefact.path, artefact.bytes);
        self.keep(file.path(), file.sum());
        file
    }

    fn stream(&self, path: String) -> SealedStream {
        SealedStream::new(path)
    }

    fn close(&self, stream: SealedStream) -> Hash {
        let (path, sum) = stream.end();
        self.keep(&path, sum);
        sum
    }

    fn keep(&self, path: &str, sum: Hash) {
        self.sums.lock().expect("no holder of the lock can panic").push((path.to_owned(), sum));
    }

    /// The sums are in the form that `sha256sum -c` reads (GNU coreutils), by path.
    fn end(self: Box<Self>) -> (Publishable, OutputManifest) {
        let mut sums = self.sums.into_inner().expect("no holder of the lock can panic");
        sums.sort_unstable();
        sums.dedup();
        let lines = sums.iter().map(|(path, hash)| format!("{}  {path}\n", hash.hex()));
        let file = publishable(SUMS.to_owned(), lines.collect::<String>().into_bytes());
        sums.push((file.path().to_owned(), file.sum()));
        (file, OutputManifest::new(sums))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artefact(path: &str, bytes: &[u8]) -> Artefact {
        Artefact { path: path.into(), fingerprint: Hash::of(bytes), bytes: bytes.into() }
    }

    #[test]
    fn sums_are_sorted_and_in_coreutils_form() {
        let share = Box::new(OpenEnvelope::default());
        for (path, bytes) in [("b.html", b"".as_slice()), ("a.html", b"abc")] {
            drop(share.seal(artefact(path, bytes)));
        }
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.html\n\
                        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b.html\n";
        let (sums, manifest) = share.end();
        assert_eq!(sums.bytes(), expected.as_bytes());
        let paths: Vec<_> = manifest.entries().iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths, [SUMS, "a.html", "b.html"]);
        let share = Box::new(OpenEnvelope::default());
        let mut stream = share.stream("a.html".into());
        assert_eq!([stream.seal(b"a").bytes(), stream.seal(b"bc").bytes()].concat(), b"abc");
        share.close(stream);
        share.keep("b.html", Hash::of(b""));
        assert_eq!(share.end().0.bytes(), expected.as_bytes());
    }
}
