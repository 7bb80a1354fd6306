//! The one door to the disk: every change that publishing makes goes through a [`Disk`], and nothing else does. So a test
//! can stop the world at any of them. Reading does not pass here.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Everyone whom the process's mask lets: what is published.
    Everyone,
    /// The owner only: what names links.
    Owner,
}

/// What publishing does to a disk. Each call is one step after which the machine may stop for good.
pub trait Disk: fmt::Debug + Send + Sync {
    /// Makes a file that was not there, empty; an error where something is.
    fn create(&self, path: &Path, readers: Readers) -> io::Result<File>;

    /// Writes the next bytes into a file of [`create`](Self::create).
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file or folder another name, in the place of a file that has it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Lets two files or folders change places in one step; [`Unsupported`](io::ErrorKind::Unsupported) where the
    /// machine has no such step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Gives a file a second name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder that was not there.
    fn create_dir(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Returns when the file system that holds `folder` has kept everything written so far for good.
    fn sync(&self, folder: &Path) -> io::Result<()>;
}

/// The real disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Machine;

impl Disk for Machine {
    fn create(&self, path: &Path, readers: Readers) -> io::Result<File> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if readers == Readers::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = readers;
        options.open(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        exchange(one, other)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync(&self, folder: &Path) -> io::Result<()> {
        sync(folder)
    }
}

/// `renameat2(2)` with `RENAME_EXCHANGE`. Old kernels and many file systems (FAT, 9p, network) have none, and an overlay
/// of a container lets no folder of a lower layer move.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::XDEV) => {
            Err(io::ErrorKind::Unsupported.into())
        }
        done => done.map_err(Into::into),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// `syncfs(2)`: one call for all files of a build.
#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Without `syncfs` only the folder is kept for good; a power cut soon after a build may cost bytes, which the next build
/// finds by comparing.
#[cfg(all(unix, not(target_os = "linux")))]
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// There is no way to say it for a folder.
#[cfg(not(unix))]
fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}
