//! What was done to a ledger behind our back: lines changed, dropped, moved, doubled, cut off.

use std::collections::BTreeMap;

use crate::hash::Hash;
use crate::ledger::chain::{End, Ledger, Line};
use crate::ledger::{ATTRIBUTES, FILE};

/// Something that is wrong with a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line where it shows, from 1; `None` for what is missing altogether.
    pub line: Option<usize>,
    /// Its name, stable across versions.
    pub code: &'static str,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Other lines, one of which may be what is wrong.
    pub suspects: Vec<usize>,
    /// What to do about it.
    pub help: String,
}

impl Fault {
    fn new(line: Option<usize>, code: &'static str, message: String) -> Self {
        let help = format!("put the lines of {FILE} back as the history of the repository has them");
        Self { line, code, message, suspects: Vec::new(), help }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }

    pub(super) fn marker(line: usize) -> Self {
        Self::new(Some(line), "merge-conflict", format!("line {line} is left from a merge")).help(format!(
            "remove the marks and keep the lines of both sides; `{ATTRIBUTES}` in .gitattributes lets git do it"
        ))
    }

    pub(super) fn form(line: usize) -> Self {
        let message = format!(
            "line {line} was changed: it is not written as extrait writes it, in spaces, order of keys, or forms of values"
        );
        Self::new(Some(line), "changed", message)
    }

    pub(super) fn unreadable(line: usize, why: &str) -> Self {
        Self::new(Some(line), "unreadable", format!("line {line} cannot be read: {why}"))
    }

    fn torn(line: usize) -> Self {
        Self::new(Some(line), "torn", format!("line {line}, the last, is half a line"))
            .help("the next command that writes to the ledger cuts it off; `extrait ledger sync` does so now")
    }
}

impl Ledger {
    /// Everything that is wrong, by line; `heads` are lines that are known from elsewhere and must be there.
    #[must_use]
    pub fn verify(&self, heads: &[Hash]) -> Vec<Fault> {
        let mut faults = self.unreadable().to_vec();
        if let End::Torn { number, .. } = self.end {
            faults.push(Fault::torn(number));
        }
        let mut first: BTreeMap<Hash, usize> = BTreeMap::new();
        for (number, hash) in (1..).zip(&self.hashes) {
            if let Some(before) = first.get(hash) {
                let message = format!("line {number} repeats line {before}");
                let help = "remove one of them";
                faults.push(Fault::new(Some(number), "duplicate", message).help(help));
            } else {
                first.insert(*hash, number);
            }
        }
        let last = self.heads();
        let is_last = |number: &usize| self.hashes.get(number - 1).is_some_and(|hash| last.contains(hash));
        let is_known = |number: &usize| self.unreadable().iter().any(|fault| fault.line == Some(*number));
        // A changed line is followed by none any more; neither is the line before a dropped one.
        let suspects = |before: usize| {
            let unfollowed: Vec<_> = (1..before).filter(is_last).collect();
            let known: Vec<_> = unfollowed.iter().copied().filter(is_known).collect();
            if known.is_empty() { unfollowed } else { known }
        };
        for line in self.lines() {
            faults.extend(follows(line, &first, &suspects));
        }
        let missing = heads.iter().filter(|head| !first.contains_key(head));
        faults.extend(missing.map(|head| {
            let message =
                format!("no line has the SHA-256 {}: it was cut off, dropped or changed", head.hex());
            Fault::new(None, "head-missing", message)
        }));
        faults.sort_by_key(|fault| (fault.line.is_none(), fault.line));
        faults
    }
}

/// What is wrong with the place of a line among the others.
fn follows(
    line: &Line,
    places: &BTreeMap<Hash, usize>,
    suspects: &dyn Fn(usize) -> Vec<usize>,
) -> Vec<Fault> {
    let number = line.number;
    let fault = |hash: &Hash| match places.get(hash) {
        Some(place) if *place < number => None,
        Some(place) => {
            let message = format!("line {number} stands before line {place}, which it follows");
            let help = "put the lines back into the order in which they were written";
            Some(Fault {
                suspects: vec![*place],
                ..Fault::new(Some(number), "reordered", message).help(help)
            })
        }
        None => {
            let suspects = suspects(number);
            let message = format!(
                "line {number} follows a line that is not here (SHA-256 {}): {}",
                hash.hex(),
                guess(&suspects, number)
            );
            Some(Fault { suspects, ..Fault::new(Some(number), "missing-line", message) })
        }
    };
    line.prev.iter().filter_map(fault).collect()
}

/// What may have happened to the line that is not here.
fn guess(suspects: &[usize], number: usize) -> String {
    let names: Vec<_> = suspects.iter().map(usize::to_string).collect();
    match names.as_slice() {
        [] => format!("a line before line {number} was dropped"),
        [one] => format!("line {one} was changed, or a line between it and line {number} was dropped"),
        many => format!(
            "one of the lines {} was changed, or a line after one of them was dropped",
            many.join(", ")
        ),
    }
}
