//! `extrait ledger sync`.

use serde_json::json;

use crate::cli::absence::{self, KnownShares};
use crate::cli::args::AnswerFormat;
use crate::cli::args::ReportFormat;
use crate::cli::args::ledger::SyncLedgerArgs;
use crate::cli::ledger::appended;
use crate::cli::ledger::behind::{ledger, standings};
use crate::cli::site::OpenOptions;
use crate::cli::{Exit, Failure, report, site};
use crate::ledger::{AppendError, Appended, Event, append, missing};
use crate::load::secret::WhenMissing;
use crate::model::id::Id;

/// Appends what the ledger lacks, or only tells it.
pub(super) fn run(args: &SyncLedgerArgs) -> Result<Exit, Failure> {
    let mut opened = site::open(&args.site, &OpenOptions::default())?;
    let known = KnownShares::of(&args.site.folder, &args.site.folder.join("output"));
    // What is written in the ledger counts as said, and closes links.
    if !args.allow_no_shares && absence::check(&args.site, &known, &mut opened) {
        report::problems(&opened, ReportFormat::Human);
        return Ok(Exit::Author);
    }
    let secret = opened.secret(&args.site, WhenMissing::Complain)?;
    let (Some(project), Some(secret)) = (&opened.prepared.project, secret) else {
        report::problems(&opened, ReportFormat::Human);
        return Ok(Exit::Author);
    };
    let root = &args.site.folder;
    let ledger = ledger(root).map_err(Failure::machine)?;
    let lacks = missing(&ledger, &standings(project, Some(&secret.link_key())), opened.now);
    let events: Vec<_> = lacks.iter().filter_map(|lack| lack.event(opened.now.fixed_offset())).collect();
    let done = if args.dry_run || (events.is_empty() && ledger.is_whole()) {
        None
    } else {
        Some(append(root, &events).map_err(failure)?)
    };
    if let Some(done) = &done {
        appended(root, done, args.format.into());
    }
    match args.format {
        AnswerFormat::Human => tell(&events, done.as_ref()),
        AnswerFormat::Json => report::print_long_json(&told(&events, done.as_ref()))?,
    }
    Ok(Exit::Fine)
}

fn failure(error: AppendError) -> Failure {
    match error {
        AppendError::Io(_) => Failure::machine(error),
        _ => Failure { exit: Exit::Author, ..Failure::machine(error) },
    }
}

fn tell(events: &[Event], done: Option<&Appended>) {
    for event in events {
        let whose =
            event.recipient.as_ref().map_or_else(String::new, |recipient| format!(" for {recipient}"));
        report::println(&format!("{} {}{whose}", event.kind.word(), event.share));
    }
    report::println(&match (events.len(), done) {
        (0, _) => "the ledger agrees with the shares' files".to_owned(),
        (lines, Some(_)) => format!("{} appended", report::plural(lines, "line")),
        (lines, None) => format!("{} missing; nothing was written", report::plural(lines, "line")),
    });
}

fn told(events: &[Event], done: Option<&Appended>) -> serde_json::Value {
    let events: Vec<_> = events
        .iter()
        .map(|event| {
            json!({
                "event": event.kind.word(),
                "share": event.share.as_str(),
                "recipient": event.recipient.as_ref().map(Id::as_str),
                "generation": event.generation,
                "expires": event.expires,
            })
        })
        .collect();
    let head = done.and_then(|done| done.head).map(|head| head.hex());
    json!({"events": events, "appended": done.is_some(), "head": head})
}
