//! `register.xlsx`: a register as a table for people (ECMA-376, Office Open XML), with the headings and words of the share's
//! language.
//!
//! The rows go through a temporary file without a name in the state folder, so that memory does not follow their number. Text
//! is always written as text: nothing that an author wrote becomes a formula. Bytes follow from nothing but what is written:
//! the book bears a constant date.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, Workbook, Worksheet, XlsxError,
};
use serde::{Deserialize, Serialize};

use crate::export::table::{Column, ColumnPart, ColumnSource, FieldValue};
use crate::export::{At, Given, Packer, Stream, plain};
use crate::locale::Locale;
use crate::model::item::Status;
use crate::model::register::RegisterKind;
use crate::model::value::Scalar;
use crate::select::{SharedItem, SharedValue};

/// `register.xlsx`.
#[derive(Debug)]
pub(super) struct Xlsx;

/// The most that a cell holds, in UTF-16 units ("Excel specifications and limits").
const MOST_UNITS: usize = 32_767;

/// Behind a text that was cut.
const CUT: &str = " […]";

/// The width of a column, in characters.
const WIDTH: f64 = 28.0;

/// A cell, as it waits for the ones before it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Cell {
    #[serde(rename = "e")]
    Empty,
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "d")]
    Date(u16, u8, u8),
    #[serde(rename = "n")]
    Number(f64),
    #[serde(rename = "b")]
    Flag(bool),
}

impl Stream for Xlsx {
    fn part<'a>(&self, given: &Given<'_>, register: usize, item: &SharedItem, _: &'a str) -> Cow<'a, [u8]> {
        let table = given.table(register);
        let shown = table.columns.iter().filter(|column| is_shown(column));
        let cells = shown.map(|column| match column.from {
            ColumnSource::Id => Cell::Text(item.id().to_string()),
            ColumnSource::Title => Cell::Text(item.title().to_owned()),
            ColumnSource::Status => Cell::Text(given.locale.say(status(item.status())).to_owned()),
            ColumnSource::Item | ColumnSource::Register => cell(&table.met(column, item), given.locale),
        });
        serde_json::to_vec(&cells.collect::<Vec<_>>()).expect("cells are texts and numbers").into()
    }

    fn between(&self, _: At, _: &Given<'_>) -> Cow<'static, [u8]> {
        Cow::Borrowed(b"")
    }

    fn pack(
        &self,
        given: &Given<'_>,
        register: usize,
        scratch: &Path,
    ) -> Option<io::Result<Box<dyn Packer>>> {
        let book = Book::begin(given, register, scratch).map_err(io::Error::other);
        Some(book.map(|book| Box::new(book) as Box<dyn Packer>))
    }
}

/// A period is one cell: its duration and its criterion.
fn is_shown(column: &Column) -> bool {
    column.part == ColumnPart::Whole
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Published => "published",
        Status::Archived => "archived",
    }
}

/// The book on its way.
struct Book {
    workbook: Workbook,
    /// The row that is written next; the headings have the first.
    row: u32,
    columns: u16,
    text: CellFormat,
    date: CellFormat,
}

impl Book {
    fn begin(given: &Given<'_>, register: usize, scratch: &Path) -> Result<Self, XlsxError> {
        let (locale, shared) = (given.locale, &given.snapshot.registers()[register]);
        let top = CellFormat::new().set_align(FormatAlign::Top);
        let headings: Vec<_> =
            given.table(register).columns.iter().filter(|column| is_shown(column)).collect();
        let columns = u16::try_from(headings.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
        let mut workbook = Workbook::new();
        workbook.set_tempdir(scratch)?;
        let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties =
            DocProperties::new().set_creation_datetime(&date).set_title(shared.title(given.snapshot.lang()));
        workbook.set_properties(&properties);
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        // Words of a theme that no sheet can be called leave it the name that the library gives.
        drop(sheet.set_name(locale.say(shared.kind().words("items"))));
        sheet.set_freeze_panes(1, 2)?;
        let bold = top.clone().set_bold().set_text_wrap();
        for (at, column) in (0..).zip(headings) {
            sheet.set_column_width(at, WIDTH)?;
            sheet.write_string_with_format(0, at, heading(column, locale, shared.kind()), &bold)?;
        }
        let text = top.clone().set_text_wrap();
        Ok(Self { workbook, row: 1, columns, text, date: top.set_num_format("yyyy-mm-dd") })
    }

    fn write(&mut self, cells: Vec<Cell>) -> Result<(), XlsxError> {
        let row = self.row;
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0..).zip(cells) {
            put(sheet, (row, column), cell, (&self.text, &self.date))?;
        }
        self.row += 1;
        Ok(())
    }
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell,
    (text, date): (&CellFormat, &CellFormat),
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        // Lines of a cell end with U+000A.
        Cell::Text(words) => {
            let words = words.replace("\r\n", "\n").replace('\r', "\n");
            sheet.write_string_with_format(row, column, cut(words), text)?
        }
        Cell::Date(year, month, day) => {
            sheet.write_datetime_with_format(row, column, ExcelDateTime::from_ymd(year, month, day)?, date)?
        }
        Cell::Number(number) => sheet.write_number(row, column, number)?,
        Cell::Flag(flag) => sheet.write_boolean(row, column, flag)?,
    };
    Ok(())
}

impl Packer for Book {
    fn add(&mut self, part: &[u8]) -> io::Result<()> {
        self.write(serde_json::from_slice(part)?).map_err(io::Error::other)
    }

    fn end(mut self: Box<Self>, to: &mut (dyn Write + Send)) -> io::Result<()> {
        let (last, columns) = (self.row - 1, self.columns);
        let sheet = self.workbook.worksheet_from_index(0).map_err(io::Error::other)?;
        sheet.autofilter(0, 0, last, columns - 1).map_err(io::Error::other)?;
        self.workbook.save_to_writer(to).map_err(io::Error::other)
    }
}

/// A text as far as a cell holds it. Characters that stand alone in UTF-16 are never cut in two.
fn cut(mut text: String) -> String {
    let units = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
    if text.len() <= MOST_UNITS || units(&text) <= MOST_UNITS {
        return text;
    }
    let room = MOST_UNITS - units(CUT);
    let mut held = 0;
    let end = text.char_indices().find(|(_, character)| {
        held += character.len_utf16();
        held > room
    });
    if let Some((end, _)) = end {
        text.truncate(end);
    }
    text + CUT
}

/// The label of a column: that of its field, behind that of the field which holds it where it is not what that one means.
fn heading(column: &Column, locale: &Locale, register: RegisterKind) -> String {
    let kind = register.usual();
    match column.from {
        ColumnSource::Id => locale.say("column_id").to_owned(),
        ColumnSource::Title => locale.field(kind, "title").to_owned(),
        ColumnSource::Status => locale.field(kind, "status").to_owned(),
        ColumnSource::Item | ColumnSource::Register => {
            let (of, of_kind) =
                if column.from == ColumnSource::Register { ("register.", None) } else { ("", kind) };
            let outer = column.path.first().map(|field| format!("{of}{}", field.key)).unwrap_or_default();
            let outer = locale.field(of_kind, &outer).to_owned();
            match (column.path.last(), column.group) {
                (Some(field), Some(group)) if !group.stands_for(field) => {
                    let own = format!("{}.{}", group.labels, field.key);
                    format!("{outer} – {}", locale.field(of_kind, &own))
                }
                _ => outer,
            }
        }
    }
}

fn cell(met: &FieldValue<'_>, locale: &Locale) -> Cell {
    match met {
        FieldValue::Absent => Cell::Empty,
        FieldValue::Nothing => Cell::Text(locale.say("none").to_owned()),
        FieldValue::One(SharedValue::Scalar(scalar)) => scalar_cell(scalar, locale),
        FieldValue::One(value) => Cell::Text(words(value, locale)),
        FieldValue::Several(values) => {
            Cell::Text(values.iter().map(|met| line(met, locale)).collect::<Vec<_>>().join("\n"))
        }
    }
}

fn scalar_cell(scalar: &Scalar, locale: &Locale) -> Cell {
    use chrono::Datelike as _;
    match scalar {
        Scalar::Date(date) => {
            match (u16::try_from(date.year()), u8::try_from(date.month()), u8::try_from(date.day())) {
                // The calendar of spreadsheets begins with 1900, a leap year there until March.
                (Ok(year), Ok(month), Ok(day)) if year > 1900 => Cell::Date(year, month, day),
                _ => Cell::Text(date.to_string()),
            }
        }
        Scalar::Flag(flag) => Cell::Flag(*flag),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet holds no other numbers")]
        Scalar::Size(bytes) => Cell::Number(*bytes as f64),
        other => Cell::Text(scalar_words(other, locale)),
    }
}

/// A value of a list, on a line of its own.
fn line(met: &FieldValue<'_>, locale: &Locale) -> String {
    match met {
        FieldValue::Absent => String::new(),
        FieldValue::Nothing => locale.say("none").to_owned(),
        FieldValue::One(value) => words(value, locale),
        FieldValue::Several(values) => {
            values.iter().map(|met| line(met, locale)).collect::<Vec<_>>().join(locale.say("list_separator"))
        }
    }
}

fn words(value: &SharedValue, locale: &Locale) -> String {
    match value {
        SharedValue::Scalar(scalar) => scalar_words(scalar, locale),
        SharedValue::Html(html) => plain::text(html),
        SharedValue::Link(_, title) => title.clone(),
        SharedValue::Nothing => locale.say("none").to_owned(),
        SharedValue::List(_) | SharedValue::Group(_) => String::new(),
    }
}

fn scalar_words(scalar: &Scalar, locale: &Locale) -> String {
    match scalar {
        Scalar::Text(text)
        | Scalar::Url(text)
        | Scalar::Number(text)
        | Scalar::Crs(text)
        | Scalar::Sha256(text) => text.clone(),
        Scalar::Country(code) => locale.countries.get(code).unwrap_or(code).clone(),
        Scalar::Term(vocabulary, term) => {
            let label = locale.terms.get(&format!("{vocabulary}.{}", term.key));
            label.cloned().unwrap_or_else(|| term.key.to_owned())
        }
        Scalar::Date(date) => date.to_string(),
        Scalar::Flag(flag) => locale.say(if *flag { "yes" } else { "no" }).to_owned(),
        Scalar::Size(bytes) => locale.size(*bytes),
        Scalar::Instant(instant) => instant.to_rfc3339(),
        Scalar::Bbox(bbox) => {
            [bbox.west, bbox.south, bbox.east, bbox.north].map(|side| side.to_string()).join(" ")
        }
        Scalar::File(file) => file.name.clone(),
        Scalar::Period(period) => {
            let duration = period.duration.map(|duration| locale.duration(duration.amounts));
            duration.into_iter().chain(period.criterion.clone()).collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_what_a_cell_holds() {
        let units = |text: &str| text.encode_utf16().count();
        for (text, expected) in [("a".repeat(MOST_UNITS), MOST_UNITS), ("é".repeat(10), 10)] {
            assert_eq!(units(&cut(text)), expected);
        }
        for text in ["a".repeat(MOST_UNITS + 1), "é".repeat(40_000), "😀".repeat(20_000)] {
            let cut = cut(text);
            assert!(cut.ends_with(CUT) && (MOST_UNITS - 1..=MOST_UNITS).contains(&units(&cut)));
        }
    }
}
