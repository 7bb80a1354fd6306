//! Values as they are written into a file.

use crate::parse::yaml::{Node, NodeKind};
use crate::source::{FileId, Span, Spanned};

/// A value that an edit writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// A scalar.
    Text(String),
    /// Keys and scalars, in braces.
    Keys(Vec<(&'static str, String)>),
}

/// Where a scalar is written: braces and brackets give more characters a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueContext {
    Block,
    Flow,
}

impl NewValue {
    /// The value in YAML, on one line.
    pub(super) fn text(&self, context: ValueContext) -> String {
        match self {
            Self::Text(text) => scalar(text, context),
            Self::Keys(keys) => {
                let keys =
                    keys.iter().map(|(key, text)| format!("{key}: {}", scalar(text, ValueContext::Flow)));
                format!("{{{}}}", keys.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The value as the parser reads it.
    pub(super) fn node(&self, file: FileId) -> Node {
        let span = Span::new(file, 0..0);
        let text = |text: &str| Node::new(NodeKind::Scalar(text.to_owned()), span);
        match self {
            Self::Text(scalar) => text(scalar),
            Self::Keys(keys) => {
                let keys =
                    keys.iter().map(|(key, scalar)| (Spanned::new((*key).to_owned(), span), text(scalar)));
                Node::new(NodeKind::Mapping(keys.collect()), span)
            }
        }
    }
}

/// A scalar in YAML 1.2, quoted where it would be read as anything else.
pub(super) fn scalar(text: &str, context: ValueContext) -> String {
    if is_plain(text, context) {
        return text.to_owned();
    }
    // A JSON string is a double-quoted scalar of YAML 1.2.
    serde_json::Value::from(text).to_string()
}

fn is_plain(text: &str, context: ValueContext) -> bool {
    let begins = text.starts_with(|c: char| c.is_alphanumeric());
    let ends = !text.ends_with([' ', ':']);
    let inner = !text.contains(": ") && !text.contains(" #") && !text.contains(|c: char| c.is_control());
    let words = !["null", "Null", "NULL", "true", "false"].contains(&text);
    let flow =
        context == ValueContext::Block || !text.contains([',', '[', ']', '{', '}', ':']) || is_instant(text);
    begins && ends && inner && words && flow
}

/// `2026-02-01T10:00:00+01:00` is plain everywhere.
fn is_instant(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b"-+:.TZ".contains(&byte))
}
