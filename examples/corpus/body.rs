//! The Markdown of a record: about 1.5 kB, with headings, a table, lists and links.

use std::fmt::Write as _;

use super::chance::Chance;
use super::words::{CRITERIA, OPENINGS, PEOPLE, PLACES, SENTENCES};

/// Sentences are added to the text up to this size in bytes; the longest one has 110.
const ENOUGH: usize = 1450;

/// The body of a record on what is done in `place`.
pub(crate) fn text(place: &str, chance: &mut Chance) -> String {
    let mut end = String::from("\n## Étapes\n\n");
    for step in 1..=chance.between(2, 4) {
        let _ = writeln!(end, "{step}. {}.", chance.pick(OPENINGS));
    }
    let _ = write!(
        end,
        "\nVoir la [notice d’information](https://example.org/notices/{}) ou écrire au \
         [délégué](mailto:dpo@example.org).\n",
        chance.between(100, 999)
    );
    let mut middle = String::from("\n\n## Qui fait quoi\n\n| Étape | Service | Délai |\n|---|---|--:|\n");
    for row in ["Réception", "Instruction", "Décision", "Clôture"] {
        let _ = writeln!(middle, "| {row} | {} | {} j |", chance.pick(PEOPLE), chance.between(1, 60));
    }
    middle.push_str("\nÀ retenir :\n\n");
    for _ in 0..2 {
        let _ = writeln!(middle, "- {}, {} ;", chance.pick(OPENINGS), chance.pick(CRITERIA));
    }
    let mut start = format!("Ce dossier est tenu à {place}, avec le relais de {}.", chance.pick(PLACES));
    while start.len() + middle.len() + end.len() < ENOUGH {
        // A paragraph now and then, as people write.
        start.push_str(if chance.below(3) == 0 { "\n\n" } else { "\n" });
        start.push_str(chance.pick(SENTENCES));
    }
    start + &middle + &end
}
