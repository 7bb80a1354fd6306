//! Why a share was not changed, with the words of the command line that help.

use crate::cli::args::{AnswerFormat, CommonShareArgs};
use crate::cli::share::change_report;
use crate::cli::{Exit, Failure, report};
use crate::diag::suggest;
use crate::workspace::{FileError, ShareError, SiteError};

/// Tells what stands in the site's files, and gives the rest back as a failure.
pub(super) fn tell(error: ShareError, common: &CommonShareArgs) -> Result<Exit, Failure> {
    match error {
        ShareError::Site(SiteError::Open(error)) => Err(error.into()),
        ShareError::Site(SiteError::Files(told)) => {
            report::problems(&told, common.format.into());
            Ok(Exit::Author)
        }
        ShareError::Unsound { report: told, is_new } => {
            report::problems(&told, common.format.into());
            if common.format == AnswerFormat::Human {
                report::error("nothing was written\n");
            }
            Ok(if is_new { Exit::Usage } else { Exit::Author })
        }
        ShareError::Build(failure) => Err(failure.into()),
        ShareError::DeleteStopped { ledger, cause } => {
            change_report::tell_ledger(&ledger, true, common.format.into());
            tell(*cause, common)
        }
        error => Err(failure(&error)),
    }
}

fn failure(error: &ShareError) -> Failure {
    match error {
        ShareError::Machine(_)
        | ShareError::Ledger(_)
        | ShareError::DeleteUntold { .. }
        | ShareError::File(FileError::Machine(..)) => Failure::internal(worded(error)),
        ShareError::File(FileError::Changed(_) | FileError::Outside(_))
        | ShareError::Edit { .. }
        | ShareError::UnreadableFile { .. } => {
            Failure { exit: Exit::Author, ..Failure::usage(worded(error)) }
        }
        _ => Failure::usage(worded(error)),
    }
}

/// What was wrong, and the remedy if the command line has one.
fn worded(error: &ShareError) -> String {
    if let ShareError::NoDuration = error {
        return "--by takes a duration, as 30d; an end is given with --expires".to_owned();
    }
    match (suggestion(error), remedy(error)) {
        (Some(help), _) => format!("{error}: {help}"),
        (None, Some(remedy)) => format!("{error}{remedy}"),
        (None, None) => error.to_string(),
    }
}

/// What may have been meant by a name that is unknown.
fn suggestion(error: &ShareError) -> Option<String> {
    let (ShareError::NoShare { name, known }
    | ShareError::NoRegister { name, known }
    | ShareError::NoItem { name, known, .. }
    | ShareError::NoLanguage { lang: name, known }
    | ShareError::NotIncluded { item: name, known, .. }
    | ShareError::NoRecipient { name, known, .. }) = error
    else {
        return None;
    };
    Some(suggest(name, known.iter().map(String::as_str)))
}

/// What stands behind what was wrong, its separator included.
fn remedy(error: &ShareError) -> Option<String> {
    Some(match error {
        ShareError::IdMissing(_) => ": give one with --id".to_owned(),
        ShareError::IdClosedByHand(id) => {
            format!(": give this one another name with --id, or `extrait share restore {id}` first")
        }
        ShareError::IdTaken(_) => ": give this one another name with --id".to_owned(),
        ShareError::File(FileError::Exists(_)) => ": choose another name with --id".to_owned(),
        ShareError::OpensPast(_) => ": without --opens a share opens at once".to_owned(),
        ShareError::NothingLeft(share) | ShareError::NoRecipientLeft(share) => {
            format!(": `extrait share revoke {share}` withdraws it")
        }
        ShareError::NothingToChange => ": see `extrait share edit --help`".to_owned(),
        ShareError::Withdrawn { .. } => ": `extrait share restore` it first".to_owned(),
        ShareError::NewEndPast { .. } => "; write an instant, or --by".to_owned(),
        ShareError::NoEnd => ": give one with --expires".to_owned(),
        ShareError::ClosedByHand(share) => format!(": `extrait share restore {share}` first"),
        ShareError::NoLinkToChange { share, recipient } => {
            let whom = recipient.as_ref().map(|one| format!(" --recipient {one}")).unwrap_or_default();
            format!(": `extrait share restore {share}{whom}` gives a new one")
        }
        ShareError::ClosedForAll(_) => ": restore it without --recipient first".to_owned(),
        ShareError::WithdrawnFromAll { recipient, .. } => {
            format!(": restore it without --recipient first, then {recipient}")
        }
        ShareError::NotWithdrawn { alone, .. } if !alone.is_empty() => {
            format!("; some of its links are, by --recipient: {}", alone.join(", "))
        }
        ShareError::UnreadableFile { line, .. } => format!(
            "; write this as its first line, and `extrait build --prune` closes the share whatever else the file holds: `{line}`"
        ),
        ShareError::DeleteUntold { share, .. } => {
            format!("; `extrait share revoke {share}` works all the same")
        }
        _ => return None,
    })
}
