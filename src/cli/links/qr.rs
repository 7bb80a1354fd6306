//! A link as a QR code of text blocks (ISO/IEC 18004): two rows of modules a line, in a quiet zone of four.

use std::fmt::Write as _;

use fast_qr::qr::QRCodeError;
use fast_qr::{ECL, QRBuilder, QRCode};

use crate::cli::report;
use crate::link::LinkState;
use crate::workspace::LinkStatus;

/// The width of the light frame that readers need, in modules (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// The share, the recipient, and the link as blocks. On a terminal the colours are said: a dark code on light paper, whatever
/// the terminal's own are.
pub(super) fn drawn(link: &LinkStatus, on_terminal: bool) -> Result<String, QRCodeError> {
    let mut text = link.share.id.to_string();
    if let Some(recipient) = link.recipient() {
        let _ = write!(text, ", {recipient}");
    }
    if link.state == LinkState::Scheduled {
        let _ = write!(text, ", opens {}", report::instant(&link.share.start()));
    }
    let code = QRBuilder::new(link.url()).ecl(ECL::M).build()?;
    let (before, after) = if on_terminal { ("\u{1b}[97;40m", "\u{1b}[0m") } else { ("", "") };
    for line in blocks(&code) {
        let _ = write!(text, "\n{before}{line}{after}");
    }
    Ok(text)
}

/// The lines of blocks; a block is light, as ink is on a dark terminal.
fn blocks(code: &QRCode) -> Vec<String> {
    let side = code.size + 2 * QUIET;
    let is_light = |row: usize, column: usize| {
        let (row, column) = (row.wrapping_sub(QUIET), column.wrapping_sub(QUIET));
        row >= code.size || column >= code.size || !code[row][column].value()
    };
    let block = |row, column| match (is_light(row, column), row + 1 < side && is_light(row + 1, column)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    };
    (0..side).step_by(2).map(|row| (0..side).map(|column| block(row, column)).collect()).collect()
}
