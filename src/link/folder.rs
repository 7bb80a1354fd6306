//! The folder of a link, below `s/`: `<expiry>-<token>`, the second at which the link ends as ten digits, or `never`, and
//! 160 bits as 40 hexadecimal digits.

use std::fmt;

use crate::hash::{Hash, hex};

/// The folder of a share that ended in 2001 and lies in every output, so that anyone can ask a host whether it enforces
/// ends. It is no link: in no list, never swept, never counted. Its token is the start of the SHA-256 of a public text,
/// [`CANARY_TEXT`], and follows from no secret.
pub const CANARY: &str = "1000000000-8a5f8ee5e61c01bfdd79017d12fb2a891eb70c26";

/// What the token of [`CANARY`] follows from.
pub const CANARY_TEXT: &str = "extrait canary v1: a share that ended on 9 September 2001, published to show whether a host enforces ends";

/// The folder of one link, below `s/`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Folder(String);

impl Folder {
    /// The folder of a token. Tokens are made in [`address`](crate::address) alone.
    #[must_use]
    pub fn of_token(expiry: Option<i64>, token: &[u8; 20]) -> Self {
        Self(format!("{}-{}", expiry_text(expiry), hex(token)))
    }

    /// The folder's name: whoever knows it can read the share.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The SHA-256 of the name: tells folders apart and opens none.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(self.0.as_bytes())
    }

    /// The name with its token hidden, for logs that others may read.
    #[must_use]
    pub fn masked(&self) -> String {
        let expiry = self.0.split_once('-').map_or("", |(expiry, _)| expiry);
        format!("{expiry}-…")
    }

    /// The second at which the share closes; `None` for never, or for a name that is no folder of a link.
    #[must_use]
    pub fn expiry(name: &str) -> Option<i64> {
        Self::is_link(name).then(|| name.split_once('-')?.0.parse().ok()).flatten()
    }

    /// Whether a name has the shape of a link's folder.
    #[must_use]
    pub fn is_link(name: &str) -> bool {
        let Some((expiry, token)) = name.split_once('-') else { return false };
        let digits = |text: &str, length: usize| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (expiry == "never" || digits(expiry, 10)) && token.len() == 40 && token.bytes().all(hexadecimal)
    }
}

/// Never the token: what is printed while debugging ends in logs.
impl fmt::Debug for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Folder({})", self.masked())
    }
}

/// An end, in Unix seconds, as the names of folders and the making of tokens have it.
#[must_use]
pub fn expiry_text(expiry: Option<i64>) -> String {
    expiry.map_or_else(|| "never".to_owned(), |seconds| format!("{seconds:010}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canary_has_the_shape_of_a_link_and_follows_from_a_public_text() {
        let token = &Hash::of(CANARY_TEXT.as_bytes()).hex()[..40];
        assert_eq!(CANARY, format!("1000000000-{token}"));
        assert!(Folder::is_link(CANARY), "a rule that closes links closes it");
    }

    #[test]
    fn shapes() {
        let token = "0123456789abcdef0123456789abcdef01234567";
        for name in [format!("4102441199-{token}"), format!("never-{token}")] {
            assert!(Folder::is_link(&name), "{name}");
        }
        let short = &token[1..];
        for name in [
            format!("410244119-{token}"),
            format!("never-{short}"),
            format!("Never-{token}"),
            format!("never{token}"),
        ] {
            assert!(!Folder::is_link(&name), "{name}");
        }
        assert_eq!(Folder::expiry(&format!("4102441199-{token}")), Some(4_102_441_199));
        assert_eq!(Folder::expiry(&format!("never-{token}")), None);
    }

    #[test]
    fn the_folder_of_a_token_says_its_end_and_is_never_shown_whole_while_debugging() {
        for expiry in [None, Some(1_000_000_000), Some(9_999_999_999)] {
            let folder = Folder::of_token(expiry, &[0xa1; 20]);
            assert!(Folder::is_link(folder.name()), "{}", folder.name());
            assert_eq!(Folder::expiry(folder.name()), expiry);
            assert!(!format!("{folder:?}").contains("a1a1"));
        }
    }
}
