//! Where a site's state lies, where its pages are written, and what is said where the machine refuses.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and looks at files"
)]

#[path = "places/adopt.rs"]
mod adopt;
#[path = "places/apart.rs"]
mod apart;
#[path = "places/refused.rs"]
mod refused;
#[path = "places/sealed_off.rs"]
mod sealed_off;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::{SECRET, Site, published, tree};

/// A site with a share of one record.
pub(crate) fn site() -> Site {
    let site = Site::bare();
    site.write(
        "content/registers/one/register.yaml",
        "kind: processor\ntitle: One\nprocessor: {name: P, email: p@example.org}\n",
    );
    site.write("content/registers/one/a.yaml", &published("A"));
    site.write("content/shares/all.yaml", &share(""));
    site
}

/// The text of a share's file, with more lines.
pub(crate) fn share(more: &str) -> String {
    format!(
        "title: All\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\nprofile: full\ninclude: [one]\n{more}"
    )
}

pub(crate) fn said(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(both).unwrap()
}

pub(crate) fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Runs a command that makes or finds its secret by itself.
fn without_secret(site: &Site, words: &[&str]) -> Output {
    site.command(words).env_remove("EXTRAIT_SECRET").output().unwrap()
}

/// A path beside the site that goes with the test.
fn beside(elsewhere: &tempfile::TempDir, name: &str) -> (PathBuf, String) {
    let path = elsewhere.path().join(name);
    let text = path.to_str().unwrap().to_owned();
    (path, text)
}

#[test]
fn another_state_folder_changes_no_byte_and_leaves_the_site_alone() {
    let plain = site();
    plain.build(&[]);
    let expected = plain.output();
    let elsewhere = tempfile::tempdir().unwrap();
    for umask in ["077", "022", "000"] {
        let site = site();
        let before = tree(site.root.path());
        let (state, named) = beside(&elsewhere, &format!("deep-{umask}/state"));
        let (output, pages) = beside(&elsewhere, &format!("out-{umask}"));
        let command = site.command(&["build", "--state-dir", &named, "--output", &pages]);
        let mut shell = std::process::Command::new("sh");
        shell.env_clear().env("EXTRAIT_SECRET", SECRET);
        shell.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(command.get_program());
        let built = shell.args(command.get_args()).output().unwrap();
        assert!(built.status.success(), "{}", said(&built));
        assert!(tree(&output) == expected, "state changes no byte of the output");
        assert!(tree(site.root.path()) == before, "nothing is written into the site");
        assert!(!site.path(".extrait").exists());
        assert_eq!(mode(&state), 0o700, "{umask}");
        for entry in walkdir::WalkDir::new(&state).into_iter().map(Result::unwrap) {
            let wanted = if entry.file_type().is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(entry.path()), wanted, "{umask}: {}", entry.path().display());
        }
        assert!(state.join("manifest.json").is_file() && state.join("cache").is_dir());
    }
}

#[test]
fn the_environment_names_a_state_folder_and_the_command_line_wins() {
    let elsewhere = tempfile::tempdir().unwrap();
    let ((one, named), (other, _)) = (beside(&elsewhere, "one"), beside(&elsewhere, "other"));
    let site = site();
    let build = |words: &[&str], value: &str| {
        let mut command = site.command(&[&["build"], words].concat());
        let output = command.current_dir(elsewhere.path()).env("EXTRAIT_STATE_DIR", value).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    };
    build(&["--state-dir", &named], other.to_str().unwrap());
    assert!(one.join("manifest.json").exists() && !other.exists());
    // A relative path is one from where the command runs.
    build(&[], "other");
    assert!(other.join("manifest.json").exists() && !site.path(".extrait").exists());
    // An empty one says nothing.
    build(&[], "");
    assert!(site.path(".extrait/manifest.json").exists());
}

#[test]
fn every_command_finds_the_state_where_it_lies() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (state, named) = beside(&elsewhere, "state");
    let site = site();
    let run = |words: &[&str]| {
        let output = without_secret(&site, &[words, &["--state-dir", &named]].concat());
        assert!(output.status.success(), "{words:?}: {}", said(&output));
        said(&output)
    };
    let told = run(&["build"]);
    assert!(told.contains(&format!("a new site secret was written to {named}/secret")), "{told}");
    let folders = || fs::read_dir(site.path("output/s")).unwrap().count();
    let live = folders();
    let url = |told: String| told.lines().find(|line| line.contains("/s/")).map(str::to_owned);
    assert!(url(run(&["links", "--reveal", "--format", "csv"])).is_some());
    for words in [
        &["check"][..],
        &["check", "--locked"],
        &["key", "show"],
        &["share", "show", "all"],
        &["ledger", "sync"],
        &["ledger", "verify"],
        &["audit", "/dev/null"],
        &["share", "revoke", "all", "--yes"],
        &["build", "--prune"],
    ] {
        run(words);
        assert!(!site.path(".extrait").exists(), "{words:?}");
    }
    assert_eq!(folders(), live - 1, "what was revoked is closed");
    run(&["share", "restore", "all", "--yes"]);
    run(&["build"]);
    assert_eq!(folders(), live);
    run(&["share", "delete", "all", "--yes"]);
    assert_eq!(folders(), live - 1, "what is deleted is closed");
    assert!(!site.path(".extrait").exists() && state.join("secret").exists());
}

#[test]
fn a_site_that_was_published_gets_no_new_secret_in_another_state_folder() {
    let elsewhere = tempfile::tempdir().unwrap();
    let refused = |site: &Site, name: &str| {
        let (state, named) = beside(&elsewhere, name);
        let output = without_secret(site, &["build", "--state-dir", &named]);
        assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
        assert!(said(&output).contains("error[secret-missing]: the site's secret is missing"), "{name}");
        assert!(said(&output).contains(&format!("{named}/secret")), "the remedy names the place");
        assert!(!state.join("secret").exists(), "{name}");
    };
    let ledger = site();
    ledger.run(&["ledger", "sync"]);
    assert!(ledger.path("shares.ledger.jsonl").exists());
    refused(&ledger, "ledger");
    let published = site();
    published.build(&[]);
    fs::remove_dir_all(published.path("output")).unwrap();
    refused(&published, "published");
    let named = site();
    let about = fs::read_to_string(named.path("site.yaml")).unwrap();
    named.write("site.yaml", &format!("{about}key_id: 1234abcd\n"));
    refused(&named, "key-id");
    // A secret in the site's own folder is the site's wherever else its state lies.
    let own = site();
    assert!(without_secret(&own, &["build"]).status.success());
    let before = own.output();
    let (state, moved) = beside(&elsewhere, "own");
    let output = without_secret(&own, &["build", "--state-dir", &moved]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(own.output() == before && !state.join("secret").exists());
}
