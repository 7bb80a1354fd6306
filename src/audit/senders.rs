//! Who asked, over all links: whether the server saw readers at all, or a proxy that stands before it.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;

use crate::audit::ClientKind;
use crate::audit::origin::{self, Origin};
use crate::audit::request::LoggedRequest;

/// What is known of the addresses that asked for links. The size does not follow their number.
#[derive(Debug, Default)]
pub(super) struct Senders {
    pub(super) requests: u64,
    pub(super) addresses: Single,
    pub(super) agents: Single,
    pub(super) links: Single,
    pub(super) origins: BTreeMap<Origin, u64>,
    /// Requests of which the log says whom a proxy passed on.
    pub(super) forwarded: u64,
}

/// Whether there was one thing of a kind, or several, by their hashes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Single {
    #[default]
    None,
    One(u64),
    Several,
}

impl Single {
    fn add(&mut self, other: Self) {
        *self = match (*self, other) {
            (Self::None, other) => other,
            (own, Self::None) => own,
            (Self::One(a), Self::One(b)) if a == b => Self::One(a),
            _ => Self::Several,
        };
    }
}

/// Who asked.
pub(super) struct Sender {
    /// A hash of the address.
    pub(super) hash: u64,
    origin: Origin,
    is_forwarded: bool,
}

impl Sender {
    /// Whoever sent a request, by the address that is wished for; by the one that connected where the log tells no other.
    pub(super) fn of(request: &LoggedRequest<'_>, client: ClientKind, keys: &RandomState) -> Self {
        let forwarded = origin::forwarded(&request.forwarded);
        let asked: Result<IpAddr, &[u8]> = match (client, forwarded) {
            (ClientKind::Forwarded, Some(address)) => Ok(address),
            _ => origin::address(&request.client),
        };
        Self { hash: keys.hash_one(asked), origin: origin::of(asked), is_forwarded: forwarded.is_some() }
    }
}

impl Senders {
    /// Counts a request for something that has the shape of a link.
    pub(super) fn take(
        &mut self,
        sender: &Sender,
        request: &LoggedRequest<'_>,
        link: u64,
        keys: &RandomState,
    ) {
        self.requests += 1;
        self.addresses.add(Single::One(sender.hash));
        self.agents.add(Single::One(keys.hash_one(&*request.agent)));
        self.links.add(Single::One(link));
        *self.origins.entry(sender.origin).or_default() += 1;
        self.forwarded += u64::from(sender.is_forwarded);
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.requests += other.requests;
        self.addresses.add(other.addresses);
        self.agents.add(other.agents);
        self.links.add(other.links);
        for (origin, count) in other.origins {
            *self.origins.entry(origin).or_default() += count;
        }
        self.forwarded += other.forwarded;
    }
}
