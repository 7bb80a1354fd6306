//! Which countries are in the European Economic Area, and which have an adequacy decision, on a day.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::model::site::{CountryList, Ruling};

/// The lists of this program: list, country, since, until, decision, scope; a comment says what they rest on.
const LISTS: &str = include_str!("countries.txt");

/// One line of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryRow {
    /// Which list.
    pub list: CountryList,
    /// ISO 3166-1 alpha-2.
    pub country: [u8; 2],
    /// The first day on which it counts.
    pub since: NaiveDate,
    /// The last day on which it counts, if there is one.
    pub until: Option<NaiveDate>,
    /// The decision.
    pub reference: &'static str,
    /// Whom it covers; empty for everybody.
    pub scope: &'static str,
    /// The day on which the line was written or last changed.
    pub revised: NaiveDate,
}

impl CountryRow {
    fn parse(line: &'static str) -> Option<Self> {
        let mut parts = line.split(';').map(str::trim);
        let list = match parts.next()? {
            "eea" => CountryList::Eea,
            "adequacy" => CountryList::Adequate,
            _ => return None,
        };
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        Some(Self {
            list,
            country: parts.next()?.as_bytes().try_into().ok()?,
            since: day(parts.next()?)?,
            until: match parts.next()? {
                "" => None,
                text => Some(day(text)?),
            },
            reference: parts.next()?,
            scope: parts.next()?,
            revised: day(parts.next()?)?,
        })
    }

    /// Whether it counts on this day.
    fn counts(&self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Every line of the lists.
pub fn rows() -> impl Iterator<Item = CountryRow> {
    LISTS.lines().filter_map(CountryRow::parse)
}

/// The lists as a chapter of `docs/checks.md`, Markdown.
#[must_use]
pub fn page() -> String {
    let mut page = "\n## Lists of countries\n\nA site corrects them in `site.yaml`, with the days on which that counts:\n\n\
                    ```yaml\nadequacy:\n  add:\n    - {country: XX, since: 2027-01-15, until: 2031-01-14, reference: Decision (EU) …}\n  \
                    remove:\n    - {country: XX, since: 2027-03-01, reference: Case C-…}\neea: {add: [], remove: []}\n```\n"
        .to_owned();
    for (list, title) in
        [(CountryList::Eea, "The European Economic Area"), (CountryList::Adequate, "Adequacy decisions")]
    {
        let _ = writeln!(
            page,
            "\n### {title}\n\n| country | since | until | follows from | covers | revised |\n|{}",
            " --- |".repeat(6)
        );
        for row in rows().filter(|row| row.list == list) {
            let country = String::from_utf8_lossy(&row.country).into_owned();
            let until = row.until.map(|day| day.to_string()).unwrap_or_default();
            let CountryRow { since, reference, scope, revised, .. } = row;
            let _ = writeln!(page, "| {country} | {since} | {until} | {reference} | {scope} | {revised} |");
        }
    }
    page
}

/// The lists as they stand on a day, with what the site knows better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Countries {
    eea: Vec<[u8; 2]>,
    adequate: Vec<([u8; 2], &'static str)>,
}

impl Countries {
    /// The lists on this day.
    #[must_use]
    pub fn on(day: NaiveDate, rulings: &[Ruling]) -> Self {
        let counting = |list: CountryList| rows().filter(move |row| row.list == list && row.counts(day));
        let mut countries = Self {
            eea: counting(CountryList::Eea).map(|row| row.country).collect(),
            adequate: counting(CountryList::Adequate).map(|row| (row.country, row.scope)).collect(),
        };
        for ruling in rulings {
            if ruling.since <= day && ruling.until.is_none_or(|until| day <= until) {
                countries.apply(ruling);
            }
        }
        countries
    }

    fn apply(&mut self, ruling: &Ruling) {
        self.eea.retain(|country| ruling.list != CountryList::Eea || *country != ruling.country);
        self.adequate
            .retain(|(country, _)| ruling.list != CountryList::Adequate || *country != ruling.country);
        match (ruling.list, ruling.holds) {
            (CountryList::Eea, true) => self.eea.push(ruling.country),
            (CountryList::Adequate, true) => self.adequate.push((ruling.country, "")),
            (_, false) => {}
        }
    }

    /// Whether the country is in the European Economic Area.
    #[must_use]
    pub fn is_eea(&self, country: [u8; 2]) -> bool {
        self.eea.contains(&country)
    }

    /// Whom an adequacy decision for the country covers, an empty text for everybody; `None` without a decision.
    #[must_use]
    pub fn adequate(&self, country: [u8; 2]) -> Option<&'static str> {
        self.adequate.iter().find(|(known, _)| *known == country).map(|(_, scope)| *scope)
    }
}
