//! What a live host enforces, judged from what it answered. Asking is done elsewhere: here are the questions, and what
//! the answers mean.
//!
//! A host that closes shares on time answers 410 for every link whose second has passed, whether the share exists or not,
//! and 404 for every link that has never been. So a few links that nobody has, and one share that ended in 2001 and lies
//! in every output ([`crate::link::CANARY`]), tell whether rules are in effect and by which clock.

mod cache;
mod expiry;
mod finding;
mod headers;
mod paths;
mod probe;
mod request;
mod seen;
mod target;
mod transport;

pub use finding::{HostFinding, Verdict};
pub use probe::{PROBES, Probe};
pub use request::ProbeRequest;
pub use seen::Observations;
pub use target::ProbeTarget;

/// Whether the host does what it should, all in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbeOutcome {
    /// It does.
    Enforced,
    /// It does not.
    NotEnforced,
    /// It could not be asked.
    NotReached,
}

/// Every check, in the order in which it is told. A check that has nothing to say of this host says nothing.
const CHECKS: &[fn(&Observations) -> Option<HostFinding>] = &[
    transport::reach,
    transport::redirect,
    transport::https,
    expiry::ended,
    expiry::clock,
    expiry::link,
    paths::unknown,
    paths::fallback,
    paths::listing,
    paths::htaccess,
    paths::exposed,
    cache::kept,
    headers::pages,
    headers::link,
    headers::origins,
    headers::closed,
];

/// Judges what was seen.
#[must_use]
pub fn judge(seen: &Observations) -> Vec<HostFinding> {
    // Of a host that was not reached, or that sends everybody elsewhere, nothing else is known.
    for alone in [transport::unreached, transport::elsewhere] {
        if let Some(finding) = alone(seen) {
            return vec![finding];
        }
    }
    CHECKS.iter().filter_map(|check| check(seen)).collect()
}

/// What the findings amount to.
#[must_use]
pub fn outcome(findings: &[HostFinding]) -> ProbeOutcome {
    let fails = |finding: &&HostFinding| finding.verdict == Verdict::Fail;
    let unheard = |finding: &HostFinding| ["reach", "tls"].contains(&finding.code);
    match findings.iter().filter(fails).map(unheard).min() {
        None => ProbeOutcome::Enforced,
        Some(false) => ProbeOutcome::NotEnforced,
        Some(true) => ProbeOutcome::NotReached,
    }
}

#[cfg(test)]
mod tests;
