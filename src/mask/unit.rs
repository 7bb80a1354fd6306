//! A text as units: what a reader, a browser or a terminal takes for one character, however it is written.
//!
//! `%2d` (RFC 3986, once more encoded too), `\u002d` and `\n` (JSON), `\u{2d}` (Rust), `&#45;` (HTML), a full-width digit
//! and a change of colour are one unit each.

use std::ops::Range;

use super::invisible::is_invisible;

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Where it stands, in bytes.
    pub(super) at: Range<usize>,
    /// What it says, digits and letters in their plain forms.
    pub(super) says: char,
    pub(super) kind: UnitKind,
}

/// What a unit is to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// `0` to `9`.
    Number,
    /// `a` to `f`, in either case.
    Letter,
    /// Another letter, or a digit of another script.
    Word,
    /// What may stand between two digits of one token.
    Between,
    /// What ends a token: quotes, brackets, commas and the like.
    Wall,
}

impl Unit {
    /// Whether it is a hexadecimal digit.
    pub(super) fn is_digit(&self) -> bool {
        matches!(self.kind, UnitKind::Number | UnitKind::Letter)
    }

    /// Whether it is a letter or digit of any sort.
    pub(super) fn is_word(&self) -> bool {
        self.is_digit() || self.kind == UnitKind::Word
    }
}

/// The units of a text.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (says, length) = match c {
            '%' => {
                at = percent(text, at, &mut units);
                continue;
            }
            '\\' => escaped(rest).unwrap_or((c, 1)),
            '&' => entity(rest).unwrap_or((c, 1)),
            '\u{1b}' => colour(rest).map_or((c, 1), |length| ('\u{1b}', length)),
            c => (c, c.len_utf8()),
        };
        push(&mut units, at..at + length, says);
        at += length;
    }
    units
}

fn push(units: &mut Vec<Unit>, at: Range<usize>, says: char) {
    let says = plain(says);
    units.push(Unit { at, says, kind: kind(says) });
}

fn kind(c: char) -> UnitKind {
    match c {
        '0'..='9' => UnitKind::Number,
        'a'..='f' | 'A'..='F' => UnitKind::Letter,
        c if is_invisible(c) => UnitKind::Between,
        c if c.is_alphanumeric() => UnitKind::Word,
        '"' | '\'' | '`' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | ',' | ';' | '#' | '=' | '&'
        | '?' | '@' | '!' | '$' | '^' | '…' | '\\' => UnitKind::Wall,
        _ => UnitKind::Between,
    }
}

/// A letter or digit in the form that ASCII has: full-width forms and the digits and letters of mathematics
/// (Unicode, blocks FF00 and 1D400).
fn plain(c: char) -> char {
    let code = u32::from(c);
    let ascii = match code {
        0xff01..=0xff5e => code - 0xff01 + 0x21,
        0x1d7ce..=0x1d7ff => (code - 0x1d7ce) % 10 + 0x30,
        0x1d400..=0x1d6a3 => match (code - 0x1d400) % 52 {
            letter @ 0..=25 => letter + 0x41,
            letter => letter - 26 + 0x61,
        },
        _ => code,
    };
    char::from_u32(ascii).unwrap_or(c)
}

/// The units of a run of `%XX`; gives where it ends. A run that is no UTF-8 is no text that was encoded: its `%` only
/// stand between its digits.
fn percent(text: &str, start: usize, units: &mut Vec<Unit>) -> usize {
    let (mut bytes, mut ends, mut at) = (Vec::new(), Vec::new(), start);
    while let Some((byte, length)) = encoded(&text[at..]) {
        at += length;
        bytes.push(byte);
        ends.push(at);
    }
    let decoded = std::str::from_utf8(&bytes).ok().filter(|decoded| !decoded.is_empty());
    let Some(decoded) = decoded else {
        let end = at.max(start + 1);
        text[start..end]
            .char_indices()
            .for_each(|(offset, c)| push(units, start + offset..start + offset + 1, c));
        return end;
    };
    let mut from = start;
    for (offset, c) in decoded.char_indices() {
        let to = ends[offset + c.len_utf8() - 1];
        push(units, from..to, c);
        from = to;
    }
    at
}

/// The byte that a text begins with in the form `%XX`, and how long that form is. `%25XX` is the same, encoded again.
fn encoded(text: &str) -> Option<(u8, usize)> {
    let mut at = 0;
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'%') {
        return None;
    }
    while bytes.get(at + 1..at + 3) == Some(b"25") && hexadecimal(text, at + 3, 2).is_some() {
        at += 2;
    }
    let code = hexadecimal(text, at + 1, 2)?;
    Some((u8::try_from(code).ok()?, at + 3))
}

/// The number that `length` hexadecimal digits say.
fn hexadecimal(text: &str, at: usize, length: usize) -> Option<u32> {
    let digits =
        text.get(at..at + length).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

/// What an escape behind a backslash says, and its length. A text with escapes that stands in JSON has its backslashes
/// doubled.
fn escaped(text: &str) -> Option<(char, usize)> {
    let more = text.bytes().skip(1).take(7).take_while(|byte| *byte == b'\\').count();
    match backslash(&text[more..]) {
        Some((c, length)) if more == 0 || c != '\\' => Some((c, more + length)),
        _ => backslash(text),
    }
}

fn backslash(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().get(1)? {
        b'n' => Some(('\n', 2)),
        b't' => Some(('\t', 2)),
        b'r' => Some(('\r', 2)),
        b'x' => Some((char::from_u32(hexadecimal(text, 2, 2)?)?, 4)),
        b'u' if text.as_bytes().get(2) == Some(&b'{') => {
            let end = text.bytes().skip(3).take(7).position(|byte| byte == b'}')?;
            Some((char::from_u32(hexadecimal(text, 3, end)?)?, end + 4))
        }
        b'u' => match hexadecimal(text, 2, 4)? {
            high @ 0xd800..=0xdbff => {
                let low =
                    text.get(6..8).filter(|word| *word == "\\u").and_then(|_| hexadecimal(text, 8, 4))?;
                let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                Some((char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)?, 12))
            }
            code => Some((char::from_u32(code)?, 6)),
        },
        // What is escaped is the character itself; two bytes keep an escape in JSON whole.
        byte if byte.is_ascii_punctuation() => Some(('\\', 2)),
        _ => None,
    }
}

/// What a reference of HTML to a character by its number says, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    if text.starts_with("&shy;") {
        return Some(('\u{ad}', 5));
    }
    let digits = text.strip_prefix("&#")?;
    let end = digits.bytes().take(9).position(|byte| byte == b';')?;
    let code = match digits[..end].strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits[..end].parse(),
    };
    Some((char::from_u32(code.ok()?)?, end + 3))
}

/// The length of a change of colour at the start of a text: ECMA-48, 8.3.117, SGR.
pub(super) fn colour(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("\u{1b}[")?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    rest[end..].starts_with('m').then_some(end + 3)
}
