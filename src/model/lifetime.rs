//! How long a share lives, as authors write it.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta};

use crate::model::days;

/// How long a share lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Seconds from its opening, or from its creation where no opening is said.
    For(i64),
    /// Until an instant.
    Until(DateTime<FixedOffset>),
    /// Without end.
    Unlimited,
}

/// A text that is no lifetime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifetimeError;

impl FromStr for Lifetime {
    type Err = LifetimeError;

    fn from_str(text: &str) -> Result<Self, LifetimeError> {
        if text == "never" {
            return Ok(Self::Unlimited);
        }
        if let Ok(instant) = days::instant(text) {
            return Ok(Self::Until(instant));
        }
        let unit = match text.chars().last() {
            Some('d') => 86_400,
            Some('h') => 3_600,
            _ => return Err(LifetimeError),
        };
        let digits = &text[..text.len() - 1];
        if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(LifetimeError);
        }
        Ok(Self::For(digits.parse::<i64>().map_err(|_| LifetimeError)? * unit))
    }
}

/// As authors write it.
impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::For(seconds) if seconds % 86_400 == 0 => write!(f, "{}d", seconds / 86_400),
            Self::For(seconds) => write!(f, "{}h", seconds / 3_600),
            Self::Until(end) => f.write_str(&end.to_rfc3339_opts(SecondsFormat::Secs, true)),
            Self::Unlimited => f.write_str("never"),
        }
    }
}

impl Lifetime {
    /// The instant at which a share closes whose lifetime counts from `start`; `None` for never.
    #[must_use]
    pub fn end(self, start: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
        match self {
            Self::For(seconds) => start.checked_add_signed(TimeDelta::seconds(seconds)),
            Self::Until(instant) => Some(instant),
            Self::Unlimited => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes() {
        let check = |text: &str, expected: Result<Lifetime, LifetimeError>| {
            assert_eq!(text.parse(), expected, "{text}");
            assert!(expected.is_err() || expected.unwrap().to_string() == text, "{text}");
        };
        check("2d", Ok(Lifetime::For(172_800)));
        check("12h", Ok(Lifetime::For(43_200)));
        check("never", Ok(Lifetime::Unlimited));
        let instant = DateTime::parse_from_rfc3339("2026-01-05T09:00:00+01:00").unwrap();
        check("2026-01-05T09:00:00+01:00", Ok(Lifetime::Until(instant)));
        for text in
            ["", "d", "2", "2m", "-2d", "+2d", "2 d", "é", "9999999d", "2026-01-05", "2026-01-05T09:00:00"]
        {
            check(text, Err(LifetimeError));
        }
    }
}
