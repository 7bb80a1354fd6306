//! Writing one share.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::address::Folder;
use crate::publish::{Counts, PublishError, at, files_below, same_bytes, temporary, write_new};
use crate::seal::Publishable;

/// Writes one share; its files may come from several threads, in any order.
#[derive(Debug)]
pub struct ShareWriter<'a> {
    place: PathBuf,
    state: State,
    seen: Mutex<Seen>,
    counts: &'a Counts,
}

/// Before the first build of a share, and after.
#[derive(Debug)]
enum State {
    /// Not published yet: written beside its place.
    New {
        /// Where it is written.
        stage: PathBuf,
    },
    /// Published: changed files wait under other names.
    Published,
}

#[derive(Debug, Default)]
struct Seen {
    paths: BTreeSet<String>,
    changed: Vec<String>,
}

/// Starts the names of folders that have not taken their place yet, or have just left it.
pub(super) const STAGE: &str = ".extrait-stage-";

impl<'a> ShareWriter<'a> {
    /// Starts writing into `links/folder`.
    pub(super) fn open(links: &Path, folder: &Folder, counts: &'a Counts) -> Result<Self, PublishError> {
        let place = links.join(folder.name());
        // A link or a file in the place of a folder is none of ours, and is not written through.
        let found = fs::symlink_metadata(&place).map(|metadata| metadata.is_dir());
        if let Ok(false) = found {
            fs::remove_file(&place).map_err(at(&place))?;
        }
        let state = if let Ok(true) = found {
            State::Published
        } else {
            let stage = links.join(format!("{STAGE}{}", folder.name()));
            if stage.exists() {
                fs::remove_dir_all(&stage).map_err(at(&stage))?;
            }
            fs::create_dir(&stage).map_err(at(&stage))?;
            State::New { stage }
        };
        Ok(Self { place, state, seen: Mutex::default(), counts })
    }

    /// Takes one file of the share.
    pub fn put(&self, file: &Publishable) -> Result<(), PublishError> {
        let changed = match &self.state {
            State::New { stage } => {
                write_new(&stage.join(file.path()), file.bytes())?;
                true
            }
            State::Published => {
                let path = self.place.join(file.path());
                let changed = !same_bytes(&path, file.bytes());
                if changed {
                    write_new(&temporary(&path), file.bytes())?;
                }
                changed
            }
        };
        Counts::add(if changed { &self.counts.written } else { &self.counts.unchanged }, 1);
        let mut seen = self.seen.lock().expect("no holder of the lock can panic");
        seen.paths.insert(file.path().to_owned());
        if changed {
            seen.changed.push(file.path().to_owned());
        }
        Ok(())
    }

    /// Puts the share in its place, and removes files that it no longer has.
    pub fn finish(self) -> Result<(), PublishError> {
        let seen = self.seen.into_inner().expect("no holder of the lock can panic");
        if let State::New { stage } = &self.state {
            return fs::rename(stage, &self.place).map_err(at(&self.place));
        }
        for changed in &seen.changed {
            let path = self.place.join(changed);
            fs::rename(temporary(&path), &path).map_err(at(&path))?;
        }
        remove_stale(&self.place, &seen.paths, self.counts)
    }
}

fn remove_stale(place: &Path, live: &BTreeSet<String>, counts: &Counts) -> Result<(), PublishError> {
    let files = files_below(place).map_err(at(place))?;
    for stale in files.iter().filter(|file| !live.contains(*file)) {
        let path = place.join(stale);
        fs::remove_file(&path).map_err(at(&path))?;
        Counts::add(&counts.removed, 1);
        // A register's folder goes with its last file; one that still has files stays, which the error says.
        if let Some(folder) = path.parent().filter(|folder| *folder != place) {
            drop(fs::remove_dir(folder));
        }
    }
    Ok(())
}
