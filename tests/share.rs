//! A share through its life, by the real binary: what is withdrawn is gone after the next build, what stays keeps its
//! links and bytes, and what an author wrote by hand survives each command.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and makes sites on the disk"
)]

#[path = "share/applications.rs"]
mod applications;
#[path = "share/files.rs"]
mod files;
#[path = "share/life.rs"]
mod life;
#[path = "share/new.rs"]
mod new;
#[path = "share/words.rs"]
mod words;

use std::fs;

use crate::support::{NOW, Site, Tree, published, tree};
use serde_json::Value as Json;

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
    site.write(
        "content/registers/hr/register.yaml",
        "kind: processor\ntitle: R\nprocessor: {name: P, email: p@example.org}\n",
    );
    site.write("content/registers/hr/zqa.yaml", &published("A"));
    site.write("content/registers/hr/draft.yaml", &published("D").replace("published", "draft"));
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
    let mut names: Vec<_> = names.filter(|name| extrait::link::Folder::is_link(name)).collect();
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
