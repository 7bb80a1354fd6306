//! What is known of a share that was published: one table a share of what its files followed from, and one a link of what
//! its destination said of them. A file whose fingerprint and file stamp are still the same is neither rendered nor read.
//! Rows hold the fingerprint of what a file follows from and the sum of what was published, which need not be its plaintext.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::Cache;
use crate::file_stamp::FileStamp;
use crate::hash::Hash;
use crate::link::Folder;
use crate::model::id::Id;
use crate::publish::{Destination, PublishError};
use crate::render::ListedItem;
use crate::seal::OutputManifest;
use crate::sign::SUMS;

/// The files that all links of a share have in common, by path.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct PayloadTable {
    /// What all files follow from.
    pub(super) fingerprint: Option<Hash>,
    /// The day of the newest content.
    pub(super) day: Option<NaiveDate>,
    files: Vec<(String, FileRow)>,
}

/// Where a part of a form lies: its offset and its length, in bytes.
pub(super) type PartRange = (u64, u64);

/// Where an item's parts of the forms lie, in the order of their table; `None` for a form that has none of it.
pub(super) type PartRanges = Vec<Option<PartRange>>;

/// One file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FileRow {
    /// What it follows from.
    pub(super) fingerprint: Hash,
    /// SHA-256 of the bytes that were published.
    pub(super) sum: Hash,
    /// Where the file is the page of an item: what lists and forms hold of it.
    pub(super) item: Option<ItemRow>,
}

/// What the other files of a share hold of an item.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ItemRow {
    pub(super) listed: Arc<ListedItem>,
    /// Its parts of the forms.
    pub(super) parts: PartRanges,
    /// The files that it brings along.
    pub(super) attached: Vec<String>,
}

impl PayloadTable {
    /// What is known of the share with this id; nothing where nothing is.
    pub(super) fn read(cache: &Cache, share: &Id) -> Self {
        let bytes = cache.table(&name(share));
        bytes.and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default()
    }

    /// Where the row of a file stands.
    pub(super) fn at(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|(other, _)| other.as_str().cmp(path)).ok()
    }

    /// The row at a place that [`at`](Self::at) told.
    pub(super) fn row(&self, at: usize) -> &FileRow {
        &self.files[at].1
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The sum of the sums of all files: tells this payload from every other.
    pub(super) fn sums(&self) -> Option<Hash> {
        self.at(SUMS).map(|at| self.row(at).sum)
    }

    /// The files as a destination is told of them.
    pub(super) fn manifest(&self) -> OutputManifest {
        OutputManifest::new(self.files.iter().map(|(path, row)| (path.clone(), row.sum)))
    }

    /// The table of what is published now: the files that were made, and those of `manifest` that stayed. Also tells
    /// where the rows of these stood before.
    pub(super) fn next(
        self,
        mut made: HashMap<String, FileRow>,
        manifest: &OutputManifest,
        places: Vec<(String, PartRanges)>,
    ) -> (Self, RowMoves) {
        let stays = |(_, (path, _)): &(usize, (String, FileRow))| {
            manifest.get(path).is_some() && !made.contains_key(path)
        };
        let stayed: Vec<_> = self.files.into_iter().enumerate().filter(stays).collect();
        let mut rows: Vec<_> = stayed.into_iter().map(|(at, (path, row))| (path, row, Some(at))).collect();
        rows.extend(made.drain().map(|(path, row)| (path, row, None)));
        rows.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        let mut next = Self { fingerprint: self.fingerprint, day: self.day, files: Vec::new() };
        let mut moves = RowMoves(Vec::with_capacity(rows.len()));
        for (path, row, before) in rows {
            next.files.push((path, row));
            moves.0.push(before);
        }
        for (path, places) in places {
            let Some(at) = next.at(&path) else { continue };
            if let Some(item) = &mut next.files[at].1.item {
                item.parts = places;
            }
        }
        (next, moves)
    }

    /// Writes the table down; for a destination of which nothing can be remembered, what was written before stays.
    pub(super) fn keep_changed(&self, cache: &Cache, destination: &dyn Destination, share: &Id) {
        if !destination.has_stamps() {
            Self::keep_untouched(cache, share);
        } else if let Ok(content) = postcard::to_stdvec(self) {
            cache.write_table(&name(share), content);
        }
    }

    /// Writes down that the table is still what it was.
    pub(super) fn keep_untouched(cache: &Cache, share: &Id) {
        cache.keep_table(&name(share));
    }
}

/// No folder has this name.
fn name(share: &Id) -> String {
    format!("payload of {share}")
}

/// Where each row of a table stood in the one before; `None` for files that were made now.
#[derive(Debug)]
pub(super) struct RowMoves(Vec<Option<usize>>);

impl RowMoves {
    /// For a table whose rows all stay.
    pub(super) fn none(table: &PayloadTable) -> Self {
        Self((0..table.len()).map(Some).collect())
    }

    /// For files that all have new file stamps, as those of a folder that is replaced whole.
    pub(super) fn all(table: &PayloadTable) -> Self {
        Self(vec![None; table.len()])
    }
}

/// What the destination said of the files of one link.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct LinkTable {
    /// The sums of the payload that the link was published with.
    payload: Option<Hash>,
    /// One a file of the payload, in its order.
    stamps: Vec<StampRow>,
    /// Files that no other link has, as its signature.
    own: OwnFiles,
}

/// The files that only one link has: few, each with its path.
pub(super) type OwnFiles = Vec<(String, OwnRow)>;

/// A file that only one link has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct OwnRow {
    /// What it follows from.
    pub(super) fingerprint: Hash,
    sum: Hash,
    stamp: StampRow,
}

impl OwnRow {
    /// A file that was made now.
    pub(super) fn new(fingerprint: Hash, sum: Hash) -> Self {
        Self { fingerprint, sum, stamp: StampRow::default() }
    }
}

/// What is remembered of a file in one folder.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
struct StampRow {
    file_stamp: Option<FileStamp>,
    /// Whether a change after this row was written would show in the file stamp.
    settled: bool,
}

/// What was found of a link.
#[derive(Debug)]
pub(super) struct FoundLink {
    /// Whether each file of the payload is what it was.
    pub(super) held: Vec<bool>,
    /// The files that only this link has and that are what they were.
    pub(super) own: OwnFiles,
    /// Whether the folder holds all these files and no other.
    pub(super) completeness: Completeness,
}

/// Whether a folder holds the files of its tables and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Completeness {
    Whole,
    Partial,
}

impl LinkTable {
    /// What was written down of `folder` when it was published with `payload`.
    fn read(
        cache: &Cache,
        destination: &dyn Destination,
        folder: &Folder,
        payload: &PayloadTable,
    ) -> Option<Self> {
        if destination.interrupted() || !destination.has_stamps() {
            return None;
        }
        let table: Self = postcard::from_bytes(&cache.table(folder.name())?).ok()?;
        let fits = table.payload == payload.sums() && table.stamps.len() == payload.len();
        (fits && table.payload.is_some()).then_some(table)
    }

    /// Holds what is known of `folder` against what lies there; `None` where nothing is known.
    pub(super) fn look(
        cache: &Cache,
        destination: &dyn Destination,
        folder: &Folder,
        payload: &PayloadTable,
    ) -> Result<Option<FoundLink>, PublishError> {
        let Some(mut table) = Self::read(cache, destination, folder, payload) else { return Ok(None) };
        let look = Look { cache, destination, folder };
        let rows = table.stamps.par_iter_mut().zip(&payload.files).with_min_len(64);
        let found: Vec<_> = rows.map(|(stamp, (path, row))| look.at(path, row.sum, stamp)).collect();
        let mut upgraded = found.contains(&RowState::Upgraded);
        let before = table.own.len();
        table.own.retain_mut(|(path, row)| {
            let found = look.at(path, row.sum, &mut row.stamp);
            upgraded |= found == RowState::Upgraded;
            found != RowState::Changed
        });
        let held: Vec<bool> = found.into_iter().map(|found| found != RowState::Changed).collect();
        let files = destination.files(folder)?.len();
        let whole = held.iter().all(|held| *held)
            && table.own.len() == before
            && files == table.stamps.len() + before;
        if upgraded {
            table.write(cache, folder);
        }
        let completeness = if whole { Completeness::Whole } else { Completeness::Partial };
        Ok(Some(FoundLink { held, own: table.own, completeness }))
    }

    /// Writes down what `folder` holds now that it was published with `payload`, of which some rows stood elsewhere in
    /// the table `before`. What was said of those before still counts; what they were not found to be is not among them.
    pub(super) fn keep_changed(
        cache: &Cache,
        destination: &dyn Destination,
        (folder, own): (&Folder, OwnFiles),
        payload: &PayloadTable,
        before: Option<(LinkTable, &RowMoves)>,
    ) {
        if !destination.has_stamps() {
            cache.keep_table(folder.name());
            return;
        }
        let mut stamps = vec![StampRow::default(); payload.len()];
        if let Some((before, moves)) = before {
            for (stamp, at) in stamps.iter_mut().zip(&moves.0) {
                *stamp = at.and_then(|at| before.stamps.get(at).copied()).unwrap_or_default();
            }
        }
        let mut table = Self { payload: payload.sums(), stamps, own };
        let clock = cache.now();
        let stamp = |(path, row): (&String, &mut StampRow)| {
            if row.file_stamp.is_none() {
                *row = StampRow::of(destination.file_stamp(folder, path), clock);
            }
        };
        let rows = table.stamps.par_iter_mut().zip(&payload.files).with_min_len(64);
        rows.for_each(|(row, (path, _))| stamp((path, row)));
        table.own.iter_mut().for_each(|(path, row)| stamp((path, &mut row.stamp)));
        table.write(cache, folder);
    }

    /// What was written down before of `folder`, for [`keep_changed`](Self::keep_changed): it is read again, so that only
    /// the table of one link stands in memory.
    pub(super) fn before(
        cache: &Cache,
        destination: &dyn Destination,
        folder: &Folder,
        payload: Option<Hash>,
    ) -> Option<Self> {
        let table: Self = postcard::from_bytes(&cache.table(folder.name())?).ok()?;
        (payload.is_some() && table.payload == payload && !destination.interrupted()).then_some(table)
    }

    fn write(&self, cache: &Cache, folder: &Folder) {
        if let Ok(content) = postcard::to_stdvec(self) {
            cache.write_table(folder.name(), content);
        }
    }

    /// Writes down that `folder` was left as it was.
    pub(super) fn keep_untouched(cache: &Cache, folder: &Folder) {
        cache.keep_table(folder.name());
    }
}

impl StampRow {
    fn of(file_stamp: Option<FileStamp>, clock: Option<FileStamp>) -> Self {
        let settled = clock.zip(file_stamp).is_some_and(|(clock, file_stamp)| file_stamp.is_settled(&clock));
        // Elsewhere no call keeps all files of a build for good: a power cut may cost bytes and leave the times.
        Self { file_stamp, settled: settled && cfg!(target_os = "linux") }
    }
}

/// What a look at a file found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowState {
    /// It is what it was.
    Same,
    /// The same, and from now on its file stamp alone can tell.
    Upgraded,
    /// It is not, or is not there.
    Changed,
}

/// Looks at the files of a folder.
struct Look<'a> {
    cache: &'a Cache,
    destination: &'a dyn Destination,
    folder: &'a Folder,
}

impl Look<'_> {
    /// Whether a file is what it was: by its file stamp, or by its bytes where the file stamp may hide a change.
    fn at(&self, path: &str, sum: Hash, row: &mut StampRow) -> RowState {
        let found = self.destination.file_stamp(self.folder, path);
        let Some(file_stamp) = row.file_stamp.filter(|_| found == row.file_stamp) else {
            *row = StampRow::default();
            return RowState::Changed;
        };
        if row.settled {
            return RowState::Same;
        }
        if self.destination.hash(self.folder, path) != Some(sum) {
            *row = StampRow::default();
            return RowState::Changed;
        }
        row.settled = self.cache.is_settled(&file_stamp);
        if row.settled { RowState::Upgraded } else { RowState::Same }
    }
}
