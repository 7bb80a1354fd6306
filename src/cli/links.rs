//! `extrait links`: every link of every share, in one place, the most exposed first.

mod list;
mod mail;
mod qr;

use std::collections::BTreeMap;

use crate::cli::args::links::{LinksArgs, ListFormat};
use crate::cli::{Exit, Failure, report, site};
use crate::host::is_clockless;
use crate::link::LinkState;
use crate::mask::Revealed;
use crate::model::site::Site;
use crate::workspace::{LinkList, LinkStatus};

/// Lists the links.
pub(super) fn run(args: &LinksArgs) -> Result<Exit, Failure> {
    refuse_hidden(args)?;
    let LinkList { mut links, site, groups, closed } =
        match site::workspace(&args.site, args.base_url.as_deref())?.links() {
            Ok(list) => list,
            // A site that is not all there must not tell a scheduled job that nothing is due.
            Err(error) => return site::refused(error),
        };
    if let Some(group) = args.group.as_ref().filter(|group| !groups.contains(group)) {
        // A slip must not tell a scheduled job that nothing is due.
        return Err(Failure::usage(format!(
            "no register belongs to the group `{group}`, and no share is for it"
        )));
    }
    links.retain(|link| is_wanted(args, link));
    let mut revealed = Revealed::default();
    links.iter().filter(|_| args.reveal).for_each(|link| revealed.add(link.link.folder.name()));
    if let Some(language) = args.mail {
        let letters = mail::letters(&links, &site, language).join("\n");
        report::print_revealing(letters.trim_end(), &revealed);
    } else if args.qr {
        for link in links.iter().filter(|link| link.state.is_to_be_read()) {
            report::print_code(&qr::drawn(link, report::is_shown()).map_err(Failure::internal)?);
        }
    } else {
        match args.format {
            ListFormat::Table => {
                list::table(&links, args.reveal, &revealed);
                tell_scheduled(&links);
                for told in &closed {
                    report::error(&format!("{told}\n"));
                }
                tell_clockless(&site, &links);
            }
            ListFormat::Json => list::json(&links, args.reveal, &revealed)?,
            ListFormat::Csv => list::csv(&links, args.reveal, &revealed)?,
        }
    }
    Ok(if args.ending.is_some() && !links.is_empty() { Exit::Due } else { Exit::Fine })
}

/// When shares open whose links lead nowhere yet.
fn tell_scheduled(links: &[LinkStatus]) {
    let scheduled = links.iter().filter(|link| link.state == LinkState::Scheduled);
    let opening: BTreeMap<_, _> = scheduled.map(|link| (&link.share.id, link.share.start())).collect();
    for (share, opens) in opening {
        report::error(&format!(
            "`{share}` opens with the first build from {} on: until then its links lead nowhere\n",
            report::instant(&opens)
        ));
    }
}

/// What an end means where the host has no clock.
fn tell_clockless(site: &Site, links: &[LinkStatus]) {
    let hosts = &site.hosts;
    let clockless = hosts.iter().map(|host| host.value.as_str()).filter(|host| is_clockless([*host]));
    let clockless: Vec<_> = clockless.map(|host| format!("`{host}`")).collect();
    let ends = links.iter().any(|link| link.state.is_open() && link.left.is_some());
    if !ends || (clockless.is_empty() && !hosts.is_empty()) {
        return;
    }
    let why = match clockless.len() {
        0 => "site.yaml names no host".to_owned(),
        1 => format!("{} has no clock", clockless[0]),
        _ => format!("{} have no clock", clockless.join(", ")),
    };
    report::error(&format!(
        "{why}: an end takes effect with the next build and upload only; `extrait init --ci` schedules builds, \
         `extrait host list` names hosts that end on time\n"
    ));
}

/// A QR code and a mail hold a link in full; that must be asked for in one word that is the same everywhere.
fn refuse_hidden(args: &LinksArgs) -> Result<(), Failure> {
    let flag = if args.qr { "--qr" } else { "--mail" };
    if (args.qr || args.mail.is_some()) && !args.reveal {
        return Err(Failure::usage(format!(
            "{flag} shows links in full, and whoever sees them can open the shares: add --reveal if that is meant"
        )));
    }
    Ok(())
}

fn is_wanted(args: &LinksArgs, link: &LinkStatus) -> bool {
    let ends = |within: i64| link.state.is_open() && link.left.is_some_and(|left| left <= within);
    args.ending.is_none_or(ends)
        && (args.state.is_empty() || args.state.iter().any(|state| state.meant() == link.state))
        && args.group.as_ref().is_none_or(|group| link.groups.contains(group))
        && (!args.drafts || link.drafts > 0)
        && (!args.special || link.special > 0)
}
