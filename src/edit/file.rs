//! Files as an edit leaves them: whole, with their permissions, below the site's folder, and never over what somebody
//! else wrote meanwhile.

#![expect(clippy::disallowed_methods, reason = "this room reads and writes the disk")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Somebody else wrote it since it was read.
    #[error("{0}: it was changed meanwhile: look at it, then do this again")]
    Changed(String),
    /// It is there already.
    #[error("{0} is there already")]
    Exists(String),
    /// A symbolic link leads out of the site, or nowhere.
    #[error("{0}: a symbolic link leads out of the site: copy the file into the site")]
    Outside(String),
    /// The machine says why.
    #[error("{0}: {1}")]
    Machine(String, io::Error),
}

/// Replaces the text of a file in one step, if it is still `before`. `path` is relative to the site's folder `root`.
pub fn replace(root: &Path, path: &str, before: &str, after: &str) -> Result<(), FileError> {
    let machine = |error| FileError::Machine(path.to_owned(), error);
    let file = root.join(path).canonicalize().map_err(machine)?;
    if !file.starts_with(root.canonicalize().map_err(machine)?) {
        return Err(FileError::Outside(path.to_owned()));
    }
    let permissions = file.metadata().map_err(machine)?.permissions();
    let new = beside(&file);
    let written = (|| {
        let mut out = private(&new).map_err(machine)?;
        out.write_all(after.as_bytes()).map_err(machine)?;
        out.set_permissions(permissions).map_err(machine)?;
        out.sync_all().map_err(machine)?;
        // As late as can be: what somebody saves after this is overwritten.
        if fs::read(&file).map_err(machine)? != before.as_bytes() {
            return Err(FileError::Changed(path.to_owned()));
        }
        fs::rename(&new, &file).map_err(machine)
    })();
    if written.is_err() {
        drop(fs::remove_file(&new));
    }
    written
}

/// Removes a file, or the symbolic link that stands in its place; what it leads to stays.
pub fn remove(root: &Path, path: &str) -> Result<(), FileError> {
    let machine = |error| FileError::Machine(path.to_owned(), error);
    let file = root.join(path);
    let folder = file.parent().unwrap_or(root).canonicalize().map_err(machine)?;
    if !folder.starts_with(root.canonicalize().map_err(machine)?) {
        return Err(FileError::Outside(path.to_owned()));
    }
    fs::remove_file(&file).map_err(machine)?;
    // That it is gone is on the disk only when its folder is; some systems keep no folder so.
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

/// Writes a new file in one step; of two who create the same one, one is told so.
pub fn create(root: &Path, path: &str, text: &str) -> Result<(), FileError> {
    let machine = |error| FileError::Machine(path.to_owned(), error);
    let file = root.join(path);
    let folder = file.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(machine)?;
    let real = folder.canonicalize().map_err(machine)?;
    if !real.starts_with(root.canonicalize().map_err(machine)?) {
        return Err(FileError::Outside(path.to_owned()));
    }
    let new = beside(&file);
    let written = (|| {
        let mut out = unfinished(&new)?;
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        // A link is refused where the name is taken; a rename would replace it.
        fs::hard_link(&new, &file)
    })();
    drop(fs::remove_file(&new));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => FileError::Exists(path.to_owned()),
        _ => machine(error),
    })
}

/// The name under which a file is written before it takes its place: one that no build reads.
fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

/// Until it has the permissions of the file whose place it takes, only its owner reads it.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn unfinished(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
