//! Writing one share.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{io, mem};

use crate::link::Folder;
use crate::publish::files::{below, copy, is_file, is_folder, make_parents, remove_all, same_bytes};
use crate::publish::journal::{Journal, Waiting};
use crate::publish::{Fate, PieceWriter, PublishError, Target, at, temporary};
use crate::seal::{Publishable, SealedStream};
use crate::sign::{SIGNATURE, SUMS};

/// How a share that is published already is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// File by file: where few of them change.
    InPlace,
    /// The folder at once: where most of them change.
    Whole,
}

/// Writes one share; its files may come from several threads, in any order. Unless it is [finished](Self::finish),
/// nothing that a reader sees has changed, and what was written goes again.
#[derive(Debug)]
pub struct ShareWriter<'a> {
    pub(super) target: &'a Target,
    folder: String,
    place: PathBuf,
    stage: PathBuf,
    way: WriteWay,
    seen: Mutex<SeenFiles>,
    /// Folders that were made, or found.
    rooms: Mutex<BTreeSet<String>>,
    /// Whether what waits is to go again.
    pending: bool,
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

#[derive(Debug, Default)]
struct SeenFiles {
    paths: HashSet<String>,
    changed: Vec<String>,
}

/// Starts the names of folders that have not taken their place yet, or have just left it.
pub(super) const STAGE: &str = ".extrait-stage-";

impl<'a> ShareWriter<'a> {
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
        let folder = folder.name().to_owned();
        Ok(Self {
            target,
            folder,
            place,
            stage,
            way,
            seen: Mutex::default(),
            rooms: Mutex::default(),
            pending: true,
        })
    }

    /// Takes one file of the share.
    pub fn put(&self, file: &Publishable) -> Result<(), PublishError> {
        let path = file.path();
        if self.published(path).is_some_and(|published| same_bytes(&published, file.bytes())) {
            return self.leave(path);
        }
        self.target.write_new(&self.waiting(path)?, file.bytes())?;
        self.note(path, Fate::Written);
        Ok(())
    }

    /// Lets a file stay as it was published. It is not read: that it is there, and is what the share holds, is the
    /// caller's word.
    pub fn keep(&self, path: &str) -> Result<(), PublishError> {
        if self.way == WriteWay::New {
            return Err(missing(&self.place.join(path)));
        }
        self.leave(path)
    }

    /// Starts taking a file that is too long to stand in memory.
    pub fn begin(&self, stream: &SealedStream) -> PieceWriter<'_> {
        PieceWriter::begin(self, stream.path(), self.published(stream.path()))
    }

    /// Where a file lies that may be the same.
    fn published(&self, path: &str) -> Option<PathBuf> {
        (self.way != WriteWay::New).then(|| self.place.join(path))
    }

    /// Where a file waits until it takes its place; its folder is made.
    pub(super) fn waiting(&self, path: &str) -> Result<PathBuf, PublishError> {
        let base = if self.way == WriteWay::InPlace { &self.place } else { &self.stage };
        if let Some((folder, _)) = path.rsplit_once('/') {
            let mut rooms = self.rooms.lock().expect("no holder of the lock can panic");
            if !rooms.contains(folder) {
                let above = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
                rooms.extend(above);
                make_parents(self.target, base, path)?;
            }
        }
        let path = base.join(path);
        Ok(if self.way == WriteWay::InPlace { temporary(&path) } else { path })
    }

    /// Leaves a published file as it is. A folder that is written again gets it under a second name: its bytes are not
    /// written twice, where the file system has second names.
    pub(super) fn leave(&self, path: &str) -> Result<(), PublishError> {
        if self.way == WriteWay::Whole {
            let (published, waiting) = (self.place.join(path), self.waiting(path)?);
            if self.target.disk().link(&published, &waiting).is_err() {
                is_file(&published).ok_or_else(|| missing(&published))?;
                copy(self.target, &published, &waiting)?;
            }
        }
        self.note(path, Fate::Unchanged);
        Ok(())
    }

    /// Notes a file of the share.
    pub(super) fn note(&self, path: &str, fate: Fate) {
        self.target.counts.add(fate);
        if self.way == WriteWay::New {
            // Nothing is there that it could be held against.
            return;
        }
        let mut seen = self.seen.lock().expect("no holder of the lock can panic");
        seen.paths.insert(path.to_owned());
        if fate == Fate::Written {
            seen.changed.push(path.to_owned());
        }
    }

    /// Puts the share in its place, and removes files that it no longer has.
    pub fn finish(mut self) -> Result<(), PublishError> {
        if self.way == WriteWay::New {
            self.target.disk().rename(&self.stage, &self.place).map_err(at(&self.place))?;
            self.pending = false;
            return Ok(());
        }
        let (journal, changes) = self.changes()?;
        match (self.way, changes) {
            (_, Changes::None) => Ok(()),
            (WriteWay::Whole, Changes::Some) => self.exchange(&journal),
            _ => self.replace(&journal),
        }
    }

    /// What is to be renamed and removed. New files come before the pages that lead to them, and the sums, which vouch
    /// for all, last, but for their signature: whoever checks a share between two renames is told that it does not fit, and
    /// never that something fits which is not all there yet.
    fn changes(&self) -> Result<(Journal, Changes), PublishError> {
        let below = below(&self.place)?;
        self.target.fit_folder(&self.place);
        below.folders.iter().for_each(|folder| self.target.fit_folder(&self.place.join(folder)));
        let found: HashSet<String> = below.files.into_iter().collect();
        let seen = self.seen.lock().expect("no holder of the lock can panic");
        let mut renames = seen.changed.clone();
        renames.sort_by_cached_key(|path| (rank(path, &found), path.clone()));
        let changed: HashSet<&String> = seen.changed.iter().collect();
        let gone = |path: &&String| !found.contains(*path) && !changed.contains(path);
        if let Some(gone) = seen.paths.iter().filter(gone).min() {
            return Err(missing(&self.place.join(gone)));
        }
        let waiting: HashSet<PathBuf> =
            seen.changed.iter().map(|path| temporary(Path::new(path.as_str()))).collect();
        let stale =
            |path: &&String| !seen.paths.contains(*path) && !waiting.contains(Path::new(path.as_str()));
        let mut removals: Vec<String> = found.iter().filter(stale).cloned().collect();
        removals.sort();
        let changes = if renames.is_empty() && removals.is_empty() { Changes::None } else { Changes::Some };
        let waiting = if self.way == WriteWay::Whole { Waiting::Staged } else { Waiting::Beside };
        Ok((Journal { folder: self.folder.clone(), waiting, renames, removals }, changes))
    }

    /// Lets the new folder and the old one change places: a reader sees either.
    fn exchange(&mut self, journal: &Journal) -> Result<(), PublishError> {
        match self.target.disk().exchange(&self.stage, &self.place) {
            Ok(()) => {
                self.target.counts.remove(journal.removals.len());
                self.pending = false;
                remove_all(self.target, &self.stage)
            }
            Err(error) if error.kind() == io::ErrorKind::Unsupported => self.replace(journal),
            Err(error) => Err(at(&self.place)(error)),
        }
    }

    fn replace(&mut self, journal: &Journal) -> Result<(), PublishError> {
        let carried = journal.carry_out(self.target)?;
        // From here on the next command goes on where this one stops, and needs what waits.
        self.pending = false;
        carried
    }
}

/// Whether a folder changes at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Changes {
    None,
    Some,
}

/// Nobody is led to a new file before a published page changes.
fn rank(path: &str, found: &HashSet<String>) -> u8 {
    match path {
        SIGNATURE => 5,
        SUMS => 4,
        path if !found.contains(path) => 0,
        "index.html" => 3,
        path if path.ends_with("/index.html") => 2,
        _ => 1,
    }
}

fn missing(path: &Path) -> PublishError {
    at(path)(io::Error::new(io::ErrorKind::NotFound, "this file was to stay as it is, and is not there"))
}

impl Drop for ShareWriter<'_> {
    /// Frees the room of what will not be published; on a full disk that is what helps. What cannot be removed now is
    /// swept by the next command.
    fn drop(&mut self) {
        if !self.pending {
            return;
        }
        if self.way != WriteWay::InPlace {
            drop(remove_all(self.target, &self.stage));
        }
        let seen = mem::take(&mut self.seen).into_inner().unwrap_or_default();
        for changed in seen.changed.iter().filter(|_| self.way == WriteWay::InPlace) {
            drop(self.target.disk().remove_file(&temporary(&self.place.join(changed))));
        }
        // Those that were there already hold files, and stay.
        let rooms = mem::take(&mut self.rooms).into_inner().unwrap_or_default();
        for folder in rooms.iter().rev().filter(|_| self.way != WriteWay::New) {
            drop(self.target.disk().remove_dir(&self.place.join(folder)));
        }
    }
}
