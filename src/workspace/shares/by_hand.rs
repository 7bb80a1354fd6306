//! A share that was closed with `build --prune --close`, given back: its links are the same as before.

use crate::load::state::StateFolder;
use crate::model::id::Id;
use crate::publish::{ByHand, Machine, PublishError};
use crate::workspace::shares::editor::ShareEditor;
use crate::workspace::shares::{LedgerOutcome, ShareChange, ShareDeed, ShareError};

/// What came of it.
pub(super) enum Restored<'a> {
    /// The share is open again, as its file has it, or forgotten.
    Done(Box<ShareChange>),
    /// The share's file revokes it too: that is more to undo, and from here on the note closes nothing that the editor checks.
    RevokedToo(Box<ShareEditor<'a>>),
}

/// Opens the share again, as its file has it; `for_one` recipient that cannot be done.
pub(super) fn restore<'a>(
    mut editor: ShareEditor<'a>,
    id: &Id,
    for_one: bool,
) -> Result<Restored<'a>, ShareError> {
    let share = editor.opened.prepared.shares.iter().find(|share| share.id == *id).cloned();
    let Some(share) = share else {
        return forget(&editor, id).map(|change| Restored::Done(Box::new(change)));
    };
    if for_one {
        return Err(ShareError::ClosedForAll(id.clone()));
    }
    let old = editor.links(&share);
    editor.opened.inputs.closed.remove(id);
    editor.opened.check_again();
    if !share.by_hand {
        return Ok(Restored::RevokedToo(Box::new(editor)));
    }
    lift(&editor.opened.state, id)?;
    editor.finish(id, old, ShareDeed::Reopened).map(|change| Restored::Done(Box::new(change)))
}

/// Removes the note about a share that no file defines.
fn forget(editor: &ShareEditor<'_>, id: &Id) -> Result<ShareChange, ShareError> {
    lift(&editor.opened.state, id)?;
    Ok(ShareChange::of_no_file(editor, id, ShareDeed::Forgotten, LedgerOutcome::Nothing))
}

/// Removes the note that keeps the share closed.
pub(super) fn lift(state: &StateFolder, id: &Id) -> Result<(), PublishError> {
    for folder in state.folders() {
        ByHand::lift(&folder, &Machine, id)?;
    }
    Ok(())
}
