//! Markdown (`CommonMark` 0.31, tables, strikethrough) → safe HTML, → plain text.
//!
//! The parser passes raw HTML and any link through; making them safe is done here, event by event. Footnotes stay off:
//! a superlinear case is open upstream.

use std::ops::Range;

use crate::diag::is_forbidden;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use pulldown_cmark_escape::{escape_href, escape_html};

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// The part of a text that may be shared: without HTML comments, and without links that are not shown, whose words
/// stay. What is cut is in no page and no machine-readable form.
#[must_use]
pub fn shareable(text: &str) -> String {
    let mut kept = text.to_owned();
    // A cut can join what stood around it to another link or comment, or let a second definition of a name take effect.
    for _ in 0..8 {
        let shorter = without(&kept, &cuts(&kept));
        if shorter.len() == kept.len() {
            return kept;
        }
        kept = shorter;
    }
    // No author writes that: the words, of which nothing is Markdown any more.
    to_plain(text).replace(|c: char| c.is_ascii_punctuation(), " ")
}

fn without(text: &str, cuts: &[Range<usize>]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut position = 0;
    for cut in cuts {
        if cut.start >= position {
            kept.push_str(&text[position..cut.start]);
        }
        position = position.max(cut.end);
    }
    kept.push_str(&text[position..]);
    kept
}

/// The destinations of links and pictures that are not shown.
#[must_use]
pub fn refused(text: &str) -> Vec<String> {
    let destinations = Parser::new_ext(text, options()).filter_map(|event| match event {
        Event::Start(Tag::Link { link_type, dest_url, .. }) if shown(link_type, &dest_url).is_none() => {
            Some(dest_url.to_string())
        }
        Event::Start(Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    });
    destinations.collect()
}

/// HTML without any tag that the author wrote; headings start at the third level, below those of the page.
#[must_use]
pub fn to_html(text: &str) -> String {
    let mut unshown = Vec::new();
    let events = Parser::new_ext(text, options()).filter_map(move |event| safe(event, &mut unshown));
    let mut output = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut output, events);
    output
}

/// The words alone, one space between them.
#[must_use]
pub fn to_plain(text: &str) -> String {
    let mut words = String::new();
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => words.push(' '),
            _ => {}
        }
    }
    visible(&words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One event made safe; `unshown` remembers the links that were dropped and not yet closed.
fn safe<'a>(event: Event<'a>, unshown: &mut Vec<bool>) -> Option<Event<'a>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        // Entities bring back what is refused in the text as written.
        Event::Text(text) if text.contains(is_forbidden) => Some(Event::Text(visible(&text).into())),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Heading { level, .. }) => {
            let (id, classes, attrs) = (None, Vec::new(), Vec::new());
            Some(Event::Start(Tag::Heading { level: lowered(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lowered(level)))),
        Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
            let target = shown(link_type, &dest_url);
            unshown.push(target.is_none());
            let mut open = String::from("<a href=\"");
            escape_href(&mut open, &target?).ok()?;
            if !title.is_empty() {
                open.push_str("\" title=\"");
                escape_html(&mut open, &visible(&title)).ok()?;
            }
            open.push_str("\" rel=\"noreferrer\">");
            Some(Event::InlineHtml(open.into()))
        }
        Event::End(TagEnd::Link) => match unshown.pop() {
            Some(true) => None,
            _ => Some(Event::End(TagEnd::Link)),
        },
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        other => Some(other),
    }
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
    let clean = !rest.is_empty() && !destination.contains(|c: char| c.is_control() || c.is_whitespace());
    (harmless && clean).then(|| destination.to_owned())
}

/// What [`shareable`] leaves out, in the order of the text.
fn cuts(text: &str) -> Vec<Range<usize>> {
    let parser = Parser::new_ext(text, options());
    let mut cuts: Vec<Range<usize>> = parser
        .reference_definitions()
        .iter()
        .filter(|(_, definition)| shown(LinkType::Reference, &definition.dest).is_none())
        .map(|(_, definition)| definition.span.clone())
        .collect();
    let known: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
    let mut told = known;
    let mut open: Vec<Option<Words>> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        if !is_container(&event) {
            told.push(range.clone());
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open.push(shown(link_type, &dest_url).is_none().then(|| Words::of(&range)));
            }
            Event::Start(Tag::Image { .. }) => open.push(Some(Words::of(&range))),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                cuts.extend(open.pop().flatten().into_iter().flat_map(Words::around));
            }
            Event::Start(Tag::HtmlBlock) => comments(text, range, &mut cuts),
            Event::InlineHtml(html) if html.starts_with("<!--") => cuts.push(range),
            _ => {
                let inner = open.iter_mut().flatten();
                inner.for_each(|words| words.take(&range));
            }
        }
    }
    cuts.extend(untold(text, told));
    cuts.sort_by_key(|cut| (cut.start, cut.end));
    cuts
}

/// Whether the range of an event holds more than the event tells.
fn is_container(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item)
            | Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item)
    )
}

/// Definitions of a name that was defined before: the parser passes over them, and `[//]: # (remark)` is often written
/// twice.
fn untold(text: &str, mut told: Vec<Range<usize>>) -> Vec<Range<usize>> {
    told.push(text.len()..text.len());
    told.sort_by_key(|range| range.start);
    let mut position = 0;
    let mut cuts = Vec::new();
    for range in told {
        if let Some(gap) = text.get(position..range.start)
            && let Some(bracket) = gap.find('[').filter(|_| gap.contains("]:"))
        {
            let end = gap.trim_end_matches(|c: char| c.is_whitespace() || c == '>').len();
            cuts.push(position + bracket..position + end.max(bracket));
        }
        position = position.max(range.end);
    }
    cuts
}

/// A link that is not shown, and where its words stand in it.
struct Words {
    link: Range<usize>,
    words: Option<Range<usize>>,
}

impl Words {
    fn of(link: &Range<usize>) -> Self {
        Self { link: link.clone(), words: None }
    }

    fn take(&mut self, range: &Range<usize>) {
        let words = self.words.get_or_insert(range.clone());
        *words = words.start.min(range.start)..words.end.max(range.end);
    }

    /// What stands around the words.
    fn around(self) -> Vec<Range<usize>> {
        match self.words {
            Some(words) => vec![self.link.start..words.start, words.end..self.link.end],
            None => vec![self.link],
        }
    }
}

/// Comments in a block of HTML; one without an end runs to the end of the block.
fn comments(text: &str, block: Range<usize>, cuts: &mut Vec<Range<usize>>) {
    let mut position = block.start;
    while let Some(start) = text[position..block.end].find("<!--").map(|offset| position + offset) {
        let end = text[start..block.end].find("-->").map_or(block.end, |offset| start + offset + 3);
        cuts.push(start..end);
        position = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(to_html(&shareable(text)).trim_end(), expected, "{text}");
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
    fn what_is_not_shown_is_not_shared() {
        let check = |text: &str, expected: &str| assert_eq!(shareable(text), expected, "{text}");
        check("a [b *c*](secret.html) d", "a b *c* d");
        check("a [b](https://example.org) d", "a [b](https://example.org) d");
        check("a <!-- secret --> b", "a  b");
        check("<!-- secret\n\nmore -->\n\nb", "\n\nb");
        check("<!-- secret", "");
        check("[b][x]\n\n[x]: secret.html 'secret'\n", "b\n\n\n");
        check("![a](secret.png)", "a");
        check("[![a](secret.png)](secret.html)", "a");
        check("[](secret.html)", "");
        check("`<!-- code -->`", "`<!-- code -->`");
    }

    #[test]
    fn plain_words() {
        assert_eq!(to_plain("# A\n\nb *c*\n- d\n- `e`"), "A b c d e");
    }
}
