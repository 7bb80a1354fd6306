//! What a ledger does not say yet of the links that the shares' files ask for.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, Utc};

use crate::hash::Hash;
use crate::ledger::{Event, EventKind, Ledger, line};
use crate::link::{LinkId, has_ended};

/// A link as the shares' files have it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredLink {
    /// Which one it is.
    pub id: LinkId,
    /// The SHA-256 of its token; `None` where the site secret is not at hand, and tokens are not compared.
    pub token: Option<Hash>,
    /// Whether it is withdrawn.
    pub revoked: bool,
    /// Why it is withdrawn, in the words of the file, where it says so.
    pub reason: Option<String>,
}

/// A line that a ledger lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingEvent {
    /// What happened to the link.
    pub kind: EventKind,
    /// How the link stands.
    pub link: DeclaredLink,
    /// Why, on one line.
    pub reason: Option<String>,
}

impl MissingEvent {
    /// The event that happened at, or was found out at, `at`; `None` where the token is not known.
    #[must_use]
    pub fn event(&self, at: DateTime<FixedOffset>) -> Option<Event> {
        let LinkId { share, recipient, generation, expiry } = self.link.id.clone();
        let (kind, reason, token) = (self.kind, self.reason.clone(), self.link.token?);
        Some(Event { kind, at, share, recipient, generation, expires: expiry, token, reason })
    }
}

/// The lines after which `ledger` agrees with all the links of the site. That a link has ended is no event: it follows from
/// its end.
#[must_use]
pub fn missing(ledger: &Ledger, links: &[DeclaredLink], now: DateTime<Utc>) -> Vec<MissingEvent> {
    let now = now.timestamp();
    let last = ledger.by_link();
    let live = links.iter().filter(|link| !has_ended(link.id.expiry, now));
    let lack = |link: &DeclaredLink| {
        let reason = link.reason.as_deref().filter(|_| link.revoked).and_then(line::one_line);
        let last = last.get(&(&link.id.share, link.id.recipient.as_ref())).copied();
        Some(MissingEvent { kind: happened(last, link)?, link: link.clone(), reason })
    };
    let mut lacks: Vec<_> = live.filter_map(lack).collect();
    let known: BTreeSet<_> = links.iter().map(|link| (&link.id.share, link.id.recipient.as_ref())).collect();
    let gone = last.iter().filter(|(link, _)| !known.contains(link)).map(|(_, event)| *event);
    let open = gone.filter(|event| event.kind != EventKind::Revoked && !has_ended(event.expires, now));
    lacks.extend(open.map(|event| MissingEvent {
        kind: EventKind::Revoked,
        link: DeclaredLink {
            id: LinkId {
                share: event.share.clone(),
                recipient: event.recipient.clone(),
                generation: event.generation,
                expiry: event.expires,
            },
            token: Some(event.token),
            revoked: true,
            reason: None,
        },
        reason: Some("no longer among the links of the site".to_owned()),
    }));
    lacks
}

/// What happened to a link since `last`, its last line, if anything did.
fn happened(last: Option<&Event>, link: &DeclaredLink) -> Option<EventKind> {
    let Some(last) = last else {
        return Some(if link.revoked { EventKind::Revoked } else { EventKind::Created });
    };
    let same = last.generation == link.id.generation
        && last.expires == link.id.expiry
        && link.token.is_none_or(|token| token == last.token);
    match (last.kind == EventKind::Revoked, link.revoked) {
        (true, true) | (false, false) if same => None,
        (_, true) => Some(EventKind::Revoked),
        (true, false) => Some(EventKind::Restored),
        (false, false) if last.generation == link.id.generation && last.expires != link.id.expiry => {
            Some(EventKind::Extended)
        }
        (false, false) => Some(EventKind::Rotated),
    }
}
