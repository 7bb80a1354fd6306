//! Where a share lies while a call works on it: read, changed in its text, checked, written, told to the ledger.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};

use crate::diag::Severity;
use crate::edit::{self, Change, Within};
use crate::keys::LinkKey;
use crate::ledger;
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::model::selection::InternalNotes;
use crate::model::selection::selected_registers;
use crate::parse::ParsedShare;
use crate::parse::layout::Role;
use crate::workspace::opened::OpenedSite;
use crate::workspace::shares::{LedgerOutcome, ShareChange, ShareDeed, ShareError, ShareLinks};
use crate::workspace::{LedgerNote, SiteError, SiteReading, Workspace};

/// A site, and the secret if there is one.
pub(super) struct ShareEditor<'a> {
    pub(super) site: &'a Workspace,
    pub(super) opened: OpenedSite,
    pub(super) key: Option<LinkKey>,
    /// The instant of the call, as it is written.
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

/// What was done, and why, for the ledger.
pub(super) struct Deed<'a> {
    pub(super) deed: ShareDeed,
    pub(super) reason: Option<&'a str>,
}

impl From<ShareDeed> for Deed<'_> {
    fn from(deed: ShareDeed) -> Self {
        Self { deed, reason: None }
    }
}

impl<'a> ShareEditor<'a> {
    /// Opens the site, with its secret.
    pub(super) fn open(site: &'a Workspace) -> Result<Self, ShareError> {
        let mut editor = Self::without_secret(site)?;
        editor.take_secret(WhenMissing::Complain)?;
        Ok(editor)
    }

    /// Opens the site, and leaves its secret alone.
    pub(super) fn without_secret(site: &'a Workspace) -> Result<Self, ShareError> {
        let opened = site.load(&SiteReading::default())?;
        let now = site.clock.local(opened.now);
        Ok(Self { site, opened, key: None, now })
    }

    /// Finds the secret, or makes one.
    pub(super) fn take_secret(&mut self, missing: WhenMissing) -> Result<(), ShareError> {
        self.key = self.opened.secret(missing)?.map(|secret| secret.link_key());
        Ok(())
    }

    /// The errors in the site's files stand in the way.
    pub(super) fn refused(self) -> ShareError {
        SiteError::files(self.opened).into()
    }

    /// The share `id`.
    pub(super) fn share(&self, id: &str) -> Result<ParsedShare, ShareError> {
        let shares = &self.opened.prepared.shares;
        let found = shares.iter().find(|share| share.id.as_str() == id).cloned();
        found.ok_or_else(|| {
            let known = shares.iter().map(|share| share.id.to_string()).collect();
            ShareError::NoShare { name: id.to_owned(), known }
        })
    }

    /// The file of a share: the one that is there, else the one that is to be.
    pub(super) fn path(&self, id: &Id) -> String {
        let mut paths = self.opened.inputs.sources.iter().map(|(_, source)| source.path.as_str());
        let is_own = |path: &&str| matches!(Role::of(path), Role::Share { share } if share == id.as_str());
        paths.find(is_own).map_or_else(|| format!("content/shares/{id}.yaml"), str::to_owned)
    }

    /// The text of a share's file.
    fn text(&self, id: &Id) -> String {
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

    /// Makes changes in the file of a share, one after the other, and keeps the result.
    pub(super) fn change<'d>(
        self,
        share: &ParsedShare,
        changes: &[Change],
        care: Care,
        deed: impl Into<Deed<'d>>,
    ) -> Result<ShareChange, ShareError> {
        let (path, before) = (self.path(&share.id), self.text(&share.id));
        let mut after = before.clone();
        for change in changes {
            after = edit::apply(&after, change).map_err(|refusal| {
                match change.line_at_the_top().filter(|_| share.unread) {
                    Some(line) => ShareError::UnreadableFile { path: path.clone(), line },
                    None => ShareError::Edit { path: path.clone(), refusal },
                }
            })?;
        }
        let links = self.links(share);
        self.keep(&share.id, (Some(&before), &after), links, care, deed)
    }

    /// Checks the site as it would be, writes the file, tells the ledger.
    pub(super) fn keep<'d>(
        mut self,
        id: &Id,
        (before, after): (Option<&str>, &str),
        old: Option<ShareLinks>,
        care: Care,
        deed: impl Into<Deed<'d>>,
    ) -> Result<ShareChange, ShareError> {
        let path = self.path(id);
        let known = self.errors();
        self.opened.suppose(&path, after);
        // What the change brings about may be told of an item.
        let broken = self.is_broken(&path) || !self.errors().is_subset(&known);
        self.opened.only_about(&path);
        if care == Care::Sound && broken {
            let is_new = before.is_none();
            return Err(ShareError::Unsound { report: Box::new(self.opened.into()), is_new });
        }
        let root = &self.site.root;
        match before {
            Some(before) if before == after => {}
            Some(before) => edit::replace(root, &path, before, after)?,
            None => edit::create(root, &path, after)?,
        }
        self.finish(id, old, deed)
    }

    /// Tells the ledger what became of the links since they were `old`.
    pub(super) fn finish<'d>(
        self,
        id: &Id,
        old: Option<ShareLinks>,
        deed: impl Into<Deed<'d>>,
    ) -> Result<ShareChange, ShareError> {
        let Deed { deed, reason } = deed.into();
        let share = self.share(id.as_str())?;
        let links = self.links(&share);
        let ledger = self.record(links.as_ref(), old.as_ref(), reason);
        let opens = share.opening().map(|opens| opens.value);
        Ok(ShareChange {
            share: id.clone(),
            path: self.path(id),
            deed,
            old,
            links,
            opens,
            is_scheduled: opens.is_some_and(|opens| opens > self.now),
            internal: self.internal(id),
            base_url: self.base_url().to_owned(),
            ledger,
            report: self.opened.into(),
        })
    }

    /// How many items the share holds, and how many internal notes it shows.
    fn internal(&self, id: &Id) -> Option<InternalNotes> {
        let project = self.opened.prepared.project.as_ref()?;
        let share = project.shares().iter().find(|known| known.id == *id)?;
        Some(share.internal_notes(&selected_registers(project.registers(), &share.include)))
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

    /// Appends to the ledger what happened to the links.
    fn record(
        &self,
        links: Option<&ShareLinks>,
        old: Option<&ShareLinks>,
        reason: Option<&str>,
    ) -> LedgerOutcome {
        let Some(links) = links else { return LedgerOutcome::LinksUnknown };
        let events = links.events(old, self.now, reason);
        if events.is_empty() {
            return LedgerOutcome::Nothing;
        }
        match ledger::append(&self.site.root, &events) {
            Ok(done) => LedgerOutcome::Told(LedgerNote::of(&self.site.root, &done)),
            Err(error) => LedgerOutcome::Failed(error),
        }
    }
}

/// The recipient `name` of a share, or the application.
pub(super) fn recipient(share: &ParsedShare, name: &str) -> Result<Id, ShareError> {
    let holders = share.link_holders();
    let known = || holders.iter().map(|holder| &holder.id);
    known().find(|id| id.as_str() == name).cloned().ok_or_else(|| ShareError::NoRecipient {
        share: share.id.clone(),
        word: if share.link_holders_key() == "applications" { "application" } else { "recipient" },
        name: name.to_owned(),
        known: known().map(Id::to_string).collect(),
    })
}

/// Where a change of one link is written, or of all.
pub(super) fn within(share: &ParsedShare, one: Option<&Id>) -> Within {
    let item = |one: &Id| Within::Item { list: share.link_holders_key(), id: one.to_string() };
    one.map_or(Within::Top, item)
}

/// Refuses a title that lists and pages have no line for.
pub(super) fn check_title(title: &str) -> Result<(), ShareError> {
    if title.trim().is_empty() {
        return Err(ShareError::TitleEmpty);
    }
    if title.chars().any(char::is_control) { Err(ShareError::TitleForm) } else { Ok(()) }
}

/// Refuses a reason that the ledger could not hold.
pub(super) fn check_reason(reason: Option<&str>) -> Result<(), ShareError> {
    let fits = |text: &str| {
        let visible = |c: char| !crate::diag::is_forbidden(c) && !matches!(c, '\t' | '\n' | '\r');
        !text.trim().is_empty() && text.len() <= ledger::MAX_REASON && text.chars().all(visible)
    };
    if reason.is_none_or(fits) { Ok(()) } else { Err(ShareError::Reason) }
}
