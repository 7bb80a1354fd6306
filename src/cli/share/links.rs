//! The links of a share as its file has them, and what happened to them between two states of it.

use chrono::{DateTime, FixedOffset};

use crate::address::{Folder, Seed};
use crate::keys::LinkKey;
use crate::ledger::{Event, EventKind, token_hash};
use crate::model::id::Id;
use crate::model::recipient::LinkSpec;
use crate::parse::ParsedShare;

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) recipient: Option<Id>,
    pub(super) label: Option<String>,
    pub(super) generation: u32,
    pub(super) revoked: bool,
    pub(super) folder: Folder,
}

/// The links of a share and their end.
#[derive(Debug, Clone)]
pub(super) struct ShareLinks {
    pub(super) share: Id,
    pub(super) expires: Option<DateTime<FixedOffset>>,
    pub(super) all: Vec<Link>,
}

impl ShareLinks {
    /// The links of a share; `None` where its file does not say when it ends.
    pub(super) fn of(share: &ParsedShare, site: &Id, key: &LinkKey) -> Option<Self> {
        let expires = share.end()?;
        let recipients = share.link_holders();
        let expiry = expires.map(|end| end.timestamp());
        let link = |holder: LinkSpec<'_>| {
            let LinkSpec { recipient, generation, revoked } = holder;
            let seed = Seed { site, share: &share.id, generation, expiry };
            let id = recipient.map(|recipient| &recipient.id);
            Link {
                recipient: id.cloned(),
                label: recipient.and_then(|recipient| recipient.label.clone()),
                generation,
                revoked,
                folder: seed.folder(id, key),
            }
        };
        let holders = LinkSpec::all(&recipients, share.generation?, share.revoked);
        Some(Self { share: share.id.clone(), expires, all: holders.into_iter().map(link).collect() })
    }

    /// The link of a recipient, or the one without.
    pub(super) fn of_recipient(&self, recipient: Option<&Id>) -> Option<&Link> {
        self.all.iter().find(|link| link.recipient.as_ref() == recipient)
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
            let old = before_links.iter().find(|old| old.recipient == link.recipient);
            let kind = match old {
                _ if link.revoked && old.is_none_or(|old| !old.revoked || old.folder != link.folder) => {
                    EventKind::Revoked
                }
                _ if link.revoked => continue,
                None => EventKind::Created,
                Some(old) if old.revoked => EventKind::Restored,
                Some(old) if old.folder == link.folder => continue,
                Some(old) if old.generation == link.generation => EventKind::Extended,
                Some(_) => EventKind::Rotated,
            };
            events.push(self.event(kind, link, at, reason));
        }
        if let Some(before) = before {
            let gone = before.all.iter().filter(|old| self.of_recipient(old.recipient.as_ref()).is_none());
            let reason = reason.or(Some("no longer a recipient"));
            events.extend(
                gone.filter(|old| !old.revoked).map(|old| before.event(EventKind::Revoked, old, at, reason)),
            );
        }
        events
    }

    fn event(&self, kind: EventKind, link: &Link, at: DateTime<FixedOffset>, reason: Option<&str>) -> Event {
        Event {
            kind,
            at,
            share: self.share.clone(),
            recipient: link.recipient.clone(),
            generation: link.generation,
            expires: self.expires.map(|end| end.timestamp()),
            token: token_hash(link.folder.name()),
            reason: reason.map(str::to_owned),
        }
    }
}
