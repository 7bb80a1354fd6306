//! The one way for a test to not run: it says so where `cargo test` hides nothing, and fails in CI.

use std::io::Write as _;

/// What a test needs and does not find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// Something of the system: name spaces, a second file system. CI has it.
    System,
    /// Material that lies beside the repository and is no part of it. CI has none of it.
    Material,
    /// The rights of root. CI has none.
    Root,
}

/// Says that the test that calls it does not run, and why. The test harness captures what macros print, but not what is
/// written to the standard error itself, so `cargo test` shows the line. Fails where `CI` is `true` and CI has what is
/// missing.
pub fn skipped(lacks: Lacks, why: &str) {
    let ci = std::env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!ci || lacks != Lacks::System, "CI must not skip a test: {why}");
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    // One write, so that lines of tests that run side by side stay whole.
    std::io::stderr().write_all(format!("SKIPPED {test}: {why}\n").as_bytes()).unwrap();
}
