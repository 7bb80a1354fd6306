//! Applications that read shares: each has a link of its own, knows of no other, and can be taken away alone. And links
//! of a dataset that a service gives: they show where the service does.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking, and its sites are texts"
)]

use std::collections::BTreeSet;

use crate::support::{Site, Tree};
use extrait::link::CANARY;

/// Ids and titles that can stand nowhere by chance.
const APPLICATIONS: &str = "\
applications:
  - {id: zqportal, title: zqportaltitle}
  - {id: zqmodel, title: {en: zqmodeltitle, fr: zqmodeltitre}}
  - {id: zqarchive, title: zqarchivetitle}
";

const BOTH: &str = "applications: [zqportal, zqmodel]\n";

/// A catalogue and a workspace, a share for two applications, and one for a third.
fn site() -> Site {
    let site = Site::bare();
    site.write("content/applications.yaml", APPLICATIONS);
    site.write("content/registers/maps/register.yaml", "kind: catalogue\ntitle: Maps\n");
    site.write("content/registers/maps/files/manual.txt", "How to read the map.\n");
    site.write(
        "content/registers/maps/roads.yaml",
        "title: Roads\nstatus: published\ndescription: All roads.\ntype: vector\nbbox: [22, 39, 23.5, 39.5]\n\
         contacts: [Office]\nattachments: [manual.txt]\nlinks:\n  - {title: Viewed, url: \"https://viewer.example/zqgate\", \
         service: lab/viewer}\n  - {title: Direct, url: \"https://files.example/direct\"}\n",
    );
    site.write("content/registers/lab/register.yaml", "kind: workspace\ntitle: Laboratory\n");
    service(&site, "published", "");
    share(&site, "zqpair", &format!("audience: applications\n{BOTH}"));
    share(&site, "zqalone", "audience: applications\napplications: [zqarchive]\n");
    site
}

fn service(site: &Site, status: &str, more: &str) {
    let record = format!(
        "title: Viewer\nkind: service\nstatus: {status}\ndescription: Views.\ninputs: [layer]\n{more}"
    );
    site.write("content/registers/lab/viewer.yaml", &record);
}

/// A share of the catalogue.
fn share(site: &Site, id: &str, more: &str) {
    share_of(site, id, "[maps]", more);
}

fn share_of(site: &Site, id: &str, include: &str, more: &str) {
    let text = format!(
        "title: Roads for you\ncreated: 2098-01-01T00:00:00Z\nexpires: 2099-01-01T00:00:00Z\nprofile: public\n\
         include: {include}\n{more}"
    );
    site.write(&format!("content/shares/{id}.yaml"), &text);
}

/// The output without one link's folder.
fn without(output: &Tree, folder: &str) -> Tree {
    let prefix = format!("s/{folder}/");
    output
        .iter()
        .filter(|(path, _)| !path.starts_with(&prefix))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

/// The folders of links; beside them lie `s/index.html`, for those who guess, and the canary.
fn folders(output: &Tree) -> BTreeSet<String> {
    let below = output.keys().filter_map(|path| path.strip_prefix("s/"));
    let folders = below.filter_map(|path| path.split_once('/')).map(|(folder, _)| folder.to_owned());
    folders.filter(|folder| folder != CANARY).collect()
}

fn holds(tree: &Tree, words: &str) -> bool {
    let within = |bytes: &[u8]| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    tree.iter().any(|(path, bytes)| path.contains(words) || within(bytes))
}

/// Builds a site that is at fault; the codes of the errors.
fn codes(site: &Site) -> BTreeSet<String> {
    let output = site.run(&["build", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report = String::from_utf8(output.stderr).unwrap();
    let read = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let errors = report.lines().map(read).filter(|one| one["severity"] == "error");
    errors.map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_application_has_a_link_of_its_own_to_the_same_bytes() {
    let site = site();
    site.build(&[]);
    let links = [("zqpair", "zqportal"), ("zqpair", "zqmodel"), ("zqalone", "zqarchive")]
        .map(|(share, application)| site.folder(share, Some(application)));
    let tokens: BTreeSet<_> = links.iter().map(|folder| folder.split_once('-').unwrap().1).collect();
    assert_eq!(tokens.len(), 3, "{links:?}");
    let output = site.output();
    assert_eq!(folders(&output), BTreeSet::from(links), "a link has one folder");
    let is_beside = |path: &&String| path.starts_with("s/") && path.matches('/').count() == 1;
    assert_eq!(output.keys().filter(is_beside).collect::<Vec<_>>(), ["s/index.html"]);
    let [mut portal, mut model] =
        ["zqportal", "zqmodel"].map(|application| site.share("zqpair", Some(application)));
    // The signature names the link by the hash of its folder: it serves no other.
    let signatures = [&mut portal, &mut model].map(|share| share.remove("SHA256SUMS.minisig").unwrap());
    assert_ne!(signatures[0], signatures[1]);
    assert!(
        portal.contains_key("maps/roads.html") && portal.keys().any(|path| path.ends_with("-manual.txt"))
    );
    assert_eq!(portal, model, "two applications of one share read the same");
}

#[test]
fn no_application_is_named_in_the_output() {
    let site = site();
    site.build(&[]);
    let output = site.output();
    assert!(holds(&output, "Roads for you"), "the shares were not built");
    for words in ["zqportal", "zqmodel", "zqarchive", "zqpair", "zqalone"] {
        assert!(!holds(&output, words), "`{words}` is in the output");
    }
    for (one, other) in [("zqportal", "zqmodel"), ("zqmodel", "zqportal")] {
        let token = site.folder("zqpair", Some(other));
        assert!(!holds(&site.share("zqpair", Some(one)), &token), "{one} learns the link of {other}");
    }
}

#[test]
fn an_application_can_be_taken_from_the_list_alone() {
    for (kept, gone) in [("zqportal", "zqmodel"), ("zqmodel", "zqportal")] {
        let site = site();
        site.build(&[]);
        let (before, folder) = (site.output(), site.folder("zqpair", Some(gone)));
        let list = format!("audience: applications\napplications: [{kept}]\n");
        share(&site, "zqpair", &list);
        site.build(&[]);
        assert_eq!(site.output(), without(&before, &folder), "{gone} was taken away");
        let known: Vec<_> = APPLICATIONS.lines().filter(|line| !line.contains(gone)).collect();
        site.write("content/applications.yaml", &(known.join("\n") + "\n"));
        site.build(&[]);
        assert_eq!(site.output(), without(&before, &folder), "{gone} is no longer known");
        share(&site, "zqpair", &format!("audience: applications\n{BOTH}"));
        site.write("content/applications.yaml", APPLICATIONS);
        site.build(&[]);
        assert_eq!(site.output(), before, "{gone} is back at the same link");
    }
}

#[test]
fn a_share_for_one_application_can_be_revoked_or_end_alone() {
    let site = site();
    site.build(&[]);
    let (before, folder) = (site.output(), site.folder("zqalone", Some("zqarchive")));
    let alone = "audience: applications\napplications: [zqarchive]\n";
    share(&site, "zqalone", &format!("{alone}revoked: 2098-05-01T00:00:00Z\n"));
    site.build(&[]);
    assert_eq!(site.output(), without(&before, &folder));
    share(&site, "zqalone", alone);
    site.build(&[]);
    assert_eq!(site.output(), before);
}

#[test]
fn a_revoked_share_goes_for_all_its_applications_although_the_content_is_broken() {
    let mut site = site();
    site.build(&[]);
    let (before, gone) = (site.output(), ["zqportal", "zqmodel"].map(|one| site.folder("zqpair", Some(one))));
    share(&site, "zqpair", &format!("audience: applications\n{BOTH}revoked: 2098-05-01T00:00:00Z\n"));
    site.write("content/registers/maps/roads.yaml", "title: [");
    assert!(codes(&site).contains("yaml-syntax"));
    let expected = gone.iter().fold(before, |tree, folder| without(&tree, folder));
    assert_eq!(site.output(), expected);
    site.now = "2099-01-01T00:00:00Z".to_owned();
    assert!(codes(&site).contains("yaml-syntax"));
    assert_eq!(folders(&site.output()), BTreeSet::new(), "an ended link is still there");
}

#[test]
fn a_new_generation_changes_the_links_of_all_applications() {
    let site = site();
    site.build(&[]);
    let old = site.output();
    share(&site, "zqpair", &format!("audience: applications\n{BOTH}generation: 2\n"));
    site.build(&[]);
    let new = site.output();
    let stayed: Vec<_> = folders(&old).intersection(&folders(&new)).cloned().collect();
    assert_eq!((folders(&new).len(), stayed), (3, vec![site.folder("zqalone", Some("zqarchive"))]));
}

#[test]
fn an_unknown_application_stops_the_build() {
    let site = site();
    site.build(&[]);
    let before = site.output();
    for list in ["[zqportal, zqmodell]", "[zqportal, zqmodel, team]"] {
        share(&site, "zqpair", &format!("audience: applications\napplications: {list}\n"));
        assert_eq!(codes(&site), BTreeSet::from(["unknown-application".to_owned()]), "{list}");
        assert_eq!(site.output(), before, "{list}");
    }
    site.remove("content/applications.yaml");
    share(&site, "zqpair", &format!("audience: applications\n{BOTH}"));
    assert_eq!(codes(&site), BTreeSet::from(["unknown-application".to_owned()]), "no list at all");
}

#[test]
fn an_item_for_groups_reaches_no_application() {
    let site = site();
    service(&site, "published", "access: groups\ngroups: [team]\n");
    share_of(&site, "zqpair", "[maps, lab]", &format!("audience: applications\n{BOTH}"));
    assert_eq!(codes(&site), BTreeSet::from(["share-too-wide".to_owned()]));
    assert!(site.output().is_empty());
}

#[test]
fn the_list_of_links_names_the_application() {
    let site = site();
    site.build(&[]);
    let listed = site.links();
    let rows: BTreeSet<_> = listed
        .iter()
        .map(|link| {
            ["share", "recipient", "audience", "state"].map(|key| link[key].as_str().unwrap().to_owned())
        })
        .collect();
    let row = |share: &str, recipient: &str| [share, recipient, "applications", "live"].map(str::to_owned);
    let expected = [row("zqpair", "zqportal"), row("zqpair", "zqmodel"), row("zqalone", "zqarchive")];
    assert_eq!(rows, BTreeSet::from(expected));
    for format in ["table", "csv"] {
        let output = site.run(&["links", "--format", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        for application in ["zqportal", "zqmodel", "zqarchive"] {
            let lines = text.lines().filter(|line| line.contains(application)).count();
            assert_eq!(lines, 1, "{application} in\n{text}");
        }
        let tokens = listed.iter().map(|link| link["url"].as_str().unwrap().rsplit('-').next().unwrap());
        assert_eq!(
            tokens.filter(|token| text.contains(token)).count(),
            0,
            "a link is shown unasked:\n{text}"
        );
    }
}

#[test]
fn a_link_that_a_service_gives_shows_where_the_service_does() {
    let site = site();
    let check = |status: &str, more: &str, include: &str, expected: bool| {
        service(&site, status, more);
        for profile in ["public", "full", "[description, links]", "[links.url]"] {
            share_of(&site, "gated", include, "");
            let path = "content/shares/gated.yaml";
            let text = std::fs::read_to_string(site.path(path)).unwrap();
            site.write(path, &text.replace("profile: public", &format!("profile: {profile}")));
            site.build(&[]);
            let tree = site.share("gated", None);
            assert!(holds(&tree, "files.example/direct"), "{include} {profile}: the other link is gone");
            assert_eq!(holds(&tree, "zqgate"), expected, "{include} {profile} {status} {more}");
            assert_eq!(holds(&tree, "viewer"), expected, "{include} {profile} {status} {more}");
        }
    };
    check("published", "", "[maps, lab]", true);
    check("published", "", "[maps/roads, lab/viewer]", true);
    check("published", "", "[maps]", false);
    check("published", "access: private\n", "[maps, lab]", false);
    check("draft", "", "[maps, lab]", false);
    check("draft", "", "[maps, lab/viewer]", true);
}

#[test]
fn two_shares_of_one_dataset_differ_by_what_the_service_gives() {
    let site = site();
    share(&site, "bare", "");
    share_of(&site, "whole", "[maps, lab]", "");
    site.build(&[]);
    let (bare, whole) = (site.share("bare", None), site.share("whole", None));
    assert!(holds(&whole, "zqgate") && !holds(&bare, "zqgate"));
    site.remove("content/registers/lab/viewer.yaml");
    let roads = std::fs::read_to_string(site.path("content/registers/maps/roads.yaml")).unwrap();
    let ungated: Vec<_> = roads.lines().filter(|line| !line.contains("zqgate")).collect();
    site.write("content/registers/maps/roads.yaml", &(ungated.join("\n") + "\n"));
    site.build(&[]);
    assert_eq!(
        site.share("bare", None),
        bare,
        "a link behind a service leaves a trace where it is not shown"
    );
}
