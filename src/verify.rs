//! Whether a published copy is what was signed: the signature and what it says, every byte that the sums list, and nothing
//! else beside. Nothing is written but what was [seen](Seen).
//!
//! A copy comes from a stranger: what it names is not trusted to be a path, a size or a text for a terminal.

mod folder;
mod seen;
mod sums;
mod web;

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::hash::Hash;
use crate::mask;
use crate::seal::{SIGNATURE, SUMS};
use crate::sign::{PUBLIC_KEY_FILE, PublicKey, Statement};
pub use folder::LocalFolder;
pub use seen::{Seen, StateError};
use sums::Listed;
pub use web::WebFolder;

/// Where a copy lies.
pub trait Place {
    /// The name of its folder, which its signature speaks of; `None` where the copy has another name than its link.
    fn name(&self) -> Option<&str>;
    /// The text of the public key that lies at the root of the site that the copy belongs to.
    fn public_key(&self) -> Result<String, Refusal>;
    /// A file of at most `limit` bytes.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Refusal>;
    /// The SHA-256 of a file of at most `limit` bytes.
    fn hash(&self, path: &str, limit: u64) -> Result<Hash, Refusal>;
    /// The paths of everything that is no folder; `None` where a place cannot be listed.
    fn paths(&self) -> Result<Option<Vec<String>>, Refusal>;
    /// What it means that neither sums nor a signature lie there.
    fn emptiness(&self) -> &'static str;
    /// What weakens whatever is found there.
    fn caution(&self) -> Option<&'static str> {
        None
    }
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is not there.
    Missing,
    /// It has more bytes than a file may have here.
    TooLarge,
    /// A link, a folder or a device.
    NotAFile,
    /// The host sends its readers elsewhere; with where to, tokens masked.
    Elsewhere(String),
    /// The host answers with this status.
    Status(u16),
    /// The machine or the network refuses: nothing is known of the copy.
    Machine(String),
}

/// What a copy is held against.
#[derive(Debug)]
pub struct Question<'a> {
    /// The key that the reader trusts.
    pub key: Option<PublicKey>,
    /// The instant at which the link is to hold.
    pub now: DateTime<Utc>,
    /// What was proven before.
    pub seen: &'a Seen,
    /// A file with more bytes is not read to its end.
    pub longest: u64,
}

/// One thing that keeps a copy from being proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What sort of thing; stable across versions.
    pub code: &'static str,
    /// The file it is about, fit to be shown.
    pub path: Option<String>,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// What keeps the copy from being proven.
    pub problems: Vec<Problem>,
    /// What the proof does not cover.
    pub remarks: Vec<String>,
    /// Why the machine or the network did not let the check come to its end.
    pub refused: Option<String>,
    /// What was signed, where the signature holds.
    pub statement: Option<Statement>,
    /// The key under which the signature holds.
    pub key: Option<PublicKey>,
    /// SHA-256 of the sums.
    pub sums: Option<Hash>,
    /// How many files are what the sums say.
    pub files: usize,
}

/// No list of sums has more bytes: room for half a million files.
const LONGEST_SUMS: u64 = 64 << 20;
const LONGEST_SIGNATURE: u64 = 64 << 10;

impl Report {
    /// Whether the copy is what was signed.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.problems.is_empty() && self.refused.is_none() && self.statement.is_some()
    }

    fn problem(&mut self, code: &'static str, path: Option<&str>, message: impl Into<String>) {
        self.problems.push(Problem { code, path: path.map(shown), message: message.into() });
    }

    /// Notes why a file was not read.
    fn refuse(&mut self, path: &str, refusal: Refusal, limit: u64) {
        match refusal {
            Refusal::Missing => self.problem("missing", Some(path), "it is listed and not there"),
            Refusal::TooLarge => {
                let message = format!("it has more than {limit} bytes and was not read to its end");
                self.problem("too-large", Some(path), message);
            }
            Refusal::NotAFile => {
                self.problem("not-a-file", Some(path), "a link or a device lies in its place");
            }
            Refusal::Elsewhere(to) => {
                let message = format!("the host sends its readers to {to}, which is not followed");
                self.problem("elsewhere", Some(path), message);
            }
            // The host is not well, or is asked too often: nothing is known of the copy.
            Refusal::Status(status @ (429 | 500..=599)) => {
                self.refused = Some(format!("{}: the host answers {status}; ask again later", shown(path)));
            }
            Refusal::Status(status) => {
                self.problem("status", Some(path), format!("the host answers {status}"));
            }
            Refusal::Machine(why) => self.refused = Some(format!("{}: {why}", shown(path))),
        }
    }
}

/// Holds a copy against a question.
pub fn verify(place: &dyn Place, question: &Question<'_>) -> Report {
    let mut report = Report::default();
    report.remarks.extend(place.caution().map(str::to_owned));
    let key = key(place, question, &mut report);
    let (sums, signature) = pair(place, &mut report);
    if let (Some(key), Some(sums), Some(signature)) = (key, &sums, signature) {
        signed(key, sums, &signature, &mut report);
    }
    if let Some(statement) = report.statement.clone() {
        hold(place, question, &statement, &mut report);
    }
    if let Some(sums) = sums {
        let listed = sums::parse(&sums, &mut report);
        files(place, question, &listed, &mut report);
        beside(place, &listed, &mut report);
    }
    report
}

/// The key to check with: the one that the reader trusts, or the one that comes with the copy.
fn key(place: &dyn Place, question: &Question<'_>, report: &mut Report) -> Option<PublicKey> {
    if let Some(key) = question.key {
        return Some(key);
    }
    let found = match place.public_key() {
        Ok(text) => PublicKey::parse(&text).ok(),
        Err(Refusal::Machine(why)) => {
            report.refused = Some(format!("{PUBLIC_KEY_FILE}: {why}"));
            return None;
        }
        Err(_) => None,
    };
    match found {
        Some(key) => {
            report.remarks.push(format!(
                "not checked against a key you trust: {} came with the copy, so this shows only that the copy fits itself. Ask the publisher for the key by another way and give it as --key",
                key.to_text()
            ));
        }
        None => {
            report.problem(
                "no-key",
                None,
                "no key was given as --key, and none lies at the root of the site",
            );
        }
    }
    found
}

/// The sums and their signature: all else hangs on these two.
fn pair(place: &dyn Place, report: &mut Report) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let mut read = |path: &str, limit: u64| {
        if report.refused.is_some() {
            return Err(Refusal::NotAFile);
        }
        let found = place.read(path, limit);
        if let Some(refusal) = found.clone().err().filter(|refusal| *refusal != Refusal::Missing) {
            report.refuse(path, refusal, limit);
        }
        found
    };
    let sums = read(SUMS, LONGEST_SUMS);
    let signature = read(SIGNATURE, LONGEST_SIGNATURE);
    let is_missing = |found: &Result<Vec<u8>, Refusal>| *found == Err(Refusal::Missing);
    match (is_missing(&sums), is_missing(&signature)) {
        (true, true) => report.problem("gone", None, place.emptiness()),
        (true, false) => report.problem("no-sums", Some(SUMS), "it is not there: nothing says which files were published"),
        (false, true) => report.problem(
            "unsigned",
            Some(SIGNATURE),
            "it is not there: nothing shows who published this. The copy was made before shares were signed, or the signature was taken away",
        ),
        (false, false) => {}
    }
    (sums.ok(), signature.ok())
}

/// Holds the signature against the sums.
fn signed(key: PublicKey, sums: &[u8], signature: &[u8], report: &mut Report) {
    let verified = std::str::from_utf8(signature)
        .map_err(|_| crate::sign::SignatureError::Form)
        .and_then(|signature| key.verify(sums, signature));
    match verified.map(|comment| Statement::parse(&comment)) {
        Ok(Some(statement)) => {
            report.statement = Some(statement);
            report.key = Some(key);
            report.sums = Some(Hash::of(sums));
        }
        Ok(None) => {
            report.problem(
                "statement",
                Some(SIGNATURE),
                "it is signed, and does not say what extrait says of a share",
            );
        }
        Err(error) => report.problem("signature", Some(SIGNATURE), error.to_string()),
    }
}

/// Holds what was signed beside the bytes against where the copy lies, the clock and what was seen before.
fn hold(place: &dyn Place, question: &Question<'_>, statement: &Statement, report: &mut Report) {
    match place.name() {
        Some(name) if Hash::of(name.as_bytes()) != statement.folder => {
            report.problem("other-link", None, "it was signed for another link than the one it lies under");
        }
        Some(_) => {}
        None => report.remarks.push(
            "the folder does not bear the name of its link, so that it was published under that link is not checked".to_owned(),
        ),
    }
    let end = statement.expires.and_then(|second| DateTime::from_timestamp(second, 0));
    if statement.expires.is_some_and(|second| second <= question.now.timestamp()) {
        let end = end.map(|end| end.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default();
        report.problem(
            "ended",
            None,
            format!("the link ended at {end}; --now asks what held at another instant"),
        );
    }
    let Some((key, sums)) = report.key.zip(report.sums) else { return };
    let Some((serial, seen)) = question.seen.of(&key, &statement.folder) else { return };
    if statement.serial < serial {
        let message =
            format!("this is publication {}, and {serial} was seen before: an older copy", statement.serial);
        report.problem("replayed", None, message);
    } else if statement.serial == serial && sums != seen {
        let message =
            format!("two different publications bear the number {serial}: which is newer cannot be told");
        report.problem("forked", None, message);
    }
}

/// Every byte of every file.
fn files(place: &dyn Place, question: &Question<'_>, listed: &[Listed], report: &mut Report) {
    for Listed { path, sum } in listed {
        if report.refused.is_some() {
            return;
        }
        match place.hash(path, question.longest) {
            Ok(found) if found == *sum => report.files += 1,
            Ok(_) => report.problem("changed", Some(path), "its bytes are not those that were published"),
            Err(refusal) => report.refuse(path, refusal, question.longest),
        }
    }
}

/// Nothing else lies beside.
fn beside(place: &dyn Place, listed: &[Listed], report: &mut Report) {
    if report.refused.is_some() {
        return;
    }
    let known: BTreeSet<&str> =
        listed.iter().map(|listed| listed.path.as_str()).chain([SUMS, SIGNATURE]).collect();
    match place.paths() {
        Ok(Some(paths)) => {
            for path in paths.iter().filter(|path| !known.contains(path.as_str())) {
                report.problem("added", Some(path), "it lies here and was not published");
            }
        }
        Ok(None) => report.remarks.push(
            "a host cannot be asked what else it holds: files that were added and that nothing leads to are not found".to_owned(),
        ),
        Err(Refusal::Machine(why)) => report.refused = Some(why),
        Err(_) => report.refused = Some("the folder cannot be listed".to_owned()),
    }
}

/// A path that a stranger chose, fit for a terminal and without tokens.
fn shown(path: &str) -> String {
    mask::foreign(path)
}
