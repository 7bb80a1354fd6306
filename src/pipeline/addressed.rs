//! The stage between `select` and `render`: a snapshot gets the folders of its links.

use crate::address::folder;
use crate::keys::LinkKey;
use crate::link::Folder;
use crate::model::id::Id;
use crate::select::Snapshot;

/// A snapshot and where it lies: one folder a recipient, or one.
#[derive(Debug)]
pub(super) struct Addressed<'a> {
    snapshot: Snapshot<'a>,
    folders: Vec<Folder>,
}

impl<'a> Addressed<'a> {
    /// What is disclosed.
    pub(super) fn snapshot(&self) -> &Snapshot<'a> {
        &self.snapshot
    }

    /// Where it lies, in the order of the recipients; those whose link is withdrawn have none.
    pub(super) fn folders(&self) -> &[Folder] {
        &self.folders
    }
}

/// Gives a snapshot its folders: those of the links that live.
pub(super) fn address<'a>(snapshot: Snapshot<'a>, site: &Id, key: &LinkKey) -> Addressed<'a> {
    let expiry = snapshot.expires().map(|end| end.timestamp());
    let holders = snapshot.holders();
    let folders = holders.iter().map(|holder| folder(&holder.id(snapshot.share_id(), expiry), site, key));
    let folders = folders.collect();
    Addressed { snapshot, folders }
}
