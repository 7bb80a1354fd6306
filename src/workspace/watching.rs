//! Watching a site: the same build, whenever something has changed, or a share has ended or is to open.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use crate::link::Folder;
use crate::watch::{Reason, Wake, Watch, WatchError, is_gone};
use crate::workspace::build_failure::refuse_inside;
use crate::workspace::{BuildFailure, BuildOptions, BuildReport, Workspace};

/// How soon a build is tried again while another one is running.
const AGAIN: Duration = Duration::from_millis(50);

/// Clocks are set and machines sleep: the end or the opening of a share is never waited for longer than this without a look at the
/// clock.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// What happens while a site is watched.
#[derive(Debug)]
pub enum WatchEvent {
    /// How changes are noticed: told before the first build, and whenever that changes.
    Watching(WatchMeans),
    /// Another build of the site is running: this one waits for its end. Told once a build.
    Waiting,
    /// A build came to an end; errors in the site's files are in its report.
    Built(Box<BuildReport>),
    /// A build failed; it is tried again at the next change.
    Failed(Box<BuildFailure>),
}

/// How changes are noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchMeans {
    /// The system reports them.
    Events,
    /// The files are looked at from time to time.
    Looking {
        /// Why.
        reason: Reason,
        /// How often.
        every: Duration,
    },
}

/// Why a site is not watched, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum WatchFailure {
    /// It cannot be watched at all.
    #[error(transparent)]
    Unwatchable(#[from] WatchError),
    /// What was asked for makes no sense, whatever the files say.
    #[error(transparent)]
    Build(BuildFailure),
    /// The site's folder is gone.
    #[error("the site's folder `{}` is gone", .0.display())]
    Gone(PathBuf),
}

/// A site that is built whenever there is a reason to.
struct Watching<'a> {
    site: &'a Workspace,
    options: &'a BuildOptions<'a>,
    tell: &'a mut dyn FnMut(WatchEvent) -> ControlFlow<()>,
}

impl Workspace {
    /// Builds, and builds again whenever something has changed, or a share has ended or is to open, until `tell` breaks: it
    /// is called with each event, on this thread. The lock is held while a build runs, not between. With `poll` the files are
    /// looked at so often, instead of waiting for the system to report changes. A supposed instant stands still: then nothing
    /// ends or opens.
    ///
    /// # Errors
    ///
    /// Where the site cannot be watched or built whatever its files say, and where its folder is gone.
    pub fn watch(
        &self,
        options: &BuildOptions<'_>,
        poll: Option<Duration>,
        mut tell: impl FnMut(WatchEvent) -> ControlFlow<()>,
    ) -> Result<(), WatchFailure> {
        match (Watching { site: self, options, tell: &mut tell }).run(poll) {
            Ok(()) | Err(WatchEnd::Asked) => Ok(()),
            Err(WatchEnd::Failed(failure)) => Err(failure),
        }
    }
}

/// Why the loop ended.
enum WatchEnd {
    /// Whoever is told said so.
    Asked,
    Failed(WatchFailure),
}

impl From<WatchFailure> for WatchEnd {
    fn from(failure: WatchFailure) -> Self {
        Self::Failed(failure)
    }
}

impl Watching<'_> {
    fn run(&mut self, poll: Option<Duration>) -> Result<(), WatchEnd> {
        let site = self.site;
        let output = self.options.output.clone().unwrap_or_else(|| site.default_output());
        let state = site.state().map_err(|error| WatchFailure::Build(error.into()))?;
        refuse_inside(&site.root, &state, &output).map_err(WatchFailure::Build)?;
        // Watched before it is built: a change during the first build is not missed.
        let mut watch =
            Watch::new(&site.root, &[&output, state.folder()], poll).map_err(WatchFailure::from)?;
        let (mut told, mut opens) = (None, None::<DateTime<Utc>>);
        loop {
            let means = means(&watch);
            if told.as_ref() != Some(&means) {
                self.tell(WatchEvent::Watching(means.clone()))?;
                told = Some(means);
            }
            let begun = site.clock.machine_now();
            // What a build that failed could not tell is waited for as before; what had come then is not tried again at once.
            opens = self.build(opens.filter(|opens| *opens > begun))?;
            // A given instant stands still: nothing ends or opens while it does.
            let moves = !site.clock.is_supposed();
            let next = moves.then(|| next_end(&output, begun).into_iter().chain(opens).min()).flatten();
            self.wait(&mut watch, next)?;
        }
    }

    fn tell(&mut self, event: WatchEvent) -> Result<(), WatchEnd> {
        if (self.tell)(event).is_break() { Err(WatchEnd::Asked) } else { Ok(()) }
    }

    /// Builds; what stands in its way may be gone at the next change, unless it is what was asked for. Returns when the next
    /// share opens: `known` where the build could not tell.
    fn build(&mut self, known: Option<DateTime<Utc>>) -> Result<Option<DateTime<Utc>>, WatchEnd> {
        let mut waits = false;
        loop {
            match self.site.build(self.options) {
                Ok(report) => {
                    let opens = report.opens;
                    self.tell(WatchEvent::Built(Box::new(report)))?;
                    return Ok(opens);
                }
                Err(BuildFailure::Busy) => {
                    if !waits {
                        self.tell(WatchEvent::Waiting)?;
                    }
                    waits = true;
                    sleep(AGAIN);
                }
                Err(_) if is_gone(&self.site.root) => return Err(self.gone().into()),
                Err(failure) if failure.is_misasked() => return Err(WatchFailure::Build(failure).into()),
                Err(failure) => {
                    self.tell(WatchEvent::Failed(Box::new(failure)))?;
                    return Ok(known);
                }
            }
        }
    }

    /// Waits until there is a reason to build: a change, or the instant `next`.
    fn wait(&self, watch: &mut Watch, next: Option<DateTime<Utc>>) -> Result<(), WatchFailure> {
        loop {
            let left = next.map(|next| (next - self.site.clock.machine_now()).to_std().unwrap_or_default());
            if left == Some(Duration::ZERO) {
                return Ok(());
            }
            let due = left.map(|left| Instant::now() + left.min(LONGEST_WAIT));
            if watch.wait(due).map_err(|_| self.gone())? == Wake::Changed {
                return Ok(());
            }
        }
    }

    fn gone(&self) -> WatchFailure {
        WatchFailure::Gone(self.site.root.clone())
    }
}

fn means(watch: &Watch) -> WatchMeans {
    match watch.polling() {
        None => WatchMeans::Events,
        Some((reason, every)) => WatchMeans::Looking { reason: reason.clone(), every },
    }
}

/// When the next share ends after the build that began at `begun`. The output itself is asked: it knows, whatever has become of the files it was built from.
fn next_end(output: &Path, begun: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let folders = fs::read_dir(output.join("s")).into_iter().flatten().filter_map(Result::ok);
    let ends = folders.filter_map(|folder| Folder::expiry(&folder.file_name().to_string_lossy()));
    // One that has ended and is still there could not be removed: trying again at once would not help.
    ends.filter_map(|end| DateTime::from_timestamp(end, 0)).filter(|end| *end > begun).min()
}
