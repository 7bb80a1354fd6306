//! Why a file of a copy was not read.

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyRefusal {
    /// It is not there.
    Missing,
    /// It has more bytes than a file may have here.
    TooLarge,
    /// A link, a folder or a device.
    NotAFile,
    /// The host sends its readers elsewhere; with where to, tokens masked.
    Elsewhere(String),
    /// The host answers with this status.
    Status(u16),
    /// The whole check has taken more time, bytes or requests than it may.
    Spent(String),
    /// The machine or the network refuses: nothing is known of the copy.
    Machine(String),
}
