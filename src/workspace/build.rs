//! A build: one at a time, from the start, closing what is to be closed whatever else is wrong.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::cache::{BuildOutcome, CacheAccess};
use crate::diag::codes::{CLOSE_FOUND_NOTHING, CLOSED_UNREAD, FOREIGN_FILE, SHARE_UNJUDGED};
use crate::diag::{Diagnostic, Place, Severity};
use crate::keys::SiteSecret;
use crate::load::is_site;
use crate::load::secret::WhenMissing;
use crate::load::state::StateFolder;
use crate::model::id::Id;
use crate::pipeline::{SamplePages, Signer, Stage};
use crate::publish::{Counts, Lock, PublishError, Target, has_links};
use crate::sign::SigningKey;
use crate::workspace::absence::{self, KnownShares};
use crate::workspace::brake::Brake;
use crate::workspace::build_failure::{refuse_inside, refuse_of_others};
use crate::workspace::build_report::Done;
use crate::workspace::opened::OpenedSite;
use crate::workspace::publishing::Publishing;
use crate::workspace::{BuildEnd, BuildFailure, BuildReport, SiteReading, Workspace, behind};

/// How a site is built.
#[derive(Clone)]
pub struct BuildOptions<'a> {
    /// Where pages are written; [`Workspace::default_output`] unless given.
    pub output: Option<PathBuf>,
    /// What is to be done.
    pub mode: BuildMode,
    /// A share that held items at the last build may hold none now.
    pub allow_empty: bool,
    /// The site may have no share, or no `content/`: every link is closed then.
    pub allow_no_shares: bool,
    /// The output may hold an `index.html` of somebody else, whose place the site's own page takes.
    pub adopt: bool,
    /// The number of this publication, which signatures bear and which must grow; that of each share follows from the day of
    /// its content unless given.
    pub serial: Option<u64>,
    /// Called as the build goes on, from any thread.
    pub step: &'a (dyn Fn(BuildStep) + Sync),
}

impl Default for BuildOptions<'_> {
    fn default() -> Self {
        Self {
            output: None,
            mode: BuildMode::Publish,
            allow_empty: false,
            allow_no_shares: false,
            adopt: false,
            serial: None,
            step: &|_| (),
        }
    }
}

/// What a build is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildMode {
    /// Publish every open share, and remove every other.
    Publish,
    /// Only remove shares that have ended or are revoked, whatever else is wrong.
    Prune {
        /// Shares whose links are all closed besides, whatever the files say, and kept closed in later builds.
        close: Vec<Id>,
    },
}

impl BuildMode {
    /// Whether nothing is published.
    #[must_use]
    pub fn is_prune(&self) -> bool {
        matches!(self, Self::Prune { .. })
    }

    /// The shares that are closed by hand.
    pub(super) fn close(&self) -> &[Id] {
        if let Self::Prune { close } = self { close } else { &[] }
    }
}

/// What a build is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildStep {
    /// A stage begins.
    Stage(Stage),
    /// So many pages at most are to be made.
    Pages(usize),
    /// So many more of them are done.
    Done(usize),
    /// All of them are done, or none will be any more.
    PagesEnd,
}

impl Workspace {
    /// Builds, or prunes, from the start; a site with errors is pruned.
    ///
    /// # Errors
    ///
    /// See [`BuildFailure`]. Errors in the site's files are told by the report, and its [`BuildEnd`].
    pub fn build(&self, options: &BuildOptions<'_>) -> Result<BuildReport, BuildFailure> {
        let started = Instant::now();
        let output = options.output.clone().unwrap_or_else(|| self.default_output());
        let state = self.state()?;
        self.refuse_place(options, &state, &output)?;
        let is_new = !state.folder().exists() && !output.exists();
        // Held before anything is read: what another build reads later must not be replaced by what this one read earlier.
        let lock = if is_new && !is_site(&self.root) { None } else { Some(take_lock(&state)?) };
        let brake = Brake::pull(self, options.mode.close(), lock.is_some().then_some(&state))?;
        let (lock, open_state) = lock.unzip();
        let stage = |stage| (options.step)(BuildStep::Stage(stage));
        let (access, close) = (CacheAccess::Write, options.mode.close());
        let mut opened = self.load(&SiteReading {
            access,
            close,
            samples: SamplePages::Render,
            stage: &stage,
            strict: false,
        })?;
        note_refused(&mut opened, open_state.flatten());
        let known = KnownShares::of(&self.root, &output);
        absence::close_as_told(&known, &mut opened);
        let is_unseen = !options.allow_no_shares && absence::check(&known, &mut opened);
        let had_errors = opened.prepared.problems.has_errors();
        let is_prune = options.mode.is_prune();
        let missing = if is_prune || had_errors { WhenMissing::Complain } else { WhenMissing::Make };
        let secret = match opened.secret(missing) {
            // Pruning works when everything else is broken, the secret included.
            Err(_) if is_prune || had_errors => None,
            found => found?,
        };
        let key = secret.as_ref().map(SiteSecret::link_key).or_else(|| brake.key(&opened));
        let signer = secret.map(|secret| signer(&secret, options.serial));
        if had_errors && is_new && close.is_empty() {
            // Nothing was ever built here: there is nothing to close, and no output to make.
            let report = BuildReport::of(&opened, Done::of(BuildEnd::Withheld), &Counts::default(), started);
            return Ok(report.with(opened, BuildOutcome::Failed));
        }
        // Absence is no event: the ledger lacks no line about shares that could not be seen.
        if !is_prune && !is_unseen {
            behind::warn(&self.root, &mut opened, key.as_ref());
        }
        if lock.is_none() {
            state.make()?;
        }
        let target = Target::open(&output, state.folder())?;
        let publishing = Publishing { site: self, options, state, output, key, signer, target };
        let done = if is_prune {
            // What could not be seen, or not be judged, may say that it is revoked.
            let (ledger, found) = brake.close(&publishing, &mut opened);
            let end = if is_unseen { BuildEnd::NotPruned } else { pruned(&opened) };
            Ok(publishing.prune(&mut opened, Done { ledger, halt: found.err(), ..Done::of(end) }))
        } else {
            publishing.build(&mut opened, &known)
        };
        finish(opened, done, &publishing.target, (started, &stage))
    }

    /// What must not be written over stops a build before it writes anything.
    fn refuse_place(
        &self,
        options: &BuildOptions<'_>,
        state: &StateFolder,
        output: &Path,
    ) -> Result<(), BuildFailure> {
        refuse_inside(&self.root, state, output)?;
        // Closing never waits: links are closed wherever they lie.
        let may = options.adopt || options.mode.is_prune() && has_links(output);
        if may { Ok(()) } else { refuse_of_others(output) }
    }
}

/// Tells what was done, and keeps what the next build need not find out.
fn finish(
    opened: OpenedSite,
    done: Result<Done, PublishError>,
    target: &Target,
    (started, stage): (Instant, &dyn Fn(Stage)),
) -> Result<BuildReport, BuildFailure> {
    let done = done.map(|mut done| {
        let halt = done.halt.take();
        (BuildReport::of(&opened, done, target.counts(), started), halt)
    });
    stage(Stage::Remember);
    let is_built = matches!(&done, Ok((report, None)) if report.end == BuildEnd::Published);
    let outcome = if is_built { BuildOutcome::Built } else { BuildOutcome::Failed };
    match done {
        Ok((report, None)) => Ok(report.with(opened, outcome)),
        Ok((report, Some(halt))) => {
            Err(BuildFailure::Stopped { halt, report: Box::new(report.with(opened, outcome)) })
        }
        Err(error) => {
            opened.cache.save(outcome);
            Err(error.into())
        }
    }
}

fn signer(secret: &SiteSecret, serial: Option<u64>) -> Signer {
    Signer { key: SigningKey::new(&secret.signing_seed()), serial }
}

/// Pruning is not done where it cannot be told what is to be closed, or where nothing was found of it.
fn pruned(opened: &OpenedSite) -> BuildEnd {
    let fails = [&SHARE_UNJUDGED, &CLOSED_UNREAD, &CLOSE_FOUND_NOTHING].map(|code| code.name);
    let is_undone = opened.prepared.problems.iter().any(|problem| fails.contains(&problem.code.name));
    if is_undone { BuildEnd::NotPruned } else { BuildEnd::Pruned }
}

/// One build at a time. Also says what of the state others may read.
pub(super) fn take_lock(state: &StateFolder) -> Result<(Lock, Option<String>), BuildFailure> {
    let open = state.make()?;
    let lock = Lock::take(state.folder()).map_err(|source| match source.kind() {
        io::ErrorKind::WouldBlock => BuildFailure::Busy,
        _ => BuildFailure::Lock { folder: state.folder().to_owned(), source },
    })?;
    Ok((lock, open))
}

/// Tells what has a mode that could not be changed.
pub(super) fn note_refused(opened: &mut OpenedSite, refused: Option<String>) {
    let Some(refused) = refused else { return };
    let mut told = Diagnostic::new(&FOREIGN_FILE, Place::Elsewhere, refused)
        .help("let the folder and all that lies in it belong to the user who builds, or build as the user to whom it belongs");
    told.severity = Severity::Warning;
    opened.prepared.problems.push(told);
}
