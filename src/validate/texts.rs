//! The texts of a record, whatever fields they stand in.

use crate::model::role::FieldRole;
use crate::model::value::{Entry, Period, Scalar, Value};
use crate::source::Span;
use crate::validate::hints::Hints;
use crate::validate::words;

/// Plain words, and what they may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prose<'a> {
    pub text: &'a str,
    pub hints: Hints,
}

impl<'a> Prose<'a> {
    /// A text, once looked over.
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, hints: Hints::of(text) }
    }
}

/// What an author wrote into a field.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TextPiece<'a> {
    /// Plain words.
    Text(Prose<'a>),
    /// A place inside an organisation, by what its field is for.
    Path(Prose<'a>),
    /// Markdown, as a page shows it, and its words.
    Html(&'a str, Prose<'a>),
    /// A link.
    Link(&'a str),
    /// The name of a file.
    File(&'a str),
}

impl<'a> TextPiece<'a> {
    /// The words that an author wrote freely: no link, no word of a vocabulary, no number.
    pub(crate) fn prose(self) -> Option<Prose<'a>> {
        match self {
            TextPiece::Text(prose) | TextPiece::Path(prose) | TextPiece::Html(_, prose) => Some(prose),
            TextPiece::Link(_) | TextPiece::File(_) => None,
        }
    }
}

/// Calls `see` with the dotted path, the place and the value of everything that an author wrote freely.
pub(crate) fn pieces(entries: &[Entry], see: &mut dyn FnMut(&str, Span, TextPiece<'_>)) {
    walk(entries, &mut String::new(), see);
}

fn walk(entries: &[Entry], path: &mut String, see: &mut dyn FnMut(&str, Span, TextPiece<'_>)) {
    for entry in entries {
        let length = path.len();
        if length > 0 {
            path.push('.');
        }
        path.push_str(entry.field.key);
        match (entry.field.role, &entry.value) {
            (Some(FieldRole::Path), Value::Scalar(Scalar::Text(text))) => {
                see(path, entry.span, TextPiece::Path(Prose::of(text)));
            }
            (_, given) => value(given, entry.span, path, see),
        }
        path.truncate(length);
    }
}

fn value(given: &Value, span: Span, path: &mut String, see: &mut dyn FnMut(&str, Span, TextPiece<'_>)) {
    match given {
        Value::Scalar(Scalar::Text(text) | Scalar::Period(Period { criterion: Some(text), .. })) => {
            see(path, span, TextPiece::Text(Prose::of(text)));
        }
        Value::Scalar(Scalar::Url(url)) => see(path, span, TextPiece::Link(url)),
        Value::Scalar(Scalar::File(file)) => see(path, span, TextPiece::File(&file.name)),
        Value::Html(html) => see(path, span, TextPiece::Html(html, Prose::of(&words::plain(html)))),
        Value::List(values) => values.iter().for_each(|inner| value(inner, span, path, see)),
        Value::Group(entries) => walk(entries, path, see),
        Value::Scalar(_) | Value::Reference(_) | Value::Nothing => {}
    }
}

/// The words of a text in lower case, with one space between them: letters and digits, and nothing else.
pub(crate) fn plain(text: &str) -> String {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut plain = String::with_capacity(text.len());
    for word in words {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.extend(word.chars().flat_map(char::to_lowercase));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words() {
        assert_eq!(plain("  L’été : Privacy-Shield!"), "l été privacy shield");
    }
}
