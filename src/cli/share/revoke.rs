//! `extrait share revoke` and `restore`: withdrawing a share or one link, and giving it back.

use crate::cli::args::{AnswerFormat, RestoreShare, RevokeShare};
use crate::cli::build::take_lock;
use crate::cli::report::instant;
use crate::cli::share::by_hand;
use crate::cli::share::change_report::ChangeReport;
use crate::cli::share::desk::{Care, ShareEditor, check_reason, recipient, within};
use crate::cli::share::rotate::raise;
use crate::cli::{Exit, Failure, report};
use crate::edit::{Change, NewValue};
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::parse::ParsedShare;

/// Withdraws the share, or the link of one recipient.
pub(super) fn revoke(args: &RevokeShare) -> Result<Exit, Failure> {
    check_reason(args.reason.as_deref())?;
    let desk = ShareEditor::open(&args.common, WhenMissing::Complain)?;
    let share = desk.share(&args.id)?;
    let one = args.recipient.as_deref().map(|name| recipient(&share, name)).transpose()?;
    if (share.revoked && !share.by_hand) || one.as_ref().is_some_and(|one| is_revoked(&share, one)) {
        if desk.common.format == AnswerFormat::Human {
            report::println(&format!(
                "{} was withdrawn before; nothing is changed",
                named(&share, one.as_ref())
            ));
            return Ok(Exit::Fine);
        }
        return desk.change(&share, &[], Care::Urgent, &ChangeReport { done: String::new(), reason: None });
    }
    let mut keys = vec![("at", instant(&desk.now))];
    keys.extend(args.reason.clone().map(|reason| ("reason", reason)));
    let change =
        Change::Set { within: within(&share, one.as_ref()), key: "revoked", value: NewValue::Keys(keys) };
    let done = match &one {
        Some(one) => format!("the link of {one} is withdrawn, all others stay"),
        None => "it is withdrawn".to_owned(),
    };
    desk.change(&share, &[change], Care::Urgent, &ChangeReport { done, reason: args.reason.as_deref() })
}

/// Gives the share back, or the link of one recipient.
pub(super) fn restore(args: &RestoreShare) -> Result<Exit, Failure> {
    let mut desk = ShareEditor::open(&args.common, WhenMissing::Complain)?;
    let noted = Id::new(&args.id).ok().filter(|id| desk.opened.inputs.closed.contains(id));
    // A build or a `--close` under way would not know of it.
    let lock = noted.is_some().then(|| take_lock(&desk.opened.state)).transpose()?;
    if let Some(exit) = noted.as_ref().and_then(|id| by_hand::restore(args, &mut desk, id)) {
        return exit;
    }
    let share = desk.share(&args.id)?;
    let one = args.recipient.as_deref().map(|name| recipient(&share, name)).transpose()?;
    if let (true, Some(one)) = (share.revoked, &one) {
        return Err(Failure::usage(format!(
            "`{}` is withdrawn from everybody: restore it without --recipient first, then {one}",
            share.id
        )));
    }
    if !share.revoked && !one.as_ref().is_some_and(|one| is_revoked(&share, one)) {
        let holders = share.link_holders();
        let alone = holders.iter().filter(|holder| holder.revoked);
        let alone: Vec<_> = alone.map(|holder| holder.id.as_str()).collect();
        let help = match (&one, alone.as_slice()) {
            (None, [_, ..]) => format!("; some of its links are, by --recipient: {}", alone.join(", ")),
            _ => String::new(),
        };
        return Err(Failure::usage(format!("{} is not withdrawn{help}", named(&share, one.as_ref()))));
    }
    let mut changes = vec![Change::Remove { within: within(&share, one.as_ref()), key: "revoked" }];
    if !args.same_link {
        changes.push(raise(&share, one.as_ref()));
    }
    let done = match (&one, args.same_link) {
        (Some(one), false) => format!("{one} is given a new link"),
        (Some(one), true) => format!("{one} is given the same link back"),
        (None, false) => "it is given back under new links".to_owned(),
        (None, true) => "it is given back under the same links".to_owned(),
    };
    let state = desk.opened.state.clone();
    let exit = desk.change(&share, &changes, Care::Sound, &ChangeReport { done, reason: None })?;
    // The file has its say again, and only now: whatever stops this on the way leaves the share closed.
    if let (Exit::Fine, Some(id)) = (exit, &noted) {
        by_hand::lift(&state, id)?;
    }
    drop(lock);
    Ok(exit)
}

fn is_revoked(share: &ParsedShare, id: &Id) -> bool {
    share.link_holders().iter().any(|holder| holder.id == *id && holder.revoked)
}

fn named(share: &ParsedShare, one: Option<&Id>) -> String {
    match one {
        Some(one) => format!("the link of `{one}` in `{}`", share.id),
        None => format!("`{}`", share.id),
    }
}
