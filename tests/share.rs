//! A share through its life, by the real binary: what is withdrawn is gone after the next build, what stays keeps its
//! links and bytes, and what an author wrote by hand survives each command.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and makes sites on the disk"
)]

mod support;

use std::fs;

use serde_json::Value as Json;
use support::{NOW, Site, Tree, tree};

/// A share as a person writes one, with words wherever words can stand.
const WRITTEN: &str = "\
# About the whole.
title: 'By hand'   # a title
created: 2098-01-05T09:00:00+01:00

expires: 2099-01-01T00:00:00Z # the end
include: # what it holds
  # all of it
  - hr
profile: full
# Who has a link.
recipients:
  - a # the first
  # between
  - id: b # the second
    label: B
# The end of the file.
";

fn site() -> Site {
    let site = Site::bare();
    site.write("content/registers/hr/register.yaml", "kind: processor\ntitle: R\nprocessor: P\n");
    site.write("content/registers/hr/zqa.yaml", "title: A\nstatus: published\n");
    site.write("content/registers/hr/draft.yaml", "title: D\nstatus: draft\n");
    site.write("content/shares/hand.yaml", WRITTEN);
    site.write(
        "content/shares/other.yaml",
        &format!("title: Other\ncreated: {NOW}\nexpires: 120d\ninclude: [hr]\nprofile: full\n"),
    );
    site
}

/// Runs `share …`, which succeeds, and returns its report.
fn share(site: &Site, words: &[&str]) -> Json {
    let output = site.run(&[&["share"], words, &["--format", "json", "--reveal"]].concat());
    assert!(output.status.success(), "{words:?}\n{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Runs `share …`, which fails with `exit` and says `words`, and changes nothing on the disk.
#[track_caller]
fn refused(site: &Site, words: &[&str], exit: i32, says: &str) {
    let before = files(site);
    let output = site.run(&[&["share"], words].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(exit), "{words:?}\n{said}");
    assert!(said.contains(says), "{words:?}\n{said}");
    assert_eq!(files(site), before, "{words:?}");
}

fn files(site: &Site) -> Tree {
    let mut files = tree(&site.path("content"));
    files.extend(fs::read(site.path("shares.ledger.jsonl")).map(|bytes| ("ledger".to_owned(), bytes)));
    files
}

fn text(site: &Site, share: &str) -> String {
    fs::read_to_string(site.path(&format!("content/shares/{share}.yaml"))).unwrap()
}

/// The folders of links in the output.
fn folders(site: &Site) -> Vec<String> {
    let folders = fs::read_dir(site.path("output/s")).unwrap();
    let names = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| extrait::address::Folder::is_link(name)).collect();
    names.sort();
    names
}

fn events(site: &Site) -> Vec<String> {
    let text = fs::read_to_string(site.path("shares.ledger.jsonl")).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    lines
        .map(|line| {
            let word = |key: &str| line[key].as_str().unwrap_or("-").to_owned();
            format!("{} {} {} {}", word("event"), word("share"), word("recipient"), line["generation"])
        })
        .collect()
}

fn folder(url: &Json) -> String {
    url.as_str().unwrap().trim_end_matches('/').rsplit('/').next().unwrap().to_owned()
}

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
    let (old, page) = (site.folder("other", None), site.share("other", None));
    let told = share(&site, &["rotate", "other"]);
    site.build(&[]);
    let new = site.folder("other", None);
    assert_eq!((folder(&told["urls"][0]), folder(&told["links"][0]["replaces"])), (new.clone(), old.clone()));
    assert!(!folders(&site).contains(&old) && folders(&site).contains(&new));
    assert_eq!(site.share("other", None), page, "the same pages under another link");
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
    step(&["extend", "hand", "--expires", "never"], "2099-01-01T00:00:00Z", "never");
    step(&["extend", "hand", "--expires", "2099-06-01T00:00:00Z"], "never", "2099-06-01T00:00:00Z");
    step(&["edit", "hand", "--title", "Plain: no"], "'By hand'", "\"Plain: no\"");
    step(&["edit", "hand", "--add-item", "hr/draft", "--yes"], "  - hr\n", "  - hr\n  - hr/draft\n");
    step(&["edit", "hand", "--remove-register", "hr"], "  - hr\n", "");
    step(&["edit", "hand", "--note", "Words"], "generation: 3\n# The", "generation: 3\nnote: Words\n# The");
    step(&["edit", "hand", "--note", ""], "note: Words\n", "");
    step(&["edit", "hand", "--lang", "fr"], "generation: 3\n# The", "generation: 3\nlang: fr\n# The");
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

#[test]
fn a_new_share_is_a_file_that_builds() {
    let site = site();
    let told = share(
        &site,
        &[
            "new",
            "--title",
            "L’été: à Paris",
            "--register",
            "hr",
            "--item",
            "hr/draft",
            "--yes",
            "--expires",
            "2d",
            "--recipient",
            "x",
            "--recipient",
            "y",
            "--lang",
            "fr",
            "--note",
            "Pour vous # ici",
            "--profile",
            "public",
        ],
    );
    assert_eq!(told["share"], "l-ete-a-paris");
    assert_eq!(told["expires"], "2098-06-03T12:00:00+00:00");
    assert_eq!(told["urls"].as_array().unwrap().len(), 2);
    site.build(&[]);
    assert!(folders(&site).contains(&folder(&told["urls"][1])));
    assert_eq!(events(&site), ["created l-ete-a-paris x 1", "created l-ete-a-paris y 1"]);
    let shown = share(&site, &["show", "l-ete-a-paris"]);
    assert_eq!(
        (&shown["items"], &shown["drafts"], &shown["title"]),
        (&2.into(), &1.into(), &"L’été: à Paris".into())
    );
    assert_eq!(shown["history"].as_array().unwrap().len(), 2);
    let told = share(&site, &["new", "--title", "Defaults", "--register", "hr"]);
    assert_eq!(told["expires"], "2098-07-01T12:00:00+00:00", "30 days, unless the site says otherwise");
    assert!(text(&site, "defaults").contains("profile: article30\n"));
}

#[test]
fn links_are_masked_unless_they_are_asked_for() {
    let site = site();
    for words in [
        &["new", "--title", "T", "--register", "hr"][..],
        &["show", "hand"],
        &["extend", "hand", "--by", "1d"],
        &["rotate", "other"],
        &["revoke", "hand", "--recipient", "a"],
        &["restore", "hand", "--recipient", "a"],
    ] {
        for format in ["human", "json"] {
            let output = site.run(&[&["share"], words, &["--format", format]].concat());
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said).into_owned();
            for link in site.links() {
                let folder = folder(&link["url"]);
                assert!(!said.contains(folder.split_once('-').unwrap().1), "{words:?}\n{said}");
            }
        }
    }
}

#[test]
fn wrong_words_change_nothing() {
    let site = site();
    let new = |words: &[&'static str]| [&["new", "--title", "T"], words].concat();
    refused(&site, &["new", "--title", "T"], 2, "--register");
    refused(&site, &new(&["--register", "hrr"]), 2, "did you mean `hr`?");
    refused(&site, &new(&["--item", "hr/drft"]), 2, "did you mean `draft`?");
    refused(&site, &new(&["--item", "hr"]), 2, "REGISTER/ITEM");
    refused(&site, &new(&["--item", "hr/draft"]), 2, "--yes");
    refused(&site, &new(&["--register", "hr", "--expires", "2098-06-01T11:00:00Z"]), 2, "has passed");
    refused(&site, &new(&["--register", "hr", "--expires", "soon"]), 2, "30d");
    refused(&site, &new(&["--register", "hr", "--group", "team"]), 2, "sealed");
    refused(&site, &new(&["--register", "hr", "--id", "hand"]), 2, "--id");
    refused(&site, &new(&["--register", "hr", "--id", "No"]), 2, "is no id");
    refused(&site, &["new", "--title", "Hand", "--register", "hr"], 2, "already");
    refused(&site, &["new", "--title", "…", "--register", "hr"], 2, "--id");
    refused(&site, &new(&["--register", "hr", "--profile", "everything"]), 2, "unknown-term");
    refused(&site, &new(&["--register", "hr", "--lang", "de"]), 2, "one of: en, fr");
    refused(&site, &new(&["--register", "hr", "--application", "nobody"]), 2, "unknown-application");
    refused(&site, &new(&["--register", "hr", "--recipient", "x", "--recipient", "x"]), 2, "one link each");
    refused(&site, &new(&["--register", "hr", "--recipient", "No Id"]), 2, "id-invalid");
    for command in ["show", "rotate", "revoke", "restore"] {
        refused(&site, &[command, "hnd"], 2, "did you mean `hand`?");
    }
    refused(&site, &["rotate", "hand", "--recipient", "aa"], 2, "did you mean `a`?");
    refused(&site, &["revoke", "hand", "--reason", " "], 2, "a reason is one line");
    refused(&site, &["revoke", "hand", "--reason", "a\nb"], 2, "a reason is one line");
    refused(&site, &["restore", "hand"], 2, "is not withdrawn");
    refused(&site, &["restore", "hand", "--recipient", "a"], 2, "is not withdrawn");
    refused(&site, &["extend", "hand"], 2, "--expires");
    refused(&site, &["extend", "hand", "--expires", "2d"], 2, "has passed");
    refused(&site, &["extend", "hand", "--by", "never"], 2, "--expires");
    refused(&site, &["extend", "hand", "--expires", "2099-01-01T00:00:00Z"], 2, "already");
    refused(&site, &["edit", "hand"], 2, "nothing is to be changed");
    refused(&site, &["edit", "hand", "--add-item", "hr/draft"], 2, "--yes");
    refused(&site, &["edit", "hand", "--remove-item", "hr/zqa"], 2, "does not include");
    refused(&site, &["edit", "hand", "--remove-register", "hr"], 2, "would hold nothing");
    refused(&site, &["edit", "hand", "--lang", "de"], 1, "unknown-language");
    refused(&site, &["edit", "hand", "--remove-recipient", "a", "--remove-recipient", "b"], 2, "everybody");
    refused(&site, &["edit", "hand", "--add-recipient", "a"], 2, "already");
    share(&site, &["revoke", "hand"]);
    refused(&site, &["rotate", "hand"], 2, "share restore");
    refused(&site, &["extend", "hand", "--by", "2d"], 2, "share restore");
    refused(&site, &["restore", "hand", "--recipient", "a"], 2, "without --recipient");
    let before = files(&site);
    assert!(site.run(&["share", "revoke", "hand"]).status.success(), "what is withdrawn stays so");
    assert_eq!(files(&site), before);
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
    assert!(output.status.success() && said.contains("line 2, 14 bytes"), "{said}");
    assert_eq!(events(&site), ["rotated other - 2", "rotated other - 3"]);
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
fn a_share_for_applications_is_narrowed_by_its_list() {
    let site = site();
    site.write("content/applications.yaml", "applications:\n  - {id: gis, title: G}\n");
    share(&site, &["new", "--title", "For GIS", "--register", "hr", "--application", "gis"]);
    refused(&site, &["revoke", "for-gis", "--recipient", "gis"], 2, "`applications:`");
    site.build(&[]);
    assert!(folders(&site).contains(&site.folder("for-gis", Some("gis"))));
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
