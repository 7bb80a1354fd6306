//! The last part of a link: what follows `/s/`, `never-` or ten digits, however wrongly it was written.

use std::ops::Range;

use crate::mask::unit::{Unit, UnitKind};

/// A name behind `/s/` that has no more letters and digits than this is no token.
const FEWEST: usize = 16;

/// No more units of a name are looked at.
const LONGEST: usize = 256;

/// The ends of links may be typed with a digit too few or too many.
const END: std::ops::RangeInclusive<usize> = 8..=12;

/// The units to mask.
pub(super) fn find(units: &[Unit]) -> impl Iterator<Item = Range<usize>> {
    let below_s =
        (0..units.len()).filter(|at| is_below_s(units, *at)).filter_map(|at| token(units, at, true));
    let starts = (0..units.len()).filter(|at| *at == 0 || !units[at - 1].is_word());
    below_s.chain(starts.filter_map(|at| token(units, at, false)))
}

/// Whether `s/`, in either case, stands before a unit, and no longer name that ends in `s`.
fn is_below_s(units: &[Unit], at: usize) -> bool {
    let is_slash = |unit: &Unit| unit.says == '/' || unit.says == '\\';
    at >= 2
        && is_slash(&units[at - 1])
        && matches!(units[at - 2].says, 's' | 'S')
        && (at == 2 || !units[at - 3].is_word())
}

/// The part of a name that is to be masked, if it has the look of a token: three of four letters and digits are
/// hexadecimal.
fn token(units: &[Unit], start: usize, is_below_s: bool) -> Option<Range<usize>> {
    let before = end(&units[start..], is_below_s);
    if before == 0 && !is_below_s {
        return None;
    }
    let is_end = |unit: &Unit| unit.says == '/' || unit.kind == UnitKind::Wall || unit.says.is_whitespace();
    let length = units[start..].iter().take(LONGEST).take_while(|unit| !is_end(unit)).count();
    let name = &units[start..start + length.max(before)];
    let rest = &name[before..];
    let words = rest.iter().filter(|unit| unit.is_word()).count();
    let digits = rest.iter().filter(|unit| unit.is_digit()).count();
    // Without the end of a link before it, less is like a token.
    let fewest = if before > 0 { FEWEST } else { 20 };
    if words < fewest || digits * 4 < words * 3 || (before == 0 && digits * 10 < words * 9) {
        return None;
    }
    let first = rest.iter().position(Unit::is_word)?;
    // A whole token ends where it ends: the ending of a file behind it says what was there.
    let word = rest[first..].iter().take_while(|unit| unit.is_word()).count();
    let last =
        if word >= super::word::FEWEST { first + word - 1 } else { rest.iter().rposition(Unit::is_word)? };
    Some(start + before + first..start + before + last + 1)
}

/// How many units at the start of a name say when a link ends, with the separator behind.
fn end(name: &[Unit], is_below_s: bool) -> usize {
    let numbers = name.iter().take_while(|unit| unit.kind == UnitKind::Number).count();
    let says = name.iter().take(5).map(|unit| unit.says.to_ascii_lowercase());
    let word = if numbers == 10 || (is_below_s && END.contains(&numbers)) {
        numbers
    } else if says.eq("never".chars()) {
        5
    } else {
        return 0;
    };
    let is_between =
        |unit: &&Unit| unit.kind == UnitKind::Between && unit.says != '/' && !unit.says.is_whitespace();
    let between = name[word..].iter().take(LONGEST).take_while(is_between).count();
    if between == 0 { 0 } else { word + between }
}
