//! The ledger as the commands meet it, in a site of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

use extrait::ledger::FILE;
use tempfile::{TempDir, tempdir};

use super::text;

/// What a command printed, on both streams, and its exit code.
fn run(site: &Path, words: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
    command.env_clear().args(words).arg("--site").arg(site);
    let output = command.output().expect("the binary starts");
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8(said).expect("what is printed is UTF-8"), output.status.code())
}

/// A site that was built and has a ledger.
fn site() -> TempDir {
    let site = tempdir().expect("a folder");
    let folder = site.path().to_str().expect("a path in UTF-8");
    let made = Command::new(env!("CARGO_BIN_EXE_extrait")).args(["init", folder]).output();
    assert!(made.expect("the binary starts").status.success());
    for words in [&["build"][..], &["ledger", "sync"]] {
        let (said, exit) = run(site.path(), words);
        assert_eq!(exit, Some(0), "{said}");
    }
    site
}

#[test]
fn a_site_with_a_ledger_gets_no_other_secret() {
    let site = site();
    for folder in [".extrait", "output"] {
        fs::remove_dir_all(site.path().join(folder)).expect("a folder of a built site");
    }
    let (said, exit) = run(site.path(), &["build"]);
    assert!(said.contains("error[secret-missing]"), "{said}");
    assert_eq!((exit, site.path().join(".extrait/secret").exists()), (Some(1), false));
    fs::remove_file(site.path().join(FILE)).expect("a ledger");
    assert_eq!(run(site.path(), &["build"]).1, Some(0), "a site that never had one gets one");
}

#[test]
fn builds_and_checks_tell_and_never_write() {
    let site = site();
    let before = text(site.path());
    let share = site.path().join("content/shares/auditor.yaml");
    let written = fs::read_to_string(&share).expect("a share");
    for (change, word) in
        [("generation: 2\n", "rotated"), ("revoked: 2026-01-05T09:00:00+01:00\n", "revoked")]
    {
        fs::write(&share, format!("{written}{change}")).expect("a share to change");
        for command in ["check", "build"] {
            let (said, exit) = run(site.path(), &[command]);
            let expected = format!("warning[ledger-behind]: the ledger does not say of `auditor`: {word}\n");
            assert!(said.contains(&expected), "{command}: {said}");
            assert_eq!((exit, text(site.path()) == before), (Some(0), true), "{command}");
        }
    }
    let (said, exit) = run(site.path(), &["ledger", "verify"]);
    assert!(said.contains("note[ledger-behind]") && exit == Some(0), "to be behind is no tampering: {said}");
    let (said, _) = run(site.path(), &["ledger", "sync"]);
    assert!(said.starts_with("revoked auditor\n"), "{said}");
    assert!(!run(site.path(), &["check"]).0.contains("ledger"), "nothing is left to tell");
    fs::write(site.path().join(FILE), before.replacen("created", "restored", 1)).expect("a ledger to change");
    let (said, exit) = run(site.path(), &["check"]);
    assert!(said.contains("warning[ledger-broken]") && exit == Some(0), "{said}");
    // No secret at hand: what can be compared is compared.
    fs::write(site.path().join(FILE), &before).expect("a ledger");
    fs::remove_dir_all(site.path().join(".extrait")).expect("the state of a site");
    let (said, _) = run(site.path(), &["check"]);
    assert!(said.contains("`auditor`: revoked\n") && !said.contains("draft-review"), "{said}");
}

#[test]
fn sync_mends_half_a_line_and_says_so() {
    let site = site();
    let whole = text(site.path());
    fs::write(site.path().join(FILE), &whole[..whole.len() - 100]).expect("a ledger to tear");
    let (said, exit) = run(site.path(), &["ledger", "sync"]);
    assert!(
        said.contains("line 4 was half a line") && said.contains("created partners for partner-b"),
        "{said}"
    );
    assert_eq!((exit, run(site.path(), &["ledger", "verify"]).1), (Some(0), Some(0)));
    // With nothing else to say, half a line goes all the same.
    let whole = text(site.path());
    fs::write(site.path().join(FILE), format!("{whole}{{\"event\"")).expect("a ledger to tear");
    let (said, _) = run(site.path(), &["ledger", "sync", "--dry-run"]);
    assert!(!said.contains("half a line") && text(site.path()) != whole, "{said}");
    let (said, _) = run(site.path(), &["ledger", "sync"]);
    assert!(said.contains("line 5 was half a line"), "{said}");
    assert_eq!(text(site.path()), whole);
}

#[test]
fn git_is_told_how_to_merge() {
    let site = site();
    let remark = "add this line to .gitattributes";
    for (attributes, told) in [("* text=auto\n", true), ("# x\nshares.ledger.jsonl  merge=union\n", false)] {
        fs::remove_file(site.path().join(FILE)).expect("a ledger");
        fs::write(site.path().join(".gitattributes"), attributes).expect("a file");
        let (said, _) = run(site.path(), &["ledger", "sync"]);
        assert_eq!(said.contains(remark), told, "{said}");
    }
    let (said, _) = run(site.path(), &["ledger", "sync"]);
    assert!(!said.contains(remark), "only a new ledger is worth the words: {said}");
}

#[test]
fn no_output_holds_a_line_of_the_ledger() {
    let site = site();
    assert_eq!(run(site.path(), &["build"]).1, Some(0));
    let hashes: Vec<_> = text(site.path()).lines().map(|line| line[line.len() - 66..].to_owned()).collect();
    for entry in walkdir::WalkDir::new(site.path().join("output")) {
        let entry = entry.expect("a readable folder");
        if entry.file_type().is_file() {
            let bytes = fs::read(entry.path()).expect("a file of the output");
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("token_sha256") && !hashes.iter().any(|hash| text.contains(hash)));
            assert_ne!(entry.file_name(), FILE);
        }
    }
}
