//! Reading mappings key by key, so that every fault of a file is told at once and every key is accounted for.

use chrono::{DateTime, Datelike as _, FixedOffset};

use crate::diag::codes::{
    BAD_INSTANT, DATE_OUT_OF_RANGE, EMPTY_VALUE, ID_INVALID, ID_RESERVED, MISSING_KEY, UNKNOWN_KEY,
    UNKNOWN_TERM, WRONG_SHAPE,
};
use crate::diag::{Code, Diagnostic, Problems, suggest};
use crate::model::days::{self, Days, YEARS};
use crate::model::id::{Id, IdError};
use crate::model::site::Localized;
use crate::parse::listed::Listed;
use crate::parse::remarks;
use crate::parse::yaml::{self, Node, NodeKind};
use crate::source::{FileId, Span, Spanned};

/// A mapping being read.
pub(crate) struct Mapping<'a> {
    entries: &'a [(Spanned<String>, Node)],
    asked: Vec<&'static str>,
    span: Span,
}

impl<'a> Mapping<'a> {
    /// Opens a mapping; anything else is a complaint.
    pub(crate) fn open(node: &'a Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            NodeKind::Mapping(entries) if !entries.is_empty() => {
                Some(Self { entries, asked: Vec::new(), span: node.span })
            }
            _ => wrong_shape(node, "a mapping (lines of the form `key: value`)", problems),
        }
    }

    /// Opens a file `text` that is no record, and looks at its texts.
    pub(crate) fn of_file(text: &str, node: &'a Node, problems: &mut Problems) -> Option<Self> {
        remarks::file(text, node, problems);
        Self::open(node, problems)
    }

    /// The place of the mapping.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// The value of `key`. A key without a value is a complaint, made once: absence and emptiness are different things.
    pub(crate) fn take(&mut self, key: &'static str, problems: &mut Problems) -> Option<&'a Node> {
        self.ask(key, "or remove the key", problems)
    }

    /// As [`Mapping::take`]; an absent key is a complaint too.
    pub(crate) fn require(&mut self, key: &'static str, problems: &mut Problems) -> Option<&'a Node> {
        if !self.has(key) {
            problems.push(
                Diagnostic::new(&MISSING_KEY, self.span, format!("`{key}` is missing"))
                    .help(format!("add `{key}: …`")),
            );
        }
        self.ask(key, "the key must be there", problems)
    }

    /// Whether the key stands there, with a value or without.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.key_span(key).is_some()
    }

    /// Where the key stands, with a value or without.
    pub(crate) fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(written, _)| written.value == key).map(|(written, _)| written.span)
    }

    fn ask(&mut self, key: &'static str, otherwise: &str, problems: &mut Problems) -> Option<&'a Node> {
        let is_first = !self.asked.contains(&key);
        if is_first {
            self.asked.push(key);
        }
        let (written, node) = self.entries.iter().find(|(found, _)| found.value == key)?;
        if node.value.is_empty() && is_first {
            without_value(written, node, otherwise, problems);
        }
        (!node.value.is_empty()).then_some(node)
    }

    /// Complains about keys that nobody asked for.
    pub(crate) fn finish(self, problems: &mut Problems) {
        for (key, _) in self.entries.iter().filter(|(key, _)| !self.asked.contains(&key.value.as_str())) {
            problems.push(
                Diagnostic::new(&UNKNOWN_KEY, key.span, format!("unknown key `{}`", key.value))
                    .help(suggest(&key.value, self.asked.iter().copied())),
            );
        }
    }
}

/// A scalar with words in it.
pub(crate) fn text(node: &Node, problems: &mut Problems) -> Option<Spanned<String>> {
    match &node.value {
        NodeKind::Scalar(text) if !text.trim().is_empty() => {
            Some(Spanned::new(text.trim_end().to_owned(), node.span))
        }
        _ => wrong_shape(node, "a text", problems),
    }
}

/// Reads a file that is one list under `key`.
pub(crate) fn listed<T>(
    (file, text): (FileId, &str),
    key: &'static str,
    one: fn(&Node, &mut Problems) -> Option<T>,
    problems: &mut Problems,
) -> Listed<T> {
    let unread = Listed { entries: Vec::new(), has_unread: true };
    let Some(node) = yaml::read(file, text, 0..text.len(), problems) else { return unread };
    let Some(mut mapping) = Mapping::of_file(text, &node, problems) else { return unread };
    let nodes = mapping.require(key, problems).and_then(|node| sequence(node, problems));
    mapping.finish(problems);
    let Some(nodes) = nodes else { return unread };
    let entries: Vec<_> = nodes.iter().filter_map(|node| one(node, problems)).collect();
    Listed { has_unread: entries.len() < nodes.len(), entries }
}

/// The values of a sequence.
pub(crate) fn sequence<'a>(node: &'a Node, problems: &mut Problems) -> Option<&'a [Node]> {
    match &node.value {
        NodeKind::Sequence(nodes) => Some(nodes),
        _ => wrong_shape(node, "a list (one `- value` a line, or `[value, value]`)", problems),
    }
}

/// One text, or one text a language.
pub(crate) fn localized(node: &Node, problems: &mut Problems) -> Option<Localized> {
    let NodeKind::Mapping(entries) = &node.value else {
        return text(node, problems).map(|text| Localized::plain(text.value));
    };
    let mut texts = Vec::new();
    for (language, node) in entries {
        if ["fr", "en"].contains(&language.value.as_str()) {
            if node.value.is_empty() {
                without_value(language, node, "or remove the key", problems);
                continue;
            }
            texts.extend(text(node, problems).map(|text| (language.value.clone(), text.value)));
        } else {
            problems.push(
                Diagnostic::new(
                    &UNKNOWN_KEY,
                    language.span,
                    format!("unknown language `{}`", language.value),
                )
                .help("one of: en, fr"),
            );
        }
    }
    (!texts.is_empty()).then(|| Localized::by_language(texts))
}

/// A word of a short list.
pub(crate) fn word<T: Copy>(node: &Node, words: &[(&'static str, T)], problems: &mut Problems) -> Option<T> {
    let text = text(node, problems)?;
    let found = words.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
    if found.is_none() {
        problems.push(
            Diagnostic::new(&UNKNOWN_TERM, text.span, format!("unknown word `{}`", text.value))
                .help(suggest(&text.value, words.iter().map(|(word, _)| *word))),
        );
    }
    found
}

/// An id.
pub(crate) fn id(node: &Node, problems: &mut Problems) -> Option<Spanned<Id>> {
    let text = text(node, problems)?;
    parse_id(&text.value, text.span, problems).map(|id| Spanned::new(id, text.span))
}

/// A list of ids.
pub(crate) fn ids(node: &Node, problems: &mut Problems) -> Vec<Spanned<Id>> {
    let nodes = sequence(node, problems).unwrap_or_default();
    nodes.iter().filter_map(|node| id(node, problems)).collect()
}

/// Reads an id that stands at `span`.
pub(crate) fn parse_id(text: &str, span: Span, problems: &mut Problems) -> Option<Id> {
    Id::new(text).map_err(|error| problems.push(id_complaint(text, error, span))).ok()
}

/// The complaint about a text that is no id.
pub(crate) fn id_complaint(text: &str, error: IdError, place: impl Into<crate::diag::Place>) -> Diagnostic {
    match error {
        IdError::Invalid => Diagnostic::new(&ID_INVALID, place, format!("`{text}` is no id"))
            .help("use 1 to 80 lower-case letters a-z, digits and hyphens"),
        IdError::Reserved => {
            Diagnostic::new(&ID_RESERVED, place, format!("`{text}` is a name that extrait writes itself"))
                .help(format!("choose another, as `{text}-1`"))
        }
        IdError::Windows => {
            Diagnostic::new(&ID_RESERVED, place, format!("`{text}` cannot be a file name on Windows"))
                .help(format!("choose another, as `{text}-1`"))
        }
    }
}

/// An instant with its offset, RFC 3339.
pub(crate) fn instant(node: &Node, problems: &mut Problems) -> Option<Spanned<DateTime<FixedOffset>>> {
    let text = text(node, problems)?;
    let instant = days::instant(&text.value);
    let instant =
        instant.map_err(|right| not_a_day(&text, right, &BAD_INSTANT, "an instant", problems)).ok()?;
    // Kept all the same: with the error nothing is published, and what it closes is closed.
    let _ = in_years(instant.year(), Days::Planned, text.span, problems);
    Some(Spanned::new(instant, text.span))
}

/// Complains that `text` is not `what`, with the right form where it is known.
pub(crate) fn not_a_day(
    text: &Spanned<String>,
    right: Option<String>,
    code: &'static Code,
    what: &str,
    problems: &mut Problems,
) {
    let help = right.map_or_else(|| code.meaning.to_owned(), |right| match right.strip_suffix('Z') {
        Some(_) if !text.value.ends_with(['Z', 'z']) => {
            format!("write `{right}`; where it is not the time of UTC, write your offset instead of `Z`, as +01:00")
        }
        _ => format!("write `{right}`"),
    });
    problems.push(Diagnostic::new(code, text.span, format!("`{}` is not {what}", text.value)).help(help));
}

/// Complains of a day in a year that the field cannot mean.
pub(crate) fn in_years(year: i32, days: Days, span: Span, problems: &mut Problems) -> Option<()> {
    if days.holds(year) {
        return Some(());
    }
    let message = format!("the year {year} lies outside {} to {}", YEARS.start(), YEARS.end());
    problems.push(
        Diagnostic::new(&DATE_OUT_OF_RANGE, span, message)
            .help("write the day that is meant, with four digits for the year"),
    );
    None
}

/// The value, or a complaint that `text` is not `what`.
pub(crate) fn parsed<T, E>(
    text: &Spanned<String>,
    result: Result<T, E>,
    code: &'static Code,
    what: &str,
    problems: &mut Problems,
) -> Option<T> {
    if result.is_err() {
        problems.push(
            Diagnostic::new(code, text.span, format!("`{}` is not {what}", text.value)).help(code.meaning),
        );
    }
    result.ok()
}

/// Complains that `key` has the empty value `node`.
fn without_value(key: &Spanned<String>, node: &Node, otherwise: &str, problems: &mut Problems) {
    if node.value == NodeKind::Lost {
        return;
    }
    // Where nothing is written, there is nothing to point at but the key.
    let span = if node.span.range().is_empty() { key.span } else { node.span };
    problems.push(
        Diagnostic::new(&EMPTY_VALUE, span, format!("`{}` has no value", key.value))
            .help(format!("write its value; {otherwise}")),
    );
}

/// The complaint that `node` is not `expected`.
pub(crate) fn wrong_shape<T>(node: &Node, expected: &str, problems: &mut Problems) -> Option<T> {
    if node.value == NodeKind::Lost {
        return None;
    }
    if node.value.is_empty() {
        problems.push(
            Diagnostic::new(&EMPTY_VALUE, node.span, format!("{expected} is expected here, not nothing"))
                .help(format!("write {expected} in its place, or remove what is empty")),
        );
        return None;
    }
    let found = match &node.value {
        NodeKind::Null | NodeKind::Lost | NodeKind::Scalar(_) => "a single value",
        NodeKind::Sequence(_) => "a list",
        NodeKind::Mapping(_) => "keys and values",
    };
    problems.push(
        Diagnostic::new(&WRONG_SHAPE, node.span, format!("{expected} is expected here, not {found}"))
            .help(format!("write {expected} in its place")),
    );
    None
}
