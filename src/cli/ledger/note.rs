//! What an append to the ledger did beside appending, in words.

use crate::cli::args::ReportFormat;
use crate::cli::report;
use crate::workspace::{ATTRIBUTES, Healed, LEDGER_FILE as FILE, LedgerNote};

/// Tells what an append did beside appending; hints are for people only.
pub(in crate::cli) fn appended(note: &LedgerNote, format: ReportFormat) {
    match note.healed {
        Some(Healed::Cut { line, bytes }) => report::error(&format!(
            "{FILE}: line {line} was half a line of {bytes} bytes, left by a command that was stopped; it was cut off\n"
        )),
        Some(Healed::Ended) => report::error(&format!("{FILE}: its last line got its line end\n")),
        None => {}
    }
    if note.to_be_merged {
        report::remark(
            &format!(
                "{FILE} is new: commit it, and add this line to .gitattributes, so that git keeps the lines of both sides of a merge:\n{ATTRIBUTES}"
            ),
            format,
        );
    }
}
