//! What a person, a server or a test does with a site: open, check, build, watch, list and change shares. No command line,
//! no printing: the clock and the environment come in as values, what happened comes out as values, and errors say by their
//! variant what was wrong.

mod absence;
mod audit;
mod behind;
mod brake;
mod build;
mod build_failure;
mod build_report;
mod check;
mod circumstances;
mod facts;
mod files;
mod init;
mod ledger;
mod links;
mod opened;
mod publishing;
mod report;
mod shares;
mod watching;
mod words;

use std::path::{Path, PathBuf};

use crate::cache::CacheAccess;
use crate::load::load;
use crate::load::state::StateFolder;
use crate::model::id::Id;
use crate::pipeline::{SamplePages, prepare};
use crate::publish::is_output;
use crate::validate::Circumstances;

pub use crate::edit::{EditRefusal, FileError};
pub use crate::ledger::{
    ATTRIBUTES, AppendError, Event, EventKind, FILE as LEDGER_FILE, Fault, Faults, Healed, LedgerLine,
    ReadError,
};
pub use crate::pipeline::Stage;
pub use audit::{AuditError, AuditOptions, ReadLog, SiteAudit};
pub use build::{BuildMode, BuildOptions, BuildStep};
pub use build_failure::{BuildFailure, Halt};
pub use build_report::{BuildEnd, BuildReport};
pub use check::CheckOptions;
pub use circumstances::{Clock, Environment, step_summary};
pub use facts::{SecretMarks, SiteAddress, parse_base_url};
pub use files::{RulesError, WrittenRule, append_to, write_rules};
pub use init::{CiPlatform, InitError, NewWorkflow, init_site, init_workflow};
pub use ledger::{
    LedgerHistory, LedgerSync, LedgerVerdict, SyncError, SyncOptions, read_ledger, verify_ledger,
};
pub use links::{Exposure, LinkList, LinkStatus};
pub use opened::OpenError;
pub use report::{LedgerNote, Report, SiteError};
pub use shares::{
    EditShare, LedgerOutcome, NewEnd, NewShare, ShareChange, ShareCommand, ShareDeed, ShareDetails,
    ShareError, ShareLinks, WrittenLifetime, link_url,
};
pub use watching::{WatchEvent, WatchFailure, WatchMeans};
pub(crate) use words::{instant, plural};

use opened::{OpenedSite, base_url, cache, prefix, take_closed};

/// A site in a folder, and the circumstances under which it is worked on. Nothing is kept between two calls: each reads the
/// files anew, so that what it does is what the files say then. Any number of them work side by side in a process.
pub struct Workspace {
    root: PathBuf,
    environment: Environment,
    clock: Clock,
}

/// How a call reads the site.
struct SiteReading<'a> {
    /// Whether references that leave their share are told.
    strict: bool,
    /// Whether the call keeps what it finds out.
    access: CacheAccess,
    /// Shares that the call closes by hand.
    close: &'a [Id],
    /// Whether a page of each sort is rendered, so that what is wrong with a template is told.
    samples: SamplePages,
    /// Called when a stage begins.
    stage: &'a (dyn Fn(Stage) + Sync),
}

impl Default for SiteReading<'_> {
    fn default() -> Self {
        Self {
            strict: false,
            access: CacheAccess::Read,
            close: &[],
            samples: SamplePages::Skip,
            stage: &|_| (),
        }
    }
}

impl Workspace {
    /// The site in the folder `root`. Its files are read by each call, and not yet here.
    ///
    /// # Errors
    ///
    /// Where the state folder that `environment` names cannot be one.
    pub fn open(root: impl Into<PathBuf>, environment: Environment, clock: Clock) -> Result<Self, OpenError> {
        let site = Self { root: root.into(), environment, clock };
        site.state()?;
        Ok(site)
    }

    /// Where the site keeps its state now.
    fn state(&self) -> Result<StateFolder, OpenError> {
        Ok(StateFolder::of(&self.root, self.environment.state_dir.as_deref(), is_output)?)
    }

    /// The site's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where pages are written unless another folder is named.
    #[must_use]
    pub fn default_output(&self) -> PathBuf {
        self.root.join("output")
    }

    /// Loads and checks the site.
    fn load(&self, reading: &SiteReading<'_>) -> Result<OpenedSite, OpenError> {
        let SiteReading { strict, access, close, samples, stage } = *reading;
        let base_url = self.environment.base_url.as_deref().map(base_url).transpose()?;
        stage(Stage::Load);
        let state = self.state()?;
        let cache = cache(&self.root, &state, access);
        let mut inputs = load(&self.root, state.folder(), &cache)
            .map_err(|source| OpenError::Unopened { root: self.root.clone(), source })?;
        take_closed(&mut inputs, &state);
        inputs.closed.extend(close.iter().cloned());
        let (now, about_now) = self.clock.decide(self.environment.locked);
        let circumstances = Circumstances { now, clock: now.max(self.clock.machine_now()), strict };
        let mut prepared = prepare(&inputs, &cache, circumstances, base_url.as_deref(), samples, stage);
        prepared.problems.append(about_now);
        Ok(OpenedSite {
            inputs,
            cache,
            state,
            prepared,
            now,
            environment: self.environment.clone(),
            clock: self.clock.clone(),
            leaks: None,
            prefix: prefix(&self.root),
        })
    }
}
