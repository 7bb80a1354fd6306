//! What access logs tell of the use of links: who is never told, only how many.
//!
//! A log is read once, line by line, in bounded memory: [`read`] counts, [`report()`] puts into words. Nothing that comes out of
//! here holds a token, an address, or a path of a log.

pub mod agents;
mod clock;
mod distinct;
mod known;
mod lines;
mod origin;
mod referer;
mod report;
mod request;
mod senders;
mod tally;
mod target;

use std::hash::RandomState;
use std::io::Read;

use crate::link::CANARY;

use lines::{LogLine, each};
use request::Read as Told;

pub use distinct::{ERROR, EXACT};
pub use known::{KnownLink, KnownLinks, Revoked};
pub use lines::LogError;
pub use report::{AuditFinding, AuditReport, Level, UnknownReport, Use, report};
pub use tally::Tally;

/// What is wanted of logs.
#[derive(Debug)]
pub struct Query<'a> {
    known: &'a KnownLinks,
    /// The path of the site on its host, as segments.
    prefix: Vec<Vec<u8>>,
    /// The site's host: what comes from there was posted nowhere.
    host: String,
    /// The token of the share by which hosts are tried out: nobody guesses there.
    canary: Option<target::Token>,
    /// Which address is the reader's.
    client: ClientKind,
    /// Unix seconds.
    since: Option<i64>,
    until: Option<i64>,
    /// The key under which clients are told apart, in this run only.
    keys: RandomState,
}

impl<'a> Query<'a> {
    /// A wish for all of what logs tell of `known` links of the site at `base_url`. `keys` are random: nobody can find out
    /// afterwards whether an address was among the clients.
    #[must_use]
    pub fn new(known: &'a KnownLinks, base_url: &str, keys: RandomState) -> Self {
        let authority = base_url.split_once("://").map_or("", |(_, rest)| rest);
        let host = authority.split('/').next().unwrap_or_default().to_owned();
        let (prefix, canary) = (target::prefix(base_url), target::token(CANARY));
        Self { known, prefix, host, canary, client: ClientKind::Connection, since: None, until: None, keys }
    }

    /// Which address of a request is the reader's.
    #[must_use]
    pub fn of(self, client: ClientKind) -> Self {
        Self { client, ..self }
    }

    /// Only requests from the first instant on and before the second, in Unix seconds.
    #[must_use]
    pub fn between(self, since: Option<i64>, until: Option<i64>) -> Self {
        Self { since, until, ..self }
    }
}

/// Which address of a request is taken for the reader's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientKind {
    /// The one that connected to the server.
    Connection,
    /// The one that a proxy passed on, where the log says it.
    Forwarded,
}

/// What became of one log.
#[derive(Debug)]
pub struct AuditOutcome {
    /// How many lines it has.
    pub lines: u64,
    /// How many of them were understood, whatever they tell.
    pub understood: u64,
    /// Why it was not read to its end.
    pub fault: Option<LogError>,
}

/// Counts a log, plain or gzip, in any of the formats, line by line.
pub fn read(log: impl Read, wish: &Query<'_>, tally: &mut Tally) -> AuditOutcome {
    let (read, understood) = (tally.lines.read, tally.lines.understood);
    let fault = each(log, |line| take(&line, wish, tally)).err();
    AuditOutcome { lines: tally.lines.read - read, understood: tally.lines.understood - understood, fault }
}

fn take(line: &LogLine<'_>, wish: &Query<'_>, tally: &mut Tally) {
    let told = match line {
        LogLine::Whole([]) => return,
        LogLine::Whole(line) => request::read(line),
        LogLine::Long { head, end } => request::read_long(head, end),
    };
    tally.lines.read += 1;
    match told {
        Told::Broken(reason) => {
            *tally.lines.broken.entry(reason).or_default() += 1;
            return;
        }
        Told::Other => {}
        Told::Request(request) => tally.take(&request, wish),
    }
    tally.lines.understood += 1;
}
