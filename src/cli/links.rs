//! `extrait links`: every link of every share, in one place.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::address::{Folder, folders, url};
use crate::cli::args::{Links, ListFormat, ReportFormat};
use crate::cli::site::Opening;
use crate::cli::{Exit, Failure, report, site};
use crate::host::is_clockless;
use crate::keys::LinkKey;
use crate::load::secret::WhenMissing;
use crate::model::holding::holdings;
use crate::model::item::Status;
use crate::model::share::Share;
use crate::validate::Project;

/// One link.
#[derive(Debug, Serialize)]
struct Link {
    share: String,
    title: String,
    recipient: Option<String>,
    label: Option<String>,
    audience: &'static str,
    state: &'static str,
    expires: Option<String>,
    items: usize,
    drafts: usize,
    url: Option<String>,
    masked: String,
}

/// Lists the links.
pub(super) fn run(args: &Links) -> Result<Exit, Failure> {
    let mut opened =
        site::open(&args.site, &Opening { base_url: args.base_url.as_deref(), ..Opening::default() })?;
    let secret = opened.secret(&args.site, WhenMissing::Complain)?;
    let (Some(project), Some(secret)) = (&opened.prepared.project, secret) else {
        report::problems(&opened, ReportFormat::Human);
        return Ok(Exit::Author);
    };
    let links = links(project, &secret.link_key(), opened.now, args.reveal);
    match args.format {
        ListFormat::Table => {
            table(&links);
            tell_clockless(project);
        }
        ListFormat::Json => report::println(&serde_json::to_string_pretty(&links).map_err(Failure::machine)?),
        ListFormat::Csv => csv(&links)?,
    }
    Ok(Exit::Fine)
}

fn links(project: &Project, key: &LinkKey, now: DateTime<Utc>, reveal: bool) -> Vec<Link> {
    let site = project.site();
    let mut links = Vec::new();
    for share in project.shares() {
        let held = holdings(project.registers(), &share.include);
        let items = || held.iter().flat_map(|holding| &holding.items);
        let recipients = share.recipients.iter().map(Some).chain(share.recipients.is_empty().then_some(None));
        for (recipient, folder) in recipients.zip(folders(share, &site.id, key)) {
            links.push(Link {
                share: share.id.to_string(),
                title: share.title.get(&share.lang).to_owned(),
                recipient: recipient.map(|recipient| recipient.id.to_string()),
                label: recipient.and_then(|recipient| recipient.label.clone()),
                audience: share.audience.key(),
                state: state(share, now, site.ending_within),
                expires: share.expires.map(|end| end.to_rfc3339_opts(SecondsFormat::Secs, false)),
                items: items().count(),
                drafts: items().filter(|item| item.status == Status::Draft).count(),
                url: reveal.then(|| url(&site.base_url, &folder)),
                masked: masked(&site.base_url, &folder),
            });
        }
    }
    links
}

/// What STATE and EXPIRES mean where the host has no clock.
fn tell_clockless(project: &Project) {
    let hosts = &project.site().hosts;
    if !is_clockless(hosts.iter().map(|host| host.value.as_str())) {
        return;
    }
    let where_it_lies = if hosts.is_empty() { "site.yaml names no host" } else { "the host has no clock" };
    report::error(&format!(
        "{where_it_lies}: an end takes effect with the next build and upload only; `extrait init --ci` schedules builds, \
         `extrait host list` names hosts that end on time\n"
    ));
}

fn masked(base_url: &str, folder: &Folder) -> String {
    format!("{base_url}s/{}/", folder.masked())
}

fn state(share: &Share, now: DateTime<Utc>, ending_within: i64) -> &'static str {
    let left = share.expires.map(|end| end.timestamp() - now.timestamp());
    match left {
        _ if share.revoked => "revoked",
        Some(left) if left <= 0 => "ended",
        Some(left) if left <= ending_within => "ending",
        _ => "live",
    }
}

const HEAD: [&str; 9] =
    ["SHARE", "TITLE", "RECIPIENT", "AUDIENCE", "STATE", "EXPIRES", "ITEMS", "DRAFTS", "LINK"];

/// As much of a title as a table takes.
fn short(title: &str) -> String {
    match title.char_indices().nth(32) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}

fn table(links: &[Link]) {
    let rows = links.iter().map(|link| {
        [
            link.share.clone(),
            short(&link.title),
            link.recipient.clone().unwrap_or_else(|| "-".to_owned()),
            link.audience.to_owned(),
            link.state.to_owned(),
            link.expires.clone().unwrap_or_else(|| "never".to_owned()),
            link.items.to_string(),
            link.drafts.to_string(),
            link.url.clone().unwrap_or_else(|| link.masked.clone()),
        ]
    });
    let rows: Vec<_> = std::iter::once(HEAD.map(str::to_owned)).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<_> = (0..HEAD.len()).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        report::println(cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// Source: RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe before it.
fn csv(links: &[Link]) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head =
        ["share", "title", "recipient", "label", "audience", "state", "expires", "items", "drafts", "url"];
    writer.write_record(head).map_err(Failure::machine)?;
    for link in links {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            link.share.clone(),
            link.title.clone(),
            text(&link.recipient),
            text(&link.label),
            link.audience.to_owned(),
            link.state.to_owned(),
            text(&link.expires),
            link.items.to_string(),
            link.drafts.to_string(),
            text(&link.url),
        ];
        writer.write_record(cells.map(harmless)).map_err(Failure::machine)?;
    }
    let bytes = writer.into_inner().map_err(Failure::machine)?;
    report::println(String::from_utf8_lossy(&bytes).trim_end());
    Ok(())
}

fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
