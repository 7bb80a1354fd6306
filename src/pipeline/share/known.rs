//! What was published of a share and is still there.

use rayon::prelude::*;

use crate::export::EXPORTERS;
use crate::hash::Hash;
use crate::link::item_path;
use crate::pipeline::BuildError;
use crate::pipeline::share::{Fingerprints, Publication};
use crate::pipeline::table::{Completeness, FileRow, ItemRow, PartRange, Table};
use crate::publish::{PublishError, PublishedFile, Replacement};
use crate::select::Snapshot;

/// The tables of a share's folders, one a link.
pub(super) struct PublishedShare {
    tables: Vec<(Table, Completeness)>,
    /// What all files of every folder followed from.
    fingerprint: Option<Hash>,
}

impl PublishedShare {
    /// Reads the tables and holds them against the folders.
    pub(super) fn read(publication: &Publication<'_>) -> Result<Self, PublishError> {
        let folders = publication.addressed.folders().iter();
        let tables = folders.map(|folder| Table::read(publication.options.cache, publication.target, folder));
        let mut tables: Vec<_> = tables.collect::<Result<_, _>>()?;
        tables.iter_mut().skip(1).for_each(|(table, _)| table.forget_items());
        let fingerprint = tables.first().and_then(|(table, _)| table.fingerprint);
        let same = tables.iter().all(|(table, _)| table.fingerprint == fingerprint);
        Ok(Self { fingerprint: fingerprint.filter(|_| same), tables })
    }

    /// Whether the folders hold all that they are to hold, and nothing else.
    pub(super) fn is_all(&self, fingerprints: &Fingerprints) -> bool {
        self.fingerprint == Some(fingerprints.all)
            && self.tables.iter().all(|(_, completeness)| *completeness == Completeness::Whole)
    }

    /// Leaves the folders as they are, but for signatures that follow from something else now.
    pub(super) fn keep(self, publication: &Publication<'_>) -> Result<(), BuildError> {
        let mut tables = self.tables.into_iter().zip(publication.addressed.folders());
        tables.try_for_each(|((table, _), folder)| publication.keep(table, folder))
    }

    /// The tables, in the order of the folders.
    pub(super) fn into_tables(self) -> Vec<Table> {
        self.tables.into_iter().map(|(table, _)| table).collect()
    }

    /// How the folders are best replaced.
    pub(super) fn replacement(&self, snapshot: &Snapshot<'_>, fingerprints: &Fingerprints) -> Replacement {
        if self.tables.iter().all(|(table, _)| table.files.is_empty()) {
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

    /// A file that lies in every folder with the same bytes.
    pub(super) fn file(&self, path: &str) -> Option<&FileRow> {
        let (first, others) = self.tables.split_first()?;
        let row = first.0.files.get(path)?;
        let same = |table: &Table| table.files.get(path).is_some_and(|other| other.sum == row.sum);
        others.iter().all(|(table, _)| same(table)).then_some(row)
    }

    /// The page of an item that still follows from `fingerprint`, with all that it brings along.
    pub(super) fn item(&self, path: &str, fingerprint: Hash) -> Option<(&FileRow, &ItemRow)> {
        let row = self.file(path).filter(|row| row.fingerprint == fingerprint)?;
        let item = row.item.as_ref()?;
        item.attached.iter().all(|attached| self.file(attached).is_some()).then_some((row, item))
    }

    /// Where an item's parts of the exports lie, if those are what they were.
    pub(super) fn parts<'i>(&self, item: &'i ItemRow) -> Option<&'i [PartRange]> {
        let whole = EXPORTERS.iter().all(|exporter| self.file(exporter.path()).is_some());
        (whole && item.parts.len() == EXPORTERS.len()).then_some(item.parts.as_slice())
    }

    /// An export of the first folder, to copy parts from.
    pub(super) fn export(&self, publication: &Publication<'_>, path: &str) -> Option<PublishedFile> {
        self.file(path)?;
        publication.target.published(publication.addressed.folders().first()?, path)
    }
}
