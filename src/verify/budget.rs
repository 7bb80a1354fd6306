//! What a whole check may take, whatever a host or a folder sends.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::verify::refusal::CopyRefusal;

/// More requests are made of no host: one for each file that a list can name, and as many steps to where it lies.
const MOST_REQUESTS: u64 = 1_000_000;

/// Time, bytes and requests that are left.
#[derive(Debug)]
pub struct Budget {
    end: Option<Instant>,
    time: Duration,
    most: u64,
    left: Cell<u64>,
    requests: Cell<u64>,
}

impl Budget {
    /// From now on: `time`, and `bytes` of all files together.
    #[must_use]
    pub fn new(time: Duration, bytes: u64) -> Self {
        let end = Instant::now().checked_add(time);
        Self { end, time, most: bytes, left: Cell::new(bytes), requests: Cell::new(MOST_REQUESTS) }
    }

    /// How much time is left, if any; `None` inside for one without end.
    pub fn time(&self) -> Result<Option<Duration>, CopyRefusal> {
        let Some(end) = self.end else { return Ok(None) };
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(self.late()) } else { Ok(Some(left)) }
    }

    /// Counts bytes that were read.
    pub fn take(&self, bytes: u64) -> Result<(), CopyRefusal> {
        self.time()?;
        match self.left.get().checked_sub(bytes) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(CopyRefusal::Spent(format!(
                "all files together have more than {} bytes and were not read to the end; --max-total allows more",
                self.most
            ))),
        }
    }

    /// Counts a request that is about to be made; how much time is left for it.
    pub fn ask(&self) -> Result<Option<Duration>, CopyRefusal> {
        let left = self.requests.get().checked_sub(1).ok_or_else(|| {
            CopyRefusal::Spent(format!("the host was asked {MOST_REQUESTS} times and is asked no more"))
        })?;
        self.requests.set(left);
        self.time()
    }

    fn late(&self) -> CopyRefusal {
        CopyRefusal::Spent(format!(
            "the check took longer than {} seconds and was broken off; --max-time allows more",
            self.time.as_secs()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_requests_and_time_run_out() {
        let budget = Budget::new(Duration::from_mins(1), 10);
        assert_eq!((budget.take(4), budget.take(6)), (Ok(()), Ok(())));
        assert!(matches!(budget.take(1), Err(CopyRefusal::Spent(why)) if why.contains("10 bytes")));
        let asked = (0..=MOST_REQUESTS).find_map(|number| Some((number, budget.ask().err()?)));
        assert!(matches!(asked, Some((MOST_REQUESTS, CopyRefusal::Spent(why))) if why.contains("no more")));
        let late = Budget::new(Duration::ZERO, 10);
        assert!(matches!(late.take(0), Err(CopyRefusal::Spent(why)) if why.contains("--max-time")));
        // A number that no clock holds is no end.
        assert_eq!(Budget::new(Duration::MAX, 10).time(), Ok(None));
    }
}
