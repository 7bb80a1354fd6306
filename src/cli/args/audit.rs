//! What `extrait audit` takes.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::links::ListFormat;
use super::{Site, instant};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Audit {
    #[command(flatten)]
    pub(in crate::cli) site: Site,
    /// Access logs, plain or gzip; `-` for standard input.
    #[arg(required = true, value_name = "LOG")]
    pub(in crate::cli) logs: Vec<PathBuf>,
    /// Only requests from this instant on, RFC 3339.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) since: Option<DateTime<FixedOffset>>,
    /// Only requests before this instant, RFC 3339.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) until: Option<DateTime<FixedOffset>>,
    /// Only the links of this share.
    #[arg(long, value_name = "SHARE")]
    pub(in crate::cli) share: Option<String>,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "table")]
    pub(in crate::cli) format: ListFormat,
}
