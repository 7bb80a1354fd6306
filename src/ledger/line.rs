//! One line as text: compact JSON (RFC 8259) with its keys in one order, so that an event has one form only.

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};

use crate::diag::is_forbidden;
use crate::hash::Hash;
use crate::ledger::{Event, EventKind, MAX_REASON};
use crate::model::id::Id;

/// The line as it stands in the file; the order of the fields is the order of the keys.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLine {
    event: String,
    at: String,
    share: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recipient: Option<String>,
    generation: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<i64>,
    token_sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    prev: Vec<String>,
}

/// Why a line is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum LineError {
    /// No JSON at all: the only way in which a crash leaves a line.
    #[error("it is no JSON")]
    Syntax,
    /// JSON, of another shape.
    #[error("{0}")]
    Shape(String),
    /// A value that its key does not take.
    #[error("`{0}` has a value that extrait does not write")]
    Value(&'static str),
    /// The event is readable, and written otherwise than extrait writes it.
    #[error("it is not written as extrait writes it: other spaces, order of keys, or forms of values")]
    Form,
}

/// The line of `event` after the lines `prev`, without its line end.
pub(super) fn write(event: &Event, prev: &[Hash]) -> String {
    let written = WrittenLine {
        event: event.kind.word().to_owned(),
        at: event.at.to_rfc3339_opts(SecondsFormat::Secs, false),
        share: event.share.to_string(),
        recipient: event.recipient.as_ref().map(Id::to_string),
        generation: event.generation,
        expires: event.expires,
        token_sha256: event.token.hex(),
        reason: event.reason.clone(),
        prev: prev.iter().map(Hash::hex).collect(),
    };
    serde_json::to_string(&written).expect("texts and numbers are JSON")
}

/// Reads one line, given without its line end.
pub(super) fn read(line: &[u8]) -> Result<(Event, Vec<Hash>), LineError> {
    let text = std::str::from_utf8(line).map_err(|_| LineError::Syntax)?;
    serde_json::from_str::<serde::de::IgnoredAny>(text).map_err(|_| LineError::Syntax)?;
    let written: WrittenLine =
        serde_json::from_str(text).map_err(|error| LineError::Shape(error.to_string()))?;
    let (event, prev) = written.event()?;
    if write(&event, &prev) == text { Ok((event, prev)) } else { Err(LineError::Form) }
}

/// Whether a reason can be written: a list of links shows it on a terminal.
pub(super) fn is_reason(text: &str) -> bool {
    let harmless = |c: char| !is_forbidden(c) && !matches!(c, '\t' | '\n' | '\r');
    !text.is_empty() && text.len() <= MAX_REASON && text.chars().all(harmless)
}

/// A reason as a line can hold it, of what an author wrote on any number of lines; `None` where nothing is left.
pub(super) fn one_line(text: &str) -> Option<String> {
    let words: Vec<_> = text.split_whitespace().collect();
    let mut line: String = words.join(" ").chars().filter(|c| !is_forbidden(*c)).collect();
    line.truncate(line.floor_char_boundary(MAX_REASON));
    Some(line.trim().to_owned()).filter(|line| is_reason(line))
}

impl WrittenLine {
    fn event(self) -> Result<(Event, Vec<Hash>), LineError> {
        let id = |key: &'static str, text: &str| Id::new(text).map_err(|_| LineError::Value(key));
        let hash = |key: &'static str, text: &str| Hash::from_hex(text).ok_or(LineError::Value(key));
        let kind = EventKind::ALL.iter().find(|(word, _)| *word == self.event);
        let prev: Vec<_> = self.prev.iter().map(|text| hash("prev", text)).collect::<Result<_, _>>()?;
        if !prev.is_sorted_by(|a, b| a < b) {
            return Err(LineError::Value("prev"));
        }
        if self.generation == 0 {
            return Err(LineError::Value("generation"));
        }
        if self.reason.as_deref().is_some_and(|reason| !is_reason(reason)) {
            return Err(LineError::Value("reason"));
        }
        let event = Event {
            kind: kind.ok_or(LineError::Value("event"))?.1,
            at: DateTime::parse_from_rfc3339(&self.at).map_err(|_| LineError::Value("at"))?,
            share: id("share", &self.share)?,
            recipient: self.recipient.as_deref().map(|text| id("recipient", text)).transpose()?,
            generation: self.generation,
            expires: self.expires,
            token: hash("token_sha256", &self.token_sha256)?,
            reason: self.reason,
        };
        Ok((event, prev))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = concat!(
        r#"{"event":"extended","at":"2026-01-05T09:00:00+01:00","share":"partners","recipient":"partner-a","#,
        r#""generation":2,"expires":1790000000,"#,
        r#""token_sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","#,
        r#""reason":"asked by “A”","prev":["00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"]}"#
    );

    #[test]
    fn an_event_has_one_form() {
        let (event, prev) = read(LINE.as_bytes()).unwrap();
        assert_eq!(event.kind, EventKind::Extended);
        assert_eq!(event.recipient.as_ref().map(Id::as_str), Some("partner-a"));
        assert_eq!(write(&event, &prev), LINE);
        let bare = Event { recipient: None, expires: None, reason: None, ..event };
        let text = write(&bare, &[]);
        assert!(!text.contains("null") && !text.contains("recipient") && text.ends_with(r#""prev":[]}"#));
        assert_eq!(read(text.as_bytes()).unwrap(), (bare, Vec::new()));
    }

    #[test]
    fn what_an_author_wrote_becomes_a_line() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(one_line(text).as_deref(), expected);
        check("left, for good", Some("left, for good"));
        check(" on two\n  lines\n", Some("on two lines"));
        check(" \n", None);
        let long = one_line(&"é".repeat(MAX_REASON)).unwrap();
        assert!(long.len() == MAX_REASON && is_reason(&long));
    }

    #[test]
    fn every_other_form_is_told() {
        let check = |from: &str, to: &str, expected: fn(&LineError) -> bool| {
            let line = LINE.replacen(from, to, 1);
            assert_ne!(line, LINE, "{from}");
            let error = read(line.as_bytes()).unwrap_err();
            assert!(expected(&error), "{line}: {error:?}");
        };
        let shape = |error: &LineError| matches!(error, LineError::Shape(_));
        let form = |error: &LineError| *error == LineError::Form;
        let syntax = |error: &LineError| *error == LineError::Syntax;
        check("\"prev\"", "\"note\":1,\"prev\"", shape);
        check("\"at\"", "\"event\":\"created\",\"at\"", shape);
        check("\"generation\":2,", "", shape);
        check("\"generation\":2", "\"generation\":-2", shape);
        check("\"generation\":2", "\"generation\":\"2\"", shape);
        check("\"generation\":2", "\"generation\": 2", form);
        check("\"partner-a\"", "null", form);
        check("“A”", "\\u201cA”", form);
        check("2026-01-05T09:00:00+01:00", "2026-01-05t09:00:00.0+01:00", form);
        check("}", "", syntax);
        check("}", "}{", syntax);
        check("partners", "Partners", |error| *error == LineError::Value("share"));
        check("partner-a", "../a", |error| *error == LineError::Value("recipient"));
        check("extended", "expired", |error| *error == LineError::Value("event"));
        check("\"generation\":2", "\"generation\":0", |error| *error == LineError::Value("generation"));
        check("ba7816", "BA7816", |error| *error == LineError::Value("token_sha256"));
        check("00112233", "0112233", |error| *error == LineError::Value("prev"));
        check("“A”", "\u{202e}A", |error| *error == LineError::Value("reason"));
        check("“A”", "\\u001b[2J", |error| *error == LineError::Value("reason"));
        let twice = LINE.replace(']', &format!(",{}]", &LINE[LINE.len() - 68..LINE.len() - 2]));
        assert_eq!(read(twice.as_bytes()).unwrap_err(), LineError::Value("prev"));
    }
}
