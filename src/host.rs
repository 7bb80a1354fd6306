//! The table of hosts: where a site can lie.

use std::fmt::Debug;

/// A host that a site can be published on.
pub trait Host: Debug + Sync {
    /// The word an author writes in `hosts`.
    fn name(&self) -> &'static str;
}

/// Every host.
pub static HOSTS: &[&dyn Host] = &[&Plain];

/// Any static host, without rules of its own: it has no clock, so a share that has ended stays until the next build.
#[derive(Debug)]
struct Plain;

impl Host for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }
}
