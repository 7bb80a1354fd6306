//! Texts that somebody meant to write later.

pub(super) mod table;

use crate::diag::codes::PLACEHOLDER;
use crate::model::finding::Finding;
use crate::model::item::Item;
use crate::source::Span;
use crate::validate::texts::Prose;
use table::LATER;

/// The first placeholder of a record, and how many there are.
#[derive(Debug, Default)]
pub(crate) struct Placeholders {
    first: Option<(String, Span, &'static str)>,
    number: usize,
}

impl Placeholders {
    /// Looks at a text of the field at a dotted path.
    pub(crate) fn see(&mut self, path: &str, span: Span, text: Prose<'_>) {
        if let Some(found) = placeholder(text) {
            self.number += 1;
            self.first.get_or_insert_with(|| (path.to_owned(), span, found));
        }
    }

    /// Tells the first placeholder of the record; where its title is one, that is the first.
    pub(crate) fn tell(self, item: &Item, findings: &mut Vec<Finding>) {
        if let Some(found) = placeholder(Prose::of(&item.title)) {
            let words = format!("has a placeholder for a title: `{found}`");
            findings.push(Finding::new(&PLACEHOLDER, item.span, words));
        } else if let Some((path, span, found)) = self.first {
            let more =
                if self.number > 1 { format!(", and {} more", self.number - 1) } else { String::new() };
            let words = format!("has a placeholder in `{path}`: `{found}`{more}");
            findings.push(Finding::new(&PLACEHOLDER, span, words).of_field(path));
        }
    }
}

/// The placeholder in a text, as it is told.
fn placeholder(Prose { text, hints }: Prose<'_>) -> Option<&'static str> {
    let trimmed = text.trim();
    if !trimmed.is_empty() && trimmed.bytes().all(|byte| byte == b'?') {
        return Some("?");
    }
    if !hints.placeholder {
        return None;
    }
    let mut filler = false;
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
        filler |= word.eq_ignore_ascii_case("lorem");
    }
    let lower = trimmed.to_lowercase();
    if filler && lower.contains("lorem ipsum") {
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
        let check = |text: &str, expected| assert_eq!(placeholder(Prose::of(text)), expected, "{text}");
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
        check("qui dolorem ipsum quia dolor sit amet", None);
        check("Formulaire à compléter par l’agent", None);
        check("A form to be completed", None);
        check("todo el personal", None);
        check("Todoist account", None);
        check("Who may ask?", None);
        check("xx", None);
    }
}
