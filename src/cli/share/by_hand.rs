//! `extrait share restore` of a share that was closed with `build --prune --close`: its links are the same as before.

use serde_json::json;

use crate::cli::args::{AnswerFormat, RestoreShare};
use crate::cli::share::change_report::ChangeReport;
use crate::cli::share::desk::ShareEditor;
use crate::cli::{Exit, Failure, report};
use crate::load::state::StateFolder;
use crate::model::id::Id;
use crate::publish::{ByHand, Machine};

/// Opens the share again, as its file has it. `None` where its file revokes it too: that is more to undo, and from here on the
/// note closes nothing that `desk` checks.
pub(super) fn restore(
    args: &RestoreShare,
    desk: &mut ShareEditor<'_>,
    id: &Id,
) -> Option<Result<Exit, Failure>> {
    let share = desk.opened.prepared.shares.iter().find(|share| share.id == *id).cloned();
    let Some(share) = share else { return Some(forget(args, desk, id)) };
    if args.recipient.is_some() {
        let message =
            format!("`{id}` is closed by hand, for everybody: restore it without --recipient first");
        return Some(Err(Failure::usage(message)));
    }
    let old = desk.links(&share);
    desk.opened.inputs.closed.remove(id);
    desk.opened.check_again(args.common.base_url.as_deref());
    if !share.by_hand {
        return None;
    }
    let told = ChangeReport {
        done: "it is no longer closed by hand; the next build opens it".to_owned(),
        reason: None,
    };
    Some(lift(&desk.opened.state, id).and_then(|()| desk.finish(id, old.as_ref(), &told)))
}

/// Removes the note about a share that no file defines.
fn forget(args: &RestoreShare, desk: &ShareEditor<'_>, id: &Id) -> Result<Exit, Failure> {
    lift(&desk.opened.state, id)?;
    match args.common.format {
        AnswerFormat::Json => report::print_json(&json!({"share": id.as_str(), "closed_by_hand": false})),
        AnswerFormat::Human => {
            report::println(&format!("{id}: it is no longer closed by hand; no file defines it"));
        }
    }
    Ok(Exit::Fine)
}

/// Removes the note that keeps the share closed.
pub(super) fn lift(state: &StateFolder, id: &Id) -> Result<(), Failure> {
    for folder in state.folders() {
        ByHand::lift(&folder, &Machine, id).map_err(Failure::machine)?;
    }
    Ok(())
}
