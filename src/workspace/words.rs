//! How counts and instants are written, in reports and in files alike.

use chrono::{DateTime, SecondsFormat, TimeZone};

/// An instant as all commands write it: RFC 3339, to the second, in its own offset, with `Z` for UTC.
pub(crate) fn instant<Z: TimeZone<Offset: std::fmt::Display>>(instant: &DateTime<Z>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `1 share`, `2 shares`.
pub(crate) fn plural(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
