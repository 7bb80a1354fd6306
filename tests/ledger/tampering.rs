//! Random histories, and whatever somebody may do to them behind our back.

use std::fs;
use std::path::Path;

use extrait::hash::Hash;
use extrait::ledger::{Event, EventKind, FILE, Ledger, append};
use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::tempdir;

use super::{codes, event, ledger, text};

/// A step in the life of a ledger.
#[derive(Debug, Clone)]
enum Step {
    /// Appends so many events at once.
    Append(usize),
    /// Two branches append so many each, and are merged, with the lines of one before those of the other.
    Branches(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (1_usize..4).prop_map(Step::Append),
        1 => (1_usize..4, 1_usize..4).prop_map(|(one, other)| Step::Branches(one, other)),
    ];
    prop::collection::vec(step, 1..8)
}

/// The lines of a ledger with this history. Branches are joined by an append at the end, as they are sooner or later.
fn history(steps: &[Step]) -> Vec<String> {
    let site = tempdir().expect("a folder");
    let mut next = 0;
    let mut events = |count: usize| -> Vec<Event> {
        let made = (next..next + count).map(|number| {
            let kind = EventKind::ALL[number % EventKind::ALL.len()].1;
            event(kind, &format!("share-{}", number % 3), u32::try_from(number).expect("few") + 1)
        });
        let made = made.collect();
        next += count;
        made
    };
    let put = |root: &Path, events: &[Event]| {
        append(root, events).expect("lines");
    };
    for step in steps {
        match *step {
            Step::Append(count) => put(site.path(), &events(count)),
            Step::Branches(one, other) => {
                let branch = tempdir().expect("a folder");
                let before = if site.path().join(FILE).exists() { text(site.path()) } else { String::new() };
                fs::write(branch.path().join(FILE), &before).expect("a file");
                put(site.path(), &events(one));
                put(branch.path(), &events(other));
                let merged = text(site.path()) + &text(branch.path())[before.len()..];
                fs::write(site.path().join(FILE), merged).expect("a file");
            }
        }
    }
    put(site.path(), &events(1));
    assert_eq!(codes(&ledger(site.path()).verify(&[])), [], "nobody touched it");
    text(site.path()).lines().map(str::to_owned).collect()
}

fn parsed(lines: &[String]) -> Ledger {
    Ledger::parse(lines.iter().flat_map(|line| [line, "\n"]).collect::<String>().as_bytes())
}

/// The lines that are named as wrong, or as perhaps wrong.
fn named(ledger: &Ledger, heads: &[Hash]) -> Vec<usize> {
    let faults = ledger.verify(heads);
    faults.iter().flat_map(|fault| fault.line.into_iter().chain(fault.suspects.iter().copied())).collect()
}

fn hash(line: &str) -> Hash {
    Hash::of(line.as_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_changed_line_is_named(steps in steps(), at: Index, byte: Index, to: u8) {
        let lines = history(&steps);
        let head = hash(lines.last().expect("lines"));
        let at = at.index(lines.len());
        let mut bytes = lines[at].clone().into_bytes();
        let byte = byte.index(bytes.len());
        prop_assume!(bytes[byte] != to && to != b'\n');
        // A carriage return before a line end is taken for a part of the line end.
        prop_assume!(to != b'\r' || byte + 1 != bytes.len());
        bytes[byte] = to;
        let text: Vec<u8> = lines.iter().enumerate().flat_map(|(number, line)| {
            let line = if number == at { bytes.clone() } else { line.clone().into_bytes() };
            line.into_iter().chain([b'\n'])
        }).collect();
        let ledger = Ledger::parse(&text);
        let last = at + 1 == lines.len();
        if last {
            let faults = ledger.verify(&[head]);
            prop_assert!(faults.iter().any(|fault| fault.code == "head-missing"), "{faults:?}");
        } else {
            prop_assert!(named(&ledger, &[]).contains(&(at + 1)), "{:?}", ledger.verify(&[]));
        }
    }

    #[test]
    fn a_dropped_line_is_missed(steps in steps(), at: Index) {
        let mut lines = history(&steps);
        prop_assume!(lines.len() > 1);
        let head = hash(lines.last().expect("lines"));
        let dropped = lines.remove(at.index(lines.len()));
        let faults = parsed(&lines).verify(&[head]);
        let missed = faults.iter().any(|fault| {
            fault.message.contains(&hash(&dropped).hex()) && ["missing-line", "head-missing"].contains(&fault.code)
        });
        prop_assert!(missed, "{faults:?}");
    }

    #[test]
    fn a_moved_line_is_named_unless_the_order_is_still_one(steps in steps(), one: Index, other: Index) {
        let mut lines = history(&steps);
        let whole = parsed(&lines);
        let (one, other) = (one.index(lines.len()), other.index(lines.len()));
        let (one, other) = (one.min(other), one.max(other));
        prop_assume!(one != other);
        // Whether a line between the two, or one of them, follows one that now comes later.
        let place = |hash: &Hash| {
            let line = whole.lines().iter().find(|line| line.hash == *hash).expect("a line");
            match line.number - 1 {
                number if number == one => other,
                number if number == other => one,
                number => number,
            }
        };
        let broken = whole.lines().iter().any(|line| line.prev.iter().any(|prev| place(prev) > place(&line.hash)));
        lines.swap(one, other);
        let faults = parsed(&lines).verify(&[]);
        if broken {
            prop_assert!(faults.iter().all(|fault| fault.code == "reordered"), "{faults:?}");
            let named = named(&parsed(&lines), &[]);
            prop_assert!(named.contains(&(one + 1)) || named.contains(&(other + 1)), "{faults:?}");
        } else {
            prop_assert_eq!(&*faults, &[]);
        }
    }

    #[test]
    fn a_repeated_line_is_named(steps in steps(), from: Index, to: Index) {
        let mut lines = history(&steps);
        let line = lines[from.index(lines.len())].clone();
        let to = to.index(lines.len() + 1);
        lines.insert(to, line);
        let faults = parsed(&lines).verify(&[]);
        prop_assert!(faults.iter().any(|fault| fault.code == "duplicate"), "{faults:?}");
    }

    #[test]
    fn a_cut_tail_is_noticed_by_the_head(steps in steps(), at: Index) {
        let lines = history(&steps);
        let head = hash(lines.last().expect("lines"));
        let cut = parsed(&lines[..at.index(lines.len())]);
        let faults = cut.verify(&[head]);
        prop_assert_eq!(codes(&faults), [("head-missing", 0)]);
        prop_assert_eq!(&*cut.verify(&[]), &[], "without a head kept elsewhere nothing shows");
    }
}
