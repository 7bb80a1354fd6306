//! Items: records in YAML, or in Markdown with YAML front matter.

use std::ops::Range;

use crate::diag::codes::{DESCRIPTION_TWICE, FRONT_MATTER, GROUPS_WITHOUT_ACCESS, UNKNOWN_KIND};
use crate::diag::{Diagnostic, Problems};
use crate::hash::Hash;
use crate::model::facts::Facts;
use crate::model::id::Id;
use crate::model::item::{Access, Item, Status};
use crate::model::kind::Kind;
use crate::model::register::RegisterKind;
use crate::model::role::FieldRole;
use crate::model::value::{Entry, Value};
use crate::parse::allow;
use crate::parse::attachment::AttachedFiles;
use crate::parse::fields::{self, Mapping};
use crate::parse::layout::RecordForm;
use crate::parse::record::RecordReader;
use crate::parse::remarks::{self, WrittenText};
use crate::parse::scalar::{MAX_MARKDOWN, shown, too_long};
use crate::parse::yaml;
use crate::source::{FileId, Span};

/// An item, its fields, and the register that holds it.
#[derive(Debug)]
pub struct Record {
    /// The register.
    pub register: Id,
    /// The item.
    pub item: Item,
    /// Its fields, in the order of the kind's table.
    pub entries: Vec<Entry>,
}

/// Reads the item `name` of the register in the folder `register`.
pub(crate) fn read(
    (file, text, content): (FileId, &str, Hash),
    (name, form): (&str, RecordForm),
    surroundings: &Surroundings<'_>,
    problems: &mut Problems,
) -> Option<Record> {
    let Surroundings { register, keeper, files } = surroundings;
    let start = Span::new(file, 0..0);
    let id = fields::parse_id(name, start, problems);
    // A bad folder name is told once, at its register.yaml.
    let register = Id::new(register).ok();
    let (front, body) = match form {
        RecordForm::Yaml => (0..text.len(), None),
        RecordForm::Markdown => front_matter(file, text, problems)?,
    };
    let node = yaml::read(file, text, front, problems)?;
    let mut mapping = Mapping::open(&node, problems)?;
    let title = mapping.require("title", problems);
    let title = title.and_then(|node| {
        remarks::plain(text, node, problems);
        fields::text(node, problems)
    });
    let status = mapping.require("status", problems);
    let status = status.and_then(|node| fields::word(node, &Status::ALL, problems));
    let access = access(&mut mapping, problems);
    let span = mapping.span();
    let (register, id) = (register?, id?);
    let kind = kind(&mut mapping, *keeper, problems)?;
    let reader = RecordReader { register: &register, item: Some(&id), files, text };
    let mut entries = reader.entries(&mut mapping, kind.fields, problems);
    if let Some(body) = body.filter(|body| !text[body.clone()].trim().is_empty()) {
        take_body(&mut entries, kind, (text, Span::new(file, trimmed(text, body))), problems);
    }
    let allowed = allow::read(&mut mapping, problems);
    mapping.finish(problems);
    let facts = Facts { allowed, ..Facts::of(kind, keeper.keeper(), &entries) };
    let item = Item { id, kind, title: title?.value, status: status?, access: access?, facts, content, span };
    Some(Record { register, item, entries })
}

/// The kind that the item says, or the usual one of its register.
fn kind(mapping: &mut Mapping<'_>, keeper: RegisterKind, problems: &mut Problems) -> Option<&'static Kind> {
    let written = match mapping.take("kind", problems) {
        Some(node) => Some(fields::text(node, problems)?),
        None if mapping.has("kind") => return None,
        None => None,
    };
    let (key, span) = match &written {
        Some(text) => (text.value.as_str(), text.span),
        None => (keeper.usual().unwrap_or_default(), mapping.span()),
    };
    if !keeper.holds().contains(&key) {
        let message = match key {
            "" => "the item does not say its kind".to_owned(),
            key => format!("a {} holds no `{key}`", keeper.key()),
        };
        problems.push(
            Diagnostic::new(&UNKNOWN_KIND, span, message)
                .help(format!("write one of: {}", keeper.holds().join(", "))),
        );
        return None;
    }
    Kind::named(key)
}

/// The front matter between the first two `---` lines, and what follows.
fn front_matter(
    file: FileId,
    text: &str,
    problems: &mut Problems,
) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let mut offset = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut opened = None;
    for line in text[offset..].split_inclusive('\n') {
        let (start, end) = (offset, offset + line.len());
        offset = end;
        match (opened, line.trim_end()) {
            (None, "---") => opened = Some(end),
            (None, _) => break,
            (Some(front), "---") => return Some((front..start, Some(end..text.len()))),
            (Some(_), _) => {}
        }
    }
    let (message, span) = match opened {
        None => ("a Markdown record starts with a line `---`", Span::new(file, 0..0)),
        Some(front) => ("the front matter has no end", Span::new(file, front.saturating_sub(4)..front)),
    };
    problems.push(
        Diagnostic::new(&FRONT_MATTER, span, message)
            .help("write the fields as YAML between two lines of three hyphens, then the text"),
    );
    None
}

/// A range without the white space around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.end - text[range.clone()].trim_start().len();
    start..start + text[start..range.end].trim_end().len()
}

/// The body of a Markdown record is its description.
fn take_body(
    entries: &mut Vec<Entry>,
    kind: &'static Kind,
    (text, span): (&str, Span),
    problems: &mut Problems,
) {
    let body = &text[span.range()];
    let Some(field) = kind.bearing(FieldRole::Description) else { return };
    if let Some(written) = entries.iter().find(|entry| entry.field == field) {
        problems.push(
            Diagnostic::new(&DESCRIPTION_TWICE, written.span, "the record has a `description` and a body")
                .help("move one into the other"),
        );
        return;
    }
    if body.len() > MAX_MARKDOWN {
        problems.push(too_long(Span::new(span.file, span.range().start..span.range().start)));
        return;
    }
    let position = kind.fields.iter().position(|row| row == field).unwrap_or(0);
    let before = |entry: &Entry| kind.fields.iter().position(|row| row == entry.field) < Some(position);
    let at = entries.iter().take_while(|entry| before(entry)).count();
    remarks::body(text, span, body, problems);
    let written = WrittenText { file: text, span, value: body, is_scalar: false };
    let value = Value::Html(shown(written, problems));
    entries.insert(at, Entry { field, value, span });
}

#[derive(Clone, Copy)]
enum AccessWord {
    Public,
    Private,
    Groups,
}

fn access(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Access> {
    let words =
        [("public", AccessWord::Public), ("private", AccessWord::Private), ("groups", AccessWord::Groups)];
    let (written, groups) = (mapping.take("access", problems), mapping.take("groups", problems));
    // What either says can be judged only where both can be read.
    let is_unread = |key, node: Option<_>| node.is_none() && mapping.has(key);
    if is_unread("access", written) || is_unread("groups", groups) {
        return None;
    }
    let word = match written {
        Some(node) => fields::word(node, &words, problems)?,
        None => AccessWord::Public,
    };
    let ids = groups.map(|node| fields::ids(node, problems)).unwrap_or_default();
    match (word, groups) {
        (AccessWord::Public, None) => Some(Access::Public),
        (AccessWord::Private, None) => Some(Access::Private),
        (AccessWord::Groups, Some(_)) if !ids.is_empty() => Some(Access::Groups(ids)),
        (AccessWord::Groups, Some(node)) if node.value != yaml::NodeKind::Sequence(Vec::new()) => None,
        (AccessWord::Groups, _) => {
            let span = groups.map_or(mapping.span(), |node| node.span);
            problems.push(
                Diagnostic::new(&GROUPS_WITHOUT_ACCESS, span, "`access: groups` names no group")
                    .help("add `groups: [id, …]`"),
            );
            None
        }
        (_, Some(node)) => {
            problems.push(
                Diagnostic::new(
                    &GROUPS_WITHOUT_ACCESS,
                    node.span,
                    "`groups` has no effect without `access: groups`",
                )
                .help("write `access: groups`, or remove `groups`"),
            );
            None
        }
    }
}

/// Where a record is read: its register, what that register records, and the files that it may name.
pub struct Surroundings<'a> {
    /// The register.
    pub register: &'a str,
    /// What it records.
    pub keeper: RegisterKind,
    /// The files of all registers.
    pub files: &'a AttachedFiles,
}
