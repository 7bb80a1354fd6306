//! Values that say nothing, and dates that cannot be meant, wherever the tables let a value stand.
//!
//! A key without a value is told, once, where it stands: each key and each item of a list, in every file of a site and in
//! records of every kind as the tables give them, is emptied in every form in which YAML says nothing.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::allow_attributes,
    reason = "a test fails by panicking, and its sites are texts"
)]

use std::collections::BTreeMap;

use extrait::diag::{Place, Problems};
use extrait::hash::Hash;
use extrait::model::attachment::FoundFile;
use extrait::model::field::{Field, Shape};
use extrait::model::kind::{KINDS, Kind};
use extrait::model::treatment::REGISTER_FIELDS;
use extrait::parse::layout::Role;
use extrait::parse::{self, AttachedFiles, ParsedFile, Surroundings};
use extrait::source::{Sources, Span};
use extrait::validate::record::examine;
use extrait::validate::{Circumstances, validate};

/// What says nothing.
const FORMS: [&str; 5] = ["", " ~", " null", " {}", " \"\""];

/// Every key that `site.yaml` knows.
const SITE: &str = "id: test
title:
  en: Site
  fr: Site
organisation: Organisation
contact:
  name: Office
  email: office@example.org
  url: https://example.org/
base_url: https://example.org/
languages:
  - en
  - fr
theme:
  name: default
  accent: \"#1f4e79\"
defaults:
  profile: article30
  expires: 30d
warnings:
  ending_within: 7d
  review_within: 12m
eea:
  add:
    - country: CH
      since: 2026-01-01
      until: 2097-01-01
      reference: Decision
  remove:
    - country: FR
      since: 2026-01-01
      reference: Decision
adequacy:
  add:
    - country: FR
      since: 2026-01-01
      reference: Decision
  remove:
    - country: JP
      since: 2026-01-01
      reference: Decision
hosts:
  - nginx
key_id: 0123abcd
public_key: RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3
";

const GROUPS: &str = "groups:
  - id: team
    title:
      en: Team
      fr: Team
  - id: others
    title: Others
";

const APPLICATIONS: &str = "applications:
  - id: portal
    title: Portal
    sealed: false
  - id: map
    title: Map
";

const SHARES: [(&str, &str); 2] = [
    (
        "recipients",
        "title:
  en: Share
  fr: Share
note: Words
created: 2026-01-05T09:00:00Z
expires: 2098-12-01T00:00:00Z
include:
  - space
  - hr
audience: link
profile:
  - reference
  - documents.url
lang: en
recipients:
  - id: first
    label: First
    generation: 2
    revoked:
      at: 2026-02-05T09:00:00Z
      reason: Words
  - second
  - third
generation: 1
revoked: false
embed: false
",
    ),
    (
        "applications",
        "title: Share
created: 2026-01-05T09:00:00Z
expires: 2098-12-01T00:00:00Z
include:
  - space
audience: applications
applications:
  - id: portal
    generation: 2
    revoked: false
  - map
profile: public
allow:
  - code: share-ending
    reason: Words
",
    ),
];

/// A value of the shape, in lines below its key that stands at `indent`.
fn value(shape: &Shape, indent: usize) -> String {
    let scalar = |text: &str| format!(" {text}\n");
    match shape {
        Shape::Text | Shape::Markdown | Shape::TermOrText(_) => scalar("Words"),
        Shape::Term(vocabulary) => scalar(vocabulary.terms[0].key),
        Shape::Date => scalar("2026-02-03"),
        Shape::Flag => scalar("true"),
        Shape::Url => scalar("https://example.org/x"),
        Shape::Country => scalar("FR"),
        Shape::Period => {
            let pad = " ".repeat(indent + 2);
            format!("\n{pad}duration: P2Y\n{pad}criterion: Words\n")
        }
        Shape::Number => scalar("15.5"),
        Shape::Size => scalar("4"),
        Shape::Instant => scalar("2026-02-03T04:05:06Z"),
        Shape::Bbox => {
            let pad = " ".repeat(indent + 2);
            format!("\n{pad}- 13.1\n{pad}- 42.65\n{pad}- 13.35\n{pad}- 42.9\n")
        }
        Shape::Crs => scalar("EPSG:2100"),
        Shape::Sha256 => scalar(extrait::hash::Hash::of(b"text").hex().as_str()),
        Shape::File => scalar("text.txt"),
        Shape::Reference | Shape::Gate => scalar("anchor"),
        Shape::List(inner) => {
            let item = value(inner, indent + 2);
            let item = item.trim_start_matches(['\n', ' ']);
            format!("\n{}- {item}", " ".repeat(indent + 2))
        }
        Shape::Group(group) => format!("\n{}", fields(group.fields, indent + 2)),
    }
}

fn fields(table: &[Field], indent: usize) -> String {
    let line = |field: &Field| format!("{}{}:{}", " ".repeat(indent), field.key, value(&field.shape, indent));
    table.iter().map(line).collect()
}

/// A site with every key of every file, and a record of every kind with every field of its table.
fn site() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut put = |path: &str, text: String| drop(files.insert(path.to_owned(), text));
    put("site.yaml", SITE.to_owned());
    put("content/groups.yaml", GROUPS.to_owned());
    put("content/applications.yaml", APPLICATIONS.to_owned());
    for (share, text) in SHARES {
        put(&format!("content/shares/{share}.yaml"), text.to_owned());
    }
    let allow = "allow:\n  - code: placeholder\n    reason: Words\n";
    for (register, kind) in [("hr", "controller"), ("space", "workspace")] {
        let folder = format!("content/registers/{register}");
        let head =
            format!("kind: {kind}\ntitle:\n  en: Register\n  fr: Register\nlanguage: en\ngroup: team\n");
        put(&format!("{folder}/register.yaml"), head + &fields(REGISTER_FIELDS, 0) + allow);
        put(&format!("{folder}/files/text.txt"), "text".to_owned());
        let of = if register == "hr" { "treatment" } else { "service" };
        put(&format!("{folder}/anchor.yaml"), format!("kind: {of}\ntitle: Anchor\nstatus: draft\n"));
    }
    for kind in KINDS {
        let head = "title: Record\nstatus: published\naccess: groups\ngroups:\n  - team\n";
        put(&home(kind), format!("kind: {}\n{head}{}{allow}", kind.key, fields(kind.fields, 0)));
    }
    files
}

/// Where the record of a kind lies.
fn home(kind: &Kind) -> String {
    let register = if kind.key == "treatment" { "hr" } else { "space" };
    format!("content/registers/{register}/{}.yaml", kind.key.replace('_', "-"))
}

/// A text in which the value that starts on line `at` is emptied: of the key there, or of the item.
fn emptied(text: &str, at: usize, what: What, form: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let line = lines[at];
    let indent = line.len() - line.trim_start().len();
    let (kept, column) = match what {
        What::Item => (format!("{}-", " ".repeat(indent)), indent),
        What::Key => {
            let start = indent + if line[indent..].starts_with("- ") { 2 } else { 0 };
            let end = start + line[start..].find(':').unwrap();
            (line[..=end].to_owned(), start)
        }
    };
    let below = |line: &&&str| line.len() - line.trim_start().len() > column;
    let length = lines[at + 1..].iter().take_while(below).count();
    let mut new: Vec<String> = lines[..at].iter().map(|line| (*line).to_owned()).collect();
    new.push(format!("{kept}{form}"));
    new.extend(lines[at + 1 + length..].iter().map(|line| (*line).to_owned()));
    new.join("\n") + "\n"
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Key,
    Item,
}

/// Complaints with how often each is made: code, file, line.
type Told = BTreeMap<(&'static str, String, usize), usize>;

/// Whether it is a file of YAML, and no attachment.
fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == "yaml")
}

/// What reading and checking the files complains about.
fn told(files: &BTreeMap<String, String>) -> Told {
    let (sources, problems) = checked(files, "2096-06-01T12:00:00Z");
    let mut told = Told::new();
    for problem in problems.iter() {
        let Place::Text(span) = &problem.place else { panic!("{problem:?}") };
        let path = sources.get(span.file).path.clone();
        *told.entry((problem.code.name, path, sources.position(*span).0)).or_default() += 1;
    }
    told
}

/// The files, read and checked at `now`.
fn checked(files: &BTreeMap<String, String>, now: &str) -> (Sources, Problems) {
    let mut sources = Sources::default();
    for (path, text) in files.iter().filter(|(path, _)| is_text(path)) {
        sources.add(path.clone(), text.clone());
    }
    let found = |text: &str| FoundFile::text(Hash::of(text.as_bytes()), text.len() as u64);
    let attached = files.iter().filter(|(path, _)| !is_text(path));
    let attached: AttachedFiles = attached.map(|(path, text)| (path.clone(), found(text))).collect();
    let keepers = parse::keepers(&sources);
    let mut problems = Problems::default();
    let mut read = Vec::new();
    for (id, source) in sources.iter() {
        let Role::Item { register, item, form } = Role::of(&source.path) else {
            let (file, complaints) = parse::file(id, &sources);
            problems.append(complaints);
            read.push(file);
            continue;
        };
        let Some(keeper) = keepers.get(&register).copied() else {
            read.push(ParsedFile::Orphan(register, Span::new(id, 0..0)));
            continue;
        };
        let surroundings = Surroundings { register: &register, keeper, files: &attached };
        let text = (id, source.text(), Hash::of(source.text().as_bytes()));
        let record = parse::record(text, (&item, form), &surroundings, &mut problems);
        read.push(match record {
            Some(mut record) => {
                examine(&mut record, &mut problems);
                ParsedFile::Item(record.register, record.item)
            }
            None => ParsedFile::Unread(format!("{register}/{item}")),
        });
    }
    let now = now.parse().unwrap();
    let circumstances = Circumstances { now, clock: now, strict: false };
    drop(validate(parse::gather(read), circumstances, &mut problems));
    (sources, problems)
}

/// What is lost when a code that an author lets be cannot be read: that complaint is heard again.
const UNSILENCED: &str = "placeholder";

#[test]
fn an_empty_value_is_told_once_wherever_it_stands() {
    let whole = site();
    let mut tried = 0;
    let mut wrong = Vec::new();
    for (path, text) in whole.iter().filter(|(path, _)| is_text(path)) {
        // Records of other kinds have no part in it, and take their time.
        let is_other = |file: &String| KINDS.iter().any(|kind| file != path && *file == home(kind));
        let mut files = whole.clone();
        files.retain(|file, _| !is_other(file));
        let before = told(&files);
        for (at, line) in text.lines().enumerate() {
            let is_item = line.trim_start().starts_with("- ");
            let is_key = line.contains(": ") || line.ends_with(':');
            let places = [(is_item, What::Item), (is_key, What::Key)];
            for (_, what) in places.into_iter().filter(|(is, _)| *is) {
                for form in FORMS {
                    files.insert(path.clone(), emptied(text, at, what, form));
                    let after = told(&files);
                    let new: Vec<_> = after
                        .iter()
                        .filter(|(complaint, count)| {
                            // What stands below what was emptied moves up.
                            let moved = before.iter().any(|((code, file, _), _)| {
                                *code == complaint.0 && *file == complaint.1 && complaint.0 != "empty-value"
                            });
                            before.get(*complaint) != Some(count) && !moved && complaint.0 != UNSILENCED
                        })
                        .collect();
                    tried += 1;
                    let expected = ("empty-value", path.clone(), at + 1);
                    if !matches!(new.as_slice(), [(complaint, 1)] if **complaint == expected) {
                        wrong.push(format!(
                            "{path}:{}: `{}`, {what:?} `{form}`: {new:?}",
                            at + 1,
                            line.trim()
                        ));
                    }
                }
            }
        }
    }
    assert!(tried > 2_500, "only {tried} places were tried");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

/// The table behind the test above holds what it is about: nothing in it is wrong before anything is emptied.
#[test]
fn the_site_is_sound_before() {
    let errors = told(&site()).into_keys().filter(|(code, ..)| {
        extrait::diag::codes::CODES
            .iter()
            .any(|known| known.name == *code && known.severity == extrait::diag::Severity::Error)
    });
    // Shares for groups cannot be published yet, whatever their files say.
    let errors: Vec<_> =
        errors.filter(|(code, ..)| !["share-needs-sealing", "share-too-wide"].contains(code)).collect();
    assert_eq!(errors, []);
}

/// Fields that tell what has happened: of every kind, and of one.
const PAST: [&str; 3] = ["created", "updated", "reviewed"];
const PAST_OF: [&str; 3] = ["data_search.asked", "job.ended", "job.started"];

/// Fields that are about the world or about data, in any year.
const ANY: [&str; 17] = [
    "data_package.time.begin",
    "data_package.time.end",
    "data_search.results.date",
    "data_search.time.begin",
    "data_search.time.end",
    "dataset.conformity.date",
    "dataset.dates.creation",
    "dataset.dates.publication",
    "dataset.dates.revision",
    "dataset.keywords.date",
    "dataset.metadata.date",
    "dataset.time.begin",
    "dataset.time.end",
    "dataset.validity.begin",
    "dataset.validity.end",
    "job.time.begin",
    "job.time.end",
];

/// The dates and instants of a table: their path, and lines in which the field has the value `DAY`.
fn days(table: &[Field], path: &str, indent: usize, found: &mut Vec<(String, String, bool)>) {
    let pad = " ".repeat(indent);
    for field in table {
        let path = format!("{path}.{}", field.key);
        let (shape, bullet) = match &field.shape {
            Shape::List(inner) => (*inner, "- "),
            shape => (shape, ""),
        };
        match shape {
            Shape::Date => found.push((path, format!("{pad}{}: DAY\n", field.key), false)),
            Shape::Instant => found.push((path, format!("{pad}{}: DAY\n", field.key), true)),
            Shape::Group(group) => {
                let mut inner = Vec::new();
                days(group.fields, &path, indent + 2 + bullet.len(), &mut inner);
                found.extend(inner.into_iter().map(|(path, text, is_instant)| {
                    let item = format!("{pad}  {bullet}{}", text.trim_start());
                    let text = if bullet.is_empty() { text } else { item };
                    (path, format!("{pad}{}:\n{text}", field.key), is_instant)
                }));
            }
            _ => {}
        }
    }
}

/// What is told of dates in a record of `kind` with these lines: codes and remedies.
fn of_dates(kind: &Kind, lines: &str, now: &str) -> Vec<(&'static str, String)> {
    let (register, of) = if kind.key == "treatment" { ("hr", "controller") } else { ("space", "workspace") };
    let mut files = BTreeMap::new();
    files.insert(format!("content/registers/{register}/register.yaml"), format!("kind: {of}\ntitle: T\n"));
    files.insert(home(kind), format!("kind: {}\ntitle: T\nstatus: draft\n{lines}", kind.key));
    let (_, problems) = checked(&files, now);
    let codes = ["bad-date", "bad-instant", "date-in-future", "date-out-of-range"];
    let told = problems.iter().filter(|problem| codes.contains(&problem.code.name));
    told.map(|problem| (problem.code.name, problem.help.clone().unwrap())).collect()
}

#[test]
fn dates_that_cannot_be_meant_are_told_in_every_field() {
    let (mut past, mut any, mut count) = (Vec::new(), Vec::new(), 0);
    for kind in KINDS {
        let mut found = Vec::new();
        days(kind.fields, kind.key, 0, &mut found);
        count += found.len();
        for (path, lines, is_instant) in found {
            let told = |day: &str, now: &str| {
                let value =
                    if is_instant && day.len() == 10 { format!("{day}T12:00:00Z") } else { day.to_owned() };
                of_dates(kind, &lines.replace("DAY", &value), now)
            };
            let codes =
                |day: &str, now: &str| told(day, now).iter().map(|(code, _)| *code).collect::<Vec<_>>();
            // At ten o'clock in the morning of UTC the next day begins at UTC+14.
            let (before, after) = ("2096-06-01T09:59:59Z", "2096-06-01T10:00:00Z");
            assert_eq!(codes("2096-06-01", before), [""; 0], "{path}");
            assert_eq!(codes("2096-06-02", after), [""; 0], "{path}");
            match codes("2096-06-02", before).as_slice() {
                [] => assert_eq!(codes("2099-06-02", before), [""; 0], "{path}"),
                ["date-in-future"] => past.push(path.clone()),
                other => panic!("{path}: {other:?}"),
            }
            let now = "2100-12-31T12:00:00Z";
            assert_eq!(codes("1900-01-01", now), [""; 0], "{path}");
            assert_eq!(codes("2100-12-31", now), [""; 0], "{path}");
            match codes("1899-12-31", now).as_slice() {
                [] => any.push(path.clone()),
                ["date-out-of-range"] => {
                    assert_eq!(codes("2101-01-01", now), ["date-out-of-range"], "{path}");
                }
                other => panic!("{path}: {other:?}"),
            }
            let (code, forms) = if is_instant {
                ("bad-instant", ["2026 -01-05T09:00:00Z", "2026-01-05 09:00:00Z", "2026-01-05T08:59:60Z"])
            } else {
                ("bad-date", ["2026 -01-05", "2026-01-05 09:00", "2026-1-5"])
            };
            for form in forms {
                let told = told(form, now);
                let [(found, help)] = told.as_slice() else { panic!("{path}: {form}: {told:?}") };
                assert_eq!(*found, code, "{path}: {form}");
                let right = help.strip_prefix("write `").and_then(|help| help.split_once('`')).unwrap().0;
                assert_eq!(of_dates(kind, &lines.replace("DAY", right), now), [], "{path}: {help}");
            }
        }
    }
    assert!(count > 30, "only {count} fields are dates");
    let own = KINDS.iter().flat_map(|kind| PAST.map(|key| format!("{}.{key}", kind.key)));
    let mut expected: Vec<_> = own.chain(PAST_OF.map(str::to_owned)).collect();
    expected.sort();
    past.sort();
    assert_eq!(past, expected);
    any.sort();
    assert_eq!(any, ANY);
}
