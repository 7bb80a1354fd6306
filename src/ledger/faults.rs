//! What is wrong with a ledger, in bounded room: whoever wrote the file decides how much there is.

use std::ops::Deref;

use crate::ledger::Fault;

/// More faults are counted and not kept.
const MOST: usize = 1000;

/// Faults, and how many there are besides.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    kept: Vec<Fault>,
    more: usize,
}

impl Faults {
    /// Takes a fault in, if there is room; it is made only then.
    pub(super) fn push(&mut self, fault: impl FnOnce() -> Fault) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.kept.push(fault());
        }
    }

    /// Whether further faults are counted alone.
    pub(super) fn is_full(&self) -> bool {
        self.kept.len() >= MOST
    }

    /// By line; those that are about no line come last.
    pub(super) fn sorted(mut self) -> Self {
        self.kept.sort_by_key(|fault| (fault.line.is_none(), fault.line));
        self
    }

    /// How many there are besides those that are kept.
    #[must_use]
    pub fn more(&self) -> usize {
        self.more
    }

    /// How many there are in all.
    #[must_use]
    pub fn count(&self) -> usize {
        self.kept.len() + self.more
    }
}

impl Deref for Faults {
    type Target = [Fault];

    fn deref(&self) -> &[Fault] {
        &self.kept
    }
}
