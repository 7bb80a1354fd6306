//! When a share was made, opens, was extended and ends.

use chrono::{DateTime, Datelike as _, FixedOffset};

use crate::diag::Problems;
use crate::diag::codes::BAD_DURATION;
use crate::model::days::{self, Days};
use crate::model::lifetime::Lifetime;
use crate::model::share::LINK_SECONDS;
use crate::parse::fields::{self, Mapping};
use crate::parse::yaml::Node;
use crate::source::Spanned;

/// When a share opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// With the next build.
    AtOnce,
    /// With the first build from this instant on.
    From(Spanned<DateTime<FixedOffset>>),
    /// `opens` could not be read.
    Unread,
}

/// `opens: INSTANT`. A key without a value opens nothing.
pub(super) fn opens(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Opening {
    let is_said = mapping.has("opens");
    let read = mapping.take("opens", problems).and_then(|node| fields::instant(node, problems));
    match read {
        Some(opens) => Opening::From(opens),
        None if is_said => Opening::Unread,
        None => Opening::AtOnce,
    }
}

/// `extended: INSTANT`.
pub(super) fn extended(
    mapping: &mut Mapping<'_>,
    problems: &mut Problems,
) -> Option<Spanned<DateTime<FixedOffset>>> {
    mapping.take("extended", problems).and_then(|node| fields::instant(node, problems))
}

/// `expires: …`.
pub(super) fn lifetime(node: &Node, problems: &mut Problems) -> Option<Spanned<Lifetime>> {
    let text = fields::text(node, problems)?;
    let lifetime = text.value.parse::<Lifetime>();
    let right = || days::instant(&text.value).err().flatten();
    let lifetime = lifetime
        .map_err(|_| fields::not_a_day(&text, right(), &BAD_DURATION, "a lifetime", problems))
        .ok()?;
    // Of an end that no link can carry `share-expiry-range` tells. It is kept all the same: what it closes is closed.
    if let Lifetime::Until(end) = lifetime
        && LINK_SECONDS.contains(&end.timestamp())
    {
        let _ = fields::in_years(end.year(), Days::Planned, text.span, problems);
    }
    Some(Spanned::new(lifetime, text.span))
}
