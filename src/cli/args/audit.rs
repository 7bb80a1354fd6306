//! What `extrait audit` takes.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::ValueEnum;

use super::links::ListFormat;
use super::{SiteArgs, instant};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct AuditArgs {
    #[command(flatten)]
    pub(in crate::cli) site: SiteArgs,
    /// Access logs, plain or gzip; `-` for standard input.
    #[arg(required = true, value_name = "LOG")]
    pub(in crate::cli) logs: Vec<PathBuf>,
    /// Only requests from this instant on, RFC 3339.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) since: Option<DateTime<FixedOffset>>,
    /// Only requests before this instant, RFC 3339.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) until: Option<DateTime<FixedOffset>>,
    /// Which address counts as a reader's, where proxies stand before the server.
    ///
    /// `forwarded` reads `X-Forwarded-For`: as the first field of a line or the last one in quotes of the combined format; in
    /// JSON of Caddy from the header, or from `client_ip` where Caddy trusts its proxies. Of several addresses it takes the
    /// last one that is neither private nor of Cloudflare or Fastly. Where a line says none, the address that connected counts.
    #[arg(long, value_enum, default_value = "connection")]
    pub(in crate::cli) client: ClientArg,
    /// Only the links of this share.
    #[arg(long, value_name = "SHARE")]
    pub(in crate::cli) share: Option<String>,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "table")]
    pub(in crate::cli) format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ClientArg {
    /// The one that connected to the server.
    Connection,
    /// The one that a proxy passed on.
    Forwarded,
}
