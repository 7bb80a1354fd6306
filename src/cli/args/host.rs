//! The arguments of `extrait host`.

use std::path::PathBuf;

use crate::cli::args::PlaceArgs;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct HostArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: HostCommand,
}

#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum HostCommand {
    /// Lists the hosts that there are rules for, and what each enforces.
    List,
    /// Shows what a host enforces, how to install its rules, and the rules.
    Show(NamedHostArgs),
    /// Writes the rules of a host into a folder.
    Write {
        #[command(flatten)]
        named: NamedHostArgs,
        /// The folder; it is made if it does not exist.
        dir: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct NamedHostArgs {
    /// A name of `extrait host list`.
    pub(in crate::cli) name: String,
    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,
    /// Where the site is found, in the place of `base_url` in site.yaml: its path stands in the rules.
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) base_url: Option<String>,
}
