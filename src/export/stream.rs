//! How a form is written: in parts, in order; and what its parts are made of.

use std::borrow::Cow;
use std::fmt::Debug;
use std::io::{self, Write};
use std::path::Path;
use std::sync::OnceLock;

use crate::export::table::Columns;
use crate::locale::Locale;
use crate::select::{SharedItem, Snapshot};

/// What a form is made of, beside its items.
#[derive(Debug)]
pub struct Given<'a> {
    /// What the share discloses.
    pub snapshot: &'a Snapshot<'a>,
    /// The words of its language.
    pub locale: &'a Locale,
    /// The columns of its registers.
    tables: Vec<OnceLock<Columns>>,
}

impl<'a> Given<'a> {
    /// What the forms of a share are made of.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot<'a>, locale: &'a Locale) -> Self {
        Self { snapshot, locale, tables: snapshot.registers().iter().map(|_| OnceLock::new()).collect() }
    }

    /// The `register`th register as a table.
    pub(super) fn table(&self, register: usize) -> &Columns {
        self.tables[register].get_or_init(|| Columns::of(self.snapshot, &self.snapshot.registers()[register]))
    }
}

/// What stands in a form beside the parts of its items. A form of a register has no start and no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Before all registers.
    Start,
    /// Before the items of this register.
    Open(usize),
    /// Between two items of a register.
    Items,
    /// Behind the items of this register.
    Close(usize),
    /// Behind all registers.
    End,
}

/// Writes a file in parts.
pub trait Stream: Debug + Sync {
    /// The part of one item of the `register`th register, whose canonical form is `canonical`. It follows from nothing but
    /// the item, the share and its register: items are written in parallel, and a part that was published is copied for as
    /// long as these stay the same.
    fn part<'a>(
        &self,
        given: &Given<'_>,
        register: usize,
        item: &SharedItem,
        canonical: &'a str,
    ) -> Cow<'a, [u8]>;

    /// What stands between the parts.
    fn between(&self, at: At, given: &Given<'_>) -> Cow<'static, [u8]>;

    /// What makes the file of the parts, where these are not its bytes one after another; `None` where they are. What does
    /// not fit in memory may lie in the folder `scratch`, which nobody else reads.
    fn pack(
        &self,
        _given: &Given<'_>,
        _register: usize,
        _scratch: &Path,
    ) -> Option<io::Result<Box<dyn Packer>>> {
        None
    }
}

/// Makes a file of parts that are not its bytes one after another.
pub trait Packer: Send {
    /// Takes the next part.
    fn add(&mut self, part: &[u8]) -> io::Result<()>;

    /// Writes the file.
    fn end(self: Box<Self>, to: &mut (dyn Write + Send)) -> io::Result<()>;
}
