//! What the site allows its links: how long they live, with an end or without.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use crate::source::{Span, Spanned};

/// How long links may live. Measured from the latest of a share's creation, its opening and its last extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// The longest life of any link, in seconds.
    pub longest: Option<Spanned<i64>>,
    /// Whether links without end may be, where that is said.
    pub unlimited: Option<Unlimited>,
    /// The longest life of a link that shows a draft, in seconds.
    pub drafts: Option<Spanned<i64>>,
    /// The first day on which a link is held to it, in the offset of the link's own instant; `None` for every link.
    pub since: Option<NaiveDate>,
    /// Where it stands.
    pub span: Span,
}

/// Whether links without end may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlimited {
    /// They may.
    Allow,
    /// They may not.
    Refuse,
}

impl Unlimited {
    /// The words of authors.
    pub const ALL: [(&'static str, Self); 2] = [("allow", Self::Allow), ("refuse", Self::Refuse)];
}

/// What the policy allows one share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The longest life, in seconds, where there is one.
    pub longest: Option<i64>,
    /// Whether it may be without end.
    pub endless: bool,
}

impl Policy {
    /// What a share is allowed that shows a draft, or none.
    #[must_use]
    pub fn limit(&self, shows_draft: bool) -> Limit {
        let drafts = self.drafts.filter(|_| shows_draft).map(|drafts| drafts.value);
        let longest = self.longest.map(|longest| longest.value).into_iter().chain(drafts).min();
        // A duration is an end: who writes one does not mean links without end, unless that is said.
        let endless = match self.unlimited {
            Some(Unlimited::Allow) => drafts.is_none(),
            Some(Unlimited::Refuse) => false,
            None => longest.is_none(),
        };
        Limit { longest, endless }
    }

    /// Whether a link that was made at an instant is held to it.
    #[must_use]
    pub fn holds(&self, made: DateTime<FixedOffset>) -> bool {
        self.since.is_none_or(|since| made.date_naive() >= since)
    }
}

impl Limit {
    /// The latest end of a share that was made at an instant; `None` where there is no limit, or no calendar goes so far.
    #[must_use]
    pub fn latest(self, made: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
        made.checked_add_signed(TimeDelta::seconds(self.longest?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    const DAY: i64 = 86_400;

    fn policy(longest: Option<i64>, unlimited: Option<Unlimited>, drafts: Option<i64>) -> Policy {
        let span = Span::new(Sources::default().add(String::new(), String::new()), 0..0);
        let days = |days: i64| Spanned::new(days * DAY, span);
        Policy { longest: longest.map(days), unlimited, drafts: drafts.map(days), since: None, span }
    }

    #[test]
    fn limits() {
        use Unlimited::{Allow, Refuse};
        let check = |longest, unlimited, drafts, shows_draft, days: Option<i64>, endless| {
            let found = policy(longest, unlimited, drafts).limit(shows_draft);
            assert_eq!(found, Limit { longest: days.map(|days| days * DAY), endless });
        };
        check(None, None, None, true, None, true);
        check(Some(180), None, None, false, Some(180), false);
        check(Some(180), Some(Allow), None, false, Some(180), true);
        check(None, Some(Refuse), None, true, None, false);
        check(None, None, Some(30), false, None, true);
        check(None, None, Some(30), true, Some(30), false);
        check(Some(180), Some(Allow), Some(30), true, Some(30), false);
        check(Some(180), Some(Allow), Some(30), false, Some(180), true);
        // A longer term for drafts lengthens nothing.
        check(Some(10), None, Some(30), true, Some(10), false);
    }

    #[test]
    fn links_made_before_its_day_are_not_held_to_it() {
        let policy = Policy { since: NaiveDate::from_ymd_opt(2026, 3, 1), ..policy(Some(1), None, None) };
        let check = |made: &str, expected: bool| {
            assert_eq!(policy.holds(DateTime::parse_from_rfc3339(made).unwrap()), expected, "{made}");
        };
        check("2026-02-28T23:59:59Z", false);
        check("2026-03-01T00:00:00Z", true);
        // The day is that of the offset in which the instant is written.
        check("2026-03-01T00:30:00+02:00", true);
        check("2026-02-28T23:30:00-05:00", false);
    }
}
