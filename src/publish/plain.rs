//! What a destination does that can list, put and remove, and nothing else: a share waits in memory until it is finished.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use crate::host::{MARK, OUTPUT_NAMES};
use crate::link::{CANARY, Folder};
use crate::mask;
use crate::publish::destination::{Destination, OtherFolders, PieceWriter, ShareWriter, place, remove_link};
use crate::publish::sweep::is_asset;
use crate::publish::{PublishError, at};
use crate::render::SITE_PAGES;
use crate::seal::{GatheredPieces, OutputEntry, OutputManifest, Piece, Publishable, Rank, SealedStream};
use crate::sign::PUBLIC_KEY_FILE;

/// Starts a share for a destination that can list, put and remove, and nothing else: it waits in memory, once for all
/// links, and its changes come in order of their rank when a link is finished.
pub fn plain_share<'d>(destination: &'d dyn Destination, folders: &[Folder]) -> Box<dyn ShareWriter + 'd> {
    let places = folders.iter().map(place).collect();
    Box::new(WaitingShare { destination, places, files: Mutex::default() })
}

/// A share that waits.
#[derive(Debug)]
struct WaitingShare<'d> {
    destination: &'d dyn Destination,
    places: Vec<String>,
    /// Its files by path, once for all links. Those that stay as they are do not wait.
    files: Mutex<BTreeMap<String, Publishable>>,
}

impl WaitingShare<'_> {
    fn wait(&self, file: Publishable) {
        let mut files = self.files.lock().expect("no holder of the lock can panic");
        files.insert(file.path().to_owned(), file);
    }
}

impl ShareWriter for WaitingShare<'_> {
    fn put(&self, file: &Publishable) -> Result<(), PublishError> {
        self.wait(file.clone());
        Ok(())
    }

    /// Whether it is there is found out at the end.
    fn keep(&self, _path: &str) -> Result<(), PublishError> {
        Ok(())
    }

    fn begin(&self, stream: &SealedStream) -> Box<dyn PieceWriter + '_> {
        Box::new(WaitingPieces { share: self, pieces: GatheredPieces::of(stream) })
    }

    fn finish(
        &self,
        link: usize,
        manifest: &OutputManifest,
        own: &[Publishable],
    ) -> Result<(), PublishError> {
        let place = &self.places[link];
        let found: BTreeSet<String> = self.destination.list(place)?.into_iter().collect();
        let files = self.files.lock().expect("no holder of the lock can panic");
        let entries: Vec<_> = own.iter().map(OutputEntry::of).collect();
        let mut changes = Vec::new();
        for entry in manifest.entries().iter().chain(&entries) {
            let path = format!("{place}{}", entry.path);
            let is_there = found.contains(&path);
            let rank = if is_there { entry.rank } else { entry.rank.when_new() };
            let own = || own.iter().find(|file| file.path() == entry.path);
            match files.get(&entry.path).or_else(own) {
                Some(file) => changes.push((rank, path, Some(file))),
                None if is_there => {}
                None => return Err(at(Path::new(&path))(io::ErrorKind::NotFound.into())),
            }
        }
        let live: BTreeSet<String> =
            manifest.entries().iter().chain(&entries).map(|entry| format!("{place}{}", entry.path)).collect();
        let stale = found.difference(&live);
        changes.extend(stale.map(|path| (Rank::Stale, path.clone(), None)));
        changes.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        changes.into_iter().try_for_each(|(_, path, file)| match file {
            Some(file) => self.destination.put(place, file),
            None => self.destination.remove(&path),
        })
    }
}

/// A long file that waits.
#[derive(Debug)]
struct WaitingPieces<'w> {
    share: &'w WaitingShare<'w>,
    pieces: GatheredPieces,
}

impl PieceWriter for WaitingPieces<'_> {
    fn put(&mut self, piece: &Piece<'_>) -> Result<(), PublishError> {
        self.pieces.take(piece);
        Ok(())
    }

    fn end(self: Box<Self>, _others: OtherFolders) -> Result<(), PublishError> {
        self.share.wait(self.pieces.end());
        Ok(())
    }
}

/// [`Destination::sweep`] by listing and removing. An error where one of these fails.
pub fn plain_sweep(
    destination: &dyn Destination,
    live: &BTreeSet<Folder>,
    assets: &[Publishable],
    rules: &[Publishable],
) -> Result<Vec<String>, PublishError> {
    let live: BTreeSet<&str> = live.iter().map(Folder::name).collect();
    for name in destination.links()?.iter().filter(|name| !live.contains(name.as_str())) {
        remove_link(destination, name)?;
    }
    let ours = |path: &str| {
        let in_link = path.strip_prefix("s/").and_then(|path| path.split_once('/'));
        SITE_PAGES.contains(&path)
            || path == PUBLIC_KEY_FILE
            || path == "s/index.html"
            || in_link
                .is_some_and(|(name, file)| live.contains(name) || name == CANARY && file == "index.html")
            || assets.iter().chain(rules).any(|file| file.path() == path)
    };
    let mut foreign = Vec::new();
    for path in destination.list("")?.into_iter().filter(|path| !ours(path)) {
        if path.strip_prefix("assets/").is_some_and(is_asset) || is_rule(destination, &path) {
            destination.remove(&path)?;
        } else {
            foreign.push(mask::foreign(&path));
        }
    }
    Ok(foreign)
}

/// Whether this is a file that we wrote for a host.
fn is_rule(destination: &dyn Destination, path: &str) -> bool {
    let first = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).lines().next().map(str::to_owned);
    OUTPUT_NAMES.contains(&path)
        && destination.read(path).ok().and_then(first).is_some_and(|line| line.contains(MARK))
}
