//! Words and dates in the reader's language.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, Timelike as _};
use serde::Deserialize;

/// The words of one language, from `locales/<language>.json` of the theme.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locale {
    /// What pages say.
    pub interface: BTreeMap<String, String>,
    /// Titles of the parts of an item's page.
    pub sections: BTreeMap<String, String>,
    /// Labels of fields, by key or dotted path.
    pub fields: BTreeMap<String, String>,
    /// Labels of terms, as `vocabulary.term`.
    pub terms: BTreeMap<String, String>,
    /// Names of countries, by ISO 3166-1 alpha-2 code.
    pub countries: BTreeMap<String, String>,
    /// Names of months inside a date, January first.
    pub months: Vec<String>,
    /// A date, with `{day}`, `{month}`, `{year}`.
    pub date: String,
    /// How the first day of a month is written.
    pub first_day: String,
    /// Units of durations, as `year_one` and `year_many`.
    pub durations: BTreeMap<String, String>,
}

const UNITS: [&str; 7] = ["year", "month", "week", "day", "hour", "minute", "second"];

impl Locale {
    /// Reads a locale file.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// A word of the interface; its key where the theme has none, so that a gap shows.
    #[must_use]
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.interface.get(key).map_or(key, String::as_str)
    }

    /// The label of a field, by its key or dotted path; its path where the theme has none. A kind may call it by another name
    /// than the others do.
    #[must_use]
    pub fn field<'a>(&'a self, kind: Option<&str>, path: &'a str) -> &'a str {
        let own = kind.and_then(|kind| self.fields.get(&format!("{kind}.{path}")));
        own.or_else(|| self.fields.get(path)).map_or(path, String::as_str)
    }

    /// A word of the interface with one `{name}` filled in.
    #[must_use]
    pub fn fill(&self, key: &str, name: &str, value: &str) -> String {
        self.say(key).replace(&format!("{{{name}}}"), value)
    }

    /// A calendar date in words.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> String {
        let day = if date.day() == 1 { self.first_day.clone() } else { date.day().to_string() };
        let month = self.months.get(date.month0() as usize).map_or("", String::as_str);
        self.date.replace("{day}", &day).replace("{month}", month).replace("{year}", &date.year().to_string())
    }

    /// An instant in words, to the minute, with its offset from UTC.
    #[must_use]
    pub fn instant(&self, instant: DateTime<FixedOffset>) -> String {
        let local = instant.naive_local();
        let time = format!("{:02}:{:02}", local.hour(), local.minute());
        let offset = match instant.offset().local_minus_utc() {
            0 => "UTC".to_owned(),
            _ => format!("UTC{}", instant.format("%:z")),
        };
        let text = self.say("instant").replace("{date}", &self.day(local.date()));
        text.replace("{time}", &time).replace("{zone}", &offset)
    }

    /// A number of bytes, in the largest unit that keeps it above one, powers of 1000.
    #[must_use]
    pub fn size(&self, bytes: u64) -> String {
        let mut value = bytes;
        let mut rest = 0;
        let mut unit = "unit_bytes";
        for larger in ["unit_kb", "unit_mb", "unit_gb"] {
            if value >= 1000 {
                (rest, value, unit) = (value % 1000 / 100, value / 1000, larger);
            }
        }
        let decimals = if rest > 0 { format!("{}{rest}", self.say("decimal_sign")) } else { String::new() };
        format!("{value}{decimals}\u{a0}{}", self.say(unit))
    }

    /// A decimal number with the sign that the language puts before decimals.
    #[must_use]
    pub fn number(&self, number: f64) -> String {
        number.to_string().replace('.', self.say("decimal_sign")).replace('-', "\u{2212}")
    }

    /// A duration in words, from amounts of years, months, weeks, days, hours, minutes and seconds.
    #[must_use]
    pub fn duration(&self, amounts: [u32; 7]) -> String {
        let parts = amounts.iter().zip(UNITS).filter(|(amount, _)| **amount > 0).map(|(amount, unit)| {
            let number = if *amount == 1 { "one" } else { "many" };
            let key = format!("{unit}_{number}");
            format!("{amount}\u{a0}{}", self.durations.get(&key).unwrap_or(&key))
        });
        let parts: Vec<_> = parts.collect();
        if parts.is_empty() {
            format!("0\u{a0}{}", self.durations.get("day_many").map_or("", String::as_str))
        } else {
            parts.join(" ")
        }
    }
}
