//! `extrait ledger`, and what other commands say of the ledger.

mod behind;
mod show;
mod sync;
mod verify;

use std::path::Path;

use crate::cli::args::ReportFormat;
use crate::cli::args::ledger::{LedgerArgs, LedgerCommand};
use crate::cli::{Exit, Failure, report};
use crate::ledger::{ATTRIBUTES, Appended, FILE, Healed};

pub(super) use behind::warn;

/// Runs the subcommand.
pub(super) fn run(args: &LedgerArgs) -> Result<Exit, Failure> {
    match &args.command {
        LedgerCommand::Show(args) => show::run(args),
        LedgerCommand::Verify(args) => verify::run(args),
        LedgerCommand::Sync(args) => sync::run(args),
    }
}

/// Tells what an append did beside appending, in the site in the folder `root`; hints are for people only.
pub(super) fn appended(root: &Path, appended: &Appended, format: ReportFormat) {
    match appended.healed {
        Some(Healed::Cut { line, bytes }) => report::error(&format!(
            "{FILE}: line {line} was half a line of {bytes} bytes, left by a command that was stopped; it was cut off\n"
        )),
        Some(Healed::Ended) => report::error(&format!("{FILE}: its last line got its line end\n")),
        None => {}
    }
    if appended.created && !merges(root) {
        report::remark(
            &format!(
                "{FILE} is new: commit it, and add this line to .gitattributes, so that git keeps the lines of both sides of a merge:\n{ATTRIBUTES}"
            ),
            format,
        );
    }
}

/// Whether git is told how to merge the ledger. Only a hint hangs on it, so the site's own file is all that is looked at.
#[expect(clippy::disallowed_methods, reason = "a file of git, not of the site")]
fn merges(root: &Path) -> bool {
    let text = std::fs::read_to_string(root.join(".gitattributes")).unwrap_or_default();
    text.lines().any(|line| line.split_whitespace().collect::<Vec<_>>().join(" ").starts_with(ATTRIBUTES))
}
