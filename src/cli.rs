//! What a person types, and what they are told. The only room that prints.

mod args;
mod audit;
mod build;
mod check;
mod doctor;
mod export;
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

/// How a command ended; the number is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// As wished.
    Fine = 0,
    /// The author's files stand in the way.
    Author = 1,
    /// The command line makes no sense. Clap uses the same number.
    Usage = 2,
    /// The machine refused, or a host could not be asked.
    Machine = 3,
    /// `doctor`: the host does not enforce ends or headers.
    NotEnforced = 4,
    /// `verify`: the copy is not what was signed.
    Unproven = 5,
    /// `links --ending`: a link ends within the time that was asked for.
    Due = 6,
}

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

/// An error of the machine that names the file or folder it is about. Those of the standard library do not.
trait Placed: std::fmt::Display {}

impl Placed for crate::verify::SeenError {}
impl Placed for crate::workspace::AppendError {}
impl Placed for crate::workspace::BuildFailure {}
impl Placed for crate::workspace::InitError {}
impl Placed for crate::workspace::OpenError {}
impl Placed for crate::workspace::ReadError {}
impl Placed for crate::workspace::RulesError {}
impl Placed for crate::workspace::WatchFailure {}

/// Why a command gave up before it had a report to give.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into() }
    }

    /// What the machine refused, by an error that says where.
    fn machine(error: impl Placed) -> Self {
        Self::internal(error)
    }

    /// What the machine refused and no file has to do with.
    fn internal(message: impl std::fmt::Display) -> Self {
        Self { exit: Exit::Machine, message: message.to_string() }
    }
}
