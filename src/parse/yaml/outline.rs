//! Where everything of a document stands, down to its comments: what an edit in place needs, and a reader does not.

use std::ops::Range;

use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, Span as Extent, StrInput};

/// A document and its comments.
pub(crate) struct Outline {
    /// Its root.
    pub(crate) root: Part,
    /// Comments in the order of the text, from `#` to the end of the line.
    pub(crate) comments: Vec<Range<usize>>,
}

/// A value, a key or an item, and where it stands.
pub(crate) struct Part {
    /// From its first to its last byte, quotes and brackets included.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) shape: NodeShape,
    /// Whether it bears an anchor or a tag, or stands for another one.
    pub(crate) is_marked: bool,
}

/// What a part is.
pub(crate) enum NodeShape {
    /// Nothing stands there.
    Null,
    /// A scalar and its text.
    Scalar(String),
    /// A scalar behind `|` or `>`, or an alias: nothing to edit in a line.
    Opaque,
    /// Items, in brackets or one a line.
    Sequence(Style, Vec<Part>),
    /// Keys and values, in braces or one a line.
    Mapping(Style, Vec<(Part, Part)>),
}

/// How a collection is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// One a line.
    Block,
    /// In brackets or braces.
    Flow,
}

/// Nothing that an author of a share nests is deeper.
const MAX_DEPTH: usize = 24;

/// Outlines a text that holds one document; `None` for anything else.
pub(crate) fn outline(text: &str) -> Option<Outline> {
    let events = Parser::new_from_str_with_options(text, Options::default());
    let mut reader = OutlineReader { text, events };
    let Event::StreamStart = reader.next()?.0 else { return None };
    let Event::DocumentStart(_, None) = reader.next()?.0 else { return None };
    let first = reader.next()?;
    let root = reader.part(first, 0)?;
    let Event::DocumentEnd = reader.next()?.0 else { return None };
    let Event::StreamEnd = reader.next()?.0 else { return None };
    Some(Outline { comments: comments(text, &root), root })
}

/// Comments start with a `#` at the start of a line or after white space, outside of every scalar (YAML 1.2, 6.6).
fn comments(text: &str, root: &Part) -> Vec<Range<usize>> {
    let mut scalars = Vec::new();
    root.scalars(&mut scalars);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('#') {
        let apart = text[..at].chars().next_back().is_none_or(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
        let inside = scalars.iter().any(|scalar| scalar.contains(&at));
        if apart && !inside && found.last().is_none_or(|comment| comment.end <= at) {
            let end = text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length);
            found.push(at..end);
        }
    }
    found
}

impl Part {
    fn scalars(&self, found: &mut Vec<Range<usize>>) {
        match &self.shape {
            NodeShape::Null => {}
            NodeShape::Scalar(_) | NodeShape::Opaque => found.push(self.range.clone()),
            NodeShape::Sequence(_, items) => items.iter().for_each(|item| item.scalars(found)),
            NodeShape::Mapping(_, entries) => entries.iter().for_each(|(key, value)| {
                key.scalars(found);
                value.scalars(found);
            }),
        }
    }
}

struct OutlineReader<'t> {
    text: &'t str,
    events: Parser<'t, StrInput<'t>>,
}

impl<'t> OutlineReader<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        let (event, extent) = self.events.next()?.ok()?;
        Some((event, range(extent)?))
    }

    fn part(&mut self, (event, range): (Event<'t>, Range<usize>), depth: usize) -> Option<Part> {
        if depth > MAX_DEPTH {
            return None;
        }
        match event {
            Event::Alias(_) => Some(Part { range, shape: NodeShape::Opaque, is_marked: true }),
            Event::Scalar(text, style, anchor, tag) => {
                let shape = match (style, text.as_ref()) {
                    // The parser says `~` where nothing stands.
                    (ScalarStyle::Plain, _) if range.is_empty() => NodeShape::Null,
                    (ScalarStyle::Literal | ScalarStyle::Folded, _) => NodeShape::Opaque,
                    _ => NodeShape::Scalar(text.into_owned()),
                };
                Some(Part { range, shape, is_marked: anchor != 0 || tag.is_some() })
            }
            Event::SequenceStart(_, anchor, tag) => {
                let style = self.style(&range, '[');
                let mut items = Vec::new();
                let end = loop {
                    match self.next()? {
                        (Event::SequenceEnd, end) => break end,
                        event => items.push(self.part(event, depth + 1)?),
                    }
                };
                let last = items.last().map_or(range.end, |item| item.range.end);
                let range = range.start..if style == Style::Flow { end.end } else { last };
                let is_marked = anchor != 0 || tag.is_some();
                Some(Part { range, shape: NodeShape::Sequence(style, items), is_marked })
            }
            Event::MappingStart(_, anchor, tag) => {
                let style = self.style(&range, '{');
                let mut entries: Vec<(Part, Part)> = Vec::new();
                let end = loop {
                    let key = match self.next()? {
                        (Event::MappingEnd, end) => break end,
                        event => self.part(event, depth + 1)?,
                    };
                    let value = self.next()?;
                    entries.push((key, self.part(value, depth + 1)?));
                };
                let first = entries.first().map_or(range.start, |(key, _)| key.range.start);
                let start = if style == Style::Flow { range.start } else { first };
                let last =
                    entries.last().map_or(range.end, |(key, value)| value.range.end.max(key.range.end));
                let range = start..if style == Style::Flow { end.end } else { last };
                let is_marked = anchor != 0 || tag.is_some();
                Some(Part { range, shape: NodeShape::Mapping(style, entries), is_marked })
            }
            _ => None,
        }
    }

    fn style(&self, range: &Range<usize>, bracket: char) -> Style {
        if self.text.get(range.start..).is_some_and(|rest| rest.starts_with(bracket)) {
            Style::Flow
        } else {
            Style::Block
        }
    }
}

fn range(extent: Extent) -> Option<Range<usize>> {
    let (start, end) = (extent.start.byte_offset()?, extent.end.byte_offset()?);
    Some(start..end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written<'t>(text: &'t str, part: &Part, found: &mut Vec<&'t str>) {
        found.push(&text[part.range.clone()]);
        match &part.shape {
            NodeShape::Sequence(_, items) => items.iter().for_each(|item| written(text, item, found)),
            NodeShape::Mapping(_, entries) => entries.iter().for_each(|(key, value)| {
                written(text, key, found);
                written(text, value, found);
            }),
            _ => {}
        }
    }

    #[test]
    fn parts_know_where_they_stand() {
        let check = |text: &str, expected: &[&str]| {
            let outline = outline(text).unwrap();
            let mut found = Vec::new();
            written(text, &outline.root, &mut found);
            assert_eq!(found[1..], *expected, "{text}");
        };
        check("a: 'x' # c\nb: y  # d\n", &["a", "'x'", "b", "y"]);
        check("a: [x, \"y\"] # c\n", &["a", "[x, \"y\"]", "x", "\"y\""]);
        check("a: {b: c, d: {e: f}}\n", &["a", "{b: c, d: {e: f}}", "b", "c", "d", "{e: f}", "e", "f"]);
        check("é: 1\r\nb: ü x\r\n", &["é", "1", "b", "ü x"]);
    }

    #[test]
    fn comments_are_found() {
        let text = "# one\na: 'x # no' # two\nb:\n  # three\n  - y#no # four # no\nc: |\n  # no\n\n# five\n";
        let outline = outline(text).unwrap();
        let comments: Vec<_> = outline.comments.iter().map(|range| text[range.clone()].trim_end()).collect();
        assert_eq!(comments, ["# one", "# two", "# three", "# four # no", "# five"]);
    }
}
