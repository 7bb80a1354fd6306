//! Where a share lies while a command works on it: read, changed in its text, checked, written, told to the ledger.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use crate::cli::args::{AnswerFormat, CommonShareArgs};
use crate::cli::share::change_report::{self, ChangeReport};
use crate::cli::share::links::ShareLinks;
use crate::cli::site::{self, OpenOptions, OpenedSite};
use crate::cli::{Exit, Failure, ledger::appended, report};
use crate::diag::{Severity, suggest};
use crate::edit::{self, Change, FileError, Within};
use crate::keys::LinkKey;
use crate::ledger;
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::parse::ParsedShare;
use crate::parse::layout::Role;

/// A site, and the secret if there is one.
pub(super) struct ShareEditor<'a> {
    pub(super) common: &'a CommonShareArgs,
    pub(super) opened: OpenedSite,
    pub(super) key: Option<LinkKey>,
    /// The instant of the command, as it is written.
    pub(super) now: DateTime<FixedOffset>,
}

/// Whether a change is kept although the share's file has errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Nothing is written then.
    Sound,
    /// Withdrawing never waits for correctness.
    Urgent,
}

impl<'a> ShareEditor<'a> {
    /// Opens the site.
    pub(super) fn open(common: &'a CommonShareArgs, missing: WhenMissing) -> Result<Self, Failure> {
        let opening = OpenOptions { base_url: common.base_url.as_deref(), ..OpenOptions::default() };
        let mut opened = site::open(&common.site, &opening)?;
        let key = opened.secret(&common.site, missing)?.map(|secret| secret.link_key());
        let now = site::local(&common.site, opened.now);
        Ok(Self { common, opened, key, now })
    }

    /// The share `id`.
    pub(super) fn share(&self, id: &str) -> Result<ParsedShare, Failure> {
        let shares = &self.opened.prepared.shares;
        let found = shares.iter().find(|share| share.id.as_str() == id).cloned();
        found.ok_or_else(|| {
            let known = shares.iter().map(|share| share.id.as_str());
            Failure::usage(format!("no share `{id}`: {}", suggest(id, known)))
        })
    }

    /// The file of a share: the one that is there, else the one that is to be.
    pub(super) fn path(&self, id: &Id) -> String {
        let mut paths = self.opened.inputs.sources.iter().map(|(_, source)| source.path.as_str());
        let is_own = |path: &&str| matches!(Role::of(path), Role::Share { share } if share == id.as_str());
        paths.find(is_own).map_or_else(|| format!("content/shares/{id}.yaml"), str::to_owned)
    }

    /// The text of a share's file.
    pub(super) fn text(&self, id: &Id) -> String {
        let path = self.path(id);
        let source = self.opened.inputs.sources.iter().find(|(_, source)| source.path == path);
        source.map(|(_, source)| source.text().to_owned()).unwrap_or_default()
    }

    /// The links of a share, where the secret is known and the file says what they follow from.
    pub(super) fn links(&self, share: &ParsedShare) -> Option<ShareLinks> {
        ShareLinks::of(share, self.opened.prepared.site_id.as_ref()?, self.key.as_ref()?)
    }

    /// Where the site is found, as far as that could be read.
    pub(super) fn base_url(&self) -> &str {
        self.opened.prepared.project.as_ref().map_or("", |project| project.site().base_url.as_str())
    }

    /// Whether links are shown in full.
    pub(super) fn reveals(&self) -> bool {
        self.common.reveal || (self.common.format == AnswerFormat::Human && report::is_shown())
    }

    /// Makes changes in the file of a share, one after the other, and keeps the result.
    pub(super) fn change(
        self,
        share: &ParsedShare,
        changes: &[Change],
        care: Care,
        told: &ChangeReport<'_>,
    ) -> Result<Exit, Failure> {
        let (path, before) = (self.path(&share.id), self.text(&share.id));
        let mut after = before.clone();
        for change in changes {
            after = edit::apply(&after, change).map_err(|refusal| {
                if let (true, Some(line)) = (share.unread, change.line_at_the_top()) {
                    return first_line(&path, &line);
                }
                let edit::EditRefusal { line, reason, remedy } = refusal;
                Failure { exit: Exit::Author, ..Failure::usage(format!("{path}:{line}: {reason}; {remedy}")) }
            })?;
        }
        let links = self.links(share);
        self.keep(&share.id, (Some(&before), &after), links.as_ref(), care, told)
    }

    /// Checks the site as it would be, writes the file, tells the ledger and the person.
    pub(super) fn keep(
        mut self,
        id: &Id,
        (before, after): (Option<&str>, &str),
        old: Option<&ShareLinks>,
        care: Care,
        told: &ChangeReport<'_>,
    ) -> Result<Exit, Failure> {
        let path = self.path(id);
        let known = self.errors();
        self.opened.suppose(&path, after, self.common.base_url.as_deref());
        // What the change brings about may be told of an item.
        let broken = self.is_broken(&path) || !self.errors().is_subset(&known);
        self.opened.only_about(&path);
        if care == Care::Sound && broken {
            self.complain();
            if self.common.format == AnswerFormat::Human {
                report::error("nothing was written\n");
            }
            return Ok(if before.is_none() { Exit::Usage } else { Exit::Author });
        }
        let root = &self.common.site.folder;
        let written = match before {
            Some(before) if before == after => Ok(()),
            Some(before) => edit::replace(root, &path, before, after),
            None => edit::create(root, &path, after),
        };
        written.map_err(|error| match error {
            FileError::Machine(..) => Failure::machine(error),
            FileError::Exists(..) => Failure::usage(format!("{error}: choose another name with --id")),
            FileError::Changed(..) | FileError::Outside(..) => {
                Failure { exit: Exit::Author, ..Failure::usage(error.to_string()) }
            }
        })?;
        self.finish(id, old, told)
    }

    /// Tells the ledger and the person what became of the links since they were `old`.
    pub(super) fn finish(
        &self,
        id: &Id,
        old: Option<&ShareLinks>,
        told: &ChangeReport<'_>,
    ) -> Result<Exit, Failure> {
        let share = self.share(id.as_str())?;
        let links = self.links(&share);
        self.complain();
        let exit = self.record(links.as_ref(), old, told.reason);
        change_report::tell(self, &share, links.as_ref(), old, told);
        exit
    }

    /// The errors of the site, each in its words.
    fn errors(&self) -> BTreeSet<(&'static str, String)> {
        let problems = self.opened.prepared.problems.iter();
        let errors = problems.filter(|problem| problem.severity == Severity::Error);
        errors.map(|problem| (problem.code.name, problem.message.clone())).collect()
    }

    /// Whether something is wrong with the file, with site.yaml, by which it is checked, or the machine's word about the whole.
    fn is_broken(&self, path: &str) -> bool {
        let mut errors =
            self.opened.prepared.problems.iter().filter(|problem| problem.severity == Severity::Error);
        errors.any(|problem| [path, "site.yaml"].iter().any(|path| self.opened.is_about(problem, path)))
    }

    /// Tells what there is to complain about.
    pub(super) fn complain(&self) {
        report::problems(&self.opened, self.common.format.into());
    }

    /// Appends to the ledger what happened to the links.
    fn record(
        &self,
        links: Option<&ShareLinks>,
        old: Option<&ShareLinks>,
        reason: Option<&str>,
    ) -> Result<Exit, Failure> {
        let Some(links) = links else {
            report::error(
                "warning: the ledger does not know of this, for the links are not known: `extrait ledger sync` mends it\n",
            );
            return Ok(Exit::Fine);
        };
        let events = links.events(old, self.now, reason);
        if events.is_empty() {
            return Ok(Exit::Fine);
        }
        match ledger::append(&self.common.site.folder, &events) {
            Ok(done) => {
                appended(&self.common.site.folder, &done, self.common.format.into());
                Ok(Exit::Fine)
            }
            Err(error) => {
                let message = format!(
                    "the share's file is written, the ledger is not: {error}; then `extrait ledger sync`"
                );
                Err(Failure::internal(message))
            }
        }
    }
}

/// A file that cannot be edited, and the line that closes its share: as the first one, for nothing above it can swallow it.
fn first_line(path: &str, line: &str) -> Failure {
    let words = format!(
        "{path}:1: the file cannot be read as YAML in UTF-8, and is not changed; write this as its first line, and \
         `extrait build --prune` closes the share whatever else the file holds: `{line}`"
    );
    Failure { exit: Exit::Author, ..Failure::usage(words) }
}

/// The recipient `name` of a share, or the application.
pub(super) fn recipient(share: &ParsedShare, name: &str) -> Result<Id, Failure> {
    let holders = share.link_holders();
    let known = || holders.iter().map(|holder| &holder.id);
    known().find(|id| id.as_str() == name).cloned().ok_or_else(|| {
        let help = suggest(name, known().map(Id::as_str));
        let word = if share.link_holders_key() == "applications" { "application" } else { "recipient" };
        Failure::usage(format!("`{}` has no {word} `{name}`: {help}", share.id))
    })
}

/// Where a change of one link is written, or of all.
pub(super) fn within(share: &ParsedShare, one: Option<&Id>) -> Within {
    let item = |one: &Id| Within::Item { list: share.link_holders_key(), id: one.to_string() };
    one.map_or(Within::Top, item)
}

/// Refuses a title that lists and pages have no line for.
pub(super) fn check_title(title: &str) -> Result<(), Failure> {
    if title.trim().is_empty() {
        return Err(Failure::usage("a title cannot be empty"));
    }
    if title.chars().any(char::is_control) {
        return Err(Failure::usage("a title is one line of visible text"));
    }
    Ok(())
}

/// Refuses a reason that the ledger could not hold.
pub(super) fn check_reason(reason: Option<&str>) -> Result<(), Failure> {
    let fits = |text: &str| {
        let visible = |c: char| !crate::diag::is_forbidden(c) && !matches!(c, '\t' | '\n' | '\r');
        !text.trim().is_empty() && text.len() <= ledger::MAX_REASON && text.chars().all(visible)
    };
    if reason.is_none_or(fits) {
        return Ok(());
    }
    Err(Failure::usage("a reason is one line of visible text of at most 2000 bytes"))
}
