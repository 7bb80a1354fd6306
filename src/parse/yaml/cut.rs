//! Comments that break a document: a `#` that was meant as a word hides the end of a list, the rest of a text, or the colon
//! of a key.

use std::ops::Range;

use crate::parse::yaml::swallowed::{comment_after, in_quotes, quoted, shortened};

/// How many lines before a fault a list without its end is looked for: the next line with a key is the fault.
const MAX_LINES: usize = 3;

/// The comment that explains a fault at `at`, and the form that keeps its words.
pub(super) fn cause(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let at = text.floor_char_boundary(at);
    let mut end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    for above in 0..MAX_LINES {
        let start = text[..end].rfind('\n').map_or(0, |end| end + 1);
        if let Some(comment) = comment_in(text, start..end) {
            let form = if above == 0 {
                in_brackets(text, start, &comment)
                    .or_else(|| in_key(text, start, &comment))
                    .or_else(|| in_lines(text, start, &comment))
            } else {
                in_brackets(text, start, &comment)
            };
            if let Some(form) = form {
                return Some((comment, form));
            }
        }
        end = start.checked_sub(1)?;
    }
    None
}

/// The comment of a line that touches its first word, outside quotes.
fn comment_in(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let mut quote = None;
    let mut before = ' ';
    for (place, c) in text[line.clone()].char_indices() {
        match (quote, c) {
            (None, '"' | '\'') if " [{,".contains(before) => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '#') if before == ' ' || before == '\t' => {
                return comment_after(text, line.start + place);
            }
            _ => {}
        }
        before = c;
    }
    None
}

/// `[a, b #4]`: the words between the commas.
fn in_brackets(text: &str, line: usize, comment: &Range<usize>) -> Option<String> {
    let (before, after) = (&text[line..comment.start], &text[comment.clone()]);
    let open = before.matches(['[', '{']).count() > before.matches([']', '}']).count();
    let end = after.find([']', '}'])?;
    let end = comment.start + after[..end].find(',').unwrap_or(end);
    let start = before.rfind(['[', '{', ',']).map(|start| start + 1)?;
    let start = before[start..].find(": ").map_or(start, |colon| start + colon + 1);
    let start = line + start + (before[start..].len() - before[start..].trim_start().len());
    open.then(|| in_quotes("", &text[start..end]))
}

/// `Unit #2: words`: the words before the colon.
fn in_key(text: &str, line: usize, comment: &Range<usize>) -> Option<String> {
    let before = text[line..comment.start].trim_start().trim_start_matches("- ");
    let after = &text[comment.clone()];
    let colon = after.find(": ").or_else(|| after.ends_with(':').then(|| after.len() - 1))?;
    let is_key = !before.is_empty() && !before.contains([':', '"', '\'', '[', '{']);
    is_key.then(|| format!("`\"{}\": …`", shortened(&format!("{before}{}", &after[..colon]))))
}

/// A text that goes on in the lines below: all its words.
fn in_lines(text: &str, line: usize, comment: &Range<usize>) -> Option<String> {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut first = line;
    // A text goes on in lines that stand deeper than its key, or than the hyphen of its list.
    let (key, outer) = loop {
        let rest = &text[first..];
        let words = &rest[indent(rest)..];
        let length = words.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))?;
        if words[length..].starts_with(": ") {
            break (first + indent(rest) + length + 2, indent(rest));
        }
        if rest.trim_start_matches(' ').starts_with("- ") {
            break (first + indent(rest), spaces(rest));
        }
        first = text[..first.checked_sub(1)?].rfind('\n').map_or(0, |end| end + 1);
    };
    let mut end = comment.end;
    for next in text[comment.end..].split_inclusive('\n').skip(1) {
        if next.trim().is_empty()
            || next.trim_start().starts_with('#')
            || next.contains(": ")
            || spaces(next) <= outer
        {
            break;
        }
        end += next.len();
    }
    let start = key + text[key..].len() - text[key..].trim_start().len();
    (end > comment.end && start <= comment.start && !text[start..].starts_with(['|', '>', '"', '\'']))
        .then(|| quoted(text, start, &text[start..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_that_break_a_document() {
        let check = |text: &str, told: &str, form: &str| {
            let at = if form.starts_with('"') && told.contains([']', '}']) {
                text.len() - 1
            } else {
                text.find(told).unwrap()
            };
            let (comment, found) = cause(text, at).expect(text);
            assert_eq!((&text[comment], found.trim_matches('`')), (told, form), "{text}");
        };
        check("a: [b, c #4]\nd: 1\n", "#4]", "\"c #4\"");
        check("a: [b #3, c]\nd: 1\n", "#3, c]", "\"b #3\"");
        check("a: {b: c #3, d: e}\n", "#3, d: e}", "\"c #3\"");
        check("a: {b: \"c #1\", d: é #3}\n", "#3}", "\"é #3\"");
        check("a: Tide\n  gauges #2\n  more\n", "#2", "a: \"Tide gauges #2 more\"");
        check("a: Tide #2\r\n  more\r\nb: 1\r\n", "#2", "a: \"Tide #2 more\"");
        check("- Tide #2\n  more\n- b\n", "#2", "\"Tide #2 more\"");
        check("b: 1\nUnit #2: c\n", "#2: c", "\"Unit #2\": …");
        for text in [
            "a: [b, c\n",
            "a: [b, c # d]\n",
            "a: [\"b #2\", c\n",
            "a: b #2\nc\n",
            "a: b #2\nc: [\n",
            "a: |\n  b #2\n  c\n",
            "#a: [b]\nc: [\n",
        ] {
            assert_eq!(cause(text, text.len() - 1), None, "{text}");
        }
    }
}
