//! What a signature says of a published share beside its bytes: the trusted comment.

use chrono::{Datelike as _, NaiveDate};

use crate::hash::Hash;

/// What the trusted comment says.
///
/// One line of `key:value`, separated by tabs, always these keys in this order:
/// `folder:<SHA-256 of the folder's name, 64 hexadecimal digits>`, `serial:<n>`, `expires:<Unix seconds, or never>`,
/// `site:<id>`, `title:<title of the share>`. The folder's name itself would give the link away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// SHA-256 of the name of the folder, `<expiry>-<token>`.
    pub folder: Hash,
    /// Grows with every publication; see [`derived_serial`].
    pub serial: u64,
    /// The second at which the link closes; `None` for never.
    pub expires: Option<i64>,
    /// The site's id.
    pub site: String,
    /// The title of the share, on one line.
    pub title: String,
}

/// Titles are cut here, in characters: minisign reads comments of 8 KiB.
const LONGEST_TITLE: usize = 500;

/// No id is longer, in bytes.
const LONGEST_SITE: usize = 80;

impl Statement {
    /// The trusted comment.
    #[must_use]
    pub fn to_comment(&self) -> String {
        let expires = self.expires.map_or_else(|| "never".to_owned(), |second| second.to_string());
        format!(
            "folder:{}\tserial:{}\texpires:{expires}\tsite:{}\ttitle:{}",
            self.folder.hex(),
            self.serial,
            self.site,
            one_line(&self.title)
        )
    }

    /// Reads a trusted comment; `None` unless it has this form to the letter.
    #[must_use]
    pub fn parse(comment: &str) -> Option<Self> {
        let mut parts = comment.splitn(5, '\t');
        let mut take = |key: &str| parts.next()?.strip_prefix(key)?.strip_prefix(':');
        let folder = Hash::from_hex(take("folder")?)?;
        let serial = take("serial")?.parse().ok()?;
        let expires = match take("expires")? {
            "never" => None,
            second => Some(second.parse().ok()?),
        };
        let site = take("site")?.to_owned();
        let title = take("title")?.to_owned();
        let statement = Self { folder, serial, expires, site, title };
        // Whoever chose the key may have chosen these words: they are shown on terminals.
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_site = statement.site.len() <= LONGEST_SITE && statement.site.chars().all(is_id);
        (is_site && statement.to_comment() == comment).then_some(statement)
    }
}

/// The serial of a publication that was given none: the day of its newest content as a number, 20260105 for 5 January 2026;
/// 0 where no content has a day. It follows from the content alone, so two builds give one; two states of one day it
/// cannot put in order.
#[must_use]
pub fn derived_serial(day: Option<NaiveDate>) -> u64 {
    let number = day.map(|day| i64::from(day.year()) * 10_000 + i64::from(day.month() * 100 + day.day()));
    number.and_then(|number| number.try_into().ok()).unwrap_or(0)
}

/// A title without tabs, line breaks and other controls, those of direction included: a terminal shows it.
fn one_line(title: &str) -> String {
    let plain = title.chars().map(|c| if c.is_control() || is_format(c) { ' ' } else { c });
    let plain: String = plain.collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST_TITLE).collect::<String>().trim_end().to_owned()
}

/// Characters that are not seen and change what is seen: joiners, marks and overrides of direction, line separators.
fn is_format(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(expires: Option<i64>, title: &str) -> Statement {
        let (site, title) = ("example".to_owned(), title.to_owned());
        Statement { folder: Hash::of(b"never-0"), serial: 412, expires, site, title }
    }

    #[test]
    fn a_statement_survives_its_written_form() {
        for expires in [None, Some(4_102_441_199)] {
            let statement = statement(expires, "Registre des traitements: été");
            assert_eq!(Statement::parse(&statement.to_comment()), Some(statement));
        }
    }

    #[test]
    fn titles_stay_on_their_line() {
        let check = |title: &str, expected: &str| {
            let comment = statement(None, title).to_comment();
            let (_, title) = comment.split_once("\ttitle:").unwrap();
            assert_eq!(title, expected);
        };
        check("a\tserial:9\nb", "a serial:9 b");
        check("  \u{202e}a\u{85}b \u{1b}[31m", "a b [31m");
        check(&"é ".repeat(800), "é ".repeat(250).trim_end());
    }

    #[test]
    fn only_the_exact_form_is_read() {
        let comment = statement(Some(5), "Title").to_comment();
        assert!(Statement::parse(&comment).is_some());
        for (from, to) in [
            ("serial:412", "serial:+412"),
            ("serial:412", "serial:0412"),
            ("expires:5", "expires:05"),
            ("expires:5", "expires:"),
            ("site:example", "site:\u{1b}[2J"),
            ("title:Title", "title:\u{1b}[2J"),
            ("serial", "number"),
            ("title:Title", "title: Title"),
            ("\ttitle:Title", ""),
            ("folder:", "folder:0"),
        ] {
            assert_eq!(Statement::parse(&comment.replace(from, to)), None, "{from} → {to}");
        }
    }

    #[test]
    fn serials_follow_days() {
        assert_eq!(derived_serial(None), 0);
        assert_eq!(derived_serial(NaiveDate::from_ymd_opt(2026, 1, 5)), 20_260_105);
        assert!(
            derived_serial(NaiveDate::from_ymd_opt(2026, 12, 31))
                < derived_serial(NaiveDate::from_ymd_opt(2027, 1, 1))
        );
    }
}
