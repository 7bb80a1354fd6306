//! Closing: links that their own file says are closed go, whatever else is wrong.

mod narrowed;
mod search;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::address::folder;
use crate::link::{LinkId, has_ended};
use crate::model::id::Id;
use crate::model::recipient::LinkSpec;
use crate::parse::ParsedShare;
use crate::publish::{Destination, PublishError};
pub use narrowed::withdraw;
pub use search::Clues;
use search::FolderSearch;

/// A share of which links are closed by its own file, and what their folders follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    share: Id,
    expiry: Option<i64>,
    extent: Extent,
    /// Whether its file could not be read, or does not say why the share is closed, or the share is still to open and may have
    /// been published with another end: then every end and generation counts.
    unsure: bool,
    /// Recipients and generations of the closed links.
    links: Vec<(Option<Id>, u32)>,
}

/// How much of a share is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Whatever was published of it.
    Share,
    /// What was published for some of its recipients.
    Recipients,
    /// Whatever can be found of it: a person closed it, whatever its file says or said.
    Everything,
}

impl Closing {
    /// What a share says is closed at `now`; `None` for nothing.
    pub(super) fn of(share: &ParsedShare, now: DateTime<Utc>) -> Option<Self> {
        let end = share.end().flatten();
        let ended = has_ended(end.map(|end| end.timestamp()), now.timestamp());
        let scheduled = share.opening().is_some_and(|opens| opens.value > now);
        let whole = share.revoked || ended || scheduled;
        let recipients = share.link_holders();
        let closed = LinkSpec::all(&recipients, share.generation.unwrap_or(1), whole);
        let closed = closed.iter().filter(|holder| holder.revoked);
        let id = |holder: &LinkSpec<'_>| holder.recipient.map(|recipient| recipient.id.clone());
        let links: Vec<_> = closed.map(|holder| (id(holder), holder.generation)).collect();
        (!links.is_empty()).then(|| Self {
            share: share.id.clone(),
            expiry: end.map(|end| end.timestamp()),
            extent: if whole { Extent::Share } else { Extent::Recipients },
            unsure: share.unread || scheduled,
            links,
        })
    }

    /// Links that are withdrawn by the word of others, the ledger for one, of a share without a file; `whole` where none
    /// of its links is left.
    #[must_use]
    pub fn without_file(share: Id, expiry: Option<i64>, links: Vec<(Option<Id>, u32)>, whole: bool) -> Self {
        let extent = if whole { Extent::Share } else { Extent::Recipients };
        Self { share, expiry, extent, unsure: false, links }
    }

    /// A share that a person closed.
    #[must_use]
    pub fn by_hand(share: Id) -> Self {
        Self { share, expiry: None, extent: Extent::Everything, unsure: false, links: Vec::new() }
    }

    /// The folders that go: those that the manifest and the ledger know and, where the site and its key are known, those
    /// of the tokens.
    fn folders(&self, search: &FolderSearch<'_>) -> BTreeSet<String> {
        let mut folders = BTreeSet::new();
        if self.extent == Extent::Everything {
            return search.thoroughly(&self.share);
        }
        if self.unsure {
            let one = |id: &Option<Id>| id.as_ref().map(|id| search.folders_of(&self.share, id));
            return match self.extent {
                Extent::Share | Extent::Everything => search.folders(&self.share),
                Extent::Recipients => self.links.iter().filter_map(|(id, _)| one(id)).flatten().collect(),
            };
        }
        if self.extent == Extent::Share {
            folders.extend(search.known(&self.share, None));
        }
        for (recipient, generation) in &self.links {
            if let Some(recipient) = recipient {
                folders.extend(search.known(&self.share, Some(recipient)));
            }
            if let Some((site, key)) = search.identity {
                let (share, recipient) = (self.share.clone(), recipient.clone());
                let link = LinkId { share, recipient, generation: *generation, expiry: self.expiry };
                folders.insert(folder(&link, site, key).name().to_owned());
            }
        }
        folders
    }
}

/// Removes closed links and nothing else: those whose second has passed, and those whose own file says so, found by
/// what `clues` tell.
pub fn prune(
    closing: &[Closing],
    clues: &Clues<'_>,
    destination: &dyn Destination,
    now: DateTime<Utc>,
) -> Result<(), PublishError> {
    let recovered = destination.recover();
    let mut folders = BTreeSet::new();
    if !closing.is_empty() {
        let search = FolderSearch::new(destination, clues)?;
        folders.extend(closing.iter().flat_map(|closed| closed.folders(&search)));
    }
    destination.close(&folders, now.timestamp())?;
    // What could not be put right may have been closed by now.
    recovered.or_else(|_| destination.recover())
}

/// Removes every published folder of these shares, whatever their files say or said; returns how many each had.
pub fn close_shares(
    shares: &BTreeSet<Id>,
    clues: &Clues<'_>,
    destination: &dyn Destination,
    now: DateTime<Utc>,
) -> Result<BTreeMap<Id, usize>, PublishError> {
    let recovered = destination.recover();
    let search = FolderSearch::new(destination, clues)?;
    let found: BTreeMap<_, _> =
        shares.iter().map(|share| (share.clone(), search.thoroughly(share))).collect();
    destination.close(&found.values().flatten().cloned().collect(), now.timestamp())?;
    // What could not be put right may have been closed by now.
    recovered.or_else(|_| destination.recover())?;
    Ok(found.into_iter().map(|(share, folders)| (share, folders.len())).collect())
}
