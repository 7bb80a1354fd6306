//! What is withdrawn is gone after the next build, what stays keeps its link and bytes.

use std::fs;

use serde_json::Value as Json;

use super::{events, folder, folders, refused, share, site, text};
use crate::support::{NOW, Site};

#[test]
fn after_revoking_nothing_of_the_share_is_left() {
    let site = site();
    site.build(&[]);
    let (gone, kept) = (site.folder("other", None), site.folder("hand", Some("a")));
    share(&site, &["revoke", "other", "--reason", "no longer needed"]);
    site.build(&[]);
    assert!(!folders(&site).contains(&gone) && folders(&site).contains(&kept));
    let token = gone.split_once('-').unwrap().1;
    for (path, bytes) in site.output() {
        assert!(!path.contains(token), "{path}");
        let said = bytes.windows(token.len()).any(|bytes| bytes == token.as_bytes());
        assert!(!said, "{path} names the link");
        assert!(!String::from_utf8_lossy(&bytes).contains("Other"), "{path} has the title");
    }
    assert_eq!(events(&site), ["revoked other - 1"]);
    assert!(text(&site, "other").contains("reason: no longer needed"));
}

#[test]
fn after_revoking_nothing_is_left_for_any_recipient() {
    let site = site();
    site.build(&[]);
    let links = [site.folder("hand", Some("a")), site.folder("hand", Some("b"))];
    let kept = site.folder("other", None);
    share(&site, &["revoke", "hand"]);
    site.build(&[]);
    assert!(links.iter().all(|link| !folders(&site).contains(link)) && folders(&site).contains(&kept));
    for (path, bytes) in site.output() {
        assert!(!String::from_utf8_lossy(&bytes).contains("By hand"), "{path} has the title");
    }
    assert_eq!(events(&site), ["revoked hand a 1", "revoked hand b 1"]);
}

/// Whoever moves an end or renews a link has to send the new one: the command says so, and which.
#[test]
fn a_changed_link_is_told_with_the_old_one() {
    let site = site();
    for (words, says) in [
        (
            &["extend", "hand", "--by", "30d"][..],
            "and no longer 2099-01-01T00:00:00Z, which changes its links",
        ),
        (&["rotate", "hand"], "its links change"),
    ] {
        let old = ["a", "b"].map(|recipient| site.folder("hand", Some(recipient)));
        let output = site.run(&[&["share"], words, &["--reveal"]].concat());
        let said = String::from_utf8(output.stdout).unwrap();
        let new = ["a", "b"].map(|recipient| site.folder("hand", Some(recipient)));
        assert!(said.contains(says) && said.contains("what is old stops with the next build"), "{said}");
        for (recipient, old, new) in [("a", &old[0], &new[0]), ("b", &old[1], &new[1])] {
            assert!(said.contains(&format!("  old {recipient}  https://example.org/s/{old}/\n")), "{said}");
            assert!(said.contains(&format!("  new {recipient}  https://example.org/s/{new}/\n")), "{said}");
        }
    }
}

#[test]
fn revoking_works_while_everything_else_is_broken() {
    let site = site();
    site.build(&[]);
    let gone = site.folder("other", None);
    site.write("content/registers/hr/zqa.yaml", "title: [\n");
    share(&site, &["revoke", "other"]);
    assert_eq!(site.run(&["build"]).status.code(), Some(1));
    assert!(!folders(&site).contains(&gone));
    assert_eq!(events(&site), ["revoked other - 1"]);
}

#[test]
fn after_rotating_the_old_link_is_gone_and_the_new_one_there() {
    let site = site();
    site.build(&[]);
    // A signature says for which link it was made.
    let pages = |site: &Site| {
        let mut pages = site.share("other", None);
        assert!(pages.remove("SHA256SUMS.minisig").is_some());
        pages
    };
    let (old, page) = (site.folder("other", None), pages(&site));
    let told = share(&site, &["rotate", "other"]);
    site.build(&[]);
    let new = site.folder("other", None);
    assert_eq!((folder(&told["urls"][0]), folder(&told["links"][0]["replaces"])), (new.clone(), old.clone()));
    assert!(!folders(&site).contains(&old) && folders(&site).contains(&new));
    assert!(pages(&site) == page, "the same pages under another link");
    share(&site, &["extend", "other", "--by", "30d"]);
    site.build(&[]);
    assert!(!folders(&site).contains(&new) && folders(&site).contains(&site.folder("other", None)));
    assert_eq!(events(&site), ["rotated other - 2", "extended other - 2"]);
}

#[test]
fn one_recipient_is_revoked_and_the_other_notices_nothing() {
    let site = site();
    site.build(&[]);
    let (a, b) = (site.folder("hand", Some("a")), site.folder("hand", Some("b")));
    let bytes = site.share("hand", Some("b"));
    share(&site, &["revoke", "hand", "--recipient", "a"]);
    site.build(&[]);
    assert!(!folders(&site).contains(&a));
    assert_eq!((site.folder("hand", Some("b")), site.share("hand", Some("b"))), (b.clone(), bytes.clone()));
    let told = share(&site, &["restore", "hand", "--recipient", "a"]);
    site.build(&[]);
    let new = site.folder("hand", Some("a"));
    assert!(new != a && folder(&told["urls"][0]) == new && folders(&site).contains(&new));
    assert_eq!((site.folder("hand", Some("b")), site.share("hand", Some("b"))), (b, bytes));
    assert_eq!(events(&site), ["revoked hand a 1", "restored hand a 2"]);
}

#[test]
fn restoring_gives_another_link_unless_the_same_is_asked_for() {
    let site = site();
    let first = site.folder("other", None);
    share(&site, &["revoke", "other"]);
    share(&site, &["restore", "other"]);
    let second = site.folder("other", None);
    assert_ne!(first, second);
    share(&site, &["revoke", "other"]);
    share(&site, &["restore", "other", "--same-link"]);
    assert_eq!(site.folder("other", None), second);
    let all = ["revoked other - 1", "restored other - 2", "revoked other - 2", "restored other - 2"];
    assert_eq!(events(&site), all);
}

#[test]
fn whoever_is_taken_off_and_put_on_again_gets_another_link() {
    let site = site();
    let first = site.folder("hand", Some("b"));
    share(&site, &["edit", "hand", "--remove-recipient", "b"]);
    share(&site, &["edit", "hand", "--add-recipient", "b"]);
    assert_ne!(site.folder("hand", Some("b")), first);
    assert_eq!(events(&site), ["revoked hand b 1", "created hand b 2"]);
}

#[test]
fn a_site_without_its_secret_can_still_withdraw() {
    let mut site = site();
    site.build(&[]);
    let gone = site.folder("other", None);
    site.secret = String::new();
    refused(&site, &["rotate", "other"], 1, "secret-missing");
    let output = site.run(&["share", "revoke", "other"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("ledger sync"), "{said}");
    site.run(&["build", "--prune"]);
    assert!(!folders(&site).contains(&gone), "by the manifest");
}

#[test]
fn half_a_line_in_the_ledger_is_mended_and_told() {
    let site = site();
    share(&site, &["rotate", "other"]);
    let mut ledger = fs::read(site.path("shares.ledger.jsonl")).unwrap();
    ledger.extend_from_slice(b"{\"event\":\"rota");
    fs::write(site.path("shares.ledger.jsonl"), ledger).unwrap();
    let output = site.run(&["share", "rotate", "other"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("half a line of 14 bytes"), "{said}");
    assert_eq!(events(&site), ["rotated other - 2", "rotated other - 3"]);
}

/// Who withdraws by hand is heard as who withdraws by a command.
#[test]
fn reasons_that_were_written_by_hand_reach_the_ledger() {
    let site = site();
    let said = "recipients:\n  - id: a\n    revoked: {at: 2098-05-01T00:00:00Z, reason: \"left,\\nfor good\"}\n  - b\n";
    let written = text(&site, "hand");
    let (before, _) = written.split_once("recipients:").unwrap();
    let all = "revoked: {at: 2098-05-02T00:00:00Z, reason: all}\n";
    site.write("content/shares/hand.yaml", &format!("{before}{said}{all}"));
    assert!(site.run(&["ledger", "sync"]).status.success());
    let ledger = fs::read_to_string(site.path("shares.ledger.jsonl")).unwrap();
    let reason = |recipient: &str| {
        let of = |line: &&str| line.contains(&format!("\"recipient\":\"{recipient}\""));
        let line: Json = serde_json::from_str(ledger.lines().find(of).unwrap()).unwrap();
        line["reason"].as_str().unwrap().to_owned()
    };
    assert_eq!((reason("a"), reason("b")), ("left, for good".to_owned(), "all".to_owned()));
    assert_eq!(site.run(&["ledger", "verify"]).status.code(), Some(0));
}

#[test]
fn how_a_link_stands_is_the_same_wherever_it_is_told() {
    let mut site = site();
    for (now, state) in [(NOW, "live"), ("2098-12-31T23:00:00Z", "ending"), ("2099-01-01T00:00:00Z", "ended")]
    {
        site.now = now.to_owned();
        let listed = site.links().into_iter().find(|link| link["share"] == "hand").unwrap();
        let output = site.run(&["share", "show", "hand", "--format", "json"]);
        let shown: Json = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!([&listed["state"], &shown["state"], &shown["links"][0]["state"]], [state; 3], "{now}");
        assert_eq!([&listed["expires"], &shown["expires"]], ["2099-01-01T00:00:00Z"; 2]);
    }
}
