//! `extrait ledger show`.

use std::collections::BTreeSet;

use chrono::DateTime;
use serde_json::json;

use crate::cli::args::ledger::{ShowFormat, ShowLedgerArgs};
use crate::cli::{Exit, Failure, report, table};
use crate::diag::suggest;
use crate::model::id::Id;
use crate::workspace::{LEDGER_FILE as FILE, LedgerLine, read_ledger};

const HEAD: [&str; 8] = ["LINE", "AT", "EVENT", "SHARE", "RECIPIENT", "GENERATION", "EXPIRES", "REASON"];

/// Lists the lines of the ledger.
pub(super) fn run(args: &ShowLedgerArgs) -> Result<Exit, Failure> {
    let ledger = read_ledger(&args.site.folder).map_err(Failure::machine)?;
    let wanted =
        |line: &&LedgerLine| args.share.as_deref().is_none_or(|share| line.event.share.as_str() == share);
    let lines: Vec<_> = ledger.lines.iter().filter(wanted).collect();
    if let Some(share) = args.share.as_deref().filter(|_| lines.is_empty()) {
        let known: BTreeSet<_> = ledger.lines.iter().map(|line| line.event.share.as_str()).collect();
        return Err(Failure::usage(format!("{FILE} has no line about `{share}`: {}", suggest(share, known))));
    }
    match args.format {
        ShowFormat::Table => {
            report::println(&table::text(HEAD, lines.into_iter().map(row)));
        }
        ShowFormat::Json => {
            let lines: Vec<_> = lines.into_iter().map(object).collect();
            report::print_long_json(&lines)?;
        }
    }
    if ledger.unreadable == 0 {
        return Ok(Exit::Fine);
    }
    report::error(&format!(
        "{} of {FILE} cannot be read: see `extrait ledger verify`\n",
        report::plural(ledger.unreadable, "line")
    ));
    Ok(Exit::Author)
}

fn row(line: &LedgerLine) -> [String; 8] {
    let event = &line.event;
    [
        line.number.to_string(),
        report::instant(&event.at),
        event.kind.word().to_owned(),
        event.share.to_string(),
        event.recipient.as_ref().map_or_else(|| "-".to_owned(), Id::to_string),
        event.generation.to_string(),
        event.expires.map_or_else(|| "never".to_owned(), end),
        event.reason.clone().unwrap_or_default(),
    ]
}

/// What a line says, and the SHA-256 of the line itself.
fn object(line: &LedgerLine) -> serde_json::Value {
    let event = &line.event;
    json!({
        "line": line.number,
        "sha256": line.hash.hex(),
        "at": report::instant(&event.at),
        "event": event.kind.word(),
        "share": event.share.as_str(),
        "recipient": event.recipient.as_ref().map(Id::as_str),
        "generation": event.generation,
        "expires": event.expires.map(end),
        "token_sha256": event.token.hex(),
        "reason": event.reason,
    })
}

/// An end in UTC; one that no calendar holds as its number.
fn end(seconds: i64) -> String {
    let end = DateTime::from_timestamp(seconds, 0);
    end.map_or_else(|| seconds.to_string(), |end| report::instant(&end))
}
