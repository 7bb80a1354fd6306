//! Access logs against the links of a site, of today and earlier.

use std::collections::BTreeSet;
use std::fs::File;
use std::hash::RandomState;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::audit::{
    AuditOutcome, AuditReport, ClientKind, KnownLinks, LogError, Query, Tally, read, report as in_words,
};
use crate::keys::SiteSecret;
use crate::ledger::{self, ReadError};
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::publish::FolderIndex;
use crate::validate::Project;
use crate::workspace::{OpenError, SiteError, SiteReading, Workspace};

/// Which logs are read, and for what.
#[derive(Debug, Clone)]
pub struct AuditOptions<'a> {
    /// The files; `-` is standard input.
    pub logs: &'a [PathBuf],
    /// Only this share.
    pub share: Option<&'a str>,
    /// Only requests from this instant on.
    pub since: Option<DateTime<FixedOffset>>,
    /// Only requests before this instant.
    pub until: Option<DateTime<FixedOffset>>,
    /// What tells one reader from another.
    pub client: ClientKind,
}

/// What logs tell.
#[derive(Debug)]
pub struct SiteAudit {
    /// The use of links.
    pub report: AuditReport,
    /// What became of each log, in the order in which they were named.
    pub logs: Vec<ReadLog>,
}

/// What became of one log.
#[derive(Debug)]
pub struct ReadLog {
    /// Its file; `-` for standard input.
    pub path: PathBuf,
    /// How many lines it has.
    pub lines: u64,
    /// How many of them could be understood.
    pub understood: u64,
    /// What is wrong with it, in words.
    pub fault: Option<String>,
    /// Whether the machine refused to read it, or to read on.
    pub unread: bool,
}

/// Why nothing was audited.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The site cannot be read.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] ReadError),
    /// No link is, or was, of this share.
    #[error("no share `{name}`")]
    NoShare {
        /// As it was named.
        name: String,
        /// The shares that there are, or were.
        known: BTreeSet<Id>,
    },
}

impl From<OpenError> for AuditError {
    fn from(error: OpenError) -> Self {
        Self::Site(error.into())
    }
}

impl Workspace {
    /// Reads the logs, several at a time. What standard input says twice counts once. A log that cannot be read is told among
    /// the logs.
    ///
    /// # Errors
    ///
    /// Where the site or its ledger cannot be read, and where there is no such share.
    pub fn audit(&self, options: &AuditOptions<'_>) -> Result<SiteAudit, AuditError> {
        let mut opened = self.load(&SiteReading::default())?;
        let secret = opened.secret(WhenMissing::Complain)?;
        let (Some(project), Some(secret)) = (&opened.prepared.project, secret) else {
            return Err(SiteError::files(opened).into());
        };
        let known = self.known_links(opened.state.folder(), project, &secret)?;
        let share = options.share.map(|share| find(share, &known)).transpose()?;
        let instant = |instant: Option<DateTime<_>>| instant.map(|at| at.timestamp());
        let query = Query::new(&known, &project.site().base_url, RandomState::new());
        let query = query.between(instant(options.since), instant(options.until)).of(options.client);
        let (tally, logs) = count(options.logs, &query);
        let report = in_words(&tally, &known, options.client, opened.now.timestamp(), share.as_ref());
        Ok(SiteAudit { report, logs })
    }

    /// The links of the site, of today and earlier.
    fn known_links(
        &self,
        state: &Path,
        project: &Project,
        secret: &SiteSecret,
    ) -> Result<KnownLinks, ReadError> {
        let ledger = ledger::read(&self.root)?;
        let manifest = FolderIndex::read(state);
        let published = |share: &Id| manifest.folders(share).cloned().collect();
        let site = &project.site().id;
        Ok(KnownLinks::gather(project.shares(), (site, &secret.link_key()), published, ledger.as_ref()))
    }
}

/// The share of that name, if any link is of it.
fn find(name: &str, known: &KnownLinks) -> Result<Id, AuditError> {
    let shares: BTreeSet<Id> = known.links().iter().map(|link| link.share.clone()).collect();
    let found = shares.iter().find(|share| share.as_str() == name).cloned();
    found.ok_or_else(|| AuditError::NoShare { name: name.to_owned(), known: shares })
}

fn count(logs: &[PathBuf], query: &Query<'_>) -> (Tally, Vec<ReadLog>) {
    let counted = logs.par_iter().map(|log| {
        let mut tally = Tally::default();
        let told = match open(log) {
            Ok(log) => Ok(read(log, query, &mut tally)),
            Err(error) => Err(error),
        };
        (tally, vec![outcome(log, told)])
    });
    counted.reduce(Default::default, |(mut tally, mut logs), (more, others)| {
        tally.merge(more);
        logs.extend(others);
        (tally, logs)
    })
}

fn open(log: &Path) -> io::Result<Box<dyn io::Read + Send>> {
    Ok(if log == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(log)?) })
}

fn outcome(log: &Path, told: io::Result<AuditOutcome>) -> ReadLog {
    let path = log.to_owned();
    match told {
        Ok(AuditOutcome { lines, understood, fault }) => {
            let unread = matches!(fault, Some(LogError::Io(_)));
            ReadLog { path, lines, understood, fault: fault.map(|fault| fault.to_string()), unread }
        }
        Err(error) => ReadLog { path, lines: 0, understood: 0, fault: Some(error.to_string()), unread: true },
    }
}
