//! The command line of `extrait links`.

use clap::ValueEnum;

use crate::cli::args::SiteArgs;
use crate::link::LinkState;
use crate::model::id::Id;
use crate::model::lifetime::Lifetime;

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line are independent of each other")]
pub(in crate::cli) struct LinksArgs {
    #[command(flatten)]
    pub(in crate::cli) site: SiteArgs,
    /// Where the site is found, in the place of `base_url` in site.yaml.
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) base_url: Option<String>,
    /// Shows the links in full: whoever reads them can open the shares.
    #[arg(long)]
    pub(in crate::cli) reveal: bool,
    /// Only links that end within this time, as 7d or 12h; the exit code is 6 when there is one.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(in crate::cli) ending: Option<i64>,
    /// Only links in these states.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "STATES")]
    pub(in crate::cli) state: Vec<StateFilter>,
    /// Only links of shares that hold a register of this group, or are for it.
    #[arg(long, value_name = "GROUP", value_parser = group)]
    pub(in crate::cli) group: Option<Id>,
    /// Only links of shares that hold drafts.
    #[arg(long)]
    pub(in crate::cli) drafts: bool,
    /// Only links of shares that hold records of special categories of data, or of offences.
    #[arg(long)]
    pub(in crate::cli) special: bool,
    /// Draws each link that is open, or opens later, as a QR code; needs --reveal.
    #[arg(long, conflicts_with_all = ["mail", "format"])]
    pub(in crate::cli) qr: bool,
    /// Writes a mail for each link that is open, or opens later, ready to send; needs --reveal.
    #[arg(long, value_enum, value_name = "LANG", conflicts_with = "format")]
    pub(in crate::cli) mail: Option<MailLanguage>,
    /// The form of the list.
    #[arg(long, value_enum, default_value = "table")]
    pub(in crate::cli) format: ListFormat,
}

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StateFilter {
    /// Opens later: its link leads nowhere yet.
    Scheduled,
    /// Open.
    Live,
    /// Open, and ending within the time that site.yaml calls soon.
    Ending,
    /// Past its end.
    Ended,
    /// Withdrawn.
    Revoked,
    /// Closed by hand, with `build --prune --close`.
    Closed,
}

impl StateFilter {
    /// What is meant.
    pub(in crate::cli) fn meant(self) -> LinkState {
        match self {
            Self::Scheduled => LinkState::Scheduled,
            Self::Live => LinkState::Live,
            Self::Ending => LinkState::Ending,
            Self::Ended => LinkState::Ended,
            Self::Revoked => LinkState::Revoked,
            Self::Closed => LinkState::Closed,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum MailLanguage {
    /// English.
    En,
    /// French.
    Fr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    /// For people.
    Table,
    /// An array of objects.
    Json,
    /// Comma-separated values, RFC 4180.
    Csv,
}

/// Seconds.
fn time(text: &str) -> Result<i64, String> {
    match text.parse() {
        Ok(Lifetime::For(seconds)) => Ok(seconds),
        _ => Err("write a time as 7d or 12h".to_owned()),
    }
}

fn group(text: &str) -> Result<Id, String> {
    Id::new(text).map_err(|_| "a group's id holds lower-case letters, digits and hyphens".to_owned())
}
