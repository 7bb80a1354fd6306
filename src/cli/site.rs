//! The site that the command line names, with the clock and the environment of this process; and why one cannot be opened.

use std::io;

use crate::cli::args::{ReportFormat, SiteArgs};
use crate::cli::{Exit, Failure, report};
use crate::workspace::{Clock, Environment, OpenError, SiteError, Workspace};

/// The site, as the command line and the environment say it. `base_url` stands in the place of the one in site.yaml.
pub(super) fn workspace(site: &SiteArgs, base_url: Option<&str>) -> Result<Workspace, Failure> {
    let process = Environment::of_process();
    let environment = Environment {
        state_dir: site.state_dir.clone().or_else(|| process.state_dir.clone()),
        base_url: base_url.map(str::to_owned),
        locked: site.locked,
        ..process
    };
    Ok(Workspace::open(&site.folder, environment, Clock::machine().supposing(site.now))?)
}

impl From<OpenError> for Failure {
    /// A folder that cannot hold the state was named on the command line, or the machine refused.
    fn from(error: OpenError) -> Self {
        match &error {
            OpenError::StateMachine { source, .. } if source.kind() == io::ErrorKind::ReadOnlyFilesystem => {
                Self::internal(format!("{error}; --state-dir DIR names another folder for the state"))
            }
            _ if error.is_misasked() => Self::usage(error.to_string()),
            _ => Self::machine(error),
        }
    }
}

/// Tells what stands in the way of a command that only reads a site.
pub(super) fn refused(error: SiteError) -> Result<Exit, Failure> {
    match error {
        SiteError::Open(error) => Err(error.into()),
        SiteError::Files(told) => {
            report::problems(&told, ReportFormat::Human);
            Ok(Exit::Author)
        }
    }
}
