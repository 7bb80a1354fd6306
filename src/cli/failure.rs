//! How commands end: exit codes, and why a command gave up.

/// How a command ended; the number is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
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

/// An error of the machine that names the file or folder it is about. Those of the standard library do not.
pub(super) trait Placed: std::fmt::Display {}

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
pub(super) struct Failure {
    pub(super) exit: Exit,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into() }
    }

    /// What the machine refused, by an error that says where.
    pub(super) fn machine(error: impl Placed) -> Self {
        Self::internal(error)
    }

    /// What the machine refused and no file has to do with.
    pub(super) fn internal(message: impl std::fmt::Display) -> Self {
        Self { exit: Exit::Machine, message: message.to_string() }
    }
}
