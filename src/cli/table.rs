//! Tables for people: columns as wide as their widest cell; and cells that no spreadsheet takes for a formula.

use crate::mask::escaped;

/// A table without rules, under its head, without the last line end.
pub(super) fn text<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let escaped = |row: [String; N]| row.map(|cell| escaped(&cell));
    let rows: Vec<_> =
        std::iter::once(head.map(str::to_owned)).chain(rows.into_iter().map(escaped)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<_> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A cell of CSV as a spreadsheet may open it: what it would take for a formula gets an apostrophe before it.
///
/// Source: OWASP, "CSV Injection".
pub(super) fn harmless(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let cell = escaped(cell);
    if is_formula { format!("'{cell}") } else { cell }
}
