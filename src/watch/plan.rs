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

/// Which entries of a folder matter. A folder that is read may hold steps besides, whose names begin with a dot: mounted
/// configuration leads by `..data`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Names {
    /// Whether all matters that a build reads.
    all: bool,
    /// Steps on the way to something that is read.
    steps: BTreeSet<OsString>,
    /// Whether a watch of this folder can be done without.
    need: WatchNeed,
}

/// Whether a folder must be watched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum WatchNeed {
    /// It holds plain folders on the way to the site: they are watched where that is possible.
    #[default]
    Optional,
    /// It is read, or holds a link on the way.
    Required,
}

/// How everything that matters looks from outside; `None` for what is not there.
pub(super) type Stamps = BTreeMap<PathBuf, Option<WatchStamp>>;

/// How an entry looks from outside.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WatchStamp {
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
    /// What must be watched of the site that is named by the path `site` and lies in the real folder `root`.
    pub(super) fn of(site: &Path, root: &Path, apart: &[PathBuf]) -> Self {
        let apart = apart.iter().map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.clone()));
        let closed = [root.join(".extrait"), root.join("output")].into_iter().chain(apart).collect();
        let mut plan = Self { root: root.to_owned(), closed, folders: BTreeMap::new() };
        plan.approach(site);
        for top in ["site.yaml", "site.yml", "content", "themes", "shares.ledger.jsonl"] {
            plan.follow(&root.join(top));
        }
        plan
    }

    /// The folders.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.keys().map(PathBuf::as_path)
    }

    /// The folders without which a change of what is read would be missed.
    pub(super) fn required(&self) -> impl Iterator<Item = &Path> {
        let required = self.folders.iter().filter(|(_, names)| names.need == WatchNeed::Required);
        required.map(|(folder, _)| folder.as_path())
    }

    /// Whether the folder must be watched.
    pub(super) fn requires(&self, folder: &Path) -> bool {
        self.folders.get(folder).is_some_and(|names| names.need == WatchNeed::Required)
    }

    /// Whether an event at `path` can change what a build reads.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        let Some((folder, name)) = path.parent().zip(path.file_name()) else { return false };
        match self.folders.get(folder) {
            Some(names) => names.steps.contains(name) || names.all && !is_hidden(name),
            None => self.folders.contains_key(path),
        }
    }

    /// Whether `path` is a watched folder, or a step on the way to something.
    pub(super) fn leads_through(&self, path: &Path) -> bool {
        let step = path.parent().zip(path.file_name()).is_some_and(|(folder, name)| {
            self.folders.get(folder).is_some_and(|names| names.steps.contains(name))
        });
        step || self.folders.contains_key(path)
    }

    /// How everything looks now.
    pub(super) fn stamps(&self) -> Stamps {
        let mut stamps = Stamps::new();
        for (folder, names) in &self.folders {
            let read = names.all.then(|| entries(folder).map(|entry| entry.file_name()));
            let names = names.steps.iter().cloned().chain(read.into_iter().flatten());
            for path in names.map(|name| folder.join(name)) {
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
        if around || closed {
            return;
        }
        let names = self.folders.entry(folder.to_owned()).or_default();
        if names.all {
            return;
        }
        (names.all, names.need) = (true, WatchNeed::Required);
        for entry in entries(folder) {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.walk(&entry.path()),
                Ok(kind) if kind.is_symlink() => self.follow(&entry.path()),
                _ => {}
            }
        }
    }

    /// Takes in every step on the way to the site itself: one of them may be a link that is turned to another release, or
    /// a folder that makes room for another one.
    fn approach(&mut self, site: &Path) {
        let Ok(site) = std::path::absolute(site) else { return };
        let Some(top) = site.ancestors().last() else { return };
        let Ok(way) = site.strip_prefix(top) else { return };
        self.walk_steps(top, way);
    }

    /// The real path of what `path` names, noting each step; `None` where it leads nowhere or out of the site, as
    /// `load` refuses to follow it there.
    fn resolve(&mut self, path: &Path) -> Option<PathBuf> {
        let root = self.root.clone();
        self.walk_steps(&root, path.strip_prefix(&root).ok()?)
    }

    /// Goes from the real folder `from`, and never above it, by the steps of `way`.
    fn walk_steps(&mut self, from: &Path, way: &Path) -> Option<PathBuf> {
        let mut steps = backwards(way);
        let (mut real, mut links) = (from.to_owned(), 0);
        while let Some(step) = steps.pop() {
            if step == ".." {
                // Above the top there is the top (`path_resolution(7)`); above the site nothing is read.
                if real != from {
                    real.pop();
                } else if from.parent().is_some() {
                    return None;
                }
                continue;
            }
            let next = real.join(&step);
            let metadata = fs::symlink_metadata(&next);
            let plain = from != self.root && metadata.as_ref().is_ok_and(Metadata::is_dir);
            self.note(&real, &step, if plain { WatchNeed::Optional } else { WatchNeed::Required });
            if metadata.ok()?.is_symlink() {
                links += 1;
                let target = fs::read_link(&next).ok().filter(|_| links <= MOST_LINKS)?;
                if target.is_absolute() {
                    from.clone_into(&mut real);
                    steps.extend(backwards(target.strip_prefix(from).ok()?));
                } else {
                    steps.extend(backwards(&target));
                }
            } else {
                real = next;
            }
        }
        Some(real)
    }

    fn note(&mut self, folder: &Path, name: &OsStr, need: WatchNeed) {
        let names = self.folders.entry(folder.to_owned()).or_default();
        names.steps.insert(name.to_owned());
        names.need = names.need.max(need);
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

fn stamp(metadata: &Metadata) -> WatchStamp {
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
    WatchStamp { sort, identity }
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
