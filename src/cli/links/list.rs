//! The list of links: for people, for programs, for spreadsheets.

use serde::Serialize;

use crate::cli::{Failure, report, table};
use crate::mask::Revealed;
use crate::model::id::Id;
use crate::workspace::{Exposure, LinkStatus};

const HEAD: [&str; 10] =
    ["SHARE", "TITLE", "RECIPIENT", "AUDIENCE", "STATE", "EXPIRES", "ITEMS", "DRAFTS", "EXPOSURE", "LINK"];

/// A link for programs.
#[derive(Serialize)]
struct LinkRow<'a> {
    share: &'a str,
    title: &'a str,
    recipient: Option<&'a str>,
    label: Option<&'a str>,
    audience: &'static str,
    state: &'static str,
    opens: Option<String>,
    expires: Option<String>,
    items: usize,
    drafts: usize,
    special: usize,
    exposure: &'a [Exposure],
    url: Option<String>,
    masked: String,
}

impl<'a> LinkRow<'a> {
    fn of(link: &'a LinkStatus, reveal: bool) -> Self {
        Self {
            share: link.share.id.as_str(),
            title: link.title(),
            recipient: link.recipient().map(Id::as_str),
            label: link.label(),
            audience: link.share.audience.key(),
            state: link.state.word(),
            opens: link.share.opens.map(|opens| report::instant(&opens.value)),
            expires: expires(link),
            items: link.items,
            drafts: link.drafts,
            special: link.special,
            exposure: &link.exposure,
            url: reveal.then(|| link.url()),
            masked: link.masked(),
        }
    }
}

/// When the share ends, in the offset that its author wrote.
fn expires(link: &LinkStatus) -> Option<String> {
    link.share.expires.as_ref().map(report::instant)
}

fn words(exposure: &[Exposure], between: &str) -> String {
    exposure.iter().map(|reason| reason.word()).collect::<Vec<_>>().join(between)
}

/// Prints an array of objects.
pub(super) fn json(links: &[LinkStatus], reveal: bool, revealed: &Revealed) -> Result<(), Failure> {
    let rows: Vec<_> = links.iter().map(|link| LinkRow::of(link, reveal)).collect();
    report::print_long_json_revealing(&rows, revealed)
}

/// Prints a table.
pub(super) fn table(links: &[LinkStatus], reveal: bool, revealed: &Revealed) {
    let dash = || "-".to_owned();
    let row = |link: &LinkStatus| {
        [
            link.share.id.to_string(),
            short(link.title()),
            link.recipient().map_or_else(dash, Id::to_string),
            link.share.audience.key().to_owned(),
            link.state.word().to_owned(),
            expires(link).unwrap_or_else(|| "never".to_owned()),
            link.items.to_string(),
            link.drafts.to_string(),
            if link.exposure.is_empty() { dash() } else { words(&link.exposure, ",") },
            link.shown(reveal),
        ]
    };
    report::print_revealing(&table::text(HEAD, links.iter().map(row)), revealed);
}

/// As much of a title as a table takes.
fn short(title: &str) -> String {
    // A title on several lines must not begin another row.
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    match title.char_indices().nth(32) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title,
    }
}

/// Source: RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe before it.
pub(super) fn csv(links: &[LinkStatus], reveal: bool, revealed: &Revealed) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "share",
        "title",
        "recipient",
        "label",
        "audience",
        "state",
        "expires",
        "items",
        "drafts",
        "url",
        "exposure",
        "opens",
    ];
    writer.write_record(head).map_err(Failure::internal)?;
    for link in links {
        let row = LinkRow::of(link, reveal);
        let cells = [
            row.share.to_owned(),
            row.title.to_owned(),
            row.recipient.unwrap_or_default().to_owned(),
            row.label.unwrap_or_default().to_owned(),
            row.audience.to_owned(),
            row.state.to_owned(),
            row.expires.unwrap_or_default(),
            row.items.to_string(),
            row.drafts.to_string(),
            row.url.unwrap_or_default(),
            words(row.exposure, " "),
            row.opens.unwrap_or_default(),
        ];
        writer.write_record(cells.map(|cell| table::harmless(&cell))).map_err(Failure::internal)?;
    }
    let bytes = writer.into_inner().map_err(Failure::internal)?;
    report::print_revealing(String::from_utf8_lossy(&bytes).trim_end(), revealed);
    Ok(())
}
