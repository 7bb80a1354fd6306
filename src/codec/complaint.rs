//! Complaints about one record, packed.

use serde::{Deserialize, Serialize};

use crate::codec::place::{CodecSpan, at};
use crate::diag::codes::CODES;
use crate::diag::{Diagnostic, Place, Severity};
use crate::source::Span;

/// A complaint whose places all lie in the record's own text.
#[derive(Serialize, Deserialize)]
pub(super) struct Complaint<'a> {
    code: &'a str,
    message: &'a str,
    place: CodecSpan,
    help: Option<&'a str>,
    #[serde(borrow)]
    related: Vec<(CodecSpan, &'a str)>,
}

impl<'a> Complaint<'a> {
    /// Errors are not packed: they are mended soon, and may follow from files that are not there.
    pub(super) fn of(diagnostic: &'a Diagnostic) -> Option<Self> {
        let Place::Text(span) = diagnostic.place else { return None };
        let told = diagnostic.severity == diagnostic.code.severity && diagnostic.severity != Severity::Error;
        told.then(|| Self {
            code: diagnostic.code.name,
            message: &diagnostic.message,
            place: at(span),
            help: diagnostic.help.as_deref(),
            related: diagnostic.related.iter().map(|(span, words)| (at(*span), words.as_str())).collect(),
        })
    }

    pub(super) fn diagnostic(self, span: &impl Fn(CodecSpan) -> Span) -> Option<Diagnostic> {
        let code = CODES.iter().find(|code| code.name == self.code)?;
        let related = self.related.into_iter().map(|(at, words)| (span(at), words.to_owned())).collect();
        let help = self.help.map(str::to_owned);
        Some(Diagnostic { help, related, ..Diagnostic::new(code, span(self.place), self.message) })
    }
}
