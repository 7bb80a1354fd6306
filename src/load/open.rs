//! Opening files so that no symbolic link leads out of the site, even one that changes between a check and the opening.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::footprint::Footprint;

/// The folder of a site; every file is opened from it.
#[derive(Debug)]
pub(crate) struct SiteFolder {
    #[cfg(target_os = "linux")]
    folder: File,
    root: PathBuf,
}

/// Why a file was not read.
#[derive(Debug)]
pub(crate) enum OpenError {
    /// It does not exist.
    Missing,
    /// It lies outside the site.
    Outside,
    /// It has this many bytes, more than the limit.
    TooLarge(u64),
    /// It was written to whenever it was read.
    Unsteady,
    /// The machine says why.
    Other(io::Error),
}

/// How often a file that changes meanwhile is read.
const ATTEMPTS: usize = 4;

impl SiteFolder {
    /// Reads a file of at most `limit` bytes; `path` is relative to the folder. The footprint is that of the bytes: a file
    /// that is written to meanwhile is read again.
    pub(crate) fn read(&self, path: &str, limit: u64) -> Result<(Vec<u8>, Option<Footprint>), OpenError> {
        for _ in 0..ATTEMPTS {
            let file = self.open_beneath(path)?;
            let before = Footprint::of(&file.metadata().map_err(OpenError::Other)?);
            let bytes = read(&file, limit)?;
            let after = Footprint::of(&file.metadata().map_err(OpenError::Other)?);
            if before == after {
                return Ok((bytes, after));
            }
        }
        Err(OpenError::Unsteady)
    }

    /// What the file system says of a file, links followed: a guess that is never read from.
    pub(crate) fn footprint(&self, path: &str) -> Option<Footprint> {
        Footprint::of(&std::fs::metadata(self.root.join(path)).ok()?)
    }
}

fn read(file: &File, limit: u64) -> Result<Vec<u8>, OpenError> {
    let metadata = file.metadata().map_err(OpenError::Other)?;
    if !metadata.is_file() {
        return Err(OpenError::Other(io::Error::other("it is no plain file")));
    }
    if metadata.len() > limit {
        return Err(OpenError::TooLarge(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(OpenError::Other)?;
    if bytes.len() as u64 > limit { Err(OpenError::TooLarge(bytes.len() as u64)) } else { Ok(bytes) }
}

#[cfg(target_os = "linux")]
impl SiteFolder {
    /// Opens the folder itself, which may lie behind symbolic links.
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        Ok(Self { folder: File::open(root)?, root: root.to_owned() })
    }

    /// `openat2(2)` with `RESOLVE_BENEATH`: the kernel refuses every way out.
    fn open_beneath(&self, path: &str) -> Result<File, OpenError> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        match openat2(&self.folder, path, flags, Mode::empty(), resolve) {
            Ok(file) => Ok(File::from(file)),
            Err(Errno::NOENT) => Err(OpenError::Missing),
            Err(Errno::XDEV | Errno::LOOP) => Err(OpenError::Outside),
            Err(error) => Err(OpenError::Other(error.into())),
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl SiteFolder {
    /// Opens the folder itself, which may lie behind symbolic links.
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        Ok(Self { root: root.canonicalize()? })
    }

    /// Without `openat2` a link that changes between the check and the opening is not noticed.
    fn open_beneath(&self, path: &str) -> Result<File, OpenError> {
        let resolve = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenError::Missing,
            _ => OpenError::Other(error),
        };
        let target = self.root.join(path).canonicalize().map_err(resolve)?;
        if !target.starts_with(&self.root) {
            return Err(OpenError::Outside);
        }
        File::open(target).map_err(OpenError::Other)
    }
}
