//! The table of formats: the forms of a share that programs read. Bytes out, no I/O.
//!
//! A form is written in parts, in order, so that it never stands in memory whole, and so that an item that has not changed
//! need not be written anew.

mod csv;
mod json;
mod plain;
mod stream;
mod table;
mod xlsx;

use crate::model::format::{self, FormatFacts, FormatScope};
use crate::select::Snapshot;
pub use stream::{At, Given, Packer, Stream};

/// A form of a share that programs read: a row of [`FORMATS`].
#[derive(Debug)]
pub struct Format {
    /// What is known of it without making it.
    pub facts: &'static FormatFacts,
    /// What makes it.
    pub stream: &'static dyn Stream,
}

/// Every form, in the order in which pages offer them.
pub static FORMATS: &[Format] = &[
    Format { facts: &format::JSON, stream: &json::Extract },
    Format { facts: &format::CSV, stream: &csv::Csv },
    Format { facts: &format::XLSX, stream: &xlsx::Xlsx },
];

impl Format {
    /// Whether the share offers the form: of itself, or of its `register`th register.
    #[must_use]
    pub fn is_offered(&self, snapshot: &Snapshot<'_>, register: Option<usize>) -> bool {
        match (self.facts.of, register) {
            (FormatScope::Share, None) => self.facts.is_chosen(snapshot.formats(), snapshot.count()),
            (FormatScope::Register, Some(register)) => {
                let shared = &snapshot.registers()[register];
                self.facts.is_offered(snapshot.formats(), snapshot.count(), shared.kind(), shared.count())
            }
            _ => false,
        }
    }

    /// Where its file lies in the share's folder.
    #[must_use]
    pub fn path(&self, snapshot: &Snapshot<'_>, register: Option<usize>) -> String {
        match register {
            Some(register) => format!("{}/{}", snapshot.registers()[register].id(), self.facts.file),
            None => self.facts.file.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_its_facts_in_the_same_order() {
        let made: Vec<_> = FORMATS.iter().map(|format| format.facts.name).collect();
        let known: Vec<_> = format::FORMAT_FACTS.iter().map(|facts| facts.name).collect();
        assert_eq!(made, known);
    }
}
