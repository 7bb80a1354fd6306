//! YAML 1.2 text → a tree of values with their places. With its parts, the only user of the YAML crate.
//!
//! The tree keeps every scalar as its author wrote it (`05` stays `05`), so that types are the business of the field
//! tables, and a slip in one value does not hide the next.

mod cut;
mod node;
pub(crate) mod outline;
mod plain;
mod raw;
pub(crate) mod swallowed;

use std::collections::BTreeSet;

use serde_yaml::{
    DuplicateKeyPolicy, Error, Location, MergeKeyPolicy, NonFiniteFloatPolicy, Spanned as Located,
};

use crate::diag::codes::{YAML_DUPLICATE_KEY, YAML_LIMIT, YAML_SYNTAX, YAML_TAG};
use crate::diag::{Diagnostic, Problems, forbidden_character, is_forbidden};
use crate::source::{FileId, Span, Spanned, offset_of};
pub(crate) use node::{Node, NodeKind};
use raw::Raw;

/// Limits that real registers never meet and hostile files do.
const MAX_DEPTH: usize = 24;
const MAX_NODES: usize = 200_000;
const MAX_ALIASES: usize = 1_000;
const MAX_REPLAYED: usize = 50_000;

/// Reads one document, `text[range]` of `file`; an empty one is [`NodeKind::Null`].
pub(crate) fn read(
    file: FileId,
    text: &str,
    range: std::ops::Range<usize>,
    problems: &mut Problems,
) -> Option<Node> {
    plain::read(file, &text[range.clone()], range.start).or_else(|| carefully(file, text, range, problems))
}

/// Reads a document of which there may be something to say.
fn carefully(
    file: FileId,
    text: &str,
    range: std::ops::Range<usize>,
    problems: &mut Problems,
) -> Option<Node> {
    let mut place =
        DocumentText { file, text: &text[range.clone()], offset: range.start, lost: BTreeSet::new() };
    match serde_yaml::from_str_with_options::<Located<Raw>>(place.text, options()) {
        Ok(raw) => {
            place.lost = swallowed::look(file, place.text, place.offset, problems);
            Some(place.node(raw, problems))
        }
        Err(error) => {
            problems.push(place.complaint(&error));
            None
        }
    }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_documents: 1,
            max_depth: MAX_DEPTH,
            flow_nesting_limit: 512,
            max_nodes: MAX_NODES,
            max_aliases: MAX_ALIASES,
            enforce_alias_anchor_ratio: false
        },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: MAX_REPLAYED },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        reject_unsupported_tags: true
    }
}

/// Where a document stands in its file.
struct DocumentText<'a> {
    file: FileId,
    text: &'a str,
    offset: usize,
    /// Where values stand that are lost whole.
    lost: BTreeSet<usize>,
}

impl DocumentText<'_> {
    fn span(&self, location: Location) -> Span {
        let span = location.span();
        let number = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok());
        let start = number(span.byte_offset()).unwrap_or_else(|| {
            let count = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
            offset_of(self.text, count(location.line()), count(location.column()))
        });
        let length = number(span.byte_len()).unwrap_or(0);
        Span::new(self.file, self.offset + start..self.offset + start + length)
    }

    /// The scalar as it stands in the file; `fallback` where that cannot be told.
    fn written(&self, location: Location, fallback: &str) -> String {
        let range = self.span(location).range();
        let inner = range.start - self.offset..range.end - self.offset;
        self.text.get(inner).filter(|text| !text.is_empty()).unwrap_or(fallback).trim_end().to_owned()
    }

    fn node(&self, raw: Located<Raw>, problems: &mut Problems) -> Node {
        let span = self.span(raw.referenced);
        self.tag(self.span(raw.defined), problems);
        if let Raw::Text(text) = &raw.value {
            self.decoded(text, span, problems);
        }
        let is_lost = self.lost.contains(&(span.range().start - self.offset));
        let (kind, span) = match raw.value {
            Raw::Null if is_lost => (NodeKind::Lost, span),
            Raw::Text(text) if is_lost && text.trim().is_empty() => (NodeKind::Lost, span),
            Raw::Null => (NodeKind::Null, span),
            Raw::Text(text) => (NodeKind::Scalar(text), span),
            Raw::Inferred(text) => (NodeKind::Scalar(self.written(raw.defined, &text)), span),
            Raw::Sequence(raws) => {
                (NodeKind::Sequence(raws.into_iter().map(|raw| self.node(raw, problems)).collect()), span)
            }
            Raw::Mapping(raws) => {
                let entries = self.mapping(raws, problems);
                // A mapping has no width of its own: its first key is where a reader looks.
                let span = entries.first().map_or(span, |(key, _)| key.span);
                (NodeKind::Mapping(entries), span)
            }
        };
        Spanned::new(kind, span)
    }

    /// Escapes such as `"\x1b"` bring back what is refused in the file as written.
    fn decoded(&self, text: &str, span: Span, problems: &mut Problems) {
        let inner = span.range().start - self.offset..span.range().end - self.offset;
        let written = self.text.get(inner).unwrap_or_default();
        let escaped = text.chars().find(|c| is_forbidden(*c) && !written.contains(*c));
        problems.extend(escaped.map(|c| forbidden_character(c, span)));
    }

    /// The parser applies the tags of the core schema itself, and tells nobody.
    fn tag(&self, span: Span, problems: &mut Problems) {
        let before = self.text.get(..span.range().start - self.offset).unwrap_or_default();
        if before.ends_with([' ', '\t'])
            && let Some(tag) = self.tag_before(span)
            && let written = &self.text[tag.range().start - self.offset..tag.range().end - self.offset]
            && written.starts_with("!!")
        {
            problems.push(
                Diagnostic::new(&YAML_TAG, tag, format!("unsupported tag `{written}`"))
                    .help("remove the tag: the field says what its value is"),
            );
        }
    }

    /// The tag that stands in front of the value at `span`.
    fn tag_before(&self, span: Span) -> Option<Span> {
        let before = self.text.get(..span.range().start - self.offset)?.trim_end();
        let start = before.rfind([' ', '\t', '\n', '[', '{', ',']).map_or(0, |end| end + 1);
        let range = self.offset + start..self.offset + before.len();
        before[start..].starts_with('!').then(|| Span::new(self.file, range))
    }

    fn mapping(
        &self,
        raws: Vec<(Located<String>, Located<Raw>)>,
        problems: &mut Problems,
    ) -> Vec<(Spanned<String>, Node)> {
        let mut entries: Vec<(Spanned<String>, Node)> = Vec::with_capacity(raws.len());
        let mut seen = std::collections::BTreeMap::new();
        for (key, value) in raws {
            let key = Spanned::new(key.value, self.span(key.referenced));
            self.decoded(&key.value, key.span, problems);
            let value = self.node(value, problems);
            match seen.insert(key.value.clone(), key.span) {
                None => entries.push((key, value)),
                Some(first) => problems.push(
                    Diagnostic::new(&YAML_DUPLICATE_KEY, key.span, format!("`{}` stands twice", key.value))
                        .related(first, "first here")
                        .help("keep one of them"),
                ),
            }
        }
        entries
    }

    fn complaint(&self, error: &Error) -> Diagnostic {
        let error = error.without_snippet();
        let span =
            error.location().map_or(Span::new(self.file, self.offset..self.offset), |at| self.span(at));
        let words = words(error);
        match error {
            Error::AliasError { error, .. } => self.complaint(error),
            Error::UnsupportedTag { .. } => {
                let span = self.tag_before(span).unwrap_or(span);
                let quoted = self.unquoted(span).map(|form| format!("; if it is no tag, write {form}"));
                let help = "remove the tag: the field says what its value is";
                Diagnostic::new(&YAML_TAG, span, words).help(help.to_owned() + &quoted.unwrap_or_default())
            }
            Error::MergeKeyNotAllowed { .. } => {
                Diagnostic::new(&YAML_TAG, span, "`<<` merges are not read").help("write the keys out")
            }
            Error::MultipleDocuments { .. } => one_document(span),
            Error::Budget { breach: serde_yaml::budget::BudgetBreach::Documents { .. }, .. } => {
                one_document(span)
            }
            Error::Budget { .. }
            | Error::AliasReplayLimitExceeded { .. }
            | Error::AliasExpansionLimitExceeded { .. }
            | Error::AliasReplayStackDepthExceeded { .. }
            | Error::AliasReplayCounterOverflow { .. } => {
                let limits = format!("at most {MAX_DEPTH} levels, {MAX_NODES} values, {MAX_ALIASES} aliases");
                Diagnostic::new(&YAML_LIMIT, span, words).help(limits)
            }
            // Only a tag asks for a type here.
            Error::InvalidScalar { .. } => {
                let span = self.tag_before(span).unwrap_or(span);
                Diagnostic::new(&YAML_TAG, span, "the text is not what its tag says it is")
                    .help("remove the tag: the field says what its value is")
            }
            Error::NullIntoString { .. } => {
                Diagnostic::new(&YAML_SYNTAX, span, "here is nothing where a word must stand")
                    .help("write the key in front of the colon")
            }
            _ => {
                if let Some((comment, form)) = cut::cause(self.text, span.range().start - self.offset) {
                    let words = swallowed::shortened(&self.text[comment.clone()]);
                    let told = format!("`{words}` is read as a comment, in the middle of a value");
                    let span = Span::new(self.file, self.offset + comment.start..self.offset + comment.end);
                    let help = format!("write {form}; a comment has a space after its `#`");
                    return Diagnostic::new(&YAML_SYNTAX, span, told).help(help);
                }
                let general = "check indentation, and quote texts that hold `: `, ` #`, or start with a sign";
                let span = self.tag_before(span).unwrap_or(span);
                let quoted = self.unquoted(span).map(|form| format!("if it is a text, write {form}"));
                let help = quoted.unwrap_or_else(|| general.to_owned());
                Diagnostic::new(&YAML_SYNTAX, span, words).help(help)
            }
        }
    }

    fn unquoted(&self, span: Span) -> Option<String> {
        swallowed::unquoted(self.text, span.range().start.saturating_sub(self.offset))
    }
}

fn one_document(span: Span) -> Diagnostic {
    Diagnostic::new(&YAML_SYNTAX, span, "a second document starts here")
        .help("one file holds one document: remove the `---` or `...` line")
}

/// The parser's words without its own line and column: the span says them.
fn words(error: &Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    type YamlFault = (&'static str, (usize, usize));

    fn parse(text: &str) -> (Option<Node>, Vec<YamlFault>) {
        let mut sources = Sources::default();
        let file = sources.add("x.yaml".into(), text.into());
        let mut problems = Problems::default();
        let node = read(file, text, 0..text.len(), &mut problems);
        let found = problems.iter().map(|problem| match problem.place {
            crate::diag::Place::Text(span) => (problem.code.name, sources.position(span)),
            _ => panic!("no place"),
        });
        (node, found.collect())
    }

    #[test]
    fn scalars_stay_as_written() {
        let (node, problems) =
            parse("a: 05\nb: 1_000\nc: 2.50\nd: 0x1F\ne: yes\nf: true\ng: .nan\nh: '05'\n");
        assert_eq!(problems, []);
        let NodeKind::Mapping(entries) = node.unwrap().value else { panic!("no mapping") };
        let texts: Vec<_> = entries
            .iter()
            .map(|(_, node)| match &node.value {
                NodeKind::Scalar(text) => text.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(texts, ["05", "1_000", "2.50", "0x1F", "yes", "true", ".nan", "05"]);
    }

    #[test]
    fn faults_have_places() {
        let check = |text: &str, expected: &[YamlFault]| {
            assert_eq!(parse(text).1, expected, "{text}");
        };
        check("a: 1\nb: 2\na: 3\nb: 4\n", &[("yaml-duplicate-key", (3, 1)), ("yaml-duplicate-key", (4, 1))]);
        check("a: [\n", &[("yaml-syntax", (1, 4))]);
        check("é: b: c\n", &[("yaml-syntax", (1, 5))]);
        check("a: !x b\n", &[("yaml-tag", (1, 4))]);
        check("a: !!int b\n", &[("yaml-tag", (1, 4))]);
        check("a: [!!str b]\n", &[("yaml-tag", (1, 5))]);
        check("a:\n  - !x\n", &[("yaml-tag", (2, 5))]);
        check(": b\n", &[("yaml-syntax", (1, 1))]);
        check("a: Tide\n  gauges #2\n  more\n", &[("yaml-syntax", (2, 10))]);
        check("a: [b, c #4]\nd: 1\n", &[("yaml-syntax", (1, 10))]);
        check("<<: {a: 1}\n", &[("yaml-tag", (1, 1))]);
        check("a: 1\n---\nb: 2\n", &[("yaml-syntax", (2, 1))]);
        assert_eq!(parse(&format!("{}{}", "[".repeat(100), "]".repeat(100))).1[0].0, "yaml-limit");
        assert_eq!(parse(&"[".repeat(5_000)).1.len(), 1);
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                    d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n";
        assert_eq!(parse(bomb).1[0].0, "yaml-limit");
    }
}
