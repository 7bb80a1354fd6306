//! Who may read what is published: servers run as another user, whatever the umask was under which a site is built.
//!
//! A folder that the program makes for its output gets 755, and files in it 644. In a folder that a person made its mode
//! decides: 750 gives 750 and 640. Modes are compared wherever a file is looked at anyway, and mended where they differ.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use crate::host::Listing;
use crate::link::CANARY;
use crate::mask;
use crate::publish::index::FolderIndex;
use crate::publish::{Disk, PublishError, Target, at};

/// Permission bits, as `chmod(2)` takes them for owner, group and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mode(u32);

impl Mode {
    /// A file that only its owner reads: what names links.
    pub const OWNER: Self = Self(0o600);

    /// A folder that everyone may list and pass.
    pub(super) const FOLDER: Self = Self(0o755);

    /// The bits.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }
}

/// The modes of one output. They follow from the mode of its folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Modes(u32);

impl Modes {
    /// In the folder of an output that has these bits. Its owner can always write, and others never.
    fn within(bits: u32) -> Self {
        Self(0o700 | (bits & 0o075))
    }

    pub(super) fn folder(self) -> Mode {
        Mode(self.0)
    }

    pub(super) fn file(self) -> Mode {
        Mode(self.0 & 0o666)
    }

    /// The folder of all links. Whoever lists it holds every link: where no host need list it, only those may who may write
    /// there.
    fn links(self, listing: Listing) -> Mode {
        let listed = |who: u32| if self.0 & (0o2 << who) == 0 { 0o4 << who } else { 0 };
        match listing {
            Listing::Needed => self.folder(),
            Listing::Spared => Mode(self.0 & !(listed(3) | listed(0))),
        }
    }
}

/// Whether a folder was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    Now,
    Before,
}

/// Starts the name of the note that a person chose the mode of an output.
pub(super) const CHOSEN: &str = "chosen-";

/// Decides the modes of the output in `root`; `note` says that a person chose the mode of its folder, and is written where
/// that is found out.
pub(super) fn decide(disk: &dyn Disk, root: &Path, note: &Path, made: Made) -> Result<Modes, PublishError> {
    let metadata = fs::metadata(root).map_err(at(root))?;
    let Some(found) = bits(&metadata) else { return Ok(Modes::within(Mode::FOLDER.0)) };
    let is_noted = note.exists();
    if made == Made::Now {
        if is_noted {
            disk.remove_file(note).map_err(at(note))?;
        }
        return Ok(Modes::within(Mode::FOLDER.0));
    }
    // What is as open as ours is either way is no question.
    if is_noted || found & Mode::FOLDER.0 == Mode::FOLDER.0 {
        return Ok(Modes::within(found));
    }
    if is_left_narrow(root, &metadata, note.parent().unwrap_or(root)) {
        return Ok(Modes::within(Mode::FOLDER.0));
    }
    disk.create(note, Mode::OWNER).map_err(at(note))?;
    Ok(Modes::within(found))
}

/// Folders that were made one right after the other, by one process.
const TOGETHER: Duration = Duration::from_secs(2);

/// Whether an earlier version made the output under a narrow umask: a build was noted, all that it made has the same narrow
/// mode, owner and group as the output's folder, and that folder was made together with `s/`. Where any of it is otherwise,
/// a person had a hand in it, and nothing is opened to others.
#[cfg(unix)]
fn is_left_narrow(root: &Path, metadata: &Metadata, state: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let as_root = |path: &Path, kept: u32| {
        fs::symlink_metadata(path).is_ok_and(|found| {
            found.mode() & 0o777 == metadata.mode() & kept
                && (found.uid(), found.gid()) == (metadata.uid(), metadata.gid())
        })
    };
    let links = root.join("s");
    let passed = || as_root(&links, 0o777) || as_root(&links, 0o711);
    let times = metadata.created().ok().zip(fs::metadata(&links).and_then(|links| links.created()).ok());
    let together =
        times.is_none_or(|(root, links)| links.duration_since(root).is_ok_and(|past| past < TOGETHER));
    metadata.mode() & 0o7000 == 0
        && FolderIndex::exists(state)
        && passed()
        && as_root(&root.join("extrait.pub"), 0o666)
        && together
}

#[cfg(not(unix))]
fn is_left_narrow(_: &Path, _: &Metadata, _: &Path) -> bool {
    false
}

/// The permission bits of a file or folder; `None` where the system has none.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
pub(super) fn bits(metadata: &Metadata) -> Option<u32> {
    Some(std::os::unix::fs::MetadataExt::mode(metadata) & 0o777)
}

#[cfg(not(unix))]
pub(super) fn bits(_: &Metadata) -> Option<u32> {
    None
}

/// Modes that could not be changed: how many, and why the first could not.
#[derive(Debug, Default)]
pub(super) struct Refused(Mutex<Option<(usize, String)>>);

impl Refused {
    fn note(&self, path: &Path, found: u32, wanted: Mode, error: &io::Error) {
        let mut refused = self.0.lock().expect("no holder of the lock can panic");
        let (count, _) = refused.get_or_insert_with(|| {
            let path = mask::foreign(&path.to_string_lossy());
            (0, format!("{path} has mode {found:o} in the place of {:o}: {error}", wanted.0))
        });
        *count += 1;
    }
}

impl Target {
    /// Opens the output's own folders to whom they are for. `listing` says whether a host must list the folder of all links.
    pub fn open_folders(&self, listing: Listing) {
        let (folder, links) = (self.modes.folder(), self.modes.links(listing));
        if self.modes == Modes::within(Mode::FOLDER.0)
            && let Ok(root) = self.root.canonicalize()
            && let Ok(metadata) = fs::metadata(&root)
            && bits(&metadata).is_some_and(|found| found & folder.0 != folder.0)
        {
            self.fit(&root, &metadata, folder);
        }
        // `s/` may be a link that a person made: what it leads to is theirs.
        for (path, mode) in [
            (self.links.clone(), links),
            (self.root.join("assets"), folder),
            (self.links.join(CANARY), folder),
        ] {
            self.fit_at(&path, mode);
        }
    }

    /// What could not be given its mode, in words.
    #[must_use]
    pub fn refused_modes(&self) -> Option<String> {
        let refused = self.refused.0.lock().expect("no holder of the lock can panic");
        let (count, first) = refused.as_ref()?;
        Some(if *count == 1 { first.clone() } else { format!("{first}; so it is with {} more", count - 1) })
    }

    /// Gives a folder of ours its mode.
    pub(super) fn fit_folder(&self, path: &Path) {
        self.fit_at(path, self.modes.folder());
    }

    fn fit_at(&self, path: &Path, wanted: Mode) {
        if let Ok(metadata) = fs::symlink_metadata(path)
            && metadata.is_dir()
        {
            self.fit(path, &metadata, wanted);
        }
    }

    /// Gives a file of ours its mode, and says what the file system says of it then.
    pub(super) fn fit_file(&self, path: &Path) -> Option<Metadata> {
        let metadata = fs::symlink_metadata(path).ok()?;
        if metadata.is_file() && self.fit(path, &metadata, self.modes.file()) {
            return fs::symlink_metadata(path).ok();
        }
        Some(metadata)
    }

    /// Whether a mode was changed.
    fn fit(&self, path: &Path, metadata: &Metadata, wanted: Mode) -> bool {
        let Some(found) = bits(metadata).filter(|found| *found != wanted.0) else { return false };
        let set = self.disk().set_mode(path, wanted);
        set.inspect_err(|error| self.refused.note(path, found, wanted, error)).is_ok()
    }
}
