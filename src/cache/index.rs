//! What the cache holds, in one file: files by their file stamps, pieces by the hash of what they follow from.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::cache::file::{sealed, unsealed, write_whole};
use crate::file_stamp::{FileStamp, Moment};
use crate::hash::Hash;
use crate::model::attachment::FoundFile;

/// Where a body lies in the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub(super) offset: u64,
    pub(super) length: u32,
    pub(super) sum: u64,
}

/// See the file's first line.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Index {
    /// When it was written, by the clock of the file system.
    pub(super) written: Option<Moment>,
    /// How much of the pack is in use.
    pub(super) length: u64,
    pub(super) files: CachedFiles,
    /// Each with the place of its head among `heads`. No output follows from their order.
    pub(super) pieces: HashMap<Hash, (Slot, (usize, usize))>,
    /// Apart from the rest, so that reading the index does not copy them one by one.
    #[serde(skip)]
    heads: Vec<u8>,
}

const FILE: &str = "index";

impl Index {
    /// The index in `folder`; an empty one where there is none of this program that is whole.
    pub(super) fn read(folder: &Path, program: &str) -> Self {
        let bytes = fs::read(folder.join(FILE)).unwrap_or_default();
        unsealed(&bytes, program).and_then(Self::decode).unwrap_or_default()
    }

    fn decode(content: &[u8]) -> Option<Self> {
        let (content, length) = content.split_last_chunk::<8>()?;
        let start = content.len().checked_sub(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let (table, heads) = content.split_at(start);
        let mut index: Self = postcard::from_bytes(table).ok()?;
        heads.clone_into(&mut index.heads);
        Some(index)
    }

    /// Writes it into `folder`.
    pub(super) fn write(&self, folder: &Path, program: &str) -> io::Result<()> {
        let mut content = postcard::to_stdvec(self).map_err(io::Error::other)?;
        content.extend_from_slice(&self.heads);
        content.extend_from_slice(&(self.heads.len() as u64).to_le_bytes());
        write_whole(&folder.join(FILE), &sealed(content, program))
    }

    /// A piece and its head.
    pub(super) fn piece(&self, key: &Hash) -> Option<(&[u8], Slot)> {
        let (piece, (start, end)) = self.pieces.get(key)?;
        Some((self.heads.get(*start..*end)?, *piece))
    }

    /// Whether it says nothing that `other` does not say, and all of that.
    pub(super) fn holds_what(&self, other: &Self) -> bool {
        let same = |(key, (slot, _)): (&Hash, &(Slot, _))| {
            other.pieces.get(key).is_some_and(|(before, _)| before == slot)
        };
        self.files == other.files && self.pieces.len() == other.pieces.len() && self.pieces.iter().all(same)
    }

    /// Takes in what `other` says and it does not.
    pub(super) fn add_missing(&mut self, other: &Self) {
        for (path, file) in &other.files {
            self.files.entry(path.clone()).or_insert_with(|| file.clone());
        }
        let missing: Vec<_> = other.pieces.keys().filter(|key| !self.pieces.contains_key(*key)).collect();
        for key in missing {
            if let Some((head, slot)) = other.piece(key) {
                self.insert(*key, slot, head);
            }
        }
    }

    /// What several parts say together.
    pub(super) fn of_parts<const N: usize>(parts: [Self; N]) -> Self {
        let mut whole = Self::default();
        whole.heads.reserve_exact(parts.iter().map(|part| part.heads.len()).sum());
        whole.pieces.reserve(parts.iter().map(|part| part.pieces.len()).sum());
        for mut part in parts {
            let moved = whole.heads.len();
            whole.heads.append(&mut part.heads);
            let pieces = part.pieces.into_iter();
            whole.pieces.extend(
                pieces.map(|(key, (slot, (start, end)))| (key, (slot, (start + moved, end + moved)))),
            );
            whole.files.append(&mut part.files);
        }
        whole
    }

    /// Takes a piece and its head in.
    pub(super) fn insert(&mut self, key: Hash, piece: Slot, head: &[u8]) {
        let start = self.heads.len();
        self.heads.extend_from_slice(head);
        self.pieces.insert(key, (piece, (start, self.heads.len())));
    }
}

/// Files by path, each with the file stamp under which it is known.
pub(super) type CachedFiles = BTreeMap<String, (FileStamp, FoundFile)>;
