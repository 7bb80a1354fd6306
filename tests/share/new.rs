//! New shares.

use super::{events, folder, folders, refused, share, site, text};
use crate::support::published;

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
