//! `extrait share extend`: another end, and so other links.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::cli::args::ExtendShare;
use crate::cli::report::instant;
use crate::cli::share::change_report::ChangeReport;
use crate::cli::share::desk::{Care, ShareEditor};
use crate::cli::{Exit, Failure};
use crate::edit::{Change, NewValue, Within};
use crate::load::secret::WhenMissing;
use crate::model::share::Lifetime;

/// Moves the end of the share.
pub(super) fn run(args: &ExtendShare) -> Result<Exit, Failure> {
    let desk = ShareEditor::open(&args.common, WhenMissing::Complain)?;
    let share = desk.share(&args.id)?;
    let (Some(start), Some(old)) = (share.start(), share.end()) else {
        desk.complain();
        return Ok(Exit::Author);
    };
    if share.revoked {
        let how = if share.by_hand { "closed by hand" } else { "withdrawn" };
        return Err(Failure::usage(format!("`{}` is {how}: `extrait share restore` it first", share.id)));
    }
    let (text, end) = match (&args.expires, &args.by) {
        (Some(expires), _) => (expires.text.clone(), expires.end(start)),
        (None, by) => {
            let later = later(old, by.as_ref().map(|by| by.lifetime))?;
            (instant(&later), Some(later))
        }
    };
    let since = if share.opening().is_some() { "opening" } else { "creation" };
    if end.is_some_and(|end| end <= desk.now) {
        let end = end.as_ref().map(instant).unwrap_or_default();
        return Err(Failure::usage(format!(
            "that would be {end}, which has passed: a duration counts from the share's {since}, {}; write an instant, or --by",
            instant(&start)
        )));
    }
    if end == old {
        return Err(Failure::usage(format!("`{}` ends then already", share.id)));
    }
    let set = |key, text| Change::Set { within: Within::Top, key, value: NewValue::Text(text) };
    let changes = [set("expires", text), set("extended", instant(&desk.now))];
    let named = |end: Option<DateTime<FixedOffset>>| end.as_ref().map_or_else(|| "never".to_owned(), instant);
    let done = format!("it ends {} and no longer {}, which changes its links", named(end), named(old));
    desk.change(&share, &changes, Care::Sound, &ChangeReport { done, reason: None })
}

/// The end that lies so much later than the old one.
fn later(old: Option<DateTime<FixedOffset>>, by: Option<Lifetime>) -> Result<DateTime<FixedOffset>, Failure> {
    let Some(Lifetime::For(seconds)) = by else {
        return Err(Failure::usage("--by takes a duration, as 30d; an end is given with --expires"));
    };
    let Some(old) = old else {
        return Err(Failure::usage("the share has no end: give one with --expires"));
    };
    let later = old.checked_add_signed(TimeDelta::seconds(seconds));
    later.ok_or_else(|| Failure::usage("no calendar goes so far"))
}
