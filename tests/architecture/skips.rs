//! No test is skipped unseen: a test that returns early says so by `support::skipped`, in words that `cargo test` shows, and
//! what is only compiled on some systems is listed. And every file of tests is compiled by a program that `Cargo.toml` names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::code::{Kind, code, pieces};
use crate::support::{Lacks, skipped};

/// Set for a test that [`a_skipped_test_is_seen`] starts.
const ASKED: &str = "EXTRAIT_TEST_SKIPS";

/// What only some systems compile: a file and how many attributes in it say so.
const ELSEWHERE: &[(&str, usize)] = &[
    ("tests/absence.rs", 1),
    ("tests/closing/brake.rs", 1),
    ("tests/closing/unread.rs", 1),
    ("tests/crash.rs", 2),
    ("tests/edit.rs", 1),
    ("tests/host_files.rs", 1),
    ("tests/incremental.rs", 1),
    ("tests/invalid.rs", 1),
    ("tests/ledger.rs", 1),
    ("tests/modes.rs", 1),
    ("tests/places.rs", 1),
    ("tests/proof.rs", 2),
    ("tests/readers/trees.rs", 1),
    ("tests/recipients.rs", 1),
    ("tests/safety.rs", 3),
    ("tests/share/files.rs", 1),
    ("tests/watch.rs", 1),
];

/// Every Rust file of the tests and the program: its path, its text.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open: Vec<PathBuf> = ["tests", "src"].map(|folder| root.join(folder)).to_vec();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(found.len() > 200, "the sources were not found");
    found
}

/// The bodies of functions that bear `#[test]`, in code without comments and literals.
fn tests(code: &str) -> Vec<&str> {
    code.split("#[test]")
        .skip(1)
        .map(|rest| {
            let start = rest.find('{').unwrap_or(rest.len());
            let mut depth = 0_usize;
            let end = rest[start..].find(|c| {
                depth = match c {
                    '{' => depth + 1,
                    '}' => depth - 1,
                    _ => depth,
                };
                depth == 0
            });
            &rest[start..end.map_or(rest.len(), |end| start + end)]
        })
        .collect()
}

/// The ways in which a file lets a test not run unseen.
fn unseen(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code = code(text);
    for body in tests(&code) {
        for (at, _) in body.match_indices("return") {
            let before = body[..at].chars().next_back().unwrap_or(' ');
            let rest = body[at + "return".len()..].trim_start();
            // A test has no value: `return None` is of a closure, `return Ok(())` of one case of a property.
            let said = rest.starts_with("skipped(") || rest.starts_with(|c: char| c.is_ascii_uppercase());
            let in_word = |c: char| c.is_alphanumeric() || c == '_';
            if !said && !in_word(before) && !body[at + "return".len()..].starts_with(in_word) {
                found.push(format!("return {}", rest.lines().next().unwrap_or_default()));
            }
        }
    }
    for (_, literal) in pieces(text).iter().filter(|(kind, _)| *kind == Kind::Literal) {
        if ["skipp", "SKIPP"].iter().any(|word| literal.trim_start().starts_with(word)) {
            found.push(format!("\"{literal}\""));
        }
    }
    let ignored = code.match_indices("#[ignore").filter(|(at, _)| !code[*at..].starts_with("#[ignore = \""));
    found.extend(ignored.map(|_| "#[ignore] without a reason".to_owned()));
    found
}

#[test]
fn there_is_one_way_to_skip_a_test() {
    for (name, text) in files() {
        if !["tests/support/skip.rs", "tests/architecture/skips.rs"].contains(&name.as_str()) {
            assert_eq!(unseen(&text), [""; 0], "{name}: a test is skipped by `support::skipped` alone");
        }
    }
}

/// Cargo looks for no test programs by itself, so that a file which nobody names would never run.
#[test]
fn every_suite_belongs_to_a_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let names = |folder: &str| {
        let entries = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().file_name());
        entries
            .map(|name| name.into_string().unwrap())
            .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "rs"))
            .collect::<Vec<_>>()
    };
    let programs = names("tests/suites");
    let modules: Vec<_> = programs
        .iter()
        .map(|name| fs::read_to_string(root.join("tests/suites").join(name)).unwrap())
        .collect();
    for name in programs {
        assert!(
            manifest.contains(&format!("path = \"tests/suites/{name}\"")),
            "no program is tests/suites/{name}"
        );
    }
    for name in names("tests") {
        let named = manifest.matches(&format!("path = \"tests/{name}\"")).count();
        let held = modules.iter().filter(|text| text.contains(&format!("#[path = \"../{name}\"]"))).count();
        assert_eq!(named + held, 1, "programs that run tests/{name}");
    }
}

#[test]
fn ways_to_skip_are_found() {
    let check = |body: &str, expected: usize| {
        let text = format!("#[test]\nfn f() {{\n    {body}\n}}\nfn helper() {{ return; }}\n");
        assert_eq!(unseen(&text).len(), expected, "{text}");
    };
    check("", 0);
    check("let Some(way) = way() else { return };", 1);
    check("if a { println!(\"skipped: no b\"); return; }", 2);
    check("if a { eprintln!(\"SKIPPED\"); }", 1);
    check("if a { return skipped(Lacks::System, \"no b\"); }", 0);
    check("let Ok(after) = f() else { return Ok(()) };", 0);
    check("let f = || { let Some(a) = b else { return None }; Some(a) };", 0);
    check("if a { return drop(b); }", 1);
    check("let returned = 1; // return;", 0);
    check("} #[test] #[ignore] fn g() { f()", 1);
    check("} #[test] #[ignore = \"takes a day\"] fn g() { f()", 0);
}

#[test]
fn what_other_systems_do_not_compile_is_listed() {
    let mut found = Vec::new();
    for (name, text) in files().iter().filter(|(name, _)| name.starts_with("tests/")) {
        let code = code(text);
        let count = code.matches("[cfg(unix)]").count() + code.matches("[cfg(target_os = \"\")]").count();
        if count > 0 {
            found.push((name.clone(), count));
        }
    }
    let listed: Vec<_> = ELSEWHERE.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
    assert_eq!(found, listed, "ELSEWHERE lists what other systems do not compile");
}

/// Stands for what is listed above, on a system that does not compile it.
#[cfg(not(target_os = "linux"))]
#[test]
#[ignore = "tests of `build --watch`, of crashes and of what is incremental or invalid: they run on Linux"]
fn what_runs_on_linux_alone() {}

/// Skips when [`a_skipped_test_is_seen`] asks for it.
#[test]
fn a_test_that_skips() {
    if std::env::var_os(ASKED).is_some() {
        skipped(Lacks::System, "asked to");
    }
}

/// What this file's tests say when one of them is skipped, and whether they passed.
fn skipping(ci: &str) -> (bool, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "skips::a_test_that_skips"]).env(ASKED, "1").env("CI", ci);
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn a_skipped_test_is_seen() {
    let (passed, said) = skipping("");
    assert!(passed && said.contains("1 passed"), "{said}");
    assert!(said.contains("SKIPPED skips::a_test_that_skips: asked to\n"), "{said}");
    let (passed, said) = skipping("true");
    assert!(!passed && said.contains("CI must not skip a test: asked to"), "{said}");
}
