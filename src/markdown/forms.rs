//! Forms in which authors write what readers are not to see, in texts that do not read them so.

/// Signs that stand for `<`.
const OPENERS: [char; 8] = ['<', '‹', '＜', '〈', '⟨', '❮', '˂', '﹤'];

/// Whether a text may hold one of the forms: nearly every text does not.
pub(crate) fn is_likely(text: &str) -> bool {
    (text.contains('!') && text.contains(OPENERS)) || text.contains("[//]") || text.contains("[comment]")
}

/// Whether a form may begin with a character.
pub(crate) fn begins(c: char) -> bool {
    c == '[' || OPENERS.contains(&c)
}

/// The length of `[//]: #` and the like at the beginning of a text: what passes for a comment among authors of Markdown.
pub(crate) fn reference(text: &str) -> Option<usize> {
    let (label, rest) =
        ["[//]", "[comment]"].into_iter().find_map(|label| Some((label, text.strip_prefix(label)?)))?;
    let after = rest.trim_start_matches([' ', ':']);
    let skipped = &rest[..rest.len() - after.len()];
    let sign = after.chars().next().filter(|c| matches!(c, '#' | '(' | '<' | '"' | '\''));
    // `[comment]: see below` is a sentence, and `[//](…)` a link.
    let is_form = match (label, sign) {
        ("[comment]", sign) => skipped.contains(':') && matches!(sign, Some('#' | '<' | '(')),
        (_, Some('(')) => !skipped.is_empty(),
        (_, sign) => sign.is_some() || skipped.contains(':'),
    };
    is_form.then(|| label.len() + skipped.len() + sign.map_or(0, char::len_utf8))
}

/// The length of what nearly is `<!--` at the beginning of a text: with other signs, or with spaces between.
pub(crate) fn nearly_comment(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(OPENERS)?;
    if text.starts_with("<!--") {
        return None;
    }
    let rest = rest.trim_start_matches(' ').strip_prefix('!')?.trim_start_matches(' ');
    let after = rest.trim_start_matches(is_dash);
    (after.len() < rest.len()).then(|| text.len() - after.len())
}

/// Hyphens, dashes and minus signs.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}
