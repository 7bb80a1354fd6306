//! The command line of `extrait ledger`.

use clap::{Subcommand, ValueEnum};

use crate::cli::args::{AnswerFormat, SiteArgs};
use crate::hash::Hash;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct LedgerArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: LedgerCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LedgerCommand {
    /// Lists what happened to the links, in the order of the file.
    Show(ShowLedgerArgs),
    /// Tells whether lines were changed, dropped, moved, doubled or cut off.
    Verify(VerifyLedgerArgs),
    /// Appends what is missing, so that the ledger agrees with the shares' files.
    Sync(SyncLedgerArgs),
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ShowLedgerArgs {
    #[command(flatten)]
    pub(in crate::cli) site: SiteArgs,
    /// Only the lines about this share.
    #[arg(long, value_name = "SHARE")]
    pub(in crate::cli) share: Option<String>,
    /// The form of the list.
    #[arg(long, value_enum, default_value = "table")]
    pub(in crate::cli) format: ShowFormat,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct VerifyLedgerArgs {
    #[command(flatten)]
    pub(in crate::cli) site: SiteArgs,
    /// The SHA-256 of a line that must be there, as an earlier `verify` printed it; may be given several times.
    #[arg(long = "head", value_name = "SHA256", value_parser = head)]
    pub(in crate::cli) heads: Vec<Hash>,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: AnswerFormat,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SyncLedgerArgs {
    #[command(flatten)]
    pub(in crate::cli) site: SiteArgs,
    /// Allows the site to have no share, or no `content/`: then every link is told as revoked.
    #[arg(long)]
    pub(in crate::cli) allow_no_shares: bool,
    /// Only tells what is missing.
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: AnswerFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ShowFormat {
    /// For people.
    Table,
    /// An array of objects.
    Json,
}

fn head(text: &str) -> Result<Hash, String> {
    Hash::from_hex(text)
        .ok_or_else(|| "a head is the SHA-256 of a line: 64 lower-case hexadecimal digits".to_owned())
}
