//! Texts that somebody meant to write later.

use crate::diag::codes::PLACEHOLDER;
use crate::model::finding::Finding;
use crate::model::item::Item;
use crate::model::value::Entry;
use crate::validate::texts;

/// What stands for a text in two languages, where it stands alone or in brackets.
const LATER: [&str; 8] = [
    "à compléter",
    "a completer",
    "à définir",
    "à préciser",
    "to be completed",
    "to be defined",
    "to be determined",
    "to do",
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
    let words = || trimmed.split(|character: char| !character.is_alphanumeric());
    // `todo` is a word of Spanish and Portuguese: only capitals are a mark.
    if words().any(|word| word == "TODO" || word == "FIXME") {
        return Some("TODO");
    }
    if words().any(|word| word.eq_ignore_ascii_case("tbd")) {
        return Some("TBD");
    }
    if words().any(|word| word.len() >= 3 && word.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x'))) {
        return Some("xxx");
    }
    let lower = trimmed.to_lowercase();
    if lower.contains("lorem ipsum") {
        return Some("lorem ipsum");
    }
    LATER.into_iter().find(|phrase| stands_alone(&lower, phrase))
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
