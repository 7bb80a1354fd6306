//! How many different things were seen, in bounded memory, without keeping what they were.
//!
//! Each is known by 64 bits of a hash (`SipHash`) with a key that is random in each run, so that what is kept names nobody. Up to
//! [`EXACT`] the number is exact; beyond, it is an estimate by `HyperLogLog`.
//!
//! Source: P. Flajolet, É. Fusy, O. Gandouet, F. Meunier, *`HyperLogLog`: the analysis of a near-optimal cardinality estimation
//! algorithm*, 2007, figure 3; with 64-bit hashes its correction for large numbers is needless.

use std::collections::BTreeSet;

/// As many are counted exactly.
pub const EXACT: usize = 4_096;

/// Registers are 2 to this power. The standard error is 1.04 / √m: 0.8 %.
const POWER: u32 = 14;
const REGISTERS: usize = 1 << POWER;

/// How far an estimate lies off at most, in about 95 of 100 runs: two standard errors.
pub const ERROR: &str = "1.6 %";

/// What was seen.
#[derive(Debug, Clone)]
pub(super) enum Distinct {
    Exact(BTreeSet<u64>),
    Estimated(Box<[u8]>),
}

impl Default for Distinct {
    fn default() -> Self {
        Self::Exact(BTreeSet::new())
    }
}

impl Distinct {
    /// Takes in the hash of one.
    pub(super) fn insert(&mut self, hash: u64) {
        match self {
            Self::Exact(hashes) => {
                hashes.insert(hash);
                if hashes.len() > EXACT {
                    self.estimate();
                }
            }
            Self::Estimated(registers) => note(registers, hash),
        }
    }

    /// Takes in all that another one saw, under the same key.
    pub(super) fn merge(&mut self, other: Self) {
        match other {
            Self::Exact(hashes) => hashes.into_iter().for_each(|hash| self.insert(hash)),
            Self::Estimated(theirs) => {
                let ours = self.estimate();
                ours.iter_mut().zip(theirs).for_each(|(ours, theirs)| *ours = theirs.max(*ours));
            }
        }
    }

    /// How many there were.
    pub(super) fn count(&self) -> u64 {
        match self {
            Self::Exact(hashes) => hashes.len() as u64,
            Self::Estimated(registers) => estimate(registers),
        }
    }

    /// Whether [`Distinct::count`] is no estimate.
    pub(super) fn is_exact(&self) -> bool {
        matches!(self, Self::Exact(_))
    }

    fn estimate(&mut self) -> &mut [u8] {
        if let Self::Exact(hashes) = self {
            let mut registers = vec![0; REGISTERS].into_boxed_slice();
            for hash in &*hashes {
                note(&mut registers, *hash);
            }
            *self = Self::Estimated(registers);
        }
        match self {
            Self::Estimated(registers) => registers,
            Self::Exact(_) => unreachable!("it was replaced above"),
        }
    }
}

/// The first bits choose a register; it keeps the longest run of zeros that the others started with.
#[expect(clippy::cast_possible_truncation, reason = "14 bits fit any usize, and a run of at most 51 any u8")]
fn note(registers: &mut [u8], hash: u64) {
    let register = (hash >> (64 - POWER)) as usize;
    let run = (hash << POWER | 1 << (POWER - 1)).leading_zeros() as u8 + 1;
    registers[register] = registers[register].max(run);
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate is not exact"
)]
fn estimate(registers: &[u8]) -> u64 {
    let m = REGISTERS as f64;
    let sum: f64 = registers.iter().map(|run| f64::exp2(-f64::from(*run))).sum();
    let raw = 0.7213 / (1.0 + 1.079 / m) * m * m / sum;
    let empty = registers.iter().map(|run| usize::from(*run == 0)).sum::<usize>();
    // Small numbers are told better by the registers that are still empty.
    let best = if raw <= 2.5 * m && empty > 0 { m * (m / empty as f64).ln() } else { raw };
    best.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `SplitMix64`: well-mixed hashes, the same in each run.
    fn hash(number: u64) -> u64 {
        let mut z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn seen(numbers: std::ops::Range<u64>) -> Distinct {
        let mut distinct = Distinct::default();
        numbers.chain([1, 2, 3]).for_each(|number| distinct.insert(hash(number)));
        distinct
    }

    #[test]
    fn counts() {
        for exact in [4, 100, EXACT as u64] {
            let distinct = seen(0..exact);
            assert!(distinct.is_exact());
            assert_eq!(distinct.count(), exact);
        }
        for many in [EXACT as u64 + 1, 10_000, 30_000, 60_000, 300_000, 2_000_000] {
            let distinct = seen(0..many);
            assert!(!distinct.is_exact());
            let off = distinct.count().abs_diff(many);
            assert!(off * 1000 < many * 16, "{many}: {}", distinct.count());
        }
    }

    #[test]
    fn merging_is_seeing_both() {
        for (one, two) in [(0..10, 5..20), (0..3_000, 2_000..5_000), (0..9_000, 5..10), (5..10, 0..9_000)] {
            let whole = seen(0..one.end.max(two.end));
            let mut merged = seen(one);
            merged.merge(seen(two));
            assert_eq!(merged.count(), whole.count());
        }
        let mut large = seen(0..9_000);
        large.merge(seen(8_000..20_000));
        assert_eq!(large.count(), seen(0..20_000).count());
    }
}
