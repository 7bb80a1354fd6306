//! Days and instants as they are written, and which of them can be meant.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeDelta, Utc};

/// The years of records and shares: what lies outside is a slip.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// Which days a field can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    /// What has happened, and is never after today. Serials and reviews count from some of these.
    Past,
    /// What happens, or is to happen, in the years of [`YEARS`].
    Planned,
    /// What a record is about rather than when it was kept: extents, and the history of data, older or later.
    Any,
}

impl Days {
    /// Whether a day of this year can be meant.
    #[must_use]
    pub fn holds(self, year: i32) -> bool {
        self == Self::Any || YEARS.contains(&year)
    }
}

/// The latest day that is today anywhere on Earth: that of UTC+14.
#[must_use]
pub fn today(now: DateTime<Utc>) -> NaiveDate {
    now.checked_add_signed(TimeDelta::hours(14)).unwrap_or(now).date_naive()
}

/// Reads `YYYY-MM-DD` (ISO 8601-1:2019, 5.2.2.1, extended format).
///
/// # Errors
///
/// Where it has another form: the right one in full, where it can be told what is meant.
pub fn date(text: &str) -> Result<NaiveDate, Option<String>> {
    let bytes = text.as_bytes();
    let digits =
        |(at, byte): (usize, &u8)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
    let is_shaped = bytes.len() == 10 && bytes.iter().enumerate().all(digits);
    let read = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| is_shaped);
    read.ok_or_else(|| Some(meant(text)?.0.to_string()))
}

/// Reads an instant with its offset (RFC 3339), without leap seconds: hosts count none.
///
/// # Errors
///
/// Where it has another form: the right one in full, where it can be told what is meant.
pub fn instant(text: &str) -> Result<DateTime<FixedOffset>, Option<String>> {
    let read = DateTime::parse_from_rfc3339(text).ok();
    let is_leap = read.is_some_and(|read| read.timestamp_subsec_nanos() >= 1_000_000_000);
    let is_strict = text.bytes().all(|byte| byte.is_ascii_graphic());
    read.filter(|_| is_strict && !is_leap).ok_or_else(|| right_instant(text))
}

/// The right form of what is nearly an instant; in UTC where it has no offset.
fn right_instant(text: &str) -> Option<String> {
    let (day, rest) = meant(text)?;
    let rest: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = rest.trim_start_matches(['T', 't']);
    let at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, offset) = rest.split_at(at);
    let mut parts = time.split('.').next()?.split(':');
    let mut part = |most: u32| match parts.next() {
        None | Some("") => Some(0),
        Some(digits) => number(digits, 2).filter(|number| *number <= most),
    };
    // A leap second is written as the second before it.
    let (hour, minute, second) = (part(23)?, part(59)?, part(60)?.min(59));
    let offset = match offset {
        "" | "Z" | "z" => "Z".to_owned(),
        offset => {
            let digits: String = offset[1..].chars().filter(|c| *c != ':').collect();
            let (hours, minutes) = digits.split_at_checked(2).unwrap_or((&digits, ""));
            let minutes = if minutes.is_empty() { 0 } else { number(minutes, 2)? };
            format!("{}{:02}:{minutes:02}", &offset[..1], number(hours, 2)?)
        }
    };
    let right = format!("{day}T{hour:02}:{minute:02}:{second:02}{offset}");
    DateTime::parse_from_rfc3339(&right).ok().map(|_| right)
}

/// The day that a text starts with, however it is spaced, and the rest of the text.
fn meant(text: &str) -> Option<(NaiveDate, &str)> {
    let mut rest = text.trim();
    let mut numbers = [0; 3];
    for (index, (number, longest)) in numbers.iter_mut().zip([4, 2, 2]).enumerate() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        *number = self::number(&rest[..end], longest)?;
        rest = &rest[end..];
        if index < 2 {
            rest = rest.trim_start().strip_prefix(['-', '/', '.'])?.trim_start();
        }
    }
    let [year, month, day] = numbers;
    let day = NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day)?;
    (day.year() > 999).then_some((day, rest))
}

fn number(digits: &str, longest: usize) -> Option<u32> {
    let is_number = (1..=longest).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_strictly_and_the_right_form_is_told() {
        let check = |text: &str, right: Option<&str>| {
            let told = date(text).expect_err(text);
            assert_eq!(told.as_deref(), right, "{text}");
            assert!(right.is_none_or(|right| date(right).is_ok()), "{text}");
        };
        assert_eq!(date("2026-01-05").ok(), NaiveDate::from_ymd_opt(2026, 1, 5));
        for text in [
            "2026 -01-05",
            "2026- 1-05",
            "2026-1-5",
            "2026-01-05 09:00",
            "2026/01/05",
            "2026-01- 5",
            " 2026-01-5",
        ] {
            check(text, Some("2026-01-05"));
        }
        for text in
            ["", "05-01-2026", "2026-02-30", "2026-01", "yesterday", "26-01-05", "+2026-1-5", "20260105"]
        {
            check(text, None);
        }
    }

    #[test]
    fn instants_are_read_strictly_and_the_right_form_is_told() {
        let check = |text: &str, right: Option<&str>| {
            let told = instant(text).expect_err(text);
            assert_eq!(told.as_deref(), right, "{text}");
            assert!(right.is_none_or(|right| instant(right).is_ok()), "{text}");
        };
        for text in ["2026-01-05T09:00:00Z", "2026-01-05T09:00:00.5+01:00", "2026-01-05t09:00:00z"] {
            assert!(instant(text).is_ok(), "{text}");
        }
        check("2026-01-05 09:00:00+01:00", Some("2026-01-05T09:00:00+01:00"));
        check("2026-01-05 09:00", Some("2026-01-05T09:00:00Z"));
        check("2026 -01-05T09:00:00Z", Some("2026-01-05T09:00:00Z"));
        check("2026-01-05", Some("2026-01-05T00:00:00Z"));
        check("2016-12-31T23:59:60Z", Some("2016-12-31T23:59:59Z"));
        check("2017-01-01T00:59:60+01:00", Some("2017-01-01T00:59:59+01:00"));
        check("2026-01-05T09:00:00 +0100", Some("2026-01-05T09:00:00+01:00"));
        check("2026-01-05T09:00+01:00", Some("2026-01-05T09:00:00+01:00"));
        for text in [
            "",
            "now",
            "2026-01-05T25:00:00Z",
            "2026-01-05T09:00:61Z",
            "2026-01-05T09:00:00+é",
            "2026-02-30 10:00",
        ] {
            check(text, None);
        }
    }
}
