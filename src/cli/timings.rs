//! `--timings`: how long each stage of a build took.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::cli::report;
use crate::workspace::Stage;

/// When each stage of a build began.
#[derive(Debug, Default)]
pub(super) struct Timings {
    began: Mutex<Vec<(Stage, Instant)>>,
}

impl Timings {
    /// Notes that `stage` begins.
    pub(super) fn begin(&self, stage: Stage) {
        self.began().push((stage, Instant::now()));
    }

    /// The build is over: tells, if that is `wished`, how long each stage took, where it came to the last one.
    pub(super) fn end(&self, wished: bool) {
        let began = std::mem::take(&mut *self.began());
        if wished && began.iter().any(|(stage, _)| *stage == Stage::Remember) {
            report::timings(&told(&began));
        }
    }

    fn began(&self) -> MutexGuard<'_, Vec<(Stage, Instant)>> {
        self.began.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long each stage took, the last one until now.
fn told(began: &[(Stage, Instant)]) -> Vec<(&'static str, Duration)> {
    let ends = began.iter().skip(1).map(|(_, instant)| *instant).chain([Instant::now()]);
    began.iter().zip(ends).map(|((stage, began), end)| (stage.name(), end.duration_since(*began))).collect()
}
