//! What most commands take: the site and its circumstances, the form of the report.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::ValueEnum;

/// The site and its circumstances.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SiteArgs {
    /// The site's folder.
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    pub(in crate::cli) folder: PathBuf,
    /// Where the site's state lies, in the place of `.extrait` in its folder: the secret, the lock, the cache, what was
    /// published. For a site that is mounted read-only; `EXTRAIT_STATE_DIR` unless given.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) state_dir: Option<PathBuf>,
    /// The instant that counts as now, RFC 3339; the machine's clock unless given.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) now: Option<DateTime<FixedOffset>>,
    /// For CI: a missing secret or a `--now` in the past is an error, and no secret is made.
    #[arg(long)]
    pub(in crate::cli) locked: bool,
}

/// The site, of which only what stands in site.yaml matters.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct PlaceArgs {
    /// The site's folder.
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Where the site's state lies, in the place of `.extrait` in its folder; `EXTRAIT_STATE_DIR` unless given.
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
}

impl PlaceArgs {
    /// The site as it is by the machine's clock.
    pub(in crate::cli) fn site(&self) -> SiteArgs {
        SiteArgs { folder: self.folder.clone(), state_dir: self.state_dir.clone(), now: None, locked: false }
    }
}

/// The form of an answer that is one whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum AnswerFormat {
    /// For people.
    Human,
    /// One JSON object.
    Json,
}

impl From<AnswerFormat> for ReportFormat {
    fn from(format: AnswerFormat) -> Self {
        match format {
            AnswerFormat::Human => Self::Human,
            AnswerFormat::Json => Self::Json,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    /// For people.
    Human,
    /// One JSON object a diagnostic on standard error, one for the whole on standard output.
    Json,
    /// Annotations for GitHub Actions.
    Github,
}

pub(in crate::cli) fn instant(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text)
        .map_err(|_| "write an instant with its offset, as 2026-01-05T09:00:00+01:00".to_owned())
}
