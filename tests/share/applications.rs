//! Shares for applications: each has a link that is renewed and withdrawn alone, as a recipient's is.

use super::{events, folder, folders, refused, share, site, text};
use crate::support::Site;

fn for_two() -> Site {
    let site = site();
    site.write(
        "content/applications.yaml",
        "applications:\n  - {id: gis, title: G}\n  - {id: lab, title: L}\n",
    );
    let new =
        ["new", "--title", "For two", "--register", "hr", "--application", "gis", "--application", "lab"];
    share(&site, &new);
    site.build(&[]);
    site
}

#[test]
fn an_application_gets_another_link_and_the_other_notices_nothing() {
    let site = for_two();
    let folder_of = |application: &str| site.folder("for-two", Some(application));
    let (gis, lab, bytes) = (folder_of("gis"), folder_of("lab"), site.share("for-two", Some("lab")));
    let noticed = || {
        site.build(&[]);
        assert_eq!((folder_of("lab"), site.share("for-two", Some("lab"))), (lab.clone(), bytes.clone()));
        assert!(folders(&site).contains(&lab));
    };
    let told = share(&site, &["rotate", "for-two", "--application", "gis"]);
    noticed();
    let second = folder_of("gis");
    assert_eq!(
        (folder(&told["urls"][0]), told["links"][0]["generation"].as_u64()),
        (second.clone(), Some(2))
    );
    assert!(second != gis && folders(&site).contains(&second) && !folders(&site).contains(&gis));
    share(&site, &["revoke", "for-two", "--application", "gis", "--reason", "replaced"]);
    noticed();
    assert!(!folders(&site).contains(&second));
    let at = "revoked: {at: 2098-06-01T12:00:00Z, reason: replaced}";
    assert!(text(&site, "for-two").contains(&format!("  - {{id: gis, generation: 2, {at}}}\n  - lab\n")));
    share(&site, &["restore", "for-two", "--recipient", "gis"]);
    noticed();
    assert!(folders(&site).contains(&folder_of("gis")) && folder_of("gis") != second);
    let life = ["created for-two gis 1", "created for-two lab 1", "rotated for-two gis 2"];
    assert_eq!(
        events(&site),
        [life.as_slice(), &["revoked for-two gis 2", "restored for-two gis 3"]].concat()
    );
    assert_eq!(site.run(&["ledger", "verify"]).status.code(), Some(0));
    refused(
        &site,
        &["revoke", "for-two", "--application", "gs"],
        2,
        "no application `gs`: did you mean `gis`?",
    );
}

#[test]
fn an_application_is_shut_out_although_the_content_is_broken() {
    let site = for_two();
    let (gis, lab) = (site.folder("for-two", Some("gis")), site.folder("for-two", Some("lab")));
    site.write("content/registers/hr/zqa.yaml", "title: [\n");
    share(&site, &["revoke", "for-two", "--application", "gis"]);
    assert_eq!(site.run(&["build"]).status.code(), Some(1));
    assert!(!folders(&site).contains(&gis) && folders(&site).contains(&lab));
}

#[test]
fn an_application_has_its_title_in_its_own_list() {
    let site = for_two();
    let written = text(&site, "for-two").replace("- gis", "- {id: gis, label: G}");
    site.write("content/shares/for-two.yaml", &written);
    refused(&site, &["rotate", "for-two", "--application", "lab"], 1, "label");
}
