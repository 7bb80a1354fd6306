//! What a share shows, and whom: as far as it decides how much a finding matters.

use crate::diag::rules::ShareKind;
use crate::model::field::{self, Field};
use crate::model::profile::{NamedProfile, Profile};
use crate::model::share::{Audience, Share};

/// Whether a profile shows the field at a dotted path: it shows that, and every group that holds it.
pub(crate) fn shown(profile: &Profile, table: &'static [Field], path: &str) -> bool {
    let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
    let mut steps = ends.map(|end| &path[..end]);
    steps.all(|step| field::at(table, step).is_none_or(|row| profile.shows(step, row.shown)))
}

/// What sorts of share it is.
pub(crate) fn sorts(share: &Share) -> impl Iterator<Item = ShareKind> {
    let profile = match share.profile {
        Profile::Named(NamedProfile::Public) => Some(ShareKind::Public),
        Profile::Named(NamedProfile::Article30) => Some(ShareKind::Article30),
        Profile::Named(NamedProfile::Full) => Some(ShareKind::Full),
        Profile::Fields(_) => None,
    };
    let audience = match share.audience {
        Audience::AnyoneWithLink => Some(ShareKind::Anyone),
        Audience::Applications(_) => Some(ShareKind::Applications),
        Audience::Groups(_) | Audience::KeyHolders => None,
    };
    profile.into_iter().chain(audience)
}
