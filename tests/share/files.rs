//! The files of shares: what an author wrote stays, and nothing is written elsewhere.

use std::fs;

use super::{WRITTEN, refused, share, site, text};
use crate::support::tree;

#[test]
fn what_was_written_by_hand_survives_each_command() {
    let site = site();
    let expected = |from: &str, to: &str, text: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let mut wanted = WRITTEN.to_owned();
    let mut step = |words: &[&str], from: &str, to: &str| {
        share(&site, words);
        wanted = expected(from, to, &wanted);
        assert_eq!(text(&site, "hand"), wanted, "{words:?}");
    };
    step(&["rotate", "hand", "--recipient", "a"], "- a # the", "- {id: a, generation: 2} # the");
    step(&["rotate", "hand", "--recipient", "b"], "    label: B\n", "    label: B\n    generation: 2\n");
    step(&["rotate", "hand"], "# The end of", "generation: 3\n# The end of");
    // An extension is noted as well.
    share(&site, &["extend", "hand", "--expires", "never"]);
    let extended = "extended: 2098-06-01T12:00:00Z\n";
    wanted = expected("2099-01-01T00:00:00Z", "never", &wanted);
    wanted = expected("generation: 3\n", &format!("generation: 3\n{extended}"), &wanted);
    assert_eq!(text(&site, "hand"), wanted);
    let mut step = |words: &[&str], from: &str, to: &str| {
        share(&site, words);
        wanted = expected(from, to, &wanted);
        assert_eq!(text(&site, "hand"), wanted, "{words:?}");
    };
    step(&["extend", "hand", "--expires", "2099-06-01T00:00:00Z"], "never", "2099-06-01T00:00:00Z");
    step(&["edit", "hand", "--title", "Plain: no"], "'By hand'", "\"Plain: no\"");
    step(&["edit", "hand", "--add-item", "hr/draft", "--yes"], "  - hr\n", "  - hr\n  - hr/draft\n");
    step(&["edit", "hand", "--remove-register", "hr"], "  - hr\n", "");
    step(
        &["edit", "hand", "--note", "Words"],
        &format!("{extended}# The"),
        &format!("{extended}note: Words\n# The"),
    );
    step(&["edit", "hand", "--note", ""], "note: Words\n", "");
    step(
        &["edit", "hand", "--lang", "fr"],
        &format!("{extended}# The"),
        &format!("{extended}lang: fr\n# The"),
    );
    step(&["edit", "hand", "--profile", "public"], "profile: full", "profile: public");
    let at = "{at: 2098-06-01T12:00:00Z, reason: \"gone, alas\"}";
    step(&["revoke", "hand", "--reason", "gone, alas"], "lang: fr\n", &format!("lang: fr\nrevoked: {at}\n"));
    step(&["restore", "hand", "--same-link"], &format!("revoked: {at}\n"), "");
    step(
        &["revoke", "hand", "--recipient", "a", "--reason", "gone, alas"],
        "{id: a, generation: 2}",
        &format!("{{id: a, generation: 2, revoked: {at}}}"),
    );
    step(&["restore", "hand", "--recipient", "a"], &format!("2, revoked: {at}}}"), "4}");
    assert_eq!(site.run(&["ledger", "verify"]).status.code(), Some(0));
    let sync = site.run(&["ledger", "sync", "--dry-run"]);
    let said = String::from_utf8_lossy(&sync.stdout).into_owned();
    assert!(!said.contains("hand"), "the ledger knows what the commands did: {said}");
}

#[test]
fn a_file_that_no_edit_can_be_proved_in_is_refused() {
    let site = site();
    site.write("content/shares/hand.yaml", &WRITTEN.replace("expires: 2099", "expires: &end 2099"));
    let never = ["extend", "hand", "--expires", "never"];
    refused(&site, &never, 1, "content/shares/hand.yaml:5");
    refused(&site, &never, 1, "`expires: never`");
    site.write("content/shares/hand.yaml", &WRITTEN.replace("title: 'By hand'", "title: >-\n  By hand\n #"));
    refused(&site, &["edit", "hand", "--title", "T"], 1, "content/shares/hand.yaml:2");
}

#[cfg(unix)]
#[test]
fn files_keep_their_permissions_and_nothing_is_written_out_of_the_site() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let site = site();
    let file = site.path("content/shares/hand.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    share(&site, &["rotate", "hand"]);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(site.path("content/shares")).unwrap().count(), 2, "nothing is left beside it");
    let outside = tempfile::tempdir().unwrap();
    fs::rename(site.path("content/shares"), outside.path().join("shares")).unwrap();
    symlink(outside.path().join("shares"), site.path("content/shares")).unwrap();
    let before = tree(outside.path());
    let output = site.run(&["share", "new", "--title", "T", "--register", "hr"]);
    assert_ne!(output.status.code(), Some(0));
    assert_eq!(tree(outside.path()), before);
}
