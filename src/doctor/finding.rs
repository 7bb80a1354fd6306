//! What one check found, and how it ended.

use serde::Serialize;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Not as it should be, but nothing stays open for that.
    Warn,
    /// Something is not enforced, or could not be asked.
    Fail,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostFinding {
    /// The check, for programs.
    pub code: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was seen.
    pub seen: String,
    /// What mends it; `None` where nothing is to be mended.
    pub fix: Option<String>,
}

impl HostFinding {
    pub(super) fn ok(code: &'static str, seen: impl Into<String>) -> Self {
        Self { code, verdict: Verdict::Ok, seen: seen.into(), fix: None }
    }

    pub(super) fn warn(code: &'static str, seen: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { code, verdict: Verdict::Warn, seen: seen.into(), fix: Some(fix.into()) }
    }

    pub(super) fn fail(code: &'static str, seen: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { code, verdict: Verdict::Fail, seen: seen.into(), fix: Some(fix.into()) }
    }
}
