//! Values by the field tables: a node and a row give a [`Value`].

use chrono::NaiveDate;

use crate::diag::codes::{
    BAD_DATE, BAD_DURATION, BAD_URL, FILE_TOO_LARGE, UNKNOWN_COUNTRY, UNKNOWN_REFERENCE, UNKNOWN_TERM,
};
use crate::diag::{Diagnostic, Problems, nearest, suggest};
use crate::model::country::is_country;
use crate::model::field::{Duty, Field, Group, Shape, Vocabulary};
use crate::model::id::Id;
use crate::model::value::{Duration, Entry, ItemRef, Period, Value};
use crate::parse::fields::{Mapping, parse_id, parsed, sequence, text, wrong_shape};
use crate::parse::yaml::{Kind, Node};

/// The longest Markdown text, in bytes: parsing time stays far below what anyone notices.
pub(crate) const MAX_MARKDOWN: usize = 256 * 1024;

/// Reads values that belong to items of one register.
pub(crate) struct Reader<'a> {
    /// The register that a reference without one means.
    pub register: &'a Id,
}

impl Reader<'_> {
    /// The fields of `table` that `mapping` has, in the order of the table.
    pub(crate) fn entries(
        &self,
        mapping: &mut Mapping<'_>,
        table: &'static [Field],
        problems: &mut Problems,
    ) -> Vec<Entry> {
        let mut entries = Vec::new();
        for field in table {
            if let Some(node) = mapping.take(field.key)
                && let Some(value) = self.value(node, field, problems)
            {
                entries.push(Entry { field, value, span: node.span });
            }
        }
        entries
    }

    /// What `node` holds by the row `field`.
    pub(crate) fn value(&self, node: &Node, field: &'static Field, problems: &mut Problems) -> Option<Value> {
        if field.need.accepts_none() && matches!(&node.value, Kind::Scalar(text) if text == "none") {
            return Some(Value::Nothing);
        }
        self.shaped(node, &field.shape, problems)
    }

    fn shaped(&self, node: &Node, shape: &'static Shape, problems: &mut Problems) -> Option<Value> {
        match shape {
            Shape::Text => Some(Value::Text(text(node, problems)?.value)),
            Shape::Markdown => markdown(node, problems),
            Shape::Term(vocabulary) => term(node, vocabulary, Strictness::Closed, problems),
            Shape::TermOrText(vocabulary) => term(node, vocabulary, Strictness::Open, problems),
            Shape::Date => date(node, problems),
            Shape::Flag => flag(node, problems),
            Shape::Url => url(node, problems),
            Shape::Country => country(node, problems),
            Shape::Period => period(node, problems).map(Value::Period),
            Shape::Reference => self.reference(node, problems),
            Shape::List(inner) => self.list(node, inner, problems),
            Shape::Group(group) => self.group(node, group, problems),
        }
    }

    /// An empty list says nothing: it counts as absent.
    fn list(&self, node: &Node, inner: &'static Shape, problems: &mut Problems) -> Option<Value> {
        let nodes = sequence(node, problems)?;
        let values: Vec<_> = nodes.iter().filter_map(|node| self.shaped(node, inner, problems)).collect();
        (!values.is_empty()).then_some(Value::List(values))
    }

    fn group(&self, node: &Node, group: &'static Group, problems: &mut Problems) -> Option<Value> {
        if let (Kind::Scalar(_), Some(field)) = (&node.value, shorthand(group)) {
            let value = self.value(node, field, problems)?;
            return Some(Value::Group(vec![Entry { field, value, span: node.span }]));
        }
        let mut mapping = Mapping::open(node, problems)?;
        let entries = self.entries(&mut mapping, group.fields, problems);
        for field in group.fields.iter().filter(|field| field.need.binds(Duty::Anyone)) {
            if mapping.take(field.key).is_none() {
                mapping.require(field.key, problems);
            }
        }
        mapping.finish(problems);
        (!entries.is_empty()).then_some(Value::Group(entries))
    }

    fn reference(&self, node: &Node, problems: &mut Problems) -> Option<Value> {
        let text = text(node, problems)?;
        let (register, item) = text.value.split_once('/').unwrap_or((self.register.as_str(), &text.value));
        if item.contains('/') {
            problems.push(
                Diagnostic::new(&UNKNOWN_REFERENCE, text.span, format!("`{}` names no item", text.value))
                    .help("write `item`, or `register/item`"),
            );
            return None;
        }
        let register = parse_id(register, text.span, problems)?;
        let item = parse_id(item, text.span, problems)?;
        Some(Value::Reference(ItemRef { register, item }))
    }
}

/// The field that a bare scalar stands for.
fn shorthand(group: &'static Group) -> Option<&'static Field> {
    group.fields.iter().find(|field| field.key == group.shorthand)
}

fn markdown(node: &Node, problems: &mut Problems) -> Option<Value> {
    let text = text(node, problems)?;
    if text.value.len() > MAX_MARKDOWN {
        problems.push(too_long(text.span));
        return None;
    }
    Some(Value::Markdown(text.value))
}

/// The complaint about a Markdown text over the limit.
pub(crate) fn too_long(place: crate::source::Span) -> Diagnostic {
    Diagnostic::new(&FILE_TOO_LARGE, place, "the Markdown text is longer than 256 KiB")
        .help("move the long parts into documents and link to them")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    Closed,
    Open,
}

/// Where free text is welcome, a word that is nearly one of the vocabulary is still taken for a slip.
fn term(
    node: &Node,
    vocabulary: &'static Vocabulary,
    strictness: Strictness,
    problems: &mut Problems,
) -> Option<Value> {
    let text = text(node, problems)?;
    if let Some(term) = vocabulary.term(&text.value) {
        return Some(Value::Term(vocabulary.name, term));
    }
    let words: Vec<_> = vocabulary.terms.iter().map(|term| term.key).collect();
    let looks_like_one = text.value.chars().all(|c| c == '_' || c.is_ascii_lowercase());
    let slip = looks_like_one && nearest(&text.value, &words).is_some();
    if strictness == Strictness::Open && !slip {
        return Some(Value::Text(text.value));
    }
    let mut help = suggest(&text.value, words);
    if strictness == Strictness::Open {
        help.push_str(" Your own words are welcome too; start them with a capital letter");
    }
    problems
        .push(Diagnostic::new(&UNKNOWN_TERM, text.span, format!("unknown word `{}`", text.value)).help(help));
    None
}

fn date(node: &Node, problems: &mut Problems) -> Option<Value> {
    let text = text(node, problems)?;
    let result = NaiveDate::parse_from_str(&text.value, "%Y-%m-%d").ok().filter(|_| text.value.len() == 10);
    parsed(&text, result.ok_or(()), &BAD_DATE, "a date", problems).map(Value::Date)
}

fn flag(node: &Node, problems: &mut Problems) -> Option<Value> {
    crate::parse::fields::word(node, &[("true", true), ("false", false)], problems).map(Value::Flag)
}

fn url(node: &Node, problems: &mut Problems) -> Option<Value> {
    let text = text(node, problems)?;
    parsed(&text, is_link(&text.value).then_some(()).ok_or(()), &BAD_URL, "a link", problems)?;
    Some(Value::Url(text.value))
}

/// Whether a text is a link that may be shown: an absolute URI (RFC 3986) with a harmless scheme.
pub(crate) fn is_link(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let shape = match scheme {
        "http" | "https" => {
            rest.strip_prefix("//").is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        }
        "mailto" | "tel" => !rest.is_empty(),
        _ => false,
    };
    shape && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}

fn country(node: &Node, problems: &mut Problems) -> Option<Value> {
    let text = text(node, problems)?;
    let known = is_country(&text.value).then_some(()).ok_or(());
    parsed(&text, known, &UNKNOWN_COUNTRY, "a country code", problems)?;
    Some(Value::Country(text.value))
}

/// `P2Y`, or a mapping of duration and criterion.
fn period(node: &Node, problems: &mut Problems) -> Option<Period> {
    if let Kind::Scalar(_) = node.value {
        return Some(Period { duration: Some(duration(node, problems)?), criterion: None });
    }
    let mut mapping = Mapping::open(node, problems)?;
    let span = mapping.span();
    let (length, criterion) = (mapping.take("duration"), mapping.take("criterion"));
    let period = Period {
        duration: length.and_then(|node| duration(node, problems)),
        criterion: criterion.and_then(|node| text(node, problems)).map(|text| text.value),
    };
    mapping.finish(problems);
    if length.is_none() && criterion.is_none() {
        let node = Node::new(Kind::Null, span);
        return wrong_shape(&node, "a duration, a criterion, or both", problems);
    }
    Some(period)
}

fn duration(node: &Node, problems: &mut Problems) -> Option<Duration> {
    let text = text(node, problems)?;
    parsed(&text, text.value.parse(), &BAD_DURATION, "a duration", problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_links() {
        for link in ["https://example.org/a?b=c#d", "http://x", "mailto:a@b.example", "tel:+3222831900"] {
            assert!(is_link(link), "{link}");
        }
        for link in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "/a",
            "https://",
            "https:///a",
            "a b",
            "https://a b",
            "HTTPS://x",
            "ftp://x",
        ] {
            assert!(!is_link(link), "{link}");
        }
    }
}
