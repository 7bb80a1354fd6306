//! Transfers out of the European Economic Area, by the lists of countries as they stand on the day.

use crate::diag::codes::{ADEQUACY_UNKNOWN, TRANSFER_UNGUARDED};
use crate::model::finding::{Claim, Finding, Transfer};
use crate::validate::subject::Subject;

/// Transfers without a safeguard, and those that claim an adequacy decision that does not exist.
pub(crate) fn search(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let outside =
        |transfer: &&Transfer| transfer.country.is_none_or(|country| !subject.countries.is_eea(country));
    let transfers = || subject.item.facts.transfers.iter().filter(outside);
    if let Some(first) = transfers().find(|transfer| transfer.claim == Claim::Nothing) {
        let country = first
            .country
            .map_or_else(|| "outside the EEA".to_owned(), |country| format!("to {}", code(country)));
        let adequate = first.country.and_then(|country| subject.countries.adequate(country));
        let hint = match adequate {
            None => String::new(),
            Some("") => "; an adequacy decision covers the country".to_owned(),
            Some(scope) => format!("; an adequacy decision covers {scope}"),
        };
        let words = format!("transfers data {country} without a safeguard{hint}");
        findings.push(Finding::new(&TRANSFER_UNGUARDED, first.span, words));
    }
    let unknown = |transfer: &&Transfer| {
        let adequate = transfer.country.is_none_or(|country| subject.countries.adequate(country).is_some());
        transfer.claim == Claim::Adequacy && !adequate
    };
    if let Some(first) = transfers().find(unknown) {
        let country = code(first.country.unwrap_or_default());
        let words =
            format!("claims adequacy for {country}, which no decision in force on {} covers", subject.today);
        findings.push(Finding::new(&ADEQUACY_UNKNOWN, first.span, words));
    }
}

fn code(country: [u8; 2]) -> String {
    String::from_utf8_lossy(&country).into_owned()
}
