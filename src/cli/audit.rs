//! `extrait audit`: what access logs tell of the use of links.

mod csv;
mod table;

use std::collections::BTreeSet;
use std::fs::File;
use std::hash::RandomState;
use std::io;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Serialize;

use crate::audit::{
    AuditOutcome, AuditReport, ClientKind, KnownLinks, LogError, Query, Tally, read, report as in_words,
};
use crate::cli::args::ReportFormat;
use crate::cli::args::audit::{self as args, AuditArgs};
use crate::cli::args::links::ListFormat;
use crate::cli::site::OpenOptions;
use crate::cli::{Exit, Failure, report, site};
use crate::diag::suggest;
use crate::keys::SiteSecret;
use crate::ledger;
use crate::load::secret::WhenMissing;
use crate::mask;
use crate::model::id::Id;
use crate::publish::Manifest;
use crate::validate::Project;

/// Everything that is told.
#[derive(Serialize)]
struct AuditText<'a> {
    #[serde(flatten)]
    report: &'a AuditReport,
    logs: &'a [Log],
}

/// What became of one log.
#[derive(Debug, Serialize)]
struct Log {
    name: String,
    lines: u64,
    understood: u64,
    fault: Option<String>,
    #[serde(skip)]
    unread: bool,
}

/// Reads the logs and tells.
pub(super) fn run(args: &AuditArgs) -> Result<Exit, Failure> {
    let mut opened = site::open(&args.site, &OpenOptions::default())?;
    let secret = opened.secret(&args.site, WhenMissing::Complain)?;
    let (Some(project), Some(secret)) = (&opened.prepared.project, secret) else {
        report::problems(&opened, ReportFormat::Human);
        return Ok(Exit::Author);
    };
    let known = known(&args.site.folder, opened.state.folder(), project, &secret)?;
    let share = args.share.as_deref().map(|share| find(share, &known)).transpose()?;
    let instant = |instant: Option<chrono::DateTime<_>>| instant.map(|at| at.timestamp());
    let wish = Query::new(&known, &project.site().base_url, RandomState::new());
    let client = match args.client {
        args::ClientArg::Connection => ClientKind::Connection,
        args::ClientArg::Forwarded => ClientKind::Forwarded,
    };
    let wish = wish.between(instant(args.since), instant(args.until)).of(client);
    let (tally, logs) = count(args, &wish);
    let told = in_words(&tally, &known, client, opened.now.timestamp(), share.as_ref());
    match args.format {
        ListFormat::Table => table::print(&told),
        ListFormat::Json => {
            let told = AuditText { report: &told, logs: &logs };
            report::print_long_json(&told)?;
        }
        ListFormat::Csv => csv::print(&told)?,
    }
    logs.iter().for_each(complain);
    Ok(if logs.iter().any(|log| log.unread) { Exit::Machine } else { Exit::Fine })
}

/// The links of the site, of today and earlier.
fn known(root: &Path, state: &Path, project: &Project, secret: &SiteSecret) -> Result<KnownLinks, Failure> {
    let ledger = ledger::read(root).map_err(Failure::machine)?;
    let manifest = Manifest::read(state);
    let published = |share: &Id| manifest.folders(share).cloned().collect();
    let site = &project.site().id;
    Ok(KnownLinks::gather(project.shares(), (site, &secret.link_key()), published, ledger.as_ref()))
}

/// The share of that name, if any link is of it.
fn find(name: &str, known: &KnownLinks) -> Result<Id, Failure> {
    let shares: BTreeSet<&Id> = known.links().iter().map(|link| &link.share).collect();
    shares.iter().find(|share| share.as_str() == name).map(|share| (*share).clone()).ok_or_else(|| {
        let help = suggest(name, shares.iter().map(|share| share.as_str()));
        Failure::usage(format!("no share `{name}`: {help}"))
    })
}

/// Counts all logs, several at a time. What standard input says twice counts once.
fn count(args: &AuditArgs, wish: &Query<'_>) -> (Tally, Vec<Log>) {
    let counted = args.logs.par_iter().map(|log| {
        let mut tally = Tally::default();
        let told = match open(log) {
            Ok(log) => Ok(read(log, wish, &mut tally)),
            Err(error) => Err(error),
        };
        (tally, vec![outcome(log, told)])
    });
    counted.reduce(Default::default, |(mut tally, mut logs), (more, others)| {
        tally.merge(more);
        logs.extend(others);
        (tally, logs)
    })
}

fn open(log: &Path) -> io::Result<Box<dyn io::Read + Send>> {
    Ok(if log == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(log)?) })
}

/// A file's name is masked, too: logs are sometimes named after what they hold.
fn outcome(log: &Path, told: io::Result<AuditOutcome>) -> Log {
    let name = if log == Path::new("-") { "standard input".into() } else { log.to_string_lossy() };
    let name = mask::foreign(&name);
    match told {
        Ok(AuditOutcome { lines, understood, fault }) => {
            let unread = matches!(fault, Some(LogError::Io(_)));
            Log { name, lines, understood, fault: fault.map(|fault| fault.to_string()), unread }
        }
        Err(error) => Log { name, lines: 0, understood: 0, fault: Some(error.to_string()), unread: true },
    }
}

/// Says what is wrong with a log.
fn complain(log: &Log) {
    let name = &log.name;
    match &log.fault {
        Some(fault) if log.unread => report::error(&format!("error: `{name}`: {fault}\n")),
        Some(fault) => report::error(&format!("warning: `{name}`: {fault}\n")),
        None => {}
    }
    if log.understood == 0 && !log.unread {
        let what = if log.lines == 0 { "holds no line" } else { "no line of it could be understood" };
        report::error(&format!(
            "warning: `{name}`: {what}; known are the combined and common formats of nginx and Apache, and JSON of Caddy\n"
        ));
    }
}
