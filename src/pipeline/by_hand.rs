//! Shares that a person closed with `build --prune --close`: they stay closed whatever their files say.

use crate::diag::codes::SHARE_CLOSED_BY_HAND;
use crate::diag::{Diagnostic, Place, Problems, Severity};
use crate::load::Inputs;
use crate::model::id::Id;
use crate::parse::ParsedShare;
use crate::parse::layout::Role;

/// Counts the shares as withdrawn that were closed by hand, and reports each that its own file does not revoke.
pub(super) fn withdraw(shares: &mut [ParsedShare], inputs: &Inputs, problems: &mut Problems) {
    for id in &inputs.closed {
        let mut own = shares.iter_mut().filter(|share| share.id == *id).peekable();
        if own.peek().is_none() {
            let message = format!("`{id}` is closed by hand, and no file defines it");
            problems.push(
                Diagnostic::new(&SHARE_CLOSED_BY_HAND, Place::Elsewhere, message)
                    .severity(Severity::Note)
                    .help(format!(
                        "it stays closed if its file comes back; `extrait share restore {id}` forgets it"
                    )),
            );
            continue;
        }
        let mut is_said = false;
        for share in own {
            is_said |= share.revoked;
            share.by_hand = !share.revoked;
            share.revoked = true;
        }
        if !is_said {
            let message =
                format!("`{id}` is closed by hand: its file does not say so, and nothing of it is published");
            problems.push(Diagnostic::new(&SHARE_CLOSED_BY_HAND, place(inputs, id), message).help(format!(
                "`extrait share revoke {id}` withdraws it for good; `extrait share restore {id}` opens it again, under the same links"
            )));
        }
    }
}

/// The file of the share.
fn place(inputs: &Inputs, id: &Id) -> Place {
    let read = inputs.sources.iter().map(|(_, source)| source.path.as_str());
    let unread = inputs.problems.iter().filter_map(|problem| match &problem.place {
        Place::File(path) => Some(path.as_str()),
        _ => None,
    });
    let own = |path: &&str| matches!(Role::of(path), Role::Share { share } if share == id.as_str());
    let path = read.chain(unread).find(own);
    Place::File(path.map_or_else(|| format!("content/shares/{id}.yaml"), str::to_owned))
}
