//! The links that a log may name: those of today, and those that they replaced.

use std::collections::{BTreeMap, HashMap};

use crate::address::folder;
use crate::audit::target::{Token, token};
use crate::hash::{Hash, hex};
use crate::keys::LinkKey;
use crate::ledger::{Event, EventKind, Ledger, token_hash};
use crate::link::{Folder, LinkId};
use crate::model::id::Id;
use crate::model::recipient::LinkSpec;
use crate::model::share::Share;

/// A link, of today or earlier. It holds no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLink {
    /// The share that it opens, or opened.
    pub share: Id,
    /// Whose it is; `None` where the share has one link, or nobody noted whose it was.
    pub recipient: Option<Id>,
    /// What the author calls the recipient.
    pub label: Option<String>,
    /// From 1; `None` where nobody noted it.
    pub generation: Option<u32>,
    /// When its share opens, in Unix seconds, where it opens later than it was made. Told of links of today only.
    pub opens: Option<i64>,
    /// When it ends, in Unix seconds; `None` for never.
    pub expires: Option<i64>,
    /// Whether another one has taken its place, or its share is gone.
    pub earlier: bool,
    /// When another one took its place, in Unix seconds, if the ledger says so.
    pub replaced: Option<i64>,
    /// Whether it was withdrawn.
    pub revoked: Revoked,
}

/// Whether a link was withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// No.
    No,
    /// Yes, in this Unix second.
    At(i64),
    /// Yes, and nobody noted when.
    Sometime,
}

/// Every link that can be told, and how to find it by its token.
#[derive(Debug, Default)]
pub struct KnownLinks {
    links: Vec<KnownLink>,
    by_token: HashMap<Token, usize>,
    /// Of tokens of which only the SHA-256 is known.
    by_hash: HashMap<Hash, usize>,
}

/// How many generations back a link is still recognised without a ledger.
const GENERATIONS: u32 = 100;

impl KnownLinks {
    /// Gathers the links of `shares`: current ones, earlier generations, what `published` names (the folders that a share was
    /// once published in), and what the ledger tells.
    #[must_use]
    pub fn gather(
        shares: &[Share],
        (site, key): (&Id, &LinkKey),
        published: impl Fn(&Id) -> Vec<String>,
        ledger: Option<&Ledger>,
    ) -> Self {
        let mut known = Self::default();
        for share in shares {
            for spec in share.holders() {
                let folder = folder(&spec.id(&share.id, share.expiry()), site, key);
                known.add(folder.name(), of_today(share, &spec));
            }
        }
        for share in shares {
            known.add_generations(share, site, key);
            for name in published(&share.id) {
                let link = KnownLink {
                    recipient: None,
                    label: None,
                    generation: None,
                    expires: Folder::expiry(&name),
                    ..earlier_of(share)
                };
                known.add(&name, link);
            }
        }
        if let Some(ledger) = ledger {
            known.take_ledger(ledger);
        }
        known
    }

    /// The links.
    #[must_use]
    pub fn links(&self) -> &[KnownLink] {
        &self.links
    }

    /// The link of a token, by its place in [`KnownLinks::links`].
    pub(super) fn find(&self, token: &Token) -> Option<usize> {
        self.by_token.get(token).copied().or_else(|| {
            let hashed = !self.by_hash.is_empty();
            hashed.then(|| self.by_hash.get(&Hash::of(hex(token).as_bytes())).copied())?
        })
    }

    fn add(&mut self, folder: &str, link: KnownLink) {
        if let Some(token) = token(folder)
            && !self.by_token.contains_key(&token)
        {
            self.by_token.insert(token, self.links.len());
            self.links.push(link);
        }
    }

    /// The links that a raised generation replaced, and the one that a share had before it had recipients.
    fn add_generations(&mut self, share: &Share, site: &Id, key: &LinkKey) {
        let holders = share.holders();
        let holders = holders.iter().map(|holder| {
            (holder.recipient.map(|recipient| (&recipient.id, &recipient.label)), holder.generation)
        });
        let alone = (!share.recipients.is_empty()).then_some((None, share.generation + 1));
        for (recipient, generation) in holders.chain(alone) {
            for generation in generation.saturating_sub(GENERATIONS).max(1)..generation {
                let (share_id, holder) = (share.id.clone(), recipient.map(|(id, _)| id.clone()));
                let id = LinkId { share: share_id, recipient: holder, generation, expiry: share.expiry() };
                let folder = folder(&id, site, key);
                let link = KnownLink {
                    recipient: id.recipient,
                    label: recipient.and_then(|(_, label)| label.clone()),
                    generation: Some(generation),
                    ..earlier_of(share)
                };
                self.add(folder.name(), link);
            }
        }
    }

    /// Adds links that only the ledger knows, and when each was replaced or withdrawn.
    fn take_ledger(&mut self, ledger: &Ledger) {
        let mut places: HashMap<Hash, usize> =
            self.by_token.iter().map(|(token, place)| (token_hash(&hex(token)), *place)).collect();
        let mut events: Vec<&Event> = ledger.lines().iter().map(|line| &line.event).collect();
        // Two branches that were merged stand one after the other; what happened first is told first.
        events.sort_by_key(|event| event.at);
        let mut last = BTreeMap::new();
        for event in events {
            let place = *places.entry(event.token).or_insert_with(|| {
                self.by_hash.insert(event.token, self.links.len());
                self.links.push(only_in_ledger(event));
                self.links.len() - 1
            });
            let at = event.at.timestamp();
            let before = last.insert((&event.share, &event.recipient), place);
            if let Some(before) = before.filter(|before| *before != place) {
                self.links[before].replaced.get_or_insert(at);
            }
            self.links[place].learn(event);
        }
    }
}

impl KnownLink {
    /// Takes in what the ledger says of it. What a share's file says of its links of today is not overruled.
    fn learn(&mut self, event: &Event) {
        if self.earlier {
            self.replaced = None;
            self.recipient.clone_from(&event.recipient);
            self.generation = Some(event.generation);
        }
        let at = event.at.timestamp();
        self.revoked = match (self.revoked, event.kind) {
            (Revoked::Sometime, EventKind::Revoked) => Revoked::At(at),
            (Revoked::No, EventKind::Revoked) if self.earlier => Revoked::At(at),
            (_, EventKind::Restored) if self.earlier => Revoked::No,
            (before, _) => before,
        };
    }
}

fn of_today(share: &Share, spec: &LinkSpec<'_>) -> KnownLink {
    let own = spec.recipient.filter(|recipient| recipient.revoked).map(|recipient| recipient.revoked_at);
    let of_share = share.revoked.then_some(share.revoked_at);
    let instants = own.into_iter().chain(of_share).flatten().map(|at| at.timestamp());
    let revoked = match (spec.revoked, instants.min()) {
        (false, _) => Revoked::No,
        (true, Some(at)) => Revoked::At(at),
        (true, None) => Revoked::Sometime,
    };
    KnownLink {
        recipient: spec.recipient.map(|recipient| recipient.id.clone()),
        label: spec.recipient.and_then(|recipient| recipient.label.clone()),
        generation: Some(spec.generation),
        opens: share.opens.map(|opens| opens.value.timestamp()),
        earlier: false,
        revoked,
        ..earlier_of(share)
    }
}

/// An earlier link of a share. When all of a share is withdrawn, its earlier links are, too, at the latest then.
fn earlier_of(share: &Share) -> KnownLink {
    let revoked = match (share.revoked, share.revoked_at) {
        (false, _) => Revoked::No,
        (true, Some(at)) => Revoked::At(at.timestamp()),
        (true, None) => Revoked::Sometime,
    };
    KnownLink {
        share: share.id.clone(),
        recipient: None,
        label: None,
        generation: None,
        opens: None,
        expires: share.expires.map(|end| end.timestamp()),
        earlier: true,
        replaced: None,
        revoked,
    }
}

fn only_in_ledger(event: &Event) -> KnownLink {
    KnownLink {
        share: event.share.clone(),
        recipient: event.recipient.clone(),
        label: None,
        generation: Some(event.generation),
        opens: None,
        expires: event.expires,
        earlier: true,
        replaced: None,
        revoked: Revoked::No,
    }
}
