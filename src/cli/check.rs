//! `extrait check`.

use crate::cli::absence::{self, KnownShares};
use crate::cli::args::Check;
use crate::cli::site::OpenOptions;
use crate::cli::{Exit, Failure, ledger, report, site};
use crate::diag::explain::explain;
use crate::load::secret::WhenMissing;

/// Tells everything that a build would complain about.
pub(super) fn run(args: &Check) -> Result<Exit, Failure> {
    if let Some(code) = &args.explain {
        return explained(code);
    }
    let mut opened = site::open(&args.site, &OpenOptions { strict: args.strict, ..OpenOptions::default() })?;
    if args.site.locked {
        drop(opened.secret(&args.site, WhenMissing::Complain)?);
    }
    let known = KnownShares::of(&args.site.folder, &args.site.folder.join("output"));
    let is_unseen = !args.allow_no_shares && absence::check(&args.site, &known, &mut opened);
    let secret = opened.quiet_secret();
    if let Some(secret) = &secret {
        opened.expose(secret);
    }
    // Absence is no event: the ledger lacks no line about shares that could not be seen.
    if !is_unseen {
        let key = secret.map(|secret| secret.link_key());
        ledger::warn(&args.site.folder, &mut opened, key.as_ref());
    }
    let problems = &mut opened.prepared.problems;
    if args.strict {
        problems.raise_warnings();
    }
    let fails = problems.has_errors();
    report::problems(&opened, args.format);
    report::checked(&opened.prepared.problems, args.format);
    Ok(if fails { Exit::Author } else { Exit::Fine })
}

fn explained(code: &str) -> Result<Exit, Failure> {
    let text = explain(code).map_err(|help| Failure::usage(format!("there is no code `{code}`: {help}")))?;
    report::println(text.trim_end());
    Ok(Exit::Fine)
}
