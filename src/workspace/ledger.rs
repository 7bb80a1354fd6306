//! The ledger of a site: read, checked, and brought to what the shares' files say.

use std::path::Path;

use crate::diag::{Diagnostic, Problems, Severity};
use crate::hash::Hash;
use crate::ledger::{AppendError, Event, Faults, Ledger, LedgerLine, ReadError, append, missing, read};
use crate::load::secret::WhenMissing;
use crate::workspace::absence::{self, KnownShares};
use crate::workspace::behind::{behind, standings};
use crate::workspace::{LedgerNote, OpenError, Report, SiteError, SiteReading, Workspace};

/// What a ledger says.
#[derive(Debug, Default)]
pub struct LedgerHistory {
    /// Its lines, in the order of the file.
    pub lines: Vec<LedgerLine>,
    /// How many more lines cannot be read.
    pub unreadable: usize,
}

/// Whether a ledger can be trusted, and what it lacks.
#[derive(Debug)]
pub struct LedgerVerdict {
    /// How many lines it has.
    pub lines: usize,
    /// What is wrong with it.
    pub faults: Faults,
    /// The SHA-256 of each line that no other comes after.
    pub heads: Vec<Hash>,
    /// Notes about what it does not say of the site's links yet: that is no tampering. `None` where it was not compared.
    pub behind: Option<Report>,
}

/// How a ledger is brought to what the shares' files say.
#[derive(Debug, Clone, Copy, Default)]
pub struct SyncOptions {
    /// The site may have no share, or no `content/`: then every link is told as revoked.
    pub allow_no_shares: bool,
    /// Only tell what is missing.
    pub dry_run: bool,
}

/// What a ledger lacked.
#[derive(Debug)]
pub struct LedgerSync {
    /// What was appended, or would be.
    pub events: Vec<Event>,
    /// Whether it was.
    pub appended: bool,
    /// The SHA-256 of the line that is last now, where something was appended.
    pub head: Option<Hash>,
    /// What the append did beside appending.
    pub note: Option<LedgerNote>,
}

/// Why a ledger was not brought to what the shares' files say.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The site cannot be read.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The ledger cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Nothing was appended.
    #[error(transparent)]
    Append(#[from] AppendError),
}

impl From<OpenError> for SyncError {
    fn from(error: OpenError) -> Self {
        Self::Site(error.into())
    }
}

/// The lines of the ledger of the site in the folder `root`; none where there is no ledger. Needs nothing else of the site.
///
/// # Errors
///
/// Where the machine refuses to read it.
pub fn read_ledger(root: &Path) -> Result<LedgerHistory, ReadError> {
    let ledger = read(root)?.unwrap_or_default();
    Ok(LedgerHistory { lines: ledger.lines().to_vec(), unreadable: ledger.unreadable().len() })
}

/// Checks the ledger of the site in the folder `root`, which must hold lines with the SHA-256 `heads`; `None` where there is
/// none. Where `site` is given and has no errors, the ledger is compared with it.
///
/// # Errors
///
/// Where the machine refuses to read it.
pub fn verify_ledger(
    root: &Path,
    heads: &[Hash],
    site: impl FnOnce() -> Option<Workspace>,
) -> Result<Option<LedgerVerdict>, ReadError> {
    let Some(ledger) = read(root)? else { return Ok(None) };
    let behind = site().and_then(|site| site.compare(&ledger));
    Ok(Some(LedgerVerdict {
        lines: ledger.lines().len(),
        faults: ledger.verify(heads),
        heads: ledger.heads(),
        behind,
    }))
}

impl Workspace {
    /// Appends what the ledger lacks, or only tells it.
    ///
    /// # Errors
    ///
    /// Where the site or its ledger cannot be read, or nothing be appended.
    pub fn sync_ledger(&self, options: SyncOptions) -> Result<LedgerSync, SyncError> {
        let mut opened = self.load(&SiteReading::default())?;
        let known = KnownShares::of(&self.root, &self.default_output());
        // What is written in the ledger counts as said, and closes links.
        if !options.allow_no_shares && absence::check(&known, &mut opened) {
            return Err(SiteError::files(opened).into());
        }
        let secret = opened.secret(WhenMissing::Complain)?;
        let (Some(project), Some(secret)) = (&opened.prepared.project, secret) else {
            return Err(SiteError::files(opened).into());
        };
        let ledger = read(&self.root)?.unwrap_or_default();
        let lacks = missing(&ledger, &standings(project, Some(&secret.link_key())), opened.now);
        let events: Vec<_> = lacks.iter().filter_map(|lack| lack.event(opened.now.fixed_offset())).collect();
        if options.dry_run || (events.is_empty() && ledger.is_whole()) {
            return Ok(LedgerSync { events, appended: false, head: None, note: None });
        }
        let done = append(&self.root, &events)?;
        let note = Some(LedgerNote::of(&self.root, &done));
        Ok(LedgerSync { events, appended: true, head: done.head, note })
    }

    /// To be behind is no tampering: where the site opens without errors, what is told are notes about that, and nothing else.
    fn compare(&self, ledger: &Ledger) -> Option<Report> {
        let mut opened = self.load(&SiteReading::default()).ok()?;
        let key = opened.quiet_secret().map(|secret| secret.link_key());
        let project = opened.prepared.project.as_ref().filter(|_| ledger.unreadable().is_empty())?;
        let lacks = missing(ledger, &standings(project, key.as_ref()), opened.now);
        let mut notes = Problems::default();
        let note = |one: &Diagnostic| Diagnostic { severity: Severity::Note, ..one.clone() };
        notes.extend(behind(project, &lacks).iter().map(note));
        opened.prepared.problems = notes;
        Some(opened.into())
    }
}
