//! Which folders may hold the state of a site, and which may not.

use std::fs;
use std::os::unix::fs::{chown, symlink};
use std::path::{Path, PathBuf};

use super::{beside, mode, said, set, site};
use crate::support::{Lacks, Site, skipped, tree};

/// Whether the state of a site may lie in these folders: none is taken, and each message says why.
fn check(site: &Site, cases: &[(PathBuf, &str)]) {
    for (folder, why) in cases {
        let named = folder.to_str().unwrap();
        for words in [
            &["build"][..],
            &["build", "--prune"],
            &["check"],
            &["links"],
            &["share", "revoke", "all", "--yes"],
        ] {
            let output = site.run(&[words, &["--state-dir", named]].concat());
            assert_eq!(output.status.code(), Some(2), "{named} {words:?}: {}", said(&output));
            let told = said(&output);
            assert!(told.contains(why) && told.contains(named), "{named}: {told}");
        }
    }
}

#[test]
fn a_folder_of_the_site_or_of_another_site_is_refused() {
    let site = site();
    let other = Site::bare();
    let form = tempfile::tempdir().unwrap();
    fs::write(form.path().join("site.yml"), "id: other\n").unwrap();
    let root = site.root.path();
    let before = (tree(root), tree(other.root.path()), tree(form.path()));
    check(
        &site,
        &[
            (root.join("output"), "lies in output/ of the site"),
            (root.join("output/s/state"), "lies in output/ of the site"),
            (root.join("content"), "lies in content/ of the site"),
            (root.join("content/registers/one/files/state"), "lies in content/ of the site"),
            (root.join("themes/own"), "lies in themes/ of the site"),
            // No step of the way exists yet: the system would go there all the same.
            (root.join("no/such/../../output/state"), "lies in output/ of the site"),
            (root.to_owned(), "holds the site"),
            (root.parent().unwrap().to_owned(), "holds the site"),
            (other.root.path().to_owned(), "belongs to another site"),
            (other.path(".extrait"), "belongs to another site"),
            (form.path().join("state"), "belongs to another site"),
        ],
    );
    let after = (tree(root), tree(other.root.path()), tree(form.path()));
    assert!(after == before && !site.path("no").exists(), "nothing is written");
}

#[test]
fn a_folder_in_an_output_is_refused() {
    let elsewhere = tempfile::tempdir().unwrap();
    let away = elsewhere.path();
    let site = site();
    for (pages, lost) in [
        ("pages", ""),
        ("keyless", "extrait.pub"),
        ("ended", "s/1000000000-8a5f8ee5e61c01bfdd79017d12fb2a891eb70c26"),
    ] {
        site.build(&["--output", away.join(pages).to_str().unwrap()]);
        let lost = away.join(pages).join(lost);
        if lost.is_file() {
            fs::remove_file(lost).unwrap();
        } else if lost != away.join(pages) {
            fs::remove_dir_all(lost).unwrap();
        }
    }
    let links = tempfile::tempdir().unwrap();
    symlink(away.join("pages"), links.path().join("link")).unwrap();
    let before = (tree(site.root.path()), tree(away));
    let within = "lies in an output";
    let names = ["pages", "pages/s/state", "pages/state", "keyless/state", "ended/state"];
    let cases = names.map(|name| (away.join(name), within));
    check(&site, &cases);
    check(&site, &["link", "link/state"].map(|name| (links.path().join(name), within)));
    // The output is not there yet.
    let (state, output) = (away.join("new/state"), away.join("new"));
    let both = ["--state-dir", state.to_str().unwrap(), "--output", output.to_str().unwrap()];
    let refused = site.run(&[&["build"][..], &both].concat());
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!((tree(site.root.path()), tree(away)) == before && !output.exists(), "nothing is written");
}

#[test]
fn what_others_may_write_is_refused_until_the_remedy_is_applied() {
    let elsewhere = tempfile::tempdir().unwrap();
    let away = elsewhere.path();
    let site = site();
    fs::write(away.join("file"), "x").unwrap();
    for (name, mode) in [("open", 0o777), ("group", 0o770), ("sticky", 0o1777)] {
        fs::create_dir(away.join(name)).unwrap();
        set(&away.join(name), mode);
    }
    let before = tree(away);
    check(
        &site,
        &[
            (away.join("file"), "is no folder"),
            (away.join("open"), "may be written by others, its mode is 777"),
            (away.join("group"), "may be written by others, its mode is 770"),
            (away.join("sticky"), "may be written by others, its mode is 777"),
        ],
    );
    assert!(tree(away) == before, "nothing is written");
    let within = away.join("open/new");
    site.build(&["--state-dir", within.to_str().unwrap()]);
    assert_eq!(mode(&within), 0o700);
    set(&away.join("group"), 0o750);
    site.build(&["--state-dir", away.join("group").to_str().unwrap()]);
    assert_eq!(mode(&away.join("group")), 0o750, "the mode of a folder that a person made is theirs");
    assert_eq!(mode(&away.join("group/manifest.json")), 0o600);
}

#[test]
fn a_state_folder_of_another_user_is_refused() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (state, named) = beside(&elsewhere, "state");
    fs::create_dir(&state).unwrap();
    set(&state, 0o700);
    if chown(&state, Some(65534), None).is_err() {
        return skipped(Lacks::Root, "no folder can be given to another user");
    }
    let output = site().run(&["build", "--state-dir", &named]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("belongs to the user 65534"), "{}", said(&output));
    assert_eq!(fs::read_dir(&state).unwrap().count(), 0);
}

#[test]
fn no_file_of_the_site_is_a_link_into_its_state() {
    let site = site();
    let state = site.path("var/state");
    let build = |site: &Site| site.run(&["build", "--state-dir", state.to_str().unwrap()]);
    assert!(build(&site).status.success());
    fs::write(state.join("secret"), format!("{}\n", site.secret)).unwrap();
    fs::create_dir_all(site.path("themes/default")).unwrap();
    symlink("../../var/state/secret", site.path("themes/default/style.css")).unwrap();
    let refused = build(&site);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("error[symlink-outside]"), "{}", said(&refused));
}

#[test]
fn git_ignores_a_state_folder_that_held_nothing() {
    let site = site();
    let (empty, full) = (site.path("empty"), site.path("full"));
    site.write("full/notes.txt", "x");
    fs::create_dir(&empty).unwrap();
    for folder in [&empty, &full] {
        set(folder, 0o755);
        site.build(&["--state-dir", folder.to_str().unwrap()]);
    }
    let ignored = |folder: &Path| fs::read_to_string(folder.join(".gitignore")).ok();
    assert_eq!((ignored(&empty).as_deref(), ignored(&full)), (Some("*\n"), None));
}

/// The note that keeps a share closed counts wherever a build may look for it, and one command lifts it everywhere.
#[test]
fn a_share_that_was_closed_by_hand_stays_closed_when_the_state_moves() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (state, named) = beside(&elsewhere, "state");
    for pulled in [&[][..], &["--state-dir", &named]] {
        let site = site();
        let run = |words: &[&str]| {
            let output = site.run(&[words, &["--state-dir", &named]].concat());
            assert!(output.status.success(), "{words:?}: {}", said(&output));
        };
        run(&["build"]);
        let folder = site.path("output/s").join(site.folder("all", None));
        assert!(folder.exists());
        let closed = site.run(&[&["build", "--prune", "--close", "all"][..], pulled].concat());
        assert!(closed.status.success(), "{}", said(&closed));
        assert!(!folder.exists());
        let note =
            if pulled.is_empty() { site.path(".extrait/closed-all") } else { state.join("closed-all") };
        assert_eq!(mode(&note), 0o600);
        run(&["build"]);
        assert!(!folder.exists(), "{pulled:?}: it is still closed");
        run(&["share", "restore", "all"]);
        run(&["build"]);
        assert!(folder.exists() && !note.exists(), "{pulled:?}");
    }
}
