//! Disks as they are: a real one that is full, one that cannot be written, one that is another than the site's; and a
//! second build beside the first. Where this process may mount nothing, the tests say so, and fail where CI runs them.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Command, Output};

use extrait::publish::Lock;

use crate::support::{Lacks, SECRET, Site, Tree, skipped, tree};
use crate::world::{Ready, State, check_whole, is_ours, write};

/// How a process gets mounts of its own; `None` where it may not.
fn namespace() -> Option<&'static [&'static str]> {
    let ways: [&[&str]; 2] = [&["--user", "--map-root-user", "--mount"], &["--mount"]];
    let works = |way: &&&[&str]| {
        let script = "mount -t tmpfs -o size=64k none /mnt";
        let output = Command::new("unshare").args(**way).args(["sh", "-c", script]).output();
        output.is_ok_and(|output| output.status.success())
    };
    ways.iter().find(works).copied()
}

const NO_MOUNTS: &str = "`unshare --mount` does not work here: no disk was small or read-only";

/// Runs a script with mounts of its own. `$bin` is the binary, `$1` the site's folder, `$2` an argument.
fn run(way: &[&str], site: &Site, script: &str, argument: &str) -> Output {
    let head = "set -u\nbuild() { \"$bin\" build --site \"$1\" --now \"$now\" 2>>\"$1/said\" >/dev/null; echo $?; }\n";
    let output = Command::new("unshare")
        .args(way)
        .args(["sh", "-c", &format!("{head}{script}"), "sh"])
        .arg(site.root.path())
        .arg(argument)
        .env("bin", env!("CARGO_BIN_EXE_extrait"))
        .env("now", &site.now)
        .env("EXTRAIT_SECRET", SECRET)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A site with its other state in `next/`.
fn two_states(next: State) -> Site {
    let site = Site::empty();
    write(&site, next);
    fs::create_dir(site.path("next")).unwrap();
    for name in ["content", "site.yaml"] {
        fs::rename(site.path(name), site.path("next").join(name)).unwrap();
    }
    write(&site, State::Old);
    fs::create_dir(site.path("output")).unwrap();
    site
}

/// The room that a tree takes on a disk of pages, in kilobytes.
fn room(files: &Tree) -> usize {
    files.values().map(|bytes| bytes.len().div_ceil(4096) * 4).sum()
}

/// Builds the old state on a small disk, the new one on what is left, and again when there is more room.
const FILL: &str = r#"
mount -t tmpfs -o "$2" none "$1/output" || exit 1
build "$1"
mv "$1/content" "$1/site.yaml" "$1/old/"; cp -r "$1/next/." "$1/"
build "$1"
cp -r "$1/output" "$1/full"
mount -o remount,size=64m,nr_inodes=100000 "$1/output"
"$bin" build --prune --site "$1" --now "$now" >/dev/null 2>&1
cp -r "$1/output" "$1/pruned"
build "$1"
cp -r "$1/output" "$1/after"
"#;

#[test]
fn a_full_disk_leaves_whole_shares() {
    let Some(way) = namespace() else { return skipped(Lacks::System, NO_MOUNTS) };
    let before = Ready::of(State::Old).cold();
    let mut met = 0;
    for state in [State::New, State::NewTheme] {
        let after = Ready::of(state).cold();
        let sizes = [4, 12, 24, 40, 64, 88, 112].map(|more| format!("size={}k", room(&before) + more));
        let names = [4, 20, 45].map(|more| format!("size=8m,nr_inodes={}", before.len() + 20 + more));
        for options in sizes.iter().chain(&names) {
            let site = two_states(state);
            fs::create_dir(site.path("old")).unwrap();
            let output = run(way, &site, FILL, options);
            let when = format!("{state:?}, {options}");
            let codes = String::from_utf8(output.stdout).unwrap();
            let codes: Vec<&str> = codes.lines().collect();
            let said = fs::read_to_string(site.path("said")).unwrap();
            assert_eq!((codes[0], codes[2]), ("0", "0"), "{when}: {said}");
            let full = tree(&site.path("full"));
            if codes[1] == "0" {
                assert_eq!(full, after, "{when}");
            } else {
                met += 1;
                assert_eq!(codes[1], "3", "{when}: {said}");
                assert!(said.contains("No space left on device"), "{when}: {said}");
            }
            check_whole(&full, &before, &after, &when);
            check_whole(&tree(&site.path("pruned")), &before, &after, &when);
            assert!(!full.keys().any(|path| is_ours(path)), "{when}: what waits takes room");
            assert_eq!(tree(&site.path("after")), after, "{when}");
        }
    }
    assert!(met >= 6, "only {met} disks were full");
}

const READ_ONLY: &str = r#"
mount --bind "$1/output" "$1/output" && mount -o remount,bind,ro "$1/output" || exit 1
build "$1"
mv "$1/content" "$1/site.yaml" "$1/old/"; cp -r "$1/next/." "$1/"
build "$1"
"#;

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let Some(way) = namespace() else { return skipped(Lacks::System, NO_MOUNTS) };
    let site = two_states(State::New);
    fs::create_dir(site.path("old")).unwrap();
    let revoked = site.path("next/content/shares/gone.yaml");
    fs::write(&revoked, fs::read_to_string(&revoked).unwrap().replace("revoked:", "# revoked:")).unwrap();
    site.build(&[]);
    let before = site.output();
    let output = run(way, &site, READ_ONLY, "");
    assert_eq!(output.stdout, b"0\n3\n", "what is the same can be built; what is not cannot");
    let said = fs::read_to_string(site.path("said")).unwrap();
    assert!(said.contains("output") && said.contains("Read-only file system"), "{said}");
    assert_eq!(site.output(), before, "nothing is lost");
    site.build(&[]);
}

#[test]
fn the_output_may_lie_on_another_disk() {
    let memory = Path::new("/dev/shm");
    let site = Site::empty();
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    if device(memory).is_none() || device(memory) == device(site.root.path()) {
        return skipped(Lacks::System, "there is no second file system at /dev/shm");
    }
    let elsewhere = tempfile::tempdir_in(memory).unwrap();
    let output = elsewhere.path().join("not/there/yet");
    for state in [State::Old, State::New, State::NewTheme, State::Old] {
        write(&site, state);
        site.build(&["--output", output.to_str().unwrap()]);
        assert_eq!(tree(&output), Ready::of(state).cold(), "{state:?}");
    }
}

#[test]
fn a_second_build_waits_for_nobody() {
    let site = Site::empty();
    write(&site, State::Old);
    site.build(&[]);
    let before = site.output();
    write(&site, State::New);
    let lock = Lock::take(&site.path(".extrait")).unwrap();
    for words in [["build"].as_slice(), &["build", "--prune"]] {
        let output = site.run(words);
        assert_eq!(output.status.code(), Some(3));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("another build of this site is running"), "{said}");
    }
    assert_eq!(site.output(), before);
    drop(lock);
    site.build(&[]);
}
