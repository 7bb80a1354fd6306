//! `extrait check`.

use crate::cli::args::Check;
use crate::cli::{Exit, Failure, report, site};
use crate::diag::explain::explain;
use crate::workspace::CheckOptions;

/// Tells everything that a build would complain about.
pub(super) fn run(args: &Check) -> Result<Exit, Failure> {
    if let Some(code) = &args.explain {
        return explained(code);
    }
    let options = CheckOptions { strict: args.strict, allow_no_shares: args.allow_no_shares };
    let told = site::workspace(&args.site, None)?.check(options)?;
    report::problems(&told, args.format);
    report::checked(&told.problems, args.format);
    Ok(if told.problems.has_errors() { Exit::Author } else { Exit::Fine })
}

fn explained(code: &str) -> Result<Exit, Failure> {
    let text = explain(code).map_err(|help| Failure::usage(format!("there is no code `{code}`: {help}")))?;
    report::println(text.trim_end());
    Ok(Exit::Fine)
}
