//! Words by which authors mark a text as not meant for others: "ne pas publier", "internal use only", "confidentiel".
//!
//! A mark speaks of the text that bears it. The same words in a sentence about something else, as in "données
//! confidentielles" or "tools for internal use", are none. Where only the place tells them apart, the table says what
//! place a mark has.

pub(super) mod table;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memchr::memchr3_iter;

use crate::validate::hints::Hints;
use crate::validate::words::{Gap, Word, WordForm, is_invisible, words};
use table::{DENYING, INTRODUCING, MARKS, Mark, Stand};

/// The marks by the word that they start with.
static BY_FIRST_WORD: LazyLock<BTreeMap<&str, Vec<&Mark>>> = LazyLock::new(|| {
    let mut marks: BTreeMap<&str, Vec<&Mark>> = BTreeMap::new();
    for mark in MARKS {
        for first in mark.first_words() {
            marks.entry(first).or_default().push(mark);
        }
    }
    marks
});

/// The first mark in a text, as it stands there. Most texts need not be asked: see [`Hints`].
pub(crate) fn mark(text: &str, form: WordForm) -> Option<&str> {
    match form {
        WordForm::Prose => {
            passages(text).filter(|part| Hints::of(part.text).mark).find_map(|part| part.mark(form))
        }
        WordForm::FileName => Passage { before: "", text, after: "" }.mark(form),
    }
}

/// A part of a text that no phrase reaches beyond, and what stands around it.
struct Passage<'a> {
    before: &'a str,
    text: &'a str,
    after: &'a str,
}

/// The passages of a text, parted where [`Gap::Break`] is whatever else stands there: only those that may hold a mark are
/// taken apart.
fn passages(text: &str) -> impl Iterator<Item = Passage<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let before = &text[..start];
        start += passage(rest);
        (!rest.is_empty()).then(|| Passage {
            before,
            text: &text[before.len()..start],
            after: &text[start..],
        })
    })
}

/// The length of the first passage: up to a full stop, a semicolon or a blank line.
fn passage(text: &str) -> usize {
    let bytes = text.as_bytes();
    let parts = |at: &usize| bytes[*at] != b'\n' || bytes.get(at + 1) == Some(&b'\n');
    memchr3_iter(b'.', b';', b'\n', bytes).find(parts).map_or(text.len(), |at| at + 1)
}

impl<'a> Passage<'a> {
    fn mark(&self, form: WordForm) -> Option<&'a str> {
        let mut folded = String::new();
        let words = words(self.text, form, &mut folded);
        let (start, end) = (0..words.len()).find_map(|at| {
            let known = BY_FIRST_WORD.get(words[at].folded)?;
            let found = known.iter().filter_map(|mark| Some((mark, at + mark.length(&words[at..])?)));
            let mut standing = found.filter(|(mark, end)| mark.stands(&words, at, *end, self));
            standing.next().map(|(_, end)| (at, end))
        })?;
        Some(&self.text[words[start].place.start..words[end - 1].place.end])
    }

    /// Whether the text ends with the phrase up to `end` in quotation marks: what was quoted is spoken of.
    fn ends_quoted(&self, end: usize) -> bool {
        let is_quoted = |rest: &str| rest.contains(['"', '»', '”']);
        !has_words(self.after) && (is_quoted(&self.text[end..]) || is_quoted(self.after))
    }
}

fn has_words(text: &str) -> bool {
    text.contains(|c: char| c.is_alphanumeric() && !is_invisible(c))
}

impl Mark {
    /// The words that the phrase can start with: those of its first part, and of the next where that may be left out.
    fn first_words(&self) -> Vec<&'static str> {
        let mut first = Vec::new();
        for part in self.words.split(' ') {
            let (choices, needed) = part.strip_suffix('?').map_or((part, true), |part| (part, false));
            first.extend(choices.split('|'));
            if needed {
                break;
            }
        }
        first
    }

    /// How many words the phrase takes, if it starts here.
    fn length(&self, words: &[Word<&str>]) -> Option<usize> {
        let mut taken = 0;
        for part in self.words.split(' ') {
            let (choices, needed) = part.strip_suffix('?').map_or((part, true), |part| (part, false));
            let here = words.get(taken).filter(|word| taken == 0 || word.gap != Gap::Break);
            if here.is_some_and(|word| choices.split('|').any(|choice| choice == word.folded)) {
                taken += 1;
            } else if needed {
                return None;
            }
        }
        Some(taken)
    }

    /// Whether the words from `start` to `end` stand where they are a mark.
    fn stands(&self, words: &[Word<&str>], start: usize, end: usize, passage: &Passage<'_>) -> bool {
        let before = words[..start].last().filter(|_| words[start].gap != Gap::Break);
        let after = words.get(end).filter(|word| word.gap != Gap::Break);
        let is =
            |word: Option<&Word<&str>>, list: &[&str]| word.is_some_and(|word| list.contains(&word.folded));
        if is(before, DENYING) || is(before, self.unless_after) || is(after, self.unless_before) {
            return false;
        }
        // Who shouts means it, wherever it stands.
        let shouted = words[start..end].iter().all(|word| word.capitals && word.place.len() > 1);
        let opened = match words[start].gap {
            Gap::Break | Gap::Seam => true,
            // A lone adjective after a comma is one of a list.
            Gap::Comma => end - start > 1,
            Gap::Space => introduced(&words[..start]),
        };
        let whole = || start == 0 && !has_words(passage.before);
        let closed = words.get(end).map_or_else(
            || whole() || !passage.ends_quoted(words[end - 1].place.end),
            |next| matches!(next.gap, Gap::Break | Gap::Seam),
        );
        match self.stand {
            Stand::Anywhere => true,
            Stand::Opening => shouted || opened,
            Stand::Alone => shouted || opened && closed,
        }
    }
}

/// Whether nothing but words that introduce a mark stands between the start of the sentence and here.
fn introduced(before: &[Word<&str>]) -> bool {
    for word in before.iter().rev() {
        if !INTRODUCING.contains(&word.folded) {
            return false;
        }
        if matches!(word.gap, Gap::Break | Gap::Seam) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: WordForm, texts: &[&str], hits: bool) {
        for text in texts {
            assert_eq!(mark(text, form).is_some(), hits, "{text}: {:?}", mark(text, form));
            assert!(!hits || Hints::of(text).mark, "{text}");
        }
    }

    #[test]
    fn every_mark_has_an_anchor() {
        for mark in MARKS {
            let anchored = mark.words.split(' ').any(|part| {
                !part.ends_with('?')
                    && part
                        .split('|')
                        .all(|word| table::ANCHORS.iter().any(|anchor| word.starts_with(anchor)))
            });
            assert!(anchored, "{}", mark.words);
        }
    }

    #[test]
    fn marks_in_french() {
        let hits = [
            "NE PAS PUBLIER",
            "Ne\u{a0}pas\npublier avant le 3 mai.",
            "Étude RH (ne pas publier)",
            "Brouillon, ne pas diffuser",
            "Document à ne pas diffuser",
            "Ne pas communiquer à l’extérieur du service.",
            "Ne pas diffuser cette fiche.",
            "Cette fiche ne doit pas être publiée.",
            "Usage interne",
            "Document à usage interne.",
            "Réservé à l’usage interne du service",
            "À usage strictement interne",
            "Interne uniquement",
            "Classification : confidentiel",
            "CONFIDENTIEL",
            "Ce document est strictement confidentiel.",
            "Note confidentielle.",
            "Liste des effectifs - CONFIDENTIEL RH",
            "Diffusion restreinte",
            "Document en diffusion restreinte",
            "Ne pas rendre public.",
            "Non destiné à la publication",
            "Con\u{ad}fidentiel",
            "Re\u{301}serve\u{301} a\u{300} un usage interne",
        ];
        check(WordForm::Prose, &hits, true);
    }

    #[test]
    fn marks_in_english() {
        let hits = [
            "Do not publish",
            "DRAFT DO NOT PUBLISH YET",
            "Salaries. Please do not distribute.",
            "do-not-publish",
            "Do not share outside the unit.",
            "Do not forward this document.",
            "For internal use only",
            "The list is for internal use only.",
            "Internal use",
            "Not for distribution",
            "Not for public release",
            "This record must not be published.",
            "Confidential",
            "Strictly confidential",
            "Private and confidential",
            "This document is confidential.",
            "Payroll study (confidential)",
            "TLP:AMBER+STRICT",
            "Restricted distribution",
            "For official use only",
            "A study marked CONFIDENTIAL by the board",
        ];
        check(WordForm::Prose, &hits, true);
    }

    #[test]
    fn words_that_only_speak_of_confidentiality() {
        let misses = [
            "Engagement de confidentialité signé par les agents",
            "Données confidentielles chiffrées",
            "Le courrier confidentiel est ouvert par son destinataire.",
            "Les échanges restent strictement confidentiels.",
            "La mention « confidentiel » est apposée sur l’enveloppe",
            "La personne peut demander de ne pas publier son nom.",
            "Engagement de ne pas divulguer les informations reçues",
            "Afin de ne pas diffuser de données personnelles, les noms sont masqués.",
            "Les données servent à un usage interne.",
            "Statistiques d’usage interne et externe",
            "Liste de diffusion restreinte aux gestionnaires",
            "Ce document n’est pas confidentiel.",
            "Document non confidentiel",
            "Contrôle interne, audit interne, service internet",
            "Ces données ne doivent pas être communiquées à des tiers.",
            "Publication interne du bilan social",
        ];
        check(WordForm::Prose, &misses, false);
        let misses = [
            "Staff sign a confidentiality agreement.",
            "Obligation of confidentiality (Article 28(3)(b))",
            "Confidential data are encrypted at rest.",
            "Responses are anonymous, confidential, and secure.",
            "Information is kept confidential.",
            "Confidential counsellors",
            "We do not publish personal data.",
            "Processors do not share data with third parties.",
            "Do not share your password.",
            "Tools developed for internal use by the unit",
            "Internal users only see their own files.",
            "This record is not confidential.",
            "Non-confidential version of the decision",
            "Recipients must not be in third countries.",
            "Personal data must not be disclosed to third parties.",
            "Integrity, confidentiality and availability",
            "Restricted access, limited distribution lists",
        ];
        check(WordForm::Prose, &misses, false);
    }

    #[test]
    fn what_was_quoted_at_the_end_is_spoken_of() {
        check(
            WordForm::Prose,
            &["« Confidentiel »", "« Confidentiel ». Note.", "\n\n« Confidentiel »\n\n"],
            true,
        );
        check(
            WordForm::Prose,
            &["Mention portée. « Confidentiel »", "Mention\n\n« confidentiel ».\n\n"],
            false,
        );
    }

    #[test]
    fn names_of_files() {
        let hits = [
            "plan_CONFIDENTIEL.pdf",
            "rapport-confidentiel.pdf",
            "ne-pas-publier.csv",
            "study_internal_use_only.txt",
        ];
        check(WordForm::FileName, &hits, true);
        let misses =
            ["engagement-de-confidentialite.pdf", "decision-non-confidentielle.pdf", "audit-interne.pdf"];
        check(WordForm::FileName, &misses, false);
    }
}
