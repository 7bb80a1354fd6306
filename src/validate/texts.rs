//! The texts of a record, whatever fields they stand in.

use std::borrow::Cow;

use crate::model::value::{Entry, Period, Scalar, Value};
use crate::source::Span;

/// Calls `see` with the dotted path, the place and the words of every text that an author wrote freely: no link, no word of a
/// vocabulary, no number.
pub(crate) fn each(entries: &[Entry], see: &mut dyn FnMut(&str, Span, &str)) {
    walk(entries, &mut String::new(), see);
}

fn walk(entries: &[Entry], path: &mut String, see: &mut dyn FnMut(&str, Span, &str)) {
    for entry in entries {
        let length = path.len();
        if length > 0 {
            path.push('.');
        }
        path.push_str(entry.field.key);
        value(&entry.value, entry.span, path, see);
        path.truncate(length);
    }
}

fn value(value_: &Value, span: Span, path: &mut String, see: &mut dyn FnMut(&str, Span, &str)) {
    match value_ {
        Value::Scalar(Scalar::Text(text) | Scalar::Period(Period { criterion: Some(text), .. })) => {
            see(path, span, text)
        }
        Value::Html(html) => see(path, span, &words(html)),
        Value::List(values) => values.iter().for_each(|inner| value(inner, span, path, see)),
        Value::Group(entries) => walk(entries, path, see),
        Value::Scalar(_) | Value::Reference(_) | Value::Nothing => {}
    }
}

/// The words of HTML that this program made: a tag is a space.
fn words(html: &str) -> Cow<'_, str> {
    if !html.contains('<') {
        return Cow::Borrowed(html);
    }
    let mut words = String::with_capacity(html.len());
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => {
                inside = false;
                words.push(' ');
            }
            _ if !inside => words.push(character),
            _ => {}
        }
    }
    Cow::Owned(words)
}

/// The words of a text in lower case, with one space between them: letters and digits, and nothing else.
pub(crate) fn plain(text: &str) -> String {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_no_words() {
        assert_eq!(
            words("<p>One <em>two</em></p>\n<ul><li>three</li></ul>").split_whitespace().collect::<Vec<_>>(),
            ["One", "two", "three"]
        );
        assert_eq!(plain("  L’été : Privacy-Shield!"), "l été privacy shield");
    }
}
