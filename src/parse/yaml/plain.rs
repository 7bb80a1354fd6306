//! The short way for documents of which there is nothing to say: from the parser's events straight to the tree.
//!
//! Gives the same tree as the long way, or nothing: tags, anchors, merges, repeated keys, faults and anything near a limit
//! are the business of the long way, which has words for them. It takes half the time, which is most of what reading a
//! record costs.

use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, Span as Extent, StrInput};

use crate::diag::is_forbidden;
use crate::parse::yaml::node::{Node, NodeKind};
use crate::parse::yaml::swallowed::comment_instead;
use crate::source::{FileId, Span, Spanned};

/// Documents with more are taken the long way, which tells the limits.
const MAX_NODES: usize = 5_000;
const MAX_DEPTH: usize = 12;

/// Reads the document `text`, which starts at `offset` of `file`.
pub(super) fn read(file: FileId, text: &str, offset: usize) -> Option<Node> {
    if text.starts_with('\u{feff}') {
        return None;
    }
    let mut options = Options::default();
    options.set_emit_comments(false);
    let events = Parser::new_from_str_with_options(text, options);
    let mut reader = PlainReader { events, text, file, offset, nodes: 0 };
    let Event::StreamStart = reader.next()?.0 else { return None };
    let Event::DocumentStart(_, None) = reader.next()?.0 else { return None };
    let first = reader.next()?;
    let node = reader.node(first, 0)?;
    let Event::DocumentEnd = reader.next()?.0 else { return None };
    let Event::StreamEnd = reader.next()?.0 else { return None };
    Some(node)
}

struct PlainReader<'t> {
    events: Parser<'t, StrInput<'t>>,
    text: &'t str,
    file: FileId,
    offset: usize,
    nodes: usize,
}

impl<'t> PlainReader<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Extent)> {
        self.events.next()?.ok()
    }

    fn node(&mut self, (event, extent): (Event<'t>, Extent), depth: usize) -> Option<Node> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return None;
        }
        let span = self.span(extent)?;
        match event {
            Event::Scalar(text, style, 0, None) => {
                let kind = match (text.as_ref(), style) {
                    // A value that YAML swallows.
                    ("" | "~", ScalarStyle::Plain) if self.has_comment(extent) => return None,
                    (text, ScalarStyle::Literal | ScalarStyle::Folded) if text.trim().is_empty() => {
                        return None;
                    }
                    ("" | "~" | "null" | "Null" | "NULL", ScalarStyle::Plain) => NodeKind::Null,
                    // Escapes bring back what is refused in the file as written.
                    (text, ScalarStyle::DoubleQuoted) if text.contains(is_forbidden) => return None,
                    _ => NodeKind::Scalar(text.into_owned()),
                };
                Some(Spanned::new(kind, span))
            }
            Event::SequenceStart(_, 0, None) => {
                let mut nodes = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => {
                            return Some(Spanned::new(NodeKind::Sequence(nodes), span));
                        }
                        event => nodes.push(self.node(event, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(_, 0, None) => self.mapping(span, depth),
            _ => None,
        }
    }

    fn mapping(&mut self, span: Span, depth: usize) -> Option<Node> {
        let mut entries: Vec<(Spanned<String>, Node)> = Vec::new();
        loop {
            let (text, extent) = match self.next()? {
                (Event::MappingEnd, _) => break,
                (Event::Scalar(text, _, 0, None), extent) => (text, extent),
                _ => return None,
            };
            let known = entries.iter().any(|(key, _)| key.value == text.as_ref());
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let null = matches!(text.as_ref(), "" | "null" | "Null" | "NULL");
            if known || null || entries.len() > 100 || !text.chars().all(plain) {
                return None;
            }
            let key = Spanned::new(text.into_owned(), self.span(extent)?);
            self.nodes += 1;
            let value = self.next()?;
            entries.push((key, self.node(value, depth + 1)?));
        }
        // A mapping has no width of its own: its first key is where a reader looks.
        let span = entries.first().map_or(span, |(key, _)| key.span);
        Some(Spanned::new(NodeKind::Mapping(entries), span))
    }

    /// Whether a comment stands where a value might have been meant.
    fn has_comment(&self, extent: Extent) -> bool {
        extent.start.byte_offset().is_some_and(|start| comment_instead(self.text, start).is_some())
    }

    fn span(&self, extent: Extent) -> Option<Span> {
        let (start, end) = (extent.start.byte_offset()?, extent.end.byte_offset()?);
        Some(Span::new(self.file, self.offset + start..self.offset + end.max(start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Problems;
    use crate::parse::yaml::carefully;
    use crate::source::Sources;

    /// Both ways, in the middle of a file.
    fn check(text: &str, short: bool) {
        let mut sources = Sources::default();
        let file = sources.add("x.yaml".into(), format!("---\n{text}"));
        let mut problems = Problems::default();
        let whole = sources.get(file).text();
        let long = carefully(file, whole, 4..whole.len(), &mut problems);
        let found = read(file, text, 4);
        assert_eq!(found.is_some(), short, "{text}");
        if short {
            assert_eq!(found, long, "{text}");
            assert_eq!(problems, Problems::default(), "{text}");
        }
    }

    #[test]
    fn both_ways_lead_to_the_same_tree() {
        for text in [
            "a: 1\nb: [x, y, {c: d}]\n",
            "a: 05\nb: 1_000\nc: 2.50\nd: 0x1F\ne: yes\nf: true\ng: .nan\nh: '05'\ni: -0\nj: 1e3\nk: .inf\n",
            "a:\nb: ~\nc: null\nd: ''\ne: \"\"\nf: NULL\ng: nUll\n",
            "a: >-\n  folded\n  text\n\n  more\nb: |\n  kept\n   so\nc: plain\n  on two lines\nd: 1\n  2\n",
            "a: \"es\\tca\\u00e9\"\nb: 'it''s'\nc: été\u{a0}— ü\n",
            "# first\na: 1 # last\n# between\nb:\n  # deeper\n  - 1\n  # end\n",
            "a: []\nb: {}\nc: [[], {}]\nd: [\n  1,\n  2,\n]\n",
            "- a\n- b: c\n  d: e\n-\n- - f\n",
            "\"a\": 1\n'b': 2\nc-d_e: 3\n",
            "a: 2026-01-05T09:00:00+01:00\nb: 12:30\nc: a:b\nd: \"x: y\"\ne: http://example.org/#x\n",
            "just words",
            "{a, b: 1}",
            "[a: b]",
            "a: |+\n  x\n\n",
            "--- a\n",
            "a: 1\n...\n",
            "a: 1\r\nb:\r\n  - x\r\n  - y\r\n",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn what_needs_words_goes_the_long_way() {
        for text in [
            "a: &x 1\nb: *x\n",
            "a: !x b\n",
            "a: !!str 1\n",
            "a: 1\na: 2\n",
            "<<: {a: 1}\n",
            "? [a]\n: b\n",
            "~: 1\n",
            "Null: 1\n",
            "NULL: 1\n",
            "null: 1\n",
            "a: ! b\n",
            "a: #b\n",
            "a: >5\n",
            "- |\n- b\n",
            "a: [\n",
            "a: b: c\n",
            "a: 1\n---\nb: 2\n",
            "%YAML 1.2\n---\na: 1\n",
            "a: \"\\x1b\"\n",
            "\u{feff}a: 1\n",
            "",
            "é: 1\n",
        ] {
            check(text, false);
        }
        check(&"[".repeat(30), false);
        check(&"- a\n".repeat(6_000), false);
    }
}
