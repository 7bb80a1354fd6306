//! `build --prune --close`: closes a share whatever else is broken, and keeps it closed until a person opens it again.

use std::fs;
use std::process::Output;

use super::world::{World, share};
use crate::support::OTHER_SECRET;

const CLOSE: [&str; 4] = ["build", "--prune", "--close", "gone"];
const NOTE: &str = ".extrait/closed-gone";
const FILE: &str = "content/shares/gone.yaml";

/// What alone tells which folders belong to the share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clue {
    Manifest,
    Ledger,
    Secret,
}

/// What is broken, and the exit code: without shares that can be seen, pruning is not done.
type Breakage = (&'static str, fn(&mut World), i32);

fn nothing(_: &mut World) {}

fn lose(world: &World, path: &str) {
    let path = world.site.path(path);
    if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
}

fn folder(world: &World, path: &str) {
    lose(world, path);
    fs::create_dir(world.site.path(path)).unwrap();
}

const BREAKAGES: [Breakage; 17] = [
    ("nothing", nothing, 0),
    ("site.yaml broken", |world| world.site.write("site.yaml", "id: [\n"), 0),
    ("site.yaml with another id", |world| world.site.write("site.yaml", "id: other\n"), 0),
    ("site.yaml missing", |world| lose(world, "site.yaml"), 0),
    ("site.yaml a folder", |world| folder(world, "site.yaml"), 0),
    ("key_id wrong", |world| add(world, "key_id: 00000000\n"), 0),
    ("theme missing", |world| add(world, "theme: {name: none}\n"), 0),
    (
        "theme broken",
        |world| {
            add(world, "theme: {name: own}\n");
            world.site.write("themes/own/templates/item.html", "{% if %}");
        },
        0,
    ),
    ("content missing", |world| lose(world, "content"), 1),
    (
        "content a file",
        |world| {
            lose(world, "content");
            world.site.write("content", "");
        },
        1,
    ),
    ("shares missing", |world| lose(world, "content/shares"), 1),
    ("its file missing", |world| lose(world, FILE), 0),
    ("its file broken", |world| world.site.write_bytes(FILE, b"title: [\n\xff"), 0),
    ("its file empty", |world| world.site.write(FILE, ""), 0),
    ("its file a folder", |world| folder(world, FILE), 0),
    ("groups broken", |world| world.site.write("content/groups.yaml", "groups: {\n"), 0),
    (
        "all of it",
        |world| {
            lose(world, "content");
            lose(world, "site.yaml");
        },
        1,
    ),
];

fn add(world: &World, line: &str) {
    let text = fs::read_to_string(world.site.path("site.yaml")).unwrap();
    world.site.write("site.yaml", &format!("{text}{line}"));
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Leaves one clue: the others are missing or, where they are `mangled`, unreadable.
fn leave(world: &mut World, clue: Clue, mangled: bool) {
    for (own, path) in [(Clue::Manifest, ".extrait/manifest.json"), (Clue::Ledger, "shares.ledger.jsonl")] {
        match (own == clue, mangled) {
            (true, _) => {}
            (false, true) => world.site.write_bytes(path, b"\xff{\n"),
            (false, false) => lose(world, path),
        }
    }
    if clue != Clue::Secret {
        world.site.secret = if mangled { "extrait1_mangled".to_owned() } else { String::new() };
    }
}

#[test]
fn a_share_is_closed_whatever_is_broken_by_any_one_clue() {
    for clue in [Clue::Manifest, Clue::Ledger, Clue::Secret] {
        for (name, breakage, exit) in BREAKAGES {
            for mangled in [false, true] {
                let about = format!("{clue:?}, {name}, mangled: {mangled}");
                let mut world = World::new();
                // Recipients of whom no file tells cannot be guessed.
                let list = if clue == Clue::Secret { "" } else { "recipients: [a, b]\n" };
                world.site.write(FILE, &share(list));
                assert!(world.site.run(&["ledger", "sync"]).status.success());
                world.site.build(&[]);
                let recipients: &[Option<&str>] =
                    if list.is_empty() { &[None] } else { &[Some("a"), Some("b")] };
                let gone: Vec<_> = recipients.iter().map(|of| world.site.folder("gone", *of)).collect();
                let before = world.all_but(&gone);
                breakage(&mut world);
                leave(&mut world, clue, mangled);
                let output = world.site.run(&CLOSE);
                let told = said(&output);
                assert!(!gone.iter().any(|folder| world.exists(folder)), "{about}: {told}");
                assert_eq!(world.all_but(&gone), before, "{about}: {told}");
                assert!(world.site.path(NOTE).exists(), "{about}");
                assert_eq!(output.status.code(), Some(exit), "{about}: {told}");
                let links = if gone.len() == 1 { "1 link closed" } else { "2 links closed" };
                assert!(told.contains("[links-closed]") && told.contains(links), "{about}: {told}");
                assert!(
                    gone.iter().all(|folder| !told.contains(folder.rsplit('-').next().unwrap())),
                    "{about}"
                );
            }
        }
    }
}

/// Old generations, taken-off recipients and former ends whose folders are still in the output: none is left.
#[test]
fn what_is_left_of_earlier_links_goes_too() {
    for clue in [Clue::Manifest, Clue::Secret] {
        let mut world = World::new();
        let mut gone = Vec::new();
        for rest in [
            "",
            "generation: 2\n",
            "generation: 40\n",
            "recipients: [a, kept]\n",
            "audience: applications\napplications: [app]\n",
        ] {
            world.site.write("content/applications.yaml", "applications: [{id: app, title: App}]\n");
            world.site.write(FILE, &share(rest));
            world.site.build(&[]);
            gone.extend(world.site.links().iter().filter(|link| link["share"] == "gone").map(|link| {
                let url = link["url"].as_str().unwrap().trim_end_matches('/').to_owned();
                url.rsplit('/').next().unwrap().to_owned()
            }));
            // As if a host, or a build that was stopped, had left it.
            for folder in &gone {
                let place = world.site.path(&format!("output/s/{folder}"));
                fs::create_dir_all(&place).unwrap();
                fs::write(place.join("index.html"), "old").unwrap();
            }
        }
        assert_eq!(gone.len(), 6);
        // Another share still names the recipients of before.
        world.site.write("content/shares/kept.yaml", &share("recipients: [a, kept]\n"));
        world.site.write(FILE, &share("generation: 41\n"));
        if clue == Clue::Secret {
            lose(&world, ".extrait/manifest.json");
        } else {
            world.site.secret = OTHER_SECRET.to_owned();
            let all: Vec<_> = gone.iter().map(|folder| format!("\"{folder}\"")).collect();
            world
                .site
                .write(".extrait/manifest.json", &format!("{{\"shares\":{{\"gone\":[{}]}}}}", all.join(",")));
        }
        let output = world.site.run(&CLOSE);
        let left: Vec<_> = gone.iter().filter(|folder| world.exists(folder)).collect();
        // The application is named by no file any more.
        let expected = usize::from(clue == Clue::Secret);
        assert_eq!(left.len(), expected, "{clue:?}: {left:?} {}", said(&output));
    }
}

#[test]
fn nothing_found_is_an_error_that_says_where_it_looked_and_is_noted_all_the_same() {
    let world = World::new();
    world.site.build(&[]);
    let before = world.site.output();
    let output = world.site.run(&["build", "--prune", "--close", "gnoe"]);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    for part in [
        "[close-found-nothing]",
        "output/s",
        "2 links",
        "manifest",
        "ledger (not to be had)",
        "did you mean `gone`",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(world.site.output(), before);
    assert!(world.site.path(".extrait/closed-gnoe").exists() && !world.site.path(NOTE).exists());
    let told = said(&world.site.run(&["check"]));
    assert!(told.contains("note[share-closed-by-hand]") && told.contains("no file defines it"), "{told}");
    // The remedy.
    assert!(world.site.run(&["share", "restore", "gnoe"]).status.success());
    assert!(!world.site.path(".extrait/closed-gnoe").exists());
    assert!(!said(&world.site.run(&["check"])).contains("closed-by-hand"));
    // Twice: nothing is left to close, and it stays noted.
    assert_eq!(world.site.run(&CLOSE).status.code(), Some(0));
    assert_eq!(world.site.run(&CLOSE).status.code(), Some(1));
    assert!(world.site.path(NOTE).exists());
}

#[test]
fn one_of_several_that_is_not_found_keeps_no_other_open() {
    let world = World::new();
    world.site.build(&[]);
    let folders = world.folders();
    let output =
        world.site.run(&["build", "--prune", "--close", "nobody", "--close", "gone", "--close", "gone"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(!world.exists(&folders["gone"]) && world.exists(&folders["kept"]));
}

#[test]
fn slips_on_the_command_line_close_nothing() {
    for (words, part) in [
        (&["build", "--close", "gone"][..], "`extrait build --prune --close gone`"),
        (&["build", "--watch", "--close", "gone"], "`extrait build --prune --close gone`"),
        (&["build", "--prune", "--close", "Gone"], "a share's id"),
        (&["build", "--prune", "--close", "../x"], "a share's id"),
        (&["build", "--prune", "--close", ""], "a share's id"),
    ] {
        let world = World::new();
        world.site.build(&[]);
        let before = world.site.output();
        let output = world.site.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
        assert!(said(&output).contains(part), "{words:?}: {}", said(&output));
        assert_eq!(world.site.output(), before, "{words:?}");
        assert!(!world.site.path(NOTE).exists(), "{words:?}");
    }
}

/// The share stays closed in every later build, warm and cold, and opens under the same links.
#[test]
fn the_note_keeps_a_share_closed_until_it_is_restored() {
    let world = World::new();
    world.site.build(&[]);
    let (folders, open) = (world.folders(), world.site.output());
    assert!(world.site.run(&CLOSE).status.success());
    let closed = |when: &str| {
        assert!(!world.exists(&folders["gone"]) && world.exists(&folders["kept"]), "{when}");
    };
    closed("at once");
    for words in [&["build"][..], &["build", "--prune"], &["build", "--locked"], &["build"]] {
        let output = world.site.run(words);
        assert!(
            output.status.success() && said(&output).contains("warning[share-closed-by-hand]"),
            "{words:?}"
        );
        closed(&format!("{words:?}"));
    }
    for lost in [".extrait/cache", ".extrait/manifest.json", "output"] {
        lose(&world, lost);
        world.site.build(&[]);
        closed(lost);
    }
    // A folder that comes back goes again, though errors stop the build.
    fs::create_dir(world.site.path(&format!("output/s/{}", folders["gone"]))).unwrap();
    world.site.write("content/registers/hr/b.yaml", "title: [\n");
    assert_eq!(world.site.run(&["build"]).status.code(), Some(1));
    closed("errors");
    world.site.remove("content/registers/hr/b.yaml");
    let states = |world: &World| {
        let links = world.site.links();
        let state = |link: &serde_json::Value| {
            (link["share"].as_str().unwrap().to_owned(), link["state"].as_str().unwrap().to_owned())
        };
        links.iter().map(state).collect::<std::collections::BTreeMap<_, _>>()["gone"].clone()
    };
    assert_eq!(states(&world), "closed");
    let shown = world.site.run(&["share", "show", "gone"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("by hand"), "{shown:?}");
    let before = fs::read(world.site.path(FILE)).unwrap();
    let restored = world.site.run(&["share", "restore", "gone"]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(!world.site.path(NOTE).exists());
    assert_eq!(fs::read(world.site.path(FILE)).unwrap(), before);
    world.site.build(&[]);
    assert_eq!(world.site.output(), open);
    assert_eq!(states(&world), "live");
}

/// A file that says `revoked` and then no longer says it opens nothing: only a person's word lifts the note.
#[test]
fn a_revocation_that_comes_and_goes_opens_nothing() {
    let world = World::new();
    world.site.build(&[]);
    let folder = world.site.folder("gone", None);
    assert!(world.site.run(&CLOSE).status.success());
    assert!(world.site.run(&["share", "revoke", "gone"]).status.success());
    assert!(fs::read_to_string(world.site.path(FILE)).unwrap().contains("revoked"));
    let output = world.site.run(&["build"]);
    assert!(output.status.success() && !said(&output).contains("closed-by-hand"), "{}", said(&output));
    world.site.write(FILE, &share(""));
    let output = world.site.run(&["build"]);
    assert!(said(&output).contains("share-closed-by-hand") && !world.exists(&folder), "{}", said(&output));
    // Withdrawn by both: one `restore` undoes both, under new links.
    world.site.write(FILE, &share("revoked: 2026-02-01T00:00:00Z\n"));
    assert!(world.site.run(&["share", "restore", "gone"]).status.success());
    assert!(!world.site.path(NOTE).exists());
    world.site.build(&[]);
    assert!(world.exists(&world.site.folder("gone", None)) && !world.exists(&folder));
}

/// Killed between the note and the removal: the next build, whatever it is, closes the share.
#[test]
fn the_next_build_finishes_what_was_noted() {
    for words in [&["build"][..], &["build", "--prune"]] {
        for broken in [false, true] {
            let world = World::new();
            world.site.build(&[]);
            let folders = world.folders();
            world.site.write(NOTE, "");
            if broken {
                world.site.write("site.yaml", "id: [\n");
            }
            world.site.run(words);
            assert!(!world.exists(&folders["gone"]) && world.exists(&folders["kept"]), "{words:?} {broken}");
        }
    }
}

/// What the notes hold says nothing; what cannot be read publishes nothing and is named, and `--close` works beside it.
#[test]
fn notes_that_cannot_be_read_open_nothing() {
    let world = World::new();
    world.site.build(&[]);
    let folders = world.folders();
    assert!(world.site.run(&CLOSE).status.success());
    world.site.write_bytes(NOTE, b"\xff\x00kept");
    world.site.build(&[]);
    assert!(!world.exists(&folders["gone"]) && world.exists(&folders["kept"]));
    fs::rename(world.site.path(NOTE), world.site.path(".extrait/closed-Gone!")).unwrap();
    for words in [
        &["build"][..],
        &["build", "--prune"],
        &["check"],
        &["links"],
        &["build", "--prune", "--close", "kept"],
    ] {
        let output = world.site.run(words);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {told}");
        assert!(told.contains("error[closed-unread]") && told.contains("closed-Gone!"), "{words:?}: {told}");
        assert!(!world.exists(&folders["gone"]), "{words:?}");
    }
    assert!(!world.exists(&folders["kept"]));
    // The remedy.
    fs::rename(world.site.path(".extrait/closed-Gone!"), world.site.path(NOTE)).unwrap();
    world.site.build(&[]);
    assert!(!world.exists(&folders["gone"]) && !world.exists(&folders["kept"]));
}

#[test]
fn where_no_state_is_kept_it_says_what_to_write() {
    for (lost, words) in [(true, &[][..]), (false, &["--locked"])] {
        let world = World::new();
        world.site.build(&[]);
        let folders = world.folders();
        if lost {
            fs::remove_dir_all(world.site.path(".extrait")).unwrap();
        }
        let told = said(&world.site.run(&[&CLOSE[..], words].concat()));
        assert!(
            told.contains("warning[closing-not-kept]") && told.contains("`revoked:`") && told.contains(FILE),
            "{told}"
        );
        assert!(!world.exists(&folders["gone"]));
        // The remedy, in a fresh clone.
        let text = fs::read_to_string(world.site.path(FILE)).unwrap();
        world.site.write(FILE, &format!("revoked:\n{text}"));
        fs::remove_dir_all(world.site.path(".extrait")).unwrap();
        world.site.run(&["build"]);
        assert!(!world.exists(&folders["gone"]));
    }
    let world = World::new();
    world.site.build(&[]);
    assert!(!said(&world.site.run(&CLOSE)).contains("closing-not-kept"));
}

#[test]
fn the_ledger_is_told_where_there_is_one_and_a_broken_one_prevents_nothing() {
    let world = World::new();
    world.site.write(FILE, &share("recipients: [a, b]\n"));
    assert!(world.site.run(&["ledger", "sync"]).status.success());
    world.site.build(&[]);
    assert!(world.site.run(&CLOSE).status.success());
    let ledger = || fs::read_to_string(world.site.path("shares.ledger.jsonl")).unwrap();
    assert_eq!(ledger().matches("\"closed by hand\"").count(), 2, "{}", ledger());
    // Nothing is lacking while it is closed, nor once it is open again.
    for words in [&["check"][..], &["share", "restore", "gone"], &["check"]] {
        let output = world.site.run(words);
        assert!(
            output.status.success() && !said(&output).contains("ledger-b"),
            "{words:?}: {}",
            said(&output)
        );
    }
    assert_eq!(ledger().matches("restored").count(), 2, "{}", ledger());
    let without = World::new();
    without.site.build(&[]);
    assert!(without.site.run(&CLOSE).status.success());
    assert!(!without.site.path("shares.ledger.jsonl").exists());
    world.site.write("shares.ledger.jsonl", "{broken\n{broken\n");
    world.site.build(&[]);
    let folder = world.site.folder("gone", Some("a"));
    let output = world.site.run(&CLOSE);
    assert!(said(&output).contains("ledger-broken") && !world.exists(&folder), "{}", said(&output));
}

/// Reports for programs hold the codes, and no link.
#[test]
fn programs_are_told() {
    let world = World::new();
    world.site.build(&[]);
    let output = world.site.run(&[&CLOSE[..], &["--close", "nobody", "--format", "json"]].concat());
    let lines: Vec<serde_json::Value> =
        said(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for code in ["links-closed", "close-found-nothing"] {
        assert!(lines.iter().any(|line| line["code"] == code), "{code}: {lines:?}");
    }
    let output = world.site.run(&["build", "--prune", "--close", "nobody", "--format", "github"]);
    assert!(said(&output).contains("::error title=close-found-nothing"), "{}", said(&output));
}

/// `share new` and other commands do not pretend that a closed share is open.
#[test]
fn commands_about_the_share_say_that_it_is_closed() {
    let world = World::new();
    world.site.build(&[]);
    assert!(world.site.run(&CLOSE).status.success());
    assert_eq!(world.site.run(&["build", "--prune", "--close", "later"]).status.code(), Some(1));
    for words in [
        &["share", "extend", "gone", "--by", "30d"][..],
        &["share", "rotate", "gone"],
        &["share", "restore", "gone", "--recipient", "a"],
        &["share", "new", "--title", "T", "--id", "later", "--register", "hr"],
    ] {
        let output = world.site.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
        assert!(said(&output).contains("closed by hand"), "{words:?}: {}", said(&output));
        assert!(world.site.path(NOTE).exists(), "{words:?}");
    }
}

#[cfg(unix)]
#[test]
fn the_note_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    world.site.build(&[]);
    assert!(world.site.run(&CLOSE).status.success());
    let metadata = fs::metadata(world.site.path(NOTE)).unwrap();
    assert_eq!((metadata.permissions().mode() & 0o777, metadata.len()), (0o600, 0));
}

/// A lock that another build holds is obeyed: nothing is noted or closed, and the message says why.
#[test]
fn another_build_under_way_is_waited_for() {
    let world = World::new();
    world.site.build(&[]);
    let before = world.site.output();
    let lock = fs::File::options().write(true).open(world.site.path(".extrait/lock")).unwrap();
    lock.lock().unwrap();
    let output = world.site.run(&CLOSE);
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("another build"), "{}", said(&output));
    assert!(!world.site.path(NOTE).exists());
    assert_eq!(world.site.output(), before);
}
