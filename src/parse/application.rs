//! `content/applications.yaml`: programs that read shares.

use crate::diag::codes::APPLICATION_SEALED;
use crate::diag::{Diagnostic, Problems};
use crate::model::id::Id;
use crate::model::site::Localized;
use crate::parse::fields::{self, Mapping};
use crate::parse::yaml::{self, Node};
use crate::source::{FileId, Spanned};

/// A program that reads shares, each by a link of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedApplication {
    /// Its name.
    pub id: Spanned<Id>,
    /// Its title, for the author's lists.
    pub title: Localized,
}

/// Reads the list.
pub(crate) fn read(file: FileId, text: &str, problems: &mut Problems) -> Vec<ParsedApplication> {
    let Some(node) = yaml::read(file, text, 0..text.len(), problems) else { return Vec::new() };
    let Some(mut mapping) = Mapping::open(&node, problems) else { return Vec::new() };
    let nodes = mapping.require("applications", problems).and_then(|node| fields::sequence(node, problems));
    let read = nodes.unwrap_or_default().iter().filter_map(|node| application(node, problems)).collect();
    mapping.finish(problems);
    read
}

fn application(node: &Node, problems: &mut Problems) -> Option<ParsedApplication> {
    let mut mapping = Mapping::open(node, problems)?;
    let id = mapping.require("id", problems).and_then(|node| fields::id(node, problems));
    let title = mapping.require("title", problems).and_then(|node| fields::localized(node, problems));
    if let Some(node) = mapping.take("sealed")
        && fields::word(node, &[("true", true), ("false", false)], problems) == Some(true)
    {
        problems.push(
            Diagnostic::new(&APPLICATION_SEALED, node.span, "sealed shares do not exist yet").help(
                "remove `sealed`: the application then reads plain files at a link of its own, or wait",
            ),
        );
    }
    mapping.finish(problems);
    Some(ParsedApplication { id: id?, title: title? })
}
