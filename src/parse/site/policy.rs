//! `policy` in `site.yaml`.

use chrono::{Datelike as _, NaiveDate};

use crate::diag::Problems;
use crate::diag::codes::{BAD_DATE, BAD_DURATION};
use crate::model::days::{self, Days};
use crate::model::lifetime::Lifetime;
use crate::model::policy::{Policy, Unlimited};
use crate::parse::fields::{self, Mapping, not_a_day};
use crate::parse::yaml::Node;
use crate::source::Spanned;

/// The policy; `None` where a part of it cannot be read, which is told.
pub(super) fn read(node: &Node, problems: &mut Problems) -> Option<Policy> {
    let mut mapping = Mapping::open(node, problems)?;
    let longest = mapping.take("longest", problems).map(|node| term(node, problems));
    let unlimited = mapping.take("unlimited", problems);
    let unlimited = unlimited.map(|node| fields::word(node, &Unlimited::ALL, problems));
    let drafts = mapping.take("drafts", problems).map(|node| term(node, problems));
    let since = mapping.take("since", problems).map(|node| day(node, problems));
    mapping.finish(problems);
    let whole = [longest.is_some_and(|part| part.is_none()), drafts.is_some_and(|part| part.is_none())];
    let is_read = !whole.contains(&true) && unlimited != Some(None) && since != Some(None);
    is_read.then_some(Policy {
        longest: longest.flatten(),
        unlimited: unlimited.flatten(),
        drafts: drafts.flatten(),
        since: since.flatten(),
        span: node.span,
    })
}

/// Seconds, of `180d` or `12h`.
fn term(node: &Node, problems: &mut Problems) -> Option<Spanned<i64>> {
    let text = fields::text(node, problems)?;
    let seconds = match text.value.parse() {
        Ok(Lifetime::For(seconds)) if seconds > 0 => Ok(seconds),
        _ => Err(()),
    };
    let what = "a number of days or hours, from 1h on";
    let seconds = fields::parsed(&text, seconds, &BAD_DURATION, what, problems)?;
    Some(Spanned::new(seconds, text.span))
}

fn day(node: &Node, problems: &mut Problems) -> Option<NaiveDate> {
    let text = fields::text(node, problems)?;
    let day = days::date(&text.value);
    let day = day.map_err(|right| not_a_day(&text, right, &BAD_DATE, "a date", problems)).ok()?;
    fields::in_years(day.year(), Days::Planned, text.span, problems)?;
    Some(day)
}
