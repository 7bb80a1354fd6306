//! `extrait ledger sync`.

use serde_json::json;

use crate::cli::args::AnswerFormat;
use crate::cli::args::ledger::SyncLedgerArgs;
use crate::cli::ledger::appended;
use crate::cli::{Exit, Failure, report, site};
use crate::model::id::Id;
use crate::workspace::{AppendError, LedgerSync, SyncError, SyncOptions};

/// Appends what the ledger lacks, or only tells it.
pub(super) fn run(args: &SyncLedgerArgs) -> Result<Exit, Failure> {
    let options = SyncOptions { allow_no_shares: args.allow_no_shares, dry_run: args.dry_run };
    let done = match site::workspace(&args.site, None)?.sync_ledger(options) {
        Ok(done) => done,
        Err(SyncError::Site(error)) => return site::refused(error),
        Err(SyncError::Read(error)) => return Err(Failure::machine(error)),
        Err(SyncError::Append(error)) => return Err(failure(error)),
    };
    if let Some(note) = &done.note {
        appended(note, args.format.into());
    }
    match args.format {
        AnswerFormat::Human => tell(&done),
        AnswerFormat::Json => report::print_long_json(&told(&done))?,
    }
    Ok(Exit::Fine)
}

fn failure(error: AppendError) -> Failure {
    match error {
        AppendError::Io(_) => Failure::machine(error),
        AppendError::Unreadable(_) | AppendError::Reason => {
            Failure { exit: Exit::Author, ..Failure::machine(error) }
        }
    }
}

fn tell(done: &LedgerSync) {
    for event in &done.events {
        let whose =
            event.recipient.as_ref().map_or_else(String::new, |recipient| format!(" for {recipient}"));
        report::println(&format!("{} {}{whose}", event.kind.word(), event.share));
    }
    report::println(&match (done.events.len(), done.appended) {
        (0, _) => "the ledger agrees with the shares' files".to_owned(),
        (lines, true) => format!("{} appended", report::plural(lines, "line")),
        (lines, false) => format!("{} missing; nothing was written", report::plural(lines, "line")),
    });
}

fn told(done: &LedgerSync) -> serde_json::Value {
    let events: Vec<_> = done
        .events
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
    let head = done.head.map(|head| head.hex());
    json!({"events": events, "appended": done.appended, "head": head})
}
