//! Writing one folder of a share, the folder of one link.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{io, mem};

use crate::link::Folder;
use crate::publish::files::{
    below, copy, is_file, is_folder, make_parents, remove_all, same_bytes, same_files,
};
use crate::publish::journal::{Journal, Waiting};
use crate::publish::{Fate, PublishError, Replacement, Target, at, temporary};
use crate::seal::{OutputEntry, Publishable};

/// Writes one folder. Unless it is [finished](Self::finish), nothing that a reader sees has changed, and what was written
/// goes again when it is [discarded](Self::discard).
#[derive(Debug)]
pub(super) struct FolderWriter<'a> {
    pub(super) target: &'a Target,
    folder: String,
    place: PathBuf,
    stage: PathBuf,
    way: WriteWay,
    /// Folders that were made, or found.
    rooms: Mutex<BTreeSet<String>>,
    /// Whether what waits is to go again.
    pending: AtomicBool,
}

/// How what is written takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WriteWay {
    /// Not published yet: the folder is written beside its place.
    New,
    /// Published: changed files wait beside their places.
    InPlace,
    /// Published: the folder is written again beside its place.
    Whole,
}

/// Starts the names of folders that have not taken their place yet, or have just left it.
pub(super) const STAGE: &str = ".extrait-stage-";

impl<'a> FolderWriter<'a> {
    /// Starts writing into `folder`.
    pub(super) fn open(
        target: &'a Target,
        folder: &Folder,
        replacement: Replacement,
    ) -> Result<Self, PublishError> {
        let place = target.links.join(folder.name());
        let stage = target.links.join(format!("{STAGE}{}", folder.name()));
        let way = match replacement {
            _ if !is_folder(&place) => WriteWay::New,
            Replacement::InPlace => WriteWay::InPlace,
            Replacement::Whole => WriteWay::Whole,
        };
        // A link or a file in the place of a folder is none of ours, and is not written through.
        if way == WriteWay::New && place.symlink_metadata().is_ok() {
            target.disk().remove_file(&place).map_err(at(&place))?;
        }
        if way != WriteWay::InPlace {
            if stage.symlink_metadata().is_ok() {
                remove_all(target, &stage)?;
            }
            target.begin()?;
            target.disk().create_dir(&stage, target.modes.folder()).map_err(at(&stage))?;
        }
        let (folder, pending) = (folder.name().to_owned(), AtomicBool::new(true));
        Ok(Self { target, folder, place, stage, way, rooms: Mutex::default(), pending })
    }

    /// Whether nothing is published here yet: then there is nothing that a file could be held against.
    pub(super) fn is_new(&self) -> bool {
        self.way == WriteWay::New
    }

    /// Takes one file.
    pub(super) fn put(&self, file: &Publishable) -> Result<Fate, PublishError> {
        let path = file.path();
        if self.published(path).is_some_and(|published| same_bytes(&published, file.bytes())) {
            return self.leave(path);
        }
        self.target.write_new(&self.waiting(path)?, file.bytes())?;
        Ok(Fate::Written)
    }

    /// Takes one file whose bytes are those of the file `from`.
    pub(super) fn take(&self, path: &str, from: &Path) -> Result<Fate, PublishError> {
        if self.published(path).is_some_and(|published| same_files(&published, from)) {
            return self.leave(path);
        }
        copy(self.target, from, &self.waiting(path)?)?;
        Ok(Fate::Written)
    }

    /// Lets a file stay as it was published, unread.
    pub(super) fn keep(&self, path: &str) -> Result<Fate, PublishError> {
        if self.is_new() {
            return Err(missing(&self.place.join(path)));
        }
        self.leave(path)
    }

    /// Where a file lies that may be the same.
    pub(super) fn published(&self, path: &str) -> Option<PathBuf> {
        (!self.is_new()).then(|| self.place.join(path))
    }

    /// Where a file waits until it takes its place; its folder is made.
    pub(super) fn waiting(&self, path: &str) -> Result<PathBuf, PublishError> {
        if let Some((folder, _)) = path.rsplit_once('/') {
            let mut rooms = self.rooms.lock().expect("no holder of the lock can panic");
            if !rooms.contains(folder) {
                let above = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
                rooms.extend(above);
                let base = if self.way == WriteWay::InPlace { &self.place } else { &self.stage };
                make_parents(self.target, base, path)?;
            }
        }
        Ok(self.waits_at(path))
    }

    fn waits_at(&self, path: &str) -> PathBuf {
        if self.way == WriteWay::InPlace { temporary(&self.place.join(path)) } else { self.stage.join(path) }
    }

    /// Where the bytes of a file lie now that was written, or left.
    pub(super) fn lies_at(&self, path: &str, fate: Fate) -> PathBuf {
        if fate == Fate::Unchanged { self.place.join(path) } else { self.waits_at(path) }
    }

    /// Leaves a published file as it is. A folder that is written again gets it under a second name: its bytes are not
    /// written twice, where the file system has second names.
    pub(super) fn leave(&self, path: &str) -> Result<Fate, PublishError> {
        if self.way == WriteWay::Whole {
            let (published, waiting) = (self.place.join(path), self.waiting(path)?);
            if self.target.disk().link(&published, &waiting).is_err() {
                is_file(&published).ok_or_else(|| missing(&published))?;
                copy(self.target, &published, &waiting)?;
            }
        }
        Ok(Fate::Unchanged)
    }

    /// Puts the folder in its place, and removes files that are not among `entries`. Those in `changed` wait.
    pub(super) fn finish(
        &self,
        entries: &[&OutputEntry],
        changed: &HashSet<&str>,
    ) -> Result<(), PublishError> {
        if self.is_new() {
            self.target.disk().rename(&self.stage, &self.place).map_err(at(&self.place))?;
            self.settled();
            return Ok(());
        }
        let (journal, changes) = self.changes(entries, changed)?;
        match (self.way, changes) {
            (WriteWay::InPlace, Changes::None) => self.settled(),
            (_, Changes::None) => {}
            (WriteWay::Whole, Changes::Some) => return self.exchange(&journal),
            _ => return self.replace(&journal),
        }
        Ok(())
    }

    /// What is to be renamed, by rank, and removed.
    fn changes(
        &self,
        entries: &[&OutputEntry],
        changed: &HashSet<&str>,
    ) -> Result<(Journal, Changes), PublishError> {
        let below = below(&self.place)?;
        self.target.fit_folder(&self.place);
        below.folders.iter().for_each(|folder| self.target.fit_folder(&self.place.join(folder)));
        let found: HashSet<String> = below.files.into_iter().collect();
        let gone = |path: &&str| !found.contains(*path) && !changed.contains(path);
        if let Some(gone) = entries.iter().map(|entry| entry.path.as_str()).filter(gone).min() {
            return Err(missing(&self.place.join(gone)));
        }
        let rank = |entry: &OutputEntry| {
            if found.contains(&entry.path) { entry.rank } else { entry.rank.when_new() }
        };
        let renames = entries.iter().filter(|entry| changed.contains(entry.path.as_str()));
        let mut renames: Vec<_> = renames.map(|entry| (rank(entry), entry.path.clone())).collect();
        renames.sort();
        let renames: Vec<String> = renames.into_iter().map(|(_, path)| path).collect();
        let live: HashSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
        let waiting: HashSet<PathBuf> = changed.iter().map(|path| temporary(Path::new(path))).collect();
        let stale =
            |path: &&String| !live.contains(path.as_str()) && !waiting.contains(Path::new(path.as_str()));
        let mut removals: Vec<String> = found.iter().filter(stale).cloned().collect();
        removals.sort();
        let changes = if renames.is_empty() && removals.is_empty() { Changes::None } else { Changes::Some };
        let waiting = if self.way == WriteWay::Whole { Waiting::Staged } else { Waiting::Beside };
        Ok((Journal { folder: self.folder.clone(), waiting, renames, removals }, changes))
    }

    /// Lets the new folder and the old one change places: a reader sees either.
    fn exchange(&self, journal: &Journal) -> Result<(), PublishError> {
        match self.target.disk().exchange(&self.stage, &self.place) {
            Ok(()) => {
                self.target.counts.remove(journal.removals.len());
                self.settled();
                remove_all(self.target, &self.stage)
            }
            Err(error) if error.kind() == io::ErrorKind::Unsupported => self.replace(journal),
            Err(error) => Err(at(&self.place)(error)),
        }
    }

    fn replace(&self, journal: &Journal) -> Result<(), PublishError> {
        let carried = journal.carry_out(self.target)?;
        // From here on the next command goes on where this one stops, and needs what waits.
        self.settled();
        carried
    }

    /// Nothing waits any more.
    fn settled(&self) {
        self.pending.store(false, Ordering::Relaxed);
    }

    /// Frees the room of what will not be published, of which `changed` waits beside its places; on a full disk that is
    /// what helps. What cannot be removed now is swept by the next command.
    pub(super) fn discard<'p>(&mut self, changed: impl Iterator<Item = &'p str>) {
        if !*self.pending.get_mut() {
            return;
        }
        if self.way != WriteWay::InPlace {
            drop(remove_all(self.target, &self.stage));
        }
        for changed in changed.filter(|_| self.way == WriteWay::InPlace) {
            drop(self.target.disk().remove_file(&temporary(&self.place.join(changed))));
        }
        // Those that were there already hold files, and stay.
        let rooms = mem::take(&mut self.rooms).into_inner().unwrap_or_default();
        for folder in rooms.iter().rev().filter(|_| self.way != WriteWay::New) {
            drop(self.target.disk().remove_dir(&self.place.join(folder)));
        }
    }
}

/// Whether a folder changes at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Changes {
    None,
    Some,
}

fn missing(path: &Path) -> PublishError {
    at(path)(io::Error::new(io::ErrorKind::NotFound, "this file was to stay as it is, and is not there"))
}
