//! What lies in the output already: asked of the file system, and read only where that does not tell.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};

use crate::address::Folder;
use crate::footprint::Footprint;
use crate::hash::{Hash, Hasher};
use crate::publish::files::below;
use crate::publish::{Fate, PublishError, Target, at};

impl Target {
    /// The paths of the files in a folder; none where there is no such folder.
    pub fn files(&self, folder: &Folder) -> Result<Vec<String>, PublishError> {
        let place = self.links.join(folder.name());
        if !super::files::is_folder(&place) {
            return Ok(Vec::new());
        }
        below(&place).map(|found| found.files)
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

    /// The items that have a page in the folder of this name: register and item.
    pub fn items(&self, name: &str) -> Result<Vec<(String, String)>, PublishError> {
        let place = self.links.join(name);
        if !super::files::is_folder(&place) {
            return Ok(Vec::new());
        }
        let files = below(&place)?.files;
        let items = files.iter().filter_map(|path| {
            let (register, file) = path.split_once('/')?;
            let item = file.strip_suffix(".html").filter(|item| *item != "index" && !item.contains('/'))?;
            Some((register.to_owned(), item.to_owned()))
        });
        Ok(items.collect())
    }

    /// What the file system says of a plain file in a folder.
    #[must_use]
    pub fn footprint(&self, folder: &Folder, path: &str) -> Option<Footprint> {
        Footprint::of(&fs::symlink_metadata(self.links.join(folder.name()).join(path)).ok()?)
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

    /// The bytes of a short file in a folder.
    pub fn read(&self, folder: &Folder, path: &str) -> Result<Vec<u8>, PublishError> {
        let path = self.links.join(folder.name()).join(path);
        let mut bytes = Vec::new();
        File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(at(&path))?;
        Ok(bytes)
    }

    /// A file in a folder, to copy parts from.
    #[must_use]
    pub fn published(&self, folder: &Folder, path: &str) -> Option<PublishedFile> {
        File::open(self.links.join(folder.name()).join(path)).ok().map(PublishedFile)
    }

    /// Counts the files of a share that was not touched.
    pub fn leave(&self, files: usize) {
        for _ in 0..files {
            self.counts.add(Fate::Unchanged);
        }
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
