//! What each folder of the output was last seen to hold, one file a folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Mutex;

use crate::cache::file::{private_folder, sealed, unsealed, write_whole};
use crate::hash::Hash;

const FOLDER: &str = "tables";

/// The tables that the next build will find, by the names of their files.
#[derive(Debug, Default)]
pub(super) struct LiveTables(Mutex<BTreeSet<String>>);

impl LiveTables {
    /// Notes that the table of `name` is as it should be.
    pub(super) fn keep(&self, name: &str) {
        self.0.lock().expect("no holder of the lock can panic").insert(file(name));
    }

    /// Removes the tables of folders that were not built this time.
    pub(super) fn sweep(self, folder: &Path) -> io::Result<()> {
        let live = self.0.into_inner().expect("no holder of the lock can panic");
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
}

/// The table of `name` in the cache's folder, if this program wrote it and it is whole.
pub(super) fn read(folder: &Path, name: &str, program: &str) -> Option<Vec<u8>> {
    let bytes = fs::read(folder.join(FOLDER).join(file(name))).ok()?;
    unsealed(&bytes, program).map(<[u8]>::to_vec)
}

/// Writes the table of `name` into the cache's folder.
pub(super) fn write(folder: &Path, name: &str, content: Vec<u8>, program: &str) -> io::Result<()> {
    let folder = folder.join(FOLDER);
    match private_folder(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    write_whole(&folder.join(file(name)), &sealed(content, program))
}

/// The name of a folder opens a share: the cache may lie where more people read.
fn file(name: &str) -> String {
    Hash::of(name.as_bytes()).hex()
}
