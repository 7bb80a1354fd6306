//! What a text may hold, told in one pass over its bytes. Nearly every text holds no word that a rule asks for, and is
//! not taken apart into words.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::validate::marks::table::ANCHORS as OF_MARKS;
use crate::validate::placeholder::table::ANCHORS as OF_PLACEHOLDERS;

/// The first bytes of the characters that may stand inside a word unseen
/// ([`is_invisible`](crate::validate::words::is_invisible)): they may hide any word.
const UNSEEN: [&[u8]; 7] = [
    b"\xc2\xad",
    b"\xe2\x80\x8b",
    b"\xe2\x80\x8c",
    b"\xe2\x80\x8d",
    b"\xe2\x81\xa0",
    b"\xef\xbb\xbf",
    // U+0300 to U+033F; the others, to U+036F, are below.
    b"\xcc",
];

/// The first byte of U+0340 to U+036F, and of letters as well.
const UNSEEN_OR_LETTER: &[u8] = b"\xcd";

/// The beginnings of words that marks and placeholders need: nearly every text has none, and is read once. ASCII letters
/// count in both cases.
static ANY: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(of_marks().chain(of_placeholders())));

/// Those of marks alone.
static MARKS: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(of_marks()));

/// Those of placeholders alone.
static PLACEHOLDERS: LazyLock<AhoCorasick> = LazyLock::new(|| automaton(of_placeholders()));

fn of_marks() -> impl Iterator<Item = &'static [u8]> {
    OF_MARKS.iter().map(|anchor| anchor.as_bytes()).chain(UNSEEN).chain([UNSEEN_OR_LETTER])
}

fn of_placeholders() -> impl Iterator<Item = &'static [u8]> {
    OF_PLACEHOLDERS.iter().map(|anchor| anchor.as_bytes())
}

fn automaton<'a>(words: impl Iterator<Item = &'a [u8]>) -> AhoCorasick {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
    builder.build(words).expect("a few short words make a small automaton")
}

/// What a text may hold. What is not hinted at is not there; what is hinted at need not be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hints {
    /// A word that every mark needs one of.
    pub mark: bool,
    /// A word that every placeholder needs one of.
    pub placeholder: bool,
}

impl Hints {
    /// What `text` may hold.
    pub(crate) fn of(text: &str) -> Self {
        if !ANY.is_match(text) {
            return Self::default();
        }
        Self { mark: MARKS.is_match(text), placeholder: PLACEHOLDERS.is_match(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::words::is_invisible;

    #[test]
    fn words_of_rules_are_hinted_at() {
        let check = |text: &str, mark: bool, placeholder: bool| {
            assert_eq!(Hints::of(text), Hints { mark, placeholder }, "{text}");
        };
        check("Gestion des congés et des absences du personnel.", false, false);
        check("Ne pas PUBLIER", true, false);
        check("À COMPLÉTER", false, true);
        check("Confidentiel, durée à définir", true, true);
        check("forwardefined", true, true);
        check("", false, false);
    }

    #[test]
    fn whatever_is_unseen_is_hinted_at() {
        for c in (char::MIN..=char::MAX).filter(|c| is_invisible(*c)) {
            assert!(Hints::of(&format!("con{c}fi")).mark, "{c:?}");
        }
    }
}
