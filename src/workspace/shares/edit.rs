//! What a share says and holds.

use crate::edit::{Change, NewValue, Within};
use crate::ledger;
use crate::model::id::Id;
use crate::model::share::Inclusion;
use crate::model::site::Localized;
use crate::parse::ParsedShare;
use crate::workspace::shares::editor::{Care, ShareEditor, check_title, recipient};
use crate::workspace::shares::{EditShare, ShareChange, ShareDeed, ShareError, holds};
use crate::workspace::{Workspace, instant};

/// Changes the file of the share.
pub(super) fn run(site: &Workspace, wish: &EditShare) -> Result<ShareChange, ShareError> {
    let editor = ShareEditor::open(site)?;
    let share = editor.share(&wish.id)?;
    let mut changes = words(wish, &editor, &share)?;
    if !wish.add_registers.is_empty() || !wish.add_items.is_empty() {
        let Some(project) = &editor.opened.prepared.project else { return Err(editor.refused()) };
        holds::check(project.registers(), (&wish.add_registers, &wish.add_items), wish.confirmed)?;
    }
    changes.extend(held(wish, &share)?);
    changes.extend(recipients(wish, site, &share)?);
    if changes.is_empty() {
        return Err(ShareError::NothingToChange);
    }
    editor.change(&share, &changes, Care::Sound, ShareDeed::Edited)
}

fn words(wish: &EditShare, editor: &ShareEditor<'_>, share: &ParsedShare) -> Result<Vec<Change>, ShareError> {
    wish.title.as_deref().map_or(Ok(()), check_title)?;
    let mut changes = Vec::new();
    let texts = [("title", &wish.title, &share.title), ("note", &wish.note, &share.note)];
    for (key, given, old) in texts {
        let Some(text) = given else { continue };
        if old.as_ref().is_some_and(Localized::is_translated) {
            return Err(ShareError::Translated { key, path: editor.path(&share.id) });
        }
        changes.push(match text.trim() {
            "" if key == "note" => Change::Remove { within: Within::Top, key },
            _ => set(key, text),
        });
    }
    changes.extend(wish.profile.as_ref().map(|profile| set("profile", profile)));
    changes.extend(wish.lang.as_ref().map(|lang| set("lang", lang)));
    changes.extend(wish.opens.as_ref().map(|opens| set("opens", &instant(opens))));
    Ok(changes)
}

fn set(key: &'static str, text: &str) -> Change {
    Change::Set { within: Within::Top, key, value: NewValue::Text(text.to_owned()) }
}

fn held(wish: &EditShare, share: &ParsedShare) -> Result<Vec<Change>, ShareError> {
    let include = share.include.as_deref().unwrap_or_default();
    let holds: Vec<_> = include.iter().map(|line| written(&line.value)).collect();
    let mut changes = Vec::new();
    for item in wish.add_registers.iter().chain(&wish.add_items) {
        if holds.contains(item) {
            return Err(ShareError::Included { share: share.id.clone(), item: item.clone() });
        }
        changes.push(Change::Add { list: "include", item: item.clone() });
    }
    for item in wish.remove_registers.iter().chain(&wish.remove_items) {
        if !holds.contains(item) {
            let (share, item) = (share.id.clone(), item.clone());
            return Err(ShareError::NotIncluded { share, item, known: holds });
        }
        changes.push(Change::Drop { list: "include", item: item.clone() });
    }
    let removed = wish.remove_registers.len() + wish.remove_items.len();
    if removed > 0 && removed >= holds.len() + wish.add_registers.len() + wish.add_items.len() {
        return Err(ShareError::NothingLeft(share.id.clone()));
    }
    Ok(changes)
}

fn written(line: &Inclusion) -> String {
    match line {
        Inclusion::Register(register) => register.to_string(),
        Inclusion::Item(item) => format!("{}/{}", item.register, item.item),
    }
}

fn recipients(wish: &EditShare, site: &Workspace, share: &ParsedShare) -> Result<Vec<Change>, ShareError> {
    let ledger = ledger::read(&site.root)?;
    let mut changes = Vec::new();
    for item in &wish.add_recipients {
        if share.recipients.iter().any(|known| known.value.id.as_str() == item) {
            return Err(ShareError::HasRecipient { share: share.id.clone(), name: item.clone() });
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
    for item in &wish.remove_recipients {
        let item = recipient(share, item)?.to_string();
        changes.push(Change::Drop { list: "recipients", item });
    }
    // Without recipients a share has one link for everybody: nobody means that by taking the last one off.
    if !wish.remove_recipients.is_empty()
        && wish.remove_recipients.len() >= share.recipients.len() + wish.add_recipients.len()
    {
        return Err(ShareError::NoRecipientLeft(share.id.clone()));
    }
    Ok(changes)
}
