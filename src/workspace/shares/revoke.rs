//! Withdrawing a share or one link, and giving it back.

use crate::edit::{Change, NewValue};
use crate::model::id::Id;
use crate::parse::ParsedShare;
use crate::workspace::build::take_lock;
use crate::workspace::shares::by_hand;
use crate::workspace::shares::editor::{Care, Deed, ShareEditor, check_reason, recipient, within};
use crate::workspace::shares::rotate::raise;
use crate::workspace::shares::{LedgerOutcome, ShareChange, ShareDeed, ShareError};
use crate::workspace::{Workspace, instant};

/// Withdraws the share, or the link of one recipient.
pub(super) fn revoke(
    site: &Workspace,
    id: &str,
    one: Option<&str>,
    reason: Option<&str>,
) -> Result<ShareChange, ShareError> {
    check_reason(reason)?;
    let editor = ShareEditor::open(site)?;
    let share = editor.share(id)?;
    let one = one.map(|name| recipient(&share, name)).transpose()?;
    if (share.revoked && !share.by_hand) || one.as_ref().is_some_and(|one| is_revoked(&share, one)) {
        return editor.change(&share, &[], Care::Urgent, ShareDeed::RevokedBefore(one));
    }
    let mut keys = vec![("at", instant(&editor.now))];
    keys.extend(reason.map(|reason| ("reason", reason.to_owned())));
    let change =
        Change::Set { within: within(&share, one.as_ref()), key: "revoked", value: NewValue::Keys(keys) };
    editor.change(&share, &[change], Care::Urgent, Deed { deed: ShareDeed::Revoked(one), reason })
}

/// Gives the share back, or the link of one recipient.
pub(super) fn restore(
    site: &Workspace,
    id: &str,
    one: Option<&str>,
    same_link: bool,
) -> Result<ShareChange, ShareError> {
    let mut editor = ShareEditor::open(site)?;
    let noted = Id::new(id).ok().filter(|id| editor.opened.inputs.closed.contains(id));
    // A build or a `--close` under way would not know of it.
    let _lock = noted.is_some().then(|| take_lock(&editor.opened.state)).transpose()?;
    if let Some(id) = &noted {
        editor = match by_hand::restore(editor, id, one.is_some())? {
            by_hand::Restored::Done(change) => return Ok(*change),
            by_hand::Restored::RevokedToo(editor) => *editor,
        };
    }
    let share = editor.share(id)?;
    let one = one.map(|name| recipient(&share, name)).transpose()?;
    refuse_restore(&share, one.as_ref())?;
    let mut changes = vec![Change::Remove { within: within(&share, one.as_ref()), key: "revoked" }];
    if !same_link {
        changes.push(raise(&share, one.as_ref()));
    }
    let state = editor.opened.state.clone();
    let deed = ShareDeed::Restored { recipient: one, same_link };
    let change = editor.change(&share, &changes, Care::Sound, deed)?;
    // The file has its say again, and only now: whatever stops this on the way leaves the share closed.
    if let (false, Some(id)) = (matches!(change.ledger, LedgerOutcome::Failed(_)), &noted) {
        by_hand::lift(&state, id)?;
    }
    Ok(change)
}

/// Refuses to give back what is not withdrawn, or not from this one alone.
fn refuse_restore(share: &ParsedShare, one: Option<&Id>) -> Result<(), ShareError> {
    if let (true, Some(one)) = (share.revoked, one) {
        return Err(ShareError::WithdrawnFromAll { share: share.id.clone(), recipient: one.clone() });
    }
    if share.revoked || one.is_some_and(|one| is_revoked(share, one)) {
        return Ok(());
    }
    let holders = share.link_holders();
    let alone = holders.iter().filter(|holder| holder.revoked && one.is_none());
    Err(ShareError::NotWithdrawn {
        share: share.id.clone(),
        recipient: one.cloned(),
        alone: alone.map(|holder| holder.id.to_string()).collect(),
    })
}

fn is_revoked(share: &ParsedShare, id: &Id) -> bool {
    share.link_holders().iter().any(|holder| holder.id == *id && holder.revoked)
}
