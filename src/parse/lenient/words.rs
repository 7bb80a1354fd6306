//! What one line is: a key and its value, a quoted text, the start of a block text.

use super::said::WANTED;

/// `---` or `...`, which part documents.
pub(super) fn is_marker(line: &str) -> bool {
    ["---", "..."].iter().any(|marker| {
        line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    })
}

pub(super) fn is_item(body: &str) -> bool {
    body == "-" || body.starts_with("- ") || body.starts_with("-\t")
}

/// Whether nothing but a comment stands there.
pub(super) fn is_empty(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || rest.starts_with('#')
}

/// `|` or `>`, with signs and a comment perhaps.
pub(super) fn is_block_text(value: &str) -> bool {
    let Some(rest) = value.strip_prefix(['|', '>']) else { return false };
    is_empty(rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-'))
}

/// Without the anchors and tags before it.
pub(super) fn unmarked(text: &str) -> &str {
    let mut text = text.trim();
    while text.starts_with(['&', '!']) {
        text = text.find(char::is_whitespace).map_or("", |end| text[end..].trim_start());
    }
    text
}

/// The text in the quotes, or before a comment.
pub(super) fn plain(value: &str) -> String {
    let value = unmarked(value);
    if value.starts_with(['"', '\'']) {
        return unquoted(value);
    }
    let comment = value
        .char_indices()
        .find(|(at, c)| *c == '#' && value[..*at].chars().next_back().is_none_or(char::is_whitespace));
    value[..comment.map_or(value.len(), |(at, _)| at)].trim().to_owned()
}

pub(super) fn unquoted(text: &str) -> String {
    quoted(text).map_or_else(
        || text.trim_matches(['"', '\'']).trim().to_owned(),
        |(inner, _)| inner.trim().to_owned(),
    )
}

/// What stands in quotes at the start of a text, and what follows.
pub(super) fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => drop(chars.next()),
            c if c == quote => {
                if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote) {
                    chars.next();
                } else {
                    return Some((&text[1..at], &text[at + 1..]));
                }
            }
            _ => {}
        }
    }
    None
}

/// A key, its value, and whether the key holds escapes.
pub(super) fn split(body: &str) -> Option<(String, &str, bool)> {
    let body = unmarked(body);
    if let Some((key, rest)) = quoted(body) {
        let value = rest.trim_start().strip_prefix(':')?;
        let is_escaped = body.starts_with('"') && key.contains('\\');
        return Some((key.trim().to_owned(), value.trim(), is_escaped));
    }
    let (at, _) = body.char_indices().find(|(at, c)| {
        *c == ':'
            && (body[at + 1..].chars().next().is_none_or(char::is_whitespace)
                || WANTED.contains(&body[..*at].trim()))
    })?;
    let key = body[..at].trim();
    let is_key = !key.is_empty() && !key.starts_with(['#', '{', '[', '"', '\'', '-']) && !key.contains(" #");
    is_key.then(|| (key.to_owned(), body[at + 1..].trim(), false))
}
