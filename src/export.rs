//! The table of exporters: the forms of a share that programs read. Bytes out, no I/O.

pub mod json;

use std::fmt::Debug;

use crate::select::Snapshot;

/// A form of a share that programs read.
pub trait Exporter: Debug + Sync {
    /// Its file in the share's folder.
    fn path(&self) -> &'static str;

    /// The bytes of the file.
    fn export(&self, snapshot: &Snapshot<'_>) -> Vec<u8>;
}

/// Every exporter.
pub static EXPORTERS: &[&dyn Exporter] = &[&json::Extract];
