//! `content/groups.yaml`: who belongs together.

use crate::diag::Problems;
use crate::model::id::Id;
use crate::model::site::Localized;
use crate::parse::fields::{self, Mapping};
use crate::parse::listed::Listed;
use crate::parse::yaml::Node;
use crate::source::{FileId, Spanned};

/// A group of people who own registers or receive shares.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedGroup {
    /// Its name.
    pub id: Spanned<Id>,
    /// Its title.
    pub title: Localized,
}

/// Reads the list.
pub(crate) fn read(file: FileId, text: &str, problems: &mut Problems) -> Listed<ParsedGroup> {
    fields::listed((file, text), "groups", group, problems)
}

fn group(node: &Node, problems: &mut Problems) -> Option<ParsedGroup> {
    let mut mapping = Mapping::open(node, problems)?;
    let id = mapping.require("id", problems).and_then(|node| fields::id(node, problems));
    let title = mapping.require("title", problems).and_then(|node| fields::localized(node, problems));
    mapping.finish(problems);
    Some(ParsedGroup { id: id?, title: title? })
}
