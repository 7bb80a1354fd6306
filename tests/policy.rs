//! `policy` in site.yaml: what commands write keeps to it, and it moves no end by itself.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and makes sites on the disk"
)]

use std::fs;

use crate::support::{NOW, Site, published};

const POLICY: &str = "policy: {longest: 20d, unlimited: refuse, drafts: 5d}\n";

/// A register of a published record and a draft, a share of either, and lines of `site.yaml`.
fn site(lines: &str) -> Site {
    let site = Site::bare();
    site.write(
        "content/registers/hr/register.yaml",
        "kind: processor\ntitle: R\nprocessor: {name: P, email: p@example.org}\n",
    );
    site.write("content/registers/hr/a.yaml", &published("A"));
    site.write("content/registers/hr/draft.yaml", &published("D").replace("published", "draft"));
    share(&site, "kept", "2098-05-25T12:00:00Z", "expires: 10d\ninclude: [hr]\n");
    let text = fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &(text + lines));
    site
}

fn share(site: &Site, id: &str, created: &str, lines: &str) {
    let text = format!("title: Share {id}\ncreated: {created}\nprofile: article30\n{lines}");
    site.write(&format!("content/shares/{id}.yaml"), &text);
}

fn text(site: &Site, id: &str) -> String {
    fs::read_to_string(site.path(&format!("content/shares/{id}.yaml"))).unwrap_or_default()
}

fn said(site: &Site, words: &[&str]) -> (i32, String) {
    let output = site.run(words);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Runs a command that is refused: the share's file stays as it was, and the complaint has these words.
fn refused(site: &Site, id: &str, words: &[&str], expected: &[&str]) {
    let before = text(site, id);
    let (exit, complaints) = said(site, words);
    assert!(exit == 1 || exit == 2, "{words:?}: {exit}\n{complaints}");
    assert_eq!(text(site, id), before, "{words:?}");
    for part in expected {
        assert!(complaints.contains(part), "{words:?}: no `{part}` in\n{complaints}");
    }
}

/// Runs a command that is not refused, and finds a line in the share's file.
fn written(site: &Site, id: &str, words: &[&str], line: &str) {
    let (exit, complaints) = said(site, words);
    assert_eq!(exit, 0, "{words:?}\n{complaints}");
    assert!(text(site, id).lines().any(|found| found == line), "{words:?}: {}", text(site, id));
}

fn new<'a>(title: &'a str, held: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let kind = if held.contains('/') { "--item" } else { "--register" };
    [&["share", "new", "--title", title, kind, held], more].concat()
}

#[test]
fn a_new_share_ends_within_the_policy() {
    let site = site(POLICY);
    written(&site, "short", &new("short", "hr", &[]), "expires: 20d");
    written(&site, "draft", &new("draft", "hr/draft", &["--yes"]), "expires: 5d");
    written(&site, "item", &new("item", "hr/a", &["--expires", "20d"]), "expires: 20d");
    refused(
        &site,
        "long",
        &new("long", "hr", &["--expires", "21d"]),
        &["[share-exceeds-policy]", "`expires: 20d`"],
    );
    refused(&site, "never", &new("never", "hr", &["--expires", "never"]), &["[share-exceeds-policy]"]);
    refused(
        &site,
        "mark",
        &new("mark", "hr/draft", &["--expires", "6d", "--yes"]),
        &["the draft `draft`", "`expires: 5d`"],
    );
    // Its time counts from its opening.
    let opens = ["--opens", "2098-09-01T09:00:00Z", "--expires", "2098-09-21T09:00:00Z"];
    written(&site, "later", &new("later", "hr", &opens), "expires: 2098-09-21T09:00:00Z");
    let opens = ["--opens", "2098-09-01T09:00:00Z", "--expires", "2098-09-21T09:00:01Z"];
    refused(&site, "late", &new("late", "hr", &opens), &["`expires: 20d`"]);
}

#[test]
fn share_show_tells_the_latest_end() {
    let site = site(POLICY);
    let shown = site.run(&["share", "show", "kept"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("an end at 2098-06-14T12:00:00Z at the latest"), "{shown}");
    let shown: serde_json::Value =
        serde_json::from_slice(&site.run(&["share", "show", "kept", "--format", "json"]).stdout).unwrap();
    assert_eq!(shown["latest"], "2098-06-14T12:00:00Z");
}

#[test]
fn a_policy_that_cannot_be_read_lets_nobody_around_it() {
    let site = site("policy: {longest: twenty days}\n");
    refused(&site, "kept", &["share", "extend", "kept", "--expires", "never"], &["[bad-duration]"]);
    assert_eq!(said(&site, &["share", "revoke", "kept"]).0, 0, "closing waits for nothing");
}

#[test]
fn defaults_beyond_the_policy_are_cut_to_it() {
    for (lines, expected) in [
        ("policy: {longest: 12h}\ndefaults: {expires: 40d}\n", "expires: 12h"),
        ("policy: {unlimited: refuse}\ndefaults: {expires: never}\n", "expires: 30d"),
        ("policy: {longest: 40d, unlimited: allow}\ndefaults: {expires: never}\n", "expires: never"),
        ("policy: {longest: 40d}\n", "expires: 30d"),
    ] {
        let site = site(lines);
        site.remove("content/shares/kept.yaml");
        written(&site, "new", &new("new", "hr", &[]), expected);
    }
}

#[test]
fn an_extension_counts_from_its_own_instant() {
    let site = site(POLICY);
    let extend = |expires| ["share", "extend", "kept", "--expires", expires];
    let told = ["[share-exceeds-policy]", "`expires: 2098-06-21T12:00:00Z`"];
    refused(&site, "kept", &extend("2098-06-21T12:00:01Z"), &told);
    refused(&site, "kept", &["share", "extend", "kept", "--by", "18d"], &told);
    refused(&site, "kept", &extend("never"), &told);
    written(&site, "kept", &extend("2098-06-21T12:00:00Z"), "extended: 2098-06-01T12:00:00Z");
    assert_eq!(said(&site, &["check"]).0, 0);
}

#[test]
fn what_makes_a_share_too_long_is_refused() {
    let site = site(POLICY);
    refused(
        &site,
        "kept",
        &["share", "edit", "kept", "--add-item", "hr/draft", "--yes"],
        &["the draft `draft`"],
    );
    share(
        &site,
        "gone",
        "2098-01-05T09:00:00Z",
        "expires: never\ninclude: [hr]\nrevoked: 2098-05-01T09:00:00Z\n",
    );
    assert_eq!(said(&site, &["check"]).0, 0, "what is withdrawn is held to nothing");
    refused(&site, "gone", &["share", "restore", "gone"], &["[share-exceeds-policy]", "share extend gone"]);
    // What is proposed there is written by hand: `share extend` refuses what is withdrawn.
    let expires = "expires: 2098-06-21T12:00:00Z\nextended: 2098-06-01T12:00:00Z\n";
    share(
        &site,
        "gone",
        "2098-01-05T09:00:00Z",
        &format!("{expires}include: [hr]\nrevoked: 2098-05-01T09:00:00Z\n"),
    );
    written(&site, "gone", &["share", "restore", "gone"], "generation: 2");
    // An opening that moves takes the end with it.
    share(
        &site,
        "fixed",
        "2098-05-30T09:00:00Z",
        "opens: 2098-06-20T09:00:00Z\nexpires: 2098-07-05T09:00:00Z\ninclude: [hr]\n",
    );
    refused(
        &site,
        "fixed",
        &["share", "edit", "fixed", "--opens", "2098-06-10T09:00:00Z"],
        &["`expires: 20d`"],
    );
}

#[test]
fn a_link_that_is_older_than_the_policy_can_still_be_renewed_and_withdrawn() {
    let site = site("policy: {longest: 20d, since: 2098-05-01}\n");
    share(&site, "old", "2098-01-05T09:00:00Z", "expires: never\ninclude: [hr]\n");
    let (exit, complaints) = said(&site, &["build"]);
    assert!(exit == 0 && complaints.contains("warning[share-precedes-policy]"), "{complaints}");
    written(&site, "old", &["share", "rotate", "old"], "generation: 2");
    written(&site, "old", &["share", "edit", "old", "--title", "Other"], "title: Other");
    // The remedy that is told, as it is told.
    let remedy = "--expires 2098-06-21T12:00:00Z";
    assert!(complaints.contains(&format!("`extrait share extend old {remedy}`")), "{complaints}");
    let line = "expires: 2098-06-21T12:00:00Z";
    written(&site, "old", &["share", "extend", "old", "--expires", "2098-06-21T12:00:00Z"], line);
    assert!(!said(&site, &["check"]).1.contains("policy"), "the remedy was wrong");
    written(&site, "old", &["share", "revoke", "old"], line);
}

#[test]
fn an_error_of_the_policy_closes_and_opens_nothing() {
    let mut site = site("");
    share(&site, "long", "2098-05-25T12:00:00Z", "expires: 40d\ninclude: [hr]\n");
    site.build(&[]);
    let before = site.output();
    let text = fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &(text.clone() + "policy: {longest: 40d}\n"));
    site.build(&[]);
    assert_eq!(site.output(), before, "a policy that is kept changes a byte");
    site.write("site.yaml", &(text + "policy: {longest: 39d}\n"));
    let (exit, complaints) = said(&site, &["build"]);
    assert!(exit == 1 && complaints.matches("share-exceeds-policy").count() == 1, "{complaints}");
    assert_eq!(site.output(), before, "an error of the policy closes or opens something");
    // The end that was published is the one that counts.
    "2098-07-04T12:00:00Z".clone_into(&mut site.now);
    assert_eq!(said(&site, &["build"]).0, 0);
    assert_ne!(site.output(), before);
    assert_eq!(NOW, "2098-06-01T12:00:00Z");
}

#[test]
fn remedies_lead_out() {
    for (policy, created, expires, remedy) in [
        // Counted from its creation, an end in days would have passed.
        ("unlimited: refuse", "2090-01-05T09:00:00Z", "never", "2098-07-01T12:00:00Z"),
        ("longest: 999999d", "2098-05-01T09:00:00Z", "never", "2100-12-31T00:00:00Z"),
        ("longest: 900d", "2098-05-01T09:00:00Z", "2100-12-31T00:00:00Z", "900d"),
    ] {
        let site = site(&format!("policy: {{{policy}}}\n"));
        share(&site, "long", created, &format!("expires: {expires}\ninclude: [hr]\n"));
        let (_, complaints) = said(&site, &["check"]);
        assert!(complaints.contains(&format!("`expires: {remedy}`")), "{policy}\n{complaints}");
        share(&site, "long", created, &format!("expires: {remedy}\ninclude: [hr]\n"));
        let (exit, complaints) = said(&site, &["check"]);
        assert!(exit == 0 && !complaints.contains("ended"), "{policy}\n{complaints}");
    }
}

#[test]
fn one_slip_is_one_complaint() {
    let site = site(POLICY);
    for (created, expires) in
        [("2099-05-01T09:00:00Z", "40d"), ("2098-05-25T12:00:00Z", "2400-01-01T00:00:00Z")]
    {
        share(&site, "odd", created, &format!("expires: {expires}\ninclude: [hr]\n"));
        let (_, complaints) = said(&site, &["check"]);
        assert_eq!(complaints.matches("error[").count(), 1, "{complaints}");
    }
}

#[test]
fn slips_in_the_policy_are_told_where_they_stand() {
    let check = |policy: &str, code: &str| {
        let site = site(&format!("policy: {policy}\n"));
        let (exit, complaints) = said(&site, &["check"]);
        assert_eq!(exit, 1, "{policy}\n{complaints}");
        let line = fs::read_to_string(site.path("site.yaml")).unwrap().lines().count();
        assert!(complaints.contains(&format!("error[{code}]")), "{policy}\n{complaints}");
        assert!(complaints.contains(&format!("site.yaml:{line}:")), "{policy}\n{complaints}");
        assert_eq!(complaints.matches("error[").count(), 1, "{policy}\n{complaints}");
    };
    check("", "empty-value");
    check("{}", "empty-value");
    check("{longest: }", "empty-value");
    check("180d", "wrong-shape");
    check("[180d]", "wrong-shape");
    check("{longest: 0d}", "bad-duration");
    check("{longest: never}", "bad-duration");
    check("{longest: -3d}", "bad-duration");
    check("{drafts: 2098-01-01T00:00:00Z}", "bad-duration");
    check("{drafts: 1 month}", "bad-duration");
    check("{unlimited: no}", "unknown-term");
    check("{longest: 30d, since: 2098}", "bad-date");
    check("{longest: 30d, since: 2098-02-30}", "bad-date");
    check("{longest: 30d, since: 0026-02-01}", "date-out-of-range");
    check("{longst: 30d}", "unknown-key");
}

#[test]
fn all_slips_in_the_policy_are_told_at_once() {
    let site = site("policy: {longest: x, unlimited: y, drafts: z, since: w, more: v}\n");
    let (_, complaints) = said(&site, &["check"]);
    assert_eq!(complaints.matches("error[").count(), 5, "{complaints}");
}
