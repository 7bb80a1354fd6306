//! The report of an audit for people: what is worrying, then a table, then how to read it.

use crate::audit::{AuditFinding, AuditReport, Level, Use};
use crate::cli::report::{plural, println};
use crate::cli::table;

const HEAD: [&str; 10] = [
    "SHARE",
    "RECIPIENT",
    "LINK",
    "VIEWS",
    "REQUESTS",
    "CLIENTS",
    "FIRST USE",
    "LAST USE",
    "ROBOTS",
    "CHECKS",
];

/// Prints the report.
pub(super) fn print(report: &AuditReport) {
    let of_links =
        report.links.iter().flat_map(|link| link.findings.iter().map(move |one| (name(link), one)));
    let unknown = report.unknown.iter().flat_map(|unknown| &unknown.findings);
    let unknown = unknown.map(|finding| ("not of these links".to_owned(), finding));
    let whole = report.findings.iter().map(|finding| ("these logs".to_owned(), finding));
    let mut findings: Vec<(String, &AuditFinding)> = of_links.chain(unknown).chain(whole).collect();
    findings.sort_by_key(|(_, finding)| finding.level);
    for (name, finding) in &findings {
        println(&format!("{:5}  {name}: {}", word(finding.level), finding.text));
    }
    if findings.is_empty() {
        let broken: u64 = report.broken.values().sum();
        println(if report.lines == broken { "no request was read" } else { "nothing to remark" });
    }
    println("");
    rows(&report.links);
    println("");
    println(&lines(report));
    for line in wrapped(&report.about) {
        println(&line);
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Alarm => "ALARM",
        Level::Look => "look",
        Level::Told => "told",
    }
}

/// The share, the recipient, and which link of theirs if it is not that of today.
fn name(link: &Use) -> String {
    let recipient = link.recipient.as_ref().map(|recipient| format!(" for {recipient}")).unwrap_or_default();
    let earlier = match (link.state, link.generation) {
        ("earlier", Some(generation)) => format!(", earlier link of generation {generation}"),
        ("earlier", None) => ", earlier link".to_owned(),
        _ => String::new(),
    };
    format!("{}{recipient}{earlier}", link.share)
}

fn rows(links: &[Use]) {
    let rows = links.iter().map(|link| {
        let day = |instant: &Option<String>| instant.as_ref().map_or("-", |at| &at[..10]).to_owned();
        [
            link.share.clone(),
            link.recipient.clone().unwrap_or_else(|| "-".to_owned()),
            link.state.to_owned(),
            link.views.to_string(),
            link.requests.to_string(),
            format!("{}{}", if link.clients_exact { "" } else { "~" }, link.clients),
            day(&link.first),
            day(&link.last),
            (link.robots.values().sum::<u64>() + link.previews.values().sum::<u64>()).to_string(),
            link.checks.values().sum::<u64>().to_string(),
        ]
    });
    println(&table::text(HEAD, rows));
}

/// What became of the lines.
fn lines(report: &AuditReport) -> String {
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let mut parts = vec![format!("{} read", plural(count(report.lines), "line"))];
    parts.extend(report.broken.iter().map(|(reason, broken)| format!("{broken} broken ({reason})")));
    if report.outside > 0 {
        let requests = plural(count(report.outside), "request");
        parts.push(format!("{requests} for links outside the span of time"));
    }
    if let Some(unknown) = report.unknown.as_ref().filter(|unknown| unknown.shapeless > 0) {
        let requests = plural(count(unknown.shapeless), "request");
        parts.push(format!("{requests} under s/ without the shape of a link"));
    }
    if let Some(unknown) = report.unknown.as_ref().filter(|unknown| unknown.probes > 0) {
        let requests = plural(count(unknown.probes), "request");
        parts.push(format!("{requests} by doctor for what nobody has"));
    }
    parts.join(", ")
}

/// Lines of at most 100 characters.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < 100 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
