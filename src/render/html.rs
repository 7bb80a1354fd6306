//! Safe HTML, written piece by piece: words are escaped here, and markup stands in the callers' own literals.

use pulldown_cmark_escape::{FmtWriter, escape_html};

/// HTML on its way.
#[derive(Debug, Default)]
pub(crate) struct Html(String);

impl Html {
    /// With room for so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Adds markup.
    pub(crate) fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds words, escaped as text and as the value of an attribute in quotes.
    pub(crate) fn words(&mut self, words: &str) -> &mut Self {
        escape_html(FmtWriter(&mut self.0), words).expect("a string takes everything");
        self
    }

    /// Adds an attribute, unless its value is empty.
    pub(crate) fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        if value.is_empty() {
            return self;
        }
        self.raw(" ").raw(name).raw("=\"").words(value).raw("\"")
    }

    /// The text.
    pub(crate) fn text(self) -> String {
        self.0
    }
}

/// Words as HTML.
pub(crate) fn escaped(words: &str) -> String {
    let mut html = Html::default();
    html.words(words);
    html.text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_markup() {
        let mut html = Html::default();
        html.raw("<a").attribute("href", "x\" onclick='y'").attribute("title", "").raw(">").words("<b>&amp;");
        assert_eq!(html.text(), "<a href=\"x&quot; onclick=&#39;y&#39;\">&lt;b&gt;&amp;amp;");
    }
}
