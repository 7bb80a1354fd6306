//! The leak test for every kind of item: each value that can bear a mark bears one, and each profile shows the marks that
//! are its own and no other. What is hidden is written out by hand here, kind by kind.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::allow_attributes,
    reason = "a test fails by panicking, and its sites are texts"
)]

use std::collections::BTreeSet;

use crate::forms::{places, read};
use crate::support::Site;
use extrait::hash::Hash;
use extrait::model::field::{Field, Group, Shape};
use extrait::model::kind::KINDS;

/// What the public never sees of any kind, and of one kind only.
const NOT_PUBLIC: &[(&str, &[&str])] = &[
    ("dataset", &["tags", "owner", "version_note", "notes", "path", "technical_name"]),
    ("service", &["tags", "owner", "version_note", "notes"]),
    ("job", &["tags", "owner", "version_note", "notes", "logs"]),
    ("data_package", &["tags", "owner", "version_note", "notes"]),
    ("data_search", &["tags", "owner", "version_note", "notes"]),
];

/// What the lists of a share's front page and of its register's page tell of an item of a kind, where its profile shows it.
const IN_LISTS: &[(&str, &[&str])] = &[
    ("dataset", &["title", "reference"]),
    ("service", &["title", "reference", "provider"]),
    ("job", &["title", "reference", "event"]),
    ("data_package", &["title", "reference", "collections"]),
    ("data_search", &["title", "reference", "collection"]),
];

/// What a list of fields cannot name.
const INTERNAL: [&str; 4] = ["notes", "path", "technical_name", "logs"];

fn marker(item: &str, path: &str) -> String {
    format!("zq{item}{}q", path.replace(['.', '_'], ""))
}

/// A checksum that marks its place.
fn checksum(item: &str, path: &str) -> String {
    Hash::of(marker(item, path).as_bytes()).hex()
}

fn marks(item: &str, shape: &Shape, path: &str, found: &mut Vec<(String, String)>) {
    match shape {
        Shape::Text | Shape::Markdown | Shape::TermOrText(_) | Shape::Url | Shape::Period | Shape::File => {
            found.push((path.to_owned(), marker(item, path)));
        }
        Shape::Sha256 => found.push((path.to_owned(), checksum(item, path))),
        Shape::List(inner) => marks(item, inner, path, found),
        Shape::Group(group) => {
            for part in filled(group) {
                marks(item, &part.shape, &format!("{path}.{}", part.key), found);
            }
        }
        _ => {}
    }
}

/// The parts that a record of these tests fills: a checksum beside a local copy would have to be that of the copy.
fn filled(group: &Group) -> impl Iterator<Item = &'static Field> {
    let has_file = group.fields.iter().any(|part| matches!(part.shape, Shape::File));
    group.fields.iter().filter(move |part| !has_file || !matches!(part.shape, Shape::Sha256 | Shape::Size))
}

fn record(kind: &str, fields: &[Field], item: &str, gate: &str) -> String {
    let mut text = format!("kind: {kind}\nstatus: published\ntitle: {}\n", marker(item, "title"));
    for field in fields {
        text.push_str(&format!("{}: {}\n", field.key, value(item, &field.shape, field.key, gate)));
    }
    text
}

fn value(item: &str, shape: &Shape, path: &str, gate: &str) -> String {
    let word = marker(item, path);
    match shape {
        Shape::Text | Shape::Markdown => word,
        Shape::TermOrText(_) => format!("Free {word}"),
        Shape::Term(vocabulary) => vocabulary.terms[0].key.to_owned(),
        Shape::Date => "2026-02-03".to_owned(),
        Shape::Flag => "true".to_owned(),
        Shape::Url => format!("\"https://example.org/{word}\""),
        Shape::Country => "CH".to_owned(),
        Shape::Period => format!("{{duration: P2Y, criterion: {word}}}"),
        Shape::Number => "15.5".to_owned(),
        Shape::Size => "4096".to_owned(),
        Shape::Instant => "2098-02-03T04:05:06Z".to_owned(),
        Shape::Bbox => "[13.1, 42.65, 13.35, 42.9]".to_owned(),
        Shape::Crs => "EPSG:2100".to_owned(),
        Shape::Sha256 => checksum(item, path),
        Shape::File => format!("{word}.txt"),
        Shape::Reference => "anchor".to_owned(),
        Shape::Gate => gate.to_owned(),
        Shape::List(inner) => format!("[{}]", value(item, inner, path, gate)),
        Shape::Group(group) => {
            let parts = filled(group).map(|part| {
                format!("{}: {}", part.key, value(item, &part.shape, &format!("{path}.{}", part.key), gate))
            });
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A workspace with two items of every kind but treatments: one that is shared, one that is not. The links of the shared
/// dataset depend on `gate`.
fn site(gate: &str) -> Site {
    let site = Site::bare();
    site.write("content/registers/zqspace/register.yaml", "kind: workspace\ntitle: Space\n");
    site.write("content/registers/zqspace/anchor.yaml", "kind: service\ntitle: Anchor\nstatus: published\n");
    let mut include = vec!["zqspace/anchor".to_owned()];
    for kind in KINDS.iter().filter(|kind| kind.key != "treatment") {
        let id = kind.key.replace('_', "-");
        let (seen, unseen) = (format!("{id}-seen"), format!("zq{id}-unseen"));
        let path = |item: &str| format!("content/registers/zqspace/{item}.yaml");
        for item in [&seen, &unseen] {
            let mut found = Vec::new();
            kind.fields
                .iter()
                .for_each(|field| marks(&item.replace('-', ""), &field.shape, field.key, &mut found));
            for (path, mark) in found.iter().filter(|(path, _)| path.rsplit('.').next() == Some("file")) {
                let bytes = format!("bytes of {path} {mark} inside");
                site.write(&format!("content/registers/zqspace/files/{mark}.txt"), &bytes);
            }
        }
        site.write(&path(&seen), &record(kind.key, kind.fields, &seen.replace('-', ""), gate));
        site.write(&path(&unseen), &record(kind.key, kind.fields, &unseen.replace('-', ""), "anchor"));
        include.push(format!("zqspace/{seen}"));
    }
    for (share, profile) in
        [("full", "full"), ("public", "public"), ("article", "article30"), ("one", "[identifiers]")]
    {
        site.write(
            &format!("content/shares/{share}.yaml"),
            &format!(
                "title: Share\ncreated: 2026-01-05T09:00:00Z\nexpires: 2098-12-01T00:00:00Z\ninclude: [{}]\nprofile: {profile}\n",
                include.join(", ")
            ),
        );
    }
    site
}

/// The files of a share in which a field of a kind's item may stand.
fn files(kind: &str, path: &str, mark: &str) -> BTreeSet<String> {
    let page = format!("zqspace/{}-seen.html", kind.replace('_', "-"));
    let mut files = BTreeSet::from([page, "extract.json".to_owned()]);
    let (_, in_lists) = IN_LISTS.iter().find(|(of, _)| *of == kind).unwrap();
    if in_lists.contains(&path) {
        files.extend(["index.html", "zqspace/index.html"].map(str::to_owned));
    }
    if path.rsplit('.').next() == Some("file") {
        let hash = Hash::of(format!("bytes of {path} {mark} inside").as_bytes()).hex();
        files.extend(["SHA256SUMS".to_owned(), format!("files/{}-{mark}.txt", &hash[..16])]);
    }
    files
}

fn check(site: &Site, share: &str, shown: impl Fn(&str, &str) -> bool) {
    let said = read(&site.share(share, None));
    let mut wrong = Vec::new();
    for kind in KINDS.iter().filter(|kind| kind.key != "treatment") {
        let id = kind.key.replace('_', "");
        let mut found = vec![("title".to_owned(), marker(&format!("{id}seen"), "title"))];
        for field in kind.fields {
            marks(&format!("{id}seen"), &field.shape, field.key, &mut found);
        }
        for (path, mark) in found {
            let expected =
                if shown(kind.key, &path) { files(kind.key, &path, &mark) } else { BTreeSet::new() };
            let expected: BTreeSet<_> = expected.iter().map(String::as_str).collect();
            let found = places(&said, &mark);
            if found != expected {
                wrong.push(format!("{path} of {}: {found:?} and not {expected:?}", kind.key));
            }
        }
        let unheld = places(&said, &format!("zqzq{id}unseen"));
        assert_eq!(unheld, BTreeSet::new(), "an item of {} that is not held in {share}", kind.key);
    }
    assert_eq!(wrong, [""; 0], "{share}");
}

#[test]
fn every_kind_shows_what_it_may_and_nothing_else() {
    let site = site("anchor");
    site.build(&[]);
    let not_public = |kind: &str| NOT_PUBLIC.iter().find(|(of, _)| *of == kind).unwrap().1;
    check(&site, "full", |_, _| true);
    check(&site, "public", |kind, path| !not_public(kind).contains(&path));
    check(&site, "article", |_, path| path == "title");
    check(&site, "one", |kind, path| path == "title" || (kind == "dataset" && path == "identifiers"));
}

#[test]
fn internal_fields_cannot_be_listed() {
    for field in INTERNAL {
        let site = site("anchor");
        let text = "title: S\ncreated: 2026-01-05T09:00:00Z\nexpires: 2098-12-01T00:00:00Z\ninclude: []\n";
        site.write("content/shares/listed.yaml", &format!("{text}profile: [{field}]\n"));
        let output = site.run(&["check", "--format", "json"]);
        assert_eq!(output.status.code(), Some(1), "{field}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("profile-internal-field"), "{field}");
    }
}

#[test]
fn a_link_that_a_service_gives_shows_only_beside_its_service() {
    let unheld = "zqdataset-unseen";
    let site = site(unheld);
    site.build(&[]);
    let said = read(&site.share("full", None));
    let nowhere = BTreeSet::new();
    assert_eq!(places(&said, "zqdatasetseenlinks"), nowhere, "a part of a link whose service is not held");
    assert_eq!(places(&said, unheld), nowhere, "the id of the service");
    let identifiers = places(&said, &marker("datasetseen", "identifiers"));
    assert!(identifiers.contains("zqspace/dataset-seen.html"), "the record itself is shown");
}

#[test]
fn what_is_not_held_never_changes_a_byte_whatever_its_kind() {
    let site = site("anchor");
    site.build(&[]);
    let before = site.output();
    for kind in KINDS.iter().filter(|kind| kind.key != "treatment") {
        let item = format!("zq{}-unseen", kind.key.replace('_', "-"));
        let path = format!("content/registers/zqspace/{item}.yaml");
        let text = record(kind.key, kind.fields, &item.replace('-', ""), "anchor");
        // Another place, another title, other bytes of its files: none of it may show.
        site.write(&path, &text.replace("[13.1, 42.65, 13.35, 42.9]", "[51.7, -12.5, 52.25, -11]"));
        site.build(&[]);
        assert_eq!(site.output(), before, "an edit of a {} that is not held", kind.key);
        for (file, bytes) in crate::support::tree(&site.path("content/registers/zqspace/files")) {
            if file.contains(&item.replace('-', "")) {
                site.write_bytes(
                    &format!("content/registers/zqspace/files/{file}"),
                    &[&bytes[..], b" changed"].concat(),
                );
            }
        }
        site.build(&[]);
        assert_eq!(site.output(), before, "a file of a {} that is not held", kind.key);
        site.remove(&path);
        site.build(&[]);
        assert_eq!(site.output(), before, "a {} that is not held is removed", kind.key);
    }
}
