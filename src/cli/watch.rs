//! `extrait build --watch`: the same build, whenever something has changed or a share has ended.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use crate::address::Folder;
use crate::cli::args::{Build, ReportFormat};
use crate::cli::build::{once, output, refuse_inside};
use crate::cli::{Exit, Failure, report, site};
use crate::watch::{Reason, Wake, Watch, is_gone};

/// How soon a build is tried again while another one is running.
const AGAIN: Duration = Duration::from_millis(50);

/// Clocks are set and machines sleep: the end of a share is never waited for longer than this without a look at the
/// clock.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Builds until the process is ended. The lock is held while a build runs, not between: other commands work.
pub(super) fn run(args: &Build) -> Result<Exit, Failure> {
    if args.format == ReportFormat::Github {
        return Err(Failure::usage("--format github is for CI, where nobody watches: use human or json"));
    }
    let (folder, output) = (&args.site.folder, output(args));
    refuse_inside(folder, &output)?;
    // Watched before it is built: a change during the first build is not missed.
    let mut watch = Watch::new(folder, &output, args.poll.map(Duration::from_millis))
        .map_err(|error| Failure::usage(error.to_string()))?;
    let mut told: Option<Option<Reason>> = None;
    loop {
        let how = watch.polling();
        let reason = how.map(|(reason, _)| reason.clone());
        if told.as_ref() != Some(&reason) {
            report::watching(how, args.format);
            told = Some(reason);
        }
        build(args)?;
        wait(args, &mut watch, &output)?;
    }
}

/// Builds; what stands in its way may be gone at the next change, unless it is the command line.
fn build(args: &Build) -> Result<(), Failure> {
    let mut waits = false;
    loop {
        match once(args) {
            Ok(_) => return Ok(()),
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
                return Ok(());
            }
        }
    }
}

/// Waits until there is a reason to build.
fn wait(args: &Build, watch: &mut Watch, output: &Path) -> Result<(), Failure> {
    // A given instant stands still: nothing ends while it does.
    let end = args.site.now.is_none().then(|| next_end(output, site::clock())).flatten();
    loop {
        let left = end.map(|end| (end - site::clock()).to_std().unwrap_or_default());
        if left == Some(Duration::ZERO) {
            return Ok(());
        }
        let due = left.map(|left| Instant::now() + left.min(LONGEST_WAIT));
        if watch.wait(due).map_err(|_| gone(args))? == Wake::Changed {
            return Ok(());
        }
    }
}

/// When the next share ends. The output itself is asked: it knows, whatever has become of the files it was built from.
fn next_end(output: &Path, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let folders = fs::read_dir(output.join("s")).into_iter().flatten().filter_map(Result::ok);
    let ends = folders.filter_map(|folder| Folder::expiry(&folder.file_name().to_string_lossy()));
    // One that has ended and is still there could not be removed: trying again at once would not help.
    ends.filter_map(|end| DateTime::from_timestamp(end, 0)).filter(|end| *end > now).min()
}

fn gone(args: &Build) -> Failure {
    Failure::machine(format!("the site's folder `{}` is gone", args.site.folder.display()))
}
