//! What the machine refuses is told with the path of the file or folder.

use std::fs;

use super::{said, site};
use crate::support::Site;

/// Puts something in the way.
type Slip = fn(&Site);

fn folder(site: &Site, path: &str) {
    drop(fs::remove_file(site.path(path)));
    fs::create_dir_all(site.path(path)).unwrap();
}

#[test]
fn an_error_of_the_machine_names_a_path() {
    let cases: &[(&str, &[&str], Slip)] = &[
        (".extrait", &["build"], |site| site.write(".extrait", "x")),
        (".extrait", &["build", "--prune"], |site| site.write(".extrait", "x")),
        (".extrait", &["share", "delete", "all", "--yes"], |site| site.write(".extrait", "x")),
        (".extrait", &["build"], |site| folder(site, ".extrait/lock")),
        (".extrait/secret", &["build"], |site| folder(site, ".extrait/secret")),
        (".extrait/secret", &["links"], |site| folder(site, ".extrait/secret")),
        ("output", &["build"], |site| site.write("output", "x")),
        ("output/s", &["build"], |site| site.write("output/s", "x")),
        ("output/404.html", &["build"], |site| folder(site, "output/404.html")),
        ("shares.ledger.jsonl", &["ledger", "show"], |site| folder(site, "shares.ledger.jsonl")),
        ("shares.ledger.jsonl", &["ledger", "verify"], |site| folder(site, "shares.ledger.jsonl")),
        ("shares.ledger.jsonl", &["ledger", "sync"], |site| folder(site, "shares.ledger.jsonl")),
        ("shares.ledger.jsonl", &["audit", "/dev/null"], |site| folder(site, "shares.ledger.jsonl")),
        ("shares.ledger.jsonl", &["share", "show", "all"], |site| folder(site, "shares.ledger.jsonl")),
        ("no-such-log", &["audit", "no-such-log"], |_| {}),
    ];
    for (path, words, slip) in cases {
        let site = site();
        slip(&site);
        let mut command = site.command(words);
        // A secret from outside would keep the one in the state folder unread.
        if path.ends_with("secret") {
            command.env_remove("EXTRAIT_SECRET");
        }
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{path} {words:?}: {}", said(&output));
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(
            told.lines().any(|line| line.starts_with("error: ") && line.contains(path)),
            "{words:?}: {told}"
        );
    }
}

#[test]
fn so_does_one_about_a_file_that_was_named() {
    let site = site();
    let missing = site.path("no/secret");
    let output = site
        .command(&["build"])
        .env_remove("EXTRAIT_SECRET")
        .env("EXTRAIT_SECRET_FILE", &missing)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains(missing.to_str().unwrap()), "{}", said(&output));
    site.write("file", "x");
    let below = site.path("file/below");
    let rules = site.run(&["host", "write", "nginx", below.to_str().unwrap()]);
    assert_eq!(rules.status.code(), Some(3), "{}", said(&rules));
    assert!(said(&rules).contains("file/below"), "{}", said(&rules));
    let mut init = std::process::Command::new(env!("CARGO_BIN_EXE_extrait"));
    let init = init.env_clear().arg("init").arg(&below).output().unwrap();
    assert_ne!(init.status.code(), Some(0));
    assert!(said(&init).contains("file/below"), "{}", said(&init));
}
