//! Markdown (`CommonMark` 0.31, tables, strikethrough) → safe HTML.
//!
//! The parser passes raw HTML and any link through; making them safe is done here, event by event. Footnotes stay off:
//! a superlinear case is open upstream.

mod dialect;
pub(crate) mod forms;
mod remarks;

use std::ops::Range;

use crate::diag::is_forbidden;
use dialect::{options, without_comments};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html};
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};
pub use remarks::{Remark, RemarkKind};

/// A text that was read: what its page shows, and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeMarkdown {
    /// HTML without any tag that the author wrote; headings start at the third level, below those of the page.
    ///
    /// What is not shown is not there: comments, pictures, and links without a harmless scheme, whose words stay. A
    /// relative link could name an item that the share does not hold.
    pub html: String,
    /// The destinations of links and pictures that are not shown, and where those stand.
    pub refused: Vec<(String, Range<usize>)>,
    /// What the author means to hide, and would be shown.
    pub remarks: Vec<Remark>,
}

/// Reads a text.
#[must_use]
pub fn read(text: &str) -> SafeMarkdown {
    let mut state = ParseState::default();
    let events = Parser::new_ext(text, options()).into_offset_iter();
    let events = events.filter_map(|(event, range)| state.safe(event, range));
    let mut html = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut html, events);
    SafeMarkdown { html, refused: state.refused, remarks: remarks::find(text) }
}

/// What making events safe must remember.
#[derive(Default)]
struct ParseState {
    /// Whether each link that is open was dropped.
    dropped: Vec<bool>,
    /// The block of HTML that is open: its comments may run over several lines.
    block: Option<String>,
    /// Where dropped links and pictures led.
    refused: Vec<(String, Range<usize>)>,
}

impl ParseState {
    fn safe<'a>(&mut self, event: Event<'a>, range: Range<usize>) -> Option<Event<'a>> {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                self.block = Some(String::new());
                None
            }
            Event::Html(text) => {
                self.block.get_or_insert_default().push_str(&text);
                None
            }
            Event::End(TagEnd::HtmlBlock) => {
                let text = without_comments(&self.block.take()?);
                let mut shown = String::new();
                escape_html_body_text(&mut shown, visible(text.trim_end()).as_str()).ok()?;
                (!shown.trim().is_empty()).then(|| Event::Html(format!("<p>{shown}</p>\n").into()))
            }
            Event::InlineHtml(text) if text.starts_with("<!--") => None,
            Event::InlineHtml(text) => Some(Event::Text(text)),
            // Entities bring back what is refused in the text as written.
            Event::Text(text) if text.contains(is_forbidden) => Some(Event::Text(visible(&text).into())),
            Event::Start(Tag::Heading { level, .. }) => {
                let (id, classes, attrs) = (None, Vec::new(), Vec::new());
                Some(Event::Start(Tag::Heading { level: lowered(level), id, classes, attrs }))
            }
            Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lowered(level)))),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                let target = shown(link_type, &dest_url);
                self.dropped.push(target.is_none());
                if target.is_none() {
                    self.refused.push((dest_url.to_string(), range));
                }
                opened(&target?, &title).map(|tag| Event::InlineHtml(tag.into()))
            }
            Event::End(TagEnd::Link) => match self.dropped.pop() {
                Some(true) => None,
                _ => Some(Event::End(TagEnd::Link)),
            },
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.refused.push((dest_url.to_string(), range));
                None
            }
            Event::End(TagEnd::Image) => None,
            other => Some(other),
        }
    }
}

/// The tag that opens a link.
fn opened(target: &str, title: &str) -> Option<String> {
    let mut tag = String::from("<a href=\"");
    escape_href(&mut tag, target).ok()?;
    if !title.is_empty() {
        tag.push_str("\" title=\"");
        escape_html(&mut tag, &visible(title)).ok()?;
    }
    tag.push_str("\" rel=\"noreferrer\">");
    Some(tag)
}

fn visible(text: &str) -> String {
    text.replace(is_forbidden, "\u{fffd}")
}

fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

/// The destination of a link as it is shown, if it is: with a harmless scheme. A relative one could name an item that
/// the share does not hold.
fn shown(kind: LinkType, destination: &str) -> Option<String> {
    if kind == LinkType::Email {
        return Some(format!("mailto:{destination}"));
    }
    let (scheme, rest) = destination.split_once(':')?;
    let harmless = ["http", "https", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let web = scheme.len() < 4 || !scheme.to_ascii_lowercase().starts_with("http");
    let clean = !rest.is_empty()
        && (web || rest.starts_with("//"))
        && !destination.contains(|c: char| c.is_control() || c.is_whitespace());
    (harmless && clean).then(|| destination.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(read(text).html.trim_end(), expected, "{text}");
    }

    #[test]
    fn nothing_active_survives() {
        check("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
        check("a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>");
        for link in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java&#115;cript:alert(1)",
            "data:text/html;x",
            "vbscript:x",
            "&#x6A;avascript:x",
            "//example.org",
            "javascript\\:x",
            "https:other.html",
            "http:/other.html",
        ] {
            check(&format!("[x]({link})"), "<p>x</p>");
        }
        check("<javascript:alert(1)>", "<p>javascript:alert(1)</p>");
        check("![a](https://example.org/pixel.png)", "<p>a</p>");
        check(
            "[a](https://example.org \"t\")",
            "<p><a href=\"https://example.org\" title=\"t\" rel=\"noreferrer\">a</a></p>",
        );
        check("<a@b.example>", "<p><a href=\"mailto:a@b.example\" rel=\"noreferrer\">a@b.example</a></p>");
        check(
            "[a](https://example.org/?a=\"b\"&c='d')",
            "<p><a href=\"https://example.org/?a=%22b%22&amp;c=&#x27;d&#x27;\" rel=\"noreferrer\">a</a></p>",
        );
        check("# A\n## B\n### C", "<h3>A</h3>\n<h3>B</h3>\n<h4>C</h4>");
        check("# A {#x .y onclick=z}", "<h3>A {#x .y onclick=z}</h3>");
    }

    #[test]
    fn what_is_not_shown_is_gone() {
        check("a [b *c*](secret.html) d", "<p>a b <em>c</em> d</p>");
        check("a <!-- secret --> b", "<p>a  b</p>");
        check("<!-- secret\n\nmore -->\n\nb", "<p>b</p>");
        check("<!-- secret", "");
        check("<div><!-- secret --></div>", "<p>&lt;div&gt;&lt;/div&gt;</p>");
        check("[b][x]\n\n[x]: secret.html 'secret'\n[x]: secret-2.html", "<p>b</p>");
        check("[//]: # (secret)\n[//]: # (secret)", "");
        check("[![a](secret.png)](secret.html)", "<p>a</p>");
        check("[](secret.html)", "<p></p>");
        check("`<!-- code -->`", "<p><code>&lt;!-- code --&gt;</code></p>");
        check("a&#27;b&#x202e;c", "<p>a\u{fffd}b\u{fffd}c</p>");
    }
}
