//! Notices that a site has changed, and says no more than that: whoever asks builds again from the start.
//!
//! Events come from the system where it has them. Where it has none (network, container and shared folders, a limit
//! that is reached), the files are looked at from time to time instead.

mod plan;
mod remote;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::sleep;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use plan::{Plan, Stamps};
pub use remote::is_shared;

/// A burst ends when nothing has come for this long.
const QUIET: Duration = Duration::from_millis(10);

/// A burst that does not end is built all the same.
const LONGEST_BURST: Duration = Duration::from_millis(200);

/// A site's folder that is replaced by removing one and renaming another is missing for less than this.
const LONGEST_SWAP: Duration = Duration::from_secs(1);

/// How often files are looked at where events do not come, unless another interval is wished.
pub const INTERVAL: Duration = Duration::from_millis(500);

/// Looking at files takes at most this share of the time: one part in twenty.
const SPARED: u32 = 20;

/// Why a site cannot be watched at all.
#[derive(Debug, thiserror::Error)]
#[error("the site `{}` cannot be watched: {source}", path.display())]
pub struct WatchError {
    path: PathBuf,
    source: io::Error,
}

/// Why files are looked at from time to time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It was asked for.
    #[error("as asked")]
    Asked,
    /// Events do not come, or not all of them.
    #[error("{} lies on {kind}, which does not report every change", path.display())]
    Unreported {
        /// The folder.
        path: PathBuf,
        /// What it lies on.
        kind: &'static str,
    },
    /// The system lets nobody watch more folders.
    #[error("the system's limit of watched folders is reached (fs.inotify.max_user_watches)")]
    Limit,
    /// Something else.
    #[error("the system reports no changes: {0}")]
    Refused(String),
}

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// Something has changed.
    Changed,
    /// The time is up.
    Due,
}

/// What the end of a burst amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    /// Something has changed.
    Some,
    /// The system has lost events, but every file looks as before.
    None,
}

/// What is watched, as it was named: where it really lies may change.
struct SitePaths {
    site: PathBuf,
    apart: Vec<PathBuf>,
}

/// A site that is being watched.
pub struct Watch {
    place: SitePaths,
    plan: Plan,
    way: WatchWay,
    /// How the files looked before the last build; known only where the system has lost events.
    before: Option<Stamps>,
}

enum WatchWay {
    Events(Events),
    Polling(Polling),
}

struct Events {
    _watcher: RecommendedWatcher,
    bell: Receiver<()>,
    seen: Arc<Watched>,
}

/// What the thread that hears events leaves for the one that builds.
#[derive(Default)]
struct Watched {
    /// A watched folder or a step on the way to one is no longer what it was.
    moved: AtomicBool,
    /// The system has dropped events.
    lost: AtomicBool,
    /// A file has changed.
    changed: AtomicBool,
}

struct Polling {
    reason: Reason,
    every: Duration,
    stamps: Stamps,
}

impl Watch {
    /// Watches the site in `site` from now on; what lies in the folders `apart`, the output and the
    /// state, is no change. `poll` forbids events.
    pub fn new(site: &Path, apart: &[&Path], poll: Option<Duration>) -> Result<Self, WatchError> {
        let place = SitePaths {
            site: site.to_owned(),
            apart: apart.iter().map(|folder| (*folder).to_owned()).collect(),
        };
        let plan = place.plan()?;
        let polling = |reason, every| WatchWay::Polling(Polling { reason, every, stamps: plan.stamps() });
        let way = match poll {
            Some(every) => polling(Reason::Asked, every),
            None => match listen(&plan, &place) {
                Ok(events) => WatchWay::Events(events),
                Err(reason) => polling(reason, INTERVAL),
            },
        };
        Ok(Self { place, plan, way, before: None })
    }

    /// Why and how often files are looked at; `None` where events tell.
    #[must_use]
    pub fn polling(&self) -> Option<(&Reason, Duration)> {
        match &self.way {
            WatchWay::Events(_) => None,
            WatchWay::Polling(polling) => Some((&polling.reason, polling.every)),
        }
    }

    /// Waits for the end of the next burst of changes, or until `due`. What changes after it has returned is told by
    /// the next call. An error means that the site's folder is gone.
    pub fn wait(&mut self, due: Option<Instant>) -> Result<Wake, WatchError> {
        loop {
            let wake = match &mut self.way {
                WatchWay::Events(events) => events.wait(due),
                WatchWay::Polling(polling) => polling.wait(due, &|| Ok(self.place.plan()?.stamps()))?,
            };
            if wake == Wake::Due || self.renew()? == News::Some {
                return Ok(wake);
            }
        }
    }

    /// Watches what is there now.
    fn renew(&mut self) -> Result<News, WatchError> {
        let WatchWay::Events(events) = &self.way else { return Ok(News::Some) };
        let lost = events.seen.lost.swap(false, Ordering::AcqRel);
        let moved = events.seen.moved.swap(false, Ordering::AcqRel);
        let changed = events.seen.changed.swap(false, Ordering::AcqRel);
        let plan = self.place.plan()?;
        if lost || moved || plan != self.plan {
            match listen(&plan, &self.place) {
                Ok(events) => self.way = WatchWay::Events(events),
                Err(reason) => {
                    let polling = Polling { reason, every: INTERVAL, stamps: plan.stamps() };
                    self.way = WatchWay::Polling(polling);
                }
            }
            self.plan = plan;
        }
        if lost || self.before.is_some() {
            // A build of very many files opens more of them than the system has room for events. Without this look
            // such a build would be the reason for the next one.
            let stamps = Some(self.plan.stamps());
            let same = self.before == stamps;
            self.before = stamps;
            if same && !changed && !moved {
                return Ok(News::None);
            }
        }
        Ok(News::Some)
    }
}

impl SitePaths {
    /// What must be watched now.
    fn plan(&self) -> Result<Plan, WatchError> {
        Ok(Plan::of(&self.site, &root(&self.site)?, &self.apart))
    }
}

/// Where the site really lies now.
fn root(site: &Path) -> Result<PathBuf, WatchError> {
    let look = || {
        let root = site.canonicalize()?;
        if root.is_dir() { Ok(root) } else { Err(io::ErrorKind::NotADirectory.into()) }
    };
    let started = Instant::now();
    loop {
        match look() {
            Ok(root) => return Ok(root),
            Err(source) if started.elapsed() > LONGEST_SWAP => {
                return Err(WatchError { path: site.to_owned(), source });
            }
            Err(_) => sleep(QUIET),
        }
    }
}

/// Whether the site's folder is gone for good, and not only until another one takes its place.
#[must_use]
pub fn is_gone(site: &Path) -> bool {
    root(site).is_err()
}

/// How often the folders are listed again when they change while they are being watched.
const TRIES: usize = 5;

/// Hears of everything in `plan`. Whatever appears in a folder before it is watched is found by listing once more.
fn listen(plan: &Plan, place: &SitePaths) -> Result<Events, Reason> {
    let mut plan = plan.clone();
    for _ in 0..TRIES {
        let events = Events::new(&plan)?;
        match place.plan() {
            Ok(now) if now != plan => plan = now,
            // Where the site is gone by now, the next look says so.
            _ => return Ok(events),
        }
    }
    // They never stood still: whatever comes next makes us list them again.
    let events = Events::new(&plan)?;
    events.seen.moved.store(true, Ordering::Release);
    Ok(events)
}

impl Events {
    fn new(plan: &Plan) -> Result<Self, Reason> {
        if let Some((path, kind)) = plan.required().find_map(|path| Some((path, remote::kind(path)?))) {
            return Err(Reason::Unreported { path: path.to_owned(), kind });
        }
        let (ring, bell) = sync_channel(1);
        let seen = Arc::new(Watched::default());
        let (heard, watched) = (Arc::clone(&seen), plan.clone());
        let handler = move |event: notify::Result<Event>| hear(event, &watched, &heard, &ring);
        let refused = |error: notify::Error| match error.kind {
            ErrorKind::MaxFilesWatch => Reason::Limit,
            _ => Reason::Refused(error.to_string()),
        };
        let mut watcher = notify::recommended_watcher(handler).map_err(refused)?;
        for folder in plan.folders() {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                // It has gone since it was listed; the one around it is watched.
                Err(_) if !folder.is_dir() || !plan.requires(folder) => {}
                watched => watched.map_err(refused)?,
            }
        }
        Ok(Self { _watcher: watcher, bell, seen })
    }

    fn wait(&self, due: Option<Instant>) -> Wake {
        let first = match due {
            None => self.bell.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(due) => self.bell.recv_timeout(due.saturating_duration_since(Instant::now())),
        };
        match first {
            Err(RecvTimeoutError::Timeout) => return Wake::Due,
            // Nobody listens any more: whatever the reason was, it is tried once more.
            Err(RecvTimeoutError::Disconnected) => self.seen.lost.store(true, Ordering::Release),
            Ok(()) => {}
        }
        let started = Instant::now();
        while started.elapsed() < LONGEST_BURST && self.bell.recv_timeout(QUIET).is_ok() {}
        Wake::Changed
    }
}

/// Notes what an event means and rings, if it means anything. A bell that is full was rung already.
fn hear(event: notify::Result<Event>, plan: &Plan, seen: &Watched, bell: &SyncSender<()>) {
    match event {
        Err(_) => seen.lost.store(true, Ordering::Release),
        Ok(event) if event.need_rescan() => seen.lost.store(true, Ordering::Release),
        Ok(event) => {
            // Our own build opens every file: that is no change.
            let read =
                matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
            if read || !event.paths.iter().any(|path| plan.concerns(path)) {
                return;
            }
            let named = matches!(
                event.kind,
                EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
            );
            if named && event.paths.iter().any(|path| plan.leads_through(path)) {
                seen.moved.store(true, Ordering::Release);
            }
            seen.changed.store(true, Ordering::Release);
        }
    }
    let _ = bell.try_send(());
}

impl Polling {
    fn wait(
        &mut self,
        due: Option<Instant>,
        look: &dyn Fn() -> Result<Stamps, WatchError>,
    ) -> Result<Wake, WatchError> {
        let mut every = self.every;
        loop {
            let left = due.map(|due| due.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return Ok(Wake::Due);
            }
            sleep(left.map_or(every, |left| left.min(every)));
            let started = Instant::now();
            let mut stamps = look()?;
            every = self.every.max(started.elapsed() * SPARED);
            if stamps == self.stamps {
                continue;
            }
            while started.elapsed() < LONGEST_BURST {
                sleep(QUIET);
                let settled = std::mem::replace(&mut stamps, look()?);
                if settled == stamps {
                    break;
                }
            }
            self.stamps = stamps;
            return Ok(Wake::Changed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::create_dir;

    use super::*;

    #[test]
    fn lost_events_are_a_reason_to_look_and_not_to_build_for_ever() {
        let site = tempfile::tempdir().unwrap();
        create_dir(site.path().join("content")).unwrap();
        let mut watch = Watch::new(site.path(), &[], None).unwrap();
        let mut lose = || {
            let WatchWay::Events(events) = &watch.way else { return None };
            events.seen.lost.store(true, Ordering::Release);
            Some(watch.renew().unwrap())
        };
        if let Some(first) = lose() {
            assert_eq!(first, News::Some, "nobody knows what was lost");
            assert_eq!(lose(), Some(News::None), "everything looks as it did");
            create_dir(site.path().join("content/registers")).unwrap();
            assert_eq!(lose(), Some(News::Some));
            assert_eq!(lose(), Some(News::None));
        }
    }
}
