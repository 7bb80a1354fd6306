//! What a build has used or added so far: what the next one will find. It is kept in parts, so that threads seldom wait for
//! each other.

use std::sync::{Mutex, MutexGuard};

use crate::cache::index::{Index, Slot};
use crate::file_stamp::FileStamp;
use crate::hash::Hash;
use crate::model::attachment::FoundFile;

/// Several times the threads of a usual machine: two of them seldom want the same part.
const PARTS: usize = 32;

/// See the file's first line.
#[derive(Debug, Default)]
pub(super) struct UsedParts([Mutex<Index>; PARTS]);

impl UsedParts {
    /// Takes in what is known of a file.
    pub(super) fn keep_file(&self, path: &str, file_stamp: FileStamp, known: FoundFile) {
        // Names of records often differ in a digit or two: each byte moves them to another part.
        let number = path.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        self.part(number).files.insert(path.to_owned(), (file_stamp, known));
    }

    /// Takes in a piece and its head.
    pub(super) fn keep_piece(&self, key: Hash, slot: Slot, head: &[u8]) {
        self.of(&key).insert(key, slot, head);
    }

    /// Where the body of a piece lies.
    pub(super) fn slot(&self, key: &Hash) -> Option<Slot> {
        self.of(key).pieces.get(key).map(|(slot, _)| *slot)
    }

    /// Forgets a piece.
    pub(super) fn forget(&self, key: &Hash) {
        self.of(key).pieces.remove(key);
    }

    /// All parts in one.
    pub(super) fn whole(self) -> Index {
        let parts = self.0.map(|part| part.into_inner().expect("no holder of the lock can panic"));
        Index::of_parts(parts)
    }

    fn of(&self, key: &Hash) -> MutexGuard<'_, Index> {
        self.part(key.bytes()[0].into())
    }

    fn part(&self, number: usize) -> MutexGuard<'_, Index> {
        self.0[number % PARTS].lock().expect("no holder of the lock can panic")
    }
}
