//! `extrait build`.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, Utc};
use indicatif::{ProgressBar, ProgressStyle};

use crate::cache::{BuildOutcome, CacheAccess};
use crate::cli::absence::{self, KnownShares};
use crate::cli::args::{Build, ReportFormat};
use crate::cli::brake::{self, Brake};
use crate::cli::site::{self, OpenOptions, OpenedSite};
use crate::cli::timings::Timings;
use crate::cli::{Exit, Failure, ledger, report, summary, watch};
use crate::diag::codes::{CLOSE_FOUND_NOTHING, CLOSED_UNREAD, FOREIGN_FILE, SHARE_UNJUDGED};
use crate::diag::{Diagnostic, Place, Problems, Severity};
use crate::keys::{LinkKey, SiteSecret};
use crate::ledger::Ledger;
use crate::load::is_site;
use crate::load::secret::WhenMissing;
use crate::load::state::{StateFolder, real};
use crate::parse::ParsedShare;
use crate::pipeline::{self, BuildError, Built, Clues, Options, Prepared, Signer, Stage};
use crate::publish::{Counts, Lock, Manifest, Target, has_links, is_of_others};
use crate::sign::SigningKey;

/// Builds once, or whenever something has changed.
pub(super) fn run(args: &Build) -> Result<Exit, Failure> {
    if let Some(jobs) = args.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs));
        pool.build_global().map_err(Failure::internal)?;
    }
    if args.watch { watch::run(args) } else { once(args).map(|done| done.exit) }
}

/// How a build went, and what it waits for.
pub(super) struct BuildDone {
    exit: Exit,
    /// When the next share opens, after the instant of the build.
    pub(super) opens: Option<DateTime<Utc>>,
}

/// When the next share opens after the instant of the build, errors or not.
fn next_opening(opened: &OpenedSite) -> Option<DateTime<Utc>> {
    let openings = opened.prepared.shares.iter().filter_map(ParsedShare::opening);
    openings.map(|opens| opens.value.to_utc()).filter(|opens| *opens > opened.now).min()
}

/// Where pages are written.
pub(super) fn output(args: &Build) -> PathBuf {
    args.output.clone().unwrap_or_else(|| args.site.folder.join("output"))
}

/// Builds, or prunes, from the start; a site with errors is pruned.
pub(super) fn once(args: &Build) -> Result<BuildDone, Failure> {
    let started = Instant::now();
    brake::check(args)?;
    let output = output(args);
    let state = site::state(&args.site)?;
    refuse_place(args, &state, &output)?;
    let is_new = !state.folder().exists() && !output.exists();
    // Held before anything is read: what another build reads later must not be replaced by what this one read earlier.
    let lock = if is_new && !is_site(&args.site.folder) { None } else { Some(take_lock(&state)?) };
    let brake = Brake::pull(args, lock.is_some().then_some(&state))?;
    let (lock, open_state) = lock.unzip();
    let timings = Timings::default();
    let stage = |stage| timings.begin(stage);
    let (base_url, access) = (args.base_url.as_deref(), CacheAccess::Write);
    let opening = OpenOptions { base_url, access, close: &args.close, stage: &stage, strict: false };
    let mut opened = site::open(&args.site, &opening)?;
    note_refused(&mut opened, open_state.flatten());
    let known = KnownShares::of(&args.site.folder, &output);
    absence::close_as_told(&known, &mut opened);
    let is_unseen = !args.allow_no_shares && absence::check(&args.site, &known, &mut opened);
    let (had_errors, opens) = (opened.prepared.problems.has_errors(), next_opening(&opened));
    let missing = if args.prune || had_errors { WhenMissing::Complain } else { WhenMissing::Make };
    let secret = match opened.secret(&args.site, missing) {
        // Pruning works when everything else is broken, the secret included.
        Err(_) if args.prune || had_errors => None,
        found => found?,
    };
    let key = secret.as_ref().map(SiteSecret::link_key).or_else(|| brake.key(&opened));
    let signer = secret.map(|secret| signer(&secret, args.serial));
    if had_errors && is_new && args.close.is_empty() {
        // Nothing was ever built here: there is nothing to close, and no output to make.
        tell(args, &opened, &Built::default(), &Counts::default(), started);
        opened.cache.save(BuildOutcome::Failed);
        return Ok(BuildDone { exit: Exit::Author, opens });
    }
    // Absence is no event: the ledger lacks no line about shares that could not be seen.
    if !args.prune && !is_unseen {
        ledger::warn(&args.site.folder, &mut opened, key.as_ref());
    }
    if lock.is_none() {
        state.make().map_err(site::no_state)?;
    }
    let state = state.folder().to_owned();
    let target = Target::open(&output, &state).map_err(Failure::machine)?;
    let step = Step { args, key, signer, state, target, started, stage: &stage };
    let exit = if args.prune {
        // What could not be seen, or not be judged, may say that it is revoked.
        let found = brake.close(&step, &mut opened);
        let exit = if is_unseen { Exit::Author } else { pruned(&opened) };
        step.prune(&mut opened, exit).and_then(|exit| found.map(|()| exit))
    } else {
        step.build(&mut opened, &known)
    };
    stage(Stage::Remember);
    let is_built = matches!(exit, Ok(Exit::Fine)) && !args.prune;
    opened.cache.save(if is_built { BuildOutcome::Built } else { BuildOutcome::Failed });
    drop(lock);
    if args.timings {
        report::timings(&timings.told());
    }
    exit.map(|exit| BuildDone { exit, opens })
}

fn signer(secret: &SiteSecret, serial: Option<u64>) -> Signer {
    Signer { key: SigningKey::new(&secret.signing_seed()), serial }
}

/// Pruning is not done where it cannot be told what is to be closed, or where nothing was found of it.
fn pruned(opened: &OpenedSite) -> Exit {
    let fails = [&SHARE_UNJUDGED, &CLOSED_UNREAD, &CLOSE_FOUND_NOTHING].map(|code| code.name);
    let is_undone = opened.prepared.problems.iter().any(|problem| fails.contains(&problem.code.name));
    if is_undone { Exit::Author } else { Exit::Fine }
}

/// One build at a time. Also says what of the state others may read.
pub(super) fn take_lock(state: &StateFolder) -> Result<(Lock, Option<String>), Failure> {
    let open = state.make().map_err(site::no_state)?;
    let lock = Lock::take(state.folder()).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => Failure { busy: true, ..Failure::internal(error) },
        _ => Failure::at(state.folder())(error),
    })?;
    Ok((lock, open))
}

/// What must not be written over stops a build before it writes anything.
fn refuse_place(args: &Build, state: &StateFolder, output: &Path) -> Result<(), Failure> {
    refuse_inside(&args.site.folder, state, output)?;
    // Closing never waits: links are closed wherever they lie.
    if args.adopt || args.prune && has_links(output) { Ok(()) } else { refuse_of_others(output) }
}

/// The output is published whole: it must not hold the site, and nothing that is read may lie in it.
pub(super) fn refuse_inside(site: &Path, state: &StateFolder, output: &Path) -> Result<(), Failure> {
    let real = |path: &Path| real(path).map_err(site::no_state);
    let (site, output, state) = (real(site)?, real(output)?, real(state.folder())?);
    let read = ["content", "themes", ".extrait"].iter().any(|folder| output.starts_with(site.join(folder)));
    if read || site.starts_with(&output) || output.starts_with(&state) || state.starts_with(&output) {
        return Err(Failure::usage(format!(
            "the output `{}` would hold the site or its secret, or lie where the site is read: name another folder",
            output.display()
        )));
    }
    Ok(())
}

/// A slip in `--output` must not take the place of another site's pages, nor tell that links were closed where none are.
pub(super) fn refuse_of_others(output: &Path) -> Result<(), Failure> {
    if !is_of_others(output) {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "the output `{}` holds an index.html that extrait did not write: name another folder, or build once with --adopt, \
         which replaces that page",
        output.display()
    )))
}

/// A build with everything at hand.
pub(super) struct Step<'a> {
    pub(super) args: &'a Build,
    pub(super) key: Option<LinkKey>,
    signer: Option<Signer>,
    pub(super) state: PathBuf,
    pub(super) target: Target,
    started: Instant,
    stage: &'a (dyn Fn(Stage) + Sync),
}

impl Step<'_> {
    fn build(&self, opened: &mut OpenedSite, known: &KnownShares) -> Result<Exit, Failure> {
        let gone = absence::gone(&Manifest::read(&self.state), known, opened);
        let prepared = &opened.prepared;
        let keys = self.key.as_ref().zip(self.signer.as_ref());
        let ready = prepared.project.as_ref().zip(prepared.theme.as_ref()).zip(keys);
        let Some(((project, theme), (key, signer))) = ready.filter(|_| !prepared.problems.has_errors())
        else {
            return self.prune(opened, Exit::Author);
        };
        self.close(prepared, opened.now)?;
        let pages = project.registers().iter().map(|register| register.items.len()).sum::<usize>();
        let bar = progress_bar(pages * project.shares().len(), self.args.format);
        let progress = |done: usize| bar.inc(done as u64);
        let options = Options {
            now: opened.now,
            signer,
            allow_empty: self.args.allow_empty,
            inputs: &opened.inputs,
            cache: &opened.cache,
            stage: self.stage,
            progress: &progress,
        };
        let outcome = pipeline::build(project, theme, key, &self.target, &self.state, &options);
        bar.finish_and_clear();
        match outcome {
            Ok(built) => {
                opened.prepared.problems.extend(gone);
                note_foreign(opened, &built);
                note_refused(opened, built.refused.clone());
                Ok(self.report(opened, &built, Exit::Fine))
            }
            Err(BuildError::Machine(error)) => {
                report::problems(opened, self.args.format);
                Err(Failure::machine(error))
            }
            Err(BuildError::Unread(error)) => {
                report::problems(opened, self.args.format);
                Err(Failure::machine(error))
            }
            Err(BuildError::Author(problems)) => {
                opened.prepared.problems.append(problems);
                self.prune(opened, Exit::Author)
            }
        }
    }

    /// Closing never waits for correctness.
    fn prune(&self, opened: &mut OpenedSite, exit: Exit) -> Result<Exit, Failure> {
        let closed = self.close(&opened.prepared, opened.now).and_then(|()| self.withdraw(opened));
        // What was closed stays closed, whatever happens to the machine.
        let closed = closed.and_then(|()| self.target.settle().map_err(Failure::machine));
        let exit = self.report(opened, &Built::default(), exit);
        closed.map(|()| exit)
    }

    /// Where errors stop the build, removes shares that show what their items' own files have narrowed since.
    fn withdraw(&self, opened: &mut OpenedSite) -> Result<(), Failure> {
        if !opened.prepared.problems.has_errors() {
            return Ok(());
        }
        let ledger = self.ledger();
        let clues = self.clues(&opened.prepared, ledger.as_ref());
        let mut problems = Problems::default();
        let done =
            pipeline::withdraw(&opened.inputs, &clues, &self.target, opened.now.timestamp(), &mut problems);
        opened.prepared.problems.append(problems);
        done.map_err(Failure::machine)
    }

    /// A ledger that cannot be read tells nothing, and keeps nothing open that something else tells.
    pub(super) fn ledger(&self) -> Option<Ledger> {
        crate::ledger::read(&self.args.site.folder).ok().flatten()
    }

    fn clues<'a>(&'a self, prepared: &'a Prepared, ledger: Option<&'a Ledger>) -> Clues<'a> {
        let identity = prepared.site_id.as_ref().zip(self.key.as_ref());
        Clues { state: &self.state, ledger, identity, shares: &prepared.shares }
    }

    fn close(&self, prepared: &Prepared, now: DateTime<Utc>) -> Result<(), Failure> {
        let ledger = if prepared.closing.is_empty() { None } else { self.ledger() };
        let clues = self.clues(prepared, ledger.as_ref());
        pipeline::prune(&prepared.closing, &clues, &self.target, now).map_err(Failure::machine)
    }

    fn report(&self, opened: &OpenedSite, built: &Built, exit: Exit) -> Exit {
        tell(self.args, opened, built, self.target.counts(), self.started);
        exit
    }
}

/// Tells what was done, in every place where it is expected.
fn tell(args: &Build, opened: &OpenedSite, built: &Built, counts: &Counts, started: Instant) {
    report::problems(opened, args.format);
    let problems = &opened.prepared.problems;
    if args.watch && args.format == ReportFormat::Human {
        report::rebuilt(started.elapsed(), counts, problems);
    } else {
        report::built(built, counts, problems, args.format);
    }
    if args.format == ReportFormat::Github {
        summary::append(opened, built, counts);
    }
}

fn note_foreign(opened: &mut OpenedSite, built: &Built) {
    if built.foreign.is_empty() {
        return;
    }
    let message = format!("left alone in the output: {}", built.foreign.join(", "));
    opened.prepared.problems.push(
        Diagnostic::new(&FOREIGN_FILE, Place::Elsewhere, message)
            .help("extrait did not write this and does not remove it"),
    );
}

/// Tells what has a mode that could not be changed.
fn note_refused(opened: &mut OpenedSite, refused: Option<String>) {
    let Some(refused) = refused else { return };
    let mut told = Diagnostic::new(&FOREIGN_FILE, Place::Elsewhere, refused)
        .help("let the folder and all that lies in it belong to the user who builds, or build as the user to whom it belongs");
    told.severity = Severity::Warning;
    opened.prepared.problems.push(told);
}

/// Shown on a terminal only, and only where there is something to wait for.
fn progress_bar(pages: usize, format: ReportFormat) -> ProgressBar {
    if pages < 2_000 || format != ReportFormat::Human || !report::is_watched() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{pos} pages {wide_bar} {elapsed}");
    ProgressBar::new(pages as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
