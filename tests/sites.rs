//! Every folder of `tests/sites/` is a site, built at the instant in its `now.txt`.
//!
//! - `paths.txt` names every file of its output.
//! - `expected/` keeps some files whole: one page a template and a form of it, and what is no page. `BLESS=1` writes the
//!   paths and the files that are kept; to keep one more, make it empty and bless.
//! - Every other page is judged by what must hold for it: `pages/`.
//!
//! The stylesheet's name and what follows from it are written as `HASH`: a change of a colour is no change of a site.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::allow_attributes,
    reason = "a test fails by panicking and writes what BLESS asks for"
)]

#[path = "pages/html.rs"]
mod html;
#[path = "pages/judge.rs"]
mod judge;
#[path = "pages/record.rs"]
mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use extrait::link::CANARY;
use extrait::locale::Locale;
use extrait::theme::DEFAULT;

use self::judge::{Pages, is_of};
use crate::support::{Site, Tree, tree};

/// A site of `tests/sites/`, built.
struct Built {
    folder: PathBuf,
    site: Site,
    output: Tree,
}

fn built() -> Vec<Built> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut folders: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 4, "the sites were not found");
    let build = |folder: PathBuf| {
        let mut site = Site::empty();
        for (path, bytes) in tree(&folder).iter().filter(|(path, _)| !path.starts_with("expected/")) {
            site.write_bytes(path, bytes);
        }
        fs::read_to_string(folder.join("now.txt")).unwrap().trim().clone_into(&mut site.now);
        site.build(&[]);
        let output = site.output();
        Built { folder, site, output }
    };
    folders.into_iter().map(build).collect()
}

/// A file as it is compared.
fn comparable(bytes: &[u8]) -> String {
    let page = String::from_utf8_lossy(bytes);
    let (mut text, mut rest) = (String::new(), &*page);
    for (before, length) in [("assets/style.", 16), ("sha256-", 44), ("<style>", 0)] {
        let Some(at) = rest.find(before).map(|at| at + before.len()) else { continue };
        let end = if length == 0 { rest.find("</style>").unwrap() } else { at + length };
        text.push_str(&rest[..at]);
        text.push_str("HASH");
        rest = &rest[end..];
    }
    text + rest
}

#[test]
fn what_is_kept_whole_is_as_it_was() {
    for Built { folder, output, .. } in built() {
        let expected = folder.join("expected");
        let paths: String = output.keys().map(|path| comparable(path.as_bytes()) + "\n").collect();
        let kept = tree(&expected);
        assert!(!kept.is_empty(), "{}: nothing is kept", folder.display());
        if std::env::var_os("BLESS").is_some() {
            fs::write(folder.join("paths.txt"), &paths).unwrap();
            for path in kept.keys() {
                let text = output.get(path).map(|bytes| comparable(bytes));
                fs::write(expected.join(path), text.unwrap_or_else(|| panic!("{path} is built no more")))
                    .unwrap();
            }
            eprintln!("blessed {}", folder.display());
        }
        assert_eq!(paths, fs::read_to_string(folder.join("paths.txt")).unwrap(), "{}", folder.display());
        for (path, wanted) in &tree(&expected) {
            let found = output.get(path).map(|bytes| comparable(bytes));
            let wanted = String::from_utf8_lossy(wanted).into_owned();
            assert_eq!(found, Some(wanted), "{}: {path}", folder.display());
        }
    }
}

#[test]
fn every_page_is_whole_and_says_what_its_data_say() {
    let locales = DEFAULT.iter().filter_map(|(path, text)| {
        let lang = path.strip_prefix("locales/")?.strip_suffix(".json")?;
        Some((lang, Locale::from_json(text).unwrap()))
    });
    let locales: BTreeMap<_, _> = locales.collect();
    let mut borne = BTreeSet::new();
    for Built { site, output, folder } in built() {
        let pages = Pages::of(&output);
        let links = site.links();
        let live = links.iter().filter(|link| link["state"] != "ended").map(|link| &link["url"]);
        let mut folders: Vec<_> =
            live.map(|url| url.as_str().unwrap().trim_end_matches('/').rsplit('/').next().unwrap()).collect();
        for folder in &folders {
            pages.share(folder, &locales);
        }
        folders.push(CANARY);
        folders.sort_unstable();
        let found =
            output.keys().filter_map(|path| path.strip_prefix("s/")?.split_once('/')).map(|(share, _)| share);
        let found: BTreeSet<_> = found.collect();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), folders, "{}", folder.display());
        borne.extend(pages.classes());
    }
    let styled = styled();
    let unknown: Vec<_> =
        borne.difference(&styled).filter(|class| !UNSTYLED.contains(&class.as_str())).collect();
    assert!(unknown.is_empty(), "no style is for {unknown:?}");
    assert_eq!(styled.difference(&borne).collect::<Vec<_>>(), UNBORNE, "classes that no page bears");
}

/// Classes that say what an element is, and change no look.
const UNSTYLED: &[&str] = &[
    "mark-archived",
    "notice-archived",
    "row-date",
    "row-link",
    "row-list",
    "row-map",
    "row-missing",
    "row-none",
    "row-pairs",
    "row-picture",
    "row-text",
    "row-words",
    "size",
    "watermark-archived",
    "watermark-draft",
];

/// Styled, and on no page of these sites: the line of a register that is too long for the front page.
const UNBORNE: &[&str] = &["more"];

/// The classes that the default theme styles.
fn styled() -> BTreeSet<String> {
    let sheets = DEFAULT.iter().filter(|(path, _)| is_of(path, "css"));
    let mut found = BTreeSet::new();
    for (_, sheet) in sheets {
        // A selector ends where its block begins; numbers in blocks have dots as well.
        for selector in sheet.split('}').filter_map(|rule| rule.rsplit_once('{')).map(|(before, _)| before) {
            let classes = selector.split('.').skip(1);
            let name = |c: char| c.is_ascii_alphanumeric() || c == '-';
            found
                .extend(classes.map(|class| class.split(|c| !name(c)).next().unwrap_or_default().to_owned()));
        }
    }
    // What stands before a dot in a number is no class.
    found.remove("");
    found
}

/// Links of one share differ in nothing but their address: what each holds is the same, byte for byte.
#[test]
fn each_recipient_reads_the_same() {
    let folder = built().into_iter().find(|built| built.folder.ends_with("processor")).unwrap();
    let of = |recipient| {
        let signed = |path: &String| path.ends_with(".minisig");
        let files = folder.site.share("clients", Some(recipient));
        files.into_iter().filter(|(path, _)| !signed(path)).collect::<Tree>()
    };
    assert!(!of("client-a").is_empty() && of("client-a") == of("client-b"));
}
