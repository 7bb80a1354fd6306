//! What was published of a share and is still there.

use rayon::prelude::*;

use crate::hash::Hash;
use crate::link::item_path;
use crate::pipeline::BuildError;
use crate::pipeline::share::{Fingerprints, Publication};
use crate::pipeline::table::{Completeness, FileRow, ItemRow, LinkTable, OwnFiles, PayloadTable};
use crate::publish::{PublishError, PublishedFile, Replacement};
use crate::seal::Envelope;
use crate::select::Snapshot;

/// The table of a share, and what was found of its links. Only what is a link's own is kept for each.
pub(super) struct PublishedShare {
    payload: PayloadTable,
    /// Whether each file of the payload is what it was for every link.
    held: Vec<bool>,
    /// One a link, in the order of the folders.
    links: Vec<(OwnFiles, Completeness)>,
    /// Whether any file of any link is known to be what it was.
    is_known: bool,
    /// Whether parts can be copied from what was published.
    is_plain: bool,
}

impl PublishedShare {
    /// Reads the tables and holds them against the folders, link by link.
    pub(super) fn read(publication: &Publication<'_>, envelope: &dyn Envelope) -> Result<Self, PublishError> {
        let (cache, destination) = (publication.options.cache, publication.destination);
        let folders = publication.addressed.folders();
        let payload = PayloadTable::read(cache, publication.addressed.snapshot().share_id());
        let mut held = vec![!folders.is_empty(); payload.len()];
        let mut links = Vec::with_capacity(folders.len());
        let mut is_known = false;
        for folder in folders {
            let Some(found) = LinkTable::look(cache, destination, folder, &payload)? else {
                held.fill(false);
                links.push((OwnFiles::new(), Completeness::Partial));
                continue;
            };
            is_known |= found.held.contains(&true);
            held.iter_mut().zip(found.held).for_each(|(held, here)| *held &= here);
            links.push((found.own, found.completeness));
        }
        Ok(Self { payload, held, links, is_known, is_plain: envelope.is_plain() })
    }

    /// Whether the folders hold all that they are to hold, and nothing else.
    pub(super) fn is_all(&self, fingerprints: &Fingerprints) -> bool {
        self.payload.fingerprint == Some(fingerprints.all)
            && self.links.iter().all(|(_, completeness)| *completeness == Completeness::Whole)
    }

    /// Leaves the folders as they are, but for signatures that follow from something else now.
    pub(super) fn keep(self, publication: &Publication<'_>) -> Result<(), BuildError> {
        let (cache, share) = (publication.options.cache, publication.addressed.snapshot().share_id());
        PayloadTable::keep_untouched(cache, share);
        let mut links = self.links.into_iter().zip(publication.addressed.folders());
        links.try_for_each(|((own, _), folder)| publication.keep(&self.payload, own, folder))
    }

    /// The table of the share.
    pub(super) fn into_payload(self) -> PayloadTable {
        self.payload
    }

    /// How the folders are best replaced.
    pub(super) fn replacement(&self, snapshot: &Snapshot<'_>, fingerprints: &Fingerprints) -> Replacement {
        if !self.is_known {
            // Where nothing is known, most of what lies there may well be what it is to be.
            return Replacement::InPlace;
        }
        let mut kept = 0;
        for (register, items) in fingerprints.items.iter().enumerate() {
            let id = snapshot.registers()[register].id();
            let path = |index| item_path(id, snapshot.item_id(register, index));
            let items = items.par_iter().enumerate().with_min_len(64);
            kept += items
                .filter(|(index, fingerprint)| self.item(&path(*index), **fingerprint).is_some())
                .count();
        }
        // Where most pages change, the folder is replaced at once.
        if kept * 2 < snapshot.count() { Replacement::Whole } else { Replacement::InPlace }
    }

    /// A file that lies in every folder as it was published.
    pub(super) fn file(&self, path: &str) -> Option<&FileRow> {
        let at = self.payload.at(path).filter(|at| self.held[*at])?;
        Some(self.payload.row(at))
    }

    /// The page of an item that still follows from `fingerprint`, with all that it brings along.
    pub(super) fn item(&self, path: &str, fingerprint: Hash) -> Option<(&FileRow, &ItemRow)> {
        let row = self.file(path).filter(|row| row.fingerprint == fingerprint)?;
        let item = row.item.as_ref()?;
        item.attached.iter().all(|attached| self.file(attached).is_some()).then_some((row, item))
    }

    /// A form in the first folder, to copy parts from.
    pub(super) fn form(&self, publication: &Publication<'_>, path: &str) -> Option<PublishedFile> {
        self.file(path).filter(|_| self.is_plain)?;
        publication.destination.published(publication.addressed.folders().first()?, path)
    }
}
