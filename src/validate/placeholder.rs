//! Texts that somebody meant to write later.

use crate::diag::codes::PLACEHOLDER;
use crate::model::finding::Finding;
use crate::model::item::Item;
use crate::model::value::Entry;
use crate::validate::texts;

/// What stands for a text in two languages, where it stands alone or in brackets.
const LATER: [&str; 7] = [
    "à compléter",
    "a completer",
    "à définir",
    "à préciser",
    "to be completed",
    "to be defined",
    "to be determined",
];

/// The first placeholder of a record.
pub(crate) fn search(item: &Item, entries: &[Entry], findings: &mut Vec<Finding>) {
    if let Some(found) = placeholder(&item.title) {
        let words = format!("has a placeholder for a title: `{found}`");
        findings.push(Finding::new(&PLACEHOLDER, item.span, words));
        return;
    }
    let mut first = None;
    let mut number = 0;
    texts::each(entries, &mut |path, span, text| {
        if let Some(found) = placeholder(text) {
            number += 1;
            first.get_or_insert_with(|| (path.to_owned(), span, found));
        }
    });
    if let Some((path, span, found)) = first {
        let more = if number > 1 { format!(", and {} more", number - 1) } else { String::new() };
        let words = format!("has a placeholder in `{path}`: `{found}`{more}");
        findings.push(Finding::new(&PLACEHOLDER, span, words).of_field(path));
    }
}

/// The placeholder in a text, as it is told.
fn placeholder(text: &str) -> Option<&'static str> {
    let trimmed = text.trim();
    if !trimmed.is_empty() && trimmed.chars().all(|character| character == '?') {
        return Some("?");
    }
    let mut suspicious = false;
    for word in trimmed.split(|character: char| !character.is_alphanumeric()).filter(|word| word.len() > 2) {
        // `todo` is a word of Spanish and Portuguese: only capitals are a mark.
        if word == "TODO" || word == "FIXME" {
            return Some("TODO");
        }
        if word.eq_ignore_ascii_case("tbd") {
            return Some("TBD");
        }
        if word.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x')) {
            return Some("xxx");
        }
        suspicious |= is_suspicious(word);
    }
    // Nearly every text ends here, and costs one pass.
    let lower = if suspicious { trimmed.to_lowercase() } else { return None };
    if lower.contains("lorem ipsum") {
        return Some("lorem ipsum");
    }
    LATER.into_iter().find(|phrase| stands_alone(&lower, phrase))
}

/// Whether one of the phrases may be about: its last word, `lorem`, whatever their case.
fn is_suspicious(word: &str) -> bool {
    const WORDS: [&str; 5] = ["lorem", "completer", "completed", "defined", "determined"];
    // The letter in between has an accent, and two cases.
    const AROUND: [(&str, &str); 3] = [("compl", "ter"), ("d", "finir"), ("pr", "ciser")];
    let bytes = word.as_bytes();
    let like =
        |part: Option<&[u8]>, text: &str| part.is_some_and(|part| part.eq_ignore_ascii_case(text.as_bytes()));
    let around = |(start, end): &(&str, &str)| {
        let tail = bytes.len().checked_sub(end.len()).and_then(|at| bytes.get(at..));
        like(bytes.get(..start.len()), start) && like(tail, end)
    };
    WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)) || AROUND.iter().any(around)
}

/// Whether nothing follows the phrase in its sentence, and it is a text of its own, in brackets, or French: a form "to be
/// completed" is a form, "durée à compléter" is none.
fn stands_alone(lower: &str, phrase: &str) -> bool {
    lower.match_indices(phrase).any(|(at, _)| {
        let (before, after) = (lower[..at].trim_end(), lower[at + phrase.len()..].trim_start());
        let ends = after.is_empty() || after.starts_with(['.', ';', ')', ']', '!', '…']);
        let alone = before.is_empty() || before.ends_with(['(', '[', ':']);
        ends && (alone || phrase == LATER[0] || phrase == LATER[1])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        let check = |text: &str, expected| assert_eq!(placeholder(text), expected, "{text}");
        check("TODO: ask the DPO", Some("TODO"));
        check("Durée à compléter", Some("à compléter"));
        check("[À COMPLÉTER]", Some("à compléter"));
        check("To be defined", Some("to be defined"));
        check("À PRÉCISER", Some("à préciser"));
        check("Durée : à définir.", Some("à définir"));
        check("xxx", Some("xxx"));
        check("Provider XXXX", Some("xxx"));
        check("tbd", Some("TBD"));
        check("??", Some("?"));
        check("Lorem ipsum dolor", Some("lorem ipsum"));
        check("Formulaire à compléter par l’agent", None);
        check("A form to be completed", None);
        check("todo el personal", None);
        check("Todoist account", None);
        check("Who may ask?", None);
        check("xx", None);
    }
}
