//! `content/groups.yaml`: who belongs together.

use crate::diag::Problems;
use crate::model::id::Id;
use crate::model::site::Localized;
use crate::parse::fields::{self, Mapping};
use crate::parse::yaml;
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
pub(crate) fn read(file: FileId, text: &str, problems: &mut Problems) -> Vec<ParsedGroup> {
    let Some(node) = yaml::read(file, text, 0..text.len(), problems) else { return Vec::new() };
    let Some(mut mapping) = Mapping::open(&node, problems) else { return Vec::new() };
    let nodes = mapping.require("groups", problems).and_then(|node| fields::sequence(node, problems));
    let groups = nodes.unwrap_or_default().iter().filter_map(|node| group(node, problems)).collect();
    mapping.finish(problems);
    groups
}

fn group(node: &yaml::Node, problems: &mut Problems) -> Option<ParsedGroup> {
    let mut mapping = Mapping::open(node, problems)?;
    let id = mapping.require("id", problems).and_then(|node| fields::id(node, problems));
    let title = mapping.require("title", problems).and_then(|node| fields::localized(node, problems));
    mapping.finish(problems);
    Some(ParsedGroup { id: id?, title: title? })
}
