//! What is typed after `extrait doctor`.

use std::path::PathBuf;

use crate::cli::args::AnswerFormat;

#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {
    /// The address of a site, or the link of a share; `base_url` of the site unless given.
    pub(crate) url: Option<String>,
    /// The site's folder, where no address is given.
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
    /// Where the site's state lies, in the place of `.extrait` in its folder; `EXTRAIT_STATE_DIR` unless given.
    #[arg(long, value_name = "DIR")]
    pub(crate) state_dir: Option<PathBuf>,
    /// Certificates, PEM, of the authority that vouches for the host, in the place of those that browsers trust.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: AnswerFormat,
}
