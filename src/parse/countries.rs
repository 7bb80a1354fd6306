//! `adequacy` and `eea` of `site.yaml`: what a site knows better about countries than the lists of this program.

use chrono::NaiveDate;

use crate::diag::codes::{PERIOD_INVERTED, UNKNOWN_COUNTRY};
use crate::diag::{Diagnostic, Problems};
use crate::model::country::is_country;
use crate::model::site::{CountryList, Ruling};
use crate::model::value::Scalar;
use crate::parse::fields::{self, Mapping};
use crate::parse::scalar;
use crate::parse::yaml::Node;

/// Reads both keys of the site: each with `add` and `remove`, lists of `{country, since, until, reference}`.
pub(crate) fn read(site: &mut Mapping<'_>, problems: &mut Problems) -> Vec<Ruling> {
    let mut rulings = Vec::new();
    for (key, list) in [("eea", CountryList::Eea), ("adequacy", CountryList::Adequate)] {
        let Some(mut mapping) = site.take(key, problems).and_then(|node| Mapping::open(node, problems))
        else {
            continue;
        };
        for (word, holds) in [("add", true), ("remove", false)] {
            let nodes = mapping.take(word, problems).and_then(|node| fields::sequence(node, problems));
            let nodes = nodes.unwrap_or_default();
            rulings.extend(nodes.iter().filter_map(|node| ruling(node, list, holds, problems)));
        }
        mapping.finish(problems);
    }
    rulings
}

fn ruling(node: &Node, list: CountryList, holds: bool, problems: &mut Problems) -> Option<Ruling> {
    let mut mapping = Mapping::open(node, problems)?;
    let mapping_span = mapping.key_span("until").unwrap_or(mapping.span());
    let country = mapping.require("country", problems).and_then(|node| country(node, problems));
    let since = mapping.require("since", problems).and_then(|node| day(node, problems));
    let until = mapping.take("until", problems).map(|node| day(node, problems));
    // Whoever reads the file later must find out why it says more than the lists do.
    let reference = mapping.require("reference", problems).and_then(|node| fields::text(node, problems));
    mapping.finish(problems);
    if let (Some(since), Some(Some(until))) = (since, until)
        && until < since
    {
        let message = format!("the ruling ends on {until}, before it begins on {since}");
        problems.push(
            Diagnostic::new(&PERIOD_INVERTED, mapping_span, message)
                .help(format!("write `until: …` with a day from {since} on, or correct `since`")),
        );
    }
    reference?;
    Some(Ruling {
        list,
        country: country?,
        holds,
        since: since?,
        until: until.map_or(Some(None), |day| day.map(Some))?,
    })
}

fn country(node: &Node, problems: &mut Problems) -> Option<[u8; 2]> {
    let text = fields::text(node, problems)?;
    let code = text.value.as_bytes().try_into().ok().filter(|_| is_country(&text.value)).ok_or(());
    fields::parsed(&text, code, &UNKNOWN_COUNTRY, "a country", problems)
}

fn day(node: &Node, problems: &mut Problems) -> Option<NaiveDate> {
    match scalar::date(node, problems)? {
        Scalar::Date(day) => Some(day),
        _ => None,
    }
}
