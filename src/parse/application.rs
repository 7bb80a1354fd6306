//! `content/applications.yaml`: programs that read shares.

use crate::diag::codes::APPLICATION_SEALED;
use crate::diag::{Diagnostic, Problems};
use crate::model::id::Id;
use crate::model::site::Localized;
use crate::parse::fields::{self, Mapping};
use crate::parse::listed::Listed;
use crate::parse::yaml::Node;
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
pub(crate) fn read(file: FileId, text: &str, problems: &mut Problems) -> Listed<ParsedApplication> {
    fields::listed((file, text), "applications", application, problems)
}

fn application(node: &Node, problems: &mut Problems) -> Option<ParsedApplication> {
    let mut mapping = Mapping::open(node, problems)?;
    let id = mapping.require("id", problems).and_then(|node| fields::id(node, problems));
    let title = mapping.require("title", problems).and_then(|node| fields::localized(node, problems));
    if let Some(node) = mapping.take("sealed", problems)
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
