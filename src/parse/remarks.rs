//! What stands in a text, or beside it, against its author's meaning: words that a comment cuts off, remarks that readers
//! see, characters that nobody sees.

mod place;
mod shown;

use crate::diag::codes::TEXT_CUT;
use crate::diag::{Diagnostic, Problems};
use crate::parse::yaml::swallowed::{comment_after, quoted, shortened};
use crate::parse::yaml::{Node, NodeKind};
use crate::source::Span;
pub(crate) use place::WrittenText;

/// Keys whose values are texts, in files that no table of fields describes.
const TEXTS: &[&str] = &["title", "note", "organisation", "name", "label", "reason", "reference"];

/// Looks at the texts below the keys for texts.
pub(crate) fn file(text: &str, node: &Node, problems: &mut Problems) {
    match &node.value {
        NodeKind::Sequence(nodes) => nodes.iter().for_each(|node| file(text, node, problems)),
        NodeKind::Mapping(entries) => {
            for (key, node) in entries {
                if TEXTS.contains(&key.value.as_str()) {
                    localized(text, node, problems);
                } else {
                    file(text, node, problems);
                }
            }
        }
        _ => {}
    }
}

/// Looks at a text, or at one for each language.
pub(crate) fn localized(text: &str, node: &Node, problems: &mut Problems) {
    match &node.value {
        NodeKind::Mapping(entries) => entries.iter().for_each(|(_, node)| plain(text, node, problems)),
        _ => plain(text, node, problems),
    }
}

/// Looks at a value of `text` that is read as a plain text.
pub(crate) fn plain(text: &str, node: &Node, problems: &mut Problems) {
    let NodeKind::Scalar(value) = &node.value else { return };
    cut(text, node.span, problems);
    let written = text.get(node.span.range()).unwrap_or_default();
    shown::plain(written, node.span, value, problems);
    shown::invisible(written, node.span, value, problems);
}

/// Looks at a value of `text` that is read as Markdown.
pub(crate) fn markdown(text: &str, node: &Node, problems: &mut Problems) {
    let NodeKind::Scalar(value) = &node.value else { return };
    cut(text, node.span, problems);
    body(text, node.span, value, problems);
}

/// Looks at a Markdown text, read as `value`, for what nobody sees.
pub(crate) fn body(text: &str, span: Span, value: &str, problems: &mut Problems) {
    shown::invisible(text.get(span.range()).unwrap_or_default(), span, value, problems);
}

/// A ` #` without a space after it ends a text that is not quoted.
fn cut(text: &str, span: Span, problems: &mut Problems) {
    let range = span.range();
    let written = text.get(range.clone()).unwrap_or_default();
    // A block ends with its line, and quotes end a text where its author wants it to end.
    if written.is_empty() || written.ends_with(char::is_whitespace) || written.starts_with(['"', '\'', '*']) {
        return;
    }
    let Some(comment) = comment_after(text, range.end) else { return };
    let whole = quoted(text, range.start, &text[range.start..comment.end]);
    let told = format!(
        "the text ends before `{}`, which YAML reads as a comment",
        shortened(&text[comment.clone()])
    );
    problems.push(
        Diagnostic::new(&TEXT_CUT, Span::new(span.file, comment), told)
            .help(format!("write {whole}; a comment has a space after its `#`")),
    );
}
