//! `--timings`: how long each stage of a build took.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::pipeline::Stage;

/// When each stage began.
#[derive(Debug, Default)]
pub(super) struct Timings {
    began: Mutex<Vec<(Stage, Instant)>>,
}

impl Timings {
    /// Notes that `stage` begins.
    pub(super) fn begin(&self, stage: Stage) {
        self.began.lock().unwrap_or_else(PoisonError::into_inner).push((stage, Instant::now()));
    }

    /// How long each stage took, the last one until now.
    pub(super) fn told(&self) -> Vec<(&'static str, Duration)> {
        let began = self.began.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = began.iter().skip(1).map(|(_, instant)| *instant).chain([Instant::now()]);
        began
            .iter()
            .zip(ends)
            .map(|((stage, began), end)| (stage.name(), end.duration_since(*began)))
            .collect()
    }
}
