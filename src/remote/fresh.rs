//! Tells whether a request went over a new connection, or over one that was kept open.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector};

/// Counts connections, those that fail included. It stands first in the chain of connectors and makes none itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Fresh(Arc<AtomicUsize>);

impl Fresh {
    /// How many connections were begun so far.
    pub(super) fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Connector<()> for Fresh {
    type Out = ();

    fn connect(&self, _: &ConnectionDetails, _: Option<()>) -> Result<Option<()>, Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(None)
    }
}
