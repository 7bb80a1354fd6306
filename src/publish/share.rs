//! Writing one share into the folders of all its links. What is the same for all of them is kept once: what a link costs in
//! memory does not follow from the number of the share's files, and no file stays open for a link.

use std::collections::{BTreeMap, HashSet};
use std::mem;
use std::sync::Mutex;

use crate::link::Folder;
use crate::publish::destination::{OtherFolders, PieceWriter, Replacement, ShareWriter};
use crate::publish::folder::FolderWriter;
use crate::publish::piece::LongFile;
use crate::publish::{Fate, PublishError, Target};
use crate::seal::{OutputEntry, OutputManifest, Piece, Publishable, SealedStream};

/// Writes a share into its folders in the order of its links.
#[derive(Debug)]
pub(super) struct FolderShare<'a> {
    target: &'a Target,
    folders: Vec<FolderWriter<'a>>,
    /// Files that were written in folders that are published, by path.
    changed: Mutex<BTreeMap<String, ChangedIn>>,
}

/// The folders in which a file was written.
#[derive(Debug, Default)]
enum ChangedIn {
    /// Those of all links.
    #[default]
    All,
    /// Those with these indexes, in order.
    Some(Vec<usize>),
}

impl ChangedIn {
    fn holds(&self, folder: usize) -> bool {
        match self {
            Self::All => true,
            Self::Some(folders) => folders.binary_search(&folder).is_ok(),
        }
    }
}

impl<'a> FolderShare<'a> {
    /// Starts writing into `folders`.
    pub(super) fn open(
        target: &'a Target,
        folders: &[Folder],
        replacement: Replacement,
    ) -> Result<Self, PublishError> {
        let mut share =
            Self { target, folders: Vec::with_capacity(folders.len()), changed: Mutex::default() };
        for folder in folders {
            share.folders.push(FolderWriter::open(target, folder, replacement)?);
        }
        Ok(share)
    }

    /// Does something with one file in each of the folders from the `first` on.
    fn each(
        &self,
        path: &str,
        first: usize,
        act: impl Fn(&FolderWriter<'_>) -> Result<Fate, PublishError>,
    ) -> Result<(), PublishError> {
        let mut written = Vec::new();
        let mut rest = self.folders.iter().enumerate().skip(first);
        let done = rest.try_for_each(|(index, folder)| {
            let fate = act(folder)?;
            self.target.counts.add(fate);
            if fate == Fate::Written && !folder.is_new() {
                written.push(index);
            }
            Ok(())
        });
        self.note(path, written);
        done
    }

    /// Notes in which folders, in order, a file was written.
    fn note(&self, path: &str, written: Vec<usize>) {
        if written.is_empty() {
            return;
        }
        let mut changed = self.changed.lock().expect("no holder of the lock can panic");
        let before = changed.entry(path.to_owned()).or_insert_with(|| ChangedIn::Some(Vec::new()));
        let ChangedIn::Some(folders) = before else { return };
        if folders.is_empty() {
            *folders = written;
        } else {
            folders.extend(written);
            folders.sort_unstable();
            folders.dedup();
        }
        if folders.len() == self.folders.len() {
            *before = ChangedIn::All;
        }
    }
}

impl ShareWriter for FolderShare<'_> {
    fn put(&self, file: &Publishable) -> Result<(), PublishError> {
        self.each(file.path(), 0, |folder| folder.put(file))
    }

    fn keep(&self, path: &str) -> Result<(), PublishError> {
        self.each(path, 0, |folder| folder.keep(path))
    }

    fn begin(&self, stream: &SealedStream) -> Box<dyn PieceWriter + '_> {
        let path = stream.path().to_owned();
        let file = self.folders.first().map(|folder| LongFile::begin(folder, &path));
        Box::new(FolderPieces { share: self, path, file })
    }

    fn finish(
        &self,
        link: usize,
        manifest: &OutputManifest,
        own: &[Publishable],
    ) -> Result<(), PublishError> {
        let folder = &self.folders[link];
        for file in own {
            let fate = folder.put(file)?;
            self.target.counts.add(fate);
            if fate == Fate::Written && !folder.is_new() {
                self.note(file.path(), vec![link]);
            }
        }
        let own: Vec<_> = own.iter().map(OutputEntry::of).collect();
        let entries: Vec<_> = manifest.entries().iter().chain(&own).collect();
        let changed = self.changed.lock().expect("no holder of the lock can panic");
        let changed: HashSet<&str> = changed
            .iter()
            .filter(|(_, folders)| folders.holds(link))
            .map(|(path, _)| path.as_str())
            .collect();
        folder.finish(&entries, &changed)
    }
}

impl Drop for FolderShare<'_> {
    fn drop(&mut self) {
        let changed = mem::take(&mut self.changed).into_inner().unwrap_or_default();
        for (index, folder) in self.folders.iter_mut().enumerate() {
            let changed = changed.iter().filter(|(_, folders)| folders.holds(index));
            folder.discard(changed.map(|(path, _)| path.as_str()));
        }
    }
}

/// Takes a long file into the first folder; the others get it from there once it is whole.
#[derive(Debug)]
struct FolderPieces<'w> {
    share: &'w FolderShare<'w>,
    path: String,
    /// `None` where the share has no folder.
    file: Option<LongFile<'w>>,
}

impl PieceWriter for FolderPieces<'_> {
    fn put(&mut self, piece: &Piece<'_>) -> Result<(), PublishError> {
        self.file.as_mut().map_or(Ok(()), |file| file.put(piece))
    }

    fn put_published(&mut self, piece: &Piece<'_>, offset: u64) -> Result<(), PublishError> {
        self.file.as_mut().map_or(Ok(()), |file| file.put_published(piece, offset))
    }

    fn end(self: Box<Self>, others: OtherFolders) -> Result<(), PublishError> {
        let Self { share, path, file } = *self;
        let (Some(file), Some(first)) = (file, share.folders.first()) else { return Ok(()) };
        let fate = file.end()?;
        share.target.counts.add(fate);
        if fate == Fate::Written && !first.is_new() {
            share.note(&path, vec![0]);
        }
        if others == OtherFolders::HoldTheSame {
            return share.each(&path, 1, |folder| folder.keep(&path));
        }
        let from = first.lies_at(&path, fate);
        share.each(&path, 1, |folder| folder.take(&path, &from))
    }
}
