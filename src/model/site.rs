//! The site: who publishes, where, in which languages.

use chrono::NaiveDate;

use crate::model::format::FormatChoice;
use crate::model::id::Id;
use crate::model::lifetime::{Lifetime, LifetimeError};
use crate::model::policy::{Limit, Policy};
use crate::source::Spanned;

/// How long a new share lives where neither it nor the site says so, in seconds: thirty days.
pub const INITIAL_LIFETIME: i64 = 30 * 86_400;

/// What `site.yaml` says.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Part of every token: changing it changes every link.
    pub id: Id,
    /// The site's title.
    pub title: Localized,
    /// Who publishes.
    pub organisation: Localized,
    /// Whom a reader asks.
    pub contact: Contact,
    /// Where `output/` will be found, ending in `/`.
    pub base_url: String,
    /// Languages of the interface, the default first.
    pub languages: Vec<String>,
    /// How pages look.
    pub theme: ThemeChoice,
    /// The default profile and lifetime that `share new` writes.
    pub defaults: Defaults,
    /// How long links may live, where the site says so.
    pub policy: Option<Policy>,
    /// How long before its end a share is said to be ending, in seconds.
    pub ending_within: i64,
    /// How long a record may go without a review.
    pub review_within: ReviewWithin,
    /// What it knows better about countries than the lists of this program.
    pub countries: Vec<Ruling>,
    /// The hosts that the site is published on.
    pub hosts: Vec<Spanned<String>>,
    /// The forms that shares offer programs, where they do not say it themselves.
    pub formats: Option<Vec<FormatChoice>>,
    /// The site secret that the site was published with, by its `key_id`.
    pub key_id: Option<Spanned<String>>,
}

impl Site {
    /// The lifetime of a new share that says none: the default, or less where the policy allows less.
    #[must_use]
    pub fn default_lifetime(&self, shows_draft: bool) -> Lifetime {
        let default = self.defaults.expires;
        let Some(Limit { longest, endless }) = self.policy.map(|policy| policy.limit(shows_draft)) else {
            return default;
        };
        match default {
            Lifetime::For(seconds) => Lifetime::For(longest.map_or(seconds, |longest| seconds.min(longest))),
            Lifetime::Unlimited if !endless => Lifetime::For(longest.unwrap_or(INITIAL_LIFETIME)),
            other => other,
        }
    }
}

/// How long a record may go without a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewWithin {
    /// This many months.
    Months(u32),
    /// For ever.
    Never,
}

impl Default for ReviewWithin {
    fn default() -> Self {
        Self::Months(12)
    }
}

/// A change to what is known of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Of which list.
    pub list: CountryList,
    /// ISO 3166-1 alpha-2.
    pub country: [u8; 2],
    /// Whether it is on the list from then on, or no longer.
    pub holds: bool,
    /// The first day on which it counts.
    pub since: NaiveDate,
    /// The last day on which it counts, if that is known.
    pub until: Option<NaiveDate>,
}

/// A list of countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountryList {
    /// The European Economic Area.
    Eea,
    /// Countries with an adequacy decision, GDPR Article 45.
    Adequate,
}

/// Whom a reader asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// A person, an office.
    pub name: String,
    /// An address for mail.
    pub email: String,
    /// A page.
    pub url: String,
}

/// How pages look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeChoice {
    /// A folder in `themes/`, or `default`.
    pub name: Spanned<String>,
    /// The accent colour, `#` and six hexadecimal digits.
    pub accent: String,
}

/// What `share new` writes unless it is told otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defaults {
    /// The profile's name.
    pub profile: String,
    /// The lifetime.
    pub expires: Lifetime,
    /// Whether the site says so itself.
    pub is_written: bool,
}

/// One text in several languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Localized(Vec<(String, String)>);

impl Localized {
    /// A text that is the same in every language.
    #[must_use]
    pub fn plain(text: String) -> Self {
        Self(vec![(String::new(), text)])
    }

    /// Texts by language.
    #[must_use]
    pub fn by_language(texts: Vec<(String, String)>) -> Self {
        Self(texts)
    }

    /// Whether it is written in more than one language, or for one of several.
    #[must_use]
    pub fn is_translated(&self) -> bool {
        self.0.iter().any(|(language, _)| !language.is_empty())
    }

    /// The text in `language`, or in the language that was written first.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        let exact = self.0.iter().find(|(of, _)| of == language);
        exact.or(self.0.first()).map_or("", |(_, text)| text)
    }
}

/// Reads the `defaults.expires` of a site: a lifetime that is no fixed instant.
pub fn default_lifetime(text: &str) -> Result<Lifetime, LifetimeError> {
    match text.parse()? {
        Lifetime::Until(_) => Err(LifetimeError),
        relative => Ok(relative),
    }
}
