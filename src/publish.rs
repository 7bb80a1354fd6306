//! Sealed files → a [`Destination`]. Takes nothing but what [`seal`](crate::seal) makes.
//!
//! The table of destinations is [`DESTINATIONS`]. The folder of an output is [`Target`]: the unit of replacement is a share's folder: a new one is staged beside its place and renamed into it; in a changed
//! one only changed files are replaced, or the folder is exchanged for a staged one; an unchanged one is not touched.
//! Nothing is deleted and rebuilt. What a crash leaves is put right by [`Target::recover`].

mod by_hand;
mod destination;
mod destinations;
mod disk;
mod files;
mod folder;
mod index;
mod journal;
mod local;
mod lock;
mod look;
mod memory;
mod modes;
mod piece;
mod plain;
mod share;
mod sweep;

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::hash::Hash;
use crate::link::{CANARY, Folder};
use crate::mask;
use crate::seal::Publishable;
pub use by_hand::ByHand;
pub use destination::{Destination, OtherFolders, PieceWriter, Replacement, ShareWriter};
pub use destinations::{DESTINATIONS, DestinationKind, DestinationPlace};
pub use disk::{Disk, Machine};
use files::{make_all, make_parents, same_bytes};
pub use index::FolderIndex;
pub use lock::Lock;
pub use look::{PublishedFile, has_links, is_of_others, is_output};
pub use memory::{MemoryDestination, MemoryFile, MemoryTree};
pub use modes::Mode;
use modes::{CHOSEN, Modes, Refused};
pub use plain::{plain_share, plain_sweep};

/// What the machine refused, and where.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", mask::foreign(&path.to_string_lossy()))]
pub struct PublishError {
    path: PathBuf,
    source: io::Error,
}

/// Says where an error happened.
fn at(path: &Path) -> impl FnOnce(io::Error) -> PublishError + '_ {
    move |source| PublishError { path: path.to_owned(), source }
}

/// How many files were written, left alone, removed.
#[derive(Debug, Default)]
pub struct Counts {
    written: AtomicUsize,
    unchanged: AtomicUsize,
    removed: AtomicUsize,
}

impl Counts {
    /// Files that are new or have other bytes now.
    #[must_use]
    pub fn written(&self) -> usize {
        self.written.load(Ordering::Relaxed)
    }

    /// Files that had the same bytes already.
    #[must_use]
    pub fn unchanged(&self) -> usize {
        self.unchanged.load(Ordering::Relaxed)
    }

    /// Files that belonged to nothing any more.
    #[must_use]
    pub fn removed(&self) -> usize {
        self.removed.load(Ordering::Relaxed)
    }

    /// Counts the files of a share that was not touched.
    pub fn leave(&self, files: usize) {
        self.unchanged.fetch_add(files, Ordering::Relaxed);
    }

    fn add(&self, fate: Fate) {
        let counter = if fate == Fate::Written { &self.written } else { &self.unchanged };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    fn remove(&self, number: usize) {
        self.removed.fetch_add(number, Ordering::Relaxed);
    }
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is new or has other bytes now.
    Written,
    /// It had the same bytes already, and was not touched.
    Unchanged,
}

/// The output folder.
#[derive(Debug)]
pub struct Target {
    root: PathBuf,
    links: PathBuf,
    state: PathBuf,
    /// Ends the names of our notes in `state`: a site may be built into several outputs.
    name: String,
    disk: Box<dyn Disk>,
    modes: Modes,
    refused: Refused,
    counts: Counts,
    /// Whether anything was changed since the last [`settle`](Self::settle).
    changed: AtomicBool,
    /// Whether the last build that wrote here came to no end.
    interrupted: bool,
    /// Whether the note that a build is under way lies in `state`.
    noted: Mutex<bool>,
    recovered: Mutex<bool>,
    /// There is one journal: held from its first byte to its end.
    replacing: Mutex<()>,
}

impl Target {
    /// Opens the folder `root` of the site whose own folder is `state`, making it if need be.
    pub fn open(root: &Path, state: &Path) -> Result<Self, PublishError> {
        Self::with_disk(root, state, Box::new(Machine))
    }

    /// The same on another disk.
    pub fn with_disk(root: &Path, state: &Path, disk: Box<dyn Disk>) -> Result<Self, PublishError> {
        let links = root.join("s");
        let made = make_all(&*disk, root)?;
        let name = name(root, state)?;
        let modes = modes::decide(&*disk, root, &state.join(format!("{CHOSEN}{name}")), made)?;
        if !links.is_dir() {
            disk.create_dir(&links, modes.folder()).map_err(at(&links))?;
        }
        let interrupted = state.join(format!("{UNFINISHED}{name}")).exists();
        Ok(Self {
            root: root.to_owned(),
            links,
            state: state.to_owned(),
            name,
            disk,
            modes,
            refused: Refused::default(),
            counts: Counts::default(),
            changed: AtomicBool::new(false),
            interrupted,
            noted: Mutex::new(interrupted),
            recovered: Mutex::default(),
            replacing: Mutex::default(),
        })
    }

    /// What happened so far.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Whether the last build that wrote here came to no end: then what older records say of these files may be wrong,
    /// and nothing may be [kept](ShareWriter::keep) on their word.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.interrupted
    }

    /// Puts right what a build left that came to no end. Whoever holds the lock calls it before anything else; nothing
    /// is published before it was done.
    pub fn recover(&self) -> Result<(), PublishError> {
        let mut recovered = self.recovered.lock().expect("no holder of the lock can panic");
        if !*recovered {
            journal::recover(self)?;
            index::remove_unfinished(self)?;
            sweep::temporaries(self)?;
            *recovered = true;
        }
        Ok(())
    }

    /// Puts a file into a place: `""` for files of the site itself.
    pub fn put(&self, place: &str, file: &Publishable) -> Result<(), PublishError> {
        let below = format!("{place}{}", file.path());
        let path = self.root.join(&below);
        let fate = if same_bytes(&path, file.bytes()) {
            self.fit_file(&path);
            Fate::Unchanged
        } else {
            make_parents(self, &self.root, &below)?;
            let waiting = temporary(&path);
            self.write_new(&waiting, file.bytes())?;
            self.disk().rename(&waiting, &path).map_err(|error| {
                drop(self.disk().remove_file(&waiting));
                at(&path)(error)
            })?;
            Fate::Written
        };
        self.counts.add(fate);
        Ok(())
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) -> Result<(), PublishError> {
        sweep::remove_file(self, &self.root.join(path))
    }

    /// Removes the folders of links that are not `live`, our leftovers, stylesheets that are not in `assets`, and rules
    /// of a host that are not in `rules`.
    /// Returns what lies in the output and is not ours.
    pub fn sweep(
        &self,
        live: &BTreeSet<Folder>,
        assets: &[Publishable],
        rules: &[Publishable],
    ) -> Result<Vec<String>, PublishError> {
        sweep::sweep(self, live, assets, rules)
    }

    /// The names of the folders of links that lie in the output, sorted.
    pub fn link_folders(&self) -> Result<Vec<String>, PublishError> {
        let is_published = |name: &String| Folder::is_link(name) && name != CANARY;
        Ok(files::names(&self.links)?.into_iter().filter(is_published).collect())
    }

    /// Removes these folders and those whose second has passed, whatever else is wrong.
    pub fn close(&self, folders: &BTreeSet<String>, now: i64) -> Result<(), PublishError> {
        sweep::close(self, folders, now)
    }

    /// Returns when the disk has kept for good what was changed, if anything was: before that nothing may vouch for it.
    pub fn settle(&self) -> Result<(), PublishError> {
        if self.changed.swap(false, Ordering::Relaxed) {
            self.disk.sync(&self.root).map_err(at(&self.root))?;
        }
        Ok(())
    }

    /// To be called when all records say what lies here now: the build has come to its end.
    pub fn vouched(&self) -> Result<(), PublishError> {
        let mut noted = self.noted.lock().expect("no holder of the lock can panic");
        if *noted {
            let path = self.note(UNFINISHED);
            self.disk.remove_file(&path).map_err(at(&path))?;
            *noted = false;
        }
        Ok(())
    }
}

/// Starts the name of the note that a build is under way.
const UNFINISHED: &str = "unfinished-";

/// What tells this output from others of the site: its path from the site if it lies there, so that it stays the same
/// where the site is moved or mounted elsewhere, and its whole path if not.
fn name(root: &Path, state: &Path) -> Result<String, PublishError> {
    let root = root.canonicalize().map_err(at(root))?;
    let state = state.canonicalize().map_err(at(state))?;
    let inside = state.parent().and_then(|site| root.strip_prefix(site).ok());
    Ok(Hash::of(inside.unwrap_or(&root).as_os_str().as_encoded_bytes()).short())
}

impl Target {
    /// The disk, for whoever is about to change something.
    fn disk(&self) -> &dyn Disk {
        self.changed.store(true, Ordering::Relaxed);
        &*self.disk
    }

    /// The path of a note on this output.
    fn note(&self, kind: &str) -> PathBuf {
        self.state.join(format!("{kind}{}", self.name))
    }

    /// Notes, before the first byte of a build, that one is under way.
    fn begin(&self) -> Result<(), PublishError> {
        let mut noted = self.noted.lock().expect("no holder of the lock can panic");
        if !*noted {
            let path = self.note(UNFINISHED);
            self.disk().create(&path, Mode::OWNER).map_err(at(&path))?;
            *noted = true;
        }
        Ok(())
    }

    /// A file of our own making in the output: what lies at its place, a link perhaps, is not written through.
    fn create(&self, path: &Path) -> Result<File, PublishError> {
        self.begin()?;
        let create = || self.disk().create(path, self.modes.file());
        let created = match create() {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.disk().remove_file(path).and_then(|()| create())
            }
            created => created,
        };
        created.map_err(at(path))
    }

    /// Writes a file that nobody reads yet. What cannot be written to its end takes no room.
    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
        let mut file = self.create(path)?;
        self.disk().write(&mut file, bytes).map_err(|error| {
            drop(self.disk().remove_file(path));
            at(path)(error)
        })
    }

    /// Writes a new file that only its owner can read.
    fn write_private(&self, path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
        let mut file = self.disk().create(path, Mode::OWNER).map_err(at(path))?;
        self.disk().write(&mut file, bytes).map_err(|error| {
            drop(self.disk().remove_file(path));
            at(path)(error)
        })
    }
}

/// The name under which a file is written before it takes its place.
fn temporary(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(TEMPORARY);
    name.into()
}

/// Ends the names of files that have not taken their place yet.
const TEMPORARY: &str = ".extrait-new";
