//! What lies in the output already: asked of the file system, and read only where that does not tell.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::file_stamp::FileStamp;
use crate::hash::{Hash, Hasher};
use crate::link::{CANARY, Folder};
use crate::publish::files::below;
use crate::publish::{PublishError, Target, at};
use crate::render::INDEX;
use crate::sign::PUBLIC_KEY_FILE;

/// Whether a folder holds a site that is not of our making: a page of its own, and nothing that each build leaves.
#[must_use]
pub fn is_of_others(output: &Path) -> bool {
    let has = |path: &Path| output.join(path).symlink_metadata().is_ok();
    has(INDEX.as_ref()) && !has(PUBLIC_KEY_FILE.as_ref()) && !has(&Path::new("s").join(CANARY))
}

/// Whether a folder is one that a build has left, whole or not.
#[must_use]
pub fn is_output(folder: &Path) -> bool {
    let links = folder.join("s");
    links.join(CANARY).is_dir() || links.is_dir() && folder.join(PUBLIC_KEY_FILE).is_file()
}

/// Whether a folder holds links, of which one may have to be closed.
#[must_use]
pub fn has_links(output: &Path) -> bool {
    super::files::names(&output.join("s")).is_ok_and(|names| names.iter().any(|name| Folder::is_link(name)))
}

impl Target {
    /// The paths of the files in a folder; none where there is no such folder. Folders get the mode that they are to have.
    pub fn files(&self, folder: &Folder) -> Result<Vec<String>, PublishError> {
        let place = self.links.join(folder.name());
        if !super::files::is_folder(&place) {
            return Ok(Vec::new());
        }
        let found = below(&place)?;
        self.fit_folder(&place);
        found.folders.iter().for_each(|folder| self.fit_folder(&place.join(folder)));
        Ok(found.files)
    }

    /// The text of a short file of the site itself.
    #[must_use]
    pub fn site_text(&self, name: &str) -> Option<String> {
        let mut text = String::new();
        let path = self.root.join(name);
        super::files::is_file(&path)?;
        File::open(path).ok()?.take(4_096).read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// What the file system says of a plain file in a folder, once it has the mode that it is to have: every file of a share
    /// is looked at here in every build.
    #[must_use]
    pub fn file_stamp(&self, folder: &Folder, path: &str) -> Option<FileStamp> {
        FileStamp::of(&self.fit_file(&self.links.join(folder.name()).join(path))?)
    }

    /// The SHA-256 of a file in a folder.
    #[must_use]
    pub fn hash(&self, folder: &Folder, path: &str) -> Option<Hash> {
        let mut file = File::open(self.links.join(folder.name()).join(path)).ok()?;
        let (mut hasher, mut bytes) = (Hasher::default(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut bytes).ok()? {
                0 => return Some(hasher.end()),
                length => hasher.update(&bytes[..length]),
            }
        }
    }

    /// The bytes of a short file.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, PublishError> {
        let path = self.root.join(path);
        let mut bytes = Vec::new();
        File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(at(&path))?;
        Ok(bytes)
    }

    /// A file in a folder, to copy parts from.
    #[must_use]
    pub fn published(&self, folder: &Folder, path: &str) -> Option<PublishedFile> {
        File::open(self.links.join(folder.name()).join(path)).ok().map(PublishedFile)
    }
}

/// A file of the output.
#[derive(Debug)]
pub struct PublishedFile(File);

impl PublishedFile {
    /// A part of it.
    pub fn part(&mut self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.0.seek(SeekFrom::Start(offset))?;
        self.0.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
