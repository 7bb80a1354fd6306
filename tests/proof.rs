//! Proof of what was published: pinned signatures, ours and minisign's; what a build signs and when; and `verify`, which is
//! shown a copy with each fault that it must tell. `tests/proof/run` holds the real tools against the same faults.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking, reads vectors and spoils copies"
)]

#[path = "proof/pinned.rs"]
mod pinned;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::copy::{Copy, signing_key};
use crate::support::{OTHER_SECRET, SECRET, Site};
use extrait::hash::Hash;
use extrait::sign::Statement;
use serde_json::Value as Json;

#[test]
fn another_serial_changes_the_signatures_and_nothing_else() {
    let site = Site::example();
    let first = site.build(&["--serial", "41"]);
    let before = site.output();
    let again = site.build(&["--serial", "42"]);
    let after = site.output();
    let changed: BTreeSet<_> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    assert!(changed.iter().all(|path| path.ends_with("/SHA256SUMS.minisig")), "{changed:?}");
    assert_eq!(
        (changed.len() as u64, &again["written"]),
        (again["links"].as_u64().unwrap(), &again["links"])
    );
    assert_eq!(
        again["unchanged"].as_u64().unwrap() + changed.len() as u64,
        first["written"].as_u64().unwrap()
    );
    assert_eq!(site.build(&["--serial", "42"])["written"], 0);
    let cold = Site::example();
    cold.build(&["--serial", "42"]);
    assert_eq!(cold.output(), after, "a warm build signs as a cold one does");
    // Sums never list what is made from them.
    let sums = after.iter().filter(|(path, _)| path.ends_with("/SHA256SUMS"));
    assert!(sums.map(|(_, bytes)| String::from_utf8_lossy(bytes)).all(|sums| !sums.contains("SHA256SUMS")));
}

#[test]
fn what_is_signed_says_which_link_which_number_and_until_when() {
    let site = Site::example();
    site.build(&[]);
    let key = signing_key(SECRET).public();
    let mut serials = BTreeSet::new();
    for link in site.links().iter().filter(|link| link["state"] == "live") {
        let folder = link["url"].as_str().unwrap().trim_end_matches('/').rsplit('/').next().unwrap();
        let file = |name: &str| fs::read(site.path(&format!("output/s/{folder}/{name}"))).unwrap();
        let signature = String::from_utf8(file("SHA256SUMS.minisig")).unwrap();
        assert!(!signature.contains(folder.rsplit('-').next().unwrap()), "a signature tells the token");
        let statement = Statement::parse(&key.verify(&file("SHA256SUMS"), &signature).unwrap()).unwrap();
        assert_eq!(statement.folder, Hash::of(folder.as_bytes()));
        assert_eq!(
            statement.expires.map(|second| second.to_string()).as_deref().unwrap_or("never"),
            folder.split('-').next().unwrap()
        );
        assert_eq!((statement.site.as_str(), &Json::from(statement.title)), ("example", &link["title"]));
        serials.insert(statement.serial);
    }
    assert!(serials.len() > 3, "serials that were not given follow from the content: {serials:?}");
    assert_eq!(fs::read_to_string(site.path("output/extrait.pub")).unwrap(), key.to_file("example"));
}

#[test]
fn every_page_of_every_share_leads_to_the_page_that_tells_how_to_check_it() {
    let site = Site::example();
    site.build(&[]);
    let output = site.output();
    let pages = output.iter().filter(|(path, _)| path.ends_with("html") && path.matches('/').count() > 1);
    let pages: Vec<_> = pages.filter(|(path, _)| !path.starts_with("s/1000000000-")).collect();
    assert!(pages.len() > 100);
    for (path, bytes) in pages {
        // From disk too: `../` once for each folder that the page lies in.
        let link = format!("href=\"{}check.html\"", "../".repeat(path.matches('/').count()));
        assert!(String::from_utf8_lossy(bytes).contains(&link), "{path} has no {link}");
    }
    let told = String::from_utf8_lossy(&output["check.html"]).into_owned();
    let key = signing_key(SECRET).public().to_text();
    for words in [key.as_str(), "How to check an extract", "Comment vérifier un extrait", "lang=\"fr\""] {
        assert!(told.contains(words), "check.html does not say {words}");
    }
}

#[test]
fn a_site_that_names_its_public_key_gets_no_other() {
    let site = Site::example();
    let shown = String::from_utf8(site.run(&["key", "show"]).stdout).unwrap();
    let line = shown.lines().find(|line| line.starts_with("public_key: ")).unwrap();
    let about = fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &format!("{about}{line}\n"));
    site.build(&[]);
    let mut other = Site::example();
    other.write("site.yaml", &format!("{about}{line}\n"));
    OTHER_SECRET.clone_into(&mut other.secret);
    let refused = other.run(&["build"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("public-key-mismatch"));
    let mut without = other.command(&["build"]);
    let refused = without.env_remove("EXTRAIT_SECRET").output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(!other.path(".extrait/secret").exists(), "a site that had a secret gets no other");
}

#[test]
fn each_fault_of_a_copy_is_told() {
    let check = |spoil: &dyn Fn(&Copy), expected: &[&str]| {
        let copy = Copy::new();
        spoil(&copy);
        let (exit, told) = copy.verify(&[]);
        assert_eq!(
            (exit, told.as_slice()),
            (
                if expected.is_empty() { 0 } else { 5 },
                expected.iter().map(ToString::to_string).collect::<Vec<_>>().as_slice()
            )
        );
    };
    check(&|_| (), &[]);
    check(&|copy| copy.edit("index.html", |page| page.replacen('e', "f", 1)), &["changed index.html"]);
    check(&|copy| fs::remove_file(copy.path("index.html")).unwrap(), &["missing index.html"]);
    check(&|copy| fs::write(copy.path("processing/new.html"), "x").unwrap(), &["added processing/new.html"]);
    check(
        &|copy| copy.edit("SHA256SUMS", |sums| sums.replacen("  index.html", "  index.htm", 1)),
        &["signature SHA256SUMS.minisig"],
    );
    check(
        &|copy| copy.edit("SHA256SUMS.minisig", |text| text.replace("serial:7", "serial:9")),
        &["signature SHA256SUMS.minisig"],
    );
    check(
        &|copy| copy.edit("SHA256SUMS.minisig", |text| text.replacen("\nRU", "\nRV", 1)),
        &["signature SHA256SUMS.minisig"],
    );
    check(
        &|copy| fs::remove_file(copy.path("SHA256SUMS.minisig")).unwrap(),
        &["unsigned SHA256SUMS.minisig"],
    );
    check(&|copy| fs::remove_file(copy.path("SHA256SUMS")).unwrap(), &["no-sums SHA256SUMS"]);
    check(
        &|copy| {
            let sums = fs::read(copy.path("SHA256SUMS")).unwrap();
            fs::write(copy.path("SHA256SUMS.minisig"), signing_key(OTHER_SECRET).sign(&sums, "x")).unwrap();
        },
        &["signature SHA256SUMS.minisig"],
    );
    check(
        &|copy| {
            let sums = fs::read(copy.path("SHA256SUMS")).unwrap();
            fs::write(copy.path("SHA256SUMS.minisig"), signing_key(SECRET).sign(&sums, "timestamp:1"))
                .unwrap();
        },
        &["statement SHA256SUMS.minisig"],
    );
}

#[test]
fn a_list_with_the_line_ends_of_windows_is_told_as_that() {
    let copy = Copy::new();
    copy.edit("SHA256SUMS", |sums| sums.replace('\n', "\r\n"));
    assert_eq!(copy.verify(&[]).1, ["signature SHA256SUMS.minisig", "bad-sums SHA256SUMS"]);
}

#[test]
fn a_key_is_taken_as_it_is_kept() {
    let copy = Copy::new();
    let key = signing_key(SECRET).public().to_text();
    let shown = copy.site.run(&["key", "show"]).stdout;
    for (written, trusted) in
        [(shown, true), (format!("\u{feff}{key}\r\n").into(), true), (b"public_key: x\n".to_vec(), false)]
    {
        fs::write(copy.site.path("key.txt"), &written).unwrap();
        let file = copy.site.path("key.txt");
        let output = copy.run(&["--key", file.to_str().unwrap(), "--format", "json"]);
        let report: Json = serde_json::from_slice(&output.stdout).unwrap_or_default();
        assert_eq!(report["trusted"] == true, trusted, "{}", String::from_utf8_lossy(&written));
        assert_eq!(output.status.code(), Some(if trusted { 0 } else { 2 }));
    }
    let report: Json = serde_json::from_slice(&copy.run(&["--format", "json"]).stdout).unwrap();
    assert_eq!((&report["proven"], &report["trusted"]), (&Json::Bool(true), &Json::Bool(false)));
}

#[test]
fn a_share_under_the_link_of_another_is_told() {
    let copy = Copy::new();
    let other = copy.site.path("output/s").join(copy.site.folder("one-draft", None));
    fs::remove_dir_all(copy.path("")).unwrap();
    copy_folder(&other, &copy.path(""));
    assert_eq!(copy.verify(&[]), (5, vec!["other-link".to_owned()]));
}

fn copy_folder(from: &Path, to: &Path) {
    for (path, bytes) in crate::support::tree(from) {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn a_copy_without_a_link_is_none() {
    let copy = Copy::new();
    fs::remove_file(copy.path("SHA256SUMS")).unwrap();
    fs::remove_file(copy.path("SHA256SUMS.minisig")).unwrap();
    assert_eq!(copy.verify(&[]), (5, vec!["gone".to_owned()]));
}

#[test]
fn a_link_ends_at_its_second() {
    let copy = Copy::new();
    let end = extrait::link::Folder::expiry(&copy.folder).unwrap();
    let at = |second: i64| chrono::DateTime::from_timestamp(second, 0).unwrap().to_rfc3339();
    let mut before = Copy { site: copy.site, folder: copy.folder };
    before.site.now = at(end - 1);
    assert_eq!(before.verify(&[]), (0, vec![]));
    before.site.now = at(end);
    assert_eq!(before.verify(&[]), (5, vec!["ended".to_owned()]));
}

#[test]
fn paths_that_lead_out_are_told_and_never_read() {
    let secret = Hash::of(b"a neighbour's words").hex();
    for path in ["../neighbour.txt", "/etc/passwd", r"..\neighbour.txt", "a/../../neighbour.txt"] {
        let copy = Copy::new();
        fs::write(copy.site.path("output/s/neighbour.txt"), "a neighbour's words").unwrap();
        copy.edit("SHA256SUMS", |sums| format!("{sums}{secret}  {path}\n"));
        copy.sign();
        assert_eq!(copy.verify(&[]), (5, vec![format!("unsafe-path {path}")]));
    }
}

#[cfg(unix)]
#[test]
fn links_and_long_files_in_a_copy_are_not_followed_or_read() {
    let copy = Copy::new();
    let page = copy.path("index.html");
    fs::rename(&page, copy.site.path("aside.html")).unwrap();
    std::os::unix::fs::symlink(copy.site.path("aside.html"), &page).unwrap();
    assert_eq!(copy.verify(&[]), (5, vec!["not-a-file index.html".to_owned()]));
    fs::remove_file(&page).unwrap();
    // As long as it says, and takes no room.
    fs::File::create(&page).unwrap().set_len(20 << 30).unwrap();
    assert_eq!(copy.verify(&[]), (5, vec!["too-large index.html".to_owned()]));
    let (folder, aside) = (copy.path("processing"), copy.site.path("aside"));
    fs::rename(&folder, &aside).unwrap();
    std::os::unix::fs::symlink(&aside, &folder).unwrap();
    let (_, told) = copy.verify(&[]);
    assert!(told.len() > 3 && told.iter().all(|one| !one.starts_with("changed")), "{told:?}");
}

#[test]
fn an_older_copy_is_told_from_a_newer_one() {
    let copy = Copy::new();
    let state = copy.site.path("seen.json").to_str().unwrap().to_owned();
    let keep = ["--state", state.as_str()];
    let older = copy.site.share("whole-register", None);
    assert_eq!(copy.verify(&keep), (0, vec![]));
    assert_eq!(copy.verify(&keep), (0, vec![]), "the same copy once more");
    copy.site.build(&["--serial", "8"]);
    assert_eq!(copy.verify(&keep), (0, vec![]));
    let noted = fs::read(&state).unwrap();
    copy.site.build(&["--serial", "7"]);
    assert_eq!(copy.site.share("whole-register", None), older, "byte for byte what was published first");
    assert_eq!(copy.verify(&keep), (5, vec!["replayed".to_owned()]));
    assert_eq!(copy.verify(&[]), (0, vec![]), "without notes nothing tells");
    let path = "content/registers/processing/seconded-experts.yaml";
    let item = fs::read_to_string(copy.site.path(path)).unwrap();
    copy.site.write(path, &item.replacen("P10Y", "P11Y", 1));
    copy.site.build(&["--serial", "8"]);
    assert_eq!(copy.verify(&keep), (5, vec!["forked".to_owned()]));
    assert_eq!(fs::read(&state).unwrap(), noted, "what proves nothing newer changes no note");
    copy.site.build(&["--serial", "9"]);
    assert_eq!(copy.verify(&keep), (0, vec![]));
}

#[cfg(unix)]
#[test]
fn notes_are_not_written_through_a_link_nor_over_what_is_none() {
    let copy = Copy::new();
    let state = copy.site.path("seen.json");
    let words = ["--state", state.to_str().unwrap()];
    let other = copy.site.path("precious.json");
    let precious = r#"{"version": 1, "keys": {}}"#;
    fs::write(&other, precious).unwrap();
    std::os::unix::fs::symlink(&other, &state).unwrap();
    assert_eq!(copy.verify(&words), (3, vec![]));
    fs::remove_file(&state).unwrap();
    for text in ["precious", "{\"version\": 2, \"keys\": {}}", "{\"version\": 1}"] {
        fs::write(&state, text).unwrap();
        assert_eq!(copy.verify(&words), (3, vec![]), "{text}");
        assert_eq!(fs::read_to_string(&state).unwrap(), text);
    }
    assert_eq!(fs::read_to_string(&other).unwrap(), precious);
}

#[test]
fn without_a_key_it_is_said_that_little_is_shown() {
    let copy = Copy::new();
    let output = copy.run(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("not checked against a key you trust"));
    fs::remove_file(copy.site.path("output/extrait.pub")).unwrap();
    let output = copy.run(&[]);
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[no-key]"));
}
