//! The lists of countries: dated, sound, and as they were at a few days that everybody knows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use extrait::model::country::is_country;
use extrait::model::site::CountryList;
use extrait::validate::countries::{Countries, rows};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> [u8; 2] {
    text.as_bytes().try_into().unwrap()
}

#[test]
fn every_line_is_dated_and_names_a_country_once() {
    let lines = include_str!("../../src/validate/countries.txt").lines();
    assert_eq!(rows().count(), lines.filter(|line| !line.starts_with('#')).count(), "a line cannot be read");
    let mut seen = BTreeSet::new();
    for row in rows() {
        let country = String::from_utf8(row.country.to_vec()).unwrap();
        assert!(is_country(&country), "{country}");
        assert!(seen.insert(row.country), "{country} stands twice");
        assert!(!row.reference.is_empty() && row.since <= row.revised, "{country}");
        assert!(row.until.is_none_or(|until| until > row.since), "{country}");
    }
}

#[test]
fn the_lists_follow_the_day() {
    let members = Countries::on(day("2026-11-25"), &[]);
    // The 27 members of the Union and the three others; and parts of France and Finland with a code of their own.
    let of_the_union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
    let area = format!("{of_the_union} IS LI NO AX GF GP MF MQ RE YT");
    let listed =
        rows().filter(|row| row.list == CountryList::Eea).map(|row| row.country).collect::<BTreeSet<_>>();
    assert_eq!(listed, area.split(' ').map(code).collect());
    assert!(area.split(' ').all(|country| members.is_eea(code(country))));
    let check = |country: &str, on: &str, expected: bool| {
        assert_eq!(
            Countries::on(day(on), &[]).adequate(code(country)).is_some(),
            expected,
            "{country} on {on}"
        );
    };
    check("CH", "2026-11-25", true);
    check("GB", "2026-11-25", true);
    check("GB", "2031-12-27", true);
    check("GB", "2031-12-28", false);
    check("US", "2023-07-09", false);
    check("US", "2023-07-10", true);
    check("IN", "2026-11-25", false);
    check("FR", "2026-11-25", false);
}
