//! What was proven before: for each key and link the highest serial, and the sums it came with. Kept in a file of the
//! reader's; links are known in it by hashes of their folders.

#![expect(clippy::disallowed_methods, reason = "this file reads and writes the reader's notes")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::mask;
use crate::sign::PublicKey;
use crate::verify::VerifyReport;

/// What was proven before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    version: u32,
    /// By public key, then by the SHA-256 of the folder's name. A forged key has its own: it cannot make true copies look
    /// old.
    keys: BTreeMap<String, BTreeMap<String, Highest>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Highest {
    serial: u64,
    /// SHA-256 of the sums.
    sums: String,
    site: String,
}

/// Why notes cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the state file {}: {why}", mask::foreign(&path.to_string_lossy()))]
pub struct SeenError {
    path: PathBuf,
    why: String,
}

const VERSION: u32 = 1;

impl Default for Seen {
    fn default() -> Self {
        Self { version: VERSION, keys: BTreeMap::new() }
    }
}

impl Seen {
    /// Reads the notes; there are none where there is no file.
    pub fn read(path: &Path) -> Result<Self, SeenError> {
        let fail = |why: String| SeenError { path: path.to_owned(), why };
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(fail(error.to_string())),
            Ok(metadata) if !metadata.is_file() => {
                return Err(fail("it is a link, a folder or a device".to_owned()));
            }
            Ok(_) => {}
        }
        let text = fs::read(path).map_err(|error| fail(error.to_string()))?;
        let seen: Self = serde_json::from_slice(&text).map_err(|error| {
            fail(format!("it is not what extrait wrote: {error}; name another, or remove it"))
        })?;
        let whole = seen
            .keys
            .values()
            .flat_map(BTreeMap::values)
            .all(|highest| Hash::from_hex(&highest.sums).is_some());
        if seen.version == VERSION && whole {
            Ok(seen)
        } else {
            Err(fail("it is not what this version of extrait wrote; name another, or remove it".to_owned()))
        }
    }

    /// The highest serial that was seen under a key in a folder, and the SHA-256 of the sums it came with.
    #[must_use]
    pub fn of(&self, key: &PublicKey, folder: &Hash) -> Option<(u64, Hash)> {
        let highest = self.keys.get(&key.to_text())?.get(&folder.hex())?;
        Some((highest.serial, Hash::from_hex(&highest.sums)?))
    }

    /// Notes what a report found signed, if it is newer than what was seen. That a file of the copy is broken takes nothing
    /// from the signature: an older publication is old from now on.
    #[must_use]
    pub fn with(&self, report: &VerifyReport) -> Self {
        let mut seen = self.clone();
        let misplaced = report.problems.iter().any(|problem| problem.code == "other-link");
        let (Some(statement), Some(key), Some(sums)) = (&report.statement, &report.key, &report.sums) else {
            return seen;
        };
        let newer = self.of(key, &statement.folder).is_none_or(|(serial, _)| statement.serial > serial);
        if newer && !misplaced {
            let highest =
                Highest { serial: statement.serial, sums: sums.hex(), site: statement.site.clone() };
            seen.keys.entry(key.to_text()).or_default().insert(statement.folder.hex(), highest);
        }
        seen
    }

    /// Writes the notes in one step: whoever reads them meanwhile finds the old ones or the new ones.
    pub fn write(&self, path: &Path) -> Result<(), SeenError> {
        let fail = |error: io::Error| SeenError { path: path.to_owned(), why: error.to_string() };
        let mut text = serde_json::to_string_pretty(self).expect("maps of texts are always JSON");
        text.push('\n');
        let mut waiting = path.as_os_str().to_owned();
        waiting.push(".extrait-new");
        let waiting = PathBuf::from(waiting);
        // What a run left that was stopped, or a link that somebody laid, is not written through.
        match fs::remove_file(&waiting) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
            _ => {}
        }
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&waiting).map_err(fail)?;
        let kept = fs::symlink_metadata(path).ok().map(|metadata| metadata.permissions());
        let written = kept.map_or(Ok(()), |kept| file.set_permissions(kept));
        let written = written.and_then(|()| file.write_all(text.as_bytes())).and_then(|()| file.sync_all());
        written.and_then(|()| fs::rename(&waiting, path)).map_err(|error| {
            drop(fs::remove_file(&waiting));
            fail(error)
        })
    }
}
