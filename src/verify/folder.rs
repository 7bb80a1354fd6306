//! A copy in a folder of this machine. Links in it are not followed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::hash::{Hash, Hasher};
use crate::link::Folder;
use crate::sign::PUBLIC_KEY_FILE;
use crate::verify::budget::Budget;
use crate::verify::copy::{CopyListing, Met, SignedCopy};
use crate::verify::refusal::CopyRefusal;
use crate::verify::report::shown;

/// A folder.
#[derive(Debug)]
pub struct LocalFolder {
    path: PathBuf,
    name: Option<String>,
}

const LONGEST_KEY: u64 = 4096;

/// More than any list of sums can name.
const MOST_MET: usize = 1_000_000;

/// What lies below so many folders is not looked at: no share is so deep, and each level holds a folder open.
const DEEPEST: usize = 64;

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

impl SignedCopy for LocalFolder {
    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn emptiness(&self) -> &'static str {
        "here is no copy of a share: the folder to name is the one that holds SHA256SUMS"
    }

    fn public_key(&self, budget: &Budget) -> Result<String, CopyRefusal> {
        let root = self.path.parent().and_then(Path::parent).ok_or(CopyRefusal::Missing)?;
        let bytes = read(&root.join(PUBLIC_KEY_FILE), LONGEST_KEY, budget)?;
        String::from_utf8(bytes).map_err(|_| CopyRefusal::NotAFile)
    }

    fn read(&self, path: &str, limit: u64, budget: &Budget) -> Result<Vec<u8>, CopyRefusal> {
        read(&self.path.join(path), limit, budget)
    }

    fn hash(&self, path: &str, limit: u64, budget: &Budget) -> Result<Hash, CopyRefusal> {
        // A link in the place of a folder on the way leads out of the copy as well.
        for (end, _) in path.match_indices('/') {
            let above =
                fs::symlink_metadata(self.path.join(&path[..end])).map_err(|error| refusal(&error))?;
            if !above.is_dir() {
                return Err(CopyRefusal::NotAFile);
            }
        }
        let mut file = open(&self.path.join(path), limit)?;
        let (mut hasher, mut bytes, mut total) = (Hasher::default(), vec![0; 1 << 16], 0);
        loop {
            let length = file.read(&mut bytes).map_err(|error| refusal(&error))?;
            if length == 0 {
                return Ok(hasher.end());
            }
            budget.take(length as u64)?;
            total += length as u64;
            if total > limit {
                return Err(CopyRefusal::TooLarge);
            }
            hasher.update(&bytes[..length]);
        }
    }

    fn walk(&self, budget: &Budget, take: &mut dyn FnMut(&str, Met)) -> Result<CopyListing, CopyRefusal> {
        let mut met = 0;
        let mut open = vec![OpenedFile::new(&self.path, String::new())?];
        while let Some(folder) = open.last_mut() {
            let Some(entry) = folder.entries.next() else {
                open.pop();
                continue;
            };
            budget.time()?;
            met += 1;
            if met > MOST_MET {
                return Err(CopyRefusal::Spent(format!(
                    "the folder holds more than {MOST_MET} files and folders"
                )));
            }
            let unread = |error: io::Error| folder.unread(&error);
            let entry = entry.map_err(unread)?;
            let kind = entry.file_type().map_err(unread)?;
            let path = format!("{}{}", folder.prefix, entry.file_name().to_string_lossy());
            if !kind.is_dir() {
                take(&path, if kind.is_file() { Met::File } else { Met::Other });
            } else if open.len() < DEEPEST {
                open.push(OpenedFile::new(&self.path, format!("{path}/"))?);
            } else {
                take(&path, Met::Other);
            }
        }
        Ok(CopyListing::Whole)
    }
}

/// A folder whose entries are being read. Of a tree there is one open for each level: memory does not follow its size.
struct OpenedFile {
    /// Empty, or its path with `/` behind.
    prefix: String,
    entries: fs::ReadDir,
}

impl OpenedFile {
    fn new(root: &Path, prefix: String) -> Result<Self, CopyRefusal> {
        match fs::read_dir(root.join(&prefix)) {
            Ok(entries) => Ok(Self { prefix, entries }),
            Err(error) => Err(unread(&prefix, &error)),
        }
    }

    fn unread(&self, error: &io::Error) -> CopyRefusal {
        unread(&self.prefix, error)
    }
}

fn unread(prefix: &str, error: &io::Error) -> CopyRefusal {
    let name = if prefix.is_empty() { "the folder".to_owned() } else { shown(prefix) };
    CopyRefusal::Machine(format!("{name} cannot be listed: {error}"))
}

fn read(path: &Path, limit: u64, budget: &Budget) -> Result<Vec<u8>, CopyRefusal> {
    let mut bytes = Vec::new();
    open(path, limit)?.take(limit + 1).read_to_end(&mut bytes).map_err(|error| refusal(&error))?;
    budget.take(bytes.len() as u64)?;
    if bytes.len() as u64 > limit { Err(CopyRefusal::TooLarge) } else { Ok(bytes) }
}

/// Opens a plain file. What it is is asked first: to open a pipe would wait for its other end.
fn open(path: &Path, limit: u64) -> Result<File, CopyRefusal> {
    let metadata = fs::symlink_metadata(path).map_err(|error| refusal(&error))?;
    if !metadata.is_file() {
        return Err(CopyRefusal::NotAFile);
    }
    if metadata.len() > limit {
        return Err(CopyRefusal::TooLarge);
    }
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        // What was a file a moment ago may be a pipe now.
        (rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK).bits().cast_signed(),
    );
    options.open(path).map_err(|error| refusal(&error))
}

fn refusal(error: &io::Error) -> CopyRefusal {
    match error.kind() {
        io::ErrorKind::NotFound => CopyRefusal::Missing,
        io::ErrorKind::NotADirectory => CopyRefusal::NotAFile,
        _ => CopyRefusal::Machine(error.to_string()),
    }
}
