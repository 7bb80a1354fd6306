//! Every folder of `tests/sites/` is a site with the output that it must give: `now.txt` says at which instant,
//! `expected/` what lies in `output/` then. `BLESS=1` rewrites it. The stylesheet is left out, and its hash in pages is
//! written as `HASH`: a change of a colour is no change of a site.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test fails by panicking and writes what BLESS asks for"
)]

mod support;

use std::fs;
use std::path::Path;

use support::{Site, Tree, tree};

fn folders() -> Vec<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut folders: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// The output as it is compared.
fn comparable(output: Tree) -> Tree {
    // The sums follow from the stylesheet's name, and the signatures from them.
    // What a spreadsheet holds, the table of CSV holds too.
    let follows =
        |path: &str| ["SHA256SUMS", "SHA256SUMS.minisig", ".xlsx"].iter().any(|end| path.ends_with(end));
    let kept = output.into_iter().filter(|(path, _)| !path.starts_with("assets/") && !follows(path));
    kept.map(|(path, bytes)| (path, without_style_hash(&String::from_utf8(bytes).unwrap()).into_bytes()))
        .collect()
}

fn without_style_hash(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    for (before, length) in [("assets/style.", 16), ("sha256-", 44), ("<style>", 0)] {
        let Some(at) = rest.find(before).map(|at| at + before.len()) else { continue };
        let end = if length == 0 { rest.find("</style>").unwrap() } else { at + length };
        text.push_str(&rest[..at]);
        text.push_str("HASH");
        rest = &rest[end..];
    }
    text + rest
}

#[test]
fn sites() {
    let folders = folders();
    assert!(folders.len() >= 3, "the sites were not found");
    for folder in folders {
        let mut site = Site::empty();
        for (path, bytes) in tree(&folder).iter().filter(|(path, _)| !path.starts_with("expected/")) {
            site.write(path, std::str::from_utf8(bytes).unwrap());
        }
        site.now = fs::read_to_string(folder.join("now.txt")).unwrap().trim().to_owned();
        site.build(&[]);
        let output = comparable(site.output());
        let expected = folder.join("expected");
        if std::env::var_os("BLESS").is_some() {
            drop(fs::remove_dir_all(&expected));
            for (path, bytes) in &output {
                let path = expected.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
            eprintln!("blessed {}", folder.display());
        }
        compare(&folder, &output, &tree(&expected));
    }
}

fn compare(folder: &Path, output: &Tree, expected: &Tree) {
    let paths = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(output), paths(expected), "{}", folder.display());
    for (path, bytes) in output {
        let (found, wanted) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&expected[path]));
        assert_eq!(found, wanted, "{}: {path}", folder.display());
    }
}
