//! The bodies of pieces, one after another in one file: appended to, and written anew once half of it is of no use.

use std::fs::{self, File};
use std::io::{self, Write as _};
#[cfg(not(unix))]
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::cache::index::{Index, Slot};
use crate::hash::Hash;

/// The open pack.
#[derive(Debug)]
pub(super) struct Pack {
    file: File,
    /// What was appended and not yet written; `None` where the pack is only read, or can no longer be written.
    tail: Mutex<Option<Tail>>,
    /// What lies before it is written, and is read without waiting for whoever appends.
    written: AtomicU64,
}

#[derive(Debug)]
struct Tail {
    /// Where `bytes` will lie.
    offset: u64,
    bytes: Vec<u8>,
}

const FILE: &str = "pack";

/// Bodies are written in blocks of about this many bytes.
const BLOCK: usize = 1 << 20;

/// Smaller packs are not worth writing anew.
const SMALL: u64 = 4 << 20;

impl Pack {
    /// Opens the pack, of which `length` bytes are in use: what lies behind them was never vouched for.
    pub(super) fn open(folder: &Path, length: u64, writes: bool) -> Option<Self> {
        let file = open(&folder.join(FILE), writes).ok()?;
        let tail = writes.then(|| Tail { offset: length, bytes: Vec::new() });
        Some(Self { file, tail: Mutex::new(tail), written: AtomicU64::new(length) })
    }

    /// Adds a body; `None` where it cannot be written.
    pub(super) fn append(&self, body: &[u8]) -> Option<Slot> {
        let sum = sum(body);
        let mut guard = self.tail.lock().expect("no holder of the lock can panic");
        let tail = guard.as_mut()?;
        let offset = tail.offset + tail.bytes.len() as u64;
        tail.bytes.extend_from_slice(body);
        if tail.bytes.len() >= BLOCK && self.flush(tail).is_err() {
            *guard = None;
            return None;
        }
        Some(Slot { offset, length: u32::try_from(body.len()).ok()?, sum })
    }

    fn flush(&self, tail: &mut Tail) -> io::Result<()> {
        write_at(&self.file, &tail.bytes, tail.offset)?;
        tail.offset += tail.bytes.len() as u64;
        tail.bytes.clear();
        self.written.store(tail.offset, Ordering::Release);
        Ok(())
    }

    /// A body, if it is whole.
    pub(super) fn read(&self, slot: &Slot) -> Option<Vec<u8>> {
        self.unwritten(slot).or_else(|| {
            let mut body = vec![0; slot.length as usize];
            read_at(&self.file, &mut body, slot.offset).ok()?;
            (sum(&body) == slot.sum).then_some(body)
        })
    }

    /// A body that waits to be written.
    fn unwritten(&self, slot: &Slot) -> Option<Vec<u8>> {
        if slot.offset < self.written.load(Ordering::Acquire) {
            return None;
        }
        let guard = self.tail.lock().expect("no holder of the lock can panic");
        let tail = guard.as_ref()?;
        let start = usize::try_from(slot.offset.checked_sub(tail.offset)?).ok()?;
        tail.bytes.get(start..start + slot.length as usize).map(<[u8]>::to_vec)
    }

    /// Writes what waits; where more than half of the pack serves no piece of `index`, writes the pack anew.
    pub(super) fn settle(self, folder: &Path, index: &mut Index) -> io::Result<()> {
        let mut guard = self.tail.lock().expect("no holder of the lock can panic");
        let tail = guard.as_mut().ok_or(io::ErrorKind::StorageFull)?;
        self.flush(tail)?;
        index.length = tail.offset;
        let live: u64 = index.pieces.values().map(|(piece, _)| u64::from(piece.length)).sum();
        if index.length > SMALL && live < index.length / 2 {
            index.length = self.compact(folder, index)?;
        }
        Ok(())
    }

    fn compact(&self, folder: &Path, index: &mut Index) -> io::Result<u64> {
        let fresh = folder.join("pack.new");
        drop(fs::remove_file(&fresh));
        let mut writer = io::BufWriter::new(open(&fresh, true)?);
        let mut offset = 0;
        let mut pieces: Vec<_> = index.pieces.values_mut().map(|(piece, _)| piece).collect();
        pieces.sort_by_key(|piece| piece.offset);
        for piece in pieces {
            let mut body = vec![0; piece.length as usize];
            read_at(&self.file, &mut body, piece.offset)?;
            writer.write_all(&body)?;
            piece.offset = offset;
            offset += u64::from(piece.length);
        }
        writer.into_inner().map_err(io::IntoInnerError::into_error)?;
        fs::rename(fresh, folder.join(FILE))?;
        Ok(offset)
    }
}

/// A file that only its owner can read: it holds records in clear.
fn open(path: &Path, writes: bool) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    if writes {
        options.write(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    options.open(path)
}

/// The first eight bytes of the SHA-256: enough to see an accident.
fn sum(body: &[u8]) -> u64 {
    u64::from_le_bytes(*Hash::of(body).bytes().first_chunk().expect("a SHA-256 has 32 bytes"))
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

/// One reader at a time moves the place in the file.
#[cfg(not(unix))]
static PLACE: Mutex<()> = Mutex::new(());

#[cfg(not(unix))]
fn read_at(mut file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    let _guard = PLACE.lock().expect("no holder of the lock can panic");
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}

#[cfg(not(unix))]
fn write_at(mut file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    let _guard = PLACE.lock().expect("no holder of the lock can panic");
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}
