//! `extrait host`: the hosts there are rules for, and their rules.

use std::fs;
use std::io;
use std::path::Path;

use crate::cli::args::ReportFormat;
use crate::cli::args::host::{HostArgs as Args, HostCommand, NamedHostArgs};
use crate::cli::site::OpenOptions;
use crate::cli::{Exit, Failure, report, site};
use crate::diag::suggest;
use crate::host::{HOSTS, Host, HostFile, MARK, ReadFrom, RuleContext, find};

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
    // All or nothing: a folder that holds one foreign file is somebody else's.
    for file in &files {
        refuse_foreign(&dir.join(file.path))?;
    }
    for file in &files {
        report::println(&put(dir, file).map_err(Failure::at(&dir.join(file.path)))?);
    }
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
    let base_url = if let Some(url) = &named.base_url {
        site::parse_base_url(url)?
    } else {
        let opened = site::open(&named.place.site(), &OpenOptions::default())?;
        let Some(base_url) = opened.prepared.base_url.clone() else {
            report::problems(&opened, ReportFormat::Human);
            return Ok(None);
        };
        base_url
    };
    RuleContext::of(&base_url).map(Some).ok_or_else(|| {
        Failure::usage(format!(
            "the path of `{base_url}` cannot stand in rules: only letters, digits, `-`, `_` and `.` are written alike \
             by all hosts"
        ))
    })
}

fn refuse_foreign(path: &Path) -> Result<(), Failure> {
    let foreign = match read(path) {
        Ok(text) => !text.lines().next().is_some_and(|line| line.contains(MARK)),
        // A link that leads nowhere is there too, and what is written would follow it.
        Err(_) => path.symlink_metadata().is_ok(),
    };
    if foreign {
        let path = path.display();
        return Err(Failure::usage(format!("`{path}` was not written by extrait: move it away first")));
    }
    Ok(())
}

/// Writes a file unless it says the same already; tells which.
fn put(dir: &Path, file: &HostFile) -> io::Result<String> {
    let path = dir.join(file.path);
    if read(&path).is_ok_and(|text| text == file.text) {
        return Ok(format!("{} is as it should be", path.display()));
    }
    store(dir, &path, &file.text)?;
    Ok(format!("{} is written", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "rules are written where an administrator says")]
fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}

#[expect(clippy::disallowed_methods, reason = "rules are written where an administrator says")]
fn store(dir: &Path, path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    fs::write(path, text)
}
