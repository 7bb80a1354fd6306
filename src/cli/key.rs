//! `extrait key`.

use crate::cli::args::{KeyArgs, KeyCommand, ReportFormat, SiteArgs};
use crate::cli::site::OpenOptions;
use crate::cli::{Exit, Failure, report, site};
use crate::load::secret::WhenMissing;
use crate::sign::SigningKey;

/// Runs the subcommand.
pub(super) fn run(args: &KeyArgs) -> Result<Exit, Failure> {
    match &args.command {
        KeyCommand::Show(place) => show(&place.site()),
    }
}

/// Prints what site.yaml may say of the secret.
fn show(args: &SiteArgs) -> Result<Exit, Failure> {
    let mut opened = site::open(args, &OpenOptions::default())?;
    let secret = opened.secret(args, WhenMissing::Complain)?;
    let Some(secret) = secret else {
        report::problems(&opened, ReportFormat::Human);
        return Ok(Exit::Author);
    };
    report::println(
        "# Paste into site.yaml: a build with another secret then stops instead of changing every link.",
    );
    report::println(&format!("key_id: {}", secret.key_id()));
    report::println(
        "# Readers check with this key what you publish: give it to them by another way than the site.",
    );
    let public_key = SigningKey::new(&secret.signing_seed()).public();
    report::println(&format!("public_key: {}", public_key.to_text()));
    Ok(Exit::Fine)
}
