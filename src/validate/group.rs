//! Whether a group that a file names is one of the site.

use std::collections::BTreeSet;

use crate::diag::codes::UNKNOWN_GROUP;
use crate::diag::{Diagnostic, Problems, suggest};
use crate::model::id::Id;
use crate::source::Spanned;

/// Complains unless `group` is known.
pub(super) fn check_group(group: &Spanned<Id>, known: Option<&BTreeSet<Id>>, problems: &mut Problems) {
    let Some(known) = known else { return };
    if !known.contains(&group.value) {
        problems.push(
            Diagnostic::new(&UNKNOWN_GROUP, group.span, format!("no group `{}`", group.value))
                .help(suggest(group.value.as_str(), known.iter().map(Id::as_str))),
        );
    }
}
