//! `extrait share edit`: what a share says and holds.

use crate::cli::args::EditShare;
use crate::cli::report::instant;
use crate::cli::share::change_report::ChangeReport;
use crate::cli::share::desk::{Care, ShareEditor, check_title, recipient};
use crate::cli::share::holds;
use crate::cli::{Exit, Failure};
use crate::diag::suggest;
use crate::edit::{Change, NewValue, Within};
use crate::ledger;
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::model::share::Inclusion;
use crate::model::site::Localized;
use crate::parse::ParsedShare;

/// Changes the file of the share.
pub(super) fn run(args: &EditShare) -> Result<Exit, Failure> {
    let desk = ShareEditor::open(&args.common, WhenMissing::Complain)?;
    let share = desk.share(&args.id)?;
    let mut changes = words(args, &desk, &share)?;
    if !args.add_register.is_empty() || !args.add_item.is_empty() {
        let Some(project) = &desk.opened.prepared.project else {
            desk.complain();
            return Ok(Exit::Author);
        };
        holds::check(project.registers(), (&args.add_register, &args.add_item), &args.common)?;
    }
    changes.extend(held(args, &share)?);
    changes.extend(recipients(args, &share)?);
    if changes.is_empty() {
        return Err(Failure::usage("nothing is to be changed: see `extrait share edit --help`"));
    }
    desk.change(&share, &changes, Care::Sound, &ChangeReport { done: "changed".to_owned(), reason: None })
}

fn words(args: &EditShare, desk: &ShareEditor<'_>, share: &ParsedShare) -> Result<Vec<Change>, Failure> {
    args.title.as_deref().map_or(Ok(()), check_title)?;
    let mut changes = Vec::new();
    let texts = [("title", &args.title, &share.title), ("note", &args.note, &share.note)];
    for (key, given, old) in texts {
        let Some(text) = given else { continue };
        if old.as_ref().is_some_and(Localized::is_translated) {
            return Err(Failure::usage(format!(
                "the {key} is written by language: change `{key}:` in {} yourself",
                desk.path(&share.id)
            )));
        }
        changes.push(match text.trim() {
            "" if key == "note" => Change::Remove { within: Within::Top, key },
            _ => set(key, text),
        });
    }
    changes.extend(args.profile.as_ref().map(|profile| set("profile", profile)));
    changes.extend(args.lang.as_ref().map(|lang| set("lang", lang)));
    changes.extend(args.opens.as_ref().map(|opens| set("opens", &instant(opens))));
    Ok(changes)
}

fn set(key: &'static str, text: &str) -> Change {
    Change::Set { within: Within::Top, key, value: NewValue::Text(text.to_owned()) }
}

fn held(args: &EditShare, share: &ParsedShare) -> Result<Vec<Change>, Failure> {
    let include = share.include.as_deref().unwrap_or_default();
    let holds: Vec<_> = include.iter().map(|line| written(&line.value)).collect();
    let mut changes = Vec::new();
    for item in args.add_register.iter().chain(&args.add_item) {
        if holds.contains(item) {
            return Err(Failure::usage(format!("`{}` includes `{item}` already", share.id)));
        }
        changes.push(Change::Add { list: "include", item: item.clone() });
    }
    for item in args.remove_register.iter().chain(&args.remove_item) {
        if !holds.contains(item) {
            let help = suggest(item, holds.iter().map(String::as_str));
            return Err(Failure::usage(format!("`{}` does not include `{item}`: {help}", share.id)));
        }
        changes.push(Change::Drop { list: "include", item: item.clone() });
    }
    let removed = args.remove_register.len() + args.remove_item.len();
    if removed > 0 && removed >= holds.len() + args.add_register.len() + args.add_item.len() {
        return Err(Failure::usage(format!(
            "`{0}` would hold nothing: `extrait share revoke {0}` withdraws it",
            share.id
        )));
    }
    Ok(changes)
}

fn written(line: &Inclusion) -> String {
    match line {
        Inclusion::Register(register) => register.to_string(),
        Inclusion::Item(item) => format!("{}/{}", item.register, item.item),
    }
}

fn recipients(args: &EditShare, share: &ParsedShare) -> Result<Vec<Change>, Failure> {
    let ledger = ledger::read(&args.common.site.folder).map_err(Failure::machine)?;
    let mut changes = Vec::new();
    for item in &args.add_recipient {
        if share.recipients.iter().any(|known| known.value.id.as_str() == item) {
            return Err(Failure::usage(format!("`{}` has the recipient `{item}` already", share.id)));
        }
        changes.push(Change::Add { list: "recipients", item: item.clone() });
        // Whoever comes back gets another link than the one that was taken away.
        let known = ledger.as_ref().and_then(|ledger| ledger.last(&share.id, Some(&Id::new(item).ok()?)));
        if let Some(event) = known {
            let within = Within::Item { list: "recipients", id: item.clone() };
            let generation = NewValue::Text((event.generation + 1).to_string());
            changes.push(Change::Set { within, key: "generation", value: generation });
        }
    }
    for item in &args.remove_recipient {
        let item = recipient(share, item)?.to_string();
        changes.push(Change::Drop { list: "recipients", item });
    }
    // Without recipients a share has one link for everybody: nobody means that by taking the last one off.
    if !args.remove_recipient.is_empty()
        && args.remove_recipient.len() >= share.recipients.len() + args.add_recipient.len()
    {
        return Err(Failure::usage(format!(
            "`{0}` would have no recipient left, and so one link for everybody: `extrait share revoke {0}` withdraws it",
            share.id
        )));
    }
    Ok(changes)
}
