//! The folder index, `.extrait/manifest.json`: which folders each share was last published in. It never lies in the output,
//! and only spares a broken site from keeping a revoked share open; losing it changes no byte of a build.

#![expect(clippy::disallowed_methods, reason = "this room reads and writes the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::link::Link;
use crate::model::id::Id;
use crate::publish::files::same_bytes;
use crate::publish::{PublishError, Target, at, temporary};

/// Folders by share, and who holds them.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderIndex {
    shares: BTreeMap<String, BTreeSet<String>>,
    /// Recipients by folder.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    holders: BTreeMap<String, String>,
}

const FILE: &str = "manifest.json";

impl FolderIndex {
    /// Reads the index in `state`; an empty one where there is none that can be read.
    #[must_use]
    pub fn read(state: &Path) -> Self {
        let bytes = fs::read(state.join(FILE)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Whether there is one in `state`, readable or not.
    #[must_use]
    pub fn exists(state: &Path) -> bool {
        state.join(FILE).symlink_metadata().is_ok()
    }

    /// Notes the folders of a share's links, as far as they live.
    pub fn note(&mut self, share: &Id, links: &[Link]) {
        let folders = self.shares.entry(share.to_string()).or_default();
        for link in links.iter().filter(|link| !link.revoked) {
            let folder = link.folder.name();
            folders.insert(folder.to_owned());
            let holder = link.id.recipient.as_ref().map(ToString::to_string);
            self.holders.extend(holder.map(|holder| (folder.to_owned(), holder)));
        }
    }

    /// Every folder with its share.
    pub fn all(&self) -> impl Iterator<Item = (&str, &String)> {
        self.shares.iter().flat_map(|(share, folders)| folders.iter().map(|folder| (share.as_str(), folder)))
    }

    /// The folders of a share.
    pub fn folders(&self, share: &Id) -> impl Iterator<Item = &String> {
        self.shares.get(share.as_str()).into_iter().flatten()
    }

    /// The folders of one recipient of a share.
    pub fn held_by<'a>(&'a self, share: &Id, recipient: &'a Id) -> impl Iterator<Item = &'a String> {
        let is_held = |folder: &&String| {
            self.holders.get(folder.as_str()).is_some_and(|holder| holder == recipient.as_str())
        };
        self.folders(share).filter(is_held)
    }

    /// The recipients of a share.
    pub fn holders(&self, share: &Id) -> impl Iterator<Item = &str> {
        self.folders(share).filter_map(|folder| self.holders.get(folder)).map(String::as_str)
    }

    /// The recipients of all shares.
    pub fn all_holders(&self) -> impl Iterator<Item = &str> {
        self.holders.values().map(String::as_str)
    }

    /// Writes the index beside the target's other notes, readable by its owner only: it lists links.
    pub fn write(&self, target: &Target) -> Result<(), PublishError> {
        let path = target.state.join(FILE);
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        if same_bytes(&path, &bytes) {
            return Ok(());
        }
        remove_unfinished(target)?;
        target.write_private(&temporary(&path), &bytes)?;
        target.disk().rename(&temporary(&path), &path).map_err(at(&path))
    }
}

/// Removes an index that did not take its place.
pub(super) fn remove_unfinished(target: &Target) -> Result<(), PublishError> {
    let path = temporary(&target.state.join(FILE));
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        _ => target.disk().remove_file(&path).map_err(at(&path)),
    }
}
