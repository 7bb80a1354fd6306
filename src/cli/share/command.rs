//! What a command line asks of a share.

use crate::cli::args::{
    DeleteShareArgs, EditShareArgs, ExtendShareArgs, NewShareArgs, RestoreShareArgs, RevokeShareArgs,
    RotateShareArgs,
};
use crate::workspace::{EditShare, NewEnd, NewShare, ShareCommand};

pub(super) fn new(args: &NewShareArgs, confirmed: bool) -> ShareCommand {
    ShareCommand::New(NewShare {
        title: args.title.clone(),
        id: args.id.clone(),
        registers: args.register.clone(),
        items: args.item.clone(),
        opens: args.opens,
        expires: args.expires.clone(),
        recipients: args.recipient.clone(),
        applications: args.application.clone(),
        groups: args.group.clone(),
        profile: args.profile.clone(),
        lang: args.lang.clone(),
        note: args.note.clone(),
        confirmed,
    })
}

pub(super) fn edit(args: &EditShareArgs, confirmed: bool) -> ShareCommand {
    ShareCommand::Edit(EditShare {
        id: args.id.clone(),
        title: args.title.clone(),
        note: args.note.clone(),
        profile: args.profile.clone(),
        lang: args.lang.clone(),
        opens: args.opens,
        add_registers: args.add_register.clone(),
        add_items: args.add_item.clone(),
        remove_registers: args.remove_register.clone(),
        remove_items: args.remove_item.clone(),
        add_recipients: args.add_recipient.clone(),
        remove_recipients: args.remove_recipient.clone(),
        confirmed,
    })
}

pub(super) fn extend(args: &ExtendShareArgs) -> ShareCommand {
    // One of the two is given: clap refuses the rest.
    let by = args.by.as_ref().map(|by| NewEnd::Later(by.lifetime));
    let end = args.expires.clone().map(NewEnd::At).or(by).expect("clap requires one end");
    ShareCommand::Extend { id: args.id.clone(), end }
}

pub(super) fn rotate(args: &RotateShareArgs) -> ShareCommand {
    ShareCommand::Rotate { id: args.id.clone(), recipient: args.recipient.clone() }
}

pub(super) fn revoke(args: &RevokeShareArgs) -> ShareCommand {
    let (recipient, reason) = (args.recipient.clone(), args.reason.clone());
    ShareCommand::Revoke { id: args.id.clone(), recipient, reason }
}

pub(super) fn restore(args: &RestoreShareArgs) -> ShareCommand {
    let (recipient, same_link) = (args.recipient.clone(), args.same_link);
    ShareCommand::Restore { id: args.id.clone(), recipient, same_link }
}

pub(super) fn delete(args: &DeleteShareArgs, confirmed: bool) -> ShareCommand {
    let (reason, output) = (args.reason.clone(), args.output.clone());
    ShareCommand::Delete { id: args.id.clone(), reason, output, confirmed }
}
