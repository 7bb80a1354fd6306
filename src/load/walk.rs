//! Which files a site has: names only, and none that a symbolic link brings in from outside.

use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::diag::codes::{FILE_UNREADABLE, SYMLINK_OUTSIDE};
use crate::diag::{Diagnostic, Place, Problems};
use crate::load::complaint::unreadable;
use crate::load::names;

/// Deeper folders hold nothing that is read.
const MAX_DEPTH: usize = 6;

/// Paths of the files below `top` of the site `root`, in the order of their names. What stands in the place of a file or a folder that is
/// read and is neither is complained of, and never opened: opening a FIFO waits for somebody who writes.
pub(super) fn files((root, state): (&Path, &Path), top: &str, problems: &mut Problems) -> Vec<String> {
    if root.join(top).symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Vec::new();
    }
    let real_root = match root.canonicalize() {
        Ok(real_root) => real_root,
        Err(error) => {
            problems.push(unreadable(&error, top.to_owned()));
            return Vec::new();
        }
    };
    let closed = [root.join(".extrait"), root.join("output"), state.to_owned()];
    let closed = closed.map(|folder| folder.canonicalize().unwrap_or(folder));
    let (mut outside, mut misplaced) = (Vec::new(), Vec::new());
    let (mut paths, mut nowhere) = (Vec::new(), Vec::new());
    let walk = WalkDir::new(root.join(top)).follow_links(true).max_depth(MAX_DEPTH).sort_by_file_name();
    let inside = walk.into_iter().filter_entry(|entry| {
        let leads_out = entry.path_is_symlink()
            && !entry.path().canonicalize().is_ok_and(|to| is_inside(&to, &real_root, &closed));
        let path = relative(root, entry.path());
        if leads_out {
            outside.push(path);
            return false;
        }
        if is_hidden(entry) {
            return false;
        }
        match out_of_place(&path, entry.file_type()) {
            None => true,
            Some(found) => {
                misplaced.push((path, found));
                false
            }
        }
    });
    for entry in inside {
        match entry {
            Ok(entry) if entry.file_type().is_file() => paths.push(relative(root, entry.path())),
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root);
                let name = relative(root, path);
                match error.io_error() {
                    Some(_) if path.is_symlink() => nowhere.push(name),
                    Some(error) => problems.push(unreadable(error, name)),
                    None => problems.push(unreadable(&"a link leads to a folder around itself", name)),
                }
            }
        }
    }
    let complaint = |path: String| {
        let message = "a symbolic link leads out of the site, or nowhere";
        Diagnostic::new(&SYMLINK_OUTSIDE, Place::File(path), message).help("copy the file into the site")
    };
    problems.extend(outside.into_iter().chain(nowhere).map(complaint));
    problems.extend(misplaced.into_iter().map(|(path, message)| {
        Diagnostic::new(&FILE_UNREADABLE, Place::File(path), message)
            .help("move it away, and put back what belongs in its place")
    }));
    paths
}

/// What stands where a file or a folder of another sort is read, in words; `None` where nothing is wrong with it.
fn out_of_place(path: &str, sort: FileType) -> Option<String> {
    if names::is_folder(path) {
        return (!sort.is_dir()).then(|| format!("{} stands in the place of a folder", named(sort)));
    }
    let special = !sort.is_file() && !sort.is_dir();
    let is_read =
        names::is_text(path) || (special && (names::is_attachment(path) || path.starts_with("themes/")));
    (is_read && !sort.is_file()).then(|| format!("{} stands in the place of a file", named(sort)))
}

/// A sort of file in words.
fn named(sort: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if sort.is_fifo() {
            return "a named pipe (FIFO)";
        }
        if sort.is_socket() {
            return "a socket";
        }
        if sort.is_block_device() || sort.is_char_device() {
            return "a device";
        }
    }
    match sort {
        sort if sort.is_dir() => "a folder",
        sort if sort.is_file() => "a file",
        _ => "something that is no file",
    }
}

/// Inside the site, and no file of its state or its output: those hold the secret and links.
fn is_inside(target: &Path, root: &Path, closed: &[PathBuf]) -> bool {
    target.starts_with(root) && !closed.iter().any(|folder| target.starts_with(folder))
}

/// Editors and file managers leave hidden and backup files: no author means to share those.
fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() > 0 && (name.starts_with('.') || name.starts_with('#') || name.ends_with('~'))
}

fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        path.into_owned()
    } else {
        path.replace(std::path::MAIN_SEPARATOR, "/")
    }
}
