//! A site that is mounted read-only, by a real mount.

use std::fs;
use std::process::{Command, Output};

use super::{said, site};
use crate::support::{Lacks, SECRET, Site, skipped, tree};

/// Runs a command while the site cannot be written; `None` where this process may mount nothing.
fn sealed_off(site: &Site, words: &[&str]) -> Option<Output> {
    let mount = "mount --bind \"$site\" \"$site\" && mount -o remount,bind,ro \"$site\" && ! touch \"$site/x\" 2>/dev/null";
    let ways: [&[&str]; 2] = [&["--user", "--map-root-user", "--mount"], &["--mount"]];
    let unshare = |way: &[&str], script: &str| {
        let mut command = Command::new("unshare");
        command.args(way).args(["sh", "-c", script]).env("site", site.root.path());
        command
    };
    let way =
        ways.into_iter().find(|way| unshare(way, mount).status().is_ok_and(|status| status.success()))?;
    let command = site.command(words);
    let mut run = unshare(way, &format!("{mount} && exec \"$0\" \"$@\""));
    run.arg(command.get_program()).args(command.get_args()).env("EXTRAIT_SECRET", SECRET);
    Some(run.output().unwrap())
}

const NO_MOUNTS: &str = "`unshare --mount` does not work here: no site was read-only";

#[test]
fn a_site_that_is_mounted_read_only_is_built_with_another_state_folder() {
    let plain = site();
    plain.build(&[]);
    let site = site();
    let away = tempfile::tempdir().unwrap();
    let (state, output) = (away.path().join("state"), away.path().join("pages"));
    let places = ["--state-dir", state.to_str().unwrap()];
    let pages = ["--output", output.to_str().unwrap()];
    let before = tree(site.root.path());
    let run = |words: &[&str]| {
        let done = sealed_off(&site, &[words, &places].concat())?;
        assert!(done.status.success(), "{words:?}: {}", said(&done));
        Some(done)
    };
    if run(&[&["build", "--locked"], &pages[..]].concat()).is_none() {
        return skipped(Lacks::System, NO_MOUNTS);
    }
    assert!(tree(&output) == plain.output());
    for words in
        [&["check"][..], &["links"], &["key", "show"], &["share", "show", "all"], &["audit", "/dev/null"]]
    {
        run(words);
    }
    run(&[&["build", "--prune"], &pages[..]].concat());
    // Nothing changes, so that nothing is written: the state is found again.
    let again = run(&[&["build", "--format", "json"], &pages[..]].concat()).unwrap();
    assert!(said(&again).contains("\"written\":0"), "{}", said(&again));
    assert!(tree(site.root.path()) == before);
    assert!(fs::read_dir(&state).unwrap().count() > 2);
}

#[test]
fn without_one_the_path_and_the_option_are_named() {
    let site = site();
    let away = tempfile::tempdir().unwrap();
    let pages = away.path().join("pages");
    let Some(refused) = sealed_off(&site, &["build", "--output", pages.to_str().unwrap()]) else {
        return skipped(Lacks::System, NO_MOUNTS);
    };
    assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
    let told = said(&refused);
    assert!(told.contains(".extrait: Read-only file system") && told.contains("--state-dir DIR"), "{told}");
    // Neither can the ledger nor a share be written there: both are named.
    for (words, path) in
        [(&["ledger", "sync"][..], "shares.ledger.jsonl"), (&["share", "rotate", "all", "--yes"], "all.yaml")]
    {
        let refused = sealed_off(&site, words).unwrap();
        assert_eq!(refused.status.code(), Some(3), "{words:?}: {}", said(&refused));
        assert!(said(&refused).contains(path), "{words:?}: {}", said(&refused));
    }
}
