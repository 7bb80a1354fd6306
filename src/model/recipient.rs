//! Recipients: those who have a link of their own, and the links that a share has because of them.

use chrono::{DateTime, FixedOffset};

use crate::link::LinkId;
use crate::model::id::Id;

/// One who has a link of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Opaque; part of the token.
    pub id: Id,
    /// For the author's lists only, never on a page.
    pub label: Option<String>,
    /// Raised to change this link and no other; the greater of it and the share's own counts.
    pub generation: Option<u32>,
    /// Withdrawn from this recipient alone.
    pub revoked: bool,
    /// Since when, where that is said.
    pub revoked_at: Option<DateTime<FixedOffset>>,
    /// Why it was withdrawn, where that is said: for the ledger, never on a page.
    pub reason: Option<String>,
}

impl Recipient {
    /// One of whom only the name is known.
    #[must_use]
    pub fn named(id: Id) -> Self {
        Self { id, label: None, generation: None, revoked: false, revoked_at: None, reason: None }
    }
}

/// What a share asks for of one of its links: who holds it, how often it was changed, whether it is withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkSpec<'a> {
    /// `None` for the one link of a share without recipients.
    pub recipient: Option<&'a Recipient>,
    /// From 1.
    pub generation: u32,
    /// Withdrawn, with its share or alone.
    pub revoked: bool,
}

impl<'a> LinkSpec<'a> {
    /// One link a recipient, in their order; without recipients one link. A share whose recipients are all revoked has
    /// no link that lives: the link without a recipient never takes their place.
    #[must_use]
    pub fn all(recipients: &'a [Recipient], generation: u32, revoked: bool) -> Vec<Self> {
        if recipients.is_empty() {
            return vec![Self { recipient: None, generation, revoked }];
        }
        let one = |recipient: &'a Recipient| Self {
            recipient: Some(recipient),
            generation: recipient.generation.unwrap_or(1).max(generation),
            revoked: revoked || recipient.revoked,
        };
        recipients.iter().map(one).collect()
    }

    /// Which link it is, of a share that ends at `expiry`, in Unix seconds.
    #[must_use]
    pub fn id(&self, share: &Id, expiry: Option<i64>) -> LinkId {
        let recipient = self.recipient.map(|recipient| recipient.id.clone());
        LinkId { share: share.clone(), recipient, generation: self.generation, expiry }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_what() {
        let named = |id: &str| Recipient::named(Id::new(id).unwrap());
        let links = |recipients: &[Recipient], generation, revoked| {
            let holders = LinkSpec::all(recipients, generation, revoked).into_iter();
            holders.map(|holder| (holder.generation, holder.revoked)).collect::<Vec<_>>()
        };
        assert_eq!(links(&[], 3, false), [(3, false)]);
        let own = Recipient { generation: Some(4), ..named("own") };
        let gone = Recipient { revoked: true, ..named("gone") };
        assert_eq!(
            links(&[named("a"), own.clone(), gone.clone()], 2, false),
            [(2, false), (4, false), (2, true)]
        );
        assert_eq!(links(&[own], 5, true), [(5, true)]);
        assert_eq!(links(&[gone], 1, false), [(1, true)], "no link without a recipient takes its place");
    }
}
