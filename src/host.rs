//! The table of hosts: where a site can lie, and what the host enforces there.

use std::fmt::Debug;

/// When a share that has ended stops being served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// At the next build: the host has no clock.
    AtNextBuild,
}

/// A host that a site can be published on.
pub trait Host: Debug + Sync {
    /// The word an author writes in `hosts`.
    fn name(&self) -> &'static str;

    /// When it stops serving a share that has ended.
    fn ending(&self) -> Ending;
}

/// Every host.
pub static HOSTS: &[&dyn Host] = &[&Plain];

/// Any static host, without rules of its own.
#[derive(Debug)]
struct Plain;

impl Host for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn ending(&self) -> Ending {
        Ending::AtNextBuild
    }
}
