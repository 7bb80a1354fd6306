//! `extrait share rotate`: other links for the same share.

use crate::cli::args::RotateShare;
use crate::cli::share::change_report::ChangeReport;
use crate::cli::share::desk::{Care, ShareEditor, recipient, within};
use crate::cli::{Exit, Failure};
use crate::edit::{Change, NewValue};
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::model::recipient::LinkSpec;
use crate::parse::ParsedShare;

/// Changes the links of the share, or that of one recipient.
pub(super) fn run(args: &RotateShare) -> Result<Exit, Failure> {
    let desk = ShareEditor::open(&args.common, WhenMissing::Complain)?;
    let share = desk.share(&args.id)?;
    let one = args.recipient.as_deref().map(|name| recipient(&share, name)).transpose()?;
    let holders = share.link_holders();
    let holders = LinkSpec::all(&holders, share.generation.unwrap_or(1), share.revoked);
    let named = |holder: &&LinkSpec<'_>| {
        one.as_ref().is_none_or(|one| holder.recipient.is_some_and(|r| r.id == *one))
    };
    if holders.iter().filter(named).all(|holder| holder.revoked) {
        if share.by_hand {
            return Err(Failure::usage(format!(
                "`{0}` is closed by hand: `extrait share restore {0}` first",
                share.id
            )));
        }
        let whom = one.as_ref().map(|one| format!(" --recipient {one}")).unwrap_or_default();
        return Err(Failure::usage(format!(
            "what is withdrawn has no link to change: `extrait share restore {}{whom}` gives a new one",
            share.id
        )));
    }
    let change = raise(&share, one.as_ref());
    let done = match &one {
        Some(one) => format!("the link of {one} changes, all others stay"),
        None => "its links change".to_owned(),
    };
    desk.change(&share, &[change], Care::Sound, &ChangeReport { done, reason: None })
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
