//! The ways in which a build gives up.

use std::io;
use std::path::{Path, PathBuf};

use crate::load::state::{StateError, StateFolder, real};
use crate::pipeline::{FormError, Unread};
use crate::publish::{PublishError, is_of_others};
use crate::workspace::{BuildReport, OpenError};

/// Why a build gave up. Errors in the author's files are none: then a build closes what is to be closed, and reports.
#[derive(Debug, thiserror::Error)]
pub enum BuildFailure {
    /// The site cannot be opened, or its state not be kept.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The output would hold the site or its secret, or lie where the site is read.
    #[error("the output `{}` would hold the site or its secret, or lie where the site is read", .0.display())]
    OutputInside(PathBuf),
    /// The output holds the pages of another site, and nothing says that they may be replaced.
    #[error("the output `{}` holds an index.html that extrait did not write", .0.display())]
    OutputOfOthers(PathBuf),
    /// Shares are to be closed in a folder that holds neither a site nor an output nor a state folder.
    #[error("`{}` holds neither a site nor an output nor a state folder: nothing can be closed here", .0.display())]
    NothingToClose(PathBuf),
    /// Another build of the site is running: the same may succeed shortly.
    #[error("another build of this site is running")]
    Busy,
    /// The machine refused the lock.
    #[error("{}: {source}", folder.display())]
    Lock {
        /// The state folder.
        folder: PathBuf,
        /// What happened.
        source: io::Error,
    },
    /// The machine refused something before there was anything to report.
    #[error(transparent)]
    Machine(#[from] PublishError),
    /// The machine stopped the build on its way.
    #[error("{halt}")]
    Stopped {
        /// What it refused.
        halt: Halt,
        /// What there is to tell all the same.
        report: Box<BuildReport>,
    },
}

/// What stopped a build on its way.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    /// Something could not be written or removed.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A file of the site changed meanwhile.
    #[error(transparent)]
    Unread(#[from] Unread),
    /// A form for programs could not be made.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The links are closed, but that they are to stay closed could not be noted.
    #[error("what was closed could not be noted, and the next build opens it again: {0}")]
    NotNoted(PublishError),
}

impl BuildFailure {
    /// Whether what was asked for makes no sense: no change of the site's files helps.
    #[must_use]
    pub fn is_misasked(&self) -> bool {
        match self {
            Self::Open(error) => error.is_misasked(),
            Self::OutputInside(_) | Self::OutputOfOthers(_) => true,
            _ => false,
        }
    }
}

impl From<StateError> for BuildFailure {
    fn from(error: StateError) -> Self {
        Self::Open(error.into())
    }
}

/// The output is published whole: it must not hold the site, and nothing that is read may lie in it.
pub(super) fn refuse_inside(site: &Path, state: &StateFolder, output: &Path) -> Result<(), BuildFailure> {
    let (site, real_output, state) = (real(site)?, real(output)?, real(state.folder())?);
    let read =
        ["content", "themes", ".extrait"].iter().any(|folder| real_output.starts_with(site.join(folder)));
    let crosses = real_output.starts_with(&state) || state.starts_with(&real_output);
    if read || site.starts_with(&real_output) || crosses {
        return Err(BuildFailure::OutputInside(real_output));
    }
    Ok(())
}

/// A slip in the output's name must not take the place of another site's pages, nor tell that links were closed where none
/// are.
pub(super) fn refuse_of_others(output: &Path) -> Result<(), BuildFailure> {
    if is_of_others(output) { Err(BuildFailure::OutputOfOthers(output.to_owned())) } else { Ok(()) }
}
