//! Which links deserve a look first, and why.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::model::share::Share;

/// Why an open link deserves a look; worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Exposure {
    /// It has no end.
    Unlimited,
    /// It shows drafts.
    Draft,
    /// It shows special categories of data, or offences (GDPR, Articles 9 and 10).
    Special,
    /// It has been open for more than a year.
    Old,
}

impl Exposure {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unlimited => "unlimited",
            Self::Draft => "draft",
            Self::Special => "special",
            Self::Old => "old",
        }
    }
}

/// Why the links of an open share deserve a look, from how many of its items are drafts, and how many special.
pub(super) fn exposure(
    share: &Share,
    (drafts, special): (usize, usize),
    now: DateTime<Utc>,
) -> Vec<Exposure> {
    let is_old = now.signed_duration_since(share.start()) > TimeDelta::days(365);
    let reasons = [
        (share.expires.is_none(), Exposure::Unlimited),
        (drafts > 0, Exposure::Draft),
        (special > 0, Exposure::Special),
        (is_old, Exposure::Old),
    ];
    reasons.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect()
}

/// Where a link stands in the list: by its worst reason, those without any last.
pub(super) fn rank(exposure: &[Exposure]) -> (bool, Option<Exposure>) {
    (exposure.is_empty(), exposure.first().copied())
}
