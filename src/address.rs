//! Tokens, folders and URLs of shares. The only maker of tokens.
//!
//! A share lies at `s/<expiry>-<token>/`: the second at which it closes, as ten digits, or `never`; and 160 bits that
//! follow from the site secret, the site, the share, the recipient, the generation and the expiry.

use std::fmt;

use crate::hash::{Hash, hex};
use crate::keys::LinkKey;
use crate::model::id::Id;
use crate::model::recipient::{LinkSpec, Recipient};
use crate::model::share::Share;
use crate::select::Snapshot;

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

/// A snapshot and where it lies: one folder a recipient, or one.
#[derive(Debug)]
pub struct Addressed<'a> {
    snapshot: Snapshot<'a>,
    folders: Vec<Folder>,
}

impl<'a> Addressed<'a> {
    /// What is disclosed.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot<'a> {
        &self.snapshot
    }

    /// Where it lies, in the order of the recipients; those whose link is withdrawn have none.
    #[must_use]
    pub fn folders(&self) -> &[Folder] {
        &self.folders
    }
}

/// One link of a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// Who holds it; `None` for the one link of a share without recipients.
    pub recipient: Option<&'a Recipient>,
    /// How often it was changed, from 1: the greater of the share's and the recipient's own.
    pub generation: u32,
    /// Withdrawn, with its share or alone: the next build removes its folder.
    pub revoked: bool,
    /// Where it lies, or lay.
    pub folder: Folder,
}

/// Gives a snapshot its folders: those of the links that live.
#[must_use]
pub fn address<'a>(snapshot: Snapshot<'a>, site: &Id, key: &LinkKey) -> Addressed<'a> {
    let expiry = snapshot.expires().map(|end| end.timestamp());
    let folders = folders(&snapshot.holders(), (site, snapshot.share_id(), expiry), key);
    Addressed { snapshot, folders }
}

/// Every link of a share, open or closed, in the order of its recipients.
#[must_use]
pub fn links<'a>(share: &'a Share, site: &Id, key: &LinkKey) -> Vec<Link<'a>> {
    let holders = share.holders();
    let folders = folders(&holders, (site, &share.id, share.expires.map(|end| end.timestamp())), key);
    let links = holders.into_iter().zip(folders).map(|(holder, folder)| {
        let LinkSpec { recipient, generation, revoked } = holder;
        Link { recipient, generation, revoked, folder }
    });
    links.collect()
}

/// A folder a holder.
fn folders(
    holders: &[LinkSpec<'_>],
    (site, share, expiry): (&Id, &Id, Option<i64>),
    key: &LinkKey,
) -> Vec<Folder> {
    let one = |holder: &LinkSpec<'_>| {
        let seed = Seed { site, share, generation: holder.generation, expiry };
        seed.folder(holder.recipient.map(|recipient| &recipient.id), key)
    };
    holders.iter().map(one).collect()
}

/// The URL of a folder.
#[must_use]
pub fn url(base_url: &str, folder: &Folder) -> String {
    format!("{base_url}s/{}/", folder.0)
}

/// The URL of a folder with its token hidden, for logs that others may read.
#[must_use]
pub fn masked_url(base_url: &str, folder: &Folder) -> String {
    format!("{base_url}s/{}/", folder.masked())
}

/// What a path leads to, if that lies in the folder of a link: the path of the site and that of the folder, both ending in
/// `/`.
#[must_use]
pub fn link_in(path: &str) -> Option<(String, String)> {
    let segments: Vec<_> = path.split('/').collect();
    let at = segments.windows(2).position(|pair| pair[0] == "s" && Folder::is_link(pair[1]))?;
    let base = format!("{}/", segments[..at].join("/"));
    let folder = format!("{base}s/{}/", segments[at + 1]);
    Some((base, folder))
}

/// The path of an item's page in its share's folder.
#[must_use]
pub fn item_path(register: &Id, item: &Id) -> String {
    format!("{register}/{item}.html")
}

/// What a token follows from, beside the recipient.
pub struct Seed<'a> {
    /// The site's id.
    pub site: &'a Id,
    /// The share's id.
    pub share: &'a Id,
    /// From 1.
    pub generation: u32,
    /// Unix seconds; `None` for never.
    pub expiry: Option<i64>,
}

impl Seed<'_> {
    /// The folder of one recipient, or of the share's one link.
    #[must_use]
    pub fn folder(&self, recipient: Option<&Id>, key: &LinkKey) -> Folder {
        let expiry = self.expiry.map_or_else(|| "never".to_owned(), |seconds| format!("{seconds:010}"));
        let recipient = recipient.map_or("", Id::as_str);
        let generation = self.generation.to_string();
        let parts = [self.site.as_str(), self.share.as_str(), recipient, &generation, &expiry];
        Folder(format!("{expiry}-{}", hex(&key.token(&parts))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canary_has_the_shape_of_a_link_and_follows_from_a_public_text() {
        let token = &crate::hash::Hash::of(CANARY_TEXT.as_bytes()).hex()[..40];
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
}
