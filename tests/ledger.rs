//! The ledger: what a crash leaves, what tampering shows, what git merges.

#![expect(clippy::disallowed_methods, reason = "tests change files behind the program's back")]

#[path = "ledger/commands.rs"]
mod commands;
#[path = "ledger/hostile.rs"]
mod hostile;
#[path = "ledger/merge.rs"]
mod merge;
#[path = "ledger/tampering.rs"]
mod tampering;

use std::fs;
use std::path::Path;
use std::slice::from_ref;

use chrono::DateTime;
use extrait::hash::Hash;
use extrait::ledger::{
    AppendError, DeclaredLink, Event, EventKind, FILE, Fault, Healed, Ledger, append, missing, read,
    token_hash,
};
use extrait::link::LinkId;
use extrait::model::id::Id;
use tempfile::tempdir;

/// An event about `share`, told from others by `generation`.
fn event(kind: EventKind, share: &str, generation: u32) -> Event {
    Event {
        kind,
        at: DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").expect("an instant"),
        share: Id::new(share).expect("an id"),
        recipient: None,
        generation,
        expires: Some(1_790_000_000),
        token: token_hash(&format!("1790000000-{generation:040x}")),
        reason: None,
    }
}

fn created(share: &str) -> Event {
    event(EventKind::Created, share, 1)
}

fn ledger(root: &Path) -> Ledger {
    read(root).expect("a readable file").expect("a ledger")
}

fn text(root: &Path) -> String {
    fs::read_to_string(root.join(FILE)).expect("a ledger")
}

/// The code of every fault and the line where it shows, 0 for none.
fn codes(faults: &[Fault]) -> Vec<(&'static str, usize)> {
    faults.iter().map(|fault| (fault.code, fault.line.unwrap_or(0))).collect()
}

#[test]
fn lines_follow_each_other() {
    let site = tempdir().expect("a folder");
    assert!(read(site.path()).expect("no fault").is_none());
    let first = append(site.path(), &[created("a"), created("b")]).expect("a line");
    assert!(first.created && first.healed.is_none());
    let second = append(site.path(), &[event(EventKind::Rotated, "a", 2)]).expect("a line");
    assert!(!second.created);
    let ledger = ledger(site.path());
    assert_eq!(codes(&ledger.verify(&[first.head.expect("a head")])), []);
    assert_eq!(ledger.heads(), [second.head.expect("a head")]);
    let followed: Vec<_> = ledger.lines().iter().map(|line| line.prev.clone()).collect();
    let hashes: Vec<_> = text(site.path()).lines().map(|line| Hash::of(line.as_bytes())).collect();
    assert_eq!(followed, [vec![], vec![hashes[0]], vec![hashes[1]]]);
    assert_eq!(ledger.last(&Id::new("a").expect("an id"), None).map(|event| event.generation), Some(2));
}

#[test]
fn the_last_line_about_each_link_is_found() {
    let site = tempdir().expect("a folder");
    let of = |recipient: Option<&str>, generation| Event {
        recipient: recipient.map(|id| Id::new(id).expect("an id")),
        ..event(EventKind::Rotated, "b", generation)
    };
    let told =
        [of(Some("y"), 1), created("c"), of(None, 2), of(Some("x"), 3), created("a"), of(Some("y"), 4)];
    append(site.path(), &told).expect("lines");
    let ledger = ledger(site.path());
    let last = |recipient: Option<&str>| {
        let recipient = recipient.map(|id| Id::new(id).expect("an id"));
        ledger.last(&Id::new("b").expect("an id"), recipient.as_ref()).map(|event| event.generation)
    };
    assert_eq!(
        [last(None), last(Some("x")), last(Some("y")), last(Some("z"))],
        [Some(2), Some(3), Some(4), None]
    );
    let links = ledger.last_events();
    let links: Vec<_> = links.iter().map(|event| (event.share.as_str(), event.generation)).collect();
    assert_eq!(links, [("a", 1), ("b", 2), ("b", 3), ("b", 4), ("c", 1)]);
}

#[test]
fn half_a_line_is_cut_off_and_told() {
    let site = tempdir().expect("a folder");
    append(site.path(), &[created("a"), created("b")]).expect("two lines");
    let whole = text(site.path());
    let second = whole.find('\n').expect("two lines") + 1;
    for cut in second + 1..whole.len() - 1 {
        fs::write(site.path().join(FILE), &whole[..cut]).expect("a file to tear");
        assert_eq!(codes(&ledger(site.path()).verify(&[])), [("torn", 2)], "{cut}");
        let appended = append(site.path(), &[created("c")]).expect("a line");
        assert_eq!(appended.healed, Some(Healed::Cut { line: 2, bytes: cut - second }));
        let healed = ledger(site.path());
        assert_eq!((codes(&healed.verify(&[])), healed.lines().len()), (vec![], 2));
    }
    // What some file systems leave after a power cut.
    fs::write(site.path().join(FILE), format!("{}\0\0\0", &whole[..second])).expect("a file to tear");
    let appended = append(site.path(), &[created("c")]).expect("a line");
    assert_eq!(appended.healed, Some(Healed::Cut { line: 2, bytes: 3 }));
    // A line that lacks only its end.
    fs::write(site.path().join(FILE), &whole[..whole.len() - 1]).expect("a file to tear");
    assert_eq!(codes(&ledger(site.path()).verify(&[])), []);
    let appended = append(site.path(), &[created("c")]).expect("a line");
    assert_eq!(appended.healed, Some(Healed::Ended));
    assert!(text(site.path()).starts_with(&whole));
    assert_eq!(codes(&ledger(site.path()).verify(&[])), []);
}

#[test]
fn nothing_is_appended_to_what_cannot_be_read() {
    let site = tempdir().expect("a folder");
    append(site.path(), &[created("a"), created("b")]).expect("two lines");
    let whole = text(site.path());
    let check = |broken: String, expected: &[(&'static str, usize)]| {
        fs::write(site.path().join(FILE), &broken).expect("a file to break");
        match append(site.path(), &[created("c")]) {
            Err(AppendError::Unreadable(faults)) => assert_eq!(codes(&faults), expected, "{broken}"),
            other => panic!("{broken}: {other:?}"),
        }
        assert_eq!(text(site.path()), broken);
    };
    check(format!("\n{whole}"), &[("unreadable", 1)]);
    check(whole.replacen("created", "expired", 1), &[("unreadable", 1)]);
    check(whole.replacen(':', ": ", 1), &[("changed", 1)]);
    check(
        format!("<<<<<<< HEAD\n{whole}=======\n{whole}>>>>>>> other\n"),
        &[("merge-conflict", 1), ("merge-conflict", 4), ("merge-conflict", 7)],
    );
    let hidden = Event { reason: Some("asked\nby A".to_owned()), ..created("c") };
    assert!(matches!(append(site.path(), &[hidden]), Err(AppendError::Reason)));
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    let (site, outside) = (tempdir().expect("a folder"), tempdir().expect("a folder"));
    let target = outside.path().join("target");
    fs::write(&target, "").expect("a file");
    for to in [target.clone(), outside.path().join("nothing")] {
        std::os::unix::fs::symlink(&to, site.path().join(FILE)).expect("a link");
        assert!(matches!(append(site.path(), &[created("a")]), Err(AppendError::Io(_))));
        assert!(read(site.path()).is_err());
        fs::remove_file(site.path().join(FILE)).expect("a link");
    }
    assert_eq!(fs::read(&target).expect("a file"), b"");
    assert!(!outside.path().join("nothing").exists());
}

#[test]
fn many_who_append_at_once_lose_nothing() {
    let site = tempdir().expect("a folder");
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let root = site.path();
            scope.spawn(move || {
                for round in 0..10 {
                    let share = format!("share-{thread}-{round}");
                    append(root, &[created(&share), event(EventKind::Rotated, &share, 2)]).expect("lines");
                }
            });
        }
    });
    let ledger = ledger(site.path());
    assert_eq!((codes(&ledger.verify(&[])), ledger.lines().len(), ledger.heads().len()), (vec![], 80, 1));
}

#[test]
fn what_the_shares_say_and_the_ledger_does_not() {
    let now = DateTime::parse_from_rfc3339("2026-02-01T00:00:00Z").expect("an instant");
    let (at, now) = (now, now.to_utc());
    let standing = |share: &str, generation, expires, revoked: bool| DeclaredLink {
        id: LinkId { share: Id::new(share).expect("an id"), recipient: None, generation, expiry: expires },
        token: Some(token_hash(&format!("x-{share}{generation}{expires:?}"))),
        revoked,
        reason: None,
    };
    let told = |kind, link: &DeclaredLink| Event {
        token: link.token.expect("a token"),
        expires: link.id.expiry,
        ..event(kind, link.id.share.as_str(), link.id.generation)
    };
    let check = |before: &[Event], links: &[DeclaredLink], expected: &[(&str, &str, u32)]| {
        let site = tempdir().expect("a folder");
        append(site.path(), before).expect("lines");
        let lacks = missing(&ledger(site.path()), links, now);
        let events: Vec<_> = lacks.iter().filter_map(|lack| lack.event(at)).collect();
        let found: Vec<_> =
            events.iter().map(|event| (event.kind.word(), event.share.as_str(), event.generation)).collect();
        assert_eq!(found, expected);
        append(site.path(), &events).expect("lines");
        assert_eq!(missing(&ledger(site.path()), links, now), [], "told once is told");
    };
    let end = Some(1_790_000_000);
    let (live, past) = (standing("a", 1, end, false), standing("a", 1, Some(1_600_000_000), false));
    let withdrawn = DeclaredLink { revoked: true, ..live.clone() };
    let created = told(EventKind::Created, &live);
    let revoked = told(EventKind::Revoked, &live);
    check(&[], from_ref(&live), &[("created", "a", 1)]);
    check(from_ref(&created), from_ref(&live), &[]);
    check(from_ref(&created), &[standing("a", 1, None, false)], &[("extended", "a", 1)]);
    check(from_ref(&created), &[standing("a", 2, end, false)], &[("rotated", "a", 2)]);
    check(
        from_ref(&created),
        &[DeclaredLink { token: Some(token_hash("x-other")), ..live.clone() }],
        &[("rotated", "a", 1)],
    );
    check(from_ref(&created), from_ref(&withdrawn), &[("revoked", "a", 1)]);
    check(&[created.clone(), revoked.clone()], &[withdrawn], &[]);
    check(&[created.clone(), revoked.clone()], from_ref(&live), &[("restored", "a", 1)]);
    check(&[created.clone(), revoked], &[standing("a", 2, end, false)], &[("restored", "a", 2)]);
    check(from_ref(&created), &[], &[("revoked", "a", 1)]);
    // Without the site secret, tokens are not compared.
    check(from_ref(&created), &[DeclaredLink { token: None, ..live.clone() }], &[]);
    // What has ended needs no line: its end says so.
    check(&[told(EventKind::Created, &past)], &[], &[]);
    check(&[], &[past], &[]);
}

#[test]
fn a_withdrawal_is_told_with_the_reason_of_the_file() {
    let now = DateTime::parse_from_rfc3339("2026-02-01T00:00:00Z").expect("an instant");
    let link = |revoked, reason: Option<&str>| DeclaredLink {
        id: LinkId { share: Id::new("a").expect("an id"), recipient: None, generation: 1, expiry: None },
        token: Some(token_hash("x-a")),
        revoked,
        reason: reason.map(str::to_owned),
    };
    let told = |link: DeclaredLink| {
        let lacks = missing(&Ledger::default(), &[link], now.to_utc());
        lacks[0].event(now).expect("a token").reason
    };
    assert_eq!(told(link(true, Some("left,\nfor good"))).as_deref(), Some("left, for good"));
    assert_eq!(told(link(true, Some(" \n"))), None);
    assert_eq!(
        told(link(false, Some("it was a mistake"))),
        None,
        "of an open link there is nothing to excuse"
    );
}
