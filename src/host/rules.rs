//! What the rules of all hosts have in common: headers, media types, the comparison of two instants by a regular
//! expression, and filling in the text of a rule.

use crate::host::marker::{FRAMING, ORIGINS};

/// The first words of every file that is written for a host: by them a file is known to be ours.
pub const MARK: &str = "Written by `extrait` for";

/// What rules follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleContext {
    prefix: String,
}

impl RuleContext {
    /// The context of a site that is found at `base_url`; `None` where its path has characters that would need escapes,
    /// which every host writes differently.
    #[must_use]
    pub fn of(base_url: &str) -> Option<Self> {
        let (_, rest) = base_url.split_once("://")?;
        let path = rest.split_once('/').map_or("", |(_, path)| path).trim_end_matches('/');
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
        let steps = || path.split('/').all(|step| !step.is_empty() && !step.starts_with('.'));
        let is_plain = path.is_empty() || (path.chars().all(plain) && steps());
        is_plain.then(|| Self { prefix: if path.is_empty() { String::new() } else { format!("/{path}") } })
    }

    /// The path of the site, without a slash at its end: empty for a site of its own host name.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The same as a regular expression.
    pub(super) fn path(&self) -> String {
        self.prefix.replace('.', "[.]")
    }

    /// The text of a rule with its gaps filled; the path of the site, markers and what they allow are known.
    pub(super) fn fill(&self, rule: &str, gaps: &[(&str, String)]) -> String {
        let known = [
            ("prefix", self.prefix.clone()),
            ("path", self.path()),
            ("mark", MARK.to_owned()),
            ("framing", FRAMING.name.to_owned()),
            ("origins", ORIGINS.name.to_owned()),
            ("policy", FRAMES.0.to_owned()),
            ("frames", FRAMES.1.to_owned()),
            ("framed", FRAMED.1.to_owned()),
            ("read", READ.0.to_owned()),
            ("readers", READ.1.to_owned()),
        ];
        known
            .iter()
            .chain(gaps)
            .fold(rule.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value))
    }
}

/// A header.
pub(super) type Header = (&'static str, &'static str);

const FRAMES: Header =
    ("Content-Security-Policy", "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

/// In its place, with pages of a share that holds [`FRAMING`].
const FRAMED: Header = (FRAMES.0, "base-uri 'none'; form-action 'none'; frame-ancestors *");

/// With all but the pages of a share that holds [`ORIGINS`]. Who has the link may read it anyway: no origin need be told from
/// another, and no credentials are asked for.
const READ: Header = ("Access-Control-Allow-Origin", "*");

/// With everything below `s/`, whatever a share allows.
pub(super) const SAME_HEADERS: [Header; 4] = [
    ("X-Robots-Tag", "noindex, nofollow, noarchive"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "private, no-cache"),
    ("X-Content-Type-Options", "nosniff"),
];

/// With everything below `s/` where nothing is allowed. What pages load is said by the policy in each page; this one adds what
/// a page cannot say.
pub(super) const SHARE_HEADERS: [Header; 5] =
    [SAME_HEADERS[0], SAME_HEADERS[1], SAME_HEADERS[2], SAME_HEADERS[3], FRAMES];

/// With the answer for links that have ended and paths that never were: nobody keeps it, a share may open under it.
pub(super) const ERROR_HEADERS: [Header; 5] = [
    ("X-Robots-Tag", "noindex, nofollow, noarchive"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    FRAMES,
];

/// A line for each of some pairs.
pub(super) fn lines(pairs: &[Header], line: impl Fn(&str, &str) -> String) -> String {
    pairs.iter().map(|(name, value)| line(name, value)).collect::<Vec<_>>().join("\n")
}

/// The rest of a regular expression that compares two numbers of ten digits: after `(\d*?)`, which matches the digits in
/// which both agree, the next digit of the first number is lower than that of the second. `between` matches what stands
/// between the two numbers.
pub(super) fn later(between: &str) -> String {
    let lower = |digit: u32| format!(r"{digit}\d*+{between}\1[{}-9]", digit + 1);
    (0..9).map(lower).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_site_is_plain_or_refused() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(RuleContext::of(url).as_ref().map(RuleContext::prefix), expected, "{url}");
        };
        check("https://example.org/", Some(""));
        check("https://example.org:8443/", Some(""));
        check("https://example.org/a.b/c-d/", Some("/a.b/c-d"));
        check("https://example.org/a%20b/", None);
        check("https://example.org/a+b/", None);
        check("https://example.org/a//b/", None);
        check("https://example.org/../", None);
    }
}
