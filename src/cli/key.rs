//! `extrait key`.

use crate::cli::args::{KeyArgs, KeyCommand, SiteArgs};
use crate::cli::{Exit, Failure, report, site};

/// Runs the subcommand.
pub(super) fn run(args: &KeyArgs) -> Result<Exit, Failure> {
    match &args.command {
        KeyCommand::Show(place) => show(&place.site()),
    }
}

/// Prints what site.yaml may say of the secret.
fn show(args: &SiteArgs) -> Result<Exit, Failure> {
    let marks = match site::workspace(args, None)?.secret_marks() {
        Ok(marks) => marks,
        Err(error) => return site::refused(error),
    };
    report::println(
        "# Paste into site.yaml: a build with another secret then stops instead of changing every link.",
    );
    report::println(&format!("key_id: {}", marks.key_id));
    report::println(
        "# Readers check with this key what you publish: give it to them by another way than the site.",
    );
    report::println(&format!("public_key: {}", marks.public_key.to_text()));
    Ok(Exit::Fine)
}
