//! Themes: templates, a stylesheet and words. The default one is part of the program; a folder `themes/NAME/` replaces
//! any of its files.

use std::collections::BTreeMap;

use crate::hash::Hash;

/// The files of a theme by their path in its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFiles {
    files: BTreeMap<String, String>,
}

macro_rules! embedded {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../themes/default/", $path)))),*]
    };
}

/// The default theme.
pub static DEFAULT: &[(&str, &str)] = embedded! {
    "assets/closed.css"
    "assets/style.css"
    "locales/en.json"
    "locales/fr.json"
    "templates/ask.html"
    "templates/canary.html"
    "templates/check.html"
    "templates/closed.html"
    "templates/contact.html"
    "templates/entries.html"
    "templates/extract.html"
    "templates/forms.html"
    "templates/item.html"
    "templates/notice.html"
    "templates/page.html"
    "templates/register.html"
    "templates/root.html"
    "templates/share.html"
    "templates/stamp.html"
    "templates/verify.html"
};

impl ThemeFiles {
    /// The default theme with `files` in the place of its own.
    #[must_use]
    pub fn with(files: BTreeMap<String, String>) -> Self {
        let mut theme = Self::default();
        theme.files.extend(files);
        theme
    }

    /// A file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// What the theme follows from, `accent` among it: equal fingerprints, equal themes.
    #[must_use]
    pub fn fingerprint(&self, accent: &str) -> Hash {
        let mut parts = vec![accent.as_bytes()];
        parts.extend(self.files.iter().flat_map(|(path, text)| [path.as_bytes(), text.as_bytes()]));
        Hash::of_parts(&parts)
    }

    /// Names and texts of the templates.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.files.iter();
        pairs.filter_map(|(path, text)| Some((path.strip_prefix("templates/")?, text.as_str())))
    }
}

impl Default for ThemeFiles {
    fn default() -> Self {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self { files: DEFAULT.iter().map(owned).collect() }
    }
}
