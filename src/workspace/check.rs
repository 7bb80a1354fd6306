//! Everything that a build would complain about, with nothing written.

use crate::load::secret::WhenMissing;
use crate::pipeline::SamplePages;
use crate::workspace::absence::{self, KnownShares};
use crate::workspace::{OpenError, Report, SiteReading, Workspace, behind};

/// How a site is checked.
#[derive(Debug, Clone, Copy, Default)]
pub struct CheckOptions {
    /// Warnings count as errors, and references that leave their share are told.
    pub strict: bool,
    /// The site may have no share, or no `content/`.
    pub allow_no_shares: bool,
}

impl Workspace {
    /// Tells everything that a build would complain about, and writes nothing. The site is in order where the report holds no
    /// error.
    ///
    /// # Errors
    ///
    /// Where the site cannot be opened; complaints about its files are no error here.
    pub fn check(&self, options: CheckOptions) -> Result<Report, OpenError> {
        let reading =
            SiteReading { strict: options.strict, samples: SamplePages::Render, ..SiteReading::default() };
        let mut opened = self.load(&reading)?;
        if self.environment.locked {
            drop(opened.secret(WhenMissing::Complain)?);
        }
        let known = KnownShares::of(&self.root, &self.default_output());
        let is_unseen = !options.allow_no_shares && absence::check(&known, &mut opened);
        let secret = opened.quiet_secret();
        if let Some(secret) = &secret {
            opened.expose(secret);
        }
        // Absence is no event: the ledger lacks no line about shares that could not be seen.
        if !is_unseen {
            let key = secret.map(|secret| secret.link_key());
            behind::warn(&self.root, &mut opened, key.as_ref());
        }
        if options.strict {
            opened.prepared.problems.raise_warnings();
        }
        Ok(opened.into())
    }
}
