//! Sealed files → the output folder. Takes nothing but what [`seal`](crate::seal) makes.
//!
//! The unit of replacement is a share's folder: a new one is staged beside its place and renamed into it; in a changed
//! one only changed files are replaced, by renaming; an unchanged one is not touched. Nothing is deleted and rebuilt.

#![expect(clippy::disallowed_methods, reason = "this room reads and writes the disk")]

mod lock;
mod manifest;
mod share;
mod sweep;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::address::Folder;
use crate::seal::{Publishable, SUMS};
pub use lock::Lock;
pub use manifest::Manifest;
pub use share::ShareWriter;

/// What the machine refused, and where.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", Folder::mask(&path.to_string_lossy()))]
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

    fn add(counter: &AtomicUsize, number: usize) {
        counter.fetch_add(number, Ordering::Relaxed);
    }
}

/// The output folder.
#[derive(Debug)]
pub struct Target {
    root: PathBuf,
    counts: Counts,
}

impl Target {
    /// Opens the folder, making it if need be.
    pub fn open(root: &Path) -> Result<Self, PublishError> {
        let links = root.join("s");
        fs::create_dir_all(&links).map_err(at(&links))?;
        Ok(Self { root: root.to_owned(), counts: Counts::default() })
    }

    /// What happened so far.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Starts writing a share into `folder`.
    pub fn share(&self, folder: &Folder) -> Result<ShareWriter<'_>, PublishError> {
        ShareWriter::open(&self.root.join("s"), folder, &self.counts)
    }

    /// Writes a file of the site itself.
    pub fn site_file(&self, file: &Publishable) -> Result<(), PublishError> {
        let path = self.root.join(file.path());
        if same_bytes(&path, file.bytes()) {
            Counts::add(&self.counts.unchanged, 1);
            return Ok(());
        }
        write_new(&temporary(&path), file.bytes())?;
        fs::rename(temporary(&path), &path).map_err(at(&path))?;
        Counts::add(&self.counts.written, 1);
        Ok(())
    }

    /// Whether the folder was published with items in it.
    #[must_use]
    pub fn held_items(&self, folder: &Folder) -> bool {
        let sums = fs::read(self.root.join("s").join(folder.name()).join(SUMS)).unwrap_or_default();
        let sums = String::from_utf8_lossy(&sums);
        sums.lines()
            .filter_map(|line| line.get(66..))
            .any(|path| path.contains('/') && !path.ends_with("/index.html"))
    }

    /// Removes the folders of links that are not `live`, our leftovers, and stylesheets that are not in `assets`.
    /// Returns what lies in the output and is not ours.
    pub fn sweep(
        &self,
        live: &BTreeSet<Folder>,
        assets: &[Publishable],
    ) -> Result<Vec<String>, PublishError> {
        sweep::sweep(&self.root, live, assets, &self.counts)
    }

    /// Removes these folders and those whose second has passed, whatever else is wrong.
    pub fn close(&self, folders: &BTreeSet<String>, now: i64) -> Result<(), PublishError> {
        sweep::close(&self.root.join("s"), folders, now, &self.counts)
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

/// Writes a file that nobody reads yet.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(at(folder))?;
    }
    create_new(path).and_then(|mut file| file.write_all(bytes)).map_err(at(path))
}

/// A file of our own making: what lies at its place, a link perhaps, is not written through.
fn create_new(path: &Path) -> io::Result<fs::File> {
    let create = || fs::OpenOptions::new().write(true).create_new(true).open(path);
    match create() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            create()
        }
        created => created,
    }
}

/// Whether the file is there with these bytes; its size is asked first.
fn same_bytes(path: &Path, bytes: &[u8]) -> bool {
    let same_size =
        fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64);
    same_size && fs::read(path).is_ok_and(|found| found == bytes)
}

/// Files below a folder, as paths relative to it.
fn files_below(folder: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut open = vec![String::new()];
    while let Some(prefix) = open.pop() {
        for entry in fs::read_dir(folder.join(&prefix))? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                return Err(io::Error::other(
                    "a file here has a name that is not Unicode, and none of ours has: remove it",
                ));
            };
            let path = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() { open.push(format!("{path}/")) } else { files.push(path) }
        }
    }
    Ok(files)
}
