//! The report of an audit as a table for spreadsheets, RFC 4180: one line a link.

use std::collections::BTreeMap;

use crate::audit::AuditReport;
use crate::cli::table::harmless;
use crate::cli::{Failure, report};

const HEAD: [&str; 19] = [
    "share",
    "recipient",
    "label",
    "generation",
    "state",
    "expires",
    "requests",
    "views",
    "clients",
    "clients_exact",
    "first",
    "last",
    "served_late",
    "refused_late",
    "robots",
    "previews",
    "scripts",
    "checks",
    "findings",
];

/// Prints the lines.
pub(super) fn print(told: &AuditReport) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEAD).map_err(Failure::internal)?;
    for link in &told.links {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let total = |named: &BTreeMap<&str, u64>| named.values().sum::<u64>().to_string();
        let findings = link.findings.iter().map(|finding| finding.text.as_str());
        let cells = [
            link.share.clone(),
            text(&link.recipient),
            text(&link.label),
            link.generation.map(|generation| generation.to_string()).unwrap_or_default(),
            link.state.to_owned(),
            text(&link.expires),
            link.requests.to_string(),
            link.views.to_string(),
            link.clients.to_string(),
            link.clients_exact.to_string(),
            text(&link.first),
            text(&link.last),
            link.served_late.to_string(),
            link.refused_late.to_string(),
            total(&link.robots),
            total(&link.previews),
            total(&link.scripts),
            total(&link.checks),
            findings.collect::<Vec<_>>().join("; "),
        ];
        writer.write_record(cells.map(|cell| harmless(&cell))).map_err(Failure::internal)?;
    }
    let bytes = writer.into_inner().map_err(Failure::internal)?;
    report::println(String::from_utf8_lossy(&bytes).trim_end());
    Ok(())
}
