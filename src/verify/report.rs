//! What was found of a copy, in bounded room: whoever made the copy decides how much is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::Hash;
use crate::mask;
use crate::sign::{PublicKey, Statement};
use crate::verify::refusal::CopyRefusal;

/// One thing that keeps a copy from being proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What sort of thing; stable across versions.
    pub code: &'static str,
    /// The file it is about, fit to be shown.
    pub path: Option<String>,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// What was found.
#[derive(Debug, Default)]
pub struct VerifyReport {
    /// What keeps the copy from being proven: of each sort the first [`MOST_SHOWN`].
    pub problems: Vec<Problem>,
    /// How many problems of each sort there are.
    counts: BTreeMap<&'static str, usize>,
    /// What the proof does not cover.
    pub remarks: Vec<String>,
    /// Why the machine or the network did not let the check come to its end.
    pub refused: Option<String>,
    /// What was signed, where the signature holds.
    pub statement: Option<Statement>,
    /// The key under which the signature holds.
    pub key: Option<PublicKey>,
    /// SHA-256 of the sums.
    pub sums: Option<Hash>,
    /// How many files are what the sums say.
    pub files: usize,
}

/// More problems of one sort are counted and not kept.
pub const MOST_SHOWN: usize = 100;

/// A path is shown up to here, in bytes, and masked up to there.
const LONGEST_SHOWN: usize = 256;
const LONGEST_MASKED: usize = 4096;

impl VerifyReport {
    /// Whether the copy is what was signed.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.problems.is_empty() && self.refused.is_none() && self.statement.is_some()
    }

    pub(super) fn problem(&mut self, code: &'static str, path: Option<&str>, message: impl Into<String>) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= MOST_SHOWN {
            self.problems.push(Problem { code, path: path.map(shown), message: message.into() });
        }
    }

    /// Notes a problem for each of many paths.
    pub(super) fn problems_of(&mut self, code: &'static str, paths: &Few, message: &str) {
        for path in &paths.first {
            self.problem(code, Some(path), message);
        }
        *self.counts.entry(code).or_default() += paths.count - paths.first.len();
    }

    /// How many problems there are in all.
    #[must_use]
    pub fn found(&self) -> usize {
        self.counts.values().sum()
    }

    /// How many problems of a sort there are beyond those that are kept.
    pub fn more(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let beyond = self.counts.iter().map(|(code, count)| (*code, count.saturating_sub(MOST_SHOWN)));
        beyond.filter(|(_, more)| *more > 0)
    }

    /// Notes why a file was not read.
    pub(super) fn refuse(&mut self, path: &str, refusal: CopyRefusal, limit: u64) {
        match refusal {
            CopyRefusal::Missing => self.problem("missing", Some(path), "it is listed and not there"),
            CopyRefusal::TooLarge => {
                let message = format!("it has more than {limit} bytes and was not read to its end");
                self.problem("too-large", Some(path), message);
            }
            CopyRefusal::NotAFile => {
                self.problem("not-a-file", Some(path), "a link or a device lies in its place");
            }
            CopyRefusal::Elsewhere(to) => {
                let message = format!("the host sends its readers to {to}, which is not followed");
                self.problem("elsewhere", Some(path), message);
            }
            // The host is not well, or is asked too often: nothing is known of the copy.
            CopyRefusal::Status(status @ (429 | 500..=599)) => {
                self.refused = Some(format!("{}: the host answers {status}; ask again later", shown(path)));
            }
            CopyRefusal::Status(status) => {
                self.problem("status", Some(path), format!("the host answers {status}"));
            }
            CopyRefusal::Spent(why) => self.refused = Some(why),
            CopyRefusal::Machine(why) => self.refused = Some(format!("{}: {why}", shown(path))),
        }
    }
}

/// Of many paths the first in their order, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Few {
    first: BTreeSet<String>,
    pub(super) count: usize,
}

impl Few {
    pub(super) fn take(&mut self, path: &str) {
        self.count += 1;
        if self.first.len() < MOST_SHOWN || self.first.last().is_some_and(|last| path < last.as_str()) {
            self.first.insert(path.to_owned());
        }
        if self.first.len() > MOST_SHOWN {
            self.first.pop_last();
        }
    }

    pub(super) fn first(&self) -> Option<&str> {
        self.first.first().map(String::as_str)
    }
}

/// A text that a stranger chose, fit for a terminal, and no longer than a line. It is masked before it is cut: half a token
/// is not known as one.
pub(super) fn shown(text: &str) -> String {
    let masked = mask::foreign(&text[..text.floor_char_boundary(LONGEST_MASKED)]);
    let end = masked.floor_char_boundary(LONGEST_SHOWN);
    let cut = if end < masked.len() || text.len() > LONGEST_MASKED { "…" } else { "" };
    format!("{}{cut}", &masked[..end])
}
