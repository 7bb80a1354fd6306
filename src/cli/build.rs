//! `extrait build`: the words for what a build did.

use std::ops::ControlFlow;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::args::{Build, ReportFormat};
use crate::cli::timings::Timings;
use crate::cli::{Exit, Failure, ledger, report, site, summary};
use crate::workspace::{
    BuildEnd, BuildFailure, BuildMode, BuildOptions, BuildReport, BuildStep, Halt, WatchEvent, WatchFailure,
    Workspace,
};

/// Builds once, or whenever something has changed.
pub(super) fn run(args: &Build) -> Result<Exit, Failure> {
    if let Some(jobs) = args.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs));
        pool.build_global().map_err(Failure::internal)?;
    }
    if args.watch && args.format == ReportFormat::Github {
        return Err(Failure::usage("--format github is for CI, where nobody watches: use human or json"));
    }
    refuse_close(args)?;
    let site = site::workspace(&args.site, args.base_url.as_deref())?;
    if args.watch { watch(args, &site) } else { once(args, &site) }
}

/// Refuses `--close` without `--prune`: who is in a hurry learns what to write.
fn refuse_close(args: &Build) -> Result<(), Failure> {
    if args.close.is_empty() || args.prune {
        return Ok(());
    }
    let shares: Vec<_> = args.close.iter().map(|share| format!(" --close {share}")).collect();
    Err(Failure::usage(format!(
        "--close goes with --prune: `extrait build --prune{}`; nothing was closed",
        shares.concat()
    )))
}

fn once(args: &Build, site: &Workspace) -> Result<Exit, Failure> {
    let progress = Progress::new(args);
    let step = |step| progress.step(step);
    let outcome = site.build(&options(args, &step));
    tell(args, &outcome, &progress);
    Ok(match outcome?.end {
        BuildEnd::Published | BuildEnd::Pruned => Exit::Fine,
        BuildEnd::Withheld | BuildEnd::NotPruned => Exit::Author,
        BuildEnd::Unfinished => Exit::Machine,
    })
}

/// Builds until the process is ended, or what was asked for makes no sense.
fn watch(args: &Build, site: &Workspace) -> Result<Exit, Failure> {
    let progress = Progress::new(args);
    let step = |step| progress.step(step);
    let poll = args.poll.map(Duration::from_millis);
    site.watch(&options(args, &step), poll, |event| {
        match event {
            WatchEvent::Watching(means) => report::watching(&means, args.format),
            WatchEvent::Waiting => {
                report::remark("another build of this site is running: waiting for its end", args.format);
            }
            WatchEvent::Built(done) => tell(args, &Ok(*done), &progress),
            WatchEvent::Failed(failure) => {
                let outcome = Err(*failure);
                tell(args, &outcome, &progress);
                outcome.map_err(Failure::from).err().iter().for_each(report::failure);
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(Exit::Fine)
}

fn options<'a>(args: &Build, step: &'a (dyn Fn(BuildStep) + Sync)) -> BuildOptions<'a> {
    BuildOptions {
        output: args.output.clone(),
        mode: if args.prune { BuildMode::Prune { close: args.close.clone() } } else { BuildMode::Publish },
        allow_empty: args.allow_empty,
        allow_no_shares: args.allow_no_shares,
        adopt: args.adopt,
        serial: args.serial,
        step,
    }
}

/// Tells what was done, in every place where it is expected; why a build gave up is told by whoever called.
fn tell(args: &Build, outcome: &Result<BuildReport, BuildFailure>, progress: &Progress) {
    let done = match outcome {
        Ok(done) => Some(done),
        Err(BuildFailure::Stopped { report, .. }) => Some(&**report),
        Err(_) => None,
    };
    if let Some(done) = done {
        if let Some(note) = &done.ledger {
            ledger::appended(note, args.format);
        }
        report::problems(&done.report, args.format);
        if done.end != BuildEnd::Unfinished {
            count(args, done);
        }
    }
    progress.timings.end(args.timings);
}

fn count(args: &Build, done: &BuildReport) {
    if args.watch && args.format == ReportFormat::Human {
        report::rebuilt(done);
    } else {
        report::built(done, args.format);
    }
    if args.format == ReportFormat::Github {
        summary::append(done);
    }
}

impl From<BuildFailure> for Failure {
    fn from(failure: BuildFailure) -> Self {
        match failure {
            BuildFailure::Open(error) => error.into(),
            BuildFailure::OutputInside(_) => Self::usage(format!("{failure}: name another folder")),
            BuildFailure::OutputOfOthers(_) => Self::usage(format!(
                "{failure}: name another folder, or build once with --adopt, which replaces that page"
            )),
            BuildFailure::NothingToClose(_) => {
                Self { exit: Exit::Author, ..Self::usage(format!("{failure}; name the site by --site")) }
            }
            BuildFailure::Busy | BuildFailure::Lock { .. } | BuildFailure::Machine(_) => {
                Self::machine(failure)
            }
            BuildFailure::Stopped {
                halt: Halt::Publish(_) | Halt::Unread(_) | Halt::Form(_) | Halt::NotNoted(_),
                ..
            } => Self::machine(failure),
        }
    }
}

impl From<WatchFailure> for Failure {
    fn from(failure: WatchFailure) -> Self {
        match failure {
            WatchFailure::Unwatchable(error) => Self::usage(error.to_string()),
            WatchFailure::Build(failure) => failure.into(),
            WatchFailure::Gone(_) => Self::machine(failure),
        }
    }
}

/// What is shown while a build runs, and how long its stages took. The bar is used from all threads, without a lock here.
struct Progress {
    timings: Timings,
    bar: ProgressBar,
    format: ReportFormat,
}

impl Progress {
    fn new(args: &Build) -> Self {
        Self { timings: Timings::default(), bar: ProgressBar::hidden(), format: args.format }
    }

    fn step(&self, step: BuildStep) {
        match step {
            BuildStep::Stage(stage) => self.timings.begin(stage),
            BuildStep::Pages(pages) => self.show(pages),
            BuildStep::Done(pages) => self.bar.inc(pages as u64),
            BuildStep::PagesEnd => self.bar.finish_and_clear(),
        }
    }

    /// Shows the bar on a terminal only, and only where there is something to wait for.
    fn show(&self, pages: usize) {
        self.bar.reset();
        if pages < 2_000 || self.format != ReportFormat::Human || !report::is_watched() {
            self.bar.set_draw_target(ProgressDrawTarget::hidden());
            return;
        }
        let style = ProgressStyle::with_template("{pos} pages {wide_bar} {elapsed}");
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_length(pages as u64);
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
    }
}
