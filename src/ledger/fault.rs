//! Something that is wrong with a ledger, in words.

use crate::ledger::{ATTRIBUTES, FILE};

/// Something that is wrong with a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line where it shows, from 1; `None` for what is missing altogether.
    pub line: Option<usize>,
    /// Its name, stable across versions.
    pub code: &'static str,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Other lines, one of which may be what is wrong.
    pub suspects: Vec<usize>,
    /// What to do about it.
    pub help: String,
}

impl Fault {
    pub(super) fn new(line: Option<usize>, code: &'static str, message: String) -> Self {
        let help = format!("put the lines of {FILE} back as the history of the repository has them");
        Self { line, code, message, suspects: Vec::new(), help }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }

    pub(super) fn marker(line: usize) -> Self {
        Self::new(Some(line), "merge-conflict", format!("line {line} is left from a merge")).help(format!(
            "remove the marks and keep the lines of both sides; `{ATTRIBUTES}` in .gitattributes lets git do it"
        ))
    }

    pub(super) fn form(line: usize) -> Self {
        let message = format!(
            "line {line} was changed: it is not written as extrait writes it, in spaces, order of keys, or forms of values"
        );
        Self::new(Some(line), "changed", message)
    }

    pub(super) fn unreadable(line: usize, why: &str) -> Self {
        Self::new(Some(line), "unreadable", format!("line {line} cannot be read: {why}"))
    }

    pub(super) fn torn(line: usize) -> Self {
        Self::new(Some(line), "torn", format!("line {line}, the last, is half a line"))
            .help("the next command that writes to the ledger cuts it off; `extrait ledger sync` does so now")
    }
}
