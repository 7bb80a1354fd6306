//! Words of a text as rules compare them: lower case, without diacritics, whatever stands between them told apart.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};

/// What stands before a word, or after the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// White space, a hyphen, an apostrophe, quotation marks: the sentence goes on.
    Space,
    /// A comma.
    Comma,
    /// What parts the words of a file's name: it may part phrases, and words of a phrase.
    Seam,
    /// The end of a sentence, a cell, a bracket, a paragraph.
    Break,
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordForm {
    /// Sentences.
    Prose,
    /// The name of a file.
    FileName,
}

/// A word, in lower case and without diacritics.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Word<T> {
    /// As it is compared.
    pub folded: T,
    /// Where it stands in the text.
    pub place: Range<usize>,
    /// Whether it is written in capitals.
    pub capitals: bool,
    /// What stands before it.
    pub gap: Gap,
}

/// The words of a text; `folded` becomes what they are compared by.
pub(crate) fn words<'a>(text: &str, form: WordForm, folded: &'a mut String) -> Vec<Word<&'a str>> {
    let mut words: Vec<Word<Range<usize>>> = Vec::with_capacity(text.len() / 6);
    folded.reserve(text.len());
    let mut inside = false;
    for (at, c) in text.char_indices().filter(|(_, c)| !is_invisible(*c)) {
        let (start, end) = (folded.len(), at + c.len_utf8());
        let starts = c.is_alphanumeric() && !inside;
        inside = c.is_alphanumeric();
        if !inside {
            continue;
        }
        fold(c, folded);
        let written = start..folded.len();
        let lower = c.is_lowercase();
        match words.last_mut() {
            Some(word) if !starts => {
                (word.folded.end, word.place.end) = (written.end, end);
                word.capitals &= !lower;
            }
            last => {
                let gap = last.map_or(Gap::Break, |last| gap(&text[last.place.end..at], form));
                words.push(Word { folded: written, place: at..end, capitals: !lower, gap });
            }
        }
    }
    let whole: &'a str = folded;
    let word = |Word { folded, place, capitals, gap }| Word { folded: &whole[folded], place, capitals, gap };
    words.into_iter().map(word).collect()
}

/// What a stretch between two words, or after the last one, amounts to.
fn gap(between: &str, form: WordForm) -> Gap {
    if form == WordForm::FileName {
        return Gap::Seam;
    }
    let loose = between.starts_with(char::is_whitespace) || between.ends_with(char::is_whitespace);
    let blank_line = between.matches('\n').count() > 1;
    let parting = |c: char| match c {
        '.' | '!' | '?' | ';' | '…' | '–' | '—' | '|' | '*' | '#' | '(' | ')' | '[' | ']' | '{' | '}'
        | '•' | '·' => true,
        // `TLP:RED`, `interne/externe` and `do-not-publish` hold together.
        ':' | '/' | '-' => loose || between.chars().filter(|other| *other == c).count() > 1,
        _ => false,
    };
    if blank_line || between.contains(parting) {
        Gap::Break
    } else if between.contains(',') {
        Gap::Comma
    } else {
        Gap::Space
    }
}

/// Soft hyphens, characters without width, combining marks: what may stand inside a word unseen, or makes the other
/// form of an accented letter.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

/// Lower case, and no diacritics on the letters of French.
fn fold(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    for c in c.to_lowercase() {
        match c {
            'à' | 'á' | 'â' | 'ä' | 'ã' => folded.push('a'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            // The dot that is left of a Turkish capital I.
            c if is_invisible(c) => {}
            c => folded.push(c),
        }
    }
}

/// The words of HTML as `markdown` makes it; blocks are parted by blank lines.
pub(crate) fn plain(html: &str) -> String {
    const INLINE: [&str; 6] = ["em", "strong", "del", "code", "a", "span"];
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = memchr2(b'<', b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('&') {
            rest = decode(rest, &mut text);
            continue;
        }
        let end = memchr(b'>', rest.as_bytes()).unwrap_or(rest.len());
        let tag = rest[1..end].trim_start_matches('/');
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        if !INLINE.contains(&name) {
            text.push_str("\n\n");
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// Text without the entities that HTML is escaped with.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut plain = String::new();
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        rest = decode(&rest[at..], &mut plain);
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Adds the character that `rest` starts with, an ampersand or an entity, and returns what follows.
fn decode<'a>(rest: &'a str, text: &mut String) -> &'a str {
    const ENTITIES: [(&str, char); 5] =
        [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#x27;", '\''), ("&amp;", '&')];
    let entity = ENTITIES.iter().find_map(|(entity, c)| Some((rest.strip_prefix(entity)?, *c)));
    let (after, c) = entity.unwrap_or((&rest[1..], '&'));
    text.push(c);
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_what_parts_them() {
        let check = |text: &str, form: WordForm, expected: &str| {
            let sign = |gap: Gap| match gap {
                Gap::Space => " ",
                Gap::Comma => ",",
                Gap::Seam => "_",
                Gap::Break => "|",
            };
            let mut folded = String::new();
            let found: Vec<_> = words(text, form, &mut folded)
                .iter()
                .map(|word| format!("{}{}", sign(word.gap), word.folded))
                .collect();
            assert_eq!(found.concat(), expected, "{text}");
        };
        check("NE\u{a0}PAS\nPUBLIER !", WordForm::Prose, "|ne pas publier");
        check("Re\u{301}serve\u{301} a\u{300} l’œuvre", WordForm::Prose, "|reserve a l oeuvre");
        check("con\u{ad}fi\u{200b}dentiel", WordForm::Prose, "|confidentiel");
        check("a, b. C (d) — e - f-g", WordForm::Prose, "|a,b|c|d|e|f g");
        check("TLP:RED : x/y z / w", WordForm::Prose, "|tlp red|x y z|w");
        check("a\n b\n\nc", WordForm::Prose, "|a b|c");
        check("plan_de-paie.v2.pdf", WordForm::FileName, "|plan_de_paie_v2_pdf");
        check("", WordForm::Prose, "");
    }

    #[test]
    fn html_as_words() {
        let check = |html: &str, expected: &str| assert_eq!(plain(html).trim(), expected, "{html}");
        check("<p>NE <strong>PAS</strong> PUB<em>LI</em>ER</p>", "NE PAS PUBLIER");
        check("<ul>\n<li>a</li>\n<li>b &amp;lt;</li>\n</ul>", "a\n\n\n\n\nb &lt;");
        check("a <a href=\"https://x.example/\" rel=\"noreferrer\">b</a>", "a b");
        check("a &lt;b", "a <b");
    }
}
