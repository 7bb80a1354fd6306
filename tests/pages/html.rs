//! Reads our pages as a tree, and refuses what no page of ours may be: a tag that is left open, an attribute without
//! quotes, an identity that two elements bear, words that were escaped twice.
//!
//! Source: the HTML standard, "The HTML syntax"; stricter where our pages are.

use std::collections::BTreeSet;

/// Elements that hold nothing and are never closed.
const VOID: &[&str] = &["br", "hr", "img", "link", "meta", "wbr"];

/// Elements whose inside is no markup.
const RAW: &[&str] = &["script", "style"];

/// The only references that our pages write, and what they stand for.
const REFERENCES: &[(&str, &str)] =
    &[("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];

/// An element with its attributes and what it holds, in order.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) parts: Vec<Part>,
}

/// What an element holds.
#[derive(Debug)]
pub(crate) enum Part {
    Element(Element),
    /// Words, without references.
    Words(String),
}

impl Element {
    /// An attribute's value.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether it bears a class.
    pub(crate) fn is(&self, class: &str) -> bool {
        self.classes().any(|one| one == class)
    }

    /// Its classes.
    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        self.get("class").unwrap_or_default().split_ascii_whitespace()
    }

    /// The elements that it holds directly.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.parts.iter().filter_map(|part| match part {
            Part::Element(element) => Some(element),
            Part::Words(_) => None,
        })
    }

    /// Itself and every element below, in reading order.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for child in self.children() {
            found.extend(child.all());
        }
        found
    }

    /// Every element below with this name, templates left out: what they hold is on no page until a script shows it.
    pub(crate) fn named(&self, name: &str) -> Vec<&Self> {
        let mut found = Vec::new();
        for child in self.children().filter(|child| child.name != "template") {
            found.extend((child.name == name).then_some(child));
            found.extend(child.named(name));
        }
        found
    }

    /// What the browser calls the page: a drawing inside it has a title of its own.
    pub(crate) fn titles(&self) -> Vec<String> {
        let heads = self.children().filter(|child| child.name == "head");
        heads.flat_map(Self::children).filter(|child| child.name == "title").map(Self::words).collect()
    }

    /// Every element below with this class.
    pub(crate) fn classed(&self, class: &str) -> Vec<&Self> {
        self.all().into_iter().filter(|element| element.is(class)).collect()
    }

    /// Its words, spaces and line ends run together.
    pub(crate) fn words(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn gather(&self, text: &mut String) {
        for part in &self.parts {
            match part {
                Part::Element(element) => element.gather(text),
                Part::Words(words) => text.push_str(words),
            }
        }
    }
}

/// Reads a page.
pub(crate) fn parse(page: &str) -> Result<Element, String> {
    let rest = page.strip_prefix("<!doctype html>\n").ok_or("it does not begin with its type")?;
    let mut reader = Reader { rest, identities: BTreeSet::new() };
    let mut root = Element::default();
    reader.inside(&mut root)?;
    let mut parts =
        root.parts.into_iter().filter(|part| !matches!(part, Part::Words(words) if words.trim().is_empty()));
    match (parts.next(), parts.next()) {
        (Some(Part::Element(html)), None) if html.name == "html" => Ok(html),
        _ => Err("it is not one `html`".into()),
    }
}

struct Reader<'a> {
    rest: &'a str,
    identities: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    /// Reads what an element holds, and its end.
    fn inside(&mut self, element: &mut Element) -> Result<(), String> {
        loop {
            let words = self.until("<").unwrap_or_else(|| std::mem::take(&mut self.rest));
            if !words.is_empty() {
                element.parts.push(Part::Words(plain(words)?));
            }
            if self.rest.is_empty() {
                let name = &element.name;
                return if name.is_empty() { Ok(()) } else { Err(format!("`{name}` is not closed")) };
            }
            if let Some(rest) = self.rest.strip_prefix("</") {
                self.rest = rest;
                let name = self.until(">").ok_or("a tag has no end")?;
                self.rest = &self.rest[1..];
                return if name == element.name {
                    Ok(())
                } else {
                    Err(format!("`{name}` closes `{}`", element.name))
                };
            }
            if self.rest.starts_with("<!") {
                return Err("a comment is published".into());
            }
            let child = self.element()?;
            element.parts.push(Part::Element(child));
        }
    }

    fn element(&mut self) -> Result<Element, String> {
        self.rest = &self.rest[1..];
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let mut element = Element { name: self.rest[..end].to_owned(), ..Element::default() };
        if element.name.is_empty() {
            return Err("a bare `<` stands among words".into());
        }
        self.rest = &self.rest[end..];
        while let Some(rest) = self.rest.strip_prefix(' ') {
            self.rest = rest;
            let attribute = self.attribute(&element.name)?;
            if element.get(&attribute.0).is_some() {
                return Err(format!("`{}` says `{}` twice", element.name, attribute.0));
            }
            element.attributes.push(attribute);
        }
        let closes_itself = self.rest.starts_with("/>");
        self.rest = self.rest.strip_prefix("/").unwrap_or(self.rest);
        self.rest =
            self.rest.strip_prefix('>').ok_or_else(|| format!("the tag of `{}` has no end", element.name))?;
        if RAW.contains(&element.name.as_str()) {
            let end = format!("</{}>", element.name);
            let inside = self.until(&end).ok_or("a script or a style has no end")?;
            element.parts.push(Part::Words(inside.to_owned()));
            self.rest = &self.rest[end.len()..];
        } else if !closes_itself && !VOID.contains(&element.name.as_str()) {
            self.inside(&mut element)?;
        }
        Ok(element)
    }

    fn attribute(&mut self, of: &str) -> Result<(String, String), String> {
        let end = self.rest.find(['=', ' ', '>', '/']).ok_or("an attribute has no end")?;
        let name = self.rest[..end].to_owned();
        self.rest = &self.rest[end..];
        let Some(rest) = self.rest.strip_prefix("=\"") else {
            return if self.rest.starts_with('=') {
                Err(format!("`{name}` of `{of}` has no quotes"))
            } else {
                Ok((name, String::new()))
            };
        };
        self.rest = rest;
        let value = plain(self.until("\"").ok_or("a quote is not closed")?)?;
        self.rest = &self.rest[1..];
        if name == "id" && !self.identities.insert(value.clone()) {
            return Err(format!("two elements are `{value}`"));
        }
        Ok((name, value))
    }

    /// What comes before `end`, which stays.
    fn until(&mut self, end: &str) -> Option<&'a str> {
        let (before, rest) = self.rest.split_at(self.rest.find(end)?);
        self.rest = rest;
        Some(before)
    }
}

/// Words without references. No content of the sites writes a reference itself, so that one that is left was escaped twice.
fn plain(words: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = REFERENCES.iter().find(|(reference, _)| rest.starts_with(reference));
        let (reference, stands_for) = known.ok_or_else(|| format!("a bare `&` in `{words}`"))?;
        text.push_str(stands_for);
        rest = &rest[reference.len()..];
    }
    text.push_str(rest);
    match REFERENCES.iter().find(|(reference, _)| text.contains(reference)) {
        Some(_) => Err(format!("escaped twice: `{words}`")),
        None => Ok(text),
    }
}

#[test]
fn pages_that_are_not_whole_are_refused() {
    let page =
        |body: &str| parse(&format!("<!doctype html>\n<html lang=\"en\"><body>{body}</body></html>\n"));
    for good in [
        "",
        "a &amp; b",
        "<p id=\"a\" hidden>b<br>c</p>",
        "<script>a < b</script>",
        "<svg><path d=\"\"/></svg>",
    ] {
        assert!(page(good).is_ok(), "{good}");
    }
    for bad in [
        "<p>",
        "</p>",
        "<p><em></p></em>",
        "a & b",
        "a < b",
        "&amp;amp;",
        "&nbsp;",
        "<p id=a></p>",
        "<p id=\"a></p>",
        "<p id=\"a\" id=\"b\"></p>",
        "<p id=\"a\"></p><p id=\"a\"></p>",
        "<p title=\"&amp;lt;\"></p>",
        "<!-- a -->",
        "<script>",
    ] {
        assert!(page(bad).is_err(), "{bad}");
    }
    assert_eq!(page("<p>a\n <b>b</b></p>").unwrap().words(), "a b");
}
