//! Remarks of a Markdown text that its author means to hide, and readers would see.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::markdown::dialect::{options, without_comments};
use crate::markdown::forms;

/// A remark, and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Why it is shown.
    pub kind: RemarkKind,
    /// Its first sign.
    pub at: Range<usize>,
}

/// Why a remark is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkKind {
    /// A sign of a comment stands where Markdown reads none.
    Broken,
    /// Four spaces before it make it a piece of code.
    Code,
    /// It nearly has the form of a comment.
    Form,
}

/// The remarks of a text, in their order. Of comments that are broken the first is told: others follow from it.
pub(super) fn find(text: &str) -> Vec<Remark> {
    // No text reads `<!--` or `-->` that is not written so, in part at least, unless by entities or escapes.
    let is_suspect =
        text.contains("<!") || text.contains("->") || text.contains(['&', '\\']) || forms::is_likely(text);
    if !is_suspect {
        return Vec::new();
    }
    let mut search = RemarkSearch { text, ..RemarkSearch::default() };
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        search.take(event, range);
    }
    search.end()
}

#[derive(Default)]
struct RemarkSearch<'a> {
    text: &'a str,
    found: Vec<Remark>,
    /// What is shown outside code: the parser gives a text in pieces, `<` apart from `!--`.
    words: String,
    /// Where pieces begin, in `words` and in the text.
    pieces: Vec<(usize, usize)>,
    /// The block of HTML that is open, and where it begins.
    block: Option<(String, usize)>,
    /// The block of code that is open: whether its indentation makes it one.
    code: Option<bool>,
}

impl RemarkSearch<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(piece) => match self.code {
                None => self.words(&piece, range),
                Some(true) => self.indented(range),
                Some(false) => {}
            },
            Event::InlineHtml(tag) if tag.starts_with("<!--") && tag.matches("<!--").count() == 1 => {
                self.words.push(' ');
            }
            Event::InlineHtml(tag) => self.piece(&tag, range.start),
            Event::Html(html) => {
                self.block.get_or_insert_with(|| (String::new(), range.start)).0.push_str(&html);
            }
            // Where a true one stands in the same text, the next is a link to it, and its words are shown.
            Event::Start(Tag::Link { .. }) => {
                self.words.push('\n');
                let length = forms::reference(&self.text[range.start..]);
                let at = length.map(|length| range.start..range.start + length);
                self.found.extend(at.map(|at| Remark { kind: RemarkKind::Form, at }));
            }
            Event::Start(Tag::CodeBlock(kind)) => self.code = Some(matches!(kind, CodeBlockKind::Indented)),
            Event::End(TagEnd::CodeBlock) => self.code = None,
            Event::End(TagEnd::HtmlBlock) => {
                let Some((block, start)) = self.block.take() else { return };
                if block.matches("<!--").count() != block.matches("-->").count() {
                    let sign = block.find("<!--").or_else(|| block.find("-->")).unwrap_or(0);
                    self.piece("<!--", start + sign);
                }
                self.piece(&without_comments(&block), start);
            }
            _ => self.words.push('\n'),
        }
    }

    fn piece(&mut self, piece: &str, start: usize) {
        self.pieces.push((self.words.len(), start));
        self.words.push_str(piece);
    }

    /// Words that are shown: forms that Markdown does not read stand whole in the text, in pieces here.
    fn words(&mut self, piece: &str, range: Range<usize>) {
        self.piece(piece, range.start);
        let written = &self.text[range.clone()];
        for (at, c) in written.char_indices().filter(|(_, c)| forms::begins(*c)) {
            let start = range.start + at;
            let rest = &self.text[start..];
            let is_form = c == '[' && forms::reference(rest).is_some();
            let length = if is_form { forms::reference(rest) } else { forms::nearly_comment(rest) };
            if let Some(length) = length {
                self.found.push(Remark { kind: RemarkKind::Form, at: start..start + length });
            }
        }
    }

    /// A line of a block of code that four spaces make.
    fn indented(&mut self, range: Range<usize>) {
        let line = &self.text[range.clone()];
        let start = range.end - line.trim_start().len();
        let rest = &self.text[start..range.end];
        let length = if rest.starts_with("<!--") { Some("<!--".len()) } else { forms::reference(rest) };
        if let Some(length) = length {
            self.found.push(Remark { kind: RemarkKind::Code, at: start..start + length });
        }
    }

    fn end(mut self) -> Vec<Remark> {
        let signs = ["<!--", "-->"].map(|sign| Some((self.words.find(sign)?, sign)));
        if let Some((at, sign)) = signs.into_iter().flatten().min() {
            let before = self.pieces.partition_point(|(start, _)| *start <= at);
            let (piece, start) = before.checked_sub(1).map_or((at, 0), |piece| self.pieces[piece]);
            // A piece with escapes or entities is longer than it is shown.
            let exact = start + (at - piece);
            let is_exact = self.text.get(exact..).is_some_and(|rest| rest.starts_with(sign));
            let at = if is_exact { exact..exact + sign.len() } else { start..start };
            self.found.push(Remark { kind: RemarkKind::Broken, at });
        }
        self.found.sort_by_key(|remark| remark.at.start);
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RemarkKind::{Broken, Code, Form};

    /// What is found, as kinds and what follows of the text from there.
    fn check(text: &str, expected: &[(RemarkKind, &str)]) {
        let found = find(text);
        let shown: Vec<_> = found.iter().map(|remark| (remark.kind, &text[remark.at.start..])).collect();
        let is_right = shown
            .iter()
            .zip(expected)
            .all(|(found, right)| found.0 == right.0 && found.1.starts_with(right.1));
        assert!(shown.len() == expected.len() && is_right, "{text:?}: {shown:?}");
    }

    #[test]
    fn comments_that_are_broken() {
        check("text <!-- S\n\nS2 --> end", &[(Broken, "<!-- S\n")]);
        check("- <!-- a\nS -->", &[(Broken, "<!-- a")]);
        check("<div>\n<!-- a\n\nS -->\n</div>", &[(Broken, "<!-- a")]);
        check("> <!-- a\nS -->", &[(Broken, "<!-- a")]);
        check("| a |\n|---|\n| <!-- S | S2 --> |", &[(Broken, "<!-- S")]);
        check("<!-- <!-- a --> S -->", &[(Broken, "<!-- <!--")]);
        check("one\n\na --> b", &[(Broken, "--> b")]);
        check("one\n\na &lt;!-- b", &[(Broken, "&lt;!--")]);
        for text in [
            "a <!-- b --> c",
            "<!-- a\n\nb -->",
            "`<!-- a`",
            "```\n<!-- a\n```",
            "a -- > b",
            "<!-- a -->\n<!-- b -->",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn comments_that_become_code() {
        check("Text.\n\n    <!-- ask Eva -->\n\nText.", &[(Code, "<!-- ask Eva")]);
        check("Text.\n\n\t<!-- ask\n\tEva -->", &[(Code, "<!-- ask")]);
        check("- item\n\n      <!-- deep -->", &[(Code, "<!-- deep")]);
        check("Text.\n\n    [//]: # (ask Eva)", &[(Code, "[//]: #")]);
        // Below a paragraph four spaces go on with it.
        check("Text.\n    <!-- hidden -->", &[]);
        check("```html\n<!-- shown on purpose -->\n```", &[]);
        check("    let a = 1; // <!-- b -->", &[]);
    }

    #[test]
    fn forms_that_are_read_as_text() {
        check("Text.\n[//]: # (ask Eva)", &[(Form, "[//]: #")]);
        check("[//]: # (ask Eva", &[(Form, "[//]:")]);
        check("[//] # (ask Eva)", &[(Form, "[//] #")]);
        check("[//]:# ask Eva", &[(Form, "[//]:#")]);
        check("Text.\n[comment]: <> (ask Eva)", &[(Form, "[comment]")]);
        check("‹!— ask Eva —>", &[(Form, "‹!—")]);
        check("Text <!— ask Eva —> more", &[(Form, "<!—")]);
        check("Text <! -- ask Eva -- >", &[(Form, "<! --")]);
        check("a <!- ask ->", &[(Form, "<!-")]);
        check("> quoted\n> [//]: # (ask Eva)", &[(Form, "[//]: #")]);
        check("[//]: # (hidden)\n\nText [//]: # (ask Eva)", &[(Form, "[//]: # (ask")]);
        for text in [
            "[//]: # (hidden)",
            "Text.\n\n[//]: # (hidden)\n\nText.",
            "[comment]: <> (hidden)",
            "See the [comment]: it says so.",
            "[//](https://example.org/)",
            "a < b! — and c > d",
            "Attention ! — voir [1]",
            "`[//]: # (code)` and `‹!—`",
        ] {
            check(text, &[]);
        }
    }
}
