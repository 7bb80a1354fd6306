//! Shares that open later: nothing of them is published before, everything that the program lists knows of them.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and makes sites on the disk"
)]

use std::fs;

use crate::support::{Site, published};
use serde_json::Value as Json;

/// After the clock of [`Site`], 2098-06-01T12:00:00Z.
const OPENS: &str = "2098-06-08T09:00:00+02:00";
const BEFORE: &str = "2098-06-08T06:59:59Z";
const THEN: &str = "2098-06-08T07:00:00Z";
/// Two days after it, in Unix seconds.
const END: &str = "4053222000";

fn site() -> Site {
    let site = Site::bare();
    site.write(
        "content/registers/hr/register.yaml",
        "kind: processor\ntitle: R\nprocessor: {name: P, email: p@example.org}\n",
    );
    site.write("content/registers/hr/zqa.yaml", &published("A"));
    site.write("content/registers/hr/secret.yaml", &published("Quagga").replace("published", "draft"));
    share(&site, "other", "include: [hr]\nexpires: 120d\n");
    site
}

fn share(site: &Site, id: &str, more: &str) {
    let text = format!("title: Share {id}\ncreated: 2098-05-05T09:00:00Z\nprofile: full\n{more}");
    site.write(&format!("content/shares/{id}.yaml"), &text);
}

/// A share that opens later, under two links, with a draft that no other share shows.
fn later(site: &Site, expires: &str) {
    let more = format!(
        "note: Okapi\ninclude: [hr/secret]\nopens: {OPENS}\nexpires: {expires}\nrecipients: [a, b]\n"
    );
    share(site, "later", &more);
}

fn at(mut site: Site, now: &str) -> Site {
    now.clone_into(&mut site.now);
    site
}

fn said(site: &Site, words: &[&str]) -> (String, String, i32) {
    let output = site.run(words);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn folders(site: &Site) -> Vec<String> {
    let names = fs::read_dir(site.path("output/s")).unwrap();
    let names = names.map(|name| name.unwrap().file_name().into_string().unwrap());
    let mut links: Vec<_> =
        names.filter(|name| extrait::link::Folder::is_link(name) && name != extrait::link::CANARY).collect();
    links.sort();
    links
}

#[test]
fn before_it_opens_the_output_is_that_of_a_site_without_the_share() {
    let site = site();
    site.build(&[]);
    let without = site.output();
    for (expires, now) in
        [("2d", crate::support::NOW), ("2d", BEFORE), ("never", BEFORE), ("2099-01-01T00:00:00Z", BEFORE)]
    {
        later(&site, expires);
        let site = at(self::site(), now);
        later(&site, expires);
        let report = site.build(&[]);
        assert!(site.output() == without, "{expires} at {now}");
        assert_eq!(
            (&report["shares"], &report["links"], &report["notes"]),
            (&1.into(), &1.into(), &1.into())
        );
    }
}

#[test]
fn the_first_build_from_then_on_publishes_it_and_its_lifetime_counts_from_then() {
    let mut site = at(site(), BEFORE);
    later(&site, "2d");
    site.build(&[]);
    let links = [site.folder("later", Some("a")), site.folder("later", Some("b"))];
    assert!(links.iter().all(|link| link.starts_with(END) && !folders(&site).contains(link)), "{links:?}");
    for (now, is_open) in
        [(THEN, true), (BEFORE, false), ("2098-06-10T06:59:59Z", true), ("2098-06-10T07:00:00Z", false)]
    {
        site.now = now.to_owned();
        site.build(&[]);
        let open = folders(&site);
        assert!(links.iter().all(|link| open.contains(link) == is_open), "{now}: {open:?}");
    }
}

/// Its own file says that it is not open: that waits for nothing else to be right.
#[test]
fn a_published_share_that_is_to_open_later_closes() {
    let open = "note: Okapi\ninclude: [hr/secret]\nrecipients: [a, b]\nexpires: ";
    for expires in ["2d", "90d", "2099-01-01T00:00:00Z", "never"] {
        for (broken, forgotten, words) in [
            (false, false, &["build"][..]),
            (true, false, &["build"]),
            (false, false, &["build", "--prune"]),
            (true, false, &["build", "--prune"]),
            (true, true, &["build", "--prune"]),
        ] {
            let site = at(site(), "2098-05-06T00:00:00Z");
            share(&site, "later", &format!("{open}{expires}\n"));
            site.build(&[]);
            assert_eq!(folders(&site).len(), 3);
            later(&site, expires);
            if broken {
                site.write("content/registers/hr/zqa.yaml", "title: [\n");
            }
            if forgotten {
                site.remove(".extrait/manifest.json");
            }
            let (_, complaints, exit) = said(&site, words);
            assert_eq!(exit, i32::from(broken && words.len() == 1), "{complaints}");
            let kept = folders(&site);
            assert_eq!(kept.len(), 1, "{expires}, {words:?}, broken: {broken}: {kept:?}");
            for (path, bytes) in site.output() {
                let text = String::from_utf8_lossy(&bytes);
                assert!(!text.contains("Okapi") && !text.contains("Quagga"), "{path}");
            }
        }
    }
}

/// A file that cannot be read still says when its share opens.
#[test]
fn a_file_that_is_no_yaml_closes_its_share_until_it_opens() {
    let site = at(site(), THEN);
    later(&site, "2d");
    site.build(&[]);
    assert_eq!(folders(&site).len(), 3);
    let path = "content/shares/later.yaml";
    let broken = fs::read_to_string(site.path(path)).unwrap() + "\tlang: en\n";
    site.write(path, &broken);
    said(&site, &["build", "--prune"]);
    assert_eq!(folders(&site).len(), 3, "it is open by its own word");
    site.write(path, &broken.replace(OPENS, "2098-07-08T09:00:00+02:00"));
    said(&site, &["build", "--prune"]);
    assert_eq!(folders(&site).len(), 1, "it is to open later");
}

/// What cannot be read opens nothing, and closes nothing either.
#[test]
fn an_opening_that_cannot_be_read_is_an_error_and_does_not_count_the_end_from_the_creation() {
    let site = at(site(), THEN);
    later(&site, "2d");
    site.build(&[]);
    let open = folders(&site);
    assert_eq!(open.len(), 3);
    let path = "content/shares/later.yaml";
    let text = fs::read_to_string(site.path(path)).unwrap();
    for (written, code) in [("soon", "bad-instant"), ("", "empty-value"), ("2098-06-08", "bad-instant")] {
        site.write(path, &text.replace(OPENS, written));
        let (_, complaints, exit) = said(&site, &["build"]);
        assert_eq!(exit, 1, "{complaints}");
        assert!(complaints.contains(&format!("error[{code}]")), "{complaints}");
        assert_eq!(complaints.matches("error[").count(), 1, "{complaints}");
        assert_eq!(folders(&site), open, "{written}");
    }
}

#[test]
fn its_links_are_listed_as_scheduled_and_expose_nothing() {
    let site = site();
    later(&site, "2d");
    let rows = site.links();
    let rows: Vec<&Json> = rows.iter().filter(|row| row["share"] == "later").collect();
    assert_eq!(rows.len(), 2);
    for row in &rows {
        assert_eq!((&row["state"], &row["opens"]), (&"scheduled".into(), &OPENS.into()), "{row}");
        assert_eq!(row["exposure"], serde_json::json!([]), "{row}");
        assert_eq!((&row["drafts"], &row["expires"]), (&1.into(), &"2098-06-10T09:00:00+02:00".into()));
    }
    let listed = |words: &[&str]| said(&site, &[&["links", "--format", "json"], words].concat());
    let count = |text: &str| serde_json::from_str::<Vec<Json>>(text).unwrap().len();
    assert_eq!(count(&listed(&["--state", "scheduled"]).0), 2);
    assert_eq!(count(&listed(&["--state", "live,ending,ended,revoked"]).0), 1);
    let (ending, _, exit) = listed(&["--ending", "30d"]);
    assert_eq!((count(&ending), exit), (0, 0), "what is not open does not end soon");
    let (table, told, _) = said(&site, &["links"]);
    assert_eq!(table.matches("scheduled").count(), 2, "{table}");
    let sentence =
        format!("`later` opens with the first build from {OPENS} on: until then its links lead nowhere");
    assert_eq!(told.matches(&sentence).count(), 1, "{told}");
    let (csv, _, _) = said(&site, &["links", "--format", "csv", "--state", "scheduled"]);
    assert!(csv.lines().next().unwrap().ends_with(",exposure,opens"), "{csv}");
    assert!(csv.lines().skip(1).all(|line| line.ends_with(&format!(",,,{OPENS}"))), "{csv}");
    // Revoked is revoked, whatever else it says.
    later(&site, "2d\nrevoked: 2098-05-30T00:00:00Z");
    assert_eq!(count(&listed(&["--state", "scheduled"]).0), 0);
    // Once it is open it says nothing of it any more, but in its columns.
    let site = at(self::site(), THEN);
    later(&site, "2d");
    assert_eq!(said(&site, &["links"]).1.matches("opens with").count(), 0);
}

#[test]
fn mails_and_codes_say_from_when() {
    let site = site();
    later(&site, "2d");
    let mail = |language| said(&site, &["links", "--mail", language, "--reveal", "--state", "scheduled"]).0;
    let (en, fr) = (mail("en"), mail("fr"));
    assert_eq!(en.matches("Subject: ").count(), 2, "{en}");
    let expected = "The link does not open before 8\u{a0}June 2098 at 09:00 (UTC+02:00).\n\
                    The link is open until 10\u{a0}June 2098 at 09:00 (UTC+02:00).\n";
    assert_eq!(en.matches(expected).count(), 2, "{en}");
    let expected = "Le lien ne s’ouvre pas avant le 8\u{a0}juin 2098 à 09:00 (UTC+02:00).\n\
                    Le lien est ouvert jusqu’au 10\u{a0}juin 2098 à 09:00 (UTC+02:00).\n";
    assert_eq!(fr.matches(expected).count(), 2, "{fr}");
    let codes = said(&site, &["links", "--qr", "--reveal", "--state", "scheduled"]).0;
    assert!(codes.starts_with(&format!("later, a, opens {OPENS}\n")), "{codes}");
    let open = said(&site, &["links", "--mail", "en", "--reveal", "--state", "live"]).0;
    assert!(!open.contains("does not open"), "{open}");
}

#[test]
fn it_is_checked_as_an_open_one() {
    let site = site();
    later(&site, "2d");
    let path = "content/shares/later.yaml";
    let text = fs::read_to_string(site.path(path)).unwrap();
    for (from, to, code) in [
        ("[hr/secret]", "[hr/nobody]", "share-unknown-item"),
        ("[hr/secret]", "[]", "share-empty"),
        ("2d", "never", "share-draft-unlimited"),
        ("Okapi", "NE PAS PUBLIER", "do-not-publish"),
    ] {
        site.write(path, &text.replace(from, to));
        let complaints = said(&site, &["check"]).1;
        assert!(complaints.contains(&format!("[{code}]")), "{code}: {complaints}");
    }
    // A theme that cannot show it is not found out on the day.
    site.write(path, &text);
    site.remove("content/shares/other.yaml");
    site.write("themes/house/templates/item.html", "{{ nothing.of.the.kind }}");
    let yaml = fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &format!("{yaml}theme: {{name: house}}\n"));
    let (_, complaints, exit) = said(&site, &["check"]);
    assert_eq!(exit, 1);
    assert!(complaints.contains("[theme-template]"), "{complaints}");
}

#[test]
fn the_ledger_agrees_with_its_end() {
    let site = site();
    share(&site, "later", "include: [hr]\nexpires: 90d\n");
    assert!(site.run(&["ledger", "sync"]).status.success());
    later(&site, "90d");
    let (told, _, _) = said(&site, &["ledger", "sync", "--format", "json"]);
    let told: Json = serde_json::from_str(&told).unwrap();
    let created = told["events"].as_array().unwrap().iter().filter(|event| event["event"] == "created");
    let ends: Vec<_> = created.map(|event| event["expires"].as_i64().unwrap()).collect();
    assert_eq!(ends, [4_053_049_200 + 90 * 86_400; 2], "{told}");
    assert!(said(&site, &["check"]).1.matches("ledger-behind").count() == 0);
    // Another opening is another end, and so another link.
    let path = "content/shares/later.yaml";
    let text = fs::read_to_string(site.path(path)).unwrap();
    site.write(path, &text.replace("06-08", "06-09"));
    let (told, _, _) = said(&site, &["ledger", "sync"]);
    assert_eq!(told.matches("extended later for ").count(), 2, "{told}");
}

fn ok(site: &Site, words: &[&str]) -> Json {
    let output = site.run(&[&["share"], words, &["--format", "json", "--reveal", "--yes"]].concat());
    assert!(output.status.success(), "{words:?}\n{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(site: &Site, share: &str) -> String {
    fs::read_to_string(site.path(&format!("content/shares/{share}.yaml"))).unwrap()
}

#[test]
fn commands_about_shares_know_openings() {
    let site = site();
    let new = ["new", "--id", "new", "--title", "New", "--item", "hr/secret", "--expires", "2d"];
    let told = ok(&site, &[&new[..], &["--opens", OPENS]].concat());
    assert_eq!((&told["opens"], &told["expires"]), (&OPENS.into(), &"2098-06-10T09:00:00+02:00".into()));
    assert!(
        text(&site, "new").contains(&format!("opens: {OPENS}\n# Counted from `opens`")),
        "{}",
        text(&site, "new")
    );
    let shown = ok(&site, &["show", "new"]);
    assert_eq!((&shown["state"], &shown["opens"]), (&"scheduled".into(), &OPENS.into()));
    let human = said(&site, &["share", "show", "new"]).0;
    assert!(human.contains(&format!("opens      {OPENS}\n")) && human.contains("(scheduled)"), "{human}");
    // A duration counts from the opening; `--by` from the end.
    let told = ok(&site, &["extend", "new", "--by", "1d"]);
    assert_eq!(told["expires"], "2098-06-11T09:00:00+02:00");
    assert!(text(&site, "new").contains("extended: 2098-06-01T12:00:00Z\n"), "{}", text(&site, "new"));
    let told = ok(&site, &["extend", "new", "--expires", "5d"]);
    assert_eq!(told["expires"], "2098-06-13T09:00:00+02:00");
    // Another opening moves an end that counts from it, and the ledger knows.
    let told = ok(&site, &["edit", "new", "--opens", "2098-06-09T00:00:00Z"]);
    assert_eq!(told["expires"], "2098-06-14T00:00:00Z");
    assert!(told["links"][0]["replaces"].is_string(), "{told}");
    let moved = said(&site, &["share", "edit", "new", "--title", "Newer"]).0;
    assert!(moved.contains("they lead nowhere until it opens"), "{moved}");
    for words in [&["rotate", "new"][..], &["revoke", "new"], &["restore", "new"]] {
        ok(&site, words);
    }
    assert_eq!(ok(&site, &["show", "new"])["state"], "scheduled");
    assert_eq!(said(&site, &["ledger", "sync", "--dry-run"]).0.matches(" new").count(), 0);
    site.build(&[]);
    assert_eq!(folders(&site).len(), 1);
    let link = ok(&site, &["show", "new"])["links"][0]["url"].as_str().unwrap().to_owned();
    let site = at(site, "2098-06-09T00:00:00Z");
    site.build(&[]);
    assert!(folders(&site).iter().any(|folder| link.contains(folder.as_str())));
}

#[test]
fn commands_refuse_what_nobody_could_read() {
    let site = site();
    let before = crate::support::tree(&site.path("content"));
    let new = ["share", "new", "--id", "new", "--title", "New", "--register", "hr"];
    for (words, says) in [
        (&["--opens", "2098-06-01T12:00:00Z"][..], "has passed: without --opens a share opens at once"),
        (&["--opens", OPENS, "--expires", "0h"], "nobody could read it"),
        (&["--opens", OPENS, "--expires", "2098-06-08T09:00:00+02:00"], "nobody could read it"),
        (&["--opens", OPENS, "--expires", "2098-05-08T09:00:00+02:00"], "nobody could read it"),
        (&["--opens", "tomorrow"], "write an instant with its offset"),
    ] {
        let (_, complaints, exit) = said(&site, &[&new[..], words].concat());
        assert_eq!(exit, 2, "{complaints}");
        assert!(complaints.contains(says), "{complaints}");
    }
    let edit = ["share", "edit", "other", "--opens"];
    let (_, complaints, exit) = said(&site, &[&edit[..], &["2098-05-05T08:59:59Z"]].concat());
    assert!(exit == 1 && complaints.contains("[share-dates-order]"), "{complaints}");
    assert!(crate::support::tree(&site.path("content")) == before, "nothing was written");
}

#[test]
fn a_summary_tells_what_opens_and_when() {
    let site = site();
    later(&site, "2d");
    let path = site.path("summary.md");
    let mut command = site.command(&["build", "--format", "github"]);
    assert!(command.env("GITHUB_STEP_SUMMARY", &path).output().unwrap().status.success());
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("### Opening later\n\n| Share | Opens |"), "{text}");
    assert!(text.contains(r"| later | 2098-06-08T09\:00\:00\+02\:00 |"), "{text}");
    assert!(!text.contains("Ending soon"), "{text}");
    let token = site.folder("later", Some("a"));
    assert!(!text.contains(token.split_once('-').unwrap().1), "{text}");
}
