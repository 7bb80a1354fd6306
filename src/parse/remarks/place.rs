//! Where parts of a scalar stand in the file, which has it folded, indented or with escapes.

use std::ops::Range;

use crate::source::Span;

/// A text as it was read, and how it stands in its file.
#[derive(Clone, Copy)]
pub(crate) struct WrittenText<'a> {
    /// The whole file.
    pub(crate) file: &'a str,
    /// Where the text stands.
    pub(crate) span: Span,
    /// As it was read.
    pub(crate) value: &'a str,
    /// Whether it is a scalar of YAML, and not the very text of the file.
    pub(crate) is_scalar: bool,
}

impl WrittenText<'_> {
    /// Where parts of the text stand, in the order of their beginnings. What is not found is said of the whole.
    pub(crate) fn places<'r>(self, parts: impl IntoIterator<Item = &'r Range<usize>>) -> Vec<Span> {
        let raw = self.file.get(self.span.range()).unwrap_or_default();
        let mut read = self.value.char_indices().filter(|(_, c)| !c.is_whitespace());
        let mut written = Visible::new(raw, self.value, self.is_scalar);
        let mut lost = false;
        let parts = parts.into_iter().map(|part| {
            let found = loop {
                let (Some((at, c)), false) = (read.next(), lost) else { break None };
                let Some(found) = written.next().filter(|found| found.1 == c) else {
                    lost = true;
                    break None;
                };
                if at >= part.start {
                    break Some(found.0);
                }
            };
            found.map_or(self.span, |found| self.span_of(raw, found, part.len()))
        });
        parts.collect()
    }

    /// So many bytes from there, and no further than the line.
    fn span_of(self, raw: &str, from: usize, length: usize) -> Span {
        let to = raw.floor_char_boundary(from + length);
        let line = raw[from..to.max(from)].find(['\r', '\n']);
        let to = line.map_or(to, |line| from + line);
        let start = self.span.range().start;
        Span::new(self.span.file, start + from..start + to)
    }
}

/// The quote around a scalar that is written so and read as `value`; a block text may begin with one itself.
pub(super) fn quote(raw: &str, value: &str) -> Option<char> {
    let mut chars = raw.chars();
    let quote = chars.next().filter(|c| matches!(c, '"' | '\''))?;
    let is_escaped = chars.next().is_some_and(|next| next == '\\' || next == quote);
    (is_escaped || !value.trim_start().starts_with(quote)).then_some(quote)
}

/// The visible characters of a scalar as it is written, and where they stand.
struct Visible<'a> {
    raw: &'a str,
    at: usize,
    quote: Option<char>,
}

impl<'a> Visible<'a> {
    fn new(raw: &'a str, value: &str, is_scalar: bool) -> Self {
        let quote = quote(raw, value).filter(|_| is_scalar);
        let first = raw.lines().next().unwrap_or_default();
        let header = first
            .trim_start_matches(['|', '>'])
            .trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        let is_header = is_scalar && first.starts_with(['|', '>']) && header.trim().is_empty();
        let at = match quote {
            Some(_) => 1,
            None if is_header => first.len(),
            None => 0,
        };
        Self { raw, at, quote }
    }

    /// The character that an escape stands for, and the length of the escape (YAML 1.2.2, 5.7).
    fn escape(rest: &str) -> (char, usize) {
        let code = |digits: usize| {
            let number = rest.get(2..2 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
            (number.and_then(char::from_u32).unwrap_or(' '), 2 + digits)
        };
        match rest[1..].chars().next() {
            Some('x') => code(2),
            Some('u') => code(4),
            Some('U') => code(8),
            Some(c @ ('"' | '/' | '\\')) => (c, 2),
            Some('0') => ('\0', 2),
            Some('a') => ('\u{7}', 2),
            Some('b') => ('\u{8}', 2),
            Some('e') => ('\u{1b}', 2),
            Some(c) => (' ', 1 + c.len_utf8()),
            None => (' ', 1),
        }
    }
}

impl Iterator for Visible<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (at, rest) = (self.at, self.raw.get(self.at..)?);
            let c = rest.chars().next()?;
            let (c, length) = match (self.quote, c) {
                (Some('"'), '\\') => Self::escape(rest),
                (Some('\''), '\'') => (c, 2),
                _ => (c, c.len_utf8()),
            };
            self.at += length;
            if !c.is_whitespace() {
                return Some((at, c));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// Each word of the text that was read is found in its place.
    fn check(raw: &str, value: &str, expected: &[&str]) {
        let file = Sources::default().add(String::new(), String::new());
        let before = "key: é ";
        let whole = format!("{before}{raw}");
        let span = Span::new(file, before.len()..whole.len());
        let written = WrittenText { file: &whole, span, value, is_scalar: true };
        let mut parts = Vec::new();
        let mut at = 0;
        for word in value.split_inclusive(char::is_whitespace) {
            let trimmed = word.trim();
            if !trimmed.is_empty() {
                parts.push(at..at + trimmed.len());
            }
            at += word.len();
        }
        let found: Vec<_> = written.places(&parts).iter().map(|span| &whole[span.range()]).collect();
        assert_eq!(found, expected, "{raw:?}");
    }

    #[test]
    fn words_are_found_where_they_stand() {
        check("one two", "one two", &["one", "two"]);
        check("|\n  one\n\n  déux | x\n", "one\n\ndéux | x\n", &["one", "déux", "|", "x"]);
        check("one\n  two\n", "one\ntwo\n", &["one", "two"]);
        check(">-\r\n  one\r\n  two", "one two", &["one", "two"]);
        check("'it''s two'", "it's two", &["it''", "two"]);
        check("\"a\\u00e9b two \\\n  three\"", "aéb two three", &["a\\u0", "two", "three"]);
        check("\"\\x41 b\"", "A b", &["\\", "b"]);
        // What does not follow is said of the whole.
        check("one xyz abc", "one two abc", &["one", "one xyz abc", "one xyz abc"]);
        check("\"one\" two\n  three\n", "\"one\" two\nthree\n", &["\"one\"", "two", "three"]);
        check("\"\\\"one\\\" two\"", "\"one\" two", &["\\\"one", "two"]);
    }
}
