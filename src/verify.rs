//! Whether a published copy is what was signed: the signature and what it says, every byte that the sums list, and nothing
//! else beside. Nothing is written but what was [seen](Seen).
//!
//! A copy comes from a stranger: what it names is not trusted to be a path, a size or a text for a terminal.

mod budget;
mod copy;
mod folder;
mod key;
mod refusal;
mod report;
mod seen;
mod sums;
mod web;

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::hash::Hash;
use crate::link::has_ended;
use crate::sign::{PUBLIC_KEY_FILE, PublicKey, SIGNATURE, SUMS, Statement};
pub use budget::Budget;
pub use copy::{CopyListing, Met, SignedCopy};
pub use folder::LocalFolder;
pub use key::{NamedKeyError, named_key};
pub use refusal::CopyRefusal;
use report::Few;
pub use report::{MOST_SHOWN, Problem, VerifyReport};
pub use seen::{Seen, SeenError};
use sums::ListedSum;
pub use web::WebFolder;

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
    /// What the whole check may take.
    pub budget: Budget,
}

/// No list of sums has more bytes: room for half a million files.
const LONGEST_SUMS: u64 = 64 << 20;
const LONGEST_SIGNATURE: u64 = 64 << 10;

/// Holds a copy against a question.
pub fn verify(place: &dyn SignedCopy, question: &Question<'_>) -> VerifyReport {
    let mut report = VerifyReport::default();
    report.remarks.extend(place.caution().map(str::to_owned));
    let key = key(place, question, &mut report);
    let (sums, signature) = pair(place, question, &mut report);
    if let (Some(key), Some(sums), Some(signature)) = (key, &sums, signature) {
        signed(key, sums, &signature, &mut report);
    }
    if let Some(statement) = report.statement.clone() {
        hold(place, question, &statement, &mut report);
    }
    if let Some(sums) = sums.filter(|_| report.refused.is_none()) {
        contents(place, question, &sums, &mut report);
    }
    report
}

/// The key to check with: the one that the reader trusts, or the one that comes with the copy.
fn key(place: &dyn SignedCopy, question: &Question<'_>, report: &mut VerifyReport) -> Option<PublicKey> {
    if let Some(key) = question.key {
        return Some(key);
    }
    let found = match place.public_key(&question.budget) {
        Ok(text) => PublicKey::parse(&text).ok(),
        Err(CopyRefusal::Machine(why) | CopyRefusal::Spent(why)) => {
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
fn pair(
    place: &dyn SignedCopy,
    question: &Question<'_>,
    report: &mut VerifyReport,
) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let mut read = |path: &str, limit: u64| {
        if report.refused.is_some() {
            return Err(CopyRefusal::NotAFile);
        }
        let found = place.read(path, limit, &question.budget);
        if let Some(refusal) = found.clone().err().filter(|refusal| *refusal != CopyRefusal::Missing) {
            report.refuse(path, refusal, limit);
        }
        found
    };
    let sums = read(SUMS, LONGEST_SUMS);
    let signature = read(SIGNATURE, LONGEST_SIGNATURE);
    let is_missing = |found: &Result<Vec<u8>, CopyRefusal>| *found == Err(CopyRefusal::Missing);
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
fn signed(key: PublicKey, sums: &[u8], signature: &[u8], report: &mut VerifyReport) {
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
fn hold(place: &dyn SignedCopy, question: &Question<'_>, statement: &Statement, report: &mut VerifyReport) {
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
    if has_ended(statement.expires, question.now.timestamp()) {
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

/// What the list says, and what lies beside.
fn contents(place: &dyn SignedCopy, question: &Question<'_>, sums: &[u8], report: &mut VerifyReport) {
    sums::spoilt(sums, report);
    if report.statement.is_none() {
        // A stranger's list would have any number of files read, and says nothing of what was published.
        let remark = format!("the files were not looked at: nothing shows that the publisher wrote {SUMS}");
        report.remarks.push(remark);
    } else if let Some(listed) = sums::parse(sums, report) {
        files(place, question, &listed, report);
        beside(place, question, &listed, report);
    }
}

/// Every byte of every file.
fn files(
    place: &dyn SignedCopy,
    question: &Question<'_>,
    listed: &[ListedSum<'_>],
    report: &mut VerifyReport,
) {
    for ListedSum { path, sum } in listed {
        if let Err(spent) = question.budget.time() {
            report.refuse(path, spent, question.longest);
        }
        if report.refused.is_some() {
            return;
        }
        match place.hash(path, question.longest, &question.budget) {
            Ok(found) if found == *sum => report.files += 1,
            Ok(_) => report.problem("changed", Some(path), "its bytes are not those that were published"),
            Err(refusal) => report.refuse(path, refusal, question.longest),
        }
    }
}

/// Nothing else lies beside.
fn beside(
    place: &dyn SignedCopy,
    question: &Question<'_>,
    listed: &[ListedSum<'_>],
    report: &mut VerifyReport,
) {
    if report.refused.is_some() {
        return;
    }
    let known: BTreeSet<&str> = listed.iter().map(|listed| listed.path).chain([SUMS, SIGNATURE]).collect();
    let (mut added, mut left) = (Few::default(), Few::default());
    let walked = place.walk(&question.budget, &mut |path, met| {
        if known.contains(path) {
            return;
        }
        let kind = if met == Met::File && is_left_by_a_window(path) { &mut left } else { &mut added };
        kind.take(path);
    });
    report.problems_of("added", &added, "it lies here and was not published");
    if let Some(first) = left.first() {
        let more = if left.count > 1 { format!(" and {} more", left.count - 1) } else { String::new() };
        report.remarks.push(format!(
            "{}{more}: not published; a program that shows folders (Finder, Windows Explorer) left it here",
            report::shown(first)
        ));
    }
    match walked {
        Ok(CopyListing::Whole) => {}
        Ok(CopyListing::Unknown) => report.remarks.push(
            "a host cannot be asked what else it holds: files that were added and that nothing leads to are not found".to_owned(),
        ),
        Err(CopyRefusal::Machine(why) | CopyRefusal::Spent(why)) => report.refused = Some(why),
        Err(_) => report.refused = Some("the folder cannot be listed".to_owned()),
    }
}

/// Whether a file is what Finder or Windows Explorer lay into each folder that they show.
fn is_left_by_a_window(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name == ".DS_Store" || ["thumbs.db", "desktop.ini"].iter().any(|left| name.eq_ignore_ascii_case(left))
}
