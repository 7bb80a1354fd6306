//! The leak test, the main property: every value of every record bears a marker of its own, and no byte, name or asset
//! of an output that must not hold a marker holds it. Every file is read in its own form
//! (`canary/forms.rs`), and each mark must stand in the files where it may and in no other. What a profile shows is written out
//! by hand here, so that the field tables are checked against it and not against themselves.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::format_push_string,
    clippy::allow_attributes,
    reason = "a test fails by panicking, and its sites are texts"
)]

use std::collections::BTreeSet;
use std::fs;

use crate::forms::{Said, binary, places, read};
use crate::support::{Site, Tree};
use extrait::hash::Hash;
use extrait::link::CANARY;
use extrait::model::field::{Field, Shape};
use extrait::model::kind::KINDS;
use serde_json::Value as Json;

/// What the particulars of Article 30 are, field by field.
const ARTICLE_30: &[&str] = &[
    "title",
    "reference",
    "joint_controllers.name",
    "joint_controllers.address",
    "joint_controllers.email",
    "joint_controllers.phone",
    "joint_controllers.url",
    "on_behalf_of.name",
    "on_behalf_of.address",
    "on_behalf_of.email",
    "on_behalf_of.phone",
    "on_behalf_of.url",
    "purposes.label",
    "categories_of_processing",
    "data_subjects.category",
    "data.category",
    "data.detail",
    "recipients.name",
    "transfers.recipient",
    "transfers.document",
    "retention.data",
    "retention.active",
    "retention.archive",
    "security.type",
];

/// What the public sees beyond [`ARTICLE_30`].
const PUBLIC_TOO: &[&str] = &[
    "description",
    "subprocessors.name",
    "subprocessors.address",
    "subprocessors.email",
    "subprocessors.phone",
    "subprocessors.url",
    "purposes.legal_basis_detail",
    "retention.legal_ref",
    "rights.information.text",
    "rights.access.text",
    "rights.rectification.text",
    "rights.erasure.text",
    "rights.restriction.text",
    "rights.portability.text",
    "rights.objection.text",
    "rights.human_review.text",
    "documents.title",
    "documents.url",
    "attachments.title",
    "attachments.file",
    "relations",
];

/// What a list of fields shows in these tests: `security` without its internal detail, one part of `recipients`.
const LISTED: &[&str] =
    &["title", "purposes.label", "purposes.legal_basis_detail", "recipients.name", "security.type"];

/// What the lists of a share's front page and of its register's page tell of an item, where its profile shows it.
const IN_LISTS: &[&str] = &["title", "reference", "purposes.label"];

/// Follows the marker in a text: what HTML and JSON write in other characters than authors do.
const HARD: &str = " & 'é\" 3 < 4 > 2";

/// Items of the register `zqreg`, and one of a register that no share holds.
const ITEMS: &[(&str, &str)] = &[
    ("pub", "status: published\n"),
    ("second", "status: published\n"),
    ("draft", "status: draft\n"),
    ("archived", "status: archived\n"),
    ("private", "status: published\naccess: private\n"),
    ("elsewhere", "status: published\n"),
];

/// Why complaints are let be is for those who write records, not for those who read them.
const ALLOW: &str = "allow: [{code: retention-vague, reason: zqallowq}]\n";

fn marker(item: &str, path: &str) -> String {
    format!("zq{item}{}q", path.replace(['.', '_'], ""))
}

/// Paths of the fields that can bear a marker, and whether [`HARD`] follows it there.
fn marked_paths() -> Vec<(String, bool)> {
    let mut paths = vec![("title".to_owned(), true)];
    KINDS[0].fields.iter().for_each(|field| collect(field, field.key, &mut paths));
    paths
}

fn collect(field: &Field, path: &str, paths: &mut Vec<(String, bool)>) {
    collect_shape(&field.shape, path, paths);
}

fn collect_shape(shape: &Shape, path: &str, paths: &mut Vec<(String, bool)>) {
    match shape {
        Shape::Text | Shape::Markdown | Shape::TermOrText(_) | Shape::Period => {
            paths.push((path.to_owned(), true));
        }
        Shape::Url | Shape::File => paths.push((path.to_owned(), false)),
        Shape::List(inner) => collect_shape(inner, path, paths),
        Shape::Group(group) => {
            for field in group.fields {
                collect(field, &format!("{path}.{}", field.key), paths);
            }
        }
        _ => {}
    }
}

/// A record that fills every field of the table. Flow style keeps it short; JSON is YAML.
fn record(item: &str, head: &str, relations: &[&str]) -> String {
    let mut text = format!("title: {}\n{head}", hard(&marker(item, "title")));
    for field in KINDS[0].fields {
        let value = match field.key {
            "relations" => format!("[{}]", relations.join(", ")),
            key => value(item, &field.shape, key),
        };
        text.push_str(&format!("{}: {value}\n", field.key));
    }
    text + ALLOW
}

/// A text that starts with a word, as YAML writes it.
fn hard(word: &str) -> String {
    Json::from(format!("{word}{HARD}")).to_string()
}

fn value(item: &str, shape: &Shape, path: &str) -> String {
    let word = marker(item, path);
    match shape {
        Shape::Text | Shape::TermOrText(_) => hard(&word),
        Shape::Markdown => format!(
            "\"A **{word}** & 'é\\\" 3 < 4 > 2 <!-- zqcommentq --> [link](zqrelativeq.html) ![x](zqimageq.png)\\n\\n\
             [ref][x]\\n\\n[x]: zqdefinitionq.html\""
        ),
        Shape::Term(vocabulary) => vocabulary.terms[0].key.to_owned(),
        Shape::Date => "2026-02-03".to_owned(),
        Shape::Flag => "true".to_owned(),
        Shape::Url => format!("\"https://example.org/{word}\""),
        Shape::Country => "CH".to_owned(),
        Shape::Period => format!("{{duration: P2Y, criterion: {}}}", hard(&word)),
        Shape::Reference => item.to_owned(),
        Shape::List(inner) => format!("[{}]", value(item, inner, path)),
        Shape::Group(group) => {
            let parts = group.fields.iter().map(|field| {
                let path = format!("{path}.{}", field.key);
                format!("{}: {}", field.key, value(item, &field.shape, &path))
            });
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
        Shape::File => format!("{word}.txt"),
        other => panic!("no treatment has {other:?}"),
    }
}

fn share(title: &str, include: &str, profile: &str) -> String {
    format!(
        "title: {title}\ncreated: 2026-01-05T09:00:00+01:00\nexpires: 2099-01-01T00:00:00Z\ninclude: [{include}]\nprofile: {profile}\n\
         recipients: [{{id: zqrecipientq, label: zqlabelq}}]\nembed: true\n{ALLOW}"
    )
}

fn site() -> Site {
    let site = Site::bare();
    let about = fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &format!("{about}hosts: [cloudflare-pages, apache-htaccess, netlify]\n"));
    let register = |word: &str| {
        format!(
            "kind: controller\ntitle: {word}title\ngroup: team\ncontroller: {{name: {word}controller, email: office@example.org}}\ndpo: {{name: {word}dpo}}\n\
             supervisory_authority: {{name: {word}authority}}\n{ALLOW}"
        )
    };
    site.write("content/registers/zqreg/register.yaml", &register("zqreg"));
    site.write("content/registers/zqother/register.yaml", &register("zqother"));
    site.write("content/groups.yaml", "groups:\n  - {id: team, title: zqgroupq}\n");
    for (item, head) in ITEMS {
        let register = if *item == "elsewhere" { "zqother" } else { "zqreg" };
        let relations: Vec<_> = ITEMS
            .iter()
            .filter(|(other, _)| other != item && *other != "elsewhere")
            .map(|(other, _)| format!("zqreg/zqid{other}q"))
            .collect();
        let relations: Vec<_> = relations.iter().map(String::as_str).collect();
        let text = record(item, head, &relations);
        let file = marker(item, "attachments.file");
        site.write(
            &format!("content/registers/{register}/files/{file}.txt"),
            &format!("bytes {file} inside"),
        );
        site.write(&format!("content/registers/{register}/zqid{item}q.yaml"), &text);
    }
    for (name, include, profile) in SHARES {
        site.write(
            &format!("content/shares/zqshare{name}.yaml"),
            &share(&format!("zqtitle{name}"), include, profile),
        );
    }
    let revoked =
        share("zqtitlerevoked", "zqreg", "full") + "revoked: {at: 2026-02-01T00:00:00Z, reason: zqreasonq}\n";
    site.write("content/shares/zqsharerevoked.yaml", &revoked);
    site
}

/// Every share: its name, what it includes, its profile.
const SHARES: &[(&str, &str, &str)] = &[
    ("full", "zqreg", "full"),
    ("article", "zqreg", "article30"),
    ("public", "zqreg", "public"),
    ("list", "zqreg", "[purposes, recipients.name, security]"),
    ("draft", "zqreg/zqiddraftq", "full"),
    ("chosen", "zqreg/zqidpubq, zqreg/zqidarchivedq", "article30"),
    ("empty", "", "full"),
];

/// The files of a share in which a field of an item may stand: its page, the form for programs, lists, and what follows from
/// the field's own purpose. `held` are the share's items, `related` whether the profile shows the relations between them.
fn files(item: &str, path: &str, held: &[&str], related: bool) -> BTreeSet<String> {
    let page = |item: &str| format!("zqreg/zqid{item}q.html");
    let mut files = BTreeSet::from([page(item), "extract.json".to_owned()]);
    files.extend(["zqreg/register.csv", "zqreg/register.xlsx"].map(str::to_owned));
    if IN_LISTS.contains(&path) {
        files.extend(["index.html", "zqreg/index.html"].map(str::to_owned));
    }
    if path == "title" && related {
        files.extend(held.iter().map(|other| page(other)));
    }
    if path == "attachments.file" {
        let file = marker(item, path);
        let hash = Hash::of(format!("bytes {file} inside").as_bytes()).hex();
        files.extend(["SHA256SUMS".to_owned(), format!("files/{}-{file}.txt", &hash[..16])]);
    }
    files
}

/// Asserts that each of the items' fields stands in the files of the share in which it may, and in no other, nor anything else
/// of the site.
fn check(site: &Site, name: &str, items: &[&str], shown: impl Fn(&str) -> bool) {
    let said = read(&site.share(&format!("zqshare{name}"), Some("zqrecipientq")));
    for (item, _) in ITEMS {
        let held = items.contains(item);
        let mut ids = if held { files(item, "title", items, shown("relations")) } else { BTreeSet::new() };
        ids.extend(held.then(|| "SHA256SUMS".to_owned()));
        assert_places(&said, &format!("zqid{item}q"), &ids, &format!("the id of {item} in {name}"));
        for (path, is_hard) in marked_paths() {
            let may = held && shown(&path);
            let expected = if may { files(item, &path, items, shown("relations")) } else { BTreeSet::new() };
            let about = format!("{path} of {item} in {name}");
            assert_places(&said, &marker(item, &path), &expected, &about);
            if is_hard {
                assert_places(&said, &format!("{}{HARD}", marker(item, &path)), &expected, &about);
            }
        }
    }
    for (other, _, _) in SHARES.iter().filter(|(other, _, _)| *other != name) {
        assert_places(&said, &format!("zqtitle{other}"), &BTreeSet::new(), &format!("of {other} in {name}"));
    }
}

fn assert_places(said: &Said, word: &str, expected: &BTreeSet<String>, about: &str) {
    let expected: BTreeSet<_> = expected.iter().map(String::as_str).collect();
    assert_eq!(places(said, word), expected, "{about}: where {word} stands");
}

fn listed(lists: &'static [&'static [&'static str]]) -> impl Fn(&str) -> bool {
    move |path| lists.iter().any(|list| list.contains(&path))
}

#[test]
fn a_share_holds_what_it_may_and_nothing_else() {
    let site = site();
    site.build(&[]);
    check(&site, "full", &["pub", "second"], |_| true);
    check(&site, "article", &["pub", "second"], listed(&[ARTICLE_30]));
    check(&site, "public", &["pub", "second"], listed(&[ARTICLE_30, PUBLIC_TOO]));
    check(&site, "list", &["pub", "second"], listed(&[LISTED]));
    check(&site, "draft", &["draft"], |_| true);
    check(&site, "chosen", &["pub", "archived"], listed(&[ARTICLE_30]));
    check(&site, "empty", &[], |_| false);
}

#[test]
fn nothing_of_the_house_is_in_the_output() {
    let site = site();
    site.build(&[]);
    let output = read(&site.output());
    for word in [
        "zqshare",
        "zqrecipientq",
        "zqlabelq",
        "zqgroupq",
        "zqreasonq",
        "zqallowq",
        "retention-vague",
        "zqtitlerevoked",
        "zqcommentq",
        "zqrelativeq",
        "zqimageq",
        "zqdefinitionq",
        "zqother",
        "zqidprivateq",
        "zqidelsewhereq",
        &crate::support::SECRET[9..30],
    ] {
        assert_places(&output, word, &BTreeSet::new(), "nothing of the house");
    }
}

#[test]
fn no_page_names_another_share_or_its_own_folder() {
    let site = site();
    site.build(&[]);
    let folders: Vec<_> = SHARES
        .iter()
        .map(|(name, _, _)| site.folder(&format!("zqshare{name}"), Some("zqrecipientq")))
        .collect();
    for (path, bytes) in site.output() {
        for folder in &folders {
            let token = folder.split_once('-').unwrap().1;
            let raw: Vec<u8> =
                (0..20).map(|at| u8::from_str_radix(&token[2 * at..2 * at + 2], 16).unwrap()).collect();
            for view in binary(&bytes) {
                let holds = |needle: &[u8]| view.windows(needle.len()).any(|part| part == needle);
                assert!(!holds(token.as_bytes()) && !holds(&raw), "{path} names a link");
            }
        }
    }
}

#[test]
fn revoked_shares_and_site_pages_hold_nothing() {
    let site = site();
    site.build(&[]);
    let folder = site.folder("zqsharerevoked", Some("zqrecipientq"));
    assert!(!site.path(&format!("output/s/{folder}")).exists());
    let pages: Tree = site
        .output()
        .into_iter()
        .filter(|(path, _)| !path.starts_with("s/") || path == "s/index.html" || path.contains(CANARY))
        .collect();
    assert!(
        pages.len() >= 8,
        "404, two indexes, the share that ended in 2001, a stylesheet, files of three hosts"
    );
    let said = read(&pages);
    let items = ITEMS.iter().map(|(item, _)| format!("zq{item}"));
    let words = ["zqreg", "zqother", "zqtitle", "zqshare", "zqgroupq", "zqrecipientq", "zqlabelq"];
    for word in items.chain(words.map(str::to_owned)) {
        assert_places(&said, &word, &BTreeSet::new(), "a page of the site tells of a record");
    }
    for (path, bytes) in &pages {
        assert!(!String::from_utf8_lossy(bytes).to_lowercase().contains("zq"), "{path} tells of a record");
    }
}
