//! Shares that a person closed with `build --prune --close`: an empty file `closed-<share>` for each, in the state folder.
//! That the file is there says all; what it holds says nothing, so that no torn or flipped byte opens a share.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::model::id::Id;
use crate::publish::{Disk, Mode, PublishError, at};

/// Starts the name of a note.
const NOTE: &str = "closed-";

/// What the state folder says of shares that were closed by hand.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// The shares.
    pub shares: BTreeSet<Id>,
    /// What could not be read, each with its path: it may close any share.
    pub unread: Vec<String>,
}

impl ByHand {
    /// Reads the notes in `state`; none where there is no such folder.
    #[must_use]
    pub fn read(state: &Path) -> Self {
        let mut read = Self::default();
        let entries = match fs::read_dir(state) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return read,
            Err(error) => {
                read.unread.push(format!("{}: {error}", state.display()));
                return read;
            }
            Ok(entries) => entries,
        };
        for entry in entries {
            let name = match entry {
                Ok(entry) => entry.file_name().to_string_lossy().into_owned(),
                Err(error) => {
                    read.unread.push(format!("{}: {error}", state.display()));
                    continue;
                }
            };
            let Some(share) = name.strip_prefix(NOTE) else { continue };
            if let Ok(share) = Id::new(share) {
                read.shares.insert(share);
            } else {
                let path = state.join(&name);
                read.unread.push(format!("{}: no share has this name", path.display()));
            }
        }
        read.unread.sort();
        read
    }

    /// Notes that `shares` are closed. When it returns, the notes are on the disk for good. One that cannot be written
    /// does not keep the others from being written.
    pub fn note<'s>(
        state: &Path,
        disk: &dyn Disk,
        shares: impl IntoIterator<Item = &'s Id>,
    ) -> Result<(), PublishError> {
        let mut done = Ok(());
        for share in shares {
            let path = path(state, share);
            match disk.create(&path, Mode::OWNER) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    done = done.and(Err(at(&path)(error)));
                }
                _ => {}
            }
        }
        done.and(disk.sync(state).map_err(at(state)))
    }

    /// Removes the note about `share`; returns whether there was one.
    pub fn lift(state: &Path, disk: &dyn Disk, share: &Id) -> Result<bool, PublishError> {
        let path = path(state, share);
        match disk.remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            removed => {
                removed.map_err(at(&path))?;
                disk.sync(state).map_err(at(state))?;
                Ok(true)
            }
        }
    }
}

fn path(state: &Path, share: &Id) -> PathBuf {
    state.join(format!("{NOTE}{share}"))
}
