//! Shares: what is disclosed, to whom, for how long.

use chrono::{DateTime, FixedOffset, Utc};

use crate::link::{LinkState, LinkTerms, has_ended};
use crate::model::finding::Allow;
use crate::model::format::FormatChoice;
use crate::model::id::Id;
use crate::model::profile::Profile;
use crate::model::recipient::{LinkSpec, Recipient};
use crate::model::site::Localized;
use crate::model::value::ItemRef;
use crate::source::{Span, Spanned};

/// The ends that a link can carry, in Unix seconds: ten digits.
pub const LINK_SECONDS: std::ops::RangeInclusive<i64> = 1_000_000_000..=9_999_999_999;

/// A share as its author defined it.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Its name: the stem of its file's name. Part of its tokens, never on its pages.
    pub id: Id,
    /// Its title.
    pub title: Localized,
    /// A few words for its readers.
    pub note: Option<Localized>,
    /// Since when it exists.
    pub created: DateTime<FixedOffset>,
    /// When it opens, where that is later than its creation: until then nothing of it is published.
    pub opens: Option<Spanned<DateTime<FixedOffset>>>,
    /// When it was last given a new end on purpose, by `share extend`.
    pub extended: Option<Spanned<DateTime<FixedOffset>>>,
    /// When it closes, in the offset that its author wrote; `None` for never.
    pub expires: Option<DateTime<FixedOffset>>,
    /// What it holds.
    pub include: Vec<Spanned<Inclusion>>,
    /// Whom it reaches.
    pub audience: Audience,
    /// Which fields it shows.
    pub profile: Profile,
    /// The language of its pages.
    pub lang: String,
    /// One link each, and no other; empty: one link.
    pub recipients: Vec<Recipient>,
    /// Raised to change its links.
    pub generation: u32,
    /// Withdrawn.
    pub revoked: bool,
    /// Withdrawn by a person's word in the state folder, and not by its own file.
    pub by_hand: bool,
    /// Whether pages of other sites may show its pages in frames.
    pub embed: bool,
    /// Which forms it offers programs.
    pub formats: Vec<FormatChoice>,
    /// The codes that its author lets be.
    pub allowed: Vec<Allow>,
    /// Since when, where that is said.
    pub revoked_at: Option<DateTime<FixedOffset>>,
    /// Why it was withdrawn, where that is said: for the ledger, never on a page.
    pub reason: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Where its creation stands.
    pub created_span: Span,
    /// Where its end stands.
    pub expires_span: Span,
}

impl Share {
    /// Whether the share is closed at `now`: ended, or withdrawn, from all at once or from each of its recipients.
    #[must_use]
    pub fn is_closed(&self, now: DateTime<Utc>) -> bool {
        self.has_ended(now) || self.holders().iter().all(|holder| holder.revoked)
    }

    /// Whether its end has come. The instant of the end itself is already closed, as it is for the hosts.
    #[must_use]
    pub fn has_ended(&self, now: DateTime<Utc>) -> bool {
        has_ended(self.expiry(), now.timestamp())
    }

    /// When it closes, in Unix seconds, as its links say it; `None` for never.
    #[must_use]
    pub fn expiry(&self) -> Option<i64> {
        self.expires.map(|end| end.timestamp())
    }

    /// How one of its links stands at `now`, which is `revoked` with the share or alone. What ends within `soon` seconds ends
    /// soon.
    #[must_use]
    pub fn link_state(&self, revoked: bool, now: DateTime<Utc>, soon: i64) -> LinkState {
        let opens = self.opens.map(|opens| opens.value.to_utc());
        let terms = LinkTerms { opens, expiry: self.expiry(), revoked, by_hand: self.by_hand };
        LinkState::at(now, &terms, soon)
    }

    /// Whether readers can open it at `now`: it is neither closed nor still to open.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        !self.is_closed(now) && !self.is_scheduled(now)
    }

    /// Whether its opening is still to come. The instant of the opening itself is open.
    #[must_use]
    pub fn is_scheduled(&self, now: DateTime<Utc>) -> bool {
        self.opens.is_some_and(|opens| opens.value > now)
    }

    /// From when its lifetime counts: its opening, else its creation.
    #[must_use]
    pub fn start(&self) -> DateTime<FixedOffset> {
        self.opens.map_or(self.created, |opens| opens.value)
    }

    /// When its links were last made or given a new end: the latest of creation, opening and extension.
    #[must_use]
    pub fn made(&self) -> DateTime<FixedOffset> {
        let later = [self.opens, self.extended].into_iter().flatten().map(|later| later.value);
        later.fold(self.created, Ord::max)
    }

    /// Its links, those included that are withdrawn.
    #[must_use]
    pub fn holders(&self) -> Vec<LinkSpec<'_>> {
        LinkSpec::all(&self.recipients, self.generation, self.revoked)
    }
}

/// One line of what a share holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Inclusion {
    /// The published items of a register.
    Register(Id),
    /// One item, whatever its status.
    Item(ItemRef),
}

/// Whom a share reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Whoever has the link.
    AnyoneWithLink,
    /// Members of groups. Needs sealing.
    Groups(Vec<Spanned<Id>>),
    /// Applications, one link each.
    Applications(Vec<Spanned<Id>>),
    /// Whoever has the link with its key. Needs sealing.
    KeyHolders,
}

impl Audience {
    /// The word an author writes.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::AnyoneWithLink => "link",
            Self::Groups(_) => "groups",
            Self::Applications(_) => "applications",
            Self::KeyHolders => "key",
        }
    }
}
