//! Two branches of a repository that both appended, merged by git itself.

use std::fs;
use std::path::Path;
use std::process::Command;

use extrait::ledger::{ATTRIBUTES, EventKind, FILE, append};
use tempfile::tempdir;

use super::{codes, created, event, ledger};

fn git(folder: &Path, words: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).args(words);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.output().expect("git is installed").status.success()
}

fn commit(folder: &Path, message: &str) {
    assert!(git(folder, &["add", "-A"]) && git(folder, &["commit", "-q", "-m", message]));
}

/// A repository in which two branches have appended; whether git merged them by itself.
fn merged(folder: &Path, attributes: &str) -> bool {
    assert!(git(folder, &["init", "-q", "-b", "main"]));
    fs::write(folder.join(".gitattributes"), attributes).expect("a file");
    append(folder, &[created("a"), created("b")]).expect("lines");
    commit(folder, "the site");
    assert!(git(folder, &["checkout", "-q", "-b", "other"]));
    append(folder, &[event(EventKind::Extended, "a", 2), event(EventKind::Rotated, "a", 3)]).expect("lines");
    commit(folder, "from one");
    assert!(git(folder, &["checkout", "-q", "main"]));
    append(folder, &[event(EventKind::Revoked, "b", 4)]).expect("lines");
    append(folder, &[event(EventKind::Restored, "b", 5)]).expect("lines");
    commit(folder, "from another");
    git(folder, &["merge", "-q", "-m", "both", "other"])
}

#[test]
fn a_union_of_two_branches_is_whole() {
    let folder = tempdir().expect("a folder");
    assert!(merged(folder.path(), &format!("{ATTRIBUTES}\n")), "git merges without a conflict");
    let both = ledger(folder.path());
    assert_eq!((both.lines().len(), both.heads().len()), (6, 2));
    assert_eq!(codes(&both.verify(&both.heads())), []);
    append(folder.path(), &[created("c")]).expect("a line");
    let joined = ledger(folder.path());
    assert_eq!(joined.lines().last().expect("lines").prev, both.heads(), "the next line follows both");
    assert_eq!((codes(&joined.verify(&both.heads())), joined.heads().len()), (vec![], 1));
    // Every line of either branch is held by the next line, those of the middle too.
    let path = folder.path().join(FILE);
    let whole = fs::read_to_string(&path).expect("a ledger");
    for number in 0..6 {
        let kept = whole.lines().enumerate().filter(|(line, _)| *line != number).map(|(_, line)| line);
        fs::write(&path, kept.flat_map(|line| [line, "\n"]).collect::<String>()).expect("a file");
        assert_ne!(codes(&ledger(folder.path()).verify(&[])), [], "line {} was dropped", number + 1);
    }
}

#[test]
fn without_the_attribute_the_marks_of_git_are_named() {
    let folder = tempdir().expect("a folder");
    assert!(!merged(folder.path(), ""), "git finds a conflict");
    let faults = ledger(folder.path()).verify(&[]);
    assert_eq!(faults.iter().filter(|fault| fault.code == "merge-conflict").count(), 3, "{faults:?}");
}
