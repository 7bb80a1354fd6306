//! The one door for text that goes to a terminal, a log or a report. Text that the program did not write itself (file
//! names, values of YAML, headers, host names, what was typed, errors of libraries) may hold a token, or characters that
//! make a terminal show something else than what is there.
//!
//! Only this module makes a [`Shown`], and printing takes nothing else. It masks what may be a token of a link, a site
//! secret or an invitation code, and writes control, bidi and invisible characters as escapes. Links that were asked for
//! in full pass by name: [`Revealed`] holds them, and nothing else passes with them.
//!
//! A commit id of SHA-1 has 40 digits like a token, so it is masked. UUIDs, SHA-256 and longer sums, minisign keys and
//! numbers without a letter stay readable.

mod invisible;
mod revealed;
mod secret;
mod unit;

use std::fmt::Write as _;
use std::ops::Range;

use invisible::is_invisible;
pub use revealed::Revealed;

/// What stands in the place of what is masked.
pub const HIDDEN: &str = "…";

/// Text that may be shown to anybody, or that its reader asked to see in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    /// Lines for people. Line ends and tabs stay: the program writes them. A foreign text that must stay on one line goes
    /// through [`foreign`] before.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::revealing(text, &Revealed::default())
    }

    /// Lines for people, in which the tokens that were asked for are shown.
    #[must_use]
    pub fn revealing(text: &str, revealed: &Revealed) -> Self {
        Self(by_line(text, revealed, &|line, to| escape(line, Keep::Tabs, to)))
    }

    /// Lines in the program's own colours. Foreign parts went through [`foreign`] before: what follows from an escape
    /// character in them is not told from a colour here.
    #[must_use]
    pub fn coloured(text: &str) -> Self {
        Self(by_line(text, &Revealed::default(), &|line, to| escape(line, Keep::Colours, to)))
    }

    /// JSON (RFC 8259): the same, with escapes that JSON has.
    #[must_use]
    pub fn json(text: &str, revealed: &Revealed) -> Self {
        Self(by_line(text, revealed, &escape_json))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A foreign text on one line: masked, line ends and tabs written as escapes too.
#[must_use]
pub fn foreign(text: &str) -> String {
    let mut shown = String::new();
    escape(&hide(text, &Revealed::default()), Keep::Nothing, &mut shown);
    shown
}

/// A foreign text on one line, not masked yet: the whole that it becomes a part of goes through the door later. Columns
/// are as wide as what is printed in them.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut shown = String::new();
    escape(text, Keep::Nothing, &mut shown);
    shown
}

/// A foreign text with its lines, not masked yet.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            shown.push('\n');
        }
        escape(line.strip_suffix('\r').unwrap_or(line), Keep::Tabs, &mut shown);
    }
    shown
}

/// A part of a text between two line ends, each by itself: a token does not go over the end of a line that the program
/// wrote.
fn by_line(text: &str, revealed: &Revealed, escape: &dyn Fn(&str, &mut String)) -> String {
    let mut shown = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            shown.push('\n');
        }
        escape(&hide(line, revealed), &mut shown);
    }
    shown
}

/// A text without what may open something.
fn hide(text: &str, revealed: &Revealed) -> String {
    let units = unit::units(text);
    let mut hidden = secret::find(text, &units, revealed);
    hidden.sort_by_key(|range: &Range<usize>| (range.start, range.end));
    let (mut masked, mut end) = (String::with_capacity(text.len()), 0);
    for range in hidden {
        if range.start >= end {
            masked.push_str(&text[end..range.start]);
            masked.push_str(HIDDEN);
        }
        end = end.max(range.end);
    }
    masked.push_str(&text[end..]);
    masked
}

/// Which characters a terminal obeys may stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Nothing,
    Tabs,
    Colours,
}

fn escape(text: &str, keep: Keep, shown: &mut String) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\u{1b}' if keep == Keep::Colours => unit::colour(rest).unwrap_or(0),
            '\t' if keep != Keep::Nothing => 1,
            _ => 0,
        };
        if length > 0 {
            shown.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if is_invisible(c) => drop(write!(shown, "\\u{{{:x}}}", u32::from(c))),
            c => shown.push(c),
        }
    }
}

/// What a JSON library leaves as it is, DEL and what is invisible, becomes `\uXXXX`.
fn escape_json(text: &str, shown: &mut String) {
    for c in text.chars() {
        if is_invisible(c) {
            for half in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(shown, "\\u{half:04x}");
            }
        } else {
            shown.push(c);
        }
    }
}

#[cfg(test)]
mod tests;
