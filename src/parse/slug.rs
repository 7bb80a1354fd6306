//! A title as the name of a file.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::model::id::{Id, IdError};

/// Letters that no normalization takes apart.
const LETTERS: [(char, &str); 8] =
    [('æ', "ae"), ('œ', "oe"), ('ß', "ss"), ('ø', "o"), ('đ', "d"), ('ł', "l"), ('þ', "th"), ('ð', "d")];

/// The longest id.
const MOST: usize = 80;

/// The id that a title suggests: its letters without marks, its words joined by hyphens (Unicode NFKD).
pub fn slug(title: &str) -> Result<Id, IdError> {
    let mut slug = String::new();
    // Taking apart may make capitals: № is No.
    for c in title.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)) {
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, letters)) => slug.push_str(letters),
            None if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            None if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            None => {}
        }
    }
    if slug.len() > MOST {
        // At the end of a word, where one ends in the second half.
        let end = slug[..=MOST].rfind('-').filter(|end| *end > MOST / 2);
        slug.truncate(end.unwrap_or(MOST));
    }
    Id::new(slug.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names() {
        let check =
            |title: &str, expected: &str| assert_eq!(slug(title).unwrap().as_str(), expected, "{title}");
        check("Record of processing, for the auditor", "record-of-processing-for-the-auditor");
        check("  L’œuvre d’été — №\u{a0}2 ", "l-oeuvre-d-ete-no-2");
        check("ÅNGSTRÖM/Straße", "angstrom-strasse");
        check("Ｆｕｌｌ", "full");
        check(&"ab ".repeat(60), &format!("{}ab", "ab-".repeat(26)));
        check(&"another title ".repeat(9), &format!("{}another", "another-title-".repeat(5)));
        check(&"é".repeat(99), &"e".repeat(80));
        for title in ["", "…", "Index", "日本"] {
            assert!(slug(title).is_err(), "{title}");
        }
    }
}
