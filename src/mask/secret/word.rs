//! Words of letters and digits, and how long one is that may be a token.

use std::ops::Range;

use crate::mask::unit::Unit;

/// A token has 40 digits; one that was typed or cut a little wrongly has a few more or fewer.
pub(super) const FEWEST: usize = 36;

/// Letters and digits that follow one another.
pub(super) fn words(units: &[Unit]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += units[at..].iter().take_while(|unit| !unit.is_word()).count();
        let start = at;
        at += units[at..].iter().take_while(|unit| unit.is_word()).count();
        (start < at).then_some(start..at)
    })
}
