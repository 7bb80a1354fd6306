//! Files beside the site that a caller names: the page of a run in CI, rules for a host.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::host::{HostFile, MARK};

/// Appends `text` to the file `path`, and makes it where there is none.
///
/// # Errors
///
/// What the machine refuses.
pub fn append_to(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// A file of rules that says now what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenRule {
    /// The file.
    pub path: PathBuf,
    /// Whether it was written, and did not say the same before.
    pub is_new: bool,
}

/// Why rules were not written, or not all of them.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// A file is somebody else's; then nothing is written.
    #[error("`{}` was not written by extrait", .0.display())]
    Foreign(PathBuf),
    /// The machine refused.
    #[error("{}: {source}", path.display())]
    Machine {
        /// The file.
        path: PathBuf,
        /// What happened.
        source: io::Error,
        /// What was written before.
        written: Vec<WrittenRule>,
    },
}

/// Writes rules into the folder `dir`, each unless it says the same already. All or nothing: a folder that holds one foreign
/// file is somebody else's.
///
/// # Errors
///
/// Where a file is foreign, and what the machine refuses.
pub fn write_rules(dir: &Path, files: &[HostFile]) -> Result<Vec<WrittenRule>, RulesError> {
    let foreign = files.iter().map(|file| dir.join(file.path)).find(|path| is_foreign(path));
    if let Some(path) = foreign {
        return Err(RulesError::Foreign(path));
    }
    let mut written = Vec::new();
    for file in files {
        let path = dir.join(file.path);
        let is_new = !read(&path).is_ok_and(|text| text == file.text);
        if is_new && let Err(source) = store(dir, &path, &file.text) {
            return Err(RulesError::Machine { path, source, written });
        }
        written.push(WrittenRule { path, is_new });
    }
    Ok(written)
}

fn is_foreign(path: &Path) -> bool {
    match read(path) {
        Ok(text) => !text.lines().next().is_some_and(|line| line.contains(MARK)),
        // A link that leads nowhere is there too, and what is written would follow it.
        Err(_) => path.symlink_metadata().is_ok(),
    }
}

#[expect(clippy::disallowed_methods, reason = "rules are written where an administrator says")]
fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}

#[expect(clippy::disallowed_methods, reason = "rules are written where an administrator says")]
fn store(dir: &Path, path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    fs::write(path, text)
}
