//! Where in a text something stands that may open a share, a site or what is sealed.
//!
//! All rules err on the safe side: what only looks like a token is masked too, but for what stands in [`sums`].

mod code;
mod link;
mod word;

use std::ops::Range;

use super::revealed::Revealed;
use super::unit::{Unit, UnitKind};
use word::{FEWEST, words};

/// More digits in one word than that are no slip of one token: they are masked whole.
const MOST: usize = 46;

/// Lengths of sums (SHA-256, SHA-384, SHA-512) that stay readable: nobody opens anything with them.
const SUMS: [usize; 3] = [64, 96, 128];

/// How long the numbers of ends are, in digits.
const END: usize = 10;

/// The parts to mask, in no order; they may overlap.
pub(super) fn find(text: &str, units: &[Unit], revealed: &Revealed) -> Vec<Range<usize>> {
    let mut segments = segments(units);
    let mut hidden = Vec::new();
    let asked = |range: &Range<usize>| revealed.allows(&text[range.clone()]);
    for segment in &mut segments {
        segment.is_plain |= asked(&bytes(units, &segment.units));
    }
    keep_uuids(text, units, &mut segments);
    keep_fingerprints(text, units, &mut segments);
    for at in 0..segments.len() {
        let segment = &segments[at];
        if !segment.is_plain
            && segment.length() >= FEWEST
            && (segment.letters > 0 || is_after_end(units, &segments, at))
        {
            hidden.push(bytes(units, &segment.units));
            segments[at].is_plain = true;
        }
    }
    for run in runs(units, &segments) {
        hidden.extend(of_run(units, &segments[run]));
    }
    hidden.extend(
        words(units)
            .filter(|word| has_slips(&units[word.clone()]))
            .map(|word| bytes(units, &word))
            .filter(|range| !asked(range)),
    );
    hidden.extend(link::find(units).map(|word| bytes(units, &word)).filter(|range| !asked(range)));
    hidden.extend(code::secrets(units).chain(code::codes(units)).map(|word| bytes(units, &word)));
    hidden
}

/// Hexadecimal digits that follow one another.
#[derive(Debug)]
struct Segment {
    units: Range<usize>,
    letters: usize,
    /// It is no token, or it is masked already: it belongs to no run.
    is_plain: bool,
}

impl Segment {
    fn length(&self) -> usize {
        self.units.len()
    }
}

fn segments(units: &[Unit]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let length = units[at..].iter().take_while(|unit| unit.is_digit()).count();
        if length > 0 {
            let letters = units[at..at + length].iter().filter(|unit| unit.kind == UnitKind::Letter).count();
            segments.push(Segment { units: at..at + length, letters, is_plain: SUMS.contains(&length) });
        }
        at += length.max(1);
    }
    segments
}

/// The bytes of some units.
fn bytes(units: &[Unit], range: &Range<usize>) -> Range<usize> {
    units[range.start].at.start..units[range.end - 1].at.end
}

/// What stands between a segment and the next.
fn gap(segments: &[Segment], at: usize) -> Option<Range<usize>> {
    Some(segments.get(at)?.units.end..segments.get(at + 1)?.units.start)
}

/// Groups of 8, 4, 4, 4 and 12 digits with hyphens between, and none before or behind (RFC 9562, 4).
fn keep_uuids(text: &str, units: &[Unit], segments: &mut [Segment]) {
    let is_hyphen = |gap: Option<Range<usize>>| {
        gap.is_some_and(|gap| &text[units[gap.start].at.start..units[gap.end - 1].at.end] == "-")
    };
    for at in 0..segments.len().saturating_sub(4) {
        let five = &segments[at..at + 5];
        let is_uuid = five.iter().map(Segment::length).eq([8, 4, 4, 4, 12])
            && (0..4).all(|gap_at| is_hyphen(gap(segments, at + gap_at)))
            && !is_hyphen(gap(segments, at + 4))
            && (at == 0 || !is_hyphen(gap(segments, at - 1)));
        if is_uuid {
            segments[at..at + 5].iter_mut().for_each(|segment| segment.is_plain = true);
        }
    }
}

/// Thirty-two pairs of digits with colons between: the SHA-256 of a certificate, as tools write it.
fn keep_fingerprints(text: &str, units: &[Unit], segments: &mut [Segment]) {
    let is_colon = |gap: Option<Range<usize>>| {
        gap.is_some_and(|gap| &text[units[gap.start].at.start..units[gap.end - 1].at.end] == ":")
    };
    let mut at = 0;
    while at < segments.len() {
        let pairs = (at..segments.len())
            .take_while(|one| {
                segments[*one].length() == 2 && (*one == at || is_colon(gap(segments, one - 1)))
            })
            .count();
        if pairs * 2 == SUMS[0] {
            segments[at..at + pairs].iter_mut().for_each(|segment| segment.is_plain = true);
        }
        at += pairs.max(1);
    }
}

/// Whether the end of a link (ten digits, or `never`) stands before a segment.
fn is_after_end(units: &[Unit], segments: &[Segment], at: usize) -> bool {
    let start = segments[at].units.start;
    let between = units[..start].iter().rev().take_while(|unit| unit.kind == UnitKind::Between).count();
    let before = start - between;
    let never = || {
        units[..before].iter().rev().map(|unit| unit.says.to_ascii_lowercase()).take(5).eq("reven".chars())
    };
    let numbers = || units[..before].iter().rev().take_while(|unit| unit.kind == UnitKind::Number).count();
    between > 0 && (numbers() == END || never())
}

/// Segments with nothing but separators between.
fn runs(units: &[Unit], segments: &[Segment]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 0..segments.len() {
        let is_joined =
            gap(segments, at).is_some_and(|gap| units[gap].iter().all(|unit| unit.kind == UnitKind::Between));
        let next_plain = segments.get(at + 1).is_some_and(|next| next.is_plain);
        if segments[at].is_plain {
            start = at + 1;
        } else if !is_joined || next_plain {
            runs.push(start..at + 1);
            start = at + 1;
        }
    }
    runs
}

/// The part of a run that may be a token. Words at its edges are no proof of one: `a`, `be` and `added` are hexadecimal.
/// Digits without a letter are dates, numbers of telephones and amounts: a token without one is one in 150 million.
fn of_run(units: &[Unit], run: &[Segment]) -> Option<Range<usize>> {
    let total: usize = run.iter().map(Segment::length).sum();
    let is_word = |segment: &&Segment| segment.letters == segment.length();
    let (before, behind) =
        (run.iter().take_while(is_word).count(), run.iter().rev().take_while(is_word).count());
    let inner = run.get(before..run.len() - behind).unwrap_or_default();
    if total < FEWEST || inner.iter().all(|segment| segment.letters == 0) {
        return None;
    }
    // The end of a link is no secret.
    let (mut left, mut first) = (total, 0);
    for (at, segment) in run.iter().enumerate() {
        left -= segment.length();
        if segment.length() == END && segment.letters == 0 && left >= FEWEST {
            first = at + 1;
            break;
        }
    }
    let range = run[first].units.start..run.last()?.units.end;
    Some(bytes(units, &range))
}

/// Whether a word is a token in which somebody mistyped a letter or two.
fn has_slips(word: &[Unit]) -> bool {
    let digits = word.iter().filter(|unit| unit.is_digit()).count();
    let letters = word.iter().filter(|unit| unit.kind == UnitKind::Letter).count();
    (FEWEST..=MOST).contains(&word.len())
        && digits < word.len()
        && digits * 10 >= word.len() * 9
        && letters > 0
}
