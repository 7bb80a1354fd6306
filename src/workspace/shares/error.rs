//! Why a share was not changed.

use chrono::{DateTime, FixedOffset};

use crate::edit::{EditRefusal, FileError};
use crate::ledger::{AppendError, ReadError};
use crate::model::id::Id;
use crate::publish::PublishError;
use crate::workspace::shares::LedgerOutcome;
use crate::workspace::{BuildFailure, OpenError, Report, SiteError, instant};

/// Why a share was not changed. Each says what was wrong; a remedy depends on whoever asked.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// The site cannot be opened, or errors in its files stand in the way.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The output cannot be touched, or another build is running.
    #[error(transparent)]
    Build(#[from] BuildFailure),
    /// A share for groups has to be sealed.
    #[error(
        "a share for groups has to be sealed, which is not possible yet: a plain page would be open to everyone"
    )]
    ForGroups,
    /// A title without a letter.
    #[error("a title cannot be empty")]
    TitleEmpty,
    /// A title that lists and pages have no line for.
    #[error("a title is one line of visible text")]
    TitleForm,
    /// A reason that the ledger could not hold.
    #[error("a reason is one line of visible text of at most 2000 bytes")]
    Reason,
    /// There is no such share.
    #[error("no share `{name}`")]
    NoShare {
        /// As it was named.
        name: String,
        /// The shares that there are.
        known: Vec<String>,
    },
    /// There is no such register.
    #[error("no register `{name}`")]
    NoRegister {
        /// As it was named.
        name: String,
        /// The registers that there are.
        known: Vec<String>,
    },
    /// There is no such item.
    #[error("no item `{name}` in the register `{register}`")]
    NoItem {
        /// As it was named.
        name: String,
        /// Its register.
        register: String,
        /// The items that there are.
        known: Vec<String>,
    },
    /// What names an item is of another form.
    #[error("`{0}` is no item: write it as REGISTER/ITEM")]
    ItemForm(String),
    /// Drafts would be shared, and nobody has said yes.
    #[error("drafts would be shared: {}", drafts.join(", "))]
    DraftsUnconfirmed {
        /// The drafts, as they were named.
        drafts: Vec<String>,
    },
    /// The share would be deleted, and nobody has said yes.
    #[error("`{0}` would be deleted")]
    DeletionUnconfirmed(Id),
    /// What is to name a share is no id.
    #[error(
        "`{0}` is no id: 1 to 80 lower-case letters a-z, digits and hyphens, and no name that extrait writes itself"
    )]
    IdForm(String),
    /// No id follows from the title.
    #[error("no name follows from the title `{0}`")]
    IdMissing(String),
    /// A share of that name was closed by hand.
    #[error("a share `{0}` was closed by hand and would stay closed")]
    IdClosedByHand(Id),
    /// There is a share of that name.
    #[error("there is a share `{0}` already")]
    IdTaken(Id),
    /// A recipient or application is named several times.
    #[error("`{name}` is given {count} times: one link each")]
    Repeated {
        /// Who.
        name: String,
        /// How often.
        count: usize,
    },
    /// The site does not have the language.
    #[error("the site does not list the language `{lang}`")]
    NoLanguage {
        /// As it was named.
        lang: String,
        /// The site's languages.
        known: Vec<String>,
    },
    /// The instant of the opening has passed.
    #[error("{} has passed", instant(.0))]
    OpensPast(DateTime<FixedOffset>),
    /// It would end before it opens.
    #[error("it would end at {}, and open at {}: nobody could read it", instant(end), instant(opens))]
    NeverOpen {
        /// The end.
        end: DateTime<FixedOffset>,
        /// The opening.
        opens: DateTime<FixedOffset>,
    },
    /// The end has passed.
    #[error("{} has passed: a share ends later than now", instant(.0))]
    EndPast(DateTime<FixedOffset>),
    /// A text stands in the file by language.
    #[error("the {key} is written by language: change `{key}:` in {path} yourself")]
    Translated {
        /// `title` or `note`.
        key: &'static str,
        /// The file.
        path: String,
    },
    /// The share holds that already.
    #[error("`{share}` includes `{item}` already")]
    Included {
        /// The share.
        share: Id,
        /// The register or item.
        item: String,
    },
    /// The share does not hold that.
    #[error("`{share}` does not include `{item}`")]
    NotIncluded {
        /// The share.
        share: Id,
        /// The register or item.
        item: String,
        /// What it holds.
        known: Vec<String>,
    },
    /// The share would hold nothing.
    #[error("`{0}` would hold nothing")]
    NothingLeft(Id),
    /// The share has that recipient already.
    #[error("`{share}` has the recipient `{name}` already")]
    HasRecipient {
        /// The share.
        share: Id,
        /// The recipient.
        name: String,
    },
    /// The share has no such recipient or application.
    #[error("`{share}` has no {word} `{name}`")]
    NoRecipient {
        /// The share.
        share: Id,
        /// `recipient` or `application`.
        word: &'static str,
        /// As it was named.
        name: String,
        /// Those whom it has.
        known: Vec<String>,
    },
    /// The last recipient would go, which leaves one link for everybody.
    #[error("`{0}` would have no recipient left, and so one link for everybody")]
    NoRecipientLeft(Id),
    /// The command changes nothing.
    #[error("nothing is to be changed")]
    NothingToChange,
    /// What is withdrawn or closed by hand has no end to move.
    #[error("`{share}` is {}", if *by_hand { "closed by hand" } else { "withdrawn" })]
    Withdrawn {
        /// The share.
        share: Id,
        /// Closed by hand, and not withdrawn in its file.
        by_hand: bool,
    },
    /// The new end has passed.
    #[error(
        "that would be {}, which has passed: a duration counts from the share's {since}, {}",
        instant(end),
        instant(start)
    )]
    NewEndPast {
        /// The new end.
        end: DateTime<FixedOffset>,
        /// `opening` or `creation`.
        since: &'static str,
        /// When that was.
        start: DateTime<FixedOffset>,
    },
    /// The new end is the old one.
    #[error("`{0}` ends then already")]
    SameEnd(Id),
    /// An end is moved by something that is no duration.
    #[error("an end is moved by a duration")]
    NoDuration,
    /// The share has no end that could be moved.
    #[error("the share has no end")]
    NoEnd,
    /// The new end lies beyond the calendar.
    #[error("no calendar goes so far")]
    BeyondCalendar,
    /// What is closed by hand has no link to change.
    #[error("`{0}` is closed by hand")]
    ClosedByHand(Id),
    /// What is withdrawn has no link to change.
    #[error("what is withdrawn has no link to change")]
    NoLinkToChange {
        /// The share.
        share: Id,
        /// Whose link was to change.
        recipient: Option<Id>,
    },
    /// A share that is closed by hand is closed for everybody, and cannot be given back to one.
    #[error("`{0}` is closed by hand, for everybody")]
    ClosedForAll(Id),
    /// A share that is withdrawn cannot be given back to one.
    #[error("`{share}` is withdrawn from everybody")]
    WithdrawnFromAll {
        /// The share.
        share: Id,
        /// To whom it was to be given back.
        recipient: Id,
    },
    /// The share, or the link of one recipient, is not withdrawn.
    #[error("{} is not withdrawn", named(share, recipient.as_ref()))]
    NotWithdrawn {
        /// The share.
        share: Id,
        /// Whose link; the whole share unless given.
        recipient: Option<Id>,
        /// Those whose links are withdrawn, where the whole was meant.
        alone: Vec<String>,
    },
    /// The change cannot be made in the file's text without changing something else.
    #[error("{path}:{}: {}; {}", refusal.line, refusal.reason, refusal.remedy)]
    Edit {
        /// The file.
        path: String,
        /// What stands in the way.
        refusal: EditRefusal,
    },
    /// The file cannot be read as YAML in UTF-8.
    #[error("{path}:1: the file cannot be read as YAML in UTF-8, and is not changed")]
    UnreadableFile {
        /// The file.
        path: String,
        /// The line that closes its share: as the first one, for nothing above it can swallow it.
        line: String,
    },
    /// The site would have errors: nothing was written.
    #[error("the site would have errors: nothing was written")]
    Unsound {
        /// The errors.
        report: Box<Report>,
        /// Whether the share would be new.
        is_new: bool,
    },
    /// The file was not written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The machine refused something in the output or in the state folder.
    #[error(transparent)]
    Machine(#[from] PublishError),
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] ReadError),
    /// The ledger could not be told that the share is withdrawn, so that it is not deleted.
    #[error("nothing is deleted, as {error}")]
    DeleteUntold {
        /// The share.
        share: Id,
        /// Why.
        error: AppendError,
    },
    /// The ledger was told that the share is withdrawn; then something stopped the deletion.
    #[error("{cause}")]
    DeleteStopped {
        /// What became of the ledger.
        ledger: LedgerOutcome,
        /// What stopped it.
        cause: Box<ShareError>,
    },
}

impl From<OpenError> for ShareError {
    fn from(error: OpenError) -> Self {
        Self::Site(error.into())
    }
}

/// A share, or the link of one recipient, in words.
fn named(share: &Id, one: Option<&Id>) -> String {
    match one {
        Some(one) => format!("the link of `{one}` in `{share}`"),
        None => format!("`{share}`"),
    }
}
