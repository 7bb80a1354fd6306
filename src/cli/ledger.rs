//! `extrait ledger`, and what other commands say of the ledger.

mod note;
mod show;
mod sync;
mod verify;

use crate::cli::args::ledger::{LedgerArgs, LedgerCommand};
use crate::cli::{Exit, Failure};
pub(super) use note::appended;

/// Runs the subcommand.
pub(super) fn run(args: &LedgerArgs) -> Result<Exit, Failure> {
    match &args.command {
        LedgerCommand::Show(args) => show::run(args),
        LedgerCommand::Verify(args) => verify::run(args),
        LedgerCommand::Sync(args) => sync::run(args),
    }
}
