//! Tokens, and the links that follow from them. The only maker of tokens.
//!
//! A share lies at `s/<expiry>-<token>/`: the second at which it closes, as ten digits, or `never`; and 160 bits that
//! follow from the site secret, the site, the share, the recipient, the generation and the expiry. What needs no key stands in
//! [`link`](crate::link).

use crate::keys::LinkKey;
use crate::link::{Folder, Link, LinkId, expiry_text};
use crate::model::id::Id;
use crate::model::recipient::LinkSpec;
use crate::model::share::Share;

/// The folder of a link.
#[must_use]
pub fn folder(link: &LinkId, site: &Id, key: &LinkKey) -> Folder {
    let recipient = link.recipient.as_ref().map_or("", Id::as_str);
    let (generation, expiry) = (link.generation.to_string(), expiry_text(link.expiry));
    let parts = [site.as_str(), link.share.as_str(), recipient, &generation, &expiry];
    Folder::of_token(link.expiry, &key.token(&parts))
}

/// Every link of a share, open or closed, in the order of its recipients.
#[must_use]
pub fn links(share: &Share, site: &Id, key: &LinkKey) -> Vec<Link> {
    specified(&share.holders(), (&share.id, share.expiry()), site, key)
}

/// The links that are asked for of a share that ends at `expiry`, in Unix seconds.
#[must_use]
pub fn specified(
    specs: &[LinkSpec<'_>],
    (share, expiry): (&Id, Option<i64>),
    site: &Id,
    key: &LinkKey,
) -> Vec<Link> {
    let link = |spec: &LinkSpec<'_>| {
        let id = spec.id(share, expiry);
        let label = spec.recipient.and_then(|recipient| recipient.label.clone());
        Link { folder: folder(&id, site, key), id, label, revoked: spec.revoked }
    };
    specs.iter().map(link).collect()
}
