//! Where an output goes. What every destination does is to list, put and remove files; whatever else some can do has a
//! default, so that a plain store of objects is a destination too.

use std::collections::BTreeSet;
use std::fmt::Debug;

use crate::file_stamp::FileStamp;
use crate::hash::Hash;
use crate::host::Listing;
use crate::link::{CANARY, Folder, has_ended};
use crate::publish::{Counts, FolderIndex, PublishError, PublishedFile};
use crate::seal::{OutputManifest, Piece, Publishable, SealedStream};
use crate::sign::SUMS;

/// Takes what a build publishes. Changes become visible in order of their [`Rank`](crate::seal::Rank): links that have
/// ended go first, and no page appears before what it leads to.
///
/// Paths are those of the site: `index.html`, `s/<folder>/index.html`. A place is what a path begins with: nothing for the
/// whole site, or the folder of a link with its `/`.
pub trait Destination: Debug + Send + Sync {
    /// The paths of all files in a place, sorted.
    fn list(&self, place: &str) -> Result<Vec<String>, PublishError>;

    /// The bytes of a short file.
    fn read(&self, path: &str) -> Result<Vec<u8>, PublishError>;

    /// Puts a file into a place, in the place of one that has its path.
    fn put(&self, place: &str, file: &Publishable) -> Result<(), PublishError>;

    /// Removes a file.
    fn remove(&self, path: &str) -> Result<(), PublishError>;

    /// Starts writing a share into the folders of its links.
    fn share<'d>(
        &'d self,
        folders: &[Folder],
        replacement: Replacement,
    ) -> Result<Box<dyn ShareWriter + 'd>, PublishError>;

    /// Removes the links that are not `live`, stylesheets that are not in `assets`, and rules of a host that are not in
    /// `rules`. Returns what lies here and is not ours.
    fn sweep(
        &self,
        live: &BTreeSet<Folder>,
        assets: &[Publishable],
        rules: &[Publishable],
    ) -> Result<Vec<String>, PublishError>;

    /// What happened so far.
    fn counts(&self) -> &Counts;

    /// Puts right what a build left that came to no end. Whoever may write here calls it before anything else.
    fn recover(&self) -> Result<(), PublishError> {
        Ok(())
    }

    /// The names of the folders of links, sorted.
    fn links(&self) -> Result<Vec<String>, PublishError> {
        let paths = self.list("s/")?;
        let names = paths.iter().filter_map(|path| path.strip_prefix("s/")?.split_once('/'));
        let names: BTreeSet<&str> = names.map(|(name, _)| name).collect();
        let is_published = |name: &&str| Folder::is_link(name) && *name != CANARY;
        Ok(names.into_iter().filter(is_published).map(str::to_owned).collect())
    }

    /// Removes these links and those whose second has passed, whatever else is wrong.
    fn close(&self, folders: &BTreeSet<String>, now: i64) -> Result<(), PublishError> {
        let mut done = Ok(());
        for name in self.links()? {
            let ended = has_ended(Folder::expiry(&name), now);
            if ended || folders.contains(&name) {
                // One that cannot be removed keeps no other open.
                done = done.and(remove_link(self, &name));
            }
        }
        done
    }

    /// The paths of the files of a link, within its folder.
    fn files(&self, folder: &Folder) -> Result<Vec<String>, PublishError> {
        within(self, folder.name())
    }

    /// The items that have a page in the folder of this name: register and item.
    fn items(&self, folder: &str) -> Result<Vec<(String, String)>, PublishError> {
        Ok(items_of(&within(self, folder)?))
    }

    /// Whether a link was published with items in it.
    fn held_items(&self, folder: &Folder) -> bool {
        self.read(&format!("{}{SUMS}", place(folder))).is_ok_and(|sums| lists_items(&sums))
    }

    /// Opens the output's own folders to whom they are for, where there are modes. `listing` says whether a host must list
    /// the folder of all links.
    fn open_folders(&self, _listing: Listing) {}

    /// Which folders each share was last published in, where that is remembered.
    fn folder_index(&self) -> FolderIndex {
        FolderIndex::default()
    }

    /// Remembers that.
    fn keep_folder_index(&self, _index: &FolderIndex) -> Result<(), PublishError> {
        Ok(())
    }

    /// Whether the last build that wrote here came to no end: then nothing may be kept on the word of older records.
    fn interrupted(&self) -> bool {
        false
    }

    /// Whether [`file_stamp`](Self::file_stamp) tells anything here. Where it does not, no file is kept unread.
    fn has_stamps(&self) -> bool {
        false
    }

    /// What tells that a file of a link was not touched since it was last looked at.
    fn file_stamp(&self, _folder: &Folder, _path: &str) -> Option<FileStamp> {
        None
    }

    /// The SHA-256 of a file of a link.
    fn hash(&self, folder: &Folder, path: &str) -> Option<Hash> {
        self.read(&format!("{}{path}", place(folder))).ok().map(|bytes| Hash::of(&bytes))
    }

    /// A file of a link, to copy parts from.
    fn published(&self, _folder: &Folder, _path: &str) -> Option<PublishedFile> {
        None
    }

    /// Returns when what was put is kept for good, and shows where it shows at once: before that nothing may vouch for it.
    fn settle(&self) -> Result<(), PublishError> {
        Ok(())
    }

    /// To be called when all records say what lies here now: the build has come to its end.
    fn vouched(&self) -> Result<(), PublishError> {
        Ok(())
    }

    /// What could not be given the mode under which it is read, in words.
    fn refused_modes(&self) -> Option<String> {
        None
    }
}

/// How a share that is published already is replaced, where a destination can do either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// File by file: where few of them change.
    InPlace,
    /// The folder at once: where most of them change.
    Whole,
}

/// Writes one share into the folders of its links; its files may come from several threads, in any order. Unless a link is
/// [finished](Self::finish), nothing that its reader sees has changed, and what was written for it goes again.
pub trait ShareWriter: Debug + Sync {
    /// Takes one file for all links.
    fn put(&self, file: &Publishable) -> Result<(), PublishError>;

    /// Lets a file stay as it was published for all links. It is not read: that it is there, and is what the share holds,
    /// is the caller's word.
    fn keep(&self, path: &str) -> Result<(), PublishError>;

    /// Starts taking a file that is too long to stand in memory, for all links.
    fn begin(&self, stream: &SealedStream) -> Box<dyn PieceWriter + '_>;

    /// Puts the share in its place for the link with this index, and removes files that are neither in the manifest nor
    /// among the link's own.
    fn finish(&self, link: usize, manifest: &OutputManifest, own: &[Publishable])
    -> Result<(), PublishError>;
}

/// Takes a long file piece by piece. Unless it is [ended](Self::end), the share does not have the file.
pub trait PieceWriter: Debug + Send {
    /// Takes the next bytes.
    fn put(&mut self, piece: &Piece<'_>) -> Result<(), PublishError>;

    /// Takes the next bytes, which lie at `offset` of the file as it was published for the first link: that they do is the
    /// caller's word, and may spare comparing them where they stay in their place.
    fn put_published(&mut self, piece: &Piece<'_>, _offset: u64) -> Result<(), PublishError> {
        self.put(piece)
    }

    /// Ends the file.
    fn end(self: Box<Self>, others: OtherFolders) -> Result<(), PublishError>;
}

/// What is known of a long file in the folders of the other links than the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFolders {
    /// They hold the same bytes already: that they do is the caller's word.
    HoldTheSame,
    /// Nothing.
    Unknown,
}

/// The place of a link's files.
pub(super) fn place(folder: &Folder) -> String {
    format!("s/{}/", folder.name())
}

/// Removes a link with all its files.
pub(super) fn remove_link(destination: &(impl Destination + ?Sized), name: &str) -> Result<(), PublishError> {
    let mut paths = destination.list(&format!("s/{name}/"))?;
    // Whoever has the link meets its end before the end of a page that he reads.
    paths.sort_by_key(|path| !path.ends_with("/index.html"));
    paths.iter().try_for_each(|path| destination.remove(path))
}

fn within(destination: &(impl Destination + ?Sized), folder: &str) -> Result<Vec<String>, PublishError> {
    let place = format!("s/{folder}/");
    let paths = destination.list(&place)?;
    Ok(paths.iter().filter_map(|path| path.strip_prefix(&place)).map(str::to_owned).collect())
}

/// The items whose pages are among the files of a link.
pub(super) fn items_of(files: &[String]) -> Vec<(String, String)> {
    let items = files.iter().filter_map(|path| {
        let (register, file) = path.split_once('/')?;
        let item = file.strip_suffix(".html").filter(|item| *item != "index" && !item.contains('/'))?;
        Some((register.to_owned(), item.to_owned()))
    });
    items.collect()
}

/// Whether the sums of a share list anything but lists.
fn lists_items(sums: &[u8]) -> bool {
    let sums = String::from_utf8_lossy(sums);
    let mut paths = sums.lines().filter_map(|line| line.get(66..));
    paths.any(|path| path.contains('/') && !path.ends_with("/index.html"))
}
