//! Values without parts: what a scalar must look like, shape by shape.

use std::ops::Range;

use crate::diag::codes::{
    BAD_CHECKSUM, BAD_DATE, BAD_DURATION, BAD_NUMBER, BAD_URL, COMMENT_BROKEN, FILE_TOO_LARGE, LINK_REFUSED,
    REMARK_SHOWN, UNKNOWN_COUNTRY, UNKNOWN_CRS, UNKNOWN_TERM,
};
use crate::diag::{Diagnostic, Problems, nearest, suggest};
use crate::markdown::{self, RemarkKind};
use crate::model::country::is_country;
use crate::model::days;
use crate::model::field::Vocabulary;
use crate::model::value::{Duration, Period, Scalar, Value};
use crate::parse::fields::{Mapping, not_a_day, parsed, text, word, wrong_shape};
use crate::parse::remarks::WrittenText;
use crate::parse::yaml::{Node, NodeKind};
use crate::source::Span;

/// The longest Markdown text, in bytes: parsing time stays far below what anyone notices.
pub(crate) const MAX_MARKDOWN: usize = 256 * 1024;

pub(crate) fn markdown(file: &str, node: &Node, problems: &mut Problems) -> Option<Value> {
    let text = text(node, problems)?;
    if text.value.len() > MAX_MARKDOWN {
        problems.push(too_long(text.span));
        return None;
    }
    let written = WrittenText { file, span: text.span, value: &text.value, is_scalar: true };
    Some(Value::Html(shown(written, problems)))
}

/// What a page shows of a Markdown text.
pub(crate) fn shown(text: WrittenText<'_>, problems: &mut Problems) -> String {
    let read = markdown::read(text.value);
    let places = text.places(read.remarks.iter().map(|remark| &remark.at));
    for (remark, place) in read.remarks.iter().zip(places) {
        problems.push(of_remark(remark.kind, place));
    }
    // A remark that Markdown takes for a link was told as what it is.
    let is_remark =
        |at: &Range<usize>| read.remarks.binary_search_by_key(&at.start, |remark| remark.at.start);
    let refused: Vec<_> = read.refused.iter().filter(|(_, at)| is_remark(at).is_err()).collect();
    let places = text.places(refused.iter().map(|(_, at)| at));
    for ((link, _), place) in refused.into_iter().zip(places) {
        problems.push(
            Diagnostic::new(&LINK_REFUSED, place, format!("the link to `{link}` is not shown"))
                .help("links with https, http, mailto or tel are; pictures and relative links are not"),
        );
    }
    read.html
}

fn of_remark(kind: RemarkKind, place: Span) -> Diagnostic {
    match kind {
        RemarkKind::Broken => {
            let message = "a comment in this text is not read as one, and would be published";
            Diagnostic::new(&COMMENT_BROKEN, place, message)
                .help("keep a comment in one paragraph, or move the words into `notes`, which are internal")
        }
        RemarkKind::Code => {
            let message = "a comment after four spaces is a piece of code: readers see it";
            Diagnostic::new(&REMARK_SHOWN, place, message)
                .help("begin it at the left; code that is meant to be seen stands between two lines of three backticks")
        }
        RemarkKind::Form => {
            let message = "this is not read as a comment: readers see it";
            Diagnostic::new(&REMARK_SHOWN, place, message)
                .help("write `<!-- … -->`, with a blank line above and below it")
        }
    }
}

/// The complaint about a Markdown text over the limit.
pub(crate) fn too_long(place: Span) -> Diagnostic {
    Diagnostic::new(&FILE_TOO_LARGE, place, "the Markdown text is longer than 256 KiB")
        .help("move the long parts into documents and link to them")
}

/// Whether words beyond a vocabulary are welcome.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// Only its words.
    Closed,
    /// Free text too.
    Open,
}

/// Where free text is welcome, a word that is nearly one of the vocabulary is still taken for a slip.
pub(crate) fn term(
    node: &Node,
    vocabulary: &'static Vocabulary,
    strictness: Strictness,
    problems: &mut Problems,
) -> Option<Scalar> {
    let text = text(node, problems)?;
    if let Some(term) = vocabulary.term(&text.value) {
        return Some(Scalar::Term(vocabulary.name, term));
    }
    let words: Vec<_> = vocabulary.terms.iter().map(|term| term.key).collect();
    let looks_like_one = text.value.chars().all(|c| c == '_' || c.is_ascii_lowercase());
    let slip = looks_like_one && nearest(&text.value, &words).is_some();
    if strictness == Strictness::Open && !slip {
        return Some(Scalar::Text(text.value));
    }
    let mut help = suggest(&text.value, words);
    if strictness == Strictness::Open {
        help.push_str(" Your own words are welcome too; start them with a capital letter");
    }
    problems
        .push(Diagnostic::new(&UNKNOWN_TERM, text.span, format!("unknown word `{}`", text.value)).help(help));
    None
}

pub(crate) fn date(node: &Node, problems: &mut Problems) -> Option<Scalar> {
    let text = text(node, problems)?;
    let day = days::date(&text.value);
    day.map(Scalar::Date).map_err(|right| not_a_day(&text, right, &BAD_DATE, "a date", problems)).ok()
}

pub(crate) fn flag(node: &Node, problems: &mut Problems) -> Option<Scalar> {
    word(node, &[("true", true), ("false", false)], problems).map(Scalar::Flag)
}

pub(crate) fn url(node: &Node, problems: &mut Problems) -> Option<Scalar> {
    let text = text(node, problems)?;
    parsed(&text, is_link(&text.value).then_some(()).ok_or(()), &BAD_URL, "a link", problems)?;
    Some(Scalar::Url(text.value))
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

pub(crate) fn country(node: &Node, problems: &mut Problems) -> Option<Scalar> {
    let text = text(node, problems)?;
    let known = is_country(&text.value).then_some(()).ok_or(());
    parsed(&text, known, &UNKNOWN_COUNTRY, "a country code", problems)?;
    Some(Scalar::Country(text.value))
}

/// `P2Y`, or a mapping of duration and criterion.
pub(crate) fn period(node: &Node, problems: &mut Problems) -> Option<Period> {
    if let NodeKind::Scalar(_) = node.value {
        return Some(Period { duration: Some(duration(node, problems)?), criterion: None });
    }
    let mut mapping = Mapping::open(node, problems)?;
    let (length, criterion) = (mapping.take("duration", problems), mapping.take("criterion", problems));
    let says_neither = !mapping.has("duration") && !mapping.has("criterion");
    let period = Period {
        duration: length.and_then(|node| duration(node, problems)),
        criterion: criterion.and_then(|node| text(node, problems)).map(|text| text.value),
    };
    mapping.finish(problems);
    if says_neither {
        return wrong_shape(node, "a duration, a criterion, or both", problems);
    }
    Some(period)
}

fn duration(node: &Node, problems: &mut Problems) -> Option<Duration> {
    let text = text(node, problems)?;
    parsed(&text, text.value.parse(), &BAD_DURATION, "a duration", problems)
}

/// A decimal number; it is kept as written, so that `15.0` stays `15.0`.
pub(crate) fn number(node: &Node, problems: &mut Problems) -> Option<Scalar> {
    let text = text(node, problems)?;
    let digits = text.value.strip_prefix('-').unwrap_or(&text.value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let decimal = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let valid = (digits.len() <= 30 && decimal(whole) && decimal(fraction)).then_some(()).ok_or(());
    parsed(&text, valid, &BAD_NUMBER, "a number", problems)?;
    Some(Scalar::Number(text.value))
}

/// A number of bytes.
pub(crate) fn size(node: &Node, problems: &mut Problems) -> Option<Scalar> {
    let text = text(node, problems)?;
    parsed(&text, decimal(&text.value).ok_or(()), &BAD_NUMBER, "a number of bytes", problems)
        .map(Scalar::Size)
}

/// `EPSG:` and a code of the range that the register uses, or the longitude-latitude system of OGC.
pub(crate) fn crs(node: &Node, problems: &mut Problems) -> Option<Scalar> {
    let text = text(node, problems)?;
    let code = text.value.strip_prefix("EPSG:").filter(|code| !code.starts_with('0')).and_then(decimal);
    let known = text.value == "CRS84" || code.is_some_and(|code: u32| (1024..=32_767).contains(&code));
    parsed(&text, known.then_some(()).ok_or(()), &UNKNOWN_CRS, "a coordinate reference system", problems)?;
    Some(Scalar::Crs(text.value))
}

/// A number of digits and nothing else: the standard parser takes a sign as well.
fn decimal<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// 64 hexadecimal digits.
pub(crate) fn sha256(node: &Node, problems: &mut Problems) -> Option<Scalar> {
    let text = text(node, problems)?;
    let digits = text.value.len() == 64 && text.value.bytes().all(|byte| byte.is_ascii_hexdigit());
    parsed(&text, digits.then_some(()).ok_or(()), &BAD_CHECKSUM, "a SHA-256", problems)?;
    Some(Scalar::Sha256(text.value.to_ascii_lowercase()))
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
