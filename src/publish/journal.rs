//! The journal: what is still to be renamed and removed when a published share changes file by file. It lies in
//! `.extrait/` and is complete before the first step; so a build that stops between two steps is carried to its end by the
//! next command, and one that stops earlier has changed nothing that a reader sees.

#![expect(clippy::disallowed_methods, reason = "this room reads the disk")]

use std::fs;
use std::io;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::link::Folder;
use crate::publish::files::{is_folder, make_parents, parents, remove_all};
use crate::publish::folder::STAGE;
use crate::publish::{PublishError, TEMPORARY, Target, at};

/// The steps from one state of a share's folder to the next.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) folder: String,
    pub(super) waiting: Waiting,
    /// Files that take their place, in this order.
    pub(super) renames: Vec<String>,
    /// Files that the share no longer has.
    pub(super) removals: Vec<String>,
}

/// Where the files wait that are to take their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Waiting {
    /// Each beside its place.
    Beside,
    /// In a folder of their own.
    Staged,
}

/// Whether a step may have been done already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    First,
    Again,
}

const FILE: &str = "journal-";

/// Starts the last line, which is the sum of what stands before it.
const SUM: &str = "\nsha256 ";

impl Journal {
    /// Carries the steps out. An error before the journal is complete is given back as the first: nothing was done then.
    pub(super) fn carry_out(&self, target: &Target) -> Result<Result<(), PublishError>, PublishError> {
        let _one = target.replacing.lock().expect("no holder of the lock can panic");
        if self.waiting == Waiting::Staged {
            // A full disk is met before the first step.
            self.make_room(target)?;
        }
        target.write_private(&target.note(FILE), self.text().as_bytes())?;
        Ok(self.play(target, Pass::First))
    }

    /// Makes the folders that staged files move into.
    fn make_room(&self, target: &Target) -> Result<(), PublishError> {
        let place = target.links.join(&self.folder);
        self.renames.iter().try_for_each(|path| make_parents(target, &place, path))
    }

    fn play(&self, target: &Target, pass: Pass) -> Result<(), PublishError> {
        let place = target.links.join(&self.folder);
        let stage = target.links.join(format!("{STAGE}{}", self.folder));
        for path in &self.renames {
            let from = match self.waiting {
                Waiting::Beside => place.join(format!("{path}{TEMPORARY}")),
                Waiting::Staged => stage.join(path),
            };
            let to = place.join(path);
            target.disk().rename(&from, &to).or_else(done(pass)).map_err(at(&to))?;
        }
        for path in &self.removals {
            let path = place.join(path);
            target.disk().remove_file(&path).or_else(done(pass)).map_err(at(&path))?;
        }
        target.counts.remove(self.removals.len());
        // A register's folder goes with its last file; one that still has files, or that somebody uses, stays.
        for folder in parents(self.removals.iter().map(String::as_str)) {
            let folder = place.join(folder);
            target.disk().remove_dir(&folder).or_else(stays).map_err(at(&folder))?;
        }
        if self.waiting == Waiting::Staged && is_folder(&stage) {
            remove_all(target, &stage)?;
        }
        let path = target.note(FILE);
        target.disk().remove_file(&path).map_err(at(&path))
    }

    /// Reads the journal of a build that came to no end; `None` unless every byte of it is there.
    pub(super) fn read(target: &Target) -> Option<Self> {
        Self::parse(fs::read(target.note(FILE)).ok()?)
    }

    fn text(&self) -> String {
        let mut text = serde_json::to_string(self).expect("lists of texts are always JSON");
        let sum = Hash::of(text.as_bytes()).hex();
        text.extend([SUM, &sum, "\n"]);
        text
    }

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        let text = String::from_utf8(bytes).ok()?;
        let (text, sum) = text.strip_suffix('\n')?.rsplit_once(SUM)?;
        if Hash::of(text.as_bytes()).hex() != sum {
            return None;
        }
        serde_json::from_str(text).ok().filter(Self::is_ours)
    }

    /// Whether it stays in its share's folder, whoever wrote it.
    fn is_ours(&self) -> bool {
        let plain =
            |path: &String| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        Folder::is_link(&self.folder) && self.renames.iter().chain(&self.removals).all(plain)
    }

    /// The name of the folder in which files wait, if they do.
    pub(super) fn stage(&self) -> Option<String> {
        (self.waiting == Waiting::Staged).then(|| format!("{STAGE}{}", self.folder))
    }
}

/// What was done before a crash is not there to be done again.
fn done(pass: Pass) -> impl FnOnce(io::Error) -> io::Result<()> {
    move |error| {
        let done = pass == Pass::Again && error.kind() == io::ErrorKind::NotFound;
        if done { Ok(()) } else { Err(error) }
    }
}

/// A folder that is not empty, or is in use, is no fault; any other refusal leaves the journal for the next command.
fn stays(error: io::Error) -> io::Result<()> {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, NotFound, ResourceBusy};
    match error.kind() {
        AlreadyExists | DirectoryNotEmpty | NotFound | ResourceBusy => Ok(()),
        _ => Err(error),
    }
}

/// Carries a journal to its end. One that is torn, or whose folder has gone, is dropped: a torn one was never begun.
pub(super) fn recover(target: &Target) -> Result<(), PublishError> {
    let path = target.note(FILE);
    if fs::symlink_metadata(&path).is_err() {
        return Ok(());
    }
    match Journal::read(target).filter(|journal| is_folder(&target.links.join(&journal.folder))) {
        Some(journal) => {
            journal.make_room(target)?;
            journal.play(target, Pass::Again)
        }
        None => target.disk().remove_file(&path).map_err(at(&path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal(path: &str) -> Journal {
        Journal {
            folder: format!("never-{}", "0".repeat(40)),
            waiting: Waiting::Beside,
            renames: vec![path.to_owned(), "SHA256SUMS".to_owned()],
            removals: vec!["hr/gone.html".to_owned()],
        }
    }

    #[test]
    fn only_a_whole_journal_is_read() {
        let journal = journal("hr/a \"b\".html");
        let text = journal.text().into_bytes();
        assert_eq!(Journal::parse(text.clone()), Some(journal));
        for at in 0..text.len() {
            assert_eq!(Journal::parse(text[..at].to_vec()), None, "torn at {at}");
            let mut flipped = text.clone();
            flipped[at] ^= 1;
            assert_eq!(Journal::parse(flipped), None, "another bit at {at}");
        }
    }

    #[test]
    fn no_journal_leads_out_of_its_folder() {
        for path in ["../x", "/x", "hr/../../x"] {
            assert_eq!(Journal::parse(journal(path).text().into_bytes()), None, "{path}");
        }
    }
}
