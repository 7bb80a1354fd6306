//! `register.csv`: a register as a table for programs, after RFC 4180, with three differences that spreadsheets ask for:
//! `;` between the cells, a byte order mark before the first, and `'` before a cell that a spreadsheet would take for a
//! formula.
//!
//! All of it can be undone: whoever reads the file takes one `'` away from each cell that begins with one, parts a list at
//! ` | `, and then reads `\|` as `|` and `\\` as `\`.

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};

use crate::export::plain;
use crate::export::table::{Column, ColumnPart, ColumnSource, FieldValue};
use crate::export::{At, Given, Stream};
use crate::model::field::Field;
use crate::model::item::Status;
use crate::model::value::Scalar;
use crate::select::{SharedItem, SharedValue};

/// `register.csv`.
#[derive(Debug)]
pub(super) struct Csv;

/// U+FEFF: without it spreadsheets take the file for one in the encoding of their machine.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Between the values of a list.
const BETWEEN: &str = " | ";

/// What spreadsheets run, or skip to find what they run, at the beginning of a cell (OWASP, CSV injection); `'`, so that what
/// is put before them can be taken away again.
const RISKY: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\''];

impl Stream for Csv {
    fn part<'a>(&self, given: &Given<'_>, register: usize, item: &SharedItem, _: &'a str) -> Cow<'a, [u8]> {
        let table = given.table(register);
        let cells = table.columns.iter().map(|column| match column.from {
            ColumnSource::Id => item.id().to_string(),
            ColumnSource::Title => item.title().to_owned(),
            ColumnSource::Status => status(item.status()).to_owned(),
            ColumnSource::Item | ColumnSource::Register => cell(&table.met(column, item), column.part),
        });
        line(cells).into()
    }

    fn between(&self, at: At, given: &Given<'_>) -> Cow<'static, [u8]> {
        match at {
            At::Open(register) => {
                let names = given.table(register).columns.iter().map(name);
                [BYTE_ORDER_MARK.as_bytes(), &line(names)].concat().into()
            }
            _ => Cow::Borrowed(b""),
        }
    }
}

/// The word of a status, as authors write it.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Published => "published",
        Status::Archived => "archived",
    }
}

/// The name of a column: the dotted name of its field.
fn name(column: &Column) -> String {
    let keys: Vec<_> = column.path.iter().map(|field: &&Field| field.key).collect();
    match (column.from, column.part) {
        (ColumnSource::Id, _) => "id".to_owned(),
        (ColumnSource::Title, _) => "title".to_owned(),
        (ColumnSource::Status, _) => "status".to_owned(),
        (_, ColumnPart::Whole) => keys.join("."),
        (_, ColumnPart::Criterion) => format!("{}.criterion", keys.join(".")),
    }
}

fn line(cells: impl Iterator<Item = String>) -> Vec<u8> {
    let mut writer =
        WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(Vec::new());
    let guarded = cells.map(|cell| if cell.starts_with(RISKY) { format!("'{cell}") } else { cell });
    writer.write_record(guarded).expect("memory takes everything");
    writer.into_inner().expect("memory takes everything")
}

/// The text of a cell.
fn cell(met: &FieldValue<'_>, part: ColumnPart) -> String {
    match met {
        FieldValue::Absent => String::new(),
        FieldValue::Nothing => "none".to_owned(),
        FieldValue::One(value) => text(value, part),
        FieldValue::Several(values) => {
            let values: Vec<_> = values.iter().map(|met| escaped(&cell(met, part))).collect();
            if values.iter().all(String::is_empty) { String::new() } else { values.join(BETWEEN) }
        }
    }
}

/// A value of a list: what stands between two of them does not stand in one.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|")
}

fn text(value: &SharedValue, part: ColumnPart) -> String {
    match value {
        SharedValue::Scalar(scalar) => scalar_text(scalar, part),
        SharedValue::Html(html) => plain::text(html),
        SharedValue::Link(to, _) => format!("{}/{}", to.register, to.item),
        SharedValue::Nothing => "none".to_owned(),
        SharedValue::List(_) | SharedValue::Group(_) => String::new(),
    }
}

/// A value without parts, as `extract.json` writes it.
fn scalar_text(scalar: &Scalar, part: ColumnPart) -> String {
    match scalar {
        Scalar::Text(text)
        | Scalar::Url(text)
        | Scalar::Country(text)
        | Scalar::Number(text)
        | Scalar::Crs(text)
        | Scalar::Sha256(text) => text.clone(),
        Scalar::Term(_, term) => term.key.to_owned(),
        Scalar::Date(date) => date.to_string(),
        Scalar::Flag(flag) => flag.to_string(),
        Scalar::Size(bytes) => bytes.to_string(),
        Scalar::Instant(instant) => instant.to_rfc3339(),
        Scalar::Bbox(bbox) => {
            [bbox.west, bbox.south, bbox.east, bbox.north].map(|side| side.to_string()).join(" ")
        }
        Scalar::File(file) => file.path(),
        Scalar::Period(period) => match part {
            ColumnPart::Whole => period.duration.map(|duration| duration.to_string()).unwrap_or_default(),
            ColumnPart::Criterion => period.criterion.clone().unwrap_or_default(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_whole() {
        let all = [
            "=1+1", "+1", "-1", "@a", "\t=1", "'=1", "a;b", "a\"b", "a\r\nb", "", "a,=1", "＝1", " a", "\n=1",
        ];
        let line = line(all.into_iter().map(str::to_owned));
        assert!(line.ends_with(b"\r\n"));
        let mut reader =
            ::csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(&line[..]);
        let read = reader.records().next().expect("one line").expect("it is well-formed");
        let found: Vec<_> = read.iter().map(|cell| cell.strip_prefix('\'').unwrap_or(cell)).collect();
        assert_eq!(found, all);
        for written in &read {
            assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\n', '＝']), "{written}");
        }
    }

    #[test]
    fn lists_come_back_whole() {
        let unescaped = |text: &str| {
            let mut characters = text.chars();
            let mut plain = String::new();
            while let Some(character) = characters.next() {
                plain.extend(if character == '\\' { characters.next() } else { Some(character) });
            }
            plain
        };
        let values = ["a | b", "a\\", "\\|", "", " | "];
        let joined = values.map(escaped).join(BETWEEN);
        assert_eq!(joined.split(BETWEEN).map(unescaped).collect::<Vec<_>>(), values);
    }
}
