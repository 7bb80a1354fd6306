//! `extrait share …`: a share through its life, in its own file and in the ledger.

mod by_hand;
mod change_report;
mod delete;
mod desk;
mod edit;
mod extend;
mod holds;
mod links;
mod new;
mod revoke;
mod rotate;
mod show;
pub(super) mod withdrawn;

use crate::cli::args::{ShareArgs, ShareCommand};
use crate::cli::{Exit, Failure};

/// Runs the command.
pub(super) fn run(args: &ShareArgs) -> Result<Exit, Failure> {
    match &args.command {
        ShareCommand::New(args) => new::run(args),
        ShareCommand::Show(args) => show::run(args),
        ShareCommand::Edit(args) => edit::run(args),
        ShareCommand::Extend(args) => extend::run(args),
        ShareCommand::Rotate(args) => rotate::run(args),
        ShareCommand::Revoke(args) => revoke::revoke(args),
        ShareCommand::Restore(args) => revoke::restore(args),
        ShareCommand::Delete(args) => delete::run(args),
    }
}
