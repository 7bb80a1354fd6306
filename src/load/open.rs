//! Opening files so that no symbolic link leads out of the site, even one that changes between a check and the opening.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::file_stamp::FileStamp;

/// The folder of a site; every file is opened from it.
#[derive(Debug)]
pub(crate) struct SiteFolder {
    #[cfg(target_os = "linux")]
    folder: File,
    root: PathBuf,
}

/// Why a file was not read.
#[derive(Debug)]
pub(crate) enum FileRefusal {
    /// It does not exist.
    Missing,
    /// It lies outside the site.
    Outside,
    /// It is one of the files that the site is made of, by a link.
    Own,
    /// It has this many bytes, more than the limit.
    TooLarge(u64),
    /// It was written to whenever it was read.
    Unsteady,
    /// The machine says why.
    Other(io::Error),
}

/// More bytes are not looked over, even where nothing is kept of them.
const MAX_STREAM: u64 = 1024 * 1024 * 1024;

/// How often a file that changes meanwhile is read.
const ATTEMPTS: usize = 4;

/// How often the kernel is asked again where something was renamed, anywhere on the machine, while it climbed by `..`.
#[cfg(target_os = "linux")]
const CLIMBS: usize = 1000;

impl SiteFolder {
    /// Reads a file of at most `limit` bytes; `path` is relative to the folder. The file stamp is that of the bytes: a file
    /// that is written to meanwhile is read again.
    pub(crate) fn read(&self, path: &str, limit: u64) -> Result<(Vec<u8>, Option<FileStamp>), FileRefusal> {
        Self::steady(|| self.open_beneath(path), limit)
    }

    /// As [`SiteFolder::read`], for a file that is published as it is: a symbolic link in its place stays within `content/`,
    /// and no link of any sort makes it one of `own`, the files that the site is made of. What is judged is the file that
    /// was opened, whatever stands at its path by then.
    pub(crate) fn read_attachment(
        &self,
        path: &str,
        limit: u64,
        own: &dyn Fn() -> Vec<String>,
    ) -> Result<(Vec<u8>, Option<FileStamp>), FileRefusal> {
        let open = || {
            let (file, way) = self.open_attachment(path)?;
            let is_linked =
                way == ReachedBy::Link || has_other_names(&file.metadata().map_err(FileRefusal::Other)?);
            let is_own = is_linked && own().iter().any(|path| self.is_same(&file, path));
            if is_own { Err(FileRefusal::Own) } else { Ok(file) }
        };
        Self::steady(open, limit)
    }

    /// Whether a file is the one at a path of the site.
    fn is_same(&self, file: &File, path: &str) -> bool {
        let other = std::fs::metadata(self.root.join(path));
        file.metadata().ok().zip(other.ok()).is_some_and(|(one, other)| identity(&one) == identity(&other))
    }

    fn steady(
        open: impl Fn() -> Result<File, FileRefusal>,
        limit: u64,
    ) -> Result<(Vec<u8>, Option<FileStamp>), FileRefusal> {
        for _ in 0..ATTEMPTS {
            let file = open()?;
            let before = FileStamp::of(&file.metadata().map_err(FileRefusal::Other)?);
            let bytes = read(&file, limit)?;
            let after = FileStamp::of(&file.metadata().map_err(FileRefusal::Other)?);
            if before == after {
                return Ok((bytes, after));
            }
        }
        Err(FileRefusal::Unsteady)
    }

    /// Opens a regular file of any length that a machine has, to read it from its start.
    pub(crate) fn stream(&self, path: &str) -> io::Result<impl io::Read + use<>> {
        let file = self.open_beneath(path).map_err(|error| match error {
            FileRefusal::Other(error) => error,
            _ => io::Error::other("no file of the site stands there"),
        })?;
        match file.metadata()? {
            metadata if !metadata.is_file() => Err(io::Error::other("no file of the site stands there")),
            metadata if metadata.len() > MAX_STREAM => {
                Err(io::Error::other("it is too large to be looked over"))
            }
            _ => Ok(file.take(MAX_STREAM)),
        }
    }

    /// What the file system says of a file, links followed: a guess that is never read from.
    pub(crate) fn file_stamp(&self, path: &str) -> Option<FileStamp> {
        FileStamp::of(&std::fs::metadata(self.root.join(path)).ok()?)
    }
}

/// How a file was reached from its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReachedBy {
    /// It lies there.
    Direct,
    /// By a symbolic link.
    Link,
}

/// What tells a file from every other, whatever its names.
#[cfg(unix)]
fn identity(metadata: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity(metadata: &std::fs::Metadata) -> (u64, Option<std::time::SystemTime>) {
    (metadata.len(), metadata.modified().ok())
}

/// Whether hard links may give a file other names.
#[cfg(unix)]
fn has_other_names(metadata: &std::fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &std::fs::Metadata) -> bool {
    false
}

fn read(file: &File, limit: u64) -> Result<Vec<u8>, FileRefusal> {
    let metadata = file.metadata().map_err(FileRefusal::Other)?;
    if !metadata.is_file() {
        return Err(FileRefusal::Other(io::Error::other("no file of the site stands there")));
    }
    if metadata.len() > limit {
        return Err(FileRefusal::TooLarge(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(FileRefusal::Other)?;
    if bytes.len() as u64 > limit { Err(FileRefusal::TooLarge(bytes.len() as u64)) } else { Ok(bytes) }
}

#[cfg(target_os = "linux")]
impl SiteFolder {
    /// Opens the folder itself, which may lie behind symbolic links.
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        Ok(Self { folder: File::open(root)?, root: root.to_owned() })
    }

    fn open_beneath(&self, path: &str) -> Result<File, FileRefusal> {
        Self::open_from(&self.folder, path, rustix::fs::ResolveFlags::empty())
    }

    /// The last part of the path is opened apart: only if it is no symbolic link the file lies where its path says.
    fn open_attachment(&self, path: &str) -> Result<(File, ReachedBy), FileRefusal> {
        let (folder, name) = path.rsplit_once('/').ok_or(FileRefusal::Missing)?;
        let folder = self.open_beneath(folder)?;
        match Self::open_from(&folder, name, rustix::fs::ResolveFlags::NO_SYMLINKS) {
            Err(FileRefusal::Outside) => {
                let content = self.open_beneath("content")?;
                let rest = path.strip_prefix("content/").ok_or(FileRefusal::Missing)?;
                Self::open_from(&content, rest, rustix::fs::ResolveFlags::empty())
                    .map(|file| (file, ReachedBy::Link))
            }
            opened => opened.map(|file| (file, ReachedBy::Direct)),
        }
    }

    /// `openat2(2)` with `RESOLVE_BENEATH`: the kernel refuses every way out.
    fn open_from(folder: &File, path: &str, further: rustix::fs::ResolveFlags) -> Result<File, FileRefusal> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS | further;
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        // `EAGAIN` is no answer, but the wish to be asked again (openat2(2)).
        let open = || openat2(folder, path, flags, Mode::empty(), resolve);
        let again = || (0..CLIMBS).map(|_| open()).find(|opened| !matches!(opened, Err(Errno::AGAIN)));
        match again().unwrap_or(Err(Errno::AGAIN)) {
            Ok(file) => Ok(File::from(file)),
            Err(Errno::NOENT) => Err(FileRefusal::Missing),
            Err(Errno::XDEV | Errno::LOOP) => Err(FileRefusal::Outside),
            Err(error) => Err(FileRefusal::Other(error.into())),
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
    fn open_beneath(&self, path: &str) -> Result<File, FileRefusal> {
        let resolve = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => FileRefusal::Missing,
            _ => FileRefusal::Other(error),
        };
        let target = self.root.join(path).canonicalize().map_err(resolve)?;
        if !target.starts_with(&self.root) {
            return Err(FileRefusal::Outside);
        }
        // Opening a FIFO waits for somebody who writes.
        if !target.metadata().map_err(FileRefusal::Other)?.is_file() {
            return Err(FileRefusal::Other(io::Error::other("no file of the site stands there")));
        }
        File::open(target).map_err(FileRefusal::Other)
    }

    fn open_attachment(&self, path: &str) -> Result<(File, ReachedBy), FileRefusal> {
        let file = self.open_beneath(path)?;
        if !self.root.join(path).is_symlink() {
            return Ok((file, ReachedBy::Direct));
        }
        let inside = |target: PathBuf| target.starts_with(self.root.join("content"));
        match self.root.join(path).canonicalize() {
            Ok(target) if inside(target.clone()) => Ok((file, ReachedBy::Link)),
            _ => Err(FileRefusal::Outside),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// A link that climbs is followed while other programs rename files of their own.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test makes files on the disk")]
    fn renames_elsewhere_stop_no_reading() {
        let (site, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(site.path().join("content")).unwrap();
        fs::write(site.path().join("spare.yaml"), "x").unwrap();
        std::os::unix::fs::symlink("../spare.yaml", site.path().join("content/a.yaml")).unwrap();
        let folder = SiteFolder::open(site.path()).unwrap();
        let is_done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let (one, other) = (elsewhere.path().join("one"), elsewhere.path().join("other"));
                fs::write(&one, "").unwrap();
                while !is_done.load(Ordering::Relaxed) {
                    fs::rename(&one, &other).unwrap();
                    fs::rename(&other, &one).unwrap();
                }
            });
            let refused = (0..20_000).find_map(|_| folder.read("content/a.yaml", 10).err());
            is_done.store(true, Ordering::Relaxed);
            assert!(refused.is_none(), "{refused:?}");
        });
    }
}
