//! Hostile files end in a diagnostic: no panic, no full stack, no endless work. Hostile Markdown is in `hostile/`.

#![expect(clippy::disallowed_methods, reason = "tests make sites on the disk")]

#[path = "hostile/markdown.rs"]
mod markdown;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use chrono::DateTime;
use extrait::cache::Cache;
use extrait::diag::{DiagnosticFormat, render};
use extrait::load::load;
use extrait::pipeline::{SamplePages, prepare};
use extrait::validate::Circumstances;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use tempfile::TempDir;
use walkdir::WalkDir;

/// So generous that only endless work meets it, on a slow machine and in a build without optimisation too.
const PATIENCE: Duration = Duration::from_mins(1);

const ITEM: &str = "content/registers/hr/hostile.yaml";
const BODY: &str = "content/registers/hr/hostile.md";
const SHARE: &str = "content/shares/hostile.yaml";
const DRAFT: &str = "title: Hostile\nstatus: draft\n";

/// The largest file that is read.
const FULL: usize = 8 * 1024 * 1024;

/// What confuses readers of YAML, to fill a file with, and to be mixed at random; see [`units`].
const SIGNS: &str = "[ { -␣ &a␣ \" ' # *a␣ ! |␣ >␣ % ?␣ :␣ , ⇥ ⏎ @ \\ a";
const MIXED: &str = "⏎ ␣ ␣␣ : :␣ -␣ [ ] { } , \" ' | > &a␣ *a !!str␣ !x␣ ---⏎ ...⏎ # %YAML␣9⏎ ?␣ <<:␣ ~ \u{feff} é 😀 \r ⇥ none";

#[test]
fn bombs_and_nesting_are_refused_as_such() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e]\n";
    let nested =
        |open: &str, close: &str| format!("{DRAFT}tags: {}{}\n", open.repeat(5_000), close.repeat(5_000));
    let chain = |step: usize| format!("a{step}: &a{step} [*a{}, *a{0}]\n", step - 1);
    let steps = |depth: usize| format!("{}a:\n", " ".repeat(depth));
    let cases = [
        ("a bomb of aliases", bomb.to_owned()),
        ("a chain of aliases", "a0: &a0 [x]\n".to_owned() + &many(1..900, chain)),
        ("an alias of itself", "a: &a [*a]\n".to_owned()),
        ("brackets", nested("[", "]")),
        ("braces", nested("{a: ", "}")),
        ("open brackets", nested("[", "")),
        ("open braces", nested("{", "")),
        ("both in turn", nested("[{a: ", "}]")),
        ("hyphens in a line", format!("{DRAFT}tags:\n {}x\n", "- ".repeat(5_000))),
        ("steps", many(0..3_900, steps)),
        ("question marks", "? ".repeat(5_000)),
        ("anchors", format!("{DRAFT}tags: {}x\n", "&a ".repeat(5_000))),
    ];
    for (what, text) in cases {
        let codes = report(what, ITEM, text);
        let refused = codes.iter().any(|code| ["yaml-limit", "yaml-syntax"].contains(code));
        assert!(refused, "{what}: {codes:?}");
    }
}

#[test]
fn a_full_file_of_one_sign_is_refused() {
    for sign in units(SIGNS) {
        let text = sign.repeat(FULL / sign.len());
        assert!(!report(&sign, ITEM, text).is_empty(), "{sign:?} is no record");
    }
}

#[test]
fn many_faults_are_told_in_time() {
    let check = |what: &str, path: &'static str, text: String, code: &str| {
        assert!(report(what, path, text).contains(&code), "{what} is no {code}");
    };
    let item = |rest: &str, count: usize| format!("{DRAFT}{}", rest.repeat(count));
    check(
        "100,000 keys",
        ITEM,
        item("", 0) + &many(0..100_000, |key| format!("key{key}: x\n")),
        "yaml-limit",
    );
    check("20,000 keys", ITEM, item("", 0) + &many(0..20_000, |key| format!("key{key}: x\n")), "unknown-key");
    check("20,000 equal keys", ITEM, item("owner: x\n", 20_000), "yaml-duplicate-key");
    check(
        "anchors in a line",
        ITEM,
        item("", 0) + "tags: [" + &"&a,".repeat(20_000) + "]\n",
        "yaml-swallowed",
    );
    check("20,000 numbers", ITEM, item("tags:\n", 1) + &"- #2\n".repeat(20_000), "yaml-swallowed");
    check("a long comment", ITEM, item("tags: [a #", 1) + &"b ".repeat(1_000_000) + "]\n", "yaml-syntax");
    check("a gap in a text", ITEM, item(&"\n".repeat(1_000_000), 1) + "x #2\n  y\n", "yaml-syntax");
    check(
        "20,000 words",
        ITEM,
        item("", 0) + "dpia:\n  criteria:\n" + &"  - slip\n".repeat(20_000),
        "unknown-term",
    );
    let share = "title: x\ncreated: 2099-01-01T00:00:00Z\nexpires: never\nprofile: full\ninclude:\n";
    check("20,000 items", SHARE, share.to_owned() + &"- hr/nothing\n".repeat(20_000), "share-unknown-item");
    let groups = "groups:\n".to_owned() + &"- {id: a, title: A}\n".repeat(20_000);
    check("20,000 groups", "content/groups.yaml", groups, "duplicate-group");
    check("20,000 links", BODY, format!("---\n{DRAFT}---\n{}", "[a](b) ".repeat(20_000)), "link-refused");
    for sign in ["\0", "\u{202e}"] {
        check("forbidden characters", ITEM, sign.repeat(FULL / sign.len()), "control-character");
    }
}

#[test]
fn long_lines_are_told_in_time() {
    let long = "x".repeat(FULL - 1_000);
    for line in
        [format!("title: {long}"), format!("{long}: x"), format!("tags: [{long}"), format!("# {long}")]
    {
        report("a long line", ITEM, format!("{DRAFT}{line}\nstatus: publish\nnonsense: 1\n"));
    }
    let flow = format!("{{title: x, status: draft, {}}}", "wrong: [x], ".repeat(20_000));
    assert!(report("faults in one long line", ITEM, flow).contains(&"yaml-duplicate-key"));
}

#[test]
fn control_characters_are_refused_as_written_and_as_escaped() {
    let controls = (0..0x2070).filter_map(char::from_u32).filter(|c| is_forbidden(*c));
    let mut passed = Vec::new();
    for control in controls {
        let number = u32::from(control);
        let written = format!("title: a{control}b\nstatus: draft\n");
        let escaped = format!("title: \"a\\u{number:04x}b\"\nstatus: draft\n");
        let key = format!("title: Key\nstatus: draft\n\"a\\u{number:04x}b\": x\n");
        for text in [written, escaped, key] {
            if !report("a control character", ITEM, text.clone()).contains(&"control-character") {
                passed.push(text);
            }
        }
    }
    assert!(passed.is_empty(), "{} texts passed, as {:?}", passed.len(), &passed[..passed.len().min(3)]);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_bytes_are_no_danger(file in 0usize..5, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        survive(file, |_| bytes);
    }

    #[test]
    fn random_changes_are_no_danger(
        file in 0usize..5,
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), 0usize..12, prop::sample::select(units(MIXED))),
            1..8,
        ),
    ) {
        survive(file, |mut bytes| {
            for (place, removed, inserted) in changes {
                let start = place.index(bytes.len() + 1);
                let end = (start + removed).min(bytes.len());
                bytes.splice(start..end, inserted.bytes());
            }
            bytes
        });
    }
}

/// The same cases on every run.
fn config() -> Config {
    Config { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(30), ..Config::default() }
}

/// Words between spaces, in which `␣`, `⏎` and `⇥` stand for a space, a line end and a tab.
fn units(text: &str) -> Vec<String> {
    let unit = |word: &str| word.replace('␣', " ").replace('⏎', "\n").replace('⇥', "\t");
    text.split(' ').map(unit).collect()
}

/// What `line` says for each number.
fn many(numbers: std::ops::Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.map(line).collect()
}

/// Changes one file of the base and reads the site.
fn survive(file: usize, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    let site = base();
    let mut paths: Vec<_> = files(site.path()).collect();
    paths.sort();
    let path = &paths[file % paths.len()];
    let bytes = fs::read(path).expect("a file of the base");
    fs::write(path, change(bytes)).expect("a site to change");
    examine(site.path());
}

/// The codes that a site reports with `text` at `path`, in the order of the report.
fn report(what: &str, path: &'static str, text: String) -> Vec<&'static str> {
    in_time(what, move || {
        let site = base();
        fs::write(site.path().join(path), text).expect("a file in the site");
        examine(site.path())
    })
}

/// Reads a site and renders its report in every form; the result is a project, or an error.
fn examine(site: &Path) -> Vec<&'static str> {
    let cache = Cache::none();
    let inputs = load(site, &site.join(".extrait"), &cache).expect("the folder of the site can be read");
    let now = DateTime::parse_from_rfc3339("2099-06-01T00:00:00Z").expect("an instant").to_utc();
    let circumstances = Circumstances { now, clock: now, strict: true };
    let prepared = prepare(&inputs, &cache, circumstances, None, SamplePages::Render, &|_| ());
    assert_eq!(prepared.project.is_none(), prepared.problems.has_errors(), "a project, or an error");
    let sorted = prepared.problems.sorted(&inputs.sources);
    let mut rendered = String::new();
    for diagnostic in &sorted {
        for format in [
            DiagnosticFormat::Human { colour: false },
            DiagnosticFormat::Json,
            DiagnosticFormat::GitHub { prefix: "" },
        ] {
            write!(rendered, "{}", render(diagnostic, &inputs.sources, format)).expect("memory");
        }
        assert!(rendered.len() < 8 * FULL, "a report that long helps nobody");
    }
    sorted.iter().map(|diagnostic| diagnostic.code.name).collect()
}

/// A copy of the base of the cases in `tests/invalid/`.
fn base() -> TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/_base");
    let site = tempfile::tempdir().expect("a folder for the site");
    for path in files(&from) {
        let to = site.path().join(path.strip_prefix(&from).expect("a path below the base"));
        fs::create_dir_all(to.parent().expect("a folder in the site")).expect("a new folder");
        fs::copy(&path, to).expect("a new file");
    }
    site
}

fn files(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path)
}

/// Does the work on another thread, with the small stack that threads have, and fails where it does not end.
fn in_time<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(work()));
    receiver.recv_timeout(PATIENCE).unwrap_or_else(|error| match error {
        RecvTimeoutError::Timeout => panic!("{what:?} was not done after {PATIENCE:?}"),
        RecvTimeoutError::Disconnected => panic!("{what:?} made the tool panic"),
    })
}

/// Control characters but tab and line ends, and bidirectional controls.
fn is_forbidden(c: char) -> bool {
    let bidirectional = ['\u{61c}', '\u{200e}', '\u{200f}'].contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c);
    bidirectional || (c.is_control() && !['\t', '\n', '\r'].contains(&c))
}
