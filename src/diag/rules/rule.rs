//! A row of the table of rules, and how much its hits matter.

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
