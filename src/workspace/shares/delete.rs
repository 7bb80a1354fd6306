//! A share is withdrawn in the ledger, its links are closed at once, and its file is removed, in this order: whatever stops
//! it on the way, no link is open that was said to be closed.

use std::collections::BTreeSet;
use std::path::Path;

use crate::diag::Place;
use crate::edit;
use crate::ledger::{self, Ledger};
use crate::model::id::Id;
use crate::parse::layout::Role;
use crate::pipeline::{Clues, close_shares};
use crate::publish::{PublishError, Target, has_links};
use crate::workspace::build::take_lock;
use crate::workspace::build_failure::{refuse_inside, refuse_of_others};
use crate::workspace::shares::editor::{ShareEditor, check_reason};
use crate::workspace::shares::{LedgerOutcome, ShareChange, ShareDeed, ShareError, withdrawn};
use crate::workspace::{LedgerNote, Workspace};

/// Deletes the share.
pub(super) fn run(
    site: &Workspace,
    name: &str,
    reason: Option<&str>,
    output: &Path,
    confirmed: bool,
) -> Result<ShareChange, ShareError> {
    check_reason(reason)?;
    let state = site.state()?;
    refuse_inside(&site.root, &state, output)?;
    if !has_links(output) {
        refuse_of_others(output)?;
    }
    // A build that has read the file already would publish the share again.
    let _lock = take_lock(&state)?;
    let editor = ShareEditor::open(site)?;
    let (id, paths) = named(&editor, name)?;
    if !confirmed {
        return Err(ShareError::DeletionUnconfirmed(id));
    }
    let ledger = ledger::read(&site.root)?.unwrap_or_default();
    let told = withdraw(&editor, &id, &ledger, reason)?;
    match remove(&editor, &id, &ledger, (output, &paths)) {
        Ok(closed) => {
            let deed = ShareDeed::Deleted { paths, closed };
            Ok(ShareChange::of_no_file(&editor, &id, deed, told))
        }
        Err(cause) => Err(ShareError::DeleteStopped { ledger: told, cause: Box::new(cause) }),
    }
}

/// Tells the ledger that every link of the share is withdrawn.
fn withdraw(
    editor: &ShareEditor<'_>,
    id: &Id,
    ledger: &Ledger,
    reason: Option<&str>,
) -> Result<LedgerOutcome, ShareError> {
    let (prepared, key) = (&editor.opened.prepared, editor.key.as_ref());
    let events = withdrawn::events(prepared, key, id, ledger, (editor.now, reason));
    if events.is_empty() {
        let is_known = ledger.last_events().iter().any(|event| event.share == *id);
        return Ok(if is_known { LedgerOutcome::Nothing } else { LedgerOutcome::LinksUnknown });
    }
    let root = &editor.site.root;
    let done = ledger::append(root, &events)
        .map_err(|error| ShareError::DeleteUntold { share: id.clone(), error })?;
    Ok(LedgerOutcome::Told(LedgerNote::of(root, &done)))
}

/// Removes every published folder of the share, then its files; returns how many folders there were.
fn remove(
    editor: &ShareEditor<'_>,
    id: &Id,
    ledger: &Ledger,
    (output, paths): (&Path, &[String]),
) -> Result<usize, ShareError> {
    let closed = if output.exists() { close(editor, id, ledger, output)? } else { 0 };
    for path in paths {
        edit::remove(&editor.site.root, path)?;
    }
    Ok(closed)
}

/// The share and its files: they need not be readable.
fn named(editor: &ShareEditor<'_>, name: &str) -> Result<(Id, Vec<String>), ShareError> {
    let inputs = &editor.opened.inputs;
    let read = inputs.sources.iter().map(|(_, source)| source.path.as_str());
    let unread = inputs.problems.iter().filter_map(|problem| match &problem.place {
        Place::File(path) => Some(path.as_str()),
        _ => None,
    });
    let shares: BTreeSet<_> = read
        .chain(unread)
        .filter_map(|path| match Role::of(path) {
            Role::Share { share } => Some((share, path.to_owned())),
            _ => None,
        })
        .collect();
    let own = shares.iter().filter(|(share, _)| share == name);
    let paths: Vec<_> = own.map(|(_, path)| path.clone()).collect();
    match Id::new(name) {
        Ok(id) if !paths.is_empty() => Ok((id, paths)),
        _ => {
            let known = shares.into_iter().map(|(share, _)| share).collect();
            Err(ShareError::NoShare { name: name.to_owned(), known })
        }
    }
}

/// Removes every published folder of the share; returns how many there were.
fn close(editor: &ShareEditor<'_>, id: &Id, ledger: &Ledger, output: &Path) -> Result<usize, PublishError> {
    let state = editor.opened.state.folder();
    let target = Target::open(output, state)?;
    let prepared = &editor.opened.prepared;
    let identity = prepared.site_id.as_ref().zip(editor.key.as_ref());
    let clues = Clues { state, ledger: Some(ledger), identity, shares: &prepared.shares };
    let closed = close_shares(&BTreeSet::from([id.clone()]), &clues, &target, editor.opened.now);
    target.settle()?;
    Ok(closed?.values().sum())
}
