//! What a command about a share tells: the end, the links, which of them changed.

use serde_json::{Value, json};

use crate::cli::args::AnswerFormat;
use crate::cli::report;
use crate::cli::share::desk::ShareEditor;
use crate::cli::share::links::ShareLinks;
use crate::link::{Folder, Link, masked_url, url};
use crate::mask::Revealed;
use crate::model::selection::selected_registers;
use crate::model::share::InternalNotes;
use crate::parse::ParsedShare;

/// What was done, in words.
pub(super) struct ChangeReport<'a> {
    /// A sentence.
    pub(super) done: String,
    /// Why, for the ledger.
    pub(super) reason: Option<&'a str>,
}

/// Tells what was done and how the links stand.
pub(super) fn tell(
    desk: &ShareEditor<'_>,
    share: &ParsedShare,
    links: Option<&ShareLinks>,
    old: Option<&ShareLinks>,
    told: &ChangeReport<'_>,
) {
    match desk.common.format {
        AnswerFormat::Json => {
            report::print_json_revealing(&json(desk, share, links, old), &revealed(desk, [links, old]));
        }
        AnswerFormat::Human => human(desk, share, links, old, told),
    }
}

fn human(
    desk: &ShareEditor<'_>,
    share: &ParsedShare,
    links: Option<&ShareLinks>,
    old: Option<&ShareLinks>,
    told: &ChangeReport<'_>,
) {
    let revealed = revealed(desk, [links, old]);
    let println = |line: &str| report::print_revealing(line, &revealed);
    println(&format!("{}: {}", desk.path(&share.id), told.done));
    let Some(links) = links else { return };
    let (mut changed, mut shown) = (false, false);
    for link in &links.all {
        let before = old.and_then(|old| old.of_recipient(link.id.recipient.as_ref()));
        let was_open = before.is_some_and(|before| !before.revoked);
        let moved = before.is_some_and(|before| before.folder != link.folder);
        if let Some(before) = before.filter(|_| was_open && (moved || link.revoked)) {
            (changed, shown) = (true, true);
            println(&line(desk, "old", before));
        }
        if !link.revoked && (moved || !was_open) {
            shown = true;
            // The very link that was withdrawn, under `--same-link`.
            let word = if before.is_some() && !moved { "again" } else { "new" };
            println(&line(desk, word, link));
        }
    }
    let gone = old.into_iter().flat_map(|old| &old.all);
    for link in gone.filter(|old| !old.revoked && links.of_recipient(old.id.recipient.as_ref()).is_none()) {
        (changed, shown) = (true, true);
        println(&line(desk, "old", link));
    }
    if changed {
        println("what is old stops with the next build");
    } else if old.is_some() && old.map(|old| &old.all) == Some(&links.all) {
        let is_scheduled = share.opening().is_some_and(|opens| opens.value > desk.now);
        println(if is_scheduled {
            "its links stay as they are; they lead nowhere until it opens"
        } else {
            "its links stay as they are; the next build shows the change"
        });
    }
    if shown && !desk.reveals() {
        println("links are masked here: --reveal shows them");
    }
}

fn line(desk: &ShareEditor<'_>, word: &str, link: &Link) -> String {
    let holder = link.id.recipient.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
    format!("  {word}{holder}  {}", shown(desk, &link.folder))
}

/// The URL of a link, in full or masked.
pub(super) fn shown(desk: &ShareEditor<'_>, folder: &Folder) -> String {
    let form = if desk.reveals() { url } else { masked_url };
    form(desk.base_url(), folder)
}

/// The links that may be shown in full: those of the share that the command is about, where that is wished.
pub(super) fn revealed<'a>(
    desk: &ShareEditor<'_>,
    links: impl IntoIterator<Item = Option<&'a ShareLinks>>,
) -> Revealed {
    let mut revealed = Revealed::default();
    let all = links.into_iter().flatten().flat_map(|links| &links.all).filter(|_| desk.reveals());
    all.for_each(|link| revealed.add(link.folder.name()));
    revealed
}

/// The share, its end, its links that live, and each link with the one that it takes the place of.
fn json(
    desk: &ShareEditor<'_>,
    share: &ParsedShare,
    links: Option<&ShareLinks>,
    old: Option<&ShareLinks>,
) -> Value {
    let all = || links.into_iter().flat_map(|links| &links.all);
    let urls: Vec<_> = all().filter(|link| !link.revoked).map(|link| shown(desk, &link.folder)).collect();
    let each: Vec<_> = all()
        .map(|link| {
            let before = old.and_then(|old| old.of_recipient(link.id.recipient.as_ref()));
            let replaces = before.filter(|before| before.folder != link.folder && !before.revoked);
            json!({
                "recipient": link.id.recipient.as_ref().map(ToString::to_string),
                "label": link.label,
                "generation": link.id.generation,
                "revoked": link.revoked,
                "url": shown(desk, &link.folder),
                "replaces": replaces.map(|before| shown(desk, &before.folder)),
            })
        })
        .collect();
    let shown = shown_of(desk, share);
    json!({
        "share": share.id.as_str(),
        "opens": share.opening().map(|opens| report::instant(&opens.value)),
        "expires": expires(links),
        "items": shown.map(|shown| shown.items),
        "internal_notes": shown.map(|shown| shown.values),
        "urls": urls,
        "revealed": desk.reveals(),
        "links": each,
    })
}

/// How many items the share holds, and how many internal notes it shows; nothing where an error keeps that from being known.
fn shown_of(desk: &ShareEditor<'_>, share: &ParsedShare) -> Option<InternalNotes> {
    let project = desk.opened.prepared.project.as_ref()?;
    let share = project.shares().iter().find(|known| known.id == share.id)?;
    Some(share.internal_notes(&selected_registers(project.registers(), &share.include)))
}

/// The end, RFC 3339; nothing for never.
pub(super) fn expires(links: Option<&ShareLinks>) -> Option<String> {
    links?.expires.as_ref().map(report::instant)
}
