//! A destination that lists, puts and removes, as a store of objects would, and remembers what came in which order.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::Mutex;

use extrait::link::{CANARY, Folder};
use extrait::publish::{
    Counts, Destination, MemoryDestination, PublishError, Replacement, ShareWriter, plain_share, plain_sweep,
};
use extrait::seal::{Publishable, Rank};

/// Keeps files in memory.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    memory: MemoryDestination,
    steps: Mutex<Vec<(Option<String>, Rank)>>,
}

/// The folder of a path, if it is that of a link, and the path in it.
fn in_link(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("s/")?.split_once('/').filter(|(name, _)| *name != CANARY)
}

impl Recorder {
    fn note(&self, path: &str, rank: Rank) {
        let link = in_link(path).map(|(name, _)| name.to_owned());
        self.steps.lock().unwrap().push((link, rank));
    }

    /// Checks the order of what came since the last check, and returns the ranks that came for each link.
    pub(crate) fn check(&self) -> BTreeMap<String, Vec<Rank>> {
        let steps = mem::take(&mut *self.steps.lock().unwrap());
        let mut links = BTreeMap::<String, Vec<Rank>>::new();
        // What belongs to no share: what pages rest on comes before all links, pages after them.
        let (mut before, mut after) = (0, 0);
        for (link, rank) in steps {
            match link {
                Some(link) => {
                    assert!(before > 0 && after == 0, "{rank:?} of a link came too early or too late");
                    links.entry(link).or_default().push(rank);
                }
                None if rank == Rank::Asset => {
                    assert!(links.is_empty(), "what pages rest on came after a page");
                    before += 1;
                }
                None => {
                    assert_eq!(rank, Rank::SitePage);
                    after += 1;
                }
            }
        }
        assert!(before > 1 && after > 3, "{before} before and {after} after");
        for ranks in links.values() {
            assert!(ranks.is_sorted(), "{ranks:?}");
        }
        links
    }
}

impl Destination for Recorder {
    fn list(&self, place: &str) -> Result<Vec<String>, PublishError> {
        self.memory.list(place)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, PublishError> {
        self.memory.read(path)
    }

    fn put(&self, place: &str, file: &Publishable) -> Result<(), PublishError> {
        let path = format!("{place}{}", file.path());
        let rank = match in_link(&path) {
            Some((_, inside)) if self.memory.read(&path).is_ok() => Rank::of(inside),
            Some((_, inside)) => Rank::of(inside).when_new(),
            None => Rank::of_site_file(&path),
        };
        self.note(&path, rank);
        self.memory.put(place, file)
    }

    fn remove(&self, path: &str) -> Result<(), PublishError> {
        self.note(path, Rank::Stale);
        self.memory.remove(path)
    }

    fn share<'d>(
        &'d self,
        folders: &[Folder],
        _: Replacement,
    ) -> Result<Box<dyn ShareWriter + 'd>, PublishError> {
        Ok(plain_share(self, folders))
    }

    fn sweep(
        &self,
        live: &BTreeSet<Folder>,
        assets: &[Publishable],
        rules: &[Publishable],
    ) -> Result<Vec<String>, PublishError> {
        plain_sweep(self, live, assets, rules)
    }

    fn counts(&self) -> &Counts {
        self.memory.counts()
    }
}
