//! Which files a site has: names only, and none that a symbolic link brings in from outside.

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::diag::codes::SYMLINK_OUTSIDE;
use crate::diag::{Diagnostic, Place, Problems};
use crate::load::unreadable;

/// Deeper folders hold nothing that is read.
const MAX_DEPTH: usize = 6;

/// Paths of the files below `top`, in the order of their names.
pub(super) fn files(root: &Path, top: &str, problems: &mut Problems) -> Vec<String> {
    let Ok(real_root) = root.canonicalize() else { return Vec::new() };
    if !root.join(top).exists() {
        return Vec::new();
    }
    let mut outside = Vec::new();
    let (mut paths, mut nowhere) = (Vec::new(), Vec::new());
    let walk = WalkDir::new(root.join(top)).follow_links(true).max_depth(MAX_DEPTH).sort_by_file_name();
    let inside = walk.into_iter().filter_entry(|entry| {
        let leads_out = entry.path_is_symlink()
            && !entry.path().canonicalize().is_ok_and(|to| is_inside(&to, &real_root));
        if leads_out {
            outside.push(relative(root, entry.path()));
        }
        !leads_out && !is_hidden(entry)
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
    paths
}

/// Inside the site, and no file of its state or its output: those hold the secret and links.
fn is_inside(target: &Path, root: &Path) -> bool {
    target.starts_with(root)
        && !target.starts_with(root.join(".extrait"))
        && !target.starts_with(root.join("output"))
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
