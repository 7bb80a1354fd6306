//! Links that are turned to something else: mounted configuration, releases, folders that change places. A share that is
//! revoked behind one is closed.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::{NOW, SECRET, Site};
use crate::watching::{Watching, wait_until};

/// A way to lay a site out so that one step turns it into another.
struct Layout {
    name: &'static str,
    /// Lays it out in the folder `base`, from the folders `base/open` and `base/revoked`, and returns the site's path.
    lay: fn(&Path) -> PathBuf,
    /// Turns it.
    turn: fn(&Path),
}

/// Turns the link at `path` in one step, as `ln -sfn` and mounted configuration do.
fn turn(path: &Path, target: &str) {
    let waiting = path.with_file_name("..data_tmp");
    symlink(target, &waiting).unwrap();
    fs::rename(waiting, path).unwrap();
}

fn move_in(base: &Path, from: &str, to: &str) {
    let to = base.join(to);
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::rename(base.join(from), to).unwrap();
}

const SHARE: &str = "content/shares/all.yaml";

static LAYOUTS: &[Layout] = &[
    Layout {
        name: "a share is mounted as configuration is",
        lay: |base| {
            move_in(base, &format!("open/{SHARE}"), "open/content/shares/..2026_01_05_1/all.yaml");
            move_in(base, &format!("revoked/{SHARE}"), "open/content/shares/..2026_01_05_2/all.yaml");
            symlink("..2026_01_05_1", base.join("open/content/shares/..data")).unwrap();
            symlink("..data/all.yaml", base.join("open").join(SHARE)).unwrap();
            base.join("open")
        },
        turn: |base| turn(&base.join("open/content/shares/..data"), "..2026_01_05_2"),
    },
    Layout {
        name: "the content is a link to a folder whose name begins with a dot",
        lay: |base| {
            move_in(base, "open/content", "open/.versions/1");
            move_in(base, "revoked/content", "open/.versions/2");
            symlink(".versions/1", base.join("open/.current")).unwrap();
            symlink(".current", base.join("open/content")).unwrap();
            base.join("open")
        },
        turn: |base| turn(&base.join("open/.current"), ".versions/2"),
    },
    Layout {
        name: "a folder in the content is such a link",
        lay: |base| {
            move_in(base, "open/content/shares", "open/content/.one");
            move_in(base, "revoked/content/shares", "open/content/.two");
            symlink(".one", base.join("open/content/#now~")).unwrap();
            symlink("#now~", base.join("open/content/shares")).unwrap();
            base.join("open")
        },
        turn: |base| turn(&base.join("open/content/#now~"), ".two"),
    },
    Layout {
        name: "the site's folder is a link to a release",
        lay: |base| {
            move_in(base, "open", "releases/1");
            move_in(base, "revoked", "releases/2");
            symlink("releases/1", base.join("site")).unwrap();
            base.join("site")
        },
        turn: |base| turn(&base.join("site"), "releases/2"),
    },
    Layout {
        name: "a folder above the site is an absolute link to a link",
        lay: |base| {
            move_in(base, "open", "releases/1/deep/site");
            move_in(base, "revoked", "releases/2/deep/site");
            symlink("releases/1", base.join(".current")).unwrap();
            symlink(base.join(".current"), base.join("current")).unwrap();
            base.join("current/deep/site")
        },
        turn: |base| turn(&base.join(".current"), "releases/2"),
    },
    Layout {
        name: "a plain folder above the site makes room for another one",
        lay: |base| {
            move_in(base, "open", "here/site");
            move_in(base, "revoked", "next/site");
            base.join("here/site")
        },
        turn: |base| {
            fs::rename(base.join("here"), base.join("before")).unwrap();
            fs::rename(base.join("next"), base.join("here")).unwrap();
        },
    },
    Layout {
        name: "the site's link is removed and made again",
        lay: |base| {
            move_in(base, "open", "releases/1");
            move_in(base, "revoked", "releases/2");
            symlink("releases/1", base.join("site")).unwrap();
            base.join("site")
        },
        turn: |base| {
            fs::remove_file(base.join("site")).unwrap();
            // Long enough to be looked at while it is away, and far from the second after which a site is gone. Nothing is
            // said meanwhile that could be waited for.
            std::thread::sleep(std::time::Duration::from_millis(150));
            symlink("releases/2", base.join("site")).unwrap();
        },
    },
];

/// A site with one share.
fn site(base: &Path, name: &str, revoked: &str) {
    let site = Site::bare();
    site.write("content/registers/one/register.yaml", "kind: catalogue\ntitle: One\n");
    site.write(
        SHARE,
        &format!(
            "title: All\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\nprofile: full\n\
             include: [one]\n{revoked}"
        ),
    );
    crate::author::copy(site.root.path(), &base.join(name));
}

fn check(words: &[&str]) {
    for layout in LAYOUTS {
        let base: TempDir = tempfile::tempdir().unwrap();
        let real = base.path().canonicalize().unwrap();
        site(&real, "open", "");
        site(&real, "revoked", "revoked: 2026-02-01T00:00:00Z\n");
        let site = (layout.lay)(&real);
        let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
        command
            .env_clear()
            .env("EXTRAIT_SECRET", SECRET)
            .args(["build", "--watch", "--now", NOW])
            .args(words);
        command.arg("--site").arg(site).arg("--output").arg(real.join("published"));
        let watching = Watching::spawn(&mut command);
        let folders = || {
            let found = fs::read_dir(real.join("published/s")).into_iter().flatten().filter_map(Result::ok);
            found.filter(|entry| entry.file_name().to_string_lossy().starts_with("4070908800-")).count()
        };
        assert!(wait_until(|| folders() > 0), "{}: {}", layout.name, watching.state());
        watching.waits_for_builds(1);
        (layout.turn)(&real);
        assert!(wait_until(|| folders() == 0), "{}: {}", layout.name, watching.state());
    }
}

#[test]
fn a_share_that_is_revoked_behind_a_turned_link_is_closed() {
    check(&[]);
}

#[test]
fn so_it_is_where_files_are_looked_at() {
    check(&["--poll=20"]);
}
