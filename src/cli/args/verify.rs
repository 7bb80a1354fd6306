//! `extrait verify`.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use crate::cli::args::AnswerFormat;
use crate::cli::args::site::instant;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct VerifyArgs {
    /// A folder with a copy of a share, or its link.
    #[arg(value_name = "DIR|URL")]
    pub(in crate::cli) copy: String,
    /// The publisher's public key, or a file that holds it. Without it the key that comes with the copy is taken, which
    /// shows only that the copy fits itself.
    #[arg(long, value_name = "PUBKEY|FILE")]
    pub(in crate::cli) key: Option<String>,
    /// A file that keeps the highest serial of each link: an older copy in the place of a newer one is told.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) state: Option<PathBuf>,
    /// The instant at which the link is to hold, RFC 3339; the machine's clock unless given.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) now: Option<DateTime<FixedOffset>>,
    /// A file with more bytes counts as changed and is not read to its end.
    #[arg(long, value_name = "BYTES", default_value = "536870912")]
    pub(in crate::cli) max_size: u64,
    /// All files together have no more bytes: what is beyond is not read, and the copy counts as not checked.
    #[arg(long, value_name = "BYTES", default_value = "17179869184")]
    pub(in crate::cli) max_total: u64,
    /// The whole check takes no longer: a slow host or folder is given up, and the copy counts as not checked.
    #[arg(long, value_name = "SECONDS", default_value = "3600", value_parser = clap::value_parser!(u64).range(1..))]
    pub(in crate::cli) max_time: u64,
    /// For a link: the authorities whose certificates count, a PEM file, in the place of those that browsers trust.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) ca: Option<PathBuf>,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: AnswerFormat,
}
