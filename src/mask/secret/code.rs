//! Site secrets, and the codes of invitations to sealed shares.

use std::ops::Range;

use super::word::words;
use crate::mask::unit::{Unit, UnitKind};

/// The start of every site secret.
const SECRET: &str = "extrait1";

/// Units behind [`SECRET`] that are no more than a name for what stands there.
const FEWEST: usize = 8;

/// What stands behind `extrait1_`.
pub(super) fn secrets(units: &[Unit]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < units.len() {
            let says = units[at..].iter().map(|unit| unit.says.to_ascii_lowercase());
            if !says.take(SECRET.len()).eq(SECRET.chars()) {
                at += 1;
                continue;
            }
            let behind = at + SECRET.len();
            let between = units[behind..].iter().take_while(|unit| unit.kind == UnitKind::Between).count();
            let start = behind + between;
            let is_end = |unit: &Unit| unit.kind == UnitKind::Wall || unit.says.is_whitespace();
            let length = units[start..].iter().take_while(|unit| !is_end(unit)).count();
            at = start + length;
            if between > 0 && length >= FEWEST {
                return Some(start..at);
            }
        }
        None
    })
}

/// Six groups of five letters and digits. Words of five letters are no code, nor are numbers: a code has both.
pub(super) fn codes(units: &[Unit]) -> impl Iterator<Item = Range<usize>> {
    let words: Vec<_> = words(units).collect();
    let found: Vec<_> = words
        .windows(6)
        .filter(|six| {
            let joined = six
                .windows(2)
                .all(|two| units[two[0].end..two[1].start].iter().all(|unit| unit.kind == UnitKind::Between));
            let all = || six.iter().flat_map(|word| &units[word.clone()]);
            joined
                && six.iter().all(|word| word.len() == 5)
                && all().all(|unit| unit.says.is_ascii_alphanumeric())
                && all().any(|unit| unit.kind == UnitKind::Number)
                && all().any(|unit| unit.kind != UnitKind::Number)
        })
        .map(|six| six[0].start..six[5].end)
        .collect();
    found.into_iter()
}
