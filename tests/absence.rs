//! Absence is no instruction: what is not there, or cannot be read, closes no link unless somebody says so.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and breaks things on the disk"
)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{NOW, Site, published};
use rustix::fs::{CWD, FileType, Mode, mknodat};

fn share(rest: &str) -> String {
    format!(
        "title: T\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\ninclude: [hr]\nprofile: full\n{rest}"
    )
}

/// A site with two shares.
fn site() -> Site {
    let site = Site::bare();
    site.write(
        "content/registers/hr/register.yaml",
        "kind: processor\ntitle: R\nprocessor: {name: P, email: p@example.org}\n",
    );
    site.write("content/registers/hr/a.yaml", &published("A"));
    site.write("content/shares/kept.yaml", &share(""));
    site.write("content/shares/gone.yaml", &share(""));
    site
}

fn told(output: &Output) -> String {
    String::from_utf8([output.stderr.clone(), output.stdout.clone()].concat()).unwrap()
}

fn fifo(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

fn exists(site: &Site, folder: &str) -> bool {
    site.path(&format!("output/s/{folder}")).exists()
}

/// Ways in which a folder is not what it was: how it is done, the complaint, whether --allow-no-shares lifts it.
type Way = (&'static str, fn(&Path), &'static str, bool);

const WAYS: &[Way] = &[
    ("missing", |_| (), "no-shares", true),
    ("empty", |path| fs::create_dir(path).unwrap(), "no-shares", true),
    ("hidden", hidden, "no-shares", true),
    ("nowhere", |path| symlink("nowhere", path).unwrap(), "symlink-outside", false),
    ("outside", |path| symlink("/etc", path).unwrap(), "symlink-outside", false),
    ("a loop", |path| symlink(path.file_name().unwrap(), path).unwrap(), "symlink-outside", false),
    ("a file", |path| fs::write(path, "").unwrap(), "file-unreadable", false),
    ("a FIFO", fifo, "file-unreadable", false),
    ("a socket", |path| drop(UnixListener::bind(path).unwrap()), "file-unreadable", false),
];

fn hidden(path: &Path) {
    fs::create_dir(path).unwrap();
    fs::write(path.join(".gitkeep"), "").unwrap();
    fs::write(path.join(".kept.yaml"), share("")).unwrap();
    fs::write(path.join("kept.yaml~"), share("")).unwrap();
}

#[test]
fn what_is_not_there_closes_no_link() {
    let site = site();
    site.build(&[]);
    let before = site.output();
    for folder in ["content", "content/shares"] {
        for (way, act, code, _) in WAYS {
            fs::rename(site.path(folder), site.path("aside")).unwrap();
            act(&site.path(folder));
            for words in [&["build"][..], &["build", "--locked"], &["build", "--prune"], &["check"]] {
                let output = site.run(words);
                let said = told(&output);
                assert_eq!(output.status.code(), Some(1), "{folder} {way} {words:?}: {said}");
                assert_eq!(said.matches("error[").count(), 1, "{folder} {way} {words:?}: {said}");
                assert!(said.contains(&format!("error[{code}]")), "{folder} {way} {words:?}: {said}");
                assert!(site.output() == before, "{folder} {way} {words:?}");
            }
            let there = site.path(folder);
            if there.is_dir() && !there.is_symlink() {
                fs::remove_dir_all(there).unwrap();
            } else if there.symlink_metadata().is_ok() {
                fs::remove_file(there).unwrap();
            }
            fs::rename(site.path("aside"), site.path(folder)).unwrap();
        }
    }
    site.build(&["--locked"]);
    assert!(site.output() == before);
}

#[test]
fn a_person_may_say_that_no_share_is_meant() {
    for folder in ["content", "content/shares"] {
        for (way, act, _, is_lifted) in WAYS {
            let site = site();
            site.build(&[]);
            let links = [site.folder("kept", None), site.folder("gone", None)];
            fs::remove_dir_all(site.path(folder)).unwrap();
            act(&site.path(folder));
            let output = site.run(&["build", "--locked", "--allow-no-shares"]);
            assert_eq!(output.status.success(), *is_lifted, "{folder} {way}: {}", told(&output));
            for link in &links {
                assert_eq!(exists(&site, link), !is_lifted, "{folder} {way}");
            }
            if *is_lifted {
                assert!(
                    told(&output).contains("the file of the share `kept` is gone: 1 link of it"),
                    "{way}"
                );
            }
        }
    }
}

/// Neither a text beside the shares nor a share that says nothing is a share.
#[test]
fn other_files_in_the_place_of_shares_are_no_shares() {
    for (name, text) in
        [("README.md", "# Shares\n"), ("kept.yaml.bak", "title: T\n"), ("kept.YAML", "title: T\n")]
    {
        let site = site();
        site.build(&[]);
        let before = site.output();
        fs::remove_dir_all(site.path("content/shares")).unwrap();
        site.write(&format!("content/shares/{name}"), text);
        let output = site.run(&["build", "--locked"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(told(&output).contains("error[no-shares]"), "{name}: {}", told(&output));
        assert!(site.output() == before, "{name}");
    }
}

#[test]
fn what_has_ended_or_is_revoked_goes_all_the_same() {
    let mut site = site();
    site.write("content/shares/ending.yaml", &share("").replace("2099-01-01", "2098-07-01"));
    site.build(&[]);
    let (kept, ending) = (site.folder("kept", None), site.folder("ending", None));
    fs::rename(site.path("content"), site.path("aside")).unwrap();
    assert_eq!(site.run(&["build", "--locked"]).status.code(), Some(1));
    assert!(exists(&site, &kept) && exists(&site, &ending));
    site.now = "2098-07-01T00:00:00Z".to_owned();
    assert_eq!(site.run(&["build", "--locked"]).status.code(), Some(1));
    assert!(exists(&site, &kept) && !exists(&site, &ending), "the second of its end stands in its name");
}

/// In a folder that its reader may not read. Root may read everything, so that the binary runs as nobody then.
#[test]
fn what_cannot_be_read_closes_no_link() {
    let is_root = rustix::process::geteuid().is_root();
    for folder in ["content", "content/shares"] {
        unreadable(folder, if is_root { as_nobody } else { Site::command });
    }
}

/// The binary as a user who owns the site and nothing else.
fn as_nobody(site: &Site, words: &[&str]) -> Command {
    use std::os::unix::process::CommandExt as _;
    let binary = site.path("extrait");
    if !binary.exists() {
        fs::copy(env!("CARGO_BIN_EXE_extrait"), &binary).unwrap();
        own(site.root.path());
    }
    let mut command = Command::new(binary);
    command.env_clear().env("EXTRAIT_SECRET", &site.secret).args(words);
    command.arg("--site").arg(site.root.path()).args(["--now", NOW]).uid(65_534).gid(65_534);
    command
}

fn unreadable(folder: &str, command: impl Fn(&Site, &[&str]) -> Command) {
    let site = site();
    let built = command(&site, &["build"]).output().unwrap();
    assert!(built.status.success(), "{}", told(&built));
    let before = site.output();
    fs::set_permissions(site.path(folder), fs::Permissions::from_mode(0o000)).unwrap();
    for words in
        [&["build", "--locked"][..], &["build", "--locked", "--allow-no-shares"], &["build", "--prune"]]
    {
        let output = command(&site, words).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{folder}: {}", told(&output));
        assert!(told(&output).contains("error[file-unreadable]"), "{folder}: {}", told(&output));
        assert!(site.output() == before, "{folder}");
    }
    fs::set_permissions(site.path(folder), fs::Permissions::from_mode(0o755)).unwrap();
}

/// Gives a folder with all that it holds to nobody.
fn own(folder: &Path) {
    std::os::unix::fs::lchown(folder, Some(65_534), Some(65_534)).unwrap();
    if folder.is_dir() && !folder.is_symlink() {
        for entry in fs::read_dir(folder).unwrap() {
            own(&entry.unwrap().path());
        }
    }
}

#[test]
fn a_new_site_without_shares_is_warned() {
    let site = site();
    fs::remove_dir_all(site.path("content/shares")).unwrap();
    let locked = site.run(&["build", "--locked"]);
    assert_eq!(locked.status.code(), Some(1));
    assert!(told(&locked).contains("error[no-shares]"), "{}", told(&locked));
    for _ in 0..2 {
        let output = site.run(&["build"]);
        assert!(output.status.success(), "{}", told(&output));
        assert!(told(&output).contains("warning[no-shares]"), "{}", told(&output));
    }
    assert!(site.run(&["check", "--strict", "--allow-no-shares"]).status.success());
    assert_eq!(site.run(&["check", "--strict"]).status.code(), Some(1));
    site.write("content/shares/kept.yaml", &share(""));
    assert!(!told(&site.run(&["build"])).contains("no-shares"));
}

#[test]
fn one_share_whose_file_is_gone_is_closed_and_named() {
    let check = |manifest: bool, ledger: bool| {
        let site = site();
        site.build(&[]);
        let (kept, gone) = (site.folder("kept", None), site.folder("gone", None));
        if ledger {
            assert!(site.run(&["ledger", "sync"]).status.success());
        }
        if !manifest {
            site.remove(".extrait/manifest.json");
        }
        site.remove("content/shares/gone.yaml");
        let output = site.run(&["build", "--locked"]);
        let said = told(&output);
        assert!(output.status.success(), "{said}");
        assert!(exists(&site, &kept) && !exists(&site, &gone));
        assert!(said.contains("note[share-gone]") && said.contains("`gone` is gone: 1 link"), "{said}");
        assert!(
            !said.contains("`kept` is gone") && !said.contains(gone.split_once('-').unwrap().1),
            "{said}"
        );
        let again = told(&site.run(&["build", "--locked"]));
        assert!(!again.contains("share-gone"), "told once: {again}");
        // As the remedy says.
        site.write("content/shares/gone.yaml", &share(""));
        site.build(&["--locked"]);
        assert!(exists(&site, &gone));
    };
    check(true, false);
    check(true, true);
    check(false, true);
}

#[test]
fn a_share_that_the_ledger_says_is_revoked_needs_no_note() {
    let site = site();
    site.build(&[]);
    assert!(site.run(&["ledger", "sync"]).status.success());
    let (kept, gone) = (site.folder("kept", None), site.folder("gone", None));
    assert!(site.run(&["share", "revoke", "gone"]).status.success());
    site.remove("content/shares/gone.yaml");
    // Closing never waits: the site has errors, and no file says that the share is revoked.
    site.write("content/registers/hr/a.yaml", "title: [");
    assert_eq!(site.run(&["build", "--locked"]).status.code(), Some(1));
    assert!(exists(&site, &kept) && !exists(&site, &gone));
    site.write("content/registers/hr/a.yaml", &published("A"));
    let said = told(&site.run(&["build", "--locked"]));
    assert!(!said.contains("share-gone") && !said.contains("ledger-behind"), "{said}");
}

#[test]
fn what_the_ledger_says_of_every_share_is_said() {
    let site = site();
    site.build(&[]);
    assert!(site.run(&["ledger", "sync"]).status.success());
    let links = [site.folder("kept", None), site.folder("gone", None)];
    assert!(site.run(&["share", "revoke", "gone"]).status.success());
    let shares = site.path("content/shares");
    let ledger = fs::read(site.path("shares.ledger.jsonl")).unwrap();
    fs::rename(&shares, site.path("aside")).unwrap();
    let output = site.run(&["build", "--locked"]);
    assert_eq!(output.status.code(), Some(1), "of `kept` it says nothing");
    // `ledger sync` would write down what absence says.
    assert!(!told(&output).contains("ledger-behind"), "{}", told(&output));
    assert!(exists(&site, &links[0]) && !exists(&site, &links[1]));
    fs::rename(site.path("aside"), &shares).unwrap();
    assert!(site.run(&["share", "revoke", "kept"]).status.success());
    fs::rename(&shares, site.path("aside")).unwrap();
    let output = site.run(&["build", "--locked"]);
    assert!(output.status.success() && !told(&output).contains("no-shares"), "{}", told(&output));
    assert!(!exists(&site, &links[0]));
    // A ledger without its last line says less.
    site.write_bytes("shares.ledger.jsonl", &ledger);
    assert_eq!(site.run(&["build", "--locked"]).status.code(), Some(1));
}

/// What is written in the ledger counts as said: it must not be written because nothing is there.
#[test]
fn the_ledger_is_told_nothing_by_absence() {
    let site = site();
    site.build(&[]);
    assert!(site.run(&["ledger", "sync"]).status.success());
    let ledger = fs::read(site.path("shares.ledger.jsonl")).unwrap();
    fs::rename(site.path("content"), site.path("aside")).unwrap();
    fs::remove_dir_all(site.path("output")).unwrap();
    for words in [&["ledger", "sync"][..], &["links"], &["links", "--ending", "7d"]] {
        let output = site.run(words);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {}", told(&output));
        assert!(told(&output).contains("no-shares"), "{words:?}: {}", told(&output));
    }
    assert_eq!(fs::read(site.path("shares.ledger.jsonl")).unwrap(), ledger);
    assert!(site.run(&["ledger", "sync", "--allow-no-shares"]).status.success());
    assert_ne!(fs::read(site.path("shares.ledger.jsonl")).unwrap(), ledger);
}

/// What stands in the place of a file and is none: named, never opened, and no share is closed by it.
#[test]
fn only_a_regular_file_stands_in_the_place_of_a_file() {
    type Act = fn(&Path);
    let ways: [(&str, Act); 4] = [
        ("a folder", |path| {
            fs::create_dir(path).unwrap();
            fs::write(path.join("within.yaml"), "title: T\n").unwrap();
        }),
        ("a named pipe (FIFO)", fifo),
        ("a socket", |path| drop(UnixListener::bind(path).unwrap())),
        ("a named pipe (FIFO)", |path| {
            fifo(&path.with_file_name(".pipe"));
            symlink(".pipe", path).unwrap();
        }),
    ];
    let site = site();
    site.write("content/applications.yaml", "applications: []\n");
    site.build(&[]);
    let before = site.output();
    for name in [
        "content/shares/gone.yaml",
        "content/shares/new.yml",
        "content/registers/hr/a.yaml",
        "content/registers/hr/b.md",
        "content/registers/hr/c.yml",
        "content/registers/hr/register.yaml",
        "content/groups.yaml",
        "content/applications.yaml",
    ] {
        for (what, act) in ways {
            let path = site.path(name);
            let kept = fs::read(&path).ok();
            drop(fs::remove_file(&path));
            act(&path);
            let output = site.run(&["build"]);
            let said = told(&output);
            assert_eq!(output.status.code(), Some(1), "{name}, {what}: {said}");
            assert!(said.contains(&format!("{name}: {what} stands in the place of a file")), "{said}");
            assert!(site.output() == before, "{name}, {what}");
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.unwrap();
            drop(fs::remove_file(path.with_file_name(".pipe")));
            if let Some(bytes) = kept {
                fs::write(&path, bytes).unwrap();
            }
        }
    }
    site.build(&[]);
}

/// The site's own file, attachments, templates and the ledger are never waited for either.
#[test]
fn nothing_waits_for_a_pipe() {
    for name in [
        "site.yaml",
        "site.yml",
        "content/registers/hr/files/a.pdf",
        "themes/default/templates/item.html",
        "shares.ledger.jsonl",
    ] {
        let site = site();
        site.build(&[]);
        let before = site.output();
        let path = site.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        drop(fs::remove_file(&path));
        fifo(&path);
        for words in [&["build"][..], &["check"], &["build", "--prune"]] {
            let said = told(&site.run(words));
            // Pruning asks the ledger and says nothing about it.
            assert!(said.contains(name) || words.contains(&"--prune"), "{name}: {said}");
        }
        assert!(site.output() == before, "{name}");
    }
}

#[test]
fn yml_is_read_like_yaml() {
    let site = site();
    site.build(&[]);
    let before = site.output();
    for name in [
        "site",
        "content/groups",
        "content/registers/hr/register",
        "content/registers/hr/a",
        "content/shares/kept",
        "content/shares/gone",
    ] {
        fs::rename(site.path(&format!("{name}.yaml")), site.path(&format!("{name}.yml"))).unwrap();
        site.build(&["--locked"]);
        assert!(site.output() == before, "{name}");
        // Both for one name collide, and neither is closed by it.
        fs::copy(site.path(&format!("{name}.yml")), site.path(&format!("{name}.yaml"))).unwrap();
        let output = site.run(&["build", "--locked"]);
        let said = told(&output);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(said.contains("error[id-collision]"), "{said}");
        assert!(said.contains(&format!("{name}.yml")) && said.contains(&format!("{name}.yaml")), "{said}");
        assert_eq!(said.matches("error[").count(), 1, "one slip, one complaint: {said}");
        assert!(site.output() == before, "{name}");
        fs::remove_file(site.path(&format!("{name}.yaml"))).unwrap();
    }
}

/// Deletes a share; says what it said.
fn delete(site: &Site, id: &str) -> Output {
    site.run(&["share", "delete", id, "--yes", "--reason", "over"])
}

#[test]
fn deleting_a_share_is_said() {
    for is_known in [false, true] {
        let site = site();
        site.build(&[]);
        if is_known {
            assert!(site.run(&["ledger", "sync"]).status.success());
        }
        let (kept, gone) = (site.folder("kept", None), site.folder("gone", None));
        let unconfirmed = site.run(&["share", "delete", "gone"]);
        assert_eq!(unconfirmed.status.code(), Some(2), "{}", told(&unconfirmed));
        assert!(told(&unconfirmed).contains("--yes") && exists(&site, &gone));
        assert!(site.path("content/shares/gone.yaml").exists());
        let output = delete(&site, "gone");
        let said = told(&output);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("content/shares/gone.yaml: deleted; 1 published link closed"), "{said}");
        assert!(!said.contains(gone.split_once('-').unwrap().1), "{said}");
        assert!(exists(&site, &kept) && !exists(&site, &gone), "at once");
        assert!(!site.path("content/shares/gone.yaml").exists());
        let said = told(&site.run(&["build", "--locked"]));
        assert!(!said.contains("share-gone") && !said.contains("of `gone`"), "{said}");
        assert_eq!(delete(&site, "gone").status.code(), Some(2), "there is none any more");
        // The last share too: what the ledger says is said.
        assert!(delete(&site, "kept").status.success());
        assert!(!exists(&site, &kept));
        for words in [&["build", "--locked"][..], &["check", "--locked"], &["ledger", "verify"], &["links"]] {
            let output = site.run(words);
            assert!(output.status.success(), "{words:?}: {}", told(&output));
            assert!(!told(&output).contains("no-shares"), "{words:?}: {}", told(&output));
        }
        let ledger = fs::read_to_string(site.path("shares.ledger.jsonl")).unwrap();
        assert!(ledger.contains("over"), "{ledger}");
    }
}

/// Links of earlier generations, of recipients that were taken off, under both spellings, of files that nobody can read.
#[test]
fn deleting_closes_every_link_of_a_share() {
    let broken: [&[u8]; 3] = [b"title: [\n", b"title: T\xe9\n", b""];
    for bytes in broken {
        for name in ["gone.yaml", "gone.yml"] {
            let site = site();
            site.remove("content/shares/gone.yaml");
            site.write(&format!("content/shares/{name}"), &share("recipients: [jane, joe]\n"));
            site.build(&[]);
            assert!(site.run(&["ledger", "sync"]).status.success());
            let links = [site.folder("gone", Some("jane")), site.folder("gone", Some("joe"))];
            let kept = site.folder("kept", None);
            site.write_bytes(&format!("content/shares/{name}"), bytes);
            site.write("content/registers/hr/a.yaml", "title: [");
            let output = delete(&site, "gone");
            assert!(output.status.success(), "{}", told(&output));
            assert!(links.iter().all(|link| !exists(&site, link)) && exists(&site, &kept));
            assert!(!site.path(&format!("content/shares/{name}")).exists());
            site.write("content/registers/hr/a.yaml", &published("A"));
            let said = told(&site.run(&["build", "--locked"]));
            assert!(!said.contains("ledger-behind") && !said.contains("share-gone"), "{said}");
        }
    }
}

/// A share's file that is a link: the link goes, what it leads to stays.
#[test]
fn deleting_follows_no_link() {
    let site = site();
    site.build(&[]);
    fs::rename(site.path("content/shares/gone.yaml"), site.path("spare.yaml")).unwrap();
    symlink("../../spare.yaml", site.path("content/shares/gone.yaml")).unwrap();
    assert!(delete(&site, "gone").status.success());
    assert!(site.path("spare.yaml").exists());
    assert!(site.path("content/shares/gone.yaml").symlink_metadata().is_err());
    // An output that is not there is not made.
    fs::remove_dir_all(site.path("output")).unwrap();
    assert!(delete(&site, "kept").status.success());
    assert!(!site.path("output").exists());
}

#[test]
fn commands_edit_the_file_that_is_there() {
    let site = site();
    fs::rename(site.path("content/shares/gone.yaml"), site.path("content/shares/gone.yml")).unwrap();
    site.build(&[]);
    let link = site.folder("gone", None);
    let output = site.run(&["share", "edit", "gone", "--title", "Other"]);
    assert!(output.status.success(), "{}", told(&output));
    assert!(told(&output).contains("content/shares/gone.yml: changed"), "{}", told(&output));
    let again = site.run(&["share", "new", "--title", "Gone", "--register", "hr", "--expires", "30d"]);
    assert_eq!(again.status.code(), Some(2), "{}", told(&again));
    let output = site.run(&["share", "revoke", "gone"]);
    assert!(output.status.success(), "{}", told(&output));
    let text = fs::read_to_string(site.path("content/shares/gone.yml")).unwrap();
    assert!(text.contains("title: Other") && text.contains("revoked:"), "{text}");
    assert!(!site.path("content/shares/gone.yaml").exists());
    site.build(&[]);
    assert!(!exists(&site, &link));
}
