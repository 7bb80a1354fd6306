//! Tools that readers use on what strangers made: `verify` of hostile lists, folders and hosts ends, in bounded memory and
//! with bounded output, and tells what is wrong.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    clippy::format_collect,
    unreachable_pub,
    reason = "a test fails by panicking, and makes hostile copies"
)]

#[path = "readers/host.rs"]
mod host;
#[path = "readers/lists.rs"]
mod lists;
#[path = "readers/online.rs"]
mod online;
#[path = "readers/trees.rs"]
mod trees;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use crate::copy::{Copy, signing_key};
use crate::support::{SECRET, Site, Tree};
use serde_json::Value as Json;

/// Output of a report in which every sort of complaint is capped, in bytes.
const LONGEST_OUTPUT: usize = 128 * 1024;

/// How a run of `verify` ended; by no exit code where it wanted more memory than it may have.
struct Ran {
    exit: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs `verify` in an address space of `most` MiB, which bounds its peak memory. The peak that the system tells of a child
/// is no measure here: it begins with what the process that starts it holds.
fn verify(copy: impl AsRef<Path>, words: &[&str], most: u32) -> Ran {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v \"$0\" && exec \"$@\"", &(most << 10).to_string()]);
    command.arg(env!("CARGO_BIN_EXE_extrait")).arg("verify").arg(copy.as_ref());
    let output = command.args(["--now", crate::support::NOW]).args(words).output().unwrap();
    let length = output.stdout.len() + output.stderr.len();
    assert!(length < LONGEST_OUTPUT, "{length} bytes of output");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { exit: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// What the example site publishes, and the folder of one share of it.
fn published() -> &'static (Tree, String) {
    static PUBLISHED: OnceLock<(Tree, String)> = OnceLock::new();
    PUBLISHED.get_or_init(|| {
        let copy = Copy::new();
        (copy.site.output(), copy.folder)
    })
}

/// A copy of that folder, to be spoilt.
fn copy() -> Copy {
    let (output, folder) = published();
    let site = Site::empty();
    let files =
        output.iter().filter(|(path, _)| path.starts_with(&format!("s/{folder}/")) || !path.contains('/'));
    files.for_each(|(path, bytes)| site.write_bytes(&format!("output/{path}"), bytes));
    Copy { site, folder: folder.clone() }
}

fn key() -> String {
    signing_key(SECRET).public().to_text()
}

/// The report of a run that told one in JSON.
fn report(ran: &Ran) -> Json {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{:?} {}", ran.exit, ran.stderr))
}

/// The codes of the problems that are listed.
fn codes(report: &Json) -> Vec<&str> {
    report["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect()
}
