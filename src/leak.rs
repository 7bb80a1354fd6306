//! Texts that hold a link or the site secret: found in any text or bytes, without knowing either.
//!
//! A record is read once and kept in the cache, where no link may lie. So what is kept of a text is a [`Suspects`]: short
//! hashes of all that could be a token or a secret in it. They are compared once the links and the secret are known.
//!
//! A token counts however it is written, as long as a server would open it or a reader could put it together: in capitals,
//! percent-encoded (RFC 3986), with entities, escapes of YAML and JSON, broken over lines, with hyphens or spaces between
//! its digits, with tags or comments between them, in UTF-16.

mod decode;

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use decode::{DecodedUnit, next};

/// Digits of a token.
const TOKEN: usize = 40;

/// What a secret starts with.
const PREFIX: &[u8; 9] = b"extrait1_";

/// Characters of a secret that tell it from others.
const BODY: usize = 43;

/// Of a text with more suspects than this, a list of hashes for instance, they are not kept: it is looked through again.
const MOST: usize = 4_096;

/// How far apart two parts of one token may stand, in bytes: a line break, the indentation of the next line, a quotation mark.
const GAP: usize = 64;

/// The short hash of something that could be a token or a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Suspect(u64);

impl Suspect {
    /// Of a token, 40 lower-case hexadecimal digits.
    #[must_use]
    pub fn token(digits: &str) -> Self {
        Self(sum(digits.as_bytes()))
    }

    /// Of a secret as it is written; `None` for what has not its form.
    #[must_use]
    pub fn secret(text: &str) -> Option<Self> {
        Some(Self(sum(text.as_bytes().strip_prefix(PREFIX)?.get(..BODY)?)))
    }
}

/// Multiplies what went before; odd, so that nothing is lost.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// By what the first digit of a token is multiplied, once the one behind its last comes in.
const LEADING: u64 = {
    let (mut power, mut digit) = (1_u64, 1);
    while digit < TOKEN {
        power = power.wrapping_mul(FACTOR);
        digit += 1;
    }
    power
};

/// A polynomial hash that a window over a text carries along (Karp and Rabin, 1987).
fn added(sum: u64, byte: u8) -> u64 {
    sum.wrapping_mul(FACTOR).wrapping_add(u64::from(byte))
}

fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |sum, byte| added(sum, *byte))
}

/// What could be tokens or secrets in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suspects {
    /// These, in order.
    Known(Vec<Suspect>),
    /// Too many to keep.
    Many,
}

impl Default for Suspects {
    fn default() -> Self {
        Self::Known(Vec::new())
    }
}

impl Suspects {
    /// Those of a text.
    #[must_use]
    pub fn of(text: &[u8]) -> Self {
        let mut found = BTreeSet::new();
        search(text, &mut |suspect, _| {
            found.insert(suspect);
            found.len() <= MOST
        });
        if found.len() > MOST { Self::Many } else { Self::Known(found.into_iter().collect()) }
    }

    /// Takes in those of another text.
    pub fn add(&mut self, other: Self) {
        *self = match (std::mem::take(self), other) {
            (Self::Known(mine), Self::Known(others)) if mine.len() + others.len() <= MOST => {
                Self::Known(mine.into_iter().chain(others).collect::<BTreeSet<_>>().into_iter().collect())
            }
            _ => Self::Many,
        };
    }

    /// These; nothing where there are too many.
    #[must_use]
    pub fn known(&self) -> Option<BTreeSet<Suspect>> {
        if let Self::Known(suspects) = self { Some(suspects.iter().copied().collect()) } else { None }
    }

    /// Whether one of these may be among `wanted`.
    #[must_use]
    pub fn may_hold(&self, wanted: &BTreeSet<Suspect>) -> bool {
        match self {
            Self::Known(suspects) => suspects.iter().any(|suspect| wanted.contains(suspect)),
            Self::Many => true,
        }
    }
}

/// Where in a text those of `wanted` stand, each once.
#[must_use]
pub fn find(text: &[u8], wanted: &BTreeSet<Suspect>) -> Vec<(Suspect, Range<usize>)> {
    let mut found: Vec<(Suspect, Range<usize>)> = Vec::new();
    search(text, &mut |suspect, place| {
        let known = |(other, at): &(Suspect, Range<usize>)| *other == suspect && at.start == place.start;
        if wanted.contains(&suspect) && !found.iter().any(known) {
            found.push((suspect, place));
        }
        found.len() < MOST
    });
    found.sort_by_key(|(_, place)| place.start);
    found
}

/// The text without those of `wanted`.
#[must_use]
pub fn masked(text: &str, wanted: &BTreeSet<Suspect>) -> String {
    let mut masked = text.to_owned();
    for (_, place) in find(text.as_bytes(), wanted).into_iter().rev() {
        if masked.is_char_boundary(place.start) && masked.is_char_boundary(place.end) {
            masked.replace_range(place, "…");
        }
    }
    masked
}

/// Calls `see` with every suspect and its place, until it says no.
fn search(text: &[u8], see: &mut dyn FnMut(Suspect, Range<usize>) -> bool) {
    if pass(text, false, see) && memchr::memchr(b'<', text).is_some() {
        pass(text, true, see);
    }
}

/// One pass, through tags and comments or over them.
fn pass(text: &[u8], over_tags: bool, see: &mut dyn FnMut(Suspect, Range<usize>) -> bool) -> bool {
    let (mut digits, mut word, mut at) = (Digits::default(), SuspectWord::default(), 0);
    while at < text.len() {
        let (unit, end) = next(text, at, over_tags);
        if let Some((token, start)) = digits.take(unit, at, end)
            && !see(token, start..end)
        {
            return false;
        }
        for (secret, start) in word.take(unit, at) {
            if !see(secret, start..end) {
                return false;
            }
        }
        at = end;
    }
    word.take(DecodedUnit::Letter(b' '), at).into_iter().all(|(secret, start)| see(secret, start..at))
}

/// The hexadecimal digits that were read last, and where each stands.
struct Digits {
    last: [u8; RING],
    starts: [usize; RING],
    number: usize,
    end: usize,
    /// The sum over the last [`TOKEN`] digits, and how often each of the letters is among them.
    sum: u64,
    letters: [u8; 6],
}

/// Room for the digits of a token and some that went before.
const RING: usize = 64;

impl Default for Digits {
    fn default() -> Self {
        Self { last: [0; RING], starts: [0; RING], number: 0, end: 0, sum: 0, letters: [0; 6] }
    }
}

impl Digits {
    /// The token that ends with this unit, and where it starts.
    fn take(&mut self, unit: DecodedUnit, at: usize, end: usize) -> Option<(Suspect, usize)> {
        let DecodedUnit::Letter(letter) = unit else {
            if unit == DecodedUnit::Tag {
                self.end = end;
            }
            return None;
        };
        if !letter.is_ascii_hexdigit() {
            if matches!(letter, b'x' | b'X') && self.ends_with_zero() {
                self.forget_last();
            } else if letter.is_ascii_alphanumeric() {
                self.clear();
            }
            return None;
        }
        if at.saturating_sub(self.end) > GAP {
            self.clear();
        }
        self.push(letter.to_ascii_lowercase(), at);
        self.end = end;
        let first = self.number.checked_sub(TOKEN)?;
        self.is_random().then(|| (Suspect(self.sum), self.starts[first % RING]))
    }

    fn push(&mut self, digit: u8, at: usize) {
        if let Some(first) = self.number.checked_sub(TOKEN) {
            let gone = self.last[first % RING];
            self.sum = self.sum.wrapping_sub(u64::from(gone).wrapping_mul(LEADING));
            self.count(gone, u8::wrapping_sub);
        }
        self.sum = added(self.sum, digit);
        self.count(digit, u8::wrapping_add);
        (self.last[self.number % RING], self.starts[self.number % RING]) = (digit, at);
        self.number += 1;
    }

    fn count(&mut self, digit: u8, change: fn(u8, u8) -> u8) {
        if let Some(count) =
            digit.checked_sub(b'a').and_then(|letter| self.letters.get_mut(usize::from(letter)))
        {
            *count = change(*count, 1);
        }
    }

    fn clear(&mut self) {
        if self.number > 0 {
            (self.number, self.sum, self.letters) = (0, 0, [0; 6]);
        }
    }

    fn ends_with_zero(&self) -> bool {
        self.number > 0 && self.last[(self.number - 1) % RING] == b'0'
    }

    /// The zero of `0x`, which stands before each byte, is no digit of what follows.
    fn forget_last(&mut self) {
        let kept = self.number - 1;
        let from = kept.saturating_sub(TOKEN.min(kept));
        let last: Vec<_> =
            (from..kept).map(|index| (self.last[index % RING], self.starts[index % RING])).collect();
        self.clear();
        for (digit, at) in last {
            self.push(digit, at);
        }
    }

    /// Whether digits could be random: a column of numbers has no letters, or the `e` of exponents alone. Of random tokens
    /// one in a million has fewer than two different letters.
    fn is_random(&self) -> bool {
        self.letters.iter().filter(|count| **count > 0).count() > 1
    }
}

/// The characters of base64url that were read last: a word of its own, or what follows the prefix of a secret.
#[derive(Default)]
struct SuspectWord {
    /// The word so far, and where it starts.
    letters: Vec<u8>,
    start: usize,
    /// The last characters, words or not.
    tail: Vec<u8>,
    tail_start: usize,
    /// What follows the prefix, and where that starts.
    body: Option<(Vec<u8>, usize)>,
    quiet: usize,
}

impl SuspectWord {
    /// The secrets that end with this unit.
    fn take(&mut self, unit: DecodedUnit, at: usize) -> Vec<(Suspect, usize)> {
        let DecodedUnit::Letter(letter) = unit else { return Vec::new() };
        if letter.is_ascii_alphanumeric() || letter == b'_' || letter == b'-' {
            self.quiet = 0;
            if self.letters.is_empty() {
                self.start = at;
            }
            if self.letters.len() <= 64 {
                self.letters.push(letter);
            }
            return self.follow(letter, at).into_iter().collect();
        }
        self.quiet += 1;
        if self.quiet > GAP {
            (self.body, self.tail) = (None, Vec::new());
        }
        let word = &self.letters;
        let alone = word.len() == BODY || (word.len() == BODY + 9 && word[BODY] == b'_');
        let found = alone.then(|| (Suspect(sum(&word[..BODY])), self.start));
        self.letters.clear();
        found.into_iter().collect()
    }

    /// Follows the prefix, and what comes behind it.
    fn follow(&mut self, letter: u8, at: usize) -> Option<(Suspect, usize)> {
        if let Some((body, _)) = &mut self.body {
            body.push(letter);
            if body.len() == BODY {
                let (body, start) = self.body.take()?;
                return Some((Suspect(sum(&body)), start));
            }
            return None;
        }
        if PREFIX.get(self.tail.len()) == Some(&letter) {
            if self.tail.is_empty() {
                self.tail_start = at;
            }
            self.tail.push(letter);
            if self.tail.len() == PREFIX.len() {
                self.tail.clear();
                self.body = Some((Vec::with_capacity(BODY), self.tail_start));
            }
        } else {
            self.tail.clear();
            if letter == PREFIX[0] {
                self.tail.push(letter);
                self.tail_start = at;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
