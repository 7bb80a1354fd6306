//! A value of YAML and its place.

use crate::source::Spanned;

/// A value and its place.
pub(crate) type Node = Spanned<NodeKind>;

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NodeKind {
    /// Nothing stands there.
    Null,
    /// Something stands there that YAML does not read as a value; there is a complaint about it.
    Lost,
    /// A scalar, as written.
    Scalar(String),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping, in the order of the file.
    Mapping(Vec<(Spanned<String>, Node)>),
}

impl NodeKind {
    /// Whether it says nothing: nothing is written, or `~`, `null`, `{}`, a text without words. `[]` does say something:
    /// that there is none.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Null | Self::Lost => true,
            Self::Scalar(text) => text.trim().is_empty(),
            Self::Sequence(_) => false,
            Self::Mapping(entries) => entries.is_empty(),
        }
    }
}
