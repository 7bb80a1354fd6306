//! `.extrait/cache`: what builds need not find out twice. Opaque bytes by the hash of what they follow from.
//!
//! Losing it costs time and nothing else. Nothing in it is trusted: every piece carries its sum, a piece that does not
//! match counts as absent, and so does everything that another version of the program wrote. It holds records in clear,
//! and no link: folders of shares are known here by hashes of their names.

#![expect(clippy::disallowed_methods, reason = "this room reads and writes the cache")]

mod file;
mod index;
mod pack;
mod tables;
mod used;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::file_stamp::FileStamp;
use crate::hash::Hash;
use crate::model::attachment::FoundFile;
use file::{private, private_folder};
use index::Index;
pub use index::Slot;
use pack::Pack;
use tables::LiveTables;
use used::UsedParts;

/// Whether a command may write into the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheAccess {
    /// Looks things up.
    Read,
    /// Keeps what it finds out.
    Write,
}

/// How a build ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildOutcome {
    /// It published everything: what it did not use is of no use.
    Built,
    /// It stopped: what it did not come to is kept.
    Failed,
}

/// The cache of a site.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    /// What the cache was found to hold.
    found: Index,
    /// What this build has used or added: what the next one will find.
    used: UsedParts,
    pack: Option<Pack>,
    /// A file that was touched when the cache was opened; `None` where the cache cannot be written, and then no
    /// file stamp counts.
    clock: Option<FileStamp>,
    /// Whether file stamps of the last build count.
    believes: bool,
    writer: Option<fs::File>,
    program: String,
    tables: LiveTables,
}

impl Cache {
    /// Opens the cache in the folder `state` for this version of the program, whose `program` differs from that of every
    /// other. A cache that cannot be read is empty; where it cannot be written, or another process writes it, records are
    /// found in it by their texts and nothing is kept.
    #[must_use]
    pub fn open(state: &Path, access: CacheAccess, program: &str) -> Self {
        let folder = state.join("cache");
        let writer = (access == CacheAccess::Write).then(|| lock(&folder)).flatten();
        let clock = writer.as_ref().and_then(|_| touch(&folder).ok());
        let mut found = Index::read(&folder, program);
        // A clock that went back could give a changed file its old times.
        let believes = found.written.zip(clock).is_some_and(|(written, clock)| clock.changed() >= written);
        if !believes {
            found.files.clear();
        }
        let pack = Pack::open(&folder, found.length, writer.is_some());
        Self {
            folder,
            found,
            used: UsedParts::default(),
            pack,
            clock,
            believes,
            writer,
            program: program.to_owned(),
            tables: LiveTables::default(),
        }
    }

    /// A cache that holds nothing and keeps nothing.
    #[must_use]
    pub fn none() -> Self {
        Self {
            folder: PathBuf::new(),
            found: Index::default(),
            used: UsedParts::default(),
            pack: None,
            clock: None,
            believes: false,
            writer: None,
            program: String::new(),
            tables: LiveTables::default(),
        }
    }

    /// Whether a later change of a file with this file stamp would show.
    #[must_use]
    pub fn is_settled(&self, file_stamp: &FileStamp) -> bool {
        self.clock.is_some_and(|clock| file_stamp.is_settled(&clock))
    }

    /// The clock of the file system, now; `None` where the cache keeps nothing.
    #[must_use]
    pub fn now(&self) -> Option<FileStamp> {
        self.writer.as_ref().and_then(|_| touch(&self.folder).ok())
    }

    /// Whether anything is known of a file, whatever its file stamp.
    #[must_use]
    pub fn knows(&self, path: &str) -> bool {
        self.found.files.contains_key(path)
    }

    /// What is known of a file that still has this file stamp.
    #[must_use]
    pub fn file(&self, path: &str, file_stamp: Option<FileStamp>) -> Option<FoundFile> {
        let (before, known) = self.found.files.get(path)?;
        (Some(*before) == file_stamp).then(|| known.clone())
    }

    /// Remembers what was found out about a file, if its file stamp can vouch for that.
    pub fn keep_file(&self, path: &str, file_stamp: Option<FileStamp>, known: FoundFile) {
        if let Some(file_stamp) = file_stamp.filter(|file_stamp| self.is_settled(file_stamp)) {
            self.used.keep_file(path, file_stamp, known);
        }
    }

    /// The head of the piece that follows from `key`, and where its body lies.
    #[must_use]
    pub fn piece(&self, key: &Hash) -> Option<(&[u8], Slot)> {
        self.pack.as_ref()?;
        self.found.piece(key)
    }

    /// Remembers a piece that was found and is still of use.
    pub fn keep_piece(&self, key: Hash, piece: Slot, head: &[u8]) {
        self.used.keep_piece(key, piece, head);
    }

    /// Adds a piece; `None` where the cache keeps nothing.
    pub fn add(&self, key: Hash, head: &[u8], body: &[u8]) -> Option<Slot> {
        let piece = self.pack.as_ref()?.append(body)?;
        self.keep_piece(key, piece, head);
        Some(piece)
    }

    /// The body of the piece that follows from `key`, if it is whole.
    #[must_use]
    pub fn body(&self, key: &Hash) -> Option<Vec<u8>> {
        let slot = self.used.slot(key)?;
        self.pack.as_ref()?.read(&slot)
    }

    /// Forgets a piece whose body is not what it was: the next build adds it anew.
    pub fn forget(&self, key: &Hash) {
        self.used.forget(key);
    }

    /// What was written down for `name`, a folder or anything else that only this site knows.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<Vec<u8>> {
        // A table is of no use where no file stamp counts.
        self.clock.filter(|_| self.believes)?;
        tables::read(&self.folder, name, &self.program)
    }

    /// Notes that `name` is still as it was written down.
    pub fn keep_table(&self, name: &str) {
        self.tables.keep(name);
    }

    /// Writes down what `name` holds now.
    pub fn write_table(&self, name: &str, content: Vec<u8>) {
        let writes = self.writer.is_some() && self.clock.is_some();
        if !writes || tables::write(&self.folder, name, content, &self.program).is_ok() {
            self.tables.keep(name);
        }
    }

    /// Lets no file stamp count: where another machine changes files, times come late or not at all.
    #[must_use]
    pub fn without_file_stamps(mut self) -> Self {
        self.found.files.clear();
        self.clock = None;
        self
    }

    /// Writes down what the next build will find. A cache that cannot be written costs time only: nobody is told.
    pub fn save(self, outcome: BuildOutcome) {
        if self.writer.is_none() {
            return;
        }
        let mut used = self.used.whole();
        used.written = self.clock.map(|clock| clock.changed());
        if outcome == BuildOutcome::Failed {
            used.add_missing(&self.found);
        }
        let Some(pack) = self.pack else { return };
        let saved = if self.found.written.is_some() && used.holds_what(&self.found) {
            Ok(())
        } else {
            pack.settle(&self.folder, &mut used).and_then(|()| used.write(&self.folder, &self.program))
        };
        if outcome == BuildOutcome::Built {
            // A table too many does no harm.
            drop(self.tables.sweep(&self.folder));
        }
        // What is half written does not match its sum, and counts as absent.
        drop(saved);
    }
}

/// Makes the folder, in a state folder that is there, and keeps other writers out for as long as the file is open.
fn lock(folder: &Path) -> Option<fs::File> {
    match private_folder(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return None,
        _ => {}
    }
    let file = private().truncate(false).open(folder.join("lock")).ok()?;
    file.try_lock().ok().map(|()| file)
}

/// The clock of the file system, as a file that is written now.
fn touch(folder: &Path) -> io::Result<FileStamp> {
    let path = folder.join("clock");
    io::Write::write_all(&mut private().truncate(true).open(&path)?, b"now\n")?;
    FileStamp::of(&fs::metadata(path)?).ok_or(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"what a record follows from";

    fn filled(state: &Path) {
        let cache = Cache::open(state, CacheAccess::Write, "one");
        assert!(cache.add(Hash::of(KEY), b"head", b"body").is_some());
        cache.save(BuildOutcome::Built);
    }

    fn body(state: &Path, program: &str) -> Option<Vec<u8>> {
        let cache = Cache::open(state, CacheAccess::Write, program);
        let key = Hash::of(KEY);
        let (slot, head) = cache.piece(&key).map(|(head, slot)| (slot, head.to_vec()))?;
        assert_eq!(head, b"head");
        cache.keep_piece(key, slot, &head);
        cache.body(&key)
    }

    #[test]
    fn what_was_added_is_found_by_the_same_program() {
        let state = tempfile::tempdir().expect("a folder");
        filled(state.path());
        assert_eq!(body(state.path(), "one"), Some(b"body".to_vec()));
        assert_eq!(body(state.path(), "another"), None);
        assert_eq!(body(&state.path().join("elsewhere"), "one"), None);
    }

    #[test]
    fn a_changed_byte_is_as_good_as_none() {
        for name in ["index", "pack"] {
            let state = tempfile::tempdir().expect("a folder");
            filled(state.path());
            let path = state.path().join("cache").join(name);
            let whole = fs::read(&path).expect("it was written");
            for at in 0..whole.len() {
                let mut flipped = whole.clone();
                flipped[at] ^= 1;
                fs::write(&path, &flipped).expect("it can be written");
                assert_eq!(body(state.path(), "one"), None, "{name}, byte {at}");
                fs::write(&path, &whole[..at]).expect("it can be written");
                assert_eq!(body(state.path(), "one"), None, "{name}, {at} bytes");
            }
        }
    }

    #[test]
    fn one_process_writes_and_the_others_do_without() {
        let state = tempfile::tempdir().expect("a folder");
        let first = Cache::open(state.path(), CacheAccess::Write, "one");
        let second = Cache::open(state.path(), CacheAccess::Write, "one");
        assert!(first.add(Hash::of(KEY), b"head", b"body").is_some());
        assert!(second.add(Hash::of(KEY), b"head", b"other").is_none());
        second.save(BuildOutcome::Built);
        first.save(BuildOutcome::Built);
        assert_eq!(body(state.path(), "one"), Some(b"body".to_vec()));
    }

    #[cfg(unix)]
    #[test]
    fn a_clock_that_went_back_vouches_for_no_file() {
        let state = tempfile::tempdir().expect("a folder");
        let path = state.path().join("record");
        fs::write(&path, b"text").expect("it can be written");
        let file_stamp = FileStamp::of(&fs::metadata(&path).expect("it is there"));
        let found = FoundFile::text(Hash::of(b"text"), 4);
        std::thread::sleep(std::time::Duration::from_millis(60));
        let cache = Cache::open(state.path(), CacheAccess::Write, "one");
        cache.keep_file("record", file_stamp, found.clone());
        cache.save(BuildOutcome::Built);
        let known = || Cache::open(state.path(), CacheAccess::Write, "one").file("record", file_stamp);
        assert_eq!(known(), Some(found));
        // The same index, as if it had been written in an hour.
        let folder = state.path().join("cache");
        let mut index = Index::read(&folder, "one");
        index.written = Some(file_stamp.expect("a plain file").changed().later(3_600));
        index.write(&folder, "one").expect("it can be written");
        assert_eq!(known(), None);
    }
}
