//! The one door to the disk: every change that publishing makes goes through a [`Disk`], and nothing else does. So a test
//! can stop the world at any of them. Reading does not pass here.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::publish::modes::{Mode, bits};

/// What publishing does to a disk. Each call is one step after which the machine may stop for good.
pub trait Disk: fmt::Debug + Send + Sync {
    /// Makes a file that was not there, empty, with this mode whatever the umask; an error where something is.
    fn create(&self, path: &Path, mode: Mode) -> io::Result<File>;

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

    /// Makes a folder that was not there, with this mode whatever the umask.
    fn create_dir(&self, path: &Path, mode: Mode) -> io::Result<()>;

    /// Gives a file or folder this mode; the bits of a folder that are no permissions, as setgid, stay. A link is not
    /// followed.
    fn set_mode(&self, path: &Path, mode: Mode) -> io::Result<()>;

    /// Removes an empty folder.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Returns when the file system that holds `folder` has kept everything written so far for good.
    fn sync(&self, folder: &Path) -> io::Result<()>;
}

/// The real disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Machine;

impl Disk for Machine {
    fn create(&self, path: &Path, mode: Mode) -> io::Result<File> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode.bits());
        let file = options.open(path)?;
        // A file system without modes refuses: the build that looks at the file next says so.
        #[cfg(unix)]
        if bits(&file.metadata()?) != Some(mode.bits()) {
            drop(file.set_permissions(permissions(mode.bits())));
        }
        Ok(file)
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

    fn create_dir(&self, path: &Path, mode: Mode) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, mode.bits());
        builder.create(path)?;
        if bits(&fs::symlink_metadata(path)?).is_some_and(|found| found != mode.bits()) {
            drop(self.set_mode(path, mode));
        }
        Ok(())
    }

    fn set_mode(&self, path: &Path, mode: Mode) -> io::Result<()> {
        set_mode(path, mode)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync(&self, folder: &Path) -> io::Result<()> {
        sync(folder)
    }
}

#[cfg(unix)]
fn permissions(bits: u32) -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(bits)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: Mode) -> io::Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    if metadata.is_symlink() {
        return Err(io::Error::other("it is a link"));
    }
    let special =
        if metadata.is_dir() { std::os::unix::fs::MetadataExt::mode(&metadata) & 0o7000 } else { 0 };
    fs::set_permissions(path, permissions(special | mode.bits()))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: Mode) -> io::Result<()> {
    Ok(())
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
