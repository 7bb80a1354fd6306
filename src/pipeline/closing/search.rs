//! Which published folders belong to a share: told by the folder index, by the ledger and by tokens.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::address::folder;
use crate::hash::Hash;
use crate::keys::LinkKey;
use crate::ledger::{Event, Ledger, token_hash};
use crate::link::{Folder, LinkId};
use crate::model::id::Id;
use crate::parse::ParsedShare;
use crate::publish::{Destination, FolderIndex, PublishError};

/// What tells which share a published folder belongs to, as far as it is at hand. Each clue alone is enough.
#[derive(Clone, Copy)]
pub struct Clues<'a> {
    /// The state folder, which holds the folder index.
    pub state: &'a Path,
    /// The ledger, which knows the hash of each token that a share ever had.
    pub ledger: Option<&'a Ledger>,
    /// The site and its key, from which tokens follow.
    pub identity: Option<(&'a Id, &'a LinkKey)>,
    /// The shares as their files say, whose recipients and generations are tried.
    pub shares: &'a [ParsedShare],
}

/// How many generations around each one that is known are tried: a file may have been put back since.
const BEFORE: u32 = 20;
const AFTER: u32 = 4;

/// As many generations are tried where nothing tells of any, and no more than the second number of those that may have been.
const UNTOLD: u32 = 64;
const MOST: u32 = 1_000;

/// The published folders, and the clues to them.
pub(super) struct FolderSearch<'a> {
    index: FolderIndex,
    ledger: Option<&'a Ledger>,
    pub(super) identity: Option<(&'a Id, &'a LinkKey)>,
    shares: &'a [ParsedShare],
    published: Vec<String>,
    by_token: BTreeMap<Hash, usize>,
}

impl<'a> FolderSearch<'a> {
    /// Looks what `destination` holds now.
    pub(super) fn new(destination: &dyn Destination, clues: &Clues<'a>) -> Result<Self, PublishError> {
        let published = destination.links()?;
        let by_token = match clues.ledger {
            Some(_) => published.iter().enumerate().map(|(at, name)| (token_hash(name), at)).collect(),
            None => BTreeMap::new(),
        };
        let Clues { state, ledger, identity, shares } = *clues;
        let index = FolderIndex::read(state);
        Ok(Self { index, ledger, identity, shares, published, by_token })
    }

    /// Every published folder of a share, of any recipient, generation and end.
    #[must_use]
    pub(super) fn folders(&self, share: &Id) -> BTreeSet<String> {
        let mut found = self.known(share, None);
        found.extend(self.tokens(share, &self.recipients(share), &self.generations(share)));
        found
    }

    /// The same, and what is left of generations and recipients that nothing tells any more. It takes its time.
    #[must_use]
    pub(super) fn thoroughly(&self, share: &Id) -> BTreeSet<String> {
        let mut found = self.known(share, None);
        let generations = self.generations(share);
        found.extend(self.tokens(share, &self.recipients(share), &every(&generations)));
        // One who was a recipient of this share, and of whom only another share tells.
        let others = self.shares.iter().flat_map(ParsedShare::link_holders).map(|holder| holder.id);
        let told = self.lines().filter_map(|event| event.recipient.clone());
        let held = self.index.all_holders().filter_map(|holder| Id::new(holder).ok());
        let others: BTreeSet<_> = others.chain(told).chain(held).map(Some).collect();
        found.extend(self.tokens(share, &others, &generations));
        found
    }

    /// Who is known to have, or to have had, a link of the share.
    fn recipients(&self, share: &Id) -> BTreeSet<Option<Id>> {
        let shares = self.shares.iter().filter(|parsed| parsed.id == *share);
        let recipients = shares.flat_map(ParsedShare::link_holders).map(|holder| holder.id);
        let told = self.events(share).filter_map(|event| event.recipient.clone());
        let held = self.index.holders(share).filter_map(|holder| Id::new(holder).ok());
        recipients.chain(told).chain(held).map(Some).chain([None]).collect()
    }

    /// Every published folder of one recipient of a share, of any generation and end.
    #[must_use]
    pub(super) fn folders_of(&self, share: &Id, recipient: &Id) -> BTreeSet<String> {
        let mut found = self.known(share, Some(recipient));
        let recipients = BTreeSet::from([Some(recipient.clone())]);
        found.extend(self.tokens(share, &recipients, &self.generations(share)));
        found
    }

    /// What the folder index and the ledger know of a share, or of one recipient.
    pub(super) fn known(&self, share: &Id, recipient: Option<&Id>) -> BTreeSet<String> {
        let mut found: BTreeSet<String> = match recipient {
            None => self.index.folders(share).cloned().collect(),
            Some(recipient) => self.index.held_by(share, recipient).cloned().collect(),
        };
        found.retain(|name| self.published.binary_search(name).is_ok());
        let events =
            self.events(share).filter(|event| recipient.is_none() || event.recipient.as_ref() == recipient);
        let places = events.filter_map(|event| self.by_token.get(&event.token));
        found.extend(places.map(|place| self.published[*place].clone()));
        found
    }

    fn events(&self, share: &Id) -> impl Iterator<Item = &'a Event> {
        self.lines().filter(move |event| event.share == *share)
    }

    fn lines(&self) -> impl Iterator<Item = &'a Event> {
        self.ledger.into_iter().flat_map(Ledger::lines).map(|line| &line.event)
    }

    /// The published folders whose tokens follow from the share. Their names say their ends, so that no file need say one.
    fn tokens(
        &self,
        share: &Id,
        recipients: &BTreeSet<Option<Id>>,
        generations: &BTreeSet<u32>,
    ) -> BTreeSet<String> {
        let Some((site, key)) = self.identity else { return BTreeSet::new() };
        let published: BTreeSet<&str> = self.published.iter().map(String::as_str).collect();
        let ends: BTreeSet<_> = published.iter().map(|name| Folder::expiry(name)).collect();
        let mut found = BTreeSet::new();
        for recipient in recipients {
            let (share, recipient) = (share.clone(), recipient.clone());
            let mut link = LinkId { share, recipient, generation: 1, expiry: None };
            for generation in generations {
                for expiry in &ends {
                    (link.generation, link.expiry) = (*generation, *expiry);
                    let folder = folder(&link, site, key);
                    found.extend(published.get(folder.name()).map(|name| (*name).to_owned()));
                }
            }
        }
        found
    }

    /// The generations that are known of a share, and some around each.
    fn generations(&self, share: &Id) -> BTreeSet<u32> {
        let written = self.shares.iter().filter(|parsed| parsed.id == *share).flat_map(|parsed| {
            let holders = parsed.link_holders().into_iter().filter_map(|holder| holder.generation);
            holders.chain(parsed.generation).collect::<Vec<_>>()
        });
        let told = self.events(share).map(|event| event.generation);
        let around = |seen: u32| seen.saturating_sub(BEFORE).max(1)..=seen.saturating_add(AFTER);
        written.chain(told).chain([1]).flat_map(around).collect()
    }
}

/// Every generation up to those that are `known`, within bounds.
fn every(known: &BTreeSet<u32>) -> BTreeSet<u32> {
    let last = known.last().copied().unwrap_or(1).max(UNTOLD);
    known.iter().copied().chain(1..=UNTOLD).chain(last.saturating_sub(MOST).max(1)..=last).collect()
}
