//! Another end, and so other links.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::edit::{Change, NewValue, Within};
use crate::model::lifetime::Lifetime;
use crate::workspace::shares::editor::{Care, ShareEditor};
use crate::workspace::shares::{NewEnd, ShareChange, ShareDeed, ShareError};
use crate::workspace::{Workspace, instant};

/// Moves the end of the share.
pub(super) fn run(site: &Workspace, id: &str, to: &NewEnd) -> Result<ShareChange, ShareError> {
    let editor = ShareEditor::open(site)?;
    let share = editor.share(id)?;
    let (Some(start), Some(old)) = (share.start(), share.end()) else { return Err(editor.refused()) };
    if share.revoked {
        return Err(ShareError::Withdrawn { share: share.id, by_hand: share.by_hand });
    }
    let (text, end) = match to {
        NewEnd::At(expires) => (expires.text.clone(), expires.end(start)),
        NewEnd::Later(by) => {
            let later = later(old, *by)?;
            (instant(&later), Some(later))
        }
    };
    if let Some(end) = end.filter(|end| *end <= editor.now) {
        let since = if share.opening().is_some() { "opening" } else { "creation" };
        return Err(ShareError::NewEndPast { end, since, start });
    }
    if end == old {
        return Err(ShareError::SameEnd(share.id));
    }
    let set = |key, text| Change::Set { within: Within::Top, key, value: NewValue::Text(text) };
    let changes = [set("expires", text), set("extended", instant(&editor.now))];
    editor.change(&share, &changes, Care::Sound, ShareDeed::Extended { from: old, to: end })
}

/// The end that lies so much later than the old one.
fn later(old: Option<DateTime<FixedOffset>>, by: Lifetime) -> Result<DateTime<FixedOffset>, ShareError> {
    let Lifetime::For(seconds) = by else { return Err(ShareError::NoDuration) };
    let old = old.ok_or(ShareError::NoEnd)?;
    old.checked_add_signed(TimeDelta::seconds(seconds)).ok_or(ShareError::BeyondCalendar)
}
