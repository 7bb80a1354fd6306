//! The house plan, held: who may import whom, which room owns which dependency, how large a file may grow, and which
//! words never appear where. `ARCHITECTURE.md` explains the table.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and reads the sources"
)]

#[path = "architecture/code.rs"]
mod code;
#[path = "architecture/fields.rs"]
mod fields;
#[path = "architecture/imports.rs"]
mod imports;
#[path = "architecture/skips.rs"]
mod skips;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use code::code;

/// A room, the rooms it may name, the crates it owns. A room may always name itself.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("source", &[], &[]),
    ("locale", &[], &[]),
    ("hash", &[], &["sha2", "base64ct"]),
    ("mask", &[], &[]),
    ("file_stamp", &[], &[]),
    ("leak", &["hash"], &["memchr"]),
    ("markdown", &["diag"], &["pulldown_cmark", "pulldown_cmark_escape"]),
    ("theme", &["hash"], &[]),
    ("host", &[], &[]),
    ("id", &[], &[]),
    ("link", &["hash", "id"], &[]),
    ("sign", &["hash"], &["blake2", "ed25519_dalek", "zeroize"]),
    ("remote", &["hash"], &["rustls", "ureq"]),
    ("doctor", &["host", "link", "mask", "remote"], &[]),
    ("diag", &["mask", "source"], &["annotate_snippets"]),
    ("keys", &["hash"], &["hmac", "hkdf", "sha2", "zeroize", "subtle", "getrandom"]),
    ("model", &["diag", "hash", "id", "leak", "link", "source"], &[]),
    ("locator", &["model"], &[]),
    ("ledger", &["diag", "hash", "link", "model"], &["rustix"]),
    ("audit", &["address", "hash", "keys", "ledger", "link", "model"], &["flate2", "memchr"]),
    ("watch", &[], &["notify", "rustix"]),
    ("cache", &["file_stamp", "hash", "model"], &["postcard"]),
    ("attached", &["leak"], &["exif", "flate2", "hayro_syntax", "memchr", "quick_xml", "zip"]),
    (
        "load",
        &[
            "attached",
            "cache",
            "diag",
            "file_stamp",
            "hash",
            "keys",
            "leak",
            "ledger",
            "model",
            "sign",
            "source",
        ],
        &["walkdir", "rustix", "zeroize"],
    ),
    ("codec", &["diag", "hash", "leak", "model", "source"], &["postcard"]),
    (
        "parse",
        &["diag", "hash", "markdown", "model", "sign", "source"],
        &["serde_yaml", "unicode_normalization"],
    ),
    ("validate", &["diag", "host", "model", "parse", "source"], &["aho_corasick", "memchr"]),
    ("edit", &["diag", "parse", "source"], &[]),
    ("select", &["hash", "model", "validate"], &[]),
    ("address", &["keys", "link", "model"], &[]),
    ("export", &["locale", "model", "select"], &["csv", "rust_xlsxwriter"]),
    (
        "render",
        &["diag", "export", "hash", "host", "link", "locale", "locator", "model", "select", "sign", "theme"],
        &["pulldown_cmark_escape", "tera"],
    ),
    (
        "publish",
        &["file_stamp", "hash", "host", "link", "mask", "model", "render", "seal", "sign"],
        &["rustix"],
    ),
    ("seal", &["hash", "host", "render", "sign"], &[]),
    ("verify", &["hash", "link", "mask", "remote", "sign"], &["rustix"]),
    (
        "pipeline",
        &[
            "address",
            "cache",
            "diag",
            "export",
            "file_stamp",
            "hash",
            "host",
            "keys",
            "leak",
            "ledger",
            "link",
            "load",
            "model",
            "codec",
            "parse",
            "publish",
            "render",
            "seal",
            "select",
            "sign",
            "source",
            "theme",
            "validate",
        ],
        &["memchr", "postcard", "rayon"],
    ),
    (
        "workspace",
        &[
            "address", "audit", "cache", "diag", "edit", "hash", "host", "keys", "ledger", "link", "load",
            "model", "parse", "pipeline", "publish", "sign", "source", "validate", "watch",
        ],
        &["rayon", "zeroize"],
    ),
    (
        "cli",
        &[
            "audit",
            "diag",
            "doctor",
            "hash",
            "host",
            "keys",
            "link",
            "locale",
            "mask",
            "model",
            "remote",
            "sign",
            "theme",
            "verify",
            "workspace",
        ],
        &["anstream", "clap", "csv", "fast_qr", "indicatif", "rayon"],
    ),
];

/// Crates that every room may use.
const FREE: &[&str] = &["chrono", "serde", "serde_json", "thiserror"];

/// Names that say nothing about what a file owns.
const FORBIDDEN_FILES: &[&str] =
    &["utils", "helpers", "common", "misc", "manager", "handler", "core", "types"];

const MAX_LINES: usize = 400;

/// A source file: its path below `src/`, its room, its text, its text without comments and literals.
struct Source {
    path: String,
    room: String,
    text: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let relative = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                let room = relative.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).unwrap();
                sources.push(Source { path: relative, room, code: code(&text), text });
            }
        }
    }
    assert!(sources.len() > 40, "the sources were not found");
    sources
}

/// The identifiers that follow `before` in `code`, those in braces included.
fn named_after(code: &str, before: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(before) {
        let preceded = code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let rest = &code[at + before.len()..];
        let list = match rest.strip_prefix('{') {
            Some(group) => top_level(group),
            None => vec![rest],
        };
        for name in list.iter().filter(|_| !preceded) {
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
            names.insert(name[..end].to_owned());
        }
    }
    names
}

/// The parts of `{a, b::{c, d}}` after its brace, at its first level.
fn top_level(group: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(group[start..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(group[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts
}

#[test]
fn rooms_name_only_the_rooms_they_may() {
    let table: BTreeMap<_, _> = ROOMS.iter().map(|(room, may, _)| (*room, *may)).collect();
    let rooms: BTreeSet<_> = table.keys().copied().collect();
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for source in sources().iter().filter(|source| source.room != "lib" && source.room != "main") {
        let may = table
            .get(source.room.as_str())
            .unwrap_or_else(|| panic!("no row for the room of {}", source.path));
        for named in named_after(&source.code, "crate::") {
            if !rooms.contains(named.as_str()) || named == source.room {
                continue;
            }
            assert!(
                may.contains(&named.as_str()),
                "{} names `{named}`, which `{}` may not",
                source.path,
                source.room
            );
            used.insert((source.room.clone(), named));
        }
    }
    for (room, may, _) in ROOMS {
        for other in *may {
            let pair = ((*room).to_owned(), (*other).to_owned());
            assert!(used.contains(&pair), "the table lets `{room}` name `{other}`, which it never does");
        }
    }
}

/// The rooms that a room needs: those that it names, those that they name, and so on.
fn needed(room: &str) -> BTreeSet<&'static str> {
    let mut needed = BTreeSet::new();
    let mut open = vec![room.to_owned()];
    while let Some(next) = open.pop() {
        let (_, may, _) = ROOMS.iter().find(|(room, ..)| *room == next).unwrap();
        open.extend(may.iter().filter(|other| needed.insert(**other)).map(|other| (*other).to_owned()));
    }
    needed
}

#[test]
fn what_reads_links_needs_nothing_that_makes_pages() {
    for room in ["link", "verify", "doctor", "address", "ledger", "audit"] {
        let needed = needed(room);
        for heavy in ["select", "render", "seal", "export", "theme", "validate", "parse", "pipeline"] {
            assert!(!needed.contains(heavy), "`{room}` needs `{heavy}`");
        }
    }
    // A reader has neither a key nor a site.
    for room in ["link", "verify", "doctor"] {
        let needed = needed(room);
        for of_authors in ["address", "keys", "model", "ledger", "diag", "load"] {
            assert!(!needed.contains(of_authors), "`{room}` needs `{of_authors}`");
        }
    }
}

#[test]
fn every_dependency_has_an_owner() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let crates: Vec<String> = dependencies
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect();
    assert!(crates.len() > 15, "the dependencies were not found");
    let sources = sources();
    for dependency in crates.iter().filter(|dependency| !FREE.contains(&dependency.as_str())) {
        let prefix = format!("{dependency}::");
        let mut used = false;
        for source in sources.iter().filter(|source| source.room != "lib" && source.room != "main") {
            let owned = ROOMS
                .iter()
                .any(|(room, _, owns)| *room == source.room && owns.contains(&dependency.as_str()));
            let code = &source.code;
            let names = code.match_indices(&prefix).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            });
            assert!(!names || owned, "{} uses `{dependency}`, which its room does not own", source.path);
            used |= names;
        }
        assert!(used, "nothing uses `{dependency}`");
    }
}

#[test]
fn only_one_room_knows_the_yaml_crate() {
    let users: Vec<_> = sources()
        .into_iter()
        .filter(|source| source.code.contains("serde_yaml"))
        .map(|source| source.path)
        .collect();
    assert!(!users.is_empty());
    assert!(users.iter().all(|path| path.starts_with("parse/yaml")), "{users:?}");
}

#[test]
fn files_stay_small_and_are_named_by_what_they_own() {
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines: move the walls", source.path);
        let stem = source.path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        assert!(!FORBIDDEN_FILES.contains(&stem), "{}: name it by what it owns", source.path);
        assert!(source.text.starts_with("//!"), "{} does not say what it owns", source.path);
    }
}

#[test]
fn a_type_has_one_name_and_a_name_one_type() {
    let mut makers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        for keyword in ["struct ", "enum ", "trait ", "type "] {
            // An associated type has the name that its trait gives it.
            let lines = source.code.lines().filter(|line| !(keyword == "type " && line.starts_with(' ')));
            for name in lines.flat_map(|line| named_after(line, keyword)) {
                makers.entry(name).or_default().push(source.path.clone());
            }
        }
    }
    assert!(makers.len() > 200, "the types were not found");
    for (name, files) in &makers {
        assert!(files.len() == 1, "`{name}` names several types: {files:?}");
    }
}

#[test]
fn disclosed_and_publishable_values_have_one_maker() {
    for source in sources() {
        let code = &source.code;
        for (literal, maker) in [
            ("SharedItem {", "select/projection.rs"),
            ("Publishable {", "seal.rs"),
            ("SealedStream {", "seal.rs"),
            ("Piece {", "seal.rs"),
            ("Project {", "validate.rs"),
        ] {
            let made = code.lines().any(|line| {
                let line = line.trim();
                line.contains(literal)
                    && !line.starts_with("pub struct")
                    && !line.starts_with("impl")
                    && !line.contains("->")
            });
            assert!(!made || source.path == maker, "{} makes a {literal}…}}", source.path);
        }
    }
}

#[test]
fn tokens_have_one_maker() {
    for source in sources() {
        // The tests of `link` need a folder, and have no key.
        let may = source.path == "address.rs" || source.path.starts_with("link/");
        let makes = [".token(", "of_token("].iter().any(|call| source.code.contains(call));
        assert!(!makes || may, "{} makes a token", source.path);
    }
}

#[test]
fn what_is_printed_went_through_the_door() {
    // Only `mask` makes a `Shown`: its field is its own. Here: nothing else is printed, and links are shown in full by
    // the commands about links alone.
    let may_reveal = |path: &str| {
        ["mask", "cli/report.rs", "cli/links", "cli/share/"].iter().any(|may| path.starts_with(may))
    };
    for source in sources() {
        let code = code(&source.text);
        assert!(!code.contains("Revealed") || may_reveal(&source.path), "{} reveals", source.path);
        if source.path == "cli/report.rs" {
            let writes: Vec<_> =
                code.lines().filter(|line| line.contains("write!") || line.contains("writeln!")).collect();
            assert_eq!(writes.len(), 2, "{writes:?}");
            assert!(writes.iter().all(|line| line.ends_with("text.as_str()));")), "{writes:?}");
        }
        // The door in the mask of an address is gone: it knew one disguise.
        assert!(!code.contains("fn mask("), "{} masks by itself", source.path);
    }
}

#[test]
fn the_command_line_has_no_file_system() {
    // Nor by the methods of a path that look at the disk.
    let looks = [
        "std::fs",
        "fs::",
        "File::open",
        "OpenOptions",
        "read_dir",
        "canonicalize",
        "metadata()",
        ".exists()",
        ".is_file()",
        ".is_dir()",
        "read_link",
    ];
    for source in sources().iter().filter(|source| source.room == "cli") {
        let found = looks.iter().find(|word| source.code.contains(**word));
        assert!(found.is_none(), "{} looks at files: {found:?}", source.path);
    }
}

#[test]
fn only_the_report_prints() {
    for source in sources() {
        let prints = ["println!", "print!", "eprintln!", "eprint!", "std::io::stdout", "std::io::stderr"];
        let found = prints.iter().any(|word| source.code.contains(word));
        assert!(!found || source.path == "cli/report.rs", "{} prints", source.path);
    }
}
