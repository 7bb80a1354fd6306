//! The site's own secret and its live links, wherever an author may have left them: an error that repeats neither.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and makes sites on the disk"
)]

use std::process::Output;

use crate::support::{SECRET, Site, published};
use serde_json::Value as Json;

const RECORD: &str = "content/registers/hr/payroll.yaml";
const SHARES: [(&str, &str); 4] = [
    ("open", "expires: 2099-01-01T00:00:00Z\nrecipients: [jane, joe]"),
    ("portal", "expires: never\naudience: applications\napplications: [gis]"),
    ("ended", "expires: 2026-02-01T00:00:00Z"),
    ("gone", "expires: 2099-01-01T00:00:00Z\nrevoked: 2026-02-01T00:00:00Z"),
];

fn site() -> Site {
    let site = Site::bare();
    site.write("content/applications.yaml", "applications: [{id: gis, title: GIS}]\n");
    let keeper = "controller: {name: C, email: c@example.org}";
    site.write(
        "content/registers/hr/register.yaml",
        &format!("kind: controller\ntitle: HR\ngroup: team\n{keeper}\n"),
    );
    site.write(RECORD, &published("Payroll"));
    for (id, lines) in SHARES {
        let text =
            format!("title: S\ncreated: 2026-01-05T09:00:00Z\ninclude: [hr]\nprofile: public\n{lines}\n");
        site.write(&format!("content/shares/{id}.yaml"), &text);
    }
    site
}

/// The token of a link.
fn token(site: &Site, share: &str, recipient: Option<&str>) -> String {
    site.folder(share, recipient).split_once('-').unwrap().1.to_owned()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// `code file:line:column` of each complaint about what is exposed, by `check` and by `build`, which tell the same.
fn exposed(site: &Site) -> Vec<String> {
    let [checked, built] = ["check", "build"].map(|word| {
        let output = site.run(&[word, "--format", "json"]);
        let text = String::from_utf8(output.stderr).unwrap();
        let complaints: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let own = complaints.iter().filter(|one| one["code"].as_str().unwrap().ends_with("-exposed"));
        let own = own.filter(|one| one["code"] != "path-exposed");
        let line = |one: &Json| match one["line"].as_u64() {
            Some(line) => format!(
                "{} {}:{line}:{}",
                one["code"].as_str().unwrap(),
                one["file"].as_str().unwrap(),
                one["column"]
            ),
            None => format!("{} {}", one["code"].as_str().unwrap(), one["file"].as_str().unwrap()),
        };
        let told: Vec<_> = own.inspect(|one| assert_eq!(one["severity"], "error")).map(line).collect();
        assert_eq!(output.status.code(), Some(i32::from(!told.is_empty())), "{word}: {text}");
        told
    });
    assert_eq!(checked, built);
    checked
}

/// No report, in no format, repeats `hidden`, all of it or the half.
fn repeats_nothing(site: &Site, hidden: &str) {
    let half = &hidden[hidden.len() / 2..];
    for word in ["check", "build"] {
        for format in ["human", "json", "github"] {
            let told = said(&site.run(&[word, "--format", format]));
            assert!(!told.contains(half), "{word} {format}:\n{told}");
            assert!(told.contains("-exposed"), "{word} {format}:\n{told}");
        }
    }
}

#[test]
fn a_secret_or_a_live_link_in_any_text_stops_a_build() {
    let link = token(&site(), "open", Some("joe"));
    let url = format!("https://example.org/s/4070908800-{link}/");
    let record = |line: &str| format!("{}{line}\n", published("Payroll"));
    let share = "title: S\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\nprofile: public\ninclude: [hr]\n";
    let register = "kind: controller\ngroup: team\ncontroller: {name: C, email: c@example.org}\n";
    let known = |id: &str| std::fs::read_to_string(site().path(id)).unwrap();
    let broken = format!("title: [\n# {link}\n");
    for (path, text, place) in [
        (RECORD, record(&format!("notes: see {url}")), ":12:45"),
        (RECORD, record(&format!("owner: {SECRET}")), ":12:8"),
        (RECORD, record(&format!("notes: |\n  a\n  [b](<{url}>)")), ":14:41"),
        (RECORD, record(&format!("notes: \"{}\"", link.replace('a', "\\x61"))), ":12:9"),
        (RECORD, record(&format!("allow: [{{code: retention-vague, reason: {link}}}]")), ":12:41"),
        (RECORD, record(&format!("# {link}")), ":12:3"),
        (RECORD, record(&format!("links: [\"http://example.org/s/4070908800-{link}/\"]")), ":12:42"),
        (RECORD, broken, ":2:3"),
        ("content/registers/hr/x.md", format!("---\ntitle: X\nstatus: draft\n---\n\n{url}\n"), ":6:34"),
        ("content/registers/hr/register.yaml", format!("title: {link}\n{register}"), ":1:8"),
        ("content/shares/x.yaml", format!("{share}note: {}\n", link.to_uppercase()), ":6:7"),
        ("content/applications.yaml", format!("applications: [{{id: gis, title: {SECRET}}}]\n"), ":1:33"),
        ("content/groups.yaml", format!("{}# {link}\n", known("content/groups.yaml")), ":4:3"),
        ("site.yaml", format!("{}# {SECRET}\n", known("site.yaml")), ":7:3"),
        ("themes/default/templates/x.html", format!("<a href={url}>"), ""),
        ("content/registers/hr/files/notes.txt", format!("see\n{url}\n"), ""),
    ] {
        let site = site();
        site.write(path, &text);
        let hidden = if text.contains(SECRET) { SECRET } else { link.as_str() };
        let found = exposed(&site);
        let code = if text.contains(SECRET) { "secret-exposed" } else { "link-exposed" };
        assert_eq!(found, [format!("{code} {path}{place}")], "{text}");
        repeats_nothing(&site, hidden);
        if text.to_uppercase().contains(&link.to_uppercase()) {
            let told = said(&site.run(&["check"])).to_uppercase();
            assert!(!told.contains(&link[20..].to_uppercase()), "{told}");
        }
        assert!(!site.path("output/s").exists() || site.output().keys().all(|path| !path.starts_with("s/4")));
    }
}

#[test]
fn links_that_open_nothing_any_more_are_no_fault() {
    let site = site();
    let of = |share, recipient| token(&site, share, recipient);
    let closed = [of("ended", None), of("gone", None)].join("\n  ");
    let live = [of("portal", Some("gis")), of("open", Some("jane"))];
    let notes = |text: &str| site.write(RECORD, &format!("{}notes: |\n  {text}\n", published("Payroll")));
    notes(&format!("{closed}\n  1000000000-8a5f8ee5e61c01bfdd79017d12fb2a891eb70c26"));
    assert_eq!(exposed(&site), [""; 0]);
    for token in &live {
        notes(&format!("{closed}\n  {token}"));
        assert_eq!(exposed(&site), [format!("link-exposed {RECORD}:15:3")]);
    }
    // What closes a link makes its token harmless, and what replaces it too.
    let rotated = site.run(&["share", "rotate", "open", "--yes"]);
    assert!(rotated.status.success(), "{}", said(&rotated));
    assert_eq!(exposed(&site), [""; 0]);
    // Without the secret nothing is known of links.
    notes(SECRET);
    assert_eq!(exposed(&site).len(), 1);
    let output = site.command(&["check"]).env_remove("EXTRAIT_SECRET").output().unwrap();
    assert!(!said(&output).contains("exposed"), "{}", said(&output));
}

#[test]
fn it_is_told_from_the_cache_and_closing_goes_on() {
    let site = site();
    site.build(&[]);
    let (link, portal) = (token(&site, "open", Some("joe")), site.folder("portal", Some("gis")));
    let harmless = "content/registers/hr/files/list.csv";
    site.write(RECORD, &format!("{}attachments: [{{title: L, file: list.csv}}]\n", published("Payroll")));
    let hashes = (0..3_000_u64)
        .map(|n| {
            format!("{:064x},{link}0\n", u128::from(n + 7_u64) * 0x0abc_def0_1234_5678_9abc_def0_1234_u128)
        })
        .collect::<Vec<_>>()
        .concat();
    site.write(harmless, &hashes.replace(&format!("{link}0"), "x"));
    site.build(&[]);
    // A file of hashes is not kept by what could be links in it, and is looked through again.
    site.write(harmless, &format!("{hashes}x\n{link}\n"));
    for _ in 0..2 {
        assert_eq!(exposed(&site), [format!("link-exposed {harmless}")]);
    }
    assert!(site.output().keys().any(|path| path.contains(&portal)), "what was published stays");
    let text = std::fs::read_to_string(site.path("content/shares/portal.yaml")).unwrap();
    site.write("content/shares/portal.yaml", &format!("{text}revoked: 2026-02-01T00:00:00Z\n"));
    assert_eq!(exposed(&site).len(), 1);
    assert!(!site.output().keys().any(|path| path.contains(&portal)), "what is revoked goes");
    let pruned = site.run(&["build", "--prune"]);
    assert_eq!(pruned.status.code(), Some(0), "{}", said(&pruned));
}

#[test]
fn a_share_is_not_written_with_a_link_in_it() {
    let site = site();
    let link = token(&site, "open", Some("jane"));
    let note = format!("the other one: {link}");
    let output = site.run(&["share", "new", "--title", "New", "--register", "hr", "--note", &note]);
    assert!(!output.status.success());
    assert!(!site.path("content/shares/new.yaml").exists());
    let told = said(&output);
    assert!(told.contains("link-exposed") && !told.contains(&link[20..]), "{told}");
}
