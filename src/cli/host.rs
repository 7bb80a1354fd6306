//! `extrait host`: the hosts there are rules for, and their rules.

use std::path::Path;

use crate::cli::args::host::{HostArgs as Args, HostCommand, NamedHostArgs};
use crate::cli::{Exit, Failure, report, site};
use crate::diag::suggest;
use crate::host::{HOSTS, Host, ReadFrom, RuleContext, find};
use crate::workspace::{RulesError, parse_base_url, write_rules};

/// Lists, shows or writes.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.command {
        HostCommand::List => {
            list();
            Ok(Exit::Fine)
        }
        HostCommand::Show(named) => show(named),
        HostCommand::Write { named, dir } => write(named, dir),
    }
}

fn list() {
    let width = HOSTS.iter().map(|host| host.name().len()).max().unwrap_or(0);
    for host in HOSTS {
        let expiry = host.enforces().expiry.says();
        report::println(&format!("{:width$}  {}; ends shares {expiry}", host.name(), host.title()));
    }
    report::println("`extrait host show NAME` tells the rest");
}

fn show(named: &NamedHostArgs) -> Result<Exit, Failure> {
    let host = known(&named.name)?;
    let Some(context) = context(named)? else { return Ok(Exit::Author) };
    let enforces = host.enforces();
    report::println(&format!("{}: {}\n", host.name(), host.title()));
    for (what, says) in [
        ("expiry", enforces.expiry.says()),
        ("headers", enforces.headers.says()),
        ("index files", enforces.index_files.says()),
        ("unknown paths", enforces.unknown_paths.says()),
        ("error pages", enforces.error_pages.says()),
    ] {
        report::println(&format!("  {what:<14} {says}"));
    }
    steps(host);
    for file in host.files(&context) {
        report::println(&format!("\n==> {}\n\n{}", file.path, file.text.trim_end()));
    }
    Ok(Exit::Fine)
}

fn steps(host: &dyn Host) {
    report::println("\nTo install:");
    for (at, step) in host.steps().iter().enumerate() {
        report::println(&format!("  {}. {step}", at + 1));
    }
}

fn write(named: &NamedHostArgs, dir: &Path) -> Result<Exit, Failure> {
    let host = known(&named.name)?;
    let Some(context) = context(named)? else { return Ok(Exit::Author) };
    let files = host.files(&context);
    if files.is_empty() {
        let message = format!("`{}` reads no rules; `extrait host show {0}` tells what to do", host.name());
        return Err(Failure::usage(message));
    }
    let outcome = write_rules(dir, &files);
    let written = match &outcome {
        Ok(written) | Err(RulesError::Machine { written, .. }) => written.as_slice(),
        Err(RulesError::Foreign(_)) => &[],
    };
    for rule in written {
        let how = if rule.is_new { "is written" } else { "is as it should be" };
        report::println(&format!("{} {how}", rule.path.display()));
    }
    outcome?;
    steps(host);
    if files.iter().any(|file| file.read == ReadFrom::Output) {
        report::println(
            "`build` writes these files into the output by itself where site.yaml names the host",
        );
    }
    Ok(Exit::Fine)
}

fn known(name: &str) -> Result<&'static dyn Host, Failure> {
    find(name).ok_or_else(|| {
        let hint = suggest(name, HOSTS.iter().map(|host| host.name()));
        Failure::usage(format!("no rules for the host `{name}`: {hint}"))
    })
}

/// The context of the site; `None` where its files stand in the way, which was told.
fn context(named: &NamedHostArgs) -> Result<Option<RuleContext>, Failure> {
    let base_url = match &named.base_url {
        Some(url) => parse_base_url(url)?,
        None => match site::workspace(&named.place.site(), None)?.base_url() {
            Ok(base_url) => base_url,
            Err(error) => return site::refused(error).map(|_| None),
        },
    };
    RuleContext::of(&base_url).map(Some).ok_or_else(|| {
        Failure::usage(format!(
            "the path of `{base_url}` cannot stand in rules: only letters, digits, `-`, `_` and `.` are written alike \
             by all hosts"
        ))
    })
}

impl From<RulesError> for Failure {
    fn from(error: RulesError) -> Self {
        match error {
            RulesError::Foreign(_) => Self::usage(format!("{error}: move it away first")),
            RulesError::Machine { .. } => Self::machine(error),
        }
    }
}
