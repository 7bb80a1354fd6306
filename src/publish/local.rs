//! The local folder as a destination: all abilities that there are.

use std::collections::BTreeSet;

use crate::file_stamp::FileStamp;
use crate::hash::Hash;
use crate::host::Listing;
use crate::link::Folder;
use crate::publish::destination::{Destination, Replacement, ShareWriter};
use crate::publish::files::{below, is_folder};
use crate::publish::share::FolderShare;
use crate::publish::{Counts, FolderIndex, PublishError, PublishedFile, Target};
use crate::seal::Publishable;

impl Destination for Target {
    fn list(&self, place: &str) -> Result<Vec<String>, PublishError> {
        let folder = self.root.join(place);
        if !is_folder(&folder) {
            return Ok(Vec::new());
        }
        Ok(below(&folder)?.files.into_iter().map(|path| format!("{place}{path}")).collect())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, PublishError> {
        Target::read(self, path)
    }

    fn put(&self, place: &str, file: &Publishable) -> Result<(), PublishError> {
        Target::put(self, place, file)
    }

    fn remove(&self, path: &str) -> Result<(), PublishError> {
        Target::remove(self, path)
    }

    fn share<'d>(
        &'d self,
        folders: &[Folder],
        replacement: Replacement,
    ) -> Result<Box<dyn ShareWriter + 'd>, PublishError> {
        self.recover()?;
        Ok(Box::new(FolderShare::open(self, folders, replacement)?))
    }

    fn sweep(
        &self,
        live: &BTreeSet<Folder>,
        assets: &[Publishable],
        rules: &[Publishable],
    ) -> Result<Vec<String>, PublishError> {
        Target::sweep(self, live, assets, rules)
    }

    fn counts(&self) -> &Counts {
        Target::counts(self)
    }

    fn recover(&self) -> Result<(), PublishError> {
        Target::recover(self)
    }

    fn links(&self) -> Result<Vec<String>, PublishError> {
        self.link_folders()
    }

    fn close(&self, folders: &BTreeSet<String>, now: i64) -> Result<(), PublishError> {
        Target::close(self, folders, now)
    }

    fn files(&self, folder: &Folder) -> Result<Vec<String>, PublishError> {
        Target::files(self, folder)
    }

    fn open_folders(&self, listing: Listing) {
        Target::open_folders(self, listing);
    }

    fn folder_index(&self) -> FolderIndex {
        FolderIndex::read(&self.state)
    }

    fn keep_folder_index(&self, index: &FolderIndex) -> Result<(), PublishError> {
        index.write(self)
    }

    fn interrupted(&self) -> bool {
        Target::interrupted(self)
    }

    fn has_stamps(&self) -> bool {
        true
    }

    fn file_stamp(&self, folder: &Folder, path: &str) -> Option<FileStamp> {
        Target::file_stamp(self, folder, path)
    }

    fn hash(&self, folder: &Folder, path: &str) -> Option<Hash> {
        Target::hash(self, folder, path)
    }

    fn published(&self, folder: &Folder, path: &str) -> Option<PublishedFile> {
        Target::published(self, folder, path)
    }

    fn settle(&self) -> Result<(), PublishError> {
        Target::settle(self)
    }

    fn vouched(&self) -> Result<(), PublishError> {
        Target::vouched(self)
    }

    fn refused_modes(&self) -> Option<String> {
        Target::refused_modes(self)
    }
}
