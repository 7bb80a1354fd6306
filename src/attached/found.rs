//! What was found in a file, and how much of it is looked at.

use crate::leak::Suspects;

/// What was found in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What it carries, each in a few words.
    pub carries: Vec<String>,
    /// What could be links or secrets in it.
    pub suspects: Suspects,
}

impl Found {
    /// Says of a text, if there is one, what it is.
    pub(super) fn named(&mut self, what: &str, text: &str) {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.carries.push(format!("{what} `{}`", shown(&text)));
        }
    }
}

/// The most bytes that the compressed parts of one file are expanded to, all together.
pub(super) const MOST_EXPANDED: u64 = 64 * 1024 * 1024;

/// The longest name or text that is repeated, in characters.
const LONGEST: usize = 60;

/// A foreign text as a message repeats it: not long, and nothing in it that is unseen.
pub(super) fn shown(text: &str) -> String {
    let seen = |c: char| if c.is_control() || is_unseen(c) { '\u{fffd}' } else { c };
    let short: String = text.chars().take(LONGEST).map(seen).collect();
    if text.chars().count() > LONGEST { format!("{short}…") } else { short }
}

/// Bidirectional controls and characters without width.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
