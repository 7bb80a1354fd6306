//! Other links for the same share.

use crate::edit::{Change, NewValue};
use crate::model::id::Id;
use crate::model::recipient::LinkSpec;
use crate::parse::ParsedShare;
use crate::workspace::Workspace;
use crate::workspace::shares::editor::{Care, ShareEditor, recipient, within};
use crate::workspace::shares::{ShareChange, ShareDeed, ShareError};

/// Changes the links of the share, or that of one recipient.
pub(super) fn run(site: &Workspace, id: &str, one: Option<&str>) -> Result<ShareChange, ShareError> {
    let editor = ShareEditor::open(site)?;
    let share = editor.share(id)?;
    let one = one.map(|name| recipient(&share, name)).transpose()?;
    let holders = share.link_holders();
    let holders = LinkSpec::all(&holders, share.generation.unwrap_or(1), share.revoked);
    let named = |holder: &&LinkSpec<'_>| {
        one.as_ref().is_none_or(|one| holder.recipient.is_some_and(|r| r.id == *one))
    };
    if holders.iter().filter(named).all(|holder| holder.revoked) {
        let id = share.id.clone();
        return Err(if share.by_hand {
            ShareError::ClosedByHand(id)
        } else {
            ShareError::NoLinkToChange { share: id, recipient: one }
        });
    }
    let change = raise(&share, one.as_ref());
    editor.change(&share, &[change], Care::Sound, ShareDeed::Rotated(one))
}

/// Raises the generation: of the share above that of each of its links, of one recipient above its own.
pub(super) fn raise(share: &ParsedShare, one: Option<&Id>) -> Change {
    let holders = share.link_holders();
    let holders = LinkSpec::all(&holders, share.generation.unwrap_or(1), share.revoked);
    let counted = holders.iter().filter(|holder| {
        one.is_none_or(|one| holder.recipient.is_some_and(|recipient| recipient.id == *one))
    });
    let generation = counted.map(|holder| holder.generation).max().unwrap_or(1) + 1;
    Change::Set {
        within: within(share, one),
        key: "generation",
        value: NewValue::Text(generation.to_string()),
    }
}
