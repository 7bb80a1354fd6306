//! Which folders tell of every change: those that are read, those that links lead to, and every step on the way.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

/// The folders to watch by their real paths, each once, however many links lead there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    root: PathBuf,
    /// Folders that are not read, whatever leads there.
    closed: Vec<PathBuf>,
    folders: BTreeMap<PathBuf, Names>,
}

/// Which entries of a folder matter.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Names {
    /// All that a build reads.
    All,
    /// Steps on the way to something that is read.
    Steps(BTreeSet<OsString>),
}

/// How everything that matters looks from outside; `None` for what is not there.
pub(super) type Stamps = BTreeMap<PathBuf, Option<Stamp>>;

/// How an entry looks from outside.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    sort: Sort,
    /// Device, inode, mode, change of the inode: what else the system keeps.
    identity: [i64; 5],
}

#[derive(Debug, PartialEq, Eq)]
enum Sort {
    /// Its entries speak for it.
    Folder,
    File {
        size: u64,
        modified: Option<SystemTime>,
    },
}

/// As many links as the kernel follows (`path_resolution(7)`).
const MOST_LINKS: usize = 40;

impl Plan {
    /// What must be watched of the site in the real folder `root`.
    pub(super) fn of(root: &Path, output: &Path) -> Self {
        let closed = vec![root.join(".extrait"), root.join("output"), output.to_owned()];
        let mut plan = Self { root: root.to_owned(), closed, folders: BTreeMap::new() };
        for top in ["site.yaml", "content", "themes"] {
            plan.follow(&root.join(top));
        }
        plan
    }

    /// The folders.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.keys().map(PathBuf::as_path)
    }

    /// Whether an event at `path` can change what a build reads.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        let Some((folder, name)) = path.parent().zip(path.file_name()) else { return false };
        match self.folders.get(folder) {
            Some(Names::All) => !is_hidden(name),
            Some(Names::Steps(names)) => names.contains(name),
            None => self.folders.contains_key(path),
        }
    }

    /// Whether `path` is a watched folder, or a step on the way to something.
    pub(super) fn leads_through(&self, path: &Path) -> bool {
        let step = path.parent().zip(path.file_name()).is_some_and(|(folder, name)| {
            matches!(self.folders.get(folder), Some(Names::Steps(names)) if names.contains(name))
        });
        step || self.folders.contains_key(path)
    }

    /// How everything looks now.
    pub(super) fn stamps(&self) -> Stamps {
        let mut stamps = Stamps::new();
        for (folder, names) in &self.folders {
            let names: Vec<OsString> = match names {
                Names::Steps(names) => names.iter().cloned().collect(),
                Names::All => entries(folder).map(|entry| entry.file_name()).collect(),
            };
            for path in names.iter().map(|name| folder.join(name)) {
                let stamp = fs::symlink_metadata(&path).ok().map(|metadata| stamp(&metadata));
                stamps.insert(path, stamp);
            }
        }
        stamps
    }

    /// Takes in what `path` leads to, with every step on the way.
    fn follow(&mut self, path: &Path) {
        if let Some(real) = self.resolve(path).filter(|real| real.is_dir()) {
            self.walk(&real);
        }
    }

    fn walk(&mut self, folder: &Path) {
        let around = self.root.starts_with(folder);
        let closed = self.closed.iter().any(|closed| folder.starts_with(closed));
        if around || closed || self.folders.get(folder) == Some(&Names::All) {
            return;
        }
        self.folders.insert(folder.to_owned(), Names::All);
        for entry in entries(folder) {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.walk(&entry.path()),
                Ok(kind) if kind.is_symlink() => self.follow(&entry.path()),
                _ => {}
            }
        }
    }

    /// The real path of what `path` names, noting each step; `None` where it leads nowhere or out of the site, as
    /// `load` refuses to follow it there.
    fn resolve(&mut self, path: &Path) -> Option<PathBuf> {
        let mut steps: Vec<OsString> = backwards(path.strip_prefix(&self.root).ok()?);
        let (mut real, mut links) = (self.root.clone(), 0);
        while let Some(step) = steps.pop() {
            if step == ".." {
                real.pop();
                if !real.starts_with(&self.root) {
                    return None;
                }
                continue;
            }
            self.note(&real, &step);
            let next = real.join(&step);
            if fs::symlink_metadata(&next).ok()?.is_symlink() {
                links += 1;
                let target = fs::read_link(&next).ok().filter(|_| links <= MOST_LINKS)?;
                if target.is_absolute() {
                    real.clone_from(&self.root);
                    steps.extend(backwards(target.strip_prefix(&self.root).ok()?));
                } else {
                    steps.extend(backwards(&target));
                }
            } else {
                real = next;
            }
        }
        Some(real)
    }

    fn note(&mut self, folder: &Path, name: &OsStr) {
        let names =
            self.folders.entry(folder.to_owned()).or_insert_with(|| Names::Steps(BTreeSet::default()));
        if let Names::Steps(names) = names {
            names.insert(name.to_owned());
        }
    }
}

/// The steps of a relative path, the last first.
fn backwards(path: &Path) -> Vec<OsString> {
    let steps = path.components().rev().filter(|step| *step != Component::CurDir);
    steps.map(|step| step.as_os_str().to_owned()).collect()
}

fn entries(folder: &Path) -> impl Iterator<Item = fs::DirEntry> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter(|entry| !is_hidden(&entry.file_name()))
}

/// The same names that `load` does not read: an editor's own files are no reason to build.
fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.starts_with('#') || name.ends_with('~')
}

fn stamp(metadata: &Metadata) -> Stamp {
    let sort = if metadata.is_dir() {
        Sort::Folder
    } else {
        Sort::File { size: metadata.len(), modified: metadata.modified().ok() }
    };
    let mut identity = identity(metadata);
    if metadata.is_dir() {
        // It changes with entries that nobody reads.
        identity[3..].fill(0);
    }
    Stamp { sort, identity }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> [i64; 5] {
    use std::os::unix::fs::MetadataExt as _;
    let (device, inode) = (metadata.dev().cast_signed(), metadata.ino().cast_signed());
    [device, inode, i64::from(metadata.mode()), metadata.ctime(), metadata.ctime_nsec()]
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> [i64; 5] {
    [0; 5]
}
