//! The file: read whole, appended to under a lock, never reached through a symbolic link.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use crate::hash::Hash;
use crate::ledger::chain::{End, Ledger};
use crate::ledger::line::{is_reason, write};
use crate::ledger::{Event, FILE, Fault};

/// The largest ledger that is read, in bytes: some 100,000 lines.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What an append did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Whether the file is new.
    pub created: bool,
    /// What was left of an append that did not come to its end.
    pub healed: Option<Healed>,
    /// The SHA-256 of the line that is last now.
    pub head: Option<Hash>,
}

/// What was mended before lines were appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Healed {
    /// Half a line was cut off: its number, and how many bytes it had.
    Cut {
        /// From 1.
        line: usize,
        /// Without a line end.
        bytes: usize,
    },
    /// The last line got the line end that it lacked.
    Ended,
}

/// Why nothing was appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Lines of the ledger cannot be read; what comes after them could not be checked.
    #[error("{FILE} holds lines that cannot be read: see `extrait ledger verify`")]
    Unreadable(Vec<Fault>),
    /// A reason that is empty, too long, or holds line breaks or characters that nobody sees.
    #[error("a reason is one line of visible text of at most 2000 bytes")]
    Reason,
    /// The machine.
    #[error("{FILE}: {0}")]
    Io(#[from] io::Error),
}

/// Why the ledger could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{FILE} cannot be read: {0}")]
pub struct ReadError(io::Error);

/// Whether the site in the folder `root` has a ledger, readable or not.
#[must_use]
pub fn exists(root: &Path) -> bool {
    root.join(FILE).symlink_metadata().is_ok()
}

/// The ledger of the site in the folder `root`; `None` where there is none.
pub fn read(root: &Path) -> Result<Option<Ledger>, ReadError> {
    match open(root, LedgerAccess::Read) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        opened => {
            let bytes = opened.and_then(|file| whole(&file)).map_err(ReadError)?;
            Ok(Some(Ledger::parse(&bytes)))
        }
    }
}

/// Appends `events` in one piece, each after the one before, and makes the ledger where there is none. Half a line that a
/// crash has left is cut off. Waits for others who append; when it returns, the lines are on the disk.
pub fn append(root: &Path, events: &[Event]) -> Result<Appended, AppendError> {
    if events.iter().filter_map(|event| event.reason.as_deref()).any(|reason| !is_reason(reason)) {
        return Err(AppendError::Reason);
    }
    let created = !exists(root);
    let mut file = locked(root)?;
    let bytes = whole(&file)?;
    let ledger = Ledger::parse(&bytes);
    if !ledger.unreadable().is_empty() {
        return Err(AppendError::Unreadable(ledger.unreadable().to_vec()));
    }
    let healed = match ledger.end {
        End::Whole => None,
        End::Unended => Some(Healed::Ended),
        End::Torn { start, number } => Some(Healed::Cut { line: number, bytes: bytes.len() - start }),
    };
    let kept = if let End::Torn { start, .. } = ledger.end { start } else { bytes.len() };
    let (text, head) = lines(&ledger, events);
    let written = file.set_len(kept as u64).and_then(|()| file.write_all(text.as_bytes()));
    if let Err(error) = written.and_then(|()| file.sync_all()) {
        // Half a line is no use to anyone, and a full disk should not be left fuller.
        drop(file.set_len(kept as u64));
        return Err(error.into());
    }
    if created {
        settle(root)?;
    }
    Ok(Appended { created, healed, head })
}

/// The text that the file lacks, and the hash of its last line.
fn lines(ledger: &Ledger, events: &[Event]) -> (String, Option<Hash>) {
    let mut text = String::new();
    if ledger.end == End::Unended {
        text.push('\n');
    }
    let mut heads = ledger.heads();
    for event in events {
        let line = write(event, &heads);
        heads = vec![Hash::of(line.as_bytes())];
        text.push_str(&line);
        text.push('\n');
    }
    (text, heads.last().copied())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LedgerAccess {
    Read,
    Append,
}

/// The file, made where it is missing, with nobody else in it.
fn locked(root: &Path) -> io::Result<File> {
    loop {
        let file = open(root, LedgerAccess::Append)?;
        file.lock()?;
        // While we waited, git may have put another file in its place.
        if is_at(&file, &root.join(FILE)) {
            return Ok(file);
        }
    }
}

fn whole(file: &File) -> io::Result<Vec<u8>> {
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no plain file"));
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other(format!("it has more than {MAX_BYTES} bytes")));
    }
    Ok(bytes)
}

/// `O_NOFOLLOW`: a link that leads out of the site would let a line be written, or read, elsewhere. `O_NONBLOCK`: a pipe
/// must not hold a command up.
#[cfg(unix)]
fn open(root: &Path, access: LedgerAccess) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    use rustix::io::Errno;
    let how = match access {
        LedgerAccess::Read => OFlags::RDONLY,
        LedgerAccess::Append => OFlags::RDWR | OFlags::APPEND | OFlags::CREATE,
    };
    let flags = how | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    match openat(CWD, root.join(FILE), flags, Mode::from_raw_mode(0o644)) {
        Ok(file) => Ok(File::from(file)),
        Err(Errno::LOOP) => Err(io::Error::other("it is a symbolic link: put a file there")),
        Err(error) => Err(error.into()),
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    file.metadata().ok().map(place) == path.symlink_metadata().ok().map(place)
}

/// The name of a new file is on the disk only when its folder is.
#[cfg(unix)]
fn settle(root: &Path) -> io::Result<()> {
    File::open(root)?.sync_all()
}

#[cfg(not(unix))]
fn open(root: &Path, access: LedgerAccess) -> io::Result<File> {
    let path = root.join(FILE);
    if path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink()) {
        return Err(io::Error::other("it is a symbolic link: put a file there"));
    }
    match access {
        LedgerAccess::Read => File::open(path),
        LedgerAccess::Append => File::options().read(true).append(true).create(true).open(path),
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(not(unix))]
fn settle(_: &Path) -> io::Result<()> {
    Ok(())
}
