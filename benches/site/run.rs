//! Runs the real binary on a site, measures it, and looks at what it wrote.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use wait4::Wait4 as _;

use crate::Outcome;

/// A secret that only tests and benchmarks use.
const SECRET: &str = "extrait1_Lp4xQ0v7m2cYt9bKzR1uWgH8sJdEaN5fXi3oP6qVrTM_a161e688";

/// Before the end of the shares, whatever the machine's clock says.
const NOW: &str = "2098-06-01T12:00:00Z";

/// What one run cost.
#[derive(Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) wall: Duration,
    /// On all cores, in and for the process.
    pub(crate) cpu: Duration,
    /// The largest resident set, in bytes.
    pub(crate) memory: u64,
}

/// A build that succeeded.
pub(crate) struct Build {
    pub(crate) measured: Measured,
    pub(crate) said: String,
    report: Json,
}

impl Build {
    /// A number of the report.
    pub(crate) fn number(&self, key: &str) -> usize {
        self.report[key].as_u64().and_then(|number| number.try_into().ok()).unwrap_or(usize::MAX)
    }

    pub(crate) fn expect(&self, key: &str, expected: usize) -> Outcome<()> {
        let found = self.number(key);
        if found == expected {
            return Ok(());
        }
        Err(format!("the build reports {key}: {found}, where {expected} is right").into())
    }

    /// How often a complaint of a code was made.
    fn expect_code(&self, code: &str, expected: usize) -> Outcome<()> {
        let quoted = format!("\"{code}\"");
        let found = self.said.matches(&quoted).count();
        if found == expected {
            return Ok(());
        }
        Err(format!("the build complains {found} times of {code}, where {expected} is right").into())
    }
}

/// Earlier writes reach the disk, so that they burden no later run; and the clock of the file system moves on, so that
/// no file looks as if it might change again within its granularity.
pub(crate) fn settle() {
    rustix::fs::sync();
    thread::sleep(Duration::from_millis(100));
}

/// Builds a site of so many shares. Of each, one note says that it shows internal notes; any other complaint is an error.
pub(crate) fn build(site: &Path, shares: usize) -> Outcome<Build> {
    let built = try_build(site, &[])?.map_err(|said| format!("a build failed:\n{said}"))?;
    built.expect("errors", 0)?;
    built.expect("warnings", 0)?;
    built.expect("notes", shares)?;
    built.expect_code("share-internal", shares)?;
    Ok(built)
}

/// Builds a site, or returns what the build said when it gave up.
pub(crate) fn try_build(site: &Path, words: &[&str]) -> Outcome<Result<Build, String>> {
    // A file takes whatever is said: a pipe that nobody empties would stop the build.
    let heard = site.with_extension("stderr");
    let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
    command.env_clear().env("EXTRAIT_SECRET", SECRET).args(["build", "--format", "json", "--now", NOW]);
    command.arg("--site").arg(site).args(words);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(&heard)?);
    let started = Instant::now();
    let mut child = command.spawn()?;
    let mut stdout = child.stdout.take().ok_or("standard output was asked for")?;
    let ended = child.wait4()?;
    let wall = started.elapsed();
    let mut report = String::new();
    stdout.read_to_string(&mut report)?;
    let said = fs::read_to_string(&heard)?;
    if !ended.status.success() {
        return Ok(Err(said));
    }
    let usage = ended.rusage;
    let measured = Measured { wall, cpu: usage.utime + usage.stime, memory: usage.maxrss };
    Ok(Ok(Build { measured, said, report: serde_json::from_str(&report)? }))
}

/// Files below a folder, as sorted paths from there.
pub(crate) fn files(folder: &Path) -> Outcome<Vec<String>> {
    let (mut files, mut open) = (Vec::new(), vec![String::new()]);
    while let Some(prefix) = open.pop() {
        for entry in fs::read_dir(folder.join(&prefix))? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() { open.push(format!("{path}/")) } else { files.push(path) }
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Two folders hold the same files. One file at a time is in memory: what this process once used would be told as the
/// peak of its later children, which start as copies of it.
pub(crate) fn compare(one: &Path, other: &Path) -> Outcome<()> {
    let paths = files(one)?;
    if paths != files(other)? {
        return Err("a warm and a cold build wrote different files".into());
    }
    for path in paths {
        if fs::read(one.join(&path))? != fs::read(other.join(&path))? {
            return Err(format!("a warm and a cold build differ in {path}").into());
        }
    }
    Ok(())
}
