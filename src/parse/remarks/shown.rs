//! Remarks, tags and invisible characters in plain texts: readers see them, or do not see what is there.

use std::ops::Range;

use crate::diag::codes::{HTML_SHOWN, REMARK_SHOWN, TEXT_INVISIBLE};
use crate::diag::{Diagnostic, Problems};
use crate::markdown::forms;
use crate::parse::remarks::place::quote;
use crate::source::Span;

/// Elements of HTML (WHATWG, HTML Living Standard, "Index of elements", and older ones) that authors write in texts.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "object",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Looks at a plain text, `written` at `span` and read as `value`.
pub(super) fn plain(written: &str, span: Span, value: &str, problems: &mut Problems) {
    let start = span.range().start;
    let place = |at: Range<usize>| Span::new(span.file, start + at.start..start + at.end);
    let found = remarks(written, quote(written, value).is_some());
    for at in &found {
        tell_remark(place(at.clone()), &written[at.clone()], problems);
    }
    if found.is_empty() && written.contains('\\') && value.contains("<!--") {
        tell_remark(span, "<!--", problems);
    }
    if let Some(at) = tag(written) {
        let message = format!(
            "`{}` is a tag of HTML in a plain text: readers see it as it stands",
            &written[at.clone()]
        );
        let complaint = Diagnostic::new(&HTML_SHOWN, place(at), message);
        problems.push(
            complaint.help("leave the tags out; only `description` and other Markdown texts have a form"),
        );
    }
}

fn tell_remark(span: Span, sign: &str, problems: &mut Problems) {
    let message = format!("`{sign}` begins a remark in a plain text: readers see it");
    problems.push(Diagnostic::new(&REMARK_SHOWN, span, message).help(
        "delete it, or write it as a comment of YAML: on a line of its own, above the key, after `# `",
    ));
}

/// The signs with which remarks begin.
fn remarks(written: &str, is_quoted: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if written.contains("<!") || forms::is_likely(written) {
        for (at, _) in written.char_indices().filter(|(_, c)| forms::begins(*c)) {
            let rest = &written[at..];
            let length = if rest.starts_with("<!--") {
                Some("<!--".len())
            } else {
                forms::reference(rest).or_else(|| forms::nearly_comment(rest))
            };
            found.extend(length.map(|length| at..at + length));
        }
    }
    // Of other texts YAML takes such lines out itself.
    if !is_quoted && written.contains("# ") {
        let mut at = 0;
        for line in written.split_inclusive('\n') {
            let start = at + line.len() - line.trim_start().len();
            if written[start..].starts_with("# ") {
                found.push(start..start + 1);
            }
            at += line.len();
        }
    }
    found.sort_by_key(|at| at.start);
    found
}

/// The first tag outside remarks.
fn tag(written: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(found) = written[from..].find('<') {
        let at = from + found;
        let rest = &written[at..];
        if rest.starts_with("<!--") {
            from = at + rest.find("-->")?;
            continue;
        }
        from = at + 1;
        let name = rest[1..].trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let after = &name[end..];
        let is_known = ELEMENTS.contains(&name[..end].to_ascii_lowercase().as_str());
        // `<b@example.org>` is an address, `<p: 3>` no tag.
        if !is_known || !after.starts_with([' ', '\t', '\n', '\r', '/', '>']) {
            continue;
        }
        if let Some(close) = rest[1..].find(['<', '>']).filter(|close| rest[1 + close..].starts_with('>')) {
            return Some(at..at + close + 2);
        }
    }
    None
}

/// Looks for text that nobody sees: a value without a visible character, characters for tags, runs without width.
pub(super) fn invisible(written: &str, span: Span, value: &str, problems: &mut Problems) {
    if value.is_ascii() {
        return;
    }
    let mut tell = |at: Range<usize>, message: String, help: &str| {
        let start = span.range().start;
        let place = Span::new(span.file, start + at.start..start + at.end);
        problems.push(Diagnostic::new(&TEXT_INVISIBLE, place, message).help(help));
    };
    if value.chars().all(|c| c.is_whitespace() || is_unseen(c)) {
        tell(
            0..written.len(),
            "the text has no visible character".to_owned(),
            "write the text, or remove the key",
        );
    } else if let Some(at) = hidden(written) {
        let first = written[at.clone()].chars().next().map_or(0, u32::from);
        let message =
            format!("invisible characters stand here, the first is U+{first:04X}: they can hide words");
        tell(at, message, "delete them: write the text around them anew");
    }
}

/// The first run of characters that can hide words. Single ones join emoji and letters, and tags make flags.
fn hidden(written: &str) -> Option<Range<usize>> {
    let (mut start, mut count, mut is_flag, mut has_tag) = (0, 0, false, false);
    for (at, c) in written.char_indices().chain([(written.len(), ' ')]) {
        if !is_unseen(c) {
            if count > MOST_UNSEEN || has_tag {
                return Some(start..at);
            }
            (start, count, has_tag, is_flag) = (at + c.len_utf8(), 0, false, c == '\u{1f3f4}');
            continue;
        }
        count += 1;
        has_tag |= is_tag(c) && !is_flag;
    }
    None
}

/// A flag of a region has six after its own sign, emoji and letters of any script two at most.
const MOST_UNSEEN: usize = 6;

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// Characters without width or ink (Unicode 16, `Default_Ignorable_Code_Point`, and U+2800).
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_in_plain_texts() {
        let check = |written: &str, expected: &[&str]| {
            let found = remarks(written, written.starts_with('"'));
            let told: Vec<_> = found.iter().map(|at| &written[at.clone()]).collect();
            assert_eq!(told, expected, "{written}");
        };
        check("Tide gauges <!-- ask Eva -->", &["<!--"]);
        check("\"a <!-- b --> <!-- c -->\"", &["<!--", "<!--"]);
        check("‹!— ask Eva —>", &["‹!—"]);
        check("[//]: # (ask Eva)", &["[//]: #"]);
        check("One line\n  # ask Eva\n  another", &["#"]);
        check("# ask Eva\n", &["#"]);
        check("One\r\n  # ask\r\n  # Eva\r\n", &["#", "#"]);
        for text in [
            "a < b",
            "n° #3",
            "C# and F#",
            "\"# of employees\"",
            "a # b",
            "#3\n#4",
            "Attention !",
            "[1] (a)",
            "1 <-> 2",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn tags_in_plain_texts() {
        let check = |written: &str, expected: Option<&str>| {
            assert_eq!(tag(written).map(|at| &written[at]), expected, "{written}");
        };
        check("a <b>c</b>", Some("<b>"));
        check("a<br/>b", Some("<br/>"));
        check("a</p>", Some("</p>"));
        check("a <A HREF='x'>b</A>", Some("<A HREF='x'>"));
        check("x<y <i>z</i>", Some("<i>"));
        check("<!-- <b>x</b> --> c <p>", Some("<p>"));
        for text in [
            "a < b",
            "a <b",
            "<b@example.org>",
            "<https://example.org/>",
            "x<y>z",
            "1 < p > 0",
            "<b <c",
            "<!-- <b> -->",
            "<p: 3>",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn invisible_text() {
        let check = |text: &str, expected: bool| assert_eq!(hidden(text).is_some(), expected, "{text:?}");
        check("a\u{e0041}\u{e0042}b", true);
        check("a\u{200b}\u{200c}\u{200b}\u{200c}\u{200b}\u{200c}\u{200b}b", true);
        check("end \u{e0001}", true);
        for text in [
            "a\u{ad}b",
            "می\u{200c}خواهم",
            "👩\u{200d}💻 and ❤\u{fe0f}",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "plain",
        ] {
            check(text, false);
        }
    }
}
