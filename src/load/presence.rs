//! Whether a site has shares at all: that there is no file is no instruction to close a link.

use crate::diag::{Place, Problems};
use crate::load::names::is_share;

/// What a site has in the place of shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Files of shares, readable or not.
    Found,
    /// `content/` or `content/shares/` is something else or cannot be read, and a complaint says so.
    Refused,
    /// `content/` is not there.
    NoContent,
    /// `content/` holds nothing that is read.
    EmptyContent,
    /// `content/shares/` is not there.
    NoFolder,
    /// `content/shares/` holds no share.
    NoShare,
}

impl Presence {
    /// Judges by the `paths` of all files in `content/`, what was complained of, and whether folders exist.
    pub(super) fn of(paths: &[String], problems: &Problems, exists: impl Fn(&str) -> bool) -> Self {
        let told: Vec<&str> = problems
            .iter()
            .filter_map(|problem| match &problem.place {
                Place::File(path) => Some(path.as_str()),
                _ => None,
            })
            .collect();
        let is_told = |name: &str| told.contains(&name);
        if paths.iter().map(String::as_str).chain(told.iter().copied()).any(is_share) {
            Self::Found
        } else if is_told("content") || is_told("content/shares") {
            Self::Refused
        } else if !exists("content") {
            Self::NoContent
        } else if paths.is_empty() {
            Self::EmptyContent
        } else if exists("content/shares") {
            Self::NoShare
        } else {
            Self::NoFolder
        }
    }
}
