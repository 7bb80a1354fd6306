//! Comparing, walking, making room, removing: what is done to files whatever they hold.

#![expect(clippy::disallowed_methods, reason = "this room reads the disk")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use crate::publish::modes::{Made, Mode};
use crate::publish::{Disk, PublishError, Target, at};

/// Whether a plain file is there with these bytes; its size is asked first. A link to such a file is none.
pub(super) fn same_bytes(path: &Path, bytes: &[u8]) -> bool {
    is_file(path).is_some_and(|length| length == bytes.len() as u64)
        && fs::read(path).is_ok_and(|found| found == bytes)
}

/// Whether two plain files are there with the same bytes; their sizes are asked first.
pub(super) fn same_files(one: &Path, other: &Path) -> bool {
    let length = is_file(one);
    if length.is_none() || length != is_file(other) {
        return false;
    }
    let open = || Some((fs::File::open(one).ok()?, fs::File::open(other).ok()?));
    let Some((mut one, mut other)) = open() else { return false };
    let (mut bytes, mut found) = (Vec::with_capacity(CHUNK), Vec::with_capacity(CHUNK));
    loop {
        bytes.clear();
        found.clear();
        let read = one.by_ref().take(CHUNK as u64).read_to_end(&mut bytes);
        if read.is_err()
            || other.by_ref().take(CHUNK as u64).read_to_end(&mut found).is_err()
            || bytes != found
        {
            return false;
        }
        if bytes.is_empty() {
            return true;
        }
    }
}

/// The length of a plain file; `None` for anything else.
pub(super) fn is_file(path: &Path) -> Option<u64> {
    let metadata = fs::symlink_metadata(path).ok()?;
    metadata.is_file().then_some(metadata.len())
}

/// The first bytes of a plain file, as many as a line of ours has.
pub(super) fn begin(path: &Path) -> Option<Vec<u8>> {
    is_file(path)?;
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(256).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Whether a folder is there, and not just a link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Files and folders below a folder, as paths relative to it; a folder before what lies in it.
#[derive(Debug, Default)]
pub(super) struct Below {
    pub(super) files: Vec<String>,
    pub(super) folders: Vec<String>,
}

/// What lies below a folder.
pub(super) fn below(folder: &Path) -> Result<Below, PublishError> {
    let mut found = Below::default();
    let mut open = vec![String::new()];
    while let Some(prefix) = open.pop() {
        let here = folder.join(&prefix);
        for entry in fs::read_dir(&here).map_err(at(&here))? {
            let entry = entry.map_err(at(&here))?;
            let Ok(name) = entry.file_name().into_string() else {
                return Err(at(&here)(io::Error::other(
                    "a file here has a name that is not Unicode, and none of ours has: remove it",
                )));
            };
            let path = format!("{prefix}{name}");
            if entry.file_type().map_err(at(&here))?.is_dir() {
                open.push(format!("{path}/"));
                found.folders.push(path);
            } else {
                found.files.push(path);
            }
        }
    }
    found.files.sort();
    Ok(found)
}

/// The names in a folder, sorted; none where there is no folder.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, PublishError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(at(folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(at(folder))?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Makes a folder and those above it, for everyone to pass.
pub(super) fn make_all(disk: &dyn Disk, folder: &Path) -> Result<Made, PublishError> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(Made::Before);
    }
    if let Some(parent) = folder.parent() {
        make_all(disk, parent)?;
    }
    disk.create_dir(folder, Mode::FOLDER).map_err(at(folder))?;
    Ok(Made::Now)
}

/// Makes the folders of the file `path` below `base`. A link in the place of one of them is not written through.
pub(super) fn make_parents(target: &Target, base: &Path, path: &str) -> Result<(), PublishError> {
    for (end, _) in path.match_indices('/') {
        let folder = base.join(&path[..end]);
        if is_folder(&folder) {
            continue;
        }
        target.begin()?;
        if folder.is_symlink() {
            target.disk().remove_file(&folder).map_err(at(&folder))?;
        }
        target.disk().create_dir(&folder, target.modes.folder()).map_err(at(&folder))?;
    }
    Ok(())
}

/// The folders that hold these files, deepest first.
pub(super) fn parents<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<&'p str> {
    let mut folders = BTreeSet::new();
    for path in paths {
        folders.extend(path.match_indices('/').map(|(end, _)| &path[..end]));
    }
    folders.into_iter().rev().collect()
}

/// Removes a folder with all that it holds; links in it, or in its place, are not followed.
pub(super) fn remove_all(target: &Target, folder: &Path) -> Result<(), PublishError> {
    if !is_folder(folder) {
        return target.disk().remove_file(folder).map_err(at(folder));
    }
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = entry.path();
        if entry.file_type().map_err(at(&path))?.is_dir() {
            remove_all(target, &path)?;
        } else {
            target.disk().remove_file(&path).map_err(at(&path))?;
        }
    }
    target.disk().remove_dir(folder).map_err(at(folder))
}

/// Writes a second file with the bytes of one that is there. What cannot be written to its end takes no room.
pub(super) fn copy(target: &Target, from: &Path, to: &Path) -> Result<(), PublishError> {
    let mut source = fs::File::open(from).map_err(at(from))?;
    let mut file = target.create(to)?;
    let mut bytes = vec![0; CHUNK];
    let error = loop {
        match source.read(&mut bytes).map_err(at(from)) {
            Ok(0) => return Ok(()),
            Ok(read) => {
                if let Err(error) = target.disk().write(&mut file, &bytes[..read]) {
                    break at(to)(error);
                }
            }
            Err(error) => break error,
        }
    };
    drop(target.disk().remove_file(to));
    Err(error)
}

/// How much of a long file stands in memory.
pub(super) const CHUNK: usize = 1 << 16;
