//! A share through its life: made, changed, moved, withdrawn, given back, deleted; in its own file and in the ledger.

mod by_hand;
mod delete;
mod details;
mod edit;
mod editor;
mod error;
mod extend;
mod holds;
mod links;
mod new;
mod revoke;
mod rotate;
mod withdrawn;

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use crate::ledger::AppendError;
use crate::link::{Folder, masked_url, url};
use crate::model::id::Id;
use crate::model::lifetime::Lifetime;
use crate::model::selection::InternalNotes;
use crate::workspace::{LedgerNote, Report, Workspace};

pub use details::ShareDetails;
use editor::ShareEditor;
pub use error::ShareError;
pub use links::ShareLinks;
pub(super) use withdrawn::events as withdrawn_events;

/// A change of one share.
#[derive(Debug, Clone)]
pub enum ShareCommand {
    /// Makes it; the next build publishes it.
    New(NewShare),
    /// Changes what it says and holds, and when it opens.
    Edit(EditShare),
    /// Moves its end, which changes its links.
    Extend {
        /// The share.
        id: String,
        /// The new end.
        end: NewEnd,
    },
    /// Changes its links, or that of one recipient: the old ones stop with the next build.
    Rotate {
        /// The share.
        id: String,
        /// The recipient or application whose link changes; all unless given.
        recipient: Option<String>,
    },
    /// Withdraws it, or the link of one recipient.
    Revoke {
        /// The share.
        id: String,
        /// The recipient or application whose link is withdrawn; all unless given.
        recipient: Option<String>,
        /// Why, for the file and the ledger; no reader sees it.
        reason: Option<String>,
    },
    /// Gives back what was withdrawn.
    Restore {
        /// The share.
        id: String,
        /// The recipient or application whose link is given back; all unless given.
        recipient: Option<String>,
        /// Under the link that was withdrawn, which others may know.
        same_link: bool,
    },
    /// Withdraws it for good: closes its links at once, and removes its file.
    Delete {
        /// The share.
        id: String,
        /// Why, for the ledger; no reader sees it.
        reason: Option<String>,
        /// Where pages are written; [`Workspace::default_output`] unless given.
        output: Option<PathBuf>,
        /// Whether a person has said yes.
        confirmed: bool,
    },
}

/// What a new share is to be.
#[derive(Debug, Clone, Default)]
pub struct NewShare {
    /// The title that its readers see.
    pub title: String,
    /// Its name: that of its file. Made of the title unless given.
    pub id: Option<String>,
    /// Registers: their published items.
    pub registers: Vec<String>,
    /// Items by name, `REGISTER/ITEM`, whatever their status.
    pub items: Vec<String>,
    /// When it opens; with the next build unless given.
    pub opens: Option<DateTime<FixedOffset>>,
    /// When it ends; the site's default unless given.
    pub expires: Option<WrittenLifetime>,
    /// Who has a link of their own, by opaque ids; without, there is one link.
    pub recipients: Vec<String>,
    /// Applications that have a link of their own.
    pub applications: Vec<String>,
    /// Groups that it is for: refused until sealed shares exist.
    pub groups: Vec<String>,
    /// Which fields it shows: the name of a profile, or fields with commas between; the site's default unless given.
    pub profile: Option<String>,
    /// The language of its pages.
    pub lang: Option<String>,
    /// A few words for its readers.
    pub note: Option<String>,
    /// Whether a person has said that drafts may be shared.
    pub confirmed: bool,
}

/// What changes of a share's words and of what it holds. What is not given stays.
#[derive(Debug, Clone, Default)]
pub struct EditShare {
    /// The share.
    pub id: String,
    /// Another title.
    pub title: Option<String>,
    /// Another note; an empty one removes it.
    pub note: Option<String>,
    /// Other fields.
    pub profile: Option<String>,
    /// Another language of its pages.
    pub lang: Option<String>,
    /// When it opens.
    pub opens: Option<DateTime<FixedOffset>>,
    /// Registers that it holds from now on.
    pub add_registers: Vec<String>,
    /// Items that it holds from now on.
    pub add_items: Vec<String>,
    /// Registers that it holds no longer.
    pub remove_registers: Vec<String>,
    /// Items that it names no longer.
    pub remove_items: Vec<String>,
    /// Those who have a link besides from now on.
    pub add_recipients: Vec<String>,
    /// Those who are taken off the list.
    pub remove_recipients: Vec<String>,
    /// Whether a person has said that drafts may be shared.
    pub confirmed: bool,
}

/// A lifetime as it was written, and what it means.
#[derive(Debug, Clone)]
pub struct WrittenLifetime {
    /// As it stands in the file.
    pub text: String,
    /// What it means.
    pub lifetime: Lifetime,
}

impl WrittenLifetime {
    /// The end of what lives from `start` on; `None` for never.
    #[must_use]
    pub fn end(&self, start: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
        self.lifetime.end(start)
    }
}

/// Where the end of a share moves.
#[derive(Debug, Clone)]
pub enum NewEnd {
    /// There: a duration counts from its opening or creation.
    At(WrittenLifetime),
    /// So much later than its end is now: a duration.
    Later(Lifetime),
}

/// What was done with a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShareDeed {
    /// It is new; the next build publishes it, or the first one from its opening on.
    Created {
        /// When it opens, if not at once.
        opens: Option<DateTime<FixedOffset>>,
    },
    /// What it says or holds was changed.
    Edited,
    /// Its end was moved; `None` is never.
    Extended {
        /// The end that it had.
        from: Option<DateTime<FixedOffset>>,
        /// The end that it has.
        to: Option<DateTime<FixedOffset>>,
    },
    /// Its links change, or that of one recipient.
    Rotated(Option<Id>),
    /// It is withdrawn, or the link of one recipient.
    Revoked(Option<Id>),
    /// It was withdrawn before, or the link of one recipient: nothing is changed.
    RevokedBefore(Option<Id>),
    /// It is given back, or the link of one recipient.
    Restored {
        /// Whose link; all unless given.
        recipient: Option<Id>,
        /// Under the link that was withdrawn.
        same_link: bool,
    },
    /// It is no longer closed by hand; the next build opens it.
    Reopened,
    /// It is no longer closed by hand; no file defines it.
    Forgotten,
    /// It is withdrawn for good, and its files are gone.
    Deleted {
        /// The files that it had.
        paths: Vec<String>,
        /// How many published links were closed at once.
        closed: usize,
    },
}

/// What became of the ledger.
#[derive(Debug)]
pub enum LedgerOutcome {
    /// There was nothing to tell it.
    Nothing,
    /// It was told.
    Told(LedgerNote),
    /// The links are not known, so that it does not know of this.
    LinksUnknown,
    /// It could not be told; the change itself is done.
    Failed(AppendError),
}

/// A share before and after a change.
#[derive(Debug)]
pub struct ShareChange {
    /// The share.
    pub share: Id,
    /// Its file, from the site's folder.
    pub path: String,
    /// What was done.
    pub deed: ShareDeed,
    /// The errors of the site as it is now, and what else there is to say of the share's file.
    pub report: Report,
    /// Its links as they were; `None` for a new share, and where they are not known.
    pub old: Option<ShareLinks>,
    /// Its links as they are; `None` where they are not known.
    pub links: Option<ShareLinks>,
    /// When it opens, if its file says so.
    pub opens: Option<DateTime<FixedOffset>>,
    /// Whether it opens later than the instant of the call.
    pub is_scheduled: bool,
    /// How many items it holds, and how many internal notes it shows; `None` where an error keeps that from being known.
    pub internal: Option<InternalNotes>,
    /// Where the site is found, as far as that could be read.
    pub base_url: String,
    /// What became of the ledger.
    pub ledger: LedgerOutcome,
}

impl ShareChange {
    /// A share that no file defines, or none any more.
    fn of_no_file(editor: &ShareEditor<'_>, id: &Id, deed: ShareDeed, ledger: LedgerOutcome) -> Self {
        Self {
            share: id.clone(),
            path: editor.path(id),
            deed,
            report: Report::default(),
            old: None,
            links: None,
            opens: None,
            is_scheduled: false,
            internal: None,
            base_url: editor.base_url().to_owned(),
            ledger,
        }
    }
}

/// The URL of a link: in full, which opens the share to whoever reads it, or with its token hidden.
#[must_use]
pub fn link_url(base_url: &str, folder: &Folder, in_full: bool) -> String {
    if in_full { url(base_url, folder) } else { masked_url(base_url, folder) }
}

impl Workspace {
    /// Does what `command` says: in the share's file, in the ledger, and for [`ShareCommand::Delete`] in the output. A build
    /// publishes the rest. Everything is checked before the file is written, and nothing is written where that finds an
    /// error; only withdrawing never waits for correctness.
    ///
    /// # Errors
    ///
    /// See [`ShareError`]: nothing was changed, but for [`ShareError::DeleteStopped`].
    pub fn apply(&self, command: &ShareCommand) -> Result<ShareChange, ShareError> {
        match command {
            ShareCommand::New(wish) => new::run(self, wish),
            ShareCommand::Edit(wish) => edit::run(self, wish),
            ShareCommand::Extend { id, end } => extend::run(self, id, end),
            ShareCommand::Rotate { id, recipient } => rotate::run(self, id, recipient.as_deref()),
            ShareCommand::Revoke { id, recipient, reason } => {
                revoke::revoke(self, id, recipient.as_deref(), reason.as_deref())
            }
            ShareCommand::Restore { id, recipient, same_link } => {
                revoke::restore(self, id, recipient.as_deref(), *same_link)
            }
            ShareCommand::Delete { id, reason, output, confirmed } => {
                let output = output.clone().unwrap_or_else(|| self.default_output());
                delete::run(self, id, reason.as_deref(), &output, *confirmed)
            }
        }
    }
}
