//! Retention that says neither how long nor until when.

use crate::diag::codes::RETENTION_VAGUE;
use crate::model::finding::Finding;
use crate::model::item::Item;
use crate::model::role::FieldRole;
use crate::model::value::{Entry, Period, Scalar, Value, find, groups};
use crate::validate::texts::plain;

/// Phrases that repeat the law instead of applying it.
const VAGUE: [&str; 14] = [
    "no longer than is necessary",
    "no longer than necessary",
    "until no longer needed",
    "until no longer necessary",
    "as long as is necessary",
    "as long as it is necessary",
    "as long as necessary",
    "as long as needed",
    "as long as required",
    "tant que nécessaire",
    "aussi longtemps que nécessaire",
    "temps nécessaire",
    "durée strictement nécessaire",
    "durée nécessaire",
];

/// Words that lead to an event or to an amount of time.
const ANCHORS: [&str; 18] = [
    "until", "after", "from", "end", "ends", "upon", "years", "months", "jusqu", "jusque", "après",
    "compter", "fin", "dès", "ans", "mois", "expiry", "clôture",
];

/// A period of the record that is vague.
pub(crate) fn search(_: &Item, entries: &[Entry], findings: &mut Vec<Finding>) {
    let retention = find(entries, FieldRole::Retention).into_iter();
    let mut periods =
        retention.flat_map(|entry| groups(&entry.value)).flatten().filter_map(|part| match &part.value {
            Value::Scalar(Scalar::Period(period)) => Some((period, part.span)),
            _ => None,
        });
    if let Some((phrase, span)) = periods.find_map(|(period, span)| Some((vague(period)?, span))) {
        let words = format!("says how long data is kept only as \"{phrase}\"");
        findings.push(Finding::new(&RETENTION_VAGUE, span, words));
    }
}

/// The vague phrase that is all that a period says.
fn vague(period: &Period) -> Option<&'static str> {
    let Period { duration: None, criterion: Some(criterion) } = period else { return None };
    let text = plain(criterion);
    let phrase = VAGUE.into_iter().find(|phrase| text.contains(phrase))?;
    let rest = text.replace(phrase, " ");
    let says_more =
        rest.bytes().any(|byte| byte.is_ascii_digit()) || rest.split(' ').any(|word| ANCHORS.contains(&word));
    (!says_more).then_some(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_that_say_nothing() {
        let check = |text: &str, expected| {
            let period = Period { duration: None, criterion: Some(text.to_owned()) };
            assert_eq!(vague(&period).is_some(), expected, "{text}");
        };
        check("As long as necessary", true);
        check("for as long as necessary for the purposes of the processing", true);
        check("Pendant la durée nécessaire à la gestion du contrat", true);
        check("until no longer needed", true);
        check("as long as necessary, at most 5 years", false);
        check("as long as necessary, until the contract ends", false);
        check("durée nécessaire, jusqu’à la clôture du dossier", false);
        check("until the person unsubscribes", false);
        check("as long as the contract lasts", false);
    }
}
