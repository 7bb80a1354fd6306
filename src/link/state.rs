//! How a link stands: one enum, and the one function that decides it from instants.

use chrono::{DateTime, Utc};

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// Opens later: it leads nowhere yet.
    Scheduled,
    /// Open.
    Live,
    /// Open, and ending soon.
    Ending,
    /// Past its end.
    Ended,
    /// Withdrawn.
    Revoked,
    /// Closed by a person's word in the state folder (`build --prune --close`).
    Closed,
}

/// What the state of a link follows from, beside the instant for which it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkTerms {
    /// When its share opens, where that is later than its creation.
    pub opens: Option<DateTime<Utc>>,
    /// When it ends, in Unix seconds; `None` for never.
    pub expiry: Option<i64>,
    /// Whether it is withdrawn, with its share or alone.
    pub revoked: bool,
    /// Whether its share is closed by a person's word in the state folder.
    pub by_hand: bool,
}

impl LinkState {
    /// How a link stands at `now`. A link ends soon where no more than `soon` seconds are left; with 0, none does.
    #[must_use]
    pub fn at(now: DateTime<Utc>, terms: &LinkTerms, soon: i64) -> Self {
        if terms.by_hand {
            Self::Closed
        } else if terms.revoked {
            Self::Revoked
        } else if has_ended(terms.expiry, now.timestamp()) {
            Self::Ended
        } else if terms.opens.is_some_and(|opens| opens > now) {
            Self::Scheduled
        } else if terms.expiry.is_some_and(|end| end - now.timestamp() <= soon) {
            Self::Ending
        } else {
            Self::Live
        }
    }

    /// The word for it, the same in every list.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Live => "live",
            Self::Ending => "ending",
            Self::Ended => "ended",
            Self::Revoked => "revoked",
            Self::Closed => "closed",
        }
    }

    /// Whether somebody can read the share by the link.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Live | Self::Ending)
    }

    /// Whether somebody can read the share by the link, or will from its opening on: it can be handed out.
    #[must_use]
    pub fn is_to_be_read(self) -> bool {
        self.is_open() || self == Self::Scheduled
    }
}

/// Whether an end has come; both in Unix seconds. The second of the end itself is already closed, as it is for the hosts.
#[must_use]
pub fn has_ended(expiry: Option<i64>, now: i64) -> bool {
    expiry.is_some_and(|end| end <= now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPENS: i64 = 1_700_000_000;
    const END: i64 = OPENS + 1_000;
    const SOON: i64 = 100;

    fn instant(seconds: i64, nanos: u32) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, nanos).unwrap()
    }

    #[test]
    fn a_link_stands_as_its_instants_say() {
        let terms =
            LinkTerms { opens: Some(instant(OPENS, 0)), expiry: Some(END), revoked: false, by_hand: false };
        let check = |terms: &LinkTerms, now, expected| {
            assert_eq!(LinkState::at(now, terms, SOON), expected, "{terms:?} at {now}");
        };
        check(&terms, instant(OPENS - 1, 999_999_999), LinkState::Scheduled);
        check(&terms, instant(OPENS, 0), LinkState::Live);
        check(&terms, instant(END - SOON - 1, 999_999_999), LinkState::Live);
        check(&terms, instant(END - SOON, 0), LinkState::Ending);
        check(&terms, instant(END - 1, 999_999_999), LinkState::Ending);
        check(&terms, instant(END, 0), LinkState::Ended);
        let late = LinkTerms { opens: Some(instant(OPENS, 500_000_000)), ..terms };
        check(&late, instant(OPENS, 499_999_999), LinkState::Scheduled);
        check(&late, instant(OPENS, 500_000_000), LinkState::Live);
        let endless = LinkTerms { opens: None, expiry: None, ..terms };
        check(&endless, instant(END, 0), LinkState::Live);
        for now in [OPENS - 1, OPENS, END] {
            check(&LinkTerms { revoked: true, ..terms }, instant(now, 0), LinkState::Revoked);
            check(&LinkTerms { by_hand: true, ..terms }, instant(now, 0), LinkState::Closed);
            check(&LinkTerms { by_hand: true, revoked: true, ..terms }, instant(now, 0), LinkState::Closed);
        }
        let last = instant(END - 1, 0);
        assert_eq!(LinkState::at(last, &terms, 0), LinkState::Live, "with 0 seconds, nothing ends soon");
    }

    #[test]
    fn only_what_is_open_or_opens_is_handed_out() {
        use LinkState::{Closed, Ended, Ending, Live, Revoked, Scheduled};
        let all = [Scheduled, Live, Ending, Ended, Revoked, Closed];
        let those =
            |is: fn(LinkState) -> bool| all.into_iter().filter(|state| is(*state)).collect::<Vec<_>>();
        assert_eq!(those(LinkState::is_open), [Live, Ending]);
        assert_eq!(those(LinkState::is_to_be_read), [Scheduled, Live, Ending]);
    }
}
