//! New shares.

use super::{events, folder, folders, refused, share, site, text};
use crate::support::{Site, published};

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
    assert_eq!(told["expires"], "2098-06-03T12:00:00Z");
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
    assert_eq!(told["expires"], "2098-07-01T12:00:00Z", "30 days, unless the site says otherwise");
    assert!(text(&site, "defaults").contains("profile: article30\n"));
}

/// What a profile asks of a record is told at the record, not at the share.
#[test]
fn a_share_that_would_break_the_site_is_not_written() {
    let site = site();
    site.write("content/registers/hr/zqa.yaml", &published("A").replace(", legal_basis: contract", ""));
    site.build(&[]);
    let words = ["new", "--title", "T", "--register", "hr", "--profile", "public"];
    refused(&site, &words, 2, "nothing was written");
    refused(&site, &["edit", "other", "--profile", "public"], 1, "nothing was written");
}

#[test]
fn internal_notes_that_go_out_are_counted() {
    let site = Site::bare();
    site.write(
        "content/registers/hr/register.yaml",
        "kind: controller\ntitle: HR\ngroup: team\ncontroller: {name: C, email: c@example.org}\n",
    );
    let notes = "notes: Ask Eva.\nsecurity: [{type: backup, detail: On the third shelf}]\n";
    let record = published("Payroll").replace("security: [backup]\n", notes);
    site.write("content/registers/hr/payroll.yaml", &record);
    site.write("content/registers/hr/leave.yaml", &published("Leave"));
    let new = |title: &str, profile: &str| {
        let words =
            ["share", "new", "--title", title, "--register", "hr", "--expires", "30d", "--profile", profile];
        let output = site.run(&[&words[..], &["--format", "json"]].concat());
        assert!(output.status.success());
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (told["items"].clone(), told["internal_notes"].clone(), String::from_utf8(output.stderr).unwrap())
    };
    let (items, internal, complaints) = new("All", "full");
    assert_eq!((items, internal), (2.into(), 2.into()));
    let words = "shows 2 internal notes in 1 of 2 items to anyone with the link";
    assert!(complaints.contains(words), "{complaints}");
    let (items, internal, complaints) = new("Some", "public");
    assert_eq!((items, internal), (2.into(), 0.into()));
    assert!(!complaints.contains("share-internal"), "{complaints}");
    for word in ["check", "build"] {
        let said = String::from_utf8(site.run(&[word]).stderr).unwrap();
        assert_eq!(said.matches(words).count(), 1, "{word}: {said}");
    }
    let shown = String::from_utf8(site.run(&["share", "show", "all"]).stdout).unwrap();
    assert!(shown.contains("internal   2 internal notes in 1 of 2 items\n"), "{shown}");
}
