//! One build at a time: an advisory lock on a file in `.extrait/`, given back when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// Held for as long as a build runs.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock in the folder `state`; an error where another build holds it.
    pub fn take(state: &Path) -> io::Result<Self> {
        let path = state.join("lock");
        let file = {
            let mut options = File::options();
            options.create(true).truncate(false).write(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(&path)?
        };
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(io::Error::new(io::ErrorKind::WouldBlock, "another build of this site is running"))
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}
