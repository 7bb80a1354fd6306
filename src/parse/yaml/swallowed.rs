//! Values that YAML takes for something else: `&Co Ltd` for an anchor and `Ltd`, `#2` for a comment, `>5` for the start of
//! a block. Their words are gone without an error of YAML, so they are told here, with the quoted form that keeps them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle};

use crate::diag::codes::YAML_SWALLOWED;
use crate::diag::{Diagnostic, Problems};
use crate::source::{FileId, Span};

/// How many bytes of a text a complaint repeats.
const LONG: usize = 400;

/// Looks at the document `text`, which starts at `offset` of `file`; the places in `text` of values that are lost whole.
pub(super) fn look(file: FileId, text: &str, offset: usize, problems: &mut Problems) -> BTreeSet<usize> {
    let mut lost = BTreeSet::new();
    for Swallowed { range, why, value } in found(text) {
        let span = Span::new(file, offset + range.start..offset + range.end);
        let (words, quoted) = (shortened(&text[range.clone()]), quoted(text, range.start, &text[range]));
        let told = format!("`{words}` {why}");
        let help = match why {
            Why::Block => format!("write {quoted}, or the lines of the text below it, indented"),
            Why::Comment => format!("write {quoted}; a comment has a space after its `#`"),
            Why::Anchor | Why::Tag => format!("write {quoted}"),
        };
        problems.push(Diagnostic::new(&YAML_SWALLOWED, span, told).help(help));
        lost.extend(value);
    }
    lost
}

/// What YAML takes a value for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Anchor,
    Tag,
    Comment,
    Block,
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Anchor => "starts with `&`, which YAML reads as the name of an anchor and drops",
            Self::Tag => "starts with `!`, which YAML reads as a tag and drops",
            Self::Comment => "starts with `#`, which YAML reads as a comment and drops",
            Self::Block => "is read as the start of a block of text, which holds no words",
        })
    }
}

struct Swallowed {
    /// What the author wrote.
    range: Range<usize>,
    why: Why,
    /// Where the value stands of which nothing is left.
    value: Option<usize>,
}

/// A scalar that bears an anchor.
struct Anchored {
    name: Range<usize>,
    scalar: Range<usize>,
    is_empty: bool,
}

fn found(text: &str) -> Vec<Swallowed> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.emit_anchor_events = true;
    let (mut found, mut anchors) = (Vec::new(), BTreeMap::new());
    let mut last = None;
    for (event, extent) in Parser::new_from_str_with_options(text, options).map_while(Result::ok) {
        let (Some(start), Some(end)) = (extent.start.byte_offset(), extent.end.byte_offset()) else { break };
        match event {
            Event::Alias(id) => {
                anchors.remove(&id);
            }
            Event::Anchor(id, _) => {
                if let Some((scalar, is_empty)) = last.take() {
                    anchors.insert(id, Anchored { name: start..end, scalar, is_empty });
                }
            }
            Event::Scalar(words, style, anchor, tag) => {
                let is_empty = match style {
                    ScalarStyle::Plain => start == end,
                    ScalarStyle::Literal | ScalarStyle::Folded => words.trim().is_empty(),
                    _ => false,
                };
                last = Some((start..end.max(start), is_empty));
                if anchor == 0 {
                    found.extend(unanchored(text, start..end.max(start), (style, is_empty, tag.is_some())));
                }
            }
            _ => last = None,
        }
    }
    found.extend(anchors.into_values().map(|Anchored { name, scalar, is_empty }| Swallowed {
        range: if is_empty { name } else { name.start..scalar.end },
        why: Why::Anchor,
        value: is_empty.then_some(scalar.start),
    }));
    found.sort_by_key(|one| one.range.start);
    found
}

fn unanchored(
    text: &str,
    scalar: Range<usize>,
    (style, is_empty, has_tag): (ScalarStyle, bool, bool),
) -> Option<Swallowed> {
    let value = is_empty.then_some(scalar.start);
    if has_tag {
        let before = text[..scalar.start].trim_end();
        let start = before.rfind([' ', '\t', '\n', '[', '{', ',']).map_or(0, |at| at + 1);
        // Tags with a name are refused in front of a value.
        let told = before[start..].starts_with('!') && (is_empty || before.len() == start + 1);
        let end = if is_empty { before.len() } else { scalar.end };
        return told.then_some(Swallowed { range: start..end, why: Why::Tag, value });
    }
    if !is_empty {
        return None;
    }
    let (range, why) = if style == ScalarStyle::Plain {
        (comment_instead(text, scalar.start)?, Why::Comment)
    } else {
        (header(text, scalar.start)?, Why::Block)
    };
    Some(Swallowed { range, why, value })
}

/// The `|` or `>` of a block without words, which the parser places behind its lines.
fn header(text: &str, place: usize) -> Option<Range<usize>> {
    let end = if text[place..].starts_with(['|', '>']) { text.len() } else { place };
    let before = text[..end].trim_end();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let words = before[line..].split(" #").next()?.trim_end();
    let start = words.rfind([' ', '\t']).map_or(0, |at| at + 1);
    // `> #2`: the number belongs to the words.
    let end = comment_after(text, line + words.len()).map_or(line + words.len(), |comment| comment.end);
    words[start..].starts_with(['|', '>']).then_some(line + start..end)
}

/// The comment that stands where a value might have been meant. The parser places a value that is not there at the colon of
/// its key, or behind the comment in the line of its hyphen.
pub(super) fn comment_instead(text: &str, place: usize) -> Option<Range<usize>> {
    if text[place..].starts_with(':') {
        return comment_after(text, place + 1);
    }
    let mut end = place;
    loop {
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[start..end];
        let words = line.trim_start().trim_start_matches("- ").trim_start();
        match line.trim_start() {
            dashed if dashed.starts_with("- ") => {
                return comment_after(text, start + line.len() - words.len());
            }
            other if start > 0 && (other.is_empty() || other.starts_with('#')) => end = start - 1,
            _ => return None,
        }
    }
}

/// The comment on the line of `at` with nothing but blanks before it, whose `#` touches a letter or digit: what people write
/// as a number or a name, not as a comment.
pub(crate) fn comment_after(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let apart = blanks > 0 || text[..at].ends_with([' ', '\t']);
    let comment = &rest[blanks..];
    let touches = comment.strip_prefix('#')?.starts_with(char::is_alphanumeric);
    let length = comment.find(['\r', '\n']).unwrap_or(comment.len());
    (apart && touches).then(|| at + blanks..at + blanks + comment[..length].trim_end().len())
}

/// What the author writes instead of `words`, which start at `at`: with the key where they stand alone behind one.
pub(crate) fn quoted(text: &str, at: usize, words: &str) -> String {
    let before = &text[text.floor_char_boundary(at.saturating_sub(LONG))..at];
    let before = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let before = before.trim_start().trim_start_matches("- ");
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let key = before.trim_end().strip_suffix(':').filter(|key| !key.is_empty() && key.chars().all(is_key));
    in_quotes(&key.map(|key| format!("{key}: ")).unwrap_or_default(), words)
}

/// `words` in double quotes behind `key`. Long texts are not repeated.
pub(super) fn in_quotes(key: &str, words: &str) -> String {
    let words = one_line(words).replace('\\', "\\\\").replace('"', "\\\"");
    if words.len() > LONG {
        return format!("the whole text in double quotes, as in `{key}\"…\"`");
    }
    format!("`{key}\"{words}\"`")
}

/// The beginning of `words`, on one line, where they are long.
pub(crate) fn shortened(words: &str) -> String {
    let line = one_line(&words[..words.floor_char_boundary(LONG)]);
    if words.len() > LONG { line + "…" } else { line }
}

/// The quoted form of the value on the line of `at`, where quotes are what it lacks: it starts with a sign that YAML keeps
/// for itself, holds `: `, or goes on behind its quotes.
pub(super) fn unquoted(text: &str, at: usize) -> Option<String> {
    let at = text.floor_char_boundary(at);
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[line..].find(['\r', '\n']).map_or(text.len(), |length| line + length);
    let blanks = |start: usize| end - text[start..end].trim_start().len();
    let mut start = blanks(line);
    while text[start..end].starts_with("- ") {
        start = blanks(start + 2);
    }
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let key = text[start..end].find(|c: char| !is_key(c)).unwrap_or(0);
    if key > 0 && text[start + key..end].starts_with(": ") {
        start = blanks(start + key + 1);
    }
    let value = text[start..end].split(" # ").next()?.trim_end();
    // `'don't'`: the quotes were meant, and are the wrong ones.
    let inner = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
    if inner.is_some_and(|inner| inner.contains('\'') && !inner.contains(['"', '\\', ' '])) {
        return Some(quoted(text, start, &value[1..value.len() - 1]));
    }
    let signs = ['*', '!', '&', '%', '@', '`', '|', '>', '"', '\'', '?', '-', ',', ']', '}'];
    let goes_on =
        |open, close: char| value.starts_with(open) && !value.ends_with(close) && value.contains(close);
    let lacks = value.starts_with(signs)
        || goes_on('[', ']')
        || goes_on('{', '}')
        || ((value.contains(": ") || value.ends_with(':')) && !value.starts_with(['[', '{']));
    // An opening quote without its end is more than a value that lacks quotes.
    let open = value.starts_with(['"', '\'']) && value.matches(&value[..1]).count() == 1;
    (lacks && !open).then(|| quoted(text, start, value))
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The form that is told keeps the words, and nothing is left to tell.
    fn mended(text: &str, swallowed: &[Swallowed]) {
        let mut mended = text.to_owned();
        for one in swallowed.iter().rev() {
            let words = one_line(&text[one.range.clone()]).replace('\\', "\\\\").replace('"', "\\\"");
            mended.replace_range(one.range.clone(), &format!("\"{words}\""));
        }
        assert!(found(&mended).is_empty(), "{mended}");
        let scalars: Vec<_> = Parser::new_from_str(&mended)
            .filter_map(|event| match event.expect(&mended).0 {
                Event::Scalar(words, ..) => Some(words.into_owned()),
                _ => None,
            })
            .collect();
        for one in swallowed {
            assert!(scalars.contains(&one_line(&text[one.range.clone()])), "{mended}: {scalars:?}");
        }
    }

    #[test]
    fn swallowed_values_are_found() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found = found(text);
            let told: Vec<_> = found
                .iter()
                .map(|one| {
                    (&text[one.range.clone()], quoted(text, one.range.start, &text[one.range.clone()]))
                })
                .collect();
            let told: Vec<_> = told.iter().map(|(words, form)| (*words, form.trim_matches('`'))).collect();
            assert_eq!(told, expected, "{text}");
            mended(text, &found);
        };
        check("a: &bob\nb: 1\n", &[("&bob", "a: \"&bob\"")]);
        check("b: 1\na: &bob\n", &[("&bob", "a: \"&bob\"")]);
        check("a: &bob # remark\n", &[("&bob", "a: \"&bob\"")]);
        check("a: &Co Ltd # remark\n", &[("&Co Ltd", "a: \"&Co Ltd\"")]);
        check("a: &Co \"x\"\n", &[("&Co \"x\"", "a: \"&Co \\\"x\\\"\"")]);
        check("a: &Co\n  Ltd\n", &[("&Co\n  Ltd", "a: \"&Co Ltd\"")]);
        check("a: [&Bob, Eve]\n", &[("&Bob", "\"&Bob\"")]);
        check("a:\n  - &Bob\n  - Eve\n", &[("&Bob", "\"&Bob\"")]);
        check("a:\n  - b: &Bob\n", &[("&Bob", "b: \"&Bob\"")]);
        check("&Co a: b\n", &[("&Co a", "\"&Co a\"")]);
        check("a: ! note\n", &[("! note", "a: \"! note\"")]);
        check("a: !\nb: 1\n", &[("!", "a: \"!\"")]);
        check("a: !!str\nb: 1\n", &[("!!str", "a: \"!!str\"")]);
        check("a: #2 é\nb: 1\n", &[("#2 é", "a: \"#2 é\"")]);
        check("b:\n  - #2\n  - x\n", &[("#2", "\"#2\"")]);
        check("a: >5\nb: 1\n", &[(">5", "a: \">5\"")]);
        check("a: |\n\nb: 1\n", &[("|", "a: \"|\"")]);
        check("a: >- # remark\nb: 1\n", &[(">-", "a: \">-\"")]);
        check("a: > #3 floors\nb: 1\n", &[("> #3 floors", "a: \"> #3 floors\"")]);
        for text in [
            "a: &x 1\nb: *x\n",
            "a: &x\n  c: 1\nb: *x\n",
            "a: &x\n  c: 1\n",
            "&x a: 1\nb: *x\n",
            "a: # remark\nb: 1\n",
            "a:\n#b: c\n",
            "a:\n  #b\n  c: 1\n",
            "a: #b\n  c: 1\n",
            "a: #b\n  - 1\n",
            "a:#b\n",
            "a: ''\nb: \"\"\n",
            "a: |\n  x\n",
            "a: >\n\n  #2\n",
            "a: \"&b\"\nc: R&D\nd: x & y\n",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn quotes_that_lack_are_proposed() {
        let check = |text: &str, expected: &str| {
            assert_eq!(
                unquoted(text, text.len() - 1).as_deref().map(|form| form.trim_matches('`')),
                Some(expected),
                "{text}"
            );
        };
        check("x: 1\na: *name*", "a: \"*name*\"");
        check("a: @home # remark", "a: \"@home\"");
        check("a: A: B", "a: \"A: B\"");
        check("  - a: | b", "a: \"| b\"");
        check("- %5", "\"%5\"");
        check("a: \"x\" y", "a: \"\\\"x\\\" y\"");
        check("a: 'don't'", "a: \"don't\"");
        check("a: [b] c", "a: \"[b] c\"");
        check("a: {b} c", "a: \"{b} c\"");
        check("x: 1\na: b:", "a: \"b:\"");
        for text in ["a: [b", "a: \"b", "a b", "a: b", "a: {b: c"] {
            assert_eq!(unquoted(text, text.len() - 1), None, "{text}");
        }
    }
}
