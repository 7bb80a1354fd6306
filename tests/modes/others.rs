//! Other users: one who serves, one who owns a file of the output. They are asked where the tests run as root, and a skipped
//! test says so.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::process::{Command, Stdio};

use crate::support::{self, Lacks, Site, skipped};
use crate::{build, mode, set, site};

/// The user `nobody` of most systems.
const NOBODY: u32 = 65534;

/// Whether this process may become another user.
fn may_be_others() -> bool {
    Command::new("setpriv").args(AS_NOBODY).arg("true").status().is_ok_and(|status| status.success())
}

const AS_NOBODY: [&str; 4] = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];

/// How many of the files of an output the other user reads.
fn read_by_nobody(site: &Site) -> usize {
    let mut child = Command::new("setpriv")
        .args(AS_NOBODY)
        .args(["sh", "-c", "while read -r path; do cat \"$path\" >/dev/null 2>&1 && echo read; done"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let paths: Vec<String> = support::tree(&site.path("output"))
        .into_keys()
        .map(|path| format!("{}\n", site.path("output").join(path).display()))
        .collect();
    child.stdin.take().unwrap().write_all(paths.concat().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().count()
}

fn lists(site: &Site) -> bool {
    let mut list = Command::new("setpriv");
    list.args(AS_NOBODY).arg("ls").arg(site.path("output/s")).stderr(Stdio::null()).stdout(Stdio::null());
    list.status().unwrap().success()
}

#[test]
fn a_server_reads_every_file_and_lists_no_link() {
    if !may_be_others() {
        return skipped(Lacks::Root, "no other user can be tried");
    }
    for (hosts, is_listed) in [("hosts: [nginx]\n", false), ("", true)] {
        let site = site(hosts);
        set(site.root.path(), 0o755);
        build("077", &site);
        let files = site.output().len();
        assert!(files > 20);
        assert_eq!(read_by_nobody(&site), files);
        assert_eq!(lists(&site), is_listed, "{hosts}");
        let state =
            Command::new("setpriv").args(AS_NOBODY).arg("ls").arg(site.path(".extrait")).output().unwrap();
        assert!(!state.status.success());
    }
    let site = site("");
    set(site.root.path(), 0o755);
    fs::create_dir(site.path("output")).unwrap();
    set(&site.path("output"), 0o750);
    build("000", &site);
    assert_eq!(read_by_nobody(&site), 0, "a person lets only the group read");
    chown(site.path("output"), None, Some(NOBODY)).unwrap();
    assert_eq!(read_by_nobody(&site), 0, "files belong to another group");
}

#[test]
fn a_mode_that_cannot_be_changed_is_told_and_stops_nothing() {
    if !may_be_others() {
        return skipped(Lacks::Root, "no other user can be tried");
    }
    let site = site("");
    build("022", &site);
    for entry in walkdir::WalkDir::new(site.root.path()).into_iter().map(Result::unwrap) {
        chown(entry.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let build = || {
        let built = site.command(&["build"]);
        let mut command = Command::new("setpriv");
        command.env_clear().env("EXTRAIT_SECRET", &site.secret).env("PATH", std::env::var("PATH").unwrap());
        let output =
            command.args(AS_NOBODY).arg(built.get_program()).args(built.get_args()).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // The binary must be reached by the other user.
    let (code, said) = build();
    if code != Some(0) && said.contains("failed to execute") {
        return skipped(Lacks::Root, "the other user cannot run the binary");
    }
    assert_eq!(code, Some(0), "{said}");
    let page = site.path("output/404.html");
    chown(&page, Some(0), Some(0)).unwrap();
    let (code, said) = build();
    assert_eq!(
        (code, said.contains("foreign-file")),
        (Some(0), false),
        "its mode is as it should be: {said}"
    );
    set(&page, 0o666);
    let (code, said) = build();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("404.html has mode 666 in the place of 644"), "{said}");
    assert!(said.contains("warning[foreign-file]"), "{said}");
    set(&page, 0o600);
    let (code, said) = build();
    assert_eq!(code, Some(0), "what cannot be read is written anew: {said}");
    assert_eq!((mode(&page), fs::metadata(&page).unwrap().uid()), (0o644, NOBODY));
}
