//! The table of destinations.

use std::path::Path;

use crate::publish::destination::Destination;
use crate::publish::memory::MemoryDestination;
use crate::publish::{PublishError, Target};

/// A sort of destination.
#[derive(Debug)]
pub struct DestinationKind {
    /// Its name.
    pub name: &'static str,
    /// What it is, for people.
    pub title: &'static str,
    /// Opens one.
    pub open: fn(&DestinationPlace<'_>) -> Result<Box<dyn Destination>, PublishError>,
}

/// What tells where a destination is.
#[derive(Debug, Clone, Copy)]
pub struct DestinationPlace<'a> {
    /// The folder of the output.
    pub output: &'a Path,
    /// The folder of the site's own notes.
    pub state: &'a Path,
}

/// Every sort of destination.
pub static DESTINATIONS: &[DestinationKind] = &[
    DestinationKind {
        name: "folder",
        title: "a folder that a web server serves",
        open: |place| Ok(Box::new(Target::open(place.output, place.state)?)),
    },
    DestinationKind {
        name: "memory",
        title: "the memory of a preview",
        open: |_| Ok(Box::new(MemoryDestination::default())),
    },
];
