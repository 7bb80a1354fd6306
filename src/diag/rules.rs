//! The table of rules: checks of content, each with what it follows from, what it looks at, how much it matters where, an
//! example and a remedy. `check --explain`, `docs/checks.md` and the checks themselves read it.

mod article30;
mod exposure;
mod gdpr;
mod geodata;
mod rule;
mod workspace;

use crate::diag::codes::{ALLOW_UNUSED, NOW_IN_THE_PAST};
use crate::diag::{Code, Severity};
pub use rule::{Rule, Severities, ShareKind, Source};

/// Every rule, in the order of the documentation: a title, and its rules.
pub static CHAPTERS: &[(&str, &[Rule])] = &[
    ("Article 30: what a record must say", article30::RULES),
    ("Data protection", gdpr::RULES),
    ("Exposure: what shares show, to whom, for how long", exposure::RULES),
    ("Geodata", geodata::RULES),
    ("Workspaces", workspace::RULES),
];

/// The rule with this code, if the code is one of a rule.
#[must_use]
pub fn rule(code: &Code) -> Option<&'static Rule> {
    CHAPTERS.iter().flat_map(|(_, rules)| rules.iter()).find(|rule| rule.code == code)
}

/// Whether an author may silence complaints with this code: those of rules, and other warnings. What keeps a file from being
/// read, or would disclose what nobody meant to, cannot be talked away.
#[must_use]
pub fn may_be_silenced(code: &Code) -> bool {
    let plain = code.severity == Severity::Warning && ![&ALLOW_UNUSED, &NOW_IN_THE_PAST].contains(&code);
    plain || rule(code).is_some_and(|rule| rule.severities.is_weighed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_counts_and_drafts_are_spared() {
        use Severity::{Error, Warning};
        let check = |severities: Severities, published, holders: &[ShareKind], expected| {
            assert_eq!(severities.of(published, holders.iter().copied()), expected, "{holders:?}");
        };
        let basis = Severities::incomplete(Warning).held(&[(ShareKind::Public, Error)]);
        check(basis, true, &[], Some(Warning));
        check(basis, true, &[ShareKind::Full, ShareKind::Anyone], Some(Warning));
        check(basis, true, &[ShareKind::Full, ShareKind::Public], Some(Error));
        check(basis, false, &[ShareKind::Public], Some(Warning));
        check(Severities::incomplete(Error), false, &[ShareKind::Full], Some(Warning));
        check(Severities::always(Error), false, &[ShareKind::Full], Some(Error));
        let open = Severities { published: None, draft: Error, held: &[(ShareKind::Anyone, Error)] };
        check(open, true, &[ShareKind::Applications], None);
        check(open, false, &[ShareKind::Anyone], Some(Error));
    }
}
