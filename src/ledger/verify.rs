//! What was done to a ledger behind our back: lines changed, dropped, moved, doubled, cut off.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::Hash;
use crate::ledger::chain::{End, Ledger, LedgerLine};
use crate::ledger::fault::Fault;
use crate::ledger::faults::Faults;

impl Ledger {
    /// Everything that is wrong, by line; `heads` are lines that are known from elsewhere and must be there.
    #[must_use]
    pub fn verify(&self, heads: &[Hash]) -> Faults {
        let mut faults = self.faults.clone();
        if let End::Torn { number, .. } = self.end {
            faults.push(|| Fault::torn(number));
        }
        let mut first: BTreeMap<Hash, usize> = BTreeMap::new();
        for (number, hash) in &self.hashes {
            if let Some(before) = first.get(hash) {
                faults.push(|| {
                    let message = format!("line {number} repeats line {before}");
                    Fault::new(Some(*number), "duplicate", message).help("remove one of them")
                });
            } else {
                first.insert(*hash, *number);
            }
        }
        let suspects = self.suspects();
        for line in self.lines() {
            follows(line, &first, &suspects, &mut faults);
        }
        for head in heads.iter().filter(|head| !first.contains_key(head)) {
            faults.push(|| {
                let message =
                    format!("no line has the SHA-256 {}: it was cut off, dropped or changed", head.hex());
                Fault::new(None, "head-missing", message)
            });
        }
        faults.sorted()
    }

    /// A changed line is followed by none any more; neither is the line before a dropped one.
    fn suspects(&self) -> SuspectLines {
        let last = self.heads();
        let unfollowed = self.hashes.iter().filter(|(_, hash)| last.binary_search(hash).is_ok());
        let unfollowed: Vec<_> = unfollowed.map(|(number, _)| *number).collect();
        let unreadable: BTreeSet<_> = self.unreadable().iter().filter_map(|fault| fault.line).collect();
        let known = unfollowed.iter().copied().filter(|number| unreadable.contains(number)).collect();
        SuspectLines { unfollowed, known }
    }
}

/// Lines of which one may have been changed, in their order.
struct SuspectLines {
    unfollowed: Vec<usize>,
    /// Those of them that cannot be read.
    known: Vec<usize>,
}

/// More suspects help nobody.
const MOST_SUSPECTS: usize = 20;

impl SuspectLines {
    /// The nearest before a line.
    fn before(&self, number: usize) -> Vec<usize> {
        let before = |lines: &[usize]| {
            let end = lines.partition_point(|line| *line < number);
            lines[end.saturating_sub(MOST_SUSPECTS)..end].to_vec()
        };
        let known = before(&self.known);
        if known.is_empty() { before(&self.unfollowed) } else { known }
    }
}

/// Tells what is wrong with the place of a line among the others.
fn follows(line: &LedgerLine, places: &BTreeMap<Hash, usize>, suspects: &SuspectLines, faults: &mut Faults) {
    let number = line.number;
    for hash in &line.prev {
        match places.get(hash) {
            Some(place) if *place < number => {}
            Some(place) => faults.push(|| {
                let message = format!("line {number} stands before line {place}, which it follows");
                let help = "put the lines back into the order in which they were written";
                Fault { suspects: vec![*place], ..Fault::new(Some(number), "reordered", message).help(help) }
            }),
            None => faults.push(|| {
                let suspects = suspects.before(number);
                let message = format!(
                    "line {number} follows a line that is not here (SHA-256 {}): {}",
                    hash.hex(),
                    guess(&suspects, number)
                );
                Fault { suspects, ..Fault::new(Some(number), "missing-line", message) }
            }),
        }
    }
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
