//! `extrait audit`: what access logs tell of the use of links.

mod csv;
mod table;

use std::path::Path;

use serde::Serialize;

use crate::audit::{AuditReport, ClientKind};
use crate::cli::args::audit::{self as args, AuditArgs};
use crate::cli::args::links::ListFormat;
use crate::cli::{Exit, Failure, report, site};
use crate::diag::suggest;
use crate::mask;
use crate::model::id::Id;
use crate::workspace::{AuditError, AuditOptions, ReadLog, SiteAudit};

/// Everything that is told.
#[derive(Serialize)]
struct AuditText<'a> {
    #[serde(flatten)]
    report: &'a AuditReport,
    logs: Vec<LogRow<'a>>,
}

/// What became of one log, for programs.
#[derive(Debug, Serialize)]
struct LogRow<'a> {
    name: String,
    lines: u64,
    understood: u64,
    fault: Option<&'a str>,
}

impl<'a> LogRow<'a> {
    fn of(log: &'a ReadLog) -> Self {
        let (name, fault) = (name(log), log.fault.as_deref());
        Self { name, lines: log.lines, understood: log.understood, fault }
    }
}

/// Reads the logs and tells.
pub(super) fn run(args: &AuditArgs) -> Result<Exit, Failure> {
    let client = match args.client {
        args::ClientArg::Connection => ClientKind::Connection,
        args::ClientArg::Forwarded => ClientKind::Forwarded,
    };
    let options = AuditOptions {
        logs: &args.logs,
        share: args.share.as_deref(),
        since: args.since,
        until: args.until,
        client,
    };
    let SiteAudit { report: told, logs } = match site::workspace(&args.site, None)?.audit(&options) {
        Ok(told) => told,
        Err(AuditError::Site(error)) => return site::refused(error),
        Err(AuditError::Ledger(error)) => return Err(Failure::machine(error)),
        Err(AuditError::NoShare { name, known }) => {
            let help = suggest(&name, known.iter().map(Id::as_str));
            return Err(Failure::usage(format!("no share `{name}`: {help}")));
        }
    };
    match args.format {
        ListFormat::Table => table::print(&told),
        ListFormat::Json => {
            let logs = logs.iter().map(LogRow::of).collect();
            report::print_long_json(&AuditText { report: &told, logs })?;
        }
        ListFormat::Csv => csv::print(&told)?,
    }
    logs.iter().for_each(complain);
    Ok(if logs.iter().any(|log| log.unread) { Exit::Machine } else { Exit::Fine })
}

/// A file's name is masked, too: logs are sometimes named after what they hold.
fn name(log: &ReadLog) -> String {
    let is_standard = log.path == Path::new("-");
    mask::foreign(&if is_standard { "standard input".into() } else { log.path.to_string_lossy() })
}

/// Says what is wrong with a log.
fn complain(log: &ReadLog) {
    let name = name(log);
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
