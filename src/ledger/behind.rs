//! What a ledger does not say yet of the links that the shares' files ask for.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use crate::hash::Hash;
use crate::ledger::{Event, EventKind, Ledger};
use crate::model::id::Id;

/// A link as the shares' files have it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its share.
    pub share: Id,
    /// Whose link it is.
    pub recipient: Option<Id>,
    /// The generation of its token.
    pub generation: u32,
    /// When it ends, in Unix seconds; `None` for never.
    pub expires: Option<i64>,
    /// The SHA-256 of its token.
    pub token: Hash,
    /// Whether it is withdrawn, and perhaps why.
    pub revoked: Option<Option<String>>,
}

/// The events after which `ledger` agrees with all the links of the site. That a link has ended is no event: it follows from
/// its end.
#[must_use]
pub fn missing(ledger: &Ledger, links: &[Standing], now: DateTime<FixedOffset>) -> Vec<Event> {
    let mut events: Vec<_> = links.iter().filter_map(|link| lacks(ledger, link, now)).collect();
    let known: BTreeSet<_> = links.iter().map(|link| (&link.share, link.recipient.as_ref())).collect();
    let told: BTreeSet<_> =
        ledger.lines().iter().map(|line| (&line.event.share, line.event.recipient.as_ref())).collect();
    let gone = told.difference(&known).filter_map(|(share, recipient)| ledger.last(share, *recipient));
    let open = gone.filter(|event| event.kind != EventKind::Revoked && !has_ended(event.expires, now));
    events.extend(open.map(|event| Event {
        kind: EventKind::Revoked,
        at: now,
        reason: Some("no longer among the shares of the site".to_owned()),
        ..event.clone()
    }));
    events
}

fn has_ended(expires: Option<i64>, now: DateTime<FixedOffset>) -> bool {
    expires.is_some_and(|end| end <= now.timestamp())
}

/// The event that the ledger lacks about one link.
fn lacks(ledger: &Ledger, link: &Standing, now: DateTime<FixedOffset>) -> Option<Event> {
    if has_ended(link.expires, now) {
        return None;
    }
    let last = ledger.last(&link.share, link.recipient.as_ref());
    let same = |event: &&Event| {
        event.token == link.token && event.generation == link.generation && event.expires == link.expires
    };
    let is_withdrawn = |event: &Event| event.kind == EventKind::Revoked;
    let kind = match (last, &link.revoked) {
        (Some(event), Some(_)) if is_withdrawn(event) && same(&event) => return None,
        (_, Some(_)) => EventKind::Revoked,
        (None, None) => EventKind::Created,
        (Some(event), None) if is_withdrawn(event) => EventKind::Restored,
        (Some(event), None) if same(&event) => return None,
        (Some(event), None) if event.generation == link.generation && event.expires != link.expires => {
            EventKind::Extended
        }
        (Some(_), None) => EventKind::Rotated,
    };
    Some(Event {
        kind,
        at: now,
        share: link.share.clone(),
        recipient: link.recipient.clone(),
        generation: link.generation,
        expires: link.expires,
        token: link.token,
        reason: link.revoked.clone().flatten(),
    })
}
