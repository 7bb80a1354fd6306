//! `extrait build --watch`: the same build, whenever something has changed, or a share has ended or is to open.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use crate::cli::args::{Build, ReportFormat};
use crate::cli::build::{BuildDone, once, output, refuse_inside};
use crate::cli::{Exit, Failure, report, site};
use crate::link::Folder;
use crate::watch::{Reason, Wake, Watch, is_gone};

/// How soon a build is tried again while another one is running.
const AGAIN: Duration = Duration::from_millis(50);

/// Clocks are set and machines sleep: the end or the opening of a share is never waited for longer than this without a look at the
/// clock.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Builds until the process is ended. The lock is held while a build runs, not between: other commands work.
pub(super) fn run(args: &Build) -> Result<Exit, Failure> {
    if args.format == ReportFormat::Github {
        return Err(Failure::usage("--format github is for CI, where nobody watches: use human or json"));
    }
    let (folder, output) = (&args.site.folder, output(args));
    let state = site::state(&args.site)?;
    refuse_inside(folder, &state, &output)?;
    // Watched before it is built: a change during the first build is not missed.
    let mut watch = Watch::new(folder, &[&output, state.folder()], args.poll.map(Duration::from_millis))
        .map_err(|error| Failure::usage(error.to_string()))?;
    let mut told: Option<Option<Reason>> = None;
    let mut opens = None;
    loop {
        let how = watch.polling();
        let reason = how.map(|(reason, _)| reason.clone());
        if told.as_ref() != Some(&reason) {
            report::watching(how, args.format);
            told = Some(reason);
        }
        let begun = site::clock();
        // What a build that failed could not tell is waited for as before; what had come then is not tried again at once.
        opens = match build(args)? {
            Some(done) => done.opens,
            None => opens.filter(|opens| *opens > begun),
        };
        // A given instant stands still: nothing ends or opens while it does.
        let moves = args.site.now.is_none();
        let next = moves.then(|| next_end(&output, begun).into_iter().chain(opens).min()).flatten();
        wait(args, &mut watch, next)?;
    }
}

/// Builds; what stands in its way may be gone at the next change, unless it is the command line.
fn build(args: &Build) -> Result<Option<BuildDone>, Failure> {
    let mut waits = false;
    loop {
        match once(args) {
            Ok(done) => return Ok(Some(done)),
            Err(failure) if failure.busy => {
                if !waits {
                    report::remark("another build of this site is running: waiting for its end", args.format);
                }
                waits = true;
                sleep(AGAIN);
            }
            Err(_) if is_gone(&args.site.folder) => return Err(gone(args)),
            Err(failure) if failure.exit == Exit::Usage => return Err(failure),
            Err(failure) => {
                report::failure(&failure);
                return Ok(None);
            }
        }
    }
}

/// Waits until there is a reason to build: a change, or the instant `next`.
fn wait(args: &Build, watch: &mut Watch, next: Option<DateTime<Utc>>) -> Result<(), Failure> {
    loop {
        let left = next.map(|next| (next - site::clock()).to_std().unwrap_or_default());
        if left == Some(Duration::ZERO) {
            return Ok(());
        }
        let due = left.map(|left| Instant::now() + left.min(LONGEST_WAIT));
        if watch.wait(due).map_err(|_| gone(args))? == Wake::Changed {
            return Ok(());
        }
    }
}

/// When the next share ends after the build that began at `begun`. The output itself is asked: it knows, whatever has become of the files it was built from.
fn next_end(output: &Path, begun: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let folders = fs::read_dir(output.join("s")).into_iter().flatten().filter_map(Result::ok);
    let ends = folders.filter_map(|folder| Folder::expiry(&folder.file_name().to_string_lossy()));
    // One that has ended and is still there could not be removed: trying again at once would not help.
    ends.filter_map(|end| DateTime::from_timestamp(end, 0)).filter(|end| *end > begun).min()
}

fn gone(args: &Build) -> Failure {
    Failure::internal(format!("the site's folder `{}` is gone", args.site.folder.display()))
}
