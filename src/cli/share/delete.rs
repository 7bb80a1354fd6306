//! `extrait share delete`: a share is withdrawn in the ledger, its links are closed at once, and its file is removed, in
//! this order: whatever stops it on the way, no link is open that was said to be closed.

use std::collections::BTreeSet;

use serde_json::json;

use crate::cli::args::{AnswerFormat, DeleteShare};
use crate::cli::build::{refuse_inside, refuse_of_others, take_lock};
use crate::cli::ledger::appended;
use crate::cli::report::plural;
use crate::cli::share::desk::{ShareEditor, check_reason};
use crate::cli::share::withdrawn;
use crate::cli::{Exit, Failure, report, site};
use crate::diag::{Place, suggest};
use crate::edit;
use crate::ledger::{self, Ledger};
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::parse::layout::Role;
use crate::pipeline::{Clues, close_shares};
use crate::publish::{Target, has_links};

/// Deletes the share.
pub(super) fn run(args: &DeleteShare) -> Result<Exit, Failure> {
    check_reason(args.reason.as_deref())?;
    let root = &args.common.site.folder;
    let output = args.output.clone().unwrap_or_else(|| root.join("output"));
    let state = site::state(&args.common.site)?;
    refuse_inside(root, &state, &output)?;
    if !has_links(&output) {
        refuse_of_others(&output)?;
    }
    // A build that has read the file already would publish the share again.
    let (lock, _) = take_lock(&state)?;
    let desk = ShareEditor::open(&args.common, WhenMissing::Complain)?;
    let (id, paths) = named(&desk, &args.id)?;
    confirm(args, &id)?;
    let ledger = ledger::read(root).map_err(Failure::machine)?.unwrap_or_default();
    let (prepared, key) = (&desk.opened.prepared, desk.key.as_ref());
    let events = withdrawn::events(prepared, key, &id, &ledger, (desk.now, args.reason.as_deref()));
    if !events.is_empty() {
        let done = ledger::append(root, &events).map_err(|error| {
            Failure::internal(format!(
                "nothing is deleted, as {error}; `extrait share revoke {id}` works all the same"
            ))
        })?;
        appended(root, &done, args.common.format.into());
    } else if ledger.last_events().iter().all(|event| event.share != id) {
        report::error("warning: the ledger does not know of this, for the links are not known\n");
    }
    let closed = if output.exists() { close(&desk, &id, &ledger, &output)? } else { 0 };
    for path in &paths {
        edit::remove(root, path).map_err(Failure::machine)?;
    }
    drop(lock);
    match args.common.format {
        AnswerFormat::Json => {
            report::println(&json!({"share": id.as_str(), "removed": paths, "closed": closed}).to_string());
        }
        AnswerFormat::Human => {
            let links = plural(closed, "published link");
            report::println(&format!("{}: deleted; {links} closed", paths.join(", ")));
        }
    }
    Ok(Exit::Fine)
}

/// The share and its files: they need not be readable.
fn named(desk: &ShareEditor<'_>, typed: &str) -> Result<(Id, Vec<String>), Failure> {
    let inputs = &desk.opened.inputs;
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
    let own = shares.iter().filter(|(share, _)| share == typed);
    let paths: Vec<_> = own.map(|(_, path)| path.clone()).collect();
    match Id::new(typed) {
        Ok(id) if !paths.is_empty() => Ok((id, paths)),
        _ => {
            let help = suggest(typed, shares.iter().map(|(share, _)| share.as_str()));
            Err(Failure::usage(format!("no share `{typed}`: {help}")))
        }
    }
}

fn confirm(args: &DeleteShare, id: &Id) -> Result<(), Failure> {
    if args.common.yes {
        return Ok(());
    }
    match report::ask(&format!("the links of `{id}` are closed at once, and its file is removed; go on?")) {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::usage("nothing was deleted")),
        None => Err(Failure::usage(format!("`{id}` would be deleted; --yes confirms it"))),
    }
}

/// Removes every published folder of the share; returns how many there were.
fn close(
    desk: &ShareEditor<'_>,
    id: &Id,
    ledger: &Ledger,
    output: &std::path::Path,
) -> Result<usize, Failure> {
    let state = desk.opened.state.folder();
    let target = Target::open(output, state).map_err(Failure::machine)?;
    let identity = desk.opened.prepared.site_id.as_ref().zip(desk.key.as_ref());
    let shares = &desk.opened.prepared.shares;
    let clues = Clues { state, ledger: Some(ledger), identity, shares };
    let closed = close_shares(&BTreeSet::from([id.clone()]), &clues, &target, desk.opened.now);
    target.settle().map_err(Failure::machine)?;
    Ok(closed.map_err(Failure::machine)?.values().sum())
}
