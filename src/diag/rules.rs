//! The table of rules: checks of content, each with what it follows from, what it looks at, how much it matters where, an
//! example and a remedy. `check --explain`, `docs/checks.md` and the checks themselves read it.

mod article30;
mod exposure;
mod gdpr;
mod geodata;
mod workspace;

use crate::diag::codes::{ALLOW_UNUSED, NOW_IN_THE_PAST};
use crate::diag::{Code, Severity};

/// A check of content.
#[derive(Debug)]
pub struct Rule {
    /// Its code; what it means stands there.
    pub code: &'static Code,
    /// What it follows from.
    pub source: Source,
    /// What it looks at.
    pub looks_at: &'static str,
    /// How much a hit matters.
    pub severities: Severities,
    /// Lines that it hits.
    pub example: &'static str,
    /// What to do about a hit.
    pub remedy: &'static str,
}

/// The provision or standard behind a rule.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// As it is cited.
    pub cite: &'static str,
    /// Where it can be read.
    pub url: &'static str,
}

/// How much a hit on an item matters: the worst of what its status and the open shares that hold it say.
#[derive(Debug, Clone, Copy)]
pub struct Severities {
    /// For a published item in its own right, held by a share or not; `None`: nothing until a share says otherwise.
    pub published: Option<Severity>,
    /// The worst that it is for an item that is not published, which counts only while an open share holds it: a draft may
    /// be incomplete.
    pub draft: Severity,
    /// What an open share of this sort makes of it.
    pub held: &'static [(ShareKind, Severity)],
}

/// A sort of share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareKind {
    /// Of the profile `public`.
    Public,
    /// Of the profile `article30`.
    Article30,
    /// Of the profile `full`.
    Full,
    /// For anyone who has the link, whatever its profile.
    Anyone,
    /// For applications, whatever its profile.
    Applications,
}

impl ShareKind {
    /// As a reader knows it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Public => "a share with the profile `public`",
            Self::Article30 => "a share with the profile `article30`",
            Self::Full => "a share with the profile `full`",
            Self::Anyone => "a share for anyone with the link",
            Self::Applications => "a share for applications",
        }
    }
}

impl Severities {
    /// What is incomplete: `published` for published items, at most a warning for drafts.
    pub(crate) const fn incomplete(published: Severity) -> Self {
        Self { published: Some(published), draft: Severity::Warning, held: &[] }
    }

    /// What is wrong in a draft as well.
    pub(crate) const fn always(severity: Severity) -> Self {
        Self { published: Some(severity), draft: severity, held: &[] }
    }

    /// The severity of the code, wherever it is found: of what is not a record, or is wrong in any.
    pub(crate) const fn own() -> Self {
        Self { published: None, draft: Severity::Note, held: &[] }
    }

    /// Nothing until a share says otherwise, then the same for drafts.
    pub(crate) const fn shared(held: &'static [(ShareKind, Severity)]) -> Self {
        Self { published: None, draft: Severity::Error, held }
    }

    /// Whether it depends on status and shares.
    #[must_use]
    pub fn is_weighed(self) -> bool {
        self.published.is_some() || !self.held.is_empty()
    }

    /// With what shares make of it.
    pub(crate) const fn held(self, held: &'static [(ShareKind, Severity)]) -> Self {
        Self { held, ..self }
    }

    /// How much a hit on an item matters that is `published` or not, and is held by `holders`. `None`: nothing.
    pub fn of(self, published: bool, holders: impl IntoIterator<Item = ShareKind>) -> Option<Severity> {
        let raised = |holder: ShareKind| self.held.iter().filter(move |(sort, _)| *sort == holder);
        let worst = holders.into_iter().flat_map(raised).map(|(_, severity)| *severity).min();
        let worst = worst.into_iter().chain(self.published).min()?;
        Some(if published { worst } else { worst.max(self.draft) })
    }
}

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
