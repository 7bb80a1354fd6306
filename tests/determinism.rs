//! The same site gives the same bytes: in another folder, time zone or order of files, on another day, with one thread
//! or many. Links follow from the secret and nothing else of the machine.

#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use crate::support::{OTHER_SECRET, Site, Tree};

fn built(site: &Site, words: &[&str], zone: &str) -> Tree {
    let output =
        site.command(&[&["build", "--format", "json"], words].concat()).env("TZ", zone).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    site.output()
}

#[test]
fn another_machine_gives_the_same_bytes() {
    let first = built(&Site::example(), &["--jobs", "1"], "America/New_York");
    assert!(first.len() > 40, "the example was not built");
    let mut elsewhere = Site::example();
    elsewhere.now = "2098-11-30T23:30:00+14:00".to_owned();
    assert_eq!(built(&elsewhere, &["--jobs", "7"], "Asia/Tokyo"), first);
}

#[test]
fn the_order_of_files_on_disk_does_not_matter() {
    let site = Site::example();
    let reversed = Site::empty();
    let files = crate::support::tree(site.root.path());
    for (path, bytes) in files.iter().rev() {
        reversed.write_bytes(path, bytes);
    }
    assert_eq!(built(&reversed, &[], "UTC"), built(&site, &[], "UTC"));
}

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::example();
    let first = site.build(&[]);
    assert!(first["written"].as_u64().unwrap() > 40);
    assert_eq!(first["unchanged"], 0);
    let second = site.build(&[]);
    assert_eq!(second["written"], 0);
    assert_eq!(second["removed"], 0);
    assert_eq!(second["unchanged"], first["written"]);
    assert_eq!((&second["shares"], &second["pages"]), (&first["shares"], &first["pages"]));
}

#[test]
fn one_bit_of_the_secret_changes_every_link_and_no_page() {
    let folders = |site: &Site| -> BTreeSet<String> {
        let url = |link: serde_json::Value| link["url"].as_str().unwrap().to_owned();
        site.links().into_iter().map(url).collect()
    };
    let mut site = Site::example();
    let before = folders(&site);
    assert_eq!(folders(&site), before);
    let pages = site.build(&[]);
    let share = |site: &Site| {
        let mut share = site.share("whole-register", None);
        let signature = share.remove("SHA256SUMS.minisig").unwrap();
        (share, signature)
    };
    let (first, signature) = share(&site);
    site.secret = OTHER_SECRET.to_owned();
    assert!(folders(&site).is_disjoint(&before));
    let again = site.build(&[]);
    assert_eq!(again["pages"], pages["pages"]);
    assert_eq!(share(&site).0, first);
    assert_ne!(share(&site).1, signature, "another secret signs as the first one did");
    let old = before.iter().filter_map(|url| url.trim_end_matches('/').rsplit('/').next());
    for folder in old {
        assert!(!site.path(&format!("output/s/{folder}")).exists(), "an old link survived");
    }
}

#[test]
fn one_edit_changes_one_page_and_the_front_page() {
    let site = Site::example();
    site.build(&[]);
    let before = site.share("whole-register", None);
    let path = "content/registers/processing/seconded-experts.yaml";
    let text = std::str::from_utf8(&crate::support::tree(site.root.path())[path]).unwrap().to_owned();
    site.write(path, &text.replacen("P10Y", "P11Y", 1));
    site.build(&[]);
    let after = site.share("whole-register", None);
    let changed: Vec<_> =
        after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert_eq!(
        changed,
        [
            "SHA256SUMS",
            "SHA256SUMS.minisig",
            "extract.json",
            "index.html",
            "processing/register.csv",
            "processing/register.xlsx",
            "processing/seconded-experts.html"
        ]
    );
}

#[test]
fn the_stamp_of_a_page_is_the_hash_of_its_record_in_the_extract() {
    let site = Site::example();
    site.build(&[]);
    let share = site.share("whole-register", None);
    let extract: serde_json::Value = serde_json::from_slice(&share["extract.json"]).unwrap();
    let items = extract["registers"][0]["items"].as_array().unwrap();
    assert_eq!(items.len(), 4);
    for item in items {
        let page = std::str::from_utf8(&share[&format!("processing/{}.html", item["id"].as_str().unwrap())])
            .unwrap();
        assert!(page.contains(&extrait::hash::Hash::of(item.to_string().as_bytes()).hex()), "{}", item["id"]);
    }
}
