//! Files of shares that cannot be read cleanly: what they say of being closed counts all the same.

use std::fs;

use super::world::{World, share};

type Form = (&'static str, fn(&str) -> Vec<u8>);

fn latin(text: &str) -> Vec<u8> {
    [text.as_bytes(), b"note: D\xe9l\xe9gu\xe9\n"].concat()
}

fn utf16(text: &str, mark: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("{mark}{text}").encode_utf16().flat_map(unit).collect()
}

/// How a share's file is kept, or broken. `text` is sound, and says what it says in its last lines.
const FORMS: [Form; 13] = [
    ("no-yaml", |text| text.replace("title: T", "title: [").into_bytes()),
    ("latin", latin),
    ("little", |text| utf16(text, "", u16::to_le_bytes)),
    ("little-mark", |text| utf16(text, "\u{feff}", u16::to_le_bytes)),
    ("big", |text| utf16(text, "", u16::to_be_bytes)),
    ("big-mark", |text| utf16(text, "\u{feff}", u16::to_be_bytes)),
    ("mark", |text| format!("\u{feff}{text}").into_bytes()),
    ("mark-broken", |text| format!("\u{feff}{}", text.replace("title: T", "title: [")).into_bytes()),
    ("long", |text| format!("{}{text}", "# words, words, words\n".repeat(400_000)).into_bytes()),
    ("returns", |text| text.replace('\n', "\r").into_bytes()),
    ("flow", |text| format!("{{{}, broken: a: b}}", text.trim_end().replace('\n', ",\n")).into_bytes()),
    ("indented", |text| format!("  {}\n", text.trim_end().replace('\n', "\n  ")).into_bytes()),
    ("marker", |text| format!("---\n{text}broken: a: b\n").into_bytes()),
];

/// What closes a share: lines that replace nothing, or the end.
const CLOSES: [(&str, &str, &str); 7] = [
    ("plain", "", "revoked: 2026-02-01T00:00:00Z\n"),
    ("quoted", "", "\"revoked\": 2026-02-01T00:00:00Z\n"),
    ("spaced", "", "revoked : 2026-02-01T00:00:00Z\n"),
    ("asked", "", "? revoked\n: 2026-02-01T00:00:00Z\n"),
    ("empty", "", "revoked:\n"),
    ("ended", "expires: 2026-01-06T09:00:00Z\n", ""),
    ("lasted", "expires: 2d\n", ""),
];

/// What closes nothing.
const KEEPS: [(&str, &str); 4] = [
    ("sound", ""),
    ("false", "revoked: false\n"),
    ("remark", "# revoked: 2026-02-01T00:00:00Z\n"),
    ("text", "note: 'a, revoked: b'\n"),
];

fn ending(expires: &str, rest: &str) -> String {
    let text = share(rest);
    if expires.is_empty() { text } else { text.replace("expires: 2099-01-01T00:00:00Z\n", expires) }
}

/// Every form with everything that closes and everything that does not; a long comment or a question mark has no place in braces.
fn files() -> Vec<(String, Vec<u8>, bool)> {
    let mut files = Vec::new();
    for (form, bytes) in FORMS {
        let fits = |name: &str| form != "flow" || !["asked", "remark"].contains(&name);
        for (name, expires, rest) in CLOSES.into_iter().filter(|(name, ..)| fits(name)) {
            if form != "long" || name == "plain" {
                files.push((format!("{form}-{name}"), bytes(&ending(expires, rest)), true));
            }
        }
        for (name, rest) in KEEPS.into_iter().filter(|(name, _)| fits(name)) {
            if form != "long" || name == "remark" {
                files.push((format!("{form}-{name}"), bytes(&share(rest)), false));
            }
        }
    }
    files
}

#[test]
fn what_closes_a_share_counts_in_every_broken_file() {
    let world = World::new();
    let files = files();
    let path = |name: &str| format!("content/shares/{name}.yaml");
    for words in [&["build"][..], &["build", "--prune"]] {
        for (name, ..) in &files {
            world.site.write(&path(name), &share(""));
        }
        world.site.build(&[]);
        let folders = world.folders();
        for (name, bytes, _) in &files {
            world.site.write_bytes(&path(name), bytes);
        }
        let output = world.site.run(words);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("share-unjudged"), "{words:?}: {said}");
        let wrong: Vec<_> = files
            .iter()
            .filter(|(name, _, closes)| world.exists(&folders[name]) == *closes)
            .map(|(name, ..)| name.as_str())
            .collect();
        assert!(wrong.is_empty(), "{words:?}: {wrong:?}");
    }
}

/// The secret alone finds the links of a broken file that is revoked, those of its recipients too.
#[test]
fn the_recipients_of_a_broken_file_are_found_by_tokens() {
    for list in
        ["recipients: [a, {id: b, generation: 3}]\n", "recipients:\n  - a\n  - id: b\n    generation: 3\n"]
    {
        let world = World::new();
        world.site.write("content/shares/gone.yaml", &share(list));
        world.site.build(&[]);
        let gone = ["a", "b"].map(|recipient| world.site.folder("gone", Some(recipient)));
        world.site.write_bytes("content/shares/gone.yaml", &latin(&share(&format!("{list}revoked:\n"))));
        fs::remove_file(world.site.path(".extrait/manifest.json")).unwrap();
        world.site.run(&["build", "--prune"]);
        assert!(!gone.iter().any(|folder| world.exists(folder)), "{list}");
    }
}

#[test]
fn a_recipient_revoked_in_a_broken_file_is_closed_alone() {
    for list in [
        "recipients: [a, {id: b, revoked: 2026-02-01T00:00:00Z}]\n",
        "recipients:\n  - a\n  - id: b\n    \"revoked\" : 2026-02-01T00:00:00Z\n",
        "recipients:\n- a\n- revoked:\n  id: b\n",
    ] {
        let world = World::new();
        world.site.write("content/shares/gone.yaml", &share("recipients: [a, b]\n"));
        world.site.build(&[]);
        let [a, b] = ["a", "b"].map(|recipient| world.site.folder("gone", Some(recipient)));
        world.site.write_bytes("content/shares/gone.yaml", &latin(&share(list)));
        assert_eq!(world.site.run(&["build", "--prune"]).status.code(), Some(0), "{list}");
        assert!(world.exists(&a) && !world.exists(&b), "{list}");
    }
}

/// What cannot be judged keeps its folder, is named, and makes pruning fail.
#[test]
fn what_cannot_be_judged_is_named_and_fails_a_prune() {
    for (rest, why) in [
        ("recipients:\n  - label: B\n    revoked: x\n", "`id` cannot be read"),
        ("recipients:\n  - id: b\n      revoked: x\n", "belongs"),
        ("  revoked: x\n", "belongs"),
    ] {
        let world = World::new();
        world.site.build(&[]);
        let gone = world.site.folder("gone", None);
        world.site.write_bytes("content/shares/gone.yaml", &latin(&share(rest)));
        let output = world.site.run(&["build", "--prune"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{rest}: {said}");
        assert!(
            said.contains("share-unjudged") && said.contains("content/shares/gone.yaml"),
            "{rest}: {said}"
        );
        assert!(said.contains(why), "{rest}: {said}");
        assert!(world.exists(&gone), "{rest}");
        // The remedy, taken literally.
        let before = fs::read(world.site.path("content/shares/gone.yaml")).unwrap();
        world.site.write_bytes("content/shares/gone.yaml", &[&b"revoked:\n"[..], &before].concat());
        assert_eq!(world.site.run(&["build", "--prune"]).status.code(), Some(0), "{rest}");
        assert!(!world.exists(&gone), "{rest}");
    }
}

/// `share revoke` says which line closes a share whose file it cannot edit; written so, the line closes it.
#[test]
fn share_revoke_says_what_to_write_where_it_cannot_write() {
    for (form, bytes) in
        FORMS.into_iter().filter(|(form, _)| !form.contains("little") && !form.contains("big"))
    {
        let world = World::new();
        world.site.build(&[]);
        let gone = world.site.folder("gone", None);
        let path = "content/shares/gone.yaml";
        world.site.write_bytes(path, &bytes(&share("")));
        let output = world.site.run(&["share", "revoke", "gone"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            assert_eq!(output.status.code(), Some(1), "{form}: {said}");
            let line = said.split('`').find(|part| part.starts_with("revoked: {at: ")).expect(&said);
            let before = fs::read(world.site.path(path)).unwrap();
            let mark = if before.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
            let after = [&before[..mark], line.as_bytes(), b"\n", &before[mark..]].concat();
            world.site.write_bytes(path, &after);
        }
        world.site.run(&["build", "--prune"]);
        assert!(!world.exists(&gone), "{form}: {said}");
    }
}

/// What stands in the place of a share's file and is none is named; a file in its place that says `revoked:` closes the share.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_and_its_remedy_closes() {
    let put: [fn(&std::path::Path); 3] = [
        |path| fs::create_dir(path).unwrap(),
        |path| std::os::unix::fs::symlink("nowhere", path).unwrap(),
        |path| std::os::unix::fs::symlink("/etc/hostname", path).unwrap(),
    ];
    for put in put {
        let world = World::new();
        world.site.build(&[]);
        let gone = world.site.folder("gone", None);
        let path = world.site.path("content/shares/gone.yaml");
        fs::remove_file(&path).unwrap();
        put(&path);
        let output = world.site.run(&["build", "--prune"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("share-unjudged") && world.exists(&gone), "{said}");
        if path.symlink_metadata().unwrap().is_dir() {
            fs::remove_dir(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        fs::write(&path, "revoked:\n").unwrap();
        assert_eq!(world.site.run(&["build", "--prune"]).status.code(), Some(0));
        assert!(!world.exists(&gone));
    }
}
