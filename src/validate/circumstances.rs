//! What the checks need to know beyond the files.

use chrono::{DateTime, Utc};

/// What the checks need to know beyond the files.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances {
    /// The instant of the build: it decides which shares have ended and which checks speak.
    pub now: DateTime<Utc>,
    /// The later of it and the machine's clock: what lies after it has not happened yet.
    pub clock: DateTime<Utc>,
    /// Whether references that leave their share are told.
    pub strict: bool,
}
