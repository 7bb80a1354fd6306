//! The memory of a preview: an output that lies on no disk. Readers see the output of the last build that came to its end,
//! whole, while the next one goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, RwLock};

use crate::hash::Hash;
use crate::link::{CANARY, Folder, has_ended};
use crate::publish::destination::{Destination, Replacement, ShareWriter};
use crate::publish::plain::{plain_share, plain_sweep};
use crate::publish::{Counts, Fate, PublishError, at};
use crate::seal::Publishable;

/// A file in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryFile {
    /// Its bytes. Links of one share have them in common.
    pub bytes: Arc<Vec<u8>>,
    /// What it is, without the character set of texts, which is UTF-8.
    pub media_type: &'static str,
    /// SHA-256 of its bytes.
    pub sum: Hash,
}

/// The files of a site by path.
pub type MemoryTree = BTreeMap<String, MemoryFile>;

/// An output in memory.
#[derive(Debug, Default)]
pub struct MemoryDestination {
    /// What readers see.
    live: RwLock<Arc<MemoryTree>>,
    /// What they will see when the build that goes on has come to its end.
    next: Mutex<MemoryTree>,
    counts: Counts,
}

impl MemoryDestination {
    /// Everything that readers see at this moment. It stays as it is, whatever is built.
    #[must_use]
    pub fn tree(&self) -> Arc<MemoryTree> {
        Arc::clone(&self.live.read().expect("no holder of the lock can panic"))
    }

    fn on_next<T>(&self, act: impl FnOnce(&mut MemoryTree) -> T) -> T {
        act(&mut self.next.lock().expect("no holder of the lock can panic"))
    }
}

impl Destination for MemoryDestination {
    fn list(&self, place: &str) -> Result<Vec<String>, PublishError> {
        let paths = |next: &mut MemoryTree| {
            let from = next.range(place.to_owned()..);
            from.map(|(path, _)| path.clone()).take_while(|path| path.starts_with(place)).collect()
        };
        Ok(self.on_next(paths))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, PublishError> {
        let found = self.on_next(|next| next.get(path).map(|file| file.bytes.to_vec()));
        found.ok_or_else(|| absent(path))
    }

    fn put(&self, place: &str, file: &Publishable) -> Result<(), PublishError> {
        let path = format!("{place}{}", file.path());
        let sum = file.sum();
        let new = MemoryFile { bytes: file.shared_bytes(), media_type: file.media_type(), sum };
        let before = self.on_next(|next| next.insert(path, new));
        let same = before.is_some_and(|before| before.sum == sum);
        self.counts.add(if same { Fate::Unchanged } else { Fate::Written });
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<(), PublishError> {
        self.on_next(|next| next.remove(path)).ok_or_else(|| absent(path))?;
        self.counts.remove(1);
        Ok(())
    }

    fn share<'d>(
        &'d self,
        folders: &[Folder],
        _replacement: Replacement,
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
        &self.counts
    }

    /// What a build left that came to no end was never seen, and is forgotten.
    fn recover(&self) -> Result<(), PublishError> {
        let live = self.tree();
        self.on_next(|next| live.as_ref().clone_into(next));
        Ok(())
    }

    /// Closing waits for no build.
    fn close(&self, folders: &BTreeSet<String>, now: i64) -> Result<(), PublishError> {
        let closes = |path: &str| {
            let name = path.strip_prefix("s/").and_then(|path| path.split_once('/')).map(|(name, _)| name);
            name.filter(|name| *name != CANARY)
                .is_some_and(|name| folders.contains(name) || has_ended(Folder::expiry(name), now))
        };
        let mut live = self.live.write().expect("no holder of the lock can panic");
        if live.keys().any(|path| closes(path)) {
            let before = live.len();
            Arc::make_mut(&mut live).retain(|path, _| !closes(path));
            self.counts.remove(before - live.len());
        }
        drop(live);
        self.on_next(|next| next.retain(|path, _| !closes(path)));
        Ok(())
    }

    fn settle(&self) -> Result<(), PublishError> {
        let next = self.on_next(|next| next.clone());
        *self.live.write().expect("no holder of the lock can panic") = Arc::new(next);
        Ok(())
    }
}

fn absent(path: &str) -> PublishError {
    at(Path::new(path))(io::ErrorKind::NotFound.into())
}
