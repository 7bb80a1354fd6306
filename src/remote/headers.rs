//! The headers of an answer, RFC 9110: names in any case, values as they came.

use chrono::{DateTime, Utc};

/// Names and values, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Takes names and values.
    pub fn new<N: AsRef<str>>(pairs: impl IntoIterator<Item = (N, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.as_ref().to_ascii_lowercase(), value)).collect())
    }

    /// Every name, in lower case, and value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Every value of a header.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The first value of a header.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The elements of a header that is a list, from all its lines, as RFC 9110 section 5.6.1 joins them. Commas within
    /// quotes separate too: nothing that is asked for here has any.
    pub fn list<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.all(name).flat_map(|line| line.split(',')).map(str::trim).filter(|element| !element.is_empty())
    }

    /// The host's clock when it answered; `None` where it did not say. Source: RFC 9110 section 6.6.1; of its three
    /// forms the one that may be sent, IMF-fixdate, is read.
    #[must_use]
    pub fn date(&self) -> Option<DateTime<Utc>> {
        let date = self.first("date")?;
        let date = date.strip_suffix("GMT")?;
        DateTime::parse_from_rfc2822(&format!("{date}+0000")).ok().map(|date| date.to_utc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> Headers {
        Headers::new(pairs.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }

    #[test]
    fn names_have_no_case_and_lists_have_many_lines() {
        let headers =
            headers(&[("X-Robots-Tag", "noindex, nofollow"), ("VIA", "a"), ("x-robots-tag", "x,,")]);
        assert_eq!(headers.first("x-ROBOTS-tag"), Some("noindex, nofollow"));
        assert_eq!(headers.list("X-Robots-Tag").collect::<Vec<_>>(), ["noindex", "nofollow", "x"]);
        assert_eq!(headers.all("via").count(), 1);
        assert_eq!(headers.first("age"), None);
    }

    #[test]
    fn dates_are_read_as_the_standard_writes_them() {
        let check = |text: &str, expected: Option<i64>| {
            let date = headers(&[("date", text)]).date();
            assert_eq!(date.map(|date| date.timestamp()), expected, "{text}");
        };
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777));
        check("Sun Nov  6 08:49:37 1994", None);
        check("Sun, 06 Nov 1994 08:49:37 +0100", None);
        check("", None);
        check("yesterday GMT", None);
    }
}
