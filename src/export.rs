//! The table of exporters: the forms of a share that programs read. Text out, no I/O.
//!
//! A form is written in parts, in order, so that it never stands in memory whole, and so that an item that has not changed
//! need not be written anew.

pub mod json;

use std::borrow::Cow;
use std::fmt::Debug;

use crate::select::{SharedItem, Snapshot};

/// A form of a share that programs read.
pub trait Exporter: Debug + Sync {
    /// Its file in the share's folder.
    fn path(&self) -> &'static str;

    /// What stands before the registers.
    fn start(&self, snapshot: &Snapshot<'_>) -> String;

    /// What stands before the items of the `register`th register.
    fn open(&self, snapshot: &Snapshot<'_>, register: usize) -> String;

    /// One item, whose canonical form is `canonical`.
    fn item<'a>(&self, item: &SharedItem, canonical: &'a str) -> Cow<'a, str>;

    /// What stands between two items.
    fn separator(&self) -> &'static str;

    /// What stands behind the items of the `register`th register.
    fn close(&self, snapshot: &Snapshot<'_>, register: usize) -> String;

    /// What stands behind the registers.
    fn end(&self, snapshot: &Snapshot<'_>) -> String;
}

/// Every exporter.
pub static EXPORTERS: &[&dyn Exporter] = &[&json::Extract];
