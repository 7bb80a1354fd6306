//! Hostile input ends in a diagnostic, or in harmless words: no panic, no full stack, no endless work, nothing active.

#![expect(clippy::disallowed_methods, reason = "tests make sites on the disk")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use chrono::DateTime;
use extrait::diag::{Format, Severity, render};
use extrait::load::load;
use extrait::markdown::{refused, shareable, to_html, to_plain};
use extrait::pipeline::prepare;
use extrait::validate::Circumstances;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use walkdir::WalkDir;

/// So generous that only endless work meets it, on a slow machine and in a build without optimisation too.
const PATIENCE: Duration = Duration::from_secs(20);

const ITEM: &str = "content/registers/hr/hostile.yaml";
const BODY: &str = "content/registers/hr/hostile.md";
const DRAFT: &str = "title: Hostile\nstatus: draft\n";

/// The largest file that is read, and the longest Markdown text.
const FULL: usize = 8 * 1024 * 1024;
const FULL_BODY: usize = 256 * 1024;

#[test]
fn bombs_and_nesting_are_refused_as_such() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e]\n";
    let steps =
        |count: usize| (0..count).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n");
    let both =
        |open: &str, close: &str| format!("{DRAFT}tags: {}{}\n", open.repeat(5_000), close.repeat(5_000));
    let chain = (1..900).fold("a0: &a0 [x]\n".to_owned(), |text, step| {
        text + &format!("a{step}: &a{step} [*a{}, *a{0}]\n", step - 1)
    });
    let cases = [
        ("a bomb of aliases", bomb.to_owned()),
        ("a chain of aliases", chain),
        ("an alias of itself", "a: &a [*a]\n".to_owned()),
        ("brackets", both("[", "]")),
        ("braces", both("{a: ", "}")),
        ("open brackets", both("[", "")),
        ("open braces", both("{", "")),
        ("both in turn", both("[{a: ", "}]")),
        ("hyphens in a line", format!("{DRAFT}tags:\n {}x\n", "- ".repeat(5_000))),
        ("steps", steps(3_900)),
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
    let signs = [
        "[", "{", "- ", "&a ", "\"", "'", "#", "*a ", "!", "| ", "> ", "%", "? ", ": ", ",", "\t", "\n", "@",
        "\\", "a",
    ];
    for sign in signs {
        let text = sign.repeat(FULL / sign.len());
        assert!(!report(sign, ITEM, text).is_empty(), "{sign:?} is no record");
    }
}

#[test]
fn many_faults_are_told_in_time() {
    let keys = (0..100_000).fold(DRAFT.to_owned(), |text, key| text + &format!("key{key}: x\n"));
    assert!(report("100,000 unknown keys", ITEM, keys).contains(&"unknown-key"));
    let twice = format!("{DRAFT}{}", "owner: x\n".repeat(60_000));
    assert!(report("60,000 equal keys", ITEM, twice).contains(&"yaml-duplicate-key"));
    let words = format!("{DRAFT}security:\n{}", "- slip\n".repeat(60_000));
    assert!(report("60,000 unknown words", ITEM, words).contains(&"unknown-term"));
    let include = "include:\n- nothing\n".to_owned() + &"- hr/nothing\n".repeat(60_000);
    let share = format!("title: x\ncreated: 2099-01-01T00:00:00Z\nexpires: 1d\nprofile: full\n{include}");
    assert!(
        report("60,000 unknown items", "content/shares/hostile.yaml", share).contains(&"share-unknown-item")
    );
    let groups = format!("groups:\n{}", "- {id: a, title: A}\n".repeat(40_000));
    assert!(report("40,000 equal groups", "content/groups.yaml", groups).contains(&"duplicate-group"));
    let links = format!("---\n{DRAFT}---\n{}", "[a](b) ".repeat(30_000));
    assert!(report("30,000 refused links", BODY, links).contains(&"link-refused"));
}

#[test]
fn a_file_of_forbidden_characters_is_told_in_time() {
    for sign in ["\0", "\u{202e}"] {
        let codes = report("forbidden characters", ITEM, sign.repeat(FULL / sign.len()));
        assert!(codes.contains(&"control-character"));
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
    let controls = (0..0x20).chain(0x7f..0xa0).chain([0x61c, 0x200e, 0x200f]).chain(0x202a..0x202f);
    let controls = controls.chain(0x2066..0x206a).filter_map(char::from_u32);
    let mut passed = Vec::new();
    for control in controls.filter(|control| !['\t', '\n', '\r'].contains(control)) {
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
    assert!(passed.is_empty(), "{} texts passed: {:?}", passed.len(), &passed[..passed.len().min(3)]);
}

#[test]
fn entities_do_not_bring_control_characters_back() {
    for entity in ["&#27;", "&#x202e;", "&#x2066;", "&#x85;", "&#1;", "&#x9b;", "&lrm;", "&rlm;"] {
        for text in
            [format!("a{entity}b"), format!("[a](https://example.org \"{entity}\")"), format!("`a`{entity}")]
        {
            let shown = to_html(&shareable(&text)) + &to_plain(&shareable(&text));
            let smuggled: Vec<_> = shown.chars().filter(|c| is_forbidden(*c)).collect();
            assert!(smuggled.is_empty(), "{text}: {shown:?}");
        }
    }
}

#[test]
fn hostile_markdown_becomes_harmless_words_in_time() {
    let big = 100_000;
    let repeated = [
        ">",
        "> ",
        "- ",
        "1. ",
        "* ",
        "#",
        "[",
        "]",
        "*",
        "_",
        "**",
        "*_",
        "`",
        "``",
        "~",
        "~~",
        "<",
        "<a",
        "</",
        "<!--",
        "<?",
        "<![CDATA[",
        "<!A",
        "![",
        "![a",
        "](",
        "[](",
        "[a](",
        "[a](b",
        "|",
        "|-",
        "a|",
        "&",
        "&#",
        "\\",
        "\\\n",
        "(",
        "<a ",
        "<a href=\"",
        "<http:",
        "<a@b.",
        "a\n=\n",
        "* * *\n",
        "\t",
        "    a\n\n",
        "- a\n\n  ",
        "> - ",
        "```\n",
        "[a]: b\n",
        "[a]: <",
        "[a][b]",
        "[a]:\n",
        "<x>\n",
        "<pre>\n",
        "<!-- a -->",
        "-->",
        "\u{a0}*",
        "a*_b`c[d",
    ];
    for unit in repeated {
        harmless(unit, unit.repeat(big / unit.len()));
    }
    let pair = |open: &str, close: &str| open.repeat(big / 8) + "a" + &close.repeat(big / 8);
    for (open, close) in [
        ("[", "](b)"),
        ("![", "](b)"),
        ("[a](", ")"),
        ("*", "*"),
        ("**a ", " b**"),
        ("<b>", "</b>"),
        ("`a", "b`"),
    ] {
        harmless(open, pair(open, close));
    }
    harmless("quotes", "> ".repeat(50_000) + "a");
    harmless("lists", "- ".repeat(50_000) + "a");
    let ticks = (1..600).fold(String::new(), |text, count| text + "a" + &"`".repeat(count));
    harmless("runs of backticks", ticks);
}

#[test]
fn tables_and_references_do_not_multiply() {
    let row = |cells: usize| "|a".repeat(cells) + "|\n";
    harmless("a wide table", row(2_000) + &"|-".repeat(2_000) + "|\n" + &"|b\n".repeat(20_000));
    harmless("a long table", row(2) + "|-|-|\n" + &row(2).repeat(30_000));
    let many =
        (0..10_000).fold(String::new(), |text, number| text + &format!("[r{number}]: /u\n[r{number}]\n\n"));
    harmless("many references", many);
    let long = format!("[a]: https://example.org/{}\n\n", "u".repeat(10_000));
    harmless("one reference, used often", long + &"[a] ".repeat(20_000));
    harmless("the same reference", "[a]: b 'c'\n".repeat(10_000) + "\n[a]\n");
}

#[test]
fn html_of_every_kind_is_shown_as_text() {
    let pieces = [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.example></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<iframe srcdoc='<script>1</script>'></iframe>",
        "<style>*{display:none}</style>",
        "<body onload=alert(1)>",
        "<math><mi//xlink:href=\"data:x,<script>1</script>\">",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>1</script>]]>",
        "<?php <script>1</script> ?>",
        "<!DOCTYPE html>",
        "<details open ontoggle=alert(1)>",
        "<p title=\"</p><script>1</script>\">",
        "</div></main><script>1</script>",
        "<x\nonclick=1\n>",
        "<textarea><script>1</script>",
        "[a](javascript:alert(1))",
        "[a](JAVASCRIPT:alert(1))",
        "[a](java\tscript:x)",
        "[a](<java\nscript:x>)",
        "[a](\u{1}javascript:x)",
        "[a](https:javascript:x)",
        "[a](javascript&colon;x)",
        "[a](https://x\"onclick=\"1)",
        "[a](https://x 'a\" onclick=\"1')",
        "<https://x\"onclick=\"1>",
        "<javascript:x>",
        "[a][b]\n\n[b]: javascript:x",
        "![a](javascript:x)",
        "![<script>](x)",
        "[![a](data:x)](vbscript:x)",
        "```\"onclick=\"1\n<script>\n```",
        "``` <script>\nx\n```",
        "`<script>`",
        "# <script> {onclick=x}",
        "|<script>|\n|:-:|\n|<b onclick=1>|",
        "3\" onclick=\"x. a",
        "<a@b.example\" onclick=\"x>",
        "[a](mailto:a@b?subject=<script>)",
    ];
    for first in pieces {
        for second in ["", "\n\n", " "] {
            harmless(first, format!("a {second}{first}{second} b"));
        }
        for second in pieces {
            assert_safe(first, &to_html(&format!("{first}{second}")));
        }
    }
}

fn config() -> Config {
    Config { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(30), ..Config::default() }
}

/// What confuses parsers, to be mixed at random.
const YAML: [&str; 32] = [
    "\n",
    " ",
    "  ",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "|",
    ">",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "---\n",
    "...\n",
    "#",
    "%YAML 9\n",
    "? ",
    "<<: ",
    "~",
    "\u{feff}",
    "é",
    "\u{1f600}",
    "\r",
    "\t",
    "none",
];

const MARKDOWN: [&str; 48] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "# ",
    "> ",
    "- ",
    "1. ",
    "    ",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<p onclick=x>",
    "[",
    "]",
    "(",
    ")",
    "](",
    "](javascript:x)",
    "](secret.html)",
    "](https://example.org)",
    "![",
    "[x]",
    "[x]: ",
    "[x]: javascript:y\n",
    "\"t\"",
    "<https://example.org>",
    "<javascript:x>",
    "&lt;script&gt;",
    "&#58;",
    "|",
    "|-|-|\n",
    "\\",
    "---\n",
    "===\n",
    "é",
    "\u{1f600}",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_bytes_are_no_danger(file in 0usize..5, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        survive(file, |_| bytes);
    }

    #[test]
    fn random_changes_are_no_danger(
        file in 0usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, prop::sample::select(&YAML[..])), 1..8),
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

    #[test]
    fn random_markdown_is_harmless(words in prop::collection::vec(prop::sample::select(&MARKDOWN[..]), 0..60)) {
        let text = words.concat();
        let shared = shareable(&text);
        assert_safe(&text, &to_html(&text));
        assert_safe(&text, &to_html(&shared));
        to_plain(&shared);
        refused(&shared);
    }
}

/// Changes one file of the base and reads the site; the result is a project or an error, and every place exists.
fn survive(file: usize, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    let site = base();
    let mut paths: Vec<_> =
        WalkDir::new(site.path()).into_iter().filter_map(Result::ok).map(|entry| entry.into_path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let path = &paths[file % paths.len()];
    let bytes = fs::read(path).expect("a file of the base");
    fs::write(path, change(bytes)).expect("a site to change");
    examine(site.path());
}

/// The codes that a site reports with `text` at `path`, in the order of the report; fails where that takes too long.
fn report(what: &str, path: &'static str, text: String) -> Vec<&'static str> {
    in_time(what, move || {
        let site = base();
        fs::write(site.path().join(path), text).expect("a file in the site");
        examine(site.path())
    })
}

/// Reads a site and renders its report in every form.
fn examine(site: &Path) -> Vec<&'static str> {
    let inputs = load(site).expect("the folder of the site can be read");
    let now = DateTime::parse_from_rfc3339("2099-06-01T00:00:00Z").expect("an instant").to_utc();
    let prepared = prepare(&inputs, Circumstances { now, strict: true }, None);
    assert_eq!(prepared.project.is_none(), prepared.problems.has_errors(), "an error, or a project");
    let sorted = prepared.problems.sorted(&inputs.sources);
    let mut length = 0;
    for diagnostic in &sorted {
        assert!(diagnostic.severity != Severity::Error || !diagnostic.message.is_empty());
        for format in [Format::Human { colour: false }, Format::Json, Format::GitHub] {
            length += render(diagnostic, &inputs.sources, format).len();
        }
    }
    assert!(length < 64 * 1024 * 1024, "a report of {length} bytes helps nobody");
    sorted.iter().map(|diagnostic| diagnostic.code.name).collect()
}

/// The base of the cases in `tests/invalid/`.
fn base() -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid/_base");
    let site = tempfile::tempdir().expect("a folder for the site");
    for entry in
        WalkDir::new(&from).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file())
    {
        let to = site.path().join(entry.path().strip_prefix(&from).expect("a path below the base"));
        fs::create_dir_all(to.parent().expect("a folder in the site")).expect("a new folder");
        fs::copy(entry.path(), to).expect("a new file");
    }
    site
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

fn harmless(what: &str, text: String) {
    assert!(text.len() <= FULL_BODY, "{what} is longer than the tool ever reads");
    let html = in_time(what, move || {
        let shared = shareable(&text);
        refused(&text);
        to_plain(&shared);
        [to_html(&text), to_html(&shared)]
    });
    html.iter().for_each(|html| assert_safe(what, html));
}

fn is_forbidden(c: char) -> bool {
    let bidirectional = ['\u{61c}', '\u{200e}', '\u{200f}'].contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c);
    bidirectional || (c.is_control() && !['\t', '\n', '\r'].contains(&c))
}

/// Every tag that may stand on a page, and its attributes.
const TAGS: [(&str, &[&str]); 22] = [
    ("p", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("ul", &[]),
    ("ol", &["start"]),
    ("li", &[]),
    ("hr", &[]),
    ("br", &[]),
    ("blockquote", &[]),
    ("pre", &[]),
    ("code", &["class"]),
    ("em", &[]),
    ("strong", &[]),
    ("del", &[]),
    ("table", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("th", &["style"]),
    ("td", &["style"]),
];

/// Fails unless the HTML is balanced and holds nothing but tags and attributes of the list.
fn assert_safe(what: &str, html: &str) {
    let mut open = Vec::new();
    let mut complaints = String::new();
    for piece in html.split('<').skip(1) {
        let Some((tag, _)) = piece.split_once('>') else {
            let _ = writeln!(complaints, "a tag without an end: <{piece}");
            continue;
        };
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                let _ = writeln!(complaints, "</{name}> closes nothing");
            }
            continue;
        }
        let (name, attributes) =
            tag.trim_end_matches(" /").split_once(' ').unwrap_or((tag.trim_end_matches(" /"), ""));
        if !is_allowed(name, attributes) {
            let _ = writeln!(complaints, "<{tag}>");
        }
        if !["hr", "br"].contains(&name) {
            open.push(name);
        }
    }
    let shown: String = what.chars().take(200).collect();
    let start: String = html.chars().take(400).collect();
    assert!(complaints.is_empty() && open.is_empty(), "{shown:?}: {complaints}open: {open:.3?}\n{start}");
}

fn is_allowed(name: &str, attributes: &str) -> bool {
    let mut rest = attributes;
    while !rest.is_empty() {
        let Some((key, after)) = rest.split_once("=\"") else { return false };
        let Some((value, after)) = after.split_once('"') else { return false };
        let listed = TAGS.iter().any(|(tag, keys)| *tag == name && keys.contains(&key));
        let link = name == "a" && (["rel", "title"].contains(&key) || (key == "href" && leads_out(value)));
        if !(listed || link) {
            return false;
        }
        rest = after.trim_start();
    }
    name == "a" || TAGS.iter().any(|(tag, _)| *tag == name)
}

fn leads_out(href: &str) -> bool {
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| ["http", "https", "mailto", "tel"].contains(&scheme.as_str()))
}
