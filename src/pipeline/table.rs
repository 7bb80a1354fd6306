//! What a folder of the output was last seen to hold, and what that followed from: a file whose fingerprint and file stamp are
//! still the same is neither rendered nor read.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::Cache;
use crate::file_stamp::FileStamp;
use crate::hash::Hash;
use crate::link::Folder;
use crate::publish::{PublishError, Replacement, Target};
use crate::render::ListedItem;

/// The files of one folder, by path. No output follows from their order.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Table {
    /// What all files follow from.
    pub(super) fingerprint: Option<Hash>,
    /// The day of the newest content.
    pub(super) day: Option<NaiveDate>,
    pub(super) files: HashMap<String, FileRow>,
}

/// Where a part of an export lies: its offset and its length.
pub(super) type PartRange = (u64, u32);

/// One file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FileRow {
    /// What it follows from.
    pub(super) fingerprint: Hash,
    /// SHA-256 of its bytes.
    pub(super) sum: Hash,
    file_stamp: Option<FileStamp>,
    /// Whether a change after this row was written would show in the file stamp.
    settled: bool,
    /// Whether that was found out by this build.
    #[serde(skip)]
    upgraded: bool,
    /// Where the file is the page of an item: what lists and exports hold of it.
    pub(super) item: Option<ItemRow>,
}

/// What the other files of a share hold of an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ItemRow {
    pub(super) listed: Arc<ListedItem>,
    /// Its parts of the exports, in the order of their table: offset and length.
    pub(super) parts: Vec<PartRange>,
    /// The files that it brings along.
    pub(super) attached: Vec<String>,
}

impl FileRow {
    /// A file that was made now.
    pub(super) fn new(fingerprint: Hash, sum: Hash, item: Option<ItemRow>) -> Self {
        Self { fingerprint, sum, file_stamp: None, settled: false, upgraded: false, item }
    }
}

impl Table {
    /// What is known of `folder`, without the files that are no longer what they were; and whether the folder holds
    /// those files and no other.
    pub(super) fn read(
        cache: &Cache,
        target: &Target,
        folder: &Folder,
    ) -> Result<(Self, Completeness), PublishError> {
        let known = cache.table(folder.name()).filter(|_| !target.interrupted());
        let Some(mut table) = known.and_then(|bytes| postcard::from_bytes::<Self>(&bytes).ok()) else {
            return Ok((Self::default(), Completeness::Partial));
        };
        let before = table.files.len();
        let rows: Vec<_> = table.files.iter_mut().collect();
        let rows = rows.into_par_iter().with_min_len(64);
        let changed =
            rows.filter_map(|(path, row)| (!row.holds(cache, target, folder, path)).then(|| path.clone()));
        let changed: BTreeSet<String> = changed.collect();
        let found: BTreeSet<String> = target.files(folder)?.into_iter().collect();
        table.files.retain(|path, _| !changed.contains(path) && found.contains(path));
        let whole = table.files.len() == before && found.len() == before;
        Ok((table, if whole { Completeness::Whole } else { Completeness::Partial }))
    }

    /// Forgets what lists and exports hold of items: one folder of a share remembers it for all.
    pub(super) fn forget_items(&mut self) {
        self.files.values_mut().for_each(|row| row.item = None);
    }

    /// Forgets the files that are not `live`. A folder that is replaced whole gives every file another file stamp.
    pub(super) fn keep_only(&mut self, live: impl Fn(&str) -> bool, replacement: Replacement) {
        self.files.retain(|path, _| live(path));
        if replacement == Replacement::Whole {
            self.files.values_mut().for_each(|row| row.file_stamp = None);
        }
    }

    /// Takes the files in that were made, and where each item's parts of the exports lie now.
    pub(super) fn take(
        &mut self,
        fingerprint: Hash,
        made: HashMap<String, FileRow>,
        places: &[(String, Vec<PartRange>)],
    ) {
        self.fingerprint = Some(fingerprint);
        self.files.extend(made);
        for (path, places) in places {
            if let Some(item) = self.files.get_mut(path).and_then(|row| row.item.as_mut()) {
                item.parts.clone_from(places);
            }
        }
    }

    /// Writes down what `folder` holds now.
    pub(super) fn keep_changed(mut self, cache: &Cache, target: &Target, folder: &Folder) {
        let clock = cache.now();
        let rows: Vec<_> = self.files.iter_mut().filter(|(_, row)| row.file_stamp.is_none()).collect();
        rows.into_par_iter().with_min_len(64).for_each(|(path, row)| {
            let file_stamp = target.file_stamp(folder, path);
            let settled =
                clock.zip(file_stamp).is_some_and(|(clock, file_stamp)| file_stamp.is_settled(&clock));
            // Elsewhere no call keeps all files of a build for good: a power cut may cost bytes and leave the times.
            row.settled = settled && cfg!(target_os = "linux");
            row.file_stamp = file_stamp;
        });
        self.write(cache, folder);
    }

    fn write(&self, cache: &Cache, folder: &Folder) {
        if let Ok(content) = postcard::to_stdvec(self) {
            cache.write_table(folder.name(), content);
        }
    }

    /// Writes down that `folder` was left as it was.
    pub(super) fn keep_untouched(self, cache: &Cache, folder: &Folder) {
        if self.files.values().any(|row| row.upgraded) {
            self.write(cache, folder);
        } else {
            cache.keep_table(folder.name());
        }
    }
}

/// Whether a folder holds the files of its table and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Completeness {
    Whole,
    Partial,
}

impl FileRow {
    /// Whether the file is what it was: by its file stamp, or by its bytes where the file stamp may hide a change.
    fn holds(&mut self, cache: &Cache, target: &Target, folder: &Folder, path: &str) -> bool {
        let Some(file_stamp) = self.file_stamp.filter(|_| target.file_stamp(folder, path) == self.file_stamp)
        else {
            return false;
        };
        if self.settled {
            return true;
        }
        self.settled = cache.is_settled(&file_stamp);
        self.upgraded = self.settled;
        target.hash(folder, path) == Some(self.sum)
    }
}
