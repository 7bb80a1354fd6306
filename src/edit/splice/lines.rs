//! A text as lines: where one starts, what indents it, which comment it bears, how it ends.

use std::ops::Range;

use crate::edit::splice::piece::{Splice, insert};
use crate::parse::yaml::outline::Part;

/// A text and its comments.
pub(super) struct TextLines<'a> {
    pub(super) text: &'a str,
    pub(super) comments: &'a [Range<usize>],
}

impl TextLines<'_> {
    fn start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The end of the line that holds `at`, its line break not included.
    fn end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length);
        if self.text[at..end].ends_with('\r') { end - 1 } else { end }
    }

    /// The line break that the text uses.
    fn newline(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    /// Spaces that put a line below what starts at `at`, which may stand behind the dash of a list.
    pub(super) fn indent(&self, at: usize) -> Option<String> {
        let before = &self.text[self.start(at)..at];
        before.chars().all(|c| c == ' ' || c == '-').then(|| " ".repeat(before.len()))
    }

    /// What stands before an item that starts at `at`: spaces, a dash, spaces.
    pub(super) fn dash(&self, at: usize) -> Option<&str> {
        let before = &self.text[self.start(at)..at];
        let rest = before.trim_start_matches(' ').strip_prefix('-')?;
        (!rest.is_empty() && rest.chars().all(|c| c == ' ')).then_some(before)
    }

    /// A new line below what ends at `end`; or, where that is not its true end, at the end of the text.
    pub(super) fn below(&self, end: usize, line: &str) -> Vec<Vec<Splice>> {
        let newline = self.newline();
        let content = self.text[..end].trim_end().len();
        let near = self.end(content);
        let mut proposals = vec![insert(near, format!("{newline}{line}"))];
        if self.text.ends_with('\n') {
            proposals.push(insert(self.text.len(), format!("{line}{newline}")));
        }
        proposals
    }

    /// A value behind the colon of a key that has none.
    pub(super) fn after_colon(&self, key: &Part, value: &str) -> Vec<Vec<Splice>> {
        let rest = &self.text[key.range.end..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        if !rest[spaces..].starts_with(':') {
            return Vec::new();
        }
        vec![insert(key.range.end + spaces + 1, format!(" {value}"))]
    }

    /// The first entry of an empty pair of brackets.
    pub(super) fn after_bracket(&self, empty: &Part, entry: String) -> Vec<Vec<Splice>> {
        let opens = self.text[empty.range.clone()].starts_with(['[', '{']);
        if opens { vec![insert(empty.range.start + 1, entry)] } else { Vec::new() }
    }

    /// The lines of `range` without their content: comments stay. `before` is what may stand before it on its line, beside
    /// spaces.
    pub(super) fn without(&self, range: Range<usize>, before: &str) -> Option<Vec<Splice>> {
        let first = self.start(range.start);
        let content = self.text[..range.end].trim_end().len().max(range.start);
        let last = self.end(content);
        let allowed = self.text[first..range.start].trim_matches(' ') == before;
        if !allowed {
            return None;
        }
        let mut splices = Vec::new();
        let mut start = first;
        while start <= last {
            let end = self.end(start);
            let next = self.text[end..].find('\n').map_or(self.text.len(), |length| end + length + 1);
            let comment = self.comments.iter().find(|comment| (start..=end).contains(&comment.start));
            match comment {
                Some(comment) => {
                    let indent = self.text[start..].len() - self.text[start..].trim_start_matches(' ').len();
                    splices.push(Splice { range: start + indent..comment.start, with: String::new() });
                }
                None if next == self.text.len() && !self.text.ends_with('\n') => {
                    // The last line takes the break before it along.
                    let from = self.text[..start].trim_end_matches(['\r', '\n']).len();
                    let from = splices.last().map_or(from, |splice: &Splice| from.max(splice.range.end));
                    splices.push(Splice { range: from..next, with: String::new() });
                }
                None => splices.push(Splice { range: start..next, with: String::new() }),
            }
            if next == self.text.len() {
                break;
            }
            start = next;
        }
        Some(splices)
    }
}
