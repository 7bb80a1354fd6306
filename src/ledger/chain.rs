//! The lines of a ledger, and which of them are last.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::Hash;
use crate::ledger::line::{self, LineError};
use crate::ledger::{Event, Fault, Faults};
use crate::model::id::Id;

/// A ledger, read.
#[derive(Debug, Default)]
pub struct Ledger {
    lines: Vec<LedgerLine>,
    /// The links of each share that lines tell of.
    links: BTreeMap<Id, LastLines>,
    /// What is wrong with single lines.
    pub(super) faults: Faults,
    /// Number and SHA-256 of every line that is not torn, in the order of the file, readable or not. Unreadable lines whose
    /// faults are counted alone are left out.
    pub(super) hashes: Vec<(usize, Hash)>,
    pub(super) end: End,
}

/// Where, among the lines, the last one about each link of a share stands.
#[derive(Debug, Default)]
struct LastLines {
    /// About the one link of a share without recipients.
    whole: Option<usize>,
    recipients: BTreeMap<Id, usize>,
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
                self.note(&event);
                self.lines.push(LedgerLine { number, hash, event, prev });
            }
        }
        if ended.is_none() {
            self.end = End::Unended;
        }
    }

    /// Notes that the next line is the last about its link.
    fn note(&mut self, event: &Event) {
        let at = self.lines.len();
        let links = self.links.entry(event.share.clone()).or_default();
        match &event.recipient {
            None => links.whole = Some(at),
            Some(recipient) => drop(links.recipients.insert(recipient.clone(), at)),
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
        let links = self.links.iter().flat_map(|(share, links)| {
            let whole = links.whole.iter().map(move |at| ((share, None), *at));
            let own = links.recipients.iter().map(move |(recipient, at)| ((share, Some(recipient)), *at));
            whole.chain(own)
        });
        links.map(|(link, at)| (link, &self.lines[at].event)).collect()
    }

    /// The last line about one link: what holds where lines of two branches say different things.
    #[must_use]
    pub fn last(&self, share: &Id, recipient: Option<&Id>) -> Option<&Event> {
        let links = self.links.get(share)?;
        let at = match recipient {
            None => links.whole?,
            Some(recipient) => *links.recipients.get(recipient)?,
        };
        self.lines.get(at).map(|line| &line.event)
    }
}

/// Whether git left the line where it could not merge.
fn is_marker(line: &[u8]) -> bool {
    [b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"].iter().any(|marker| line.starts_with(*marker))
}
