//! A disk that stops.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use extrait::publish::{Disk, Machine, Mode};

/// How a disk stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing happens any more.
    Dead,
    /// The same, and a file that is being written gets half of its bytes.
    DeadInWrite,
    /// One step fails, and all others work.
    Once,
    /// Nothing new fits; what is there can be renamed and removed.
    Full,
}

/// What a file system has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    Everything,
    NoExchange,
    NoLinks,
    Neither,
}

/// A disk that works for so many steps.
#[derive(Debug, Clone)]
pub struct Faulty {
    fault: Fault,
    has: Has,
    limit: usize,
    steps: Arc<AtomicUsize>,
}

impl Faulty {
    pub fn new(fault: Fault, has: Has, limit: usize) -> Self {
        Self { fault, has, limit, steps: Arc::default() }
    }

    /// How many steps were asked for.
    pub fn steps(&self) -> usize {
        self.steps.load(Ordering::Relaxed)
    }

    /// Whether the limit was met.
    pub fn stopped(&self) -> bool {
        self.steps() > self.limit
    }

    /// Whether this step fails.
    fn fails(&self) -> bool {
        let step = self.steps.fetch_add(1, Ordering::Relaxed);
        if self.fault == Fault::Once { step == self.limit } else { step >= self.limit }
    }

    /// A step that a full disk can still do.
    fn free(&self) -> io::Result<()> {
        if self.fails() && self.fault != Fault::Full { Err(dead()) } else { Ok(()) }
    }

    /// A step that takes room.
    fn costly(&self) -> io::Result<()> {
        match (self.fails(), self.fault) {
            (false, _) => Ok(()),
            (true, Fault::Full) => Err(io::ErrorKind::StorageFull.into()),
            (true, _) => Err(dead()),
        }
    }
}

fn dead() -> io::Error {
    io::Error::other("the disk is dead")
}

impl Disk for Faulty {
    fn create(&self, path: &Path, mode: Mode) -> io::Result<File> {
        self.costly()?;
        Machine.create(path, mode)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let before = self.steps();
        self.costly().inspect_err(|_| {
            // Only the step at the limit was under way when the disk stopped; a full one always takes what still fits.
            let half = match self.fault {
                Fault::Dead => false,
                Fault::DeadInWrite => before == self.limit,
                Fault::Once | Fault::Full => true,
            };
            if half {
                Machine.write(file, &bytes[..bytes.len() / 2]).unwrap();
            }
        })?;
        Machine.write(file, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.free()?;
        Machine.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.free()?;
        if matches!(self.has, Has::NoExchange | Has::Neither) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        Machine.exchange(one, other)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.costly()?;
        if matches!(self.has, Has::NoLinks | Has::Neither) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        Machine.link(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.free()?;
        Machine.remove_file(path)
    }

    fn create_dir(&self, path: &Path, mode: Mode) -> io::Result<()> {
        self.costly()?;
        Machine.create_dir(path, mode)
    }

    fn set_mode(&self, path: &Path, mode: Mode) -> io::Result<()> {
        self.free()?;
        Machine.set_mode(path, mode)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.free()?;
        Machine.remove_dir(path)
    }

    fn sync(&self, _folder: &Path) -> io::Result<()> {
        // The machine's own disk has better things to do than to keep what a test throws away.
        self.free()
    }
}
