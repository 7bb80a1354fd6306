//! The tokens that a command was told to show in full.

use std::collections::BTreeSet;

/// Tokens of the site's own links that a command was told to show in full.
#[derive(Clone, Default)]
pub struct Revealed(BTreeSet<String>);

impl Revealed {
    /// Lets the token at the end of a folder's name pass.
    pub fn add(&mut self, folder: &str) {
        let token = folder.rsplit_once('-').map_or(folder, |(_, token)| token);
        self.0.insert(token.to_owned());
    }

    pub(super) fn allows(&self, text: &str) -> bool {
        self.0.contains(text)
    }
}
