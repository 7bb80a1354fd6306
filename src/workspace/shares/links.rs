//! The links of a share as its file has them, and what happened to them between two states of it.

use chrono::{DateTime, FixedOffset};

use crate::address::specified;
use crate::keys::LinkKey;
use crate::ledger::{Event, EventKind, token_hash};
use crate::link::{Link, LinkId};
use crate::model::id::Id;
use crate::model::recipient::LinkSpec;
use crate::parse::ParsedShare;

/// The links of a share and their end.
#[derive(Debug, Clone)]
pub struct ShareLinks {
    /// Their end; `None` for never.
    pub expires: Option<DateTime<FixedOffset>>,
    /// Each of them, in the order of the recipients.
    pub all: Vec<Link>,
}

impl ShareLinks {
    /// The links of a share; `None` where its file does not say when it ends.
    pub(super) fn of(share: &ParsedShare, site: &Id, key: &LinkKey) -> Option<Self> {
        let expires = share.end()?;
        let recipients = share.link_holders();
        let expiry = expires.map(|end| end.timestamp());
        let holders = LinkSpec::all(&recipients, share.generation?, share.revoked);
        Some(Self { expires, all: specified(&holders, (&share.id, expiry), site, key) })
    }

    /// The link of a recipient, or the one without.
    #[must_use]
    pub fn of_recipient(&self, recipient: Option<&Id>) -> Option<&Link> {
        self.all.iter().find(|link| link.id.recipient.as_ref() == recipient)
    }

    /// What happened since `before`, one event a link; `before` is `None` for a new share.
    pub(super) fn events(
        &self,
        before: Option<&Self>,
        at: DateTime<FixedOffset>,
        reason: Option<&str>,
    ) -> Vec<Event> {
        let before_links = before.map(|before| before.all.as_slice()).unwrap_or_default();
        let mut events = Vec::new();
        for link in &self.all {
            let old = before_links.iter().find(|old| old.id.recipient == link.id.recipient);
            let kind = match old {
                _ if link.revoked && old.is_none_or(|old| !old.revoked || old.folder != link.folder) => {
                    EventKind::Revoked
                }
                _ if link.revoked => continue,
                None => EventKind::Created,
                Some(old) if old.revoked => EventKind::Restored,
                Some(old) if old.folder == link.folder => continue,
                Some(old) if old.id.generation == link.id.generation => EventKind::Extended,
                Some(_) => EventKind::Rotated,
            };
            events.push(event(kind, link, at, reason));
        }
        if let Some(before) = before {
            let gone = before.all.iter().filter(|old| self.of_recipient(old.id.recipient.as_ref()).is_none());
            let reason = reason.or(Some("no longer a recipient"));
            events.extend(
                gone.filter(|old| !old.revoked).map(|old| event(EventKind::Revoked, old, at, reason)),
            );
        }
        events
    }
}

/// What happened to a link.
pub(super) fn event(kind: EventKind, link: &Link, at: DateTime<FixedOffset>, reason: Option<&str>) -> Event {
    let LinkId { share, recipient, generation, expiry } = link.id.clone();
    let (token, reason) = (token_hash(link.folder.name()), reason.map(str::to_owned));
    Event { kind, at, share, recipient, generation, expires: expiry, token, reason }
}
