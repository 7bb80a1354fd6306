//! What a person types, and what they are told. The only room that prints.

mod args;
mod audit;
mod build;
mod check;
mod doctor;
mod export;
mod failure;
mod host;
mod init;
mod key;
mod ledger;
mod links;
mod remote;
mod report;
mod share;
mod site;
mod summary;
mod table;
mod timings;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use failure::{Exit, Failure};

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(why) if why.use_stderr() => {
            report::misunderstood(&why);
            return ExitCode::from(Exit::Usage as u8);
        }
        Err(help) => help.exit(),
    };
    let outcome = match args.command {
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Links(args) => links::run(&args),
        Command::Share(args) => share::run(&args),
        Command::Ledger(args) => ledger::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Key(args) => key::run(&args),
        Command::Host(args) => host::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Doctor(args) => doctor::run(&args),
    };
    let exit = outcome.unwrap_or_else(|failure| {
        report::failure(&failure);
        failure.exit
    });
    ExitCode::from(exit as u8)
}
