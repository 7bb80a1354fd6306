//! Shares that still show an item which its own file has narrowed since. When errors stop a build nothing is published
//! anew, so the whole folder goes.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::codes::SHARE_NARROWED;
use crate::diag::{Diagnostic, Place, Problems};
use crate::load::Inputs;
use crate::model::id::Id;
use crate::model::share::Inclusion;
use crate::parse::layout::RecordForm;
use crate::parse::{self, Guard, ParsedShare};
use crate::pipeline::closing::{Clues, FolderSearch};
use crate::publish::{Destination, PublishError};

/// Removes the folders that show what they may not show any more, and reports each. Nothing else is touched.
pub fn withdraw(
    inputs: &Inputs,
    clues: &Clues<'_>,
    destination: &dyn Destination,
    now: i64,
    problems: &mut Problems,
) -> Result<(), PublishError> {
    let search = FolderSearch::new(destination, clues)?;
    let owners = owners(&search, clues.shares);
    let mut guards = BTreeMap::new();
    let mut folders = BTreeSet::new();
    let mut reported = BTreeSet::new();
    for folder in destination.links()? {
        let share = owners.get(&folder).copied();
        for (register, item) in destination.items(&folder)? {
            let guard = guards
                .entry((register.clone(), item.clone()))
                .or_insert_with(|| guard(inputs, &register, &item));
            let Some((path, guard)) = guard else { continue };
            let Some(why) = narrowed(guard, share, (&register, &item)) else { continue };
            folders.insert(folder.clone());
            let name = share.map_or("a share".to_owned(), |share| format!("`{}`", share.id));
            let message = format!("{name} showed {register}/{item}, {why}: its pages are removed");
            if reported.insert(message.clone()) {
                problems.push(Diagnostic::new(&SHARE_NARROWED, Place::File(path.clone()), message).help(
                    "correct the errors and build again: the share is then published without the item",
                ));
            }
        }
    }
    destination.close(&folders, now)
}

/// The share of each published folder, where that can be told.
fn owners<'a>(search: &FolderSearch<'_>, shares: &'a [ParsedShare]) -> BTreeMap<String, &'a ParsedShare> {
    shares
        .iter()
        .flat_map(|share| search.folders(&share.id).into_iter().map(move |name| (name, share)))
        .collect()
}

/// What the item's own file says, and its path. An item without a file says nothing: absence is no instruction.
fn guard(inputs: &Inputs, register: &str, item: &str) -> Option<(String, Guard)> {
    [("yaml", RecordForm::Yaml), ("yml", RecordForm::Yaml), ("md", RecordForm::Markdown)]
        .into_iter()
        .find_map(|(end, form)| {
            let path = format!("content/registers/{register}/{item}.{end}");
            let open = || inputs.stream(&path).map(|bytes| Box::new(bytes) as Box<dyn std::io::Read>);
            open().ok()?;
            parse::guard(form, &open).map(|guard| (path.clone(), guard))
        })
}

/// Why the share may not show the item any more; `None` where it may, or where that cannot be told.
fn narrowed(guard: &Guard, share: Option<&ParsedShare>, (register, item): (&str, &str)) -> Option<String> {
    match guard.access.as_deref() {
        Some("private") => return Some("which is private now".to_owned()),
        // What is published is open to whoever has the link, whatever the share's file says by now.
        Some("groups") => return Some("which is for its groups only now".to_owned()),
        _ => {}
    }
    let status = guard.status.as_deref().filter(|status| ["draft", "archived"].contains(status))?;
    let include = share?.include.as_ref()?;
    let is = |id: &Id, text: &str| id.as_str() == text;
    let named = include.iter().any(|line| match &line.value {
        Inclusion::Item(named) => is(&named.register, register) && is(&named.item, item),
        Inclusion::Register(_) => false,
    });
    (!named).then(|| format!("whose status is {status} now and which the share does not name"))
}
