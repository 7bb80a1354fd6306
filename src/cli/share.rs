//! `extrait share …`: a share through its life, in its own file and in the ledger.

mod change_report;
mod command;
mod refusal;
mod show;

use crate::cli::args::{CommonShareArgs, ShareArgs, ShareSubcommand};
use crate::cli::{Exit, Failure, report, site};
use crate::workspace::{ShareCommand, ShareError};

/// Runs the command.
pub(super) fn run(args: &ShareArgs) -> Result<Exit, Failure> {
    match &args.command {
        ShareSubcommand::Show(args) => show::run(args),
        ShareSubcommand::New(args) => apply(&args.common, |yes| command::new(args, yes)),
        ShareSubcommand::Edit(args) => apply(&args.common, |yes| command::edit(args, yes)),
        ShareSubcommand::Extend(args) => apply(&args.common, |_| command::extend(args)),
        ShareSubcommand::Rotate(args) => apply(&args.common, |_| command::rotate(args)),
        ShareSubcommand::Revoke(args) => apply(&args.common, |_| command::revoke(args)),
        ShareSubcommand::Restore(args) => apply(&args.common, |_| command::restore(args)),
        ShareSubcommand::Delete(args) => apply(&args.common, |yes| command::delete(args, yes)),
    }
}

/// Does what the command says; `command` makes it, from whether a person has said yes.
fn apply(common: &CommonShareArgs, command: impl Fn(bool) -> ShareCommand) -> Result<Exit, Failure> {
    let site = site::workspace(&common.site, common.base_url.as_deref())?;
    let outcome = match site.apply(&command(common.yes)) {
        Err(ref error @ ShareError::DraftsUnconfirmed { .. }) => {
            confirm(error, &format!("{error}; go on?"), "nothing was written")?;
            site.apply(&command(true))
        }
        Err(ref error @ ShareError::DeletionUnconfirmed(ref id)) => {
            let question = format!("the links of `{id}` are closed at once, and its file is removed; go on?");
            confirm(error, &question, "nothing was deleted")?;
            site.apply(&command(true))
        }
        outcome => outcome,
    };
    match outcome {
        Ok(change) => change_report::tell(common, &change),
        Err(error) => refusal::tell(error, common),
    }
}

/// Asks a person; `error` says what needs a yes.
fn confirm(error: &ShareError, question: &str, unchanged: &str) -> Result<(), Failure> {
    match report::ask(question) {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::usage(unchanged)),
        None => Err(Failure::usage(format!("{error}; --yes confirms it"))),
    }
}
