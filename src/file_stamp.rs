//! What the file system says of a file without opening it: enough to tell that nothing touched it since.
//!
//! Sound only with care: a file that is written twice within one tick of the file system's clock may look untouched
//! ("racy git", Documentation/technical/racy-git.txt of git). So a file stamp counts only once it [`FileStamp::is_settled`].

use std::fs::Metadata;

use serde::{Deserialize, Serialize};

/// Nanoseconds since the Unix epoch, by the clock of a file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(i64);

impl Moment {
    /// So many seconds later.
    #[cfg(test)]
    pub(crate) fn later(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000_000)
    }
}

/// Size, times, inode and device of a file. Its change time cannot be set by programs that restore modification times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    size: u64,
    modified: Moment,
    changed: Moment,
    inode: u64,
    device: u64,
}

/// The clock of kernels ticks at least every 10 ms; twice that, to be safe.
const TICK: i64 = 20_000_000;

/// Of file systems that keep whole seconds, or even ones only (FAT), and of those whose clock may not be ours.
const COARSE: i64 = 3_000_000_000;

impl FileStamp {
    /// The file stamp of a plain file; `None` where the system keeps no time of change.
    #[cfg(unix)]
    #[must_use]
    pub fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let moment = |seconds: i64, nanoseconds: i64| {
            Moment(seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds))
        };
        metadata.is_file().then(|| Self {
            size: metadata.size(),
            modified: moment(metadata.mtime(), metadata.mtime_nsec()),
            changed: moment(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
            device: metadata.dev(),
        })
    }

    /// The file stamp of a plain file; `None` where the system keeps no time of change.
    #[cfg(not(unix))]
    #[must_use]
    pub fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// When the file was last changed.
    #[must_use]
    pub fn changed(&self) -> Moment {
        self.changed
    }

    /// Whether a later change would show: the file was last touched clearly before `clock`, a file that was touched
    /// before this file stamp was taken.
    #[must_use]
    pub fn is_settled(&self, clock: &Self) -> bool {
        let whole_seconds = self.changed.0 % 1_000_000_000 == 0 && self.modified.0 % 1_000_000_000 == 0;
        let granularity = if whole_seconds || self.device != clock.device { COARSE } else { TICK };
        let latest = self.changed.0.max(self.modified.0);
        latest.saturating_add(granularity) < clock.changed.0
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn print(changed: i64, device: u64) -> FileStamp {
        FileStamp { size: 1, modified: Moment(changed), changed: Moment(changed), inode: 1, device }
    }

    #[test]
    fn only_what_lies_clearly_in_the_past_is_settled() {
        let check = |changed, device, expected: bool| {
            let clock = print(10_000_000_001, 1);
            assert_eq!(print(changed, device).is_settled(&clock), expected, "{changed}");
        };
        check(9_900_000_001, 1, true);
        check(9_990_000_001, 1, false);
        check(10_000_000_001, 1, false);
        check(11_000_000_001, 1, false);
        check(9_000_000_000, 1, false);
        check(6_000_000_000, 1, true);
        check(9_900_000_001, 2, false);
        check(6_900_000_001, 2, true);
    }
}
