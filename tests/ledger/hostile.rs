//! Ledgers that a stranger wrote: what is told of them has bounds, and work does not grow with the square of their length.

use extrait::hash::Hash;
use extrait::ledger::{Ledger, append};
use tempfile::tempdir;

use super::{created, text};

/// As many complaints as are kept of one ledger.
const KEPT: usize = 1000;

#[test]
fn lines_that_cannot_be_read_are_counted() {
    for line in ["\n", "x\n", "<<<<<<< ours\n", "{}\n", "\u{202e}\n"] {
        let ledger = Ledger::parse(line.repeat(1_000_000).as_bytes());
        let faults = ledger.verify(&[]);
        assert_eq!(
            (faults.len(), faults.count(), faults.more()),
            (KEPT, faults.count(), faults.count() - KEPT)
        );
        assert!(faults.count() >= 1_000_000, "{line:?}: {}", faults.count());
        assert_eq!(ledger.unreadable().len(), KEPT, "{line:?}");
    }
}

#[test]
fn lines_that_follow_nothing_are_counted_and_name_few_others() {
    let site = tempdir().expect("a folder");
    append(site.path(), &[created("a")]).expect("a line");
    let one = text(site.path());
    let after = |number: u32| {
        one.replace("\"prev\":[]", &format!("\"prev\":[\"{}\"]", Hash::of(&number.to_be_bytes()).hex()))
    };
    let lines: String = (0..30_000).map(after).collect();
    assert!(lines.contains("\"prev\":[\""), "{one}");
    let ledger = Ledger::parse(lines.as_bytes());
    assert_eq!(ledger.lines().len(), 30_000);
    let faults = ledger.verify(&[]);
    assert_eq!((faults.len(), faults.count()), (KEPT, 30_000));
    assert!(faults.iter().all(|fault| fault.code == "missing-line"));
    assert!(faults.iter().all(|fault| fault.suspects.len() <= 20 && fault.message.len() < 1000));
}

#[test]
fn a_short_ledger_tells_all_there_is() {
    let ledger = Ledger::parse(b"x\ny\nz\n");
    let faults = ledger.verify(&[Hash::of(b"gone")]);
    assert_eq!((faults.count(), faults.more()), (4, 0));
}
