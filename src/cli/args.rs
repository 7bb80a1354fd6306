//! The command line.

pub(super) mod audit;
pub(super) mod doctor;
pub(super) mod export;
pub(super) mod host;
pub(super) mod ledger;
pub(super) mod links;
mod share;
mod site;
pub(super) mod verify;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
pub(super) use share::{
    CommonShareArgs, DeleteShareArgs, EditShareArgs, ExtendShareArgs, NewShareArgs, RestoreShareArgs,
    RevokeShareArgs, RotateShareArgs, ShareArgs, ShareSubcommand, ShowShareArgs,
};

use crate::model::id::Id;
use site::instant;
pub(super) use site::{AnswerFormat, PlaceArgs, ReportFormat, SiteArgs};

/// Publishes shares of registers as static pages under links that nobody can guess and that end on time.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Builds the site into the output folder.
    Build(Build),
    /// Tells everything that `build` would complain about, and writes nothing.
    Check(Check),
    /// Lists every link of every share.
    Links(links::LinksArgs),
    /// Makes a share, and leads its links through their life.
    Share(Box<ShareArgs>),
    /// Shows, checks and mends the ledger: what happened to every link.
    Ledger(ledger::LedgerArgs),
    /// Tells from access logs how links are used, and by how many: never by whom.
    Audit(audit::AuditArgs),
    /// The forms in which shares can be read by programs.
    Export(export::ExportArgs),
    /// Shows what identifies the site secret.
    Key(KeyArgs),
    /// Rules for the host that serves the output: it can end shares on time.
    Host(host::HostArgs),
    /// Makes a small site that builds at once.
    Init(Init),
    /// Tells whether a copy of a share is what was signed and published.
    Verify(verify::VerifyArgs),
    /// Asks the live host what it enforces, and tells how to mend what it does not.
    Doctor(doctor::DoctorArgs),
}

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line are independent of each other")]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// Where pages are written; `output` in the site's folder unless given.
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Where the site will be found, in the place of `base_url` in site.yaml.
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Allows a share that held items at the last build to hold none now.
    #[arg(long)]
    pub(super) allow_empty: bool,
    /// Allows the site to have no share, or no `content/`: every link is closed then.
    #[arg(long)]
    pub(super) allow_no_shares: bool,
    /// Builds into a folder that holds an `index.html` of somebody else, whose place the site's own page takes.
    #[arg(long)]
    pub(super) adopt: bool,
    /// Only removes shares that have ended or are revoked; works when everything else is broken.
    #[arg(long)]
    pub(super) prune: bool,
    /// Closes every link of this share at once, whatever the files say, and keeps it closed in later builds; `share restore`
    /// opens it again. Needs --prune. May be given several times.
    #[arg(long, value_name = "SHARE", value_parser = share_id)]
    pub(super) close: Vec<Id>,
    /// Builds again whenever something has changed, until Ctrl-C.
    #[arg(long, conflicts_with = "prune")]
    pub(super) watch: bool,
    /// Looks at the files every MS milliseconds, 500 unless given, instead of waiting for the system to report changes.
    #[arg(long, value_name = "MS", requires = "watch", num_args = 0..=1, require_equals = true,
        default_missing_value = "500", value_parser = clap::value_parser!(u64).range(10..=3_600_000))]
    pub(super) poll: Option<u64>,
    /// The number of this publication, which signatures bear and which must grow: in CI `git rev-list --count HEAD`. Unless
    /// given, each share's follows from the day of its content.
    #[arg(long, value_name = "N", conflicts_with = "prune")]
    pub(super) serial: Option<u64>,
    /// How many threads work; as many as there are cores unless given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
    /// Tells on standard error how long each stage took.
    #[arg(long)]
    pub(super) timings: bool,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: ReportFormat,
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// Warnings count as errors, and references that leave their share are told.
    #[arg(long)]
    pub(super) strict: bool,
    /// Allows the site to have no share, or no `content/`.
    #[arg(long)]
    pub(super) allow_no_shares: bool,
    /// Says what a code means: what it follows from, when it is an error, an example, the remedy. Needs no site.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["strict", "folder", "state_dir", "now", "locked"])]
    pub(super) explain: Option<String>,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: ReportFormat,
}

#[derive(Debug, clap::Args)]
pub(super) struct KeyArgs {
    #[command(subcommand)]
    pub(super) command: KeyCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum KeyCommand {
    /// Prints the lines about the secret for site.yaml, never the secret itself.
    Show(PlaceArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// A folder that does not exist yet, or is empty; with --ci also a site, the one here unless given.
    #[arg(required_unless_present = "ci")]
    pub(super) dir: Option<PathBuf>,
    /// Writes the workflow that builds and publishes the site.
    #[arg(long, value_enum, value_name = "PLATFORM")]
    pub(super) ci: Option<Ci>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Ci {
    /// GitHub Actions and GitHub Pages.
    Github,
    /// GitLab CI and GitLab Pages.
    Gitlab,
}

fn share_id(text: &str) -> Result<Id, String> {
    Id::new(text)
        .map_err(|_| "a share's id holds 1 to 80 lower-case letters a-z, digits and hyphens".to_owned())
}
