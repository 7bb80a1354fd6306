//! Who may read what is written: servers run as another user, whatever the umask is under which a site is built.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and looks at files"
)]

#[path = "modes/authors.rs"]
mod authors;
#[path = "modes/others.rs"]
mod others;
mod support;

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Output;

use support::{Site, published};

/// Runs the binary under a umask.
pub(crate) fn under(umask: &str, site: &Site, words: &[&str]) -> Output {
    let command = site.command(words);
    let mut shell = std::process::Command::new("sh");
    shell.env_clear().env("EXTRAIT_SECRET", &site.secret);
    shell.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(command.get_program());
    shell.args(command.get_args()).output().unwrap()
}

pub(crate) fn build(umask: &str, site: &Site) -> String {
    let output = under(umask, site, &["build"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

/// A share of two registers, with an attachment and two links.
pub(crate) fn site(hosts: &str) -> Site {
    let site = Site::bare();
    let about = fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &format!("{about}{hosts}"));
    site.write(
        "content/registers/one/register.yaml",
        "kind: processor\ntitle: One\nprocessor: {name: P, email: p@example.org}\n",
    );
    site.write("content/registers/one/a.yaml", &published("A"));
    site.write("content/registers/one/b.yaml", &published("B"));
    site.write("content/registers/maps/register.yaml", "kind: catalogue\ntitle: Maps\n");
    site.write("content/registers/maps/files/manual.txt", "How to read it.\n");
    site.write(
        "content/registers/maps/roads.yaml",
        "title: Roads\nstatus: published\ndescription: All roads.\ntype: vector\nbbox: [22, 39, 23.5, 39.5]\n\
         contacts: [Office]\nattachments: [manual.txt]\n",
    );
    site.write(
        "content/shares/all.yaml",
        "title: All\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\nprofile: full\n\
         include: [one, maps]\nrecipients: [first, second]\n",
    );
    site
}

pub(crate) fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

pub(crate) fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// The modes of all that lies in a folder, by path; the folder itself is the empty path.
pub(crate) fn modes(folder: &Path) -> BTreeMap<String, (bool, u32)> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let modes = entries.map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (path, (entry.file_type().is_dir(), mode(entry.path())))
    });
    modes.collect()
}

/// Gives all that lies in a folder other modes, the folder included.
fn narrow(folder: &Path, folders: u32, files: u32) {
    let found = modes(folder);
    for (path, (is_folder, _)) in found {
        set(&folder.join(path), if is_folder { folders } else { files });
    }
}

/// What an output is to have.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    root: u32,
    folders: u32,
    files: u32,
    links: u32,
}

const OPEN: Wanted = Wanted { root: 0o755, folders: 0o755, files: 0o644, links: 0o755 };

fn check(site: &Site, wanted: Wanted, when: &str) {
    let found = modes(&site.path("output"));
    assert!(found.len() > 30, "{when}: {found:?}");
    for (path, (is_folder, mode)) in found {
        let expected = match path.as_str() {
            "" => wanted.root,
            "s" => wanted.links,
            _ if is_folder => wanted.folders,
            _ => wanted.files,
        };
        assert_eq!(format!("{mode:o}"), format!("{expected:o}"), "{when}: {path}");
    }
    for (path, (is_folder, mode)) in modes(&site.path(".extrait")) {
        assert_eq!(mode, if is_folder { 0o700 } else { 0o600 }, "{when}: .extrait/{path} has {mode:o}");
    }
}

const UMASKS: [&str; 4] = ["077", "022", "000", "027"];

#[test]
fn what_the_program_makes_is_read_by_servers_whatever_the_umask() {
    for umask in UMASKS {
        let site = site("");
        build(umask, &site);
        check(&site, OPEN, umask);
        // A few pages change, then all of them, then none.
        site.write("content/registers/one/a.yaml", &published("Another"));
        build(umask, &site);
        check(&site, OPEN, &format!("{umask}, a page changed"));
        let about = fs::read_to_string(site.path("site.yaml")).unwrap();
        site.write("site.yaml", &format!("{about}theme: {{accent: \"#2f4b7c\"}}\n"));
        build(umask, &site);
        check(&site, OPEN, &format!("{umask}, all pages changed"));
        build(umask, &site);
        check(&site, OPEN, &format!("{umask}, nothing changed"));
    }
}

#[test]
fn folders_above_an_output_are_passed_too() {
    let site = site("");
    let output = under("077", &site, &["build", "--output", site.path("new/deep/public").to_str().unwrap()]);
    assert!(output.status.success());
    for path in ["new", "new/deep", "new/deep/public", "new/deep/public/s"] {
        assert_eq!(mode(&site.path(path)), 0o755, "{path}");
    }
}

#[test]
fn nobody_lists_links_where_every_host_is_a_server() {
    let servers = Wanted { links: 0o711, ..OPEN };
    for (hosts, wanted) in [
        ("hosts: [nginx]\n", servers),
        ("hosts: [nginx, apache, caddy]\n", servers),
        ("hosts: [nginx, apache-htaccess]\n", OPEN),
        ("hosts: [nginx, github-pages]\n", OPEN),
        ("hosts: [github-pages]\n", OPEN),
        ("hosts: [plain]\n", OPEN),
    ] {
        for umask in ["077", "022"] {
            let site = site(hosts);
            build(umask, &site);
            check(&site, wanted, &format!("{umask}, {hosts}"));
            narrow(&site.path("output/s"), 0o700, 0o600);
            build(umask, &site);
            check(&site, wanted, &format!("{umask}, {hosts}, mended"));
        }
    }
    // The hosts of a site change.
    let site = site("hosts: [nginx]\n");
    build("022", &site);
    let about = fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &about.replace("hosts: [nginx]", "hosts: [github-pages]"));
    build("022", &site);
    check(&site, OPEN, "another host");
}

#[test]
fn in_a_folder_that_a_person_made_its_mode_decides() {
    for (root, folders, files, links) in [
        (0o750, 0o750, 0o640, 0o750),
        (0o700, 0o700, 0o600, 0o700),
        (0o2750, 0o2750, 0o640, 0o2750),
        (0o2775, 0o2775, 0o664, 0o2775),
        (0o755, 0o755, 0o644, 0o755),
        (0o777, 0o775, 0o664, 0o775),
        (0o711, 0o711, 0o600, 0o711),
    ] {
        let wanted = Wanted { root, folders, files, links };
        for umask in UMASKS {
            let site = site("");
            fs::create_dir(site.path("output")).unwrap();
            set(&site.path("output"), root);
            let when = format!("{root:o} under {umask}");
            build(umask, &site);
            check(&site, wanted, &when);
            build("022", &site);
            check(&site, wanted, &format!("{when}, again"));
            // The state is lost: then nothing is opened either.
            fs::remove_dir_all(site.path(".extrait")).unwrap();
            build("077", &site);
            check(&site, wanted, &format!("{when}, without its state"));
            build("022", &site);
            check(&site, wanted, &format!("{when}, after that"));
        }
    }
    for (root, links) in [(0o750, 0o710), (0o700, 0o700), (0o2775, 0o2771)] {
        let site = site("hosts: [caddy]\n");
        fs::create_dir(site.path("output")).unwrap();
        set(&site.path("output"), root);
        build("077", &site);
        assert_eq!(mode(&site.path("output/s")), links, "{root:o}");
    }
}

#[test]
fn a_person_may_close_a_folder_that_the_program_made() {
    let site = site("");
    build("022", &site);
    set(&site.path("output"), 0o750);
    let wanted = Wanted { root: 0o750, folders: 0o750, files: 0o640, links: 0o750 };
    for _ in 0..3 {
        build("022", &site);
        check(&site, wanted, "closed by a person");
    }
    set(&site.path("output"), 0o755);
    build("077", &site);
    check(&site, OPEN, "opened again");
}

#[test]
fn an_output_that_was_built_under_a_narrow_umask_is_mended() {
    for (folders, files) in [(0o700, 0o600), (0o750, 0o640), (0o711, 0o600)] {
        for umask in ["077", "022"] {
            let site = site("");
            build("022", &site);
            let before = site.output();
            narrow(&site.path("output"), folders, files);
            narrow(&site.path(".extrait"), 0o755, 0o644);
            build(umask, &site);
            check(&site, OPEN, &format!("{folders:o}, mended under {umask}"));
            assert_eq!(site.output(), before);
        }
    }
}

#[test]
fn each_mode_is_mended_alone_with_and_without_the_cache() {
    for lost in ["", ".extrait/cache"] {
        let site = site("");
        build("022", &site);
        for (path, (is_folder, _)) in modes(&site.path("output")) {
            if path.is_empty() {
                continue;
            }
            for other in if is_folder { [0o700, 0o777] } else { [0o600, 0o666] } {
                set(&site.path("output").join(&path), other);
            }
        }
        if !lost.is_empty() {
            fs::remove_dir_all(site.path(lost)).unwrap();
        }
        for path in modes(&site.path(".extrait")).into_keys().filter(|path| path.contains("lock")) {
            set(&site.path(".extrait").join(path), 0o666);
        }
        build("077", &site);
        check(&site, OPEN, lost);
    }
}

#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    let site = site("hosts: [nginx]\n");
    build("077", &site);
    let stamps = || {
        let entries = walkdir::WalkDir::new(site.path("output")).into_iter().map(Result::unwrap);
        let stamps = entries.map(|entry| {
            let metadata = entry.metadata().unwrap();
            (entry.path().to_owned(), (metadata.ctime(), metadata.ctime_nsec()))
        });
        stamps.collect::<BTreeMap<_, _>>()
    };
    let before = stamps();
    build("022", &site);
    assert_eq!(stamps(), before);
}

#[test]
fn what_is_not_ours_keeps_its_mode() {
    let site = site("");
    build("022", &site);
    site.write("output/CNAME", "example.org\n");
    site.write("output/.well-known/security.txt", "x");
    set(&site.path("output/CNAME"), 0o600);
    set(&site.path("output/.well-known"), 0o700);
    build("022", &site);
    assert_eq!((mode(&site.path("output/CNAME")), mode(&site.path("output/.well-known"))), (0o600, 0o700));
}

/// Whoever put a link there decides what it leads to: who may read that is not ours to say.
#[test]
fn no_link_in_the_state_is_followed_to_close_what_it_leads_to() {
    let elsewhere = tempfile::tempdir().unwrap();
    let away = elsewhere.path();
    fs::create_dir_all(away.join("deep/deeper")).unwrap();
    for path in ["notes.txt", "deep/more.txt", "deep/deeper/most.txt"] {
        fs::write(away.join(path), "x").unwrap();
    }
    narrow(away, 0o755, 0o644);
    for link in [".extrait/cache", ".extrait/secret", ".extrait"] {
        let site = site("");
        build("022", &site);
        let path = site.path(link);
        drop(fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path)));
        let target = if link.ends_with("secret") { away.join("notes.txt") } else { away.to_owned() };
        symlink(target, &path).unwrap();
        // Something is open, so that what lies deeper is looked at.
        site.write(".extrait/lock", "");
        set(&site.path(".extrait/lock"), 0o644);
        let before = modes(away);
        build("077", &site);
        let after = modes(away);
        for (path, found) in before {
            if path != "lock" {
                assert_eq!(after[&path], found, "{link}: {path} lies elsewhere");
            }
        }
        if link == ".extrait" {
            assert_eq!(after["lock"], (false, 0o600), "what is ours is closed there too");
        }
    }
}
