//! Saved copies: what programs leave in them, and folders that nobody would make.

use super::*;

/// Enough, in MiB, whatever lies there.
const MEMORY: u32 = 60;

fn found(copy: &Copy) -> Json {
    report(&verify(copy.path(""), &["--format", "json", "--key", &key(), "--max-time", "120"], MEMORY))
}

#[test]
fn what_finder_and_explorer_leave_is_a_note() {
    let copy = copy();
    let left = [".DS_Store", "Thumbs.db", "processing/.DS_Store", "processing/Desktop.ini"];
    for path in left {
        fs::write(copy.path(path), "left").unwrap();
    }
    let report = found(&copy);
    assert_eq!((&report["proven"], &report["problems"]), (&Json::Bool(true), &serde_json::json!([])));
    let remarks = report["remarks"].to_string();
    assert!(remarks.contains(".DS_Store and 3 more: not published"), "{remarks}");
    // Only what bears the whole name, and is a file.
    for path in ["x.DS_Store", ".DS_Store.html", "thumbs.db.js"] {
        fs::write(copy.path(path), "added").unwrap();
    }
    assert_eq!(codes(&found(&copy)), ["added"; 3]);
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_loops_hold_nothing_up() {
    use std::os::unix::fs::symlink;
    let copy = copy();
    let pipe = |path: &str| {
        fs::remove_file(copy.path(path)).ok();
        assert!(Command::new("mkfifo").arg(copy.path(path)).status().unwrap().success());
    };
    pipe("index.html");
    pipe("more");
    pipe("Thumbs.db");
    fs::remove_file(copy.path("extract.json")).unwrap();
    symlink("/dev/zero", copy.path("extract.json")).unwrap();
    symlink("..", copy.path("processing/up")).unwrap();
    symlink("self", copy.path("self")).unwrap();
    symlink("/dev/zero", copy.path(".DS_Store")).unwrap();
    let mut told: Vec<_> = found(&copy)["problems"].as_array().unwrap().iter().map(told).collect();
    told.sort();
    assert_eq!(
        told,
        [
            "added .DS_Store",
            "added Thumbs.db",
            "added more",
            "added processing/up",
            "added self",
            "not-a-file extract.json",
            "not-a-file index.html"
        ]
    );
    for path in ["SHA256SUMS", "SHA256SUMS.minisig"] {
        pipe(path);
    }
    assert_eq!(codes(&found(&copy)), ["not-a-file"; 2]);
    fs::remove_file(copy.path("SHA256SUMS")).unwrap();
    symlink("/dev/zero", copy.path("SHA256SUMS")).unwrap();
    assert_eq!(codes(&found(&copy)), ["not-a-file"; 2]);
}

fn told(problem: &Json) -> String {
    format!("{} {}", problem["code"].as_str().unwrap(), problem["path"].as_str().unwrap())
}

#[test]
fn many_files_and_deep_folders_are_counted() {
    let copy = copy();
    for number in 0..3000 {
        fs::write(copy.path(&format!("added-{number:04}")), "").unwrap();
    }
    let mut deep = copy.path("deep");
    for _ in 0..300 {
        fs::create_dir(&deep).unwrap();
        deep.push("d");
    }
    let report = found(&copy);
    assert_eq!((codes(&report), &report["more"]["added"]), (vec!["added"; 100], &Json::from(2901)));
    // The first in their order, whatever the order of the file system.
    let paths: Vec<_> = report["problems"].as_array().unwrap().iter().map(told).collect();
    let first: Vec<_> = (0..100).map(|number| format!("added added-{number:04}")).collect();
    assert_eq!(paths, first);
}

#[test]
fn bytes_of_all_files_together_have_a_limit() {
    let copy = copy();
    let words = ["--format", "json", "--key", &key(), "--max-total", "20000"];
    let ran = verify(copy.path(""), &words, MEMORY);
    let report = report(&ran);
    assert_eq!((ran.exit, codes(&report), &report["proven"]), (Some(3), vec![], &Json::Bool(false)));
    assert!(report["refused"].as_str().unwrap().contains("--max-total"), "{report}");
}

#[test]
fn without_a_key_the_result_says_that_the_publisher_was_not_checked() {
    let copy = copy();
    let said = |words: &[&str]| {
        let ran = verify(copy.path(""), words, MEMORY);
        assert_eq!(ran.exit, Some(0));
        ran.stdout.contains("who published it was not checked")
    };
    assert!(said(&[]), "on standard output, where the result stands");
    assert!(!said(&["--key", &key()]));
}
