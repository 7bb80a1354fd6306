//! What each folder of the output was last seen to hold, one file a folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::cache::{Cache, private_folder, sealed, unsealed, write_whole};
use crate::hash::Hash;

const FOLDER: &str = "tables";

impl Cache {
    /// What was written down for `name`, a folder or anything else that only this site knows.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<Vec<u8>> {
        // A table is of no use where no file stamp counts.
        self.clock.filter(|_| self.believes)?;
        let file = file(name);
        let bytes = fs::read(self.folder.join(FOLDER).join(&file)).ok()?;
        unsealed(&bytes, &self.program).map(<[u8]>::to_vec)
    }

    /// Notes that `name` is still as it was written down.
    pub fn keep_table(&self, name: &str) {
        self.tables.lock().expect("no holder of the lock can panic").insert(file(name));
    }

    /// Writes down what `name` holds now.
    pub fn write_table(&self, name: &str, content: Vec<u8>) {
        let file = file(name);
        if self.writer.is_some() && self.clock.is_some() {
            let folder = self.folder.join(FOLDER);
            let made = private_folder(&folder).or_else(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => Ok(()),
                _ => Err(error),
            });
            let written =
                made.and_then(|()| write_whole(&folder.join(&file), &sealed(content, &self.program)));
            if written.is_err() {
                return;
            }
        }
        self.tables.lock().expect("no holder of the lock can panic").insert(file);
    }
}

/// The name of a folder opens a share: the cache may lie where more people read.
fn file(name: &str) -> String {
    Hash::of(name.as_bytes()).hex()
}

/// Removes the tables of folders that were not built this time.
pub(super) fn sweep(folder: &Path, live: &BTreeSet<String>) -> io::Result<()> {
    let folder = folder.join(FOLDER);
    if live.is_empty() || !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !live.contains(&*entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
