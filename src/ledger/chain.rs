//! The lines of a ledger, and which of them are last.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::Hash;
use crate::ledger::line::{self, LineError};
use crate::ledger::{Event, Fault, Faults};
use crate::model::id::Id;

/// A ledger, read.
#[derive(Debug, Default)]
pub struct Ledger {
    pub(super) lines: Vec<LedgerLine>,
    /// What is wrong with single lines.
    pub(super) faults: Faults,
    /// Number and SHA-256 of every line that is not torn, in the order of the file, readable or not. Unreadable lines whose
    /// faults are counted alone are left out.
    pub(super) hashes: Vec<(usize, Hash)>,
    pub(super) end: End,
}

/// How a ledger ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum End {
    /// With a line end, or empty.
    #[default]
    Whole,
    /// With a line that lacks only its line end.
    Unended,
    /// With half a line that starts at this byte.
    Torn { start: usize, number: usize },
}

/// A line that says what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// Its number in the file, from 1.
    pub number: usize,
    /// The SHA-256 of its bytes, without the line end.
    pub hash: Hash,
    /// What it says.
    pub event: Event,
    /// The lines that it follows, sorted.
    pub prev: Vec<Hash>,
}

impl Ledger {
    /// Reads the bytes of a ledger; every line that cannot be read is a fault.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let mut ledger = Self::default();
        let mut start = 0;
        for (number, written) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            let after = start + written.len();
            ledger.take(number, written, (after == bytes.len()).then_some(start));
            start = after;
        }
        ledger
    }

    /// Takes the next line in; `last` is where it starts, if it is the last.
    fn take(&mut self, number: usize, written: &[u8], last: Option<usize>) {
        // Git may check the file out with the line ends of Windows: they are no part of a line.
        let ended = written.strip_suffix(b"\n");
        let line = ended.map_or(written, |line| line.strip_suffix(b"\r").unwrap_or(line));
        let hash = Hash::of(line);
        match line::read(line) {
            Err(LineError::Syntax) if last.is_some() && !is_marker(line) => {
                self.end = End::Torn { start: last.unwrap_or_default(), number };
                return;
            }
            Err(error) => {
                let is_told = !self.faults.is_full();
                self.faults.push(|| match error {
                    _ if is_marker(line) => Fault::marker(number),
                    LineError::Form => Fault::form(number),
                    error => Fault::unreadable(number, &error.to_string()),
                });
                if is_told {
                    self.hashes.push((number, hash));
                }
            }
            Ok((event, prev)) => {
                self.hashes.push((number, hash));
                self.lines.push(LedgerLine { number, hash, event, prev });
            }
        }
        if ended.is_none() {
            self.end = End::Unended;
        }
    }

    /// Whether it ends with a whole line, as every command leaves it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.end == End::Whole
    }

    /// The lines that can be read, in the order of the file.
    #[must_use]
    pub fn lines(&self) -> &[LedgerLine] {
        &self.lines
    }

    /// What makes lines unreadable: a ledger with such faults takes no more lines.
    #[must_use]
    pub fn unreadable(&self) -> &[Fault] {
        &self.faults
    }

    /// The SHA-256 of the lines that no other line follows, sorted: the next line follows them.
    #[must_use]
    pub fn heads(&self) -> Vec<Hash> {
        let followed: BTreeSet<_> = self.lines.iter().flat_map(|line| &line.prev).collect();
        let hashes = self.hashes.iter().map(|(_, hash)| *hash);
        let last: BTreeSet<_> = hashes.filter(|hash| !followed.contains(hash)).collect();
        last.into_iter().collect()
    }

    /// How each link of which lines tell was last, in the order of shares and recipients.
    #[must_use]
    pub fn last_events(&self) -> Vec<&Event> {
        self.by_link().into_values().collect()
    }

    /// The last line about each link.
    pub(super) fn by_link(&self) -> BTreeMap<(&Id, Option<&Id>), &Event> {
        let events = self.lines.iter().map(|line| &line.event);
        events.map(|event| ((&event.share, event.recipient.as_ref()), event)).collect()
    }

    /// The last line about one link: what holds where lines of two branches say different things.
    #[must_use]
    pub fn last(&self, share: &Id, recipient: Option<&Id>) -> Option<&Event> {
        let about =
            |line: &&LedgerLine| line.event.share == *share && line.event.recipient.as_ref() == recipient;
        self.lines.iter().rev().find(about).map(|line| &line.event)
    }
}

/// Whether git left the line where it could not merge.
fn is_marker(line: &[u8]) -> bool {
    [b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"].iter().any(|marker| line.starts_with(*marker))
}
