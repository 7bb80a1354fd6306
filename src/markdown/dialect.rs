//! What is read as Markdown: its extensions, and comments.

use pulldown_cmark::Options;

pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Block HTML as text, without its comments; one without an end runs to the end of the block.
pub(super) fn without_comments(block: &str) -> String {
    let mut kept = String::new();
    let mut rest = block;
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        rest = match rest[start..].find("-->") {
            Some(end) => &rest[start + end + 3..],
            None => "",
        };
    }
    kept + rest
}
