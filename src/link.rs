//! Links of shares, without a key: which link it is, where it lies, how it stands, and what its address says.
//!
//! This module stands on the ground floor, so that a reader's verifier, which has no key and renders nothing, needs no more
//! than this. Tokens are made in [`address`](crate::address) alone.

mod folder;
mod state;
mod url;

use crate::id::Id;
pub use folder::{CANARY, CANARY_TEXT, Folder, expiry_text};
pub use state::{LinkState, LinkTerms, has_ended};
pub use url::{item_path, link_in, masked_url, url};

/// Which link of a site it is. With the site's id and secret, its token follows from these four and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkId {
    /// The share that it opens.
    pub share: Id,
    /// Who holds it; `None` for the one link of a share without recipients.
    pub recipient: Option<Id>,
    /// How often it was changed, from 1: the greater of the share's and the recipient's own.
    pub generation: u32,
    /// When it ends, in Unix seconds; `None` for never.
    pub expiry: Option<i64>,
}

/// A link of a share, and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Which one it is.
    pub id: LinkId,
    /// What the author calls its recipient: for the author's lists only, never on a page.
    pub label: Option<String>,
    /// Withdrawn, with its share or alone: the next build removes its folder.
    pub revoked: bool,
    /// Where it lies, or lay.
    pub folder: Folder,
}
