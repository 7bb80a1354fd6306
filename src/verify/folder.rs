//! A copy in a folder of this machine. Links in it are not followed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::address::Folder;
use crate::hash::{Hash, Hasher};
use crate::sign::PUBLIC_KEY_FILE;
use crate::verify::{Place, Refusal};

/// A folder.
#[derive(Debug)]
pub struct LocalFolder {
    path: PathBuf,
    name: Option<String>,
}

const LONGEST_KEY: u64 = 4096;

impl LocalFolder {
    /// Opens a folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = path.canonicalize()?;
        if !path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "it is no folder"));
        }
        let name = path.file_name().and_then(|name| name.to_str()).filter(|name| Folder::is_link(name));
        Ok(Self { name: name.map(str::to_owned), path })
    }
}

impl Place for LocalFolder {
    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn emptiness(&self) -> &'static str {
        "here is no copy of a share: the folder to name is the one that holds SHA256SUMS"
    }

    fn public_key(&self) -> Result<String, Refusal> {
        let root = self.path.parent().and_then(Path::parent).ok_or(Refusal::Missing)?;
        let bytes = read(&root.join(PUBLIC_KEY_FILE), LONGEST_KEY)?;
        String::from_utf8(bytes).map_err(|_| Refusal::NotAFile)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        read(&self.path.join(path), limit)
    }

    fn hash(&self, path: &str, limit: u64) -> Result<Hash, Refusal> {
        // A link in the place of a folder on the way leads out of the copy as well.
        for (end, _) in path.match_indices('/') {
            let above =
                fs::symlink_metadata(self.path.join(&path[..end])).map_err(|error| refusal(&error))?;
            if !above.is_dir() {
                return Err(Refusal::NotAFile);
            }
        }
        let mut file = open(&self.path.join(path), limit)?;
        let (mut hasher, mut bytes, mut total) = (Hasher::default(), vec![0; 1 << 16], 0);
        loop {
            let length = file.read(&mut bytes).map_err(|error| refusal(&error))?;
            if length == 0 {
                return Ok(hasher.end());
            }
            total += length as u64;
            if total > limit {
                return Err(Refusal::TooLarge);
            }
            hasher.update(&bytes[..length]);
        }
    }

    fn paths(&self) -> Result<Option<Vec<String>>, Refusal> {
        let mut paths = Vec::new();
        let mut open = vec![String::new()];
        while let Some(prefix) = open.pop() {
            for entry in fs::read_dir(self.path.join(&prefix)).map_err(|error| refusal(&error))? {
                let entry = entry.map_err(|error| refusal(&error))?;
                let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if entry.file_type().map_err(|error| refusal(&error))?.is_dir() {
                    open.push(format!("{path}/"));
                } else {
                    paths.push(path);
                }
            }
        }
        paths.sort();
        Ok(Some(paths))
    }
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    open(path, limit)?.take(limit + 1).read_to_end(&mut bytes).map_err(|error| refusal(&error))?;
    if bytes.len() as u64 > limit { Err(Refusal::TooLarge) } else { Ok(bytes) }
}

/// Opens a plain file. What it is is asked first: to open a pipe would wait for its other end.
fn open(path: &Path, limit: u64) -> Result<File, Refusal> {
    let metadata = fs::symlink_metadata(path).map_err(|error| refusal(&error))?;
    if !metadata.is_file() {
        return Err(Refusal::NotAFile);
    }
    if metadata.len() > limit {
        return Err(Refusal::TooLarge);
    }
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NOFOLLOW.bits().cast_signed(),
    );
    options.open(path).map_err(|error| refusal(&error))
}

fn refusal(error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound => Refusal::Missing,
        io::ErrorKind::NotADirectory => Refusal::NotAFile,
        _ => Refusal::Machine(error.to_string()),
    }
}
