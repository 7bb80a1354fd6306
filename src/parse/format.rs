//! `formats:`, in `site.yaml` and in a share.

use crate::diag::Problems;
use crate::model::format::{FORMAT_FACTS, FormatChoice};
use crate::parse::fields::{self, Mapping};
use crate::source::Spanned;

/// The list, in its order, each line with its place; `None` where there is none, or where a line of it cannot be read.
pub(super) fn read(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Vec<Spanned<FormatChoice>>> {
    let nodes = mapping.take("formats", problems).and_then(|node| fields::sequence(node, problems))?;
    let named = FORMAT_FACTS.iter().map(|facts| (facts.name, FormatChoice::Named(facts)));
    let words: Vec<_> = [("default", FormatChoice::Default)].into_iter().chain(named).collect();
    let lines: Vec<_> = nodes
        .iter()
        .map(|node| Some(Spanned::new(fields::word(node, &words, problems)?, node.span)))
        .collect();
    lines.into_iter().collect()
}
