//! `extrait share …`.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{ArgGroup, Subcommand};

use crate::cli::args::{AnswerFormat, SiteArgs};
use crate::workspace::WrittenLifetime;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ShareArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: ShareSubcommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ShareSubcommand {
    /// Makes a share; the next build publishes it.
    New(NewShareArgs),
    /// Shows all that is known of a share.
    Show(ShowShareArgs),
    /// Changes what a share says and holds, and when it opens; its links stay while its end does.
    Edit(EditShareArgs),
    /// Moves the end of a share, which changes its links.
    Extend(ExtendShareArgs),
    /// Changes the links of a share, or of one recipient: the old ones stop with the next build.
    Rotate(RotateShareArgs),
    /// Withdraws a share, or the link of one recipient.
    Revoke(RevokeShareArgs),
    /// Gives back what was withdrawn, under a new link.
    Restore(RestoreShareArgs),
    /// Withdraws a share for good: closes its links at once, and removes its file.
    Delete(DeleteShareArgs),
}

/// What every command about shares takes.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CommonShareArgs {
    #[command(flatten)]
    pub(in crate::cli) site: SiteArgs,
    /// Where the site is found, in the place of `base_url` in site.yaml.
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) base_url: Option<String>,
    /// Shows links in full, also where no terminal shows them: whoever reads them can open the share.
    #[arg(long)]
    pub(in crate::cli) reveal: bool,
    /// Asks nothing.
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: AnswerFormat,
}

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("held").required(true).multiple(true).args(["register", "item", "group"]))]
pub(in crate::cli) struct NewShareArgs {
    /// The title that its readers see.
    #[arg(long)]
    pub(in crate::cli) title: String,
    /// Its name: that of its file. Made of the title unless given.
    #[arg(long)]
    pub(in crate::cli) id: Option<String>,
    /// A register: its published items. May be given several times.
    #[arg(long, value_name = "REGISTER")]
    pub(in crate::cli) register: Vec<String>,
    /// An item by name, whatever its status. May be given several times.
    #[arg(long, value_name = "REGISTER/ITEM")]
    pub(in crate::cli) item: Vec<String>,
    /// When it opens, as 2026-01-05T09:00:00+01:00: until then nothing of it is published. Unless given, it opens with the
    /// next build.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) opens: Option<DateTime<FixedOffset>>,
    /// When it ends: 2d, 30d, 120d from its opening, never, or an instant; the site's default unless given.
    #[arg(long, value_parser = expires)]
    pub(in crate::cli) expires: Option<WrittenLifetime>,
    /// Who has a link of their own: an opaque id. May be given several times; without, there is one link.
    #[arg(long, value_name = "ID", conflicts_with = "application")]
    pub(in crate::cli) recipient: Vec<String>,
    /// An application that has a link of its own. May be given several times.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) application: Vec<String>,
    /// A group; refused until sealed shares exist.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) group: Vec<String>,
    /// Which fields it shows: full, article30, public, or fields as purposes,recipients.name.
    #[arg(long)]
    pub(in crate::cli) profile: Option<String>,
    /// The language of its pages.
    #[arg(long)]
    pub(in crate::cli) lang: Option<String>,
    /// A few words for its readers.
    #[arg(long)]
    pub(in crate::cli) note: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) common: CommonShareArgs,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ShowShareArgs {
    /// The share.
    pub(in crate::cli) id: String,
    #[command(flatten)]
    pub(in crate::cli) common: CommonShareArgs,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct EditShareArgs {
    /// The share.
    pub(in crate::cli) id: String,
    /// Another title.
    #[arg(long)]
    pub(in crate::cli) title: Option<String>,
    /// Another note; an empty one removes it.
    #[arg(long)]
    pub(in crate::cli) note: Option<String>,
    /// Other fields: full, article30 or public.
    #[arg(long)]
    pub(in crate::cli) profile: Option<String>,
    /// Another language of its pages.
    #[arg(long)]
    pub(in crate::cli) lang: Option<String>,
    /// When it opens: until then nothing of it is published. A duration in `expires` counts from it, so that links change.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(in crate::cli) opens: Option<DateTime<FixedOffset>>,
    /// A register that it holds from now on.
    #[arg(long, value_name = "REGISTER")]
    pub(in crate::cli) add_register: Vec<String>,
    /// An item that it holds from now on.
    #[arg(long, value_name = "REGISTER/ITEM")]
    pub(in crate::cli) add_item: Vec<String>,
    /// A register that it holds no longer.
    #[arg(long, value_name = "REGISTER")]
    pub(in crate::cli) remove_register: Vec<String>,
    /// An item that it names no longer.
    #[arg(long, value_name = "REGISTER/ITEM")]
    pub(in crate::cli) remove_item: Vec<String>,
    /// One more who has a link.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) add_recipient: Vec<String>,
    /// One who is taken off the list. `share revoke --recipient` keeps the trace.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) remove_recipient: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) common: CommonShareArgs,
}

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("end").required(true).args(["expires", "by"]))]
pub(in crate::cli) struct ExtendShareArgs {
    /// The share.
    pub(in crate::cli) id: String,
    /// The new end: a duration from its opening or creation, never, or an instant.
    #[arg(long, value_parser = expires)]
    pub(in crate::cli) expires: Option<WrittenLifetime>,
    /// How much later than its end is now, as 30d.
    #[arg(long, value_parser = expires)]
    pub(in crate::cli) by: Option<WrittenLifetime>,
    #[command(flatten)]
    pub(in crate::cli) common: CommonShareArgs,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RotateShareArgs {
    /// The share.
    pub(in crate::cli) id: String,
    /// The recipient or application whose link changes; all others keep theirs.
    #[arg(long, value_name = "ID", visible_alias = "application")]
    pub(in crate::cli) recipient: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) common: CommonShareArgs,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RevokeShareArgs {
    /// The share.
    pub(in crate::cli) id: String,
    /// The recipient or application whose link is withdrawn; all others keep theirs.
    #[arg(long, value_name = "ID", visible_alias = "application")]
    pub(in crate::cli) recipient: Option<String>,
    /// Why, for the file and the ledger; no reader sees it.
    #[arg(long)]
    pub(in crate::cli) reason: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) common: CommonShareArgs,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct DeleteShareArgs {
    /// The share.
    pub(in crate::cli) id: String,
    /// Why, for the ledger; no reader sees it.
    #[arg(long)]
    pub(in crate::cli) reason: Option<String>,
    /// Where pages are written; `output` in the site's folder unless given.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) common: CommonShareArgs,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RestoreShareArgs {
    /// The share.
    pub(in crate::cli) id: String,
    /// The recipient or application whose link is given back.
    #[arg(long, value_name = "ID", visible_alias = "application")]
    pub(in crate::cli) recipient: Option<String>,
    /// Under the link that was withdrawn, which others may know.
    #[arg(long)]
    pub(in crate::cli) same_link: bool,
    #[command(flatten)]
    pub(in crate::cli) common: CommonShareArgs,
}

fn instant(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text)
        .map_err(|_| "write an instant with its offset, as 2026-01-05T09:00:00+01:00".to_owned())
}

fn expires(text: &str) -> Result<WrittenLifetime, String> {
    let lifetime = text.parse().map_err(|_| {
        "write a duration as 30d or 12h, `never`, or an instant as 2026-01-05T09:00:00+01:00".to_owned()
    })?;
    Ok(WrittenLifetime { text: text.to_owned(), lifetime })
}
