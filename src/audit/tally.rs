//! What was counted: a few numbers a link, however long the log.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher as _, RandomState};

use crate::audit::Query;
use crate::audit::agents::{self, AGENTS, Class};
use crate::audit::distinct::Distinct;
use crate::audit::known::{KnownLink, Revoked};
use crate::audit::referer::{self, Referer};
use crate::audit::request::{Broken, LoggedRequest};
use crate::audit::senders::{Sender, Senders};
use crate::audit::target::{self, RequestTarget};

/// What one or several logs tell.
#[derive(Debug, Default)]
pub struct Tally {
    pub(super) lines: LineCounts,
    /// By place in the list of known links.
    pub(super) links: BTreeMap<usize, RequestCounts>,
    pub(super) unknown: UnknownTally,
    pub(super) senders: Senders,
    /// Rows of agents by a hash of what they say: few agents ask often.
    agents: HashMap<u64, Option<usize>>,
}

/// What became of the lines.
#[derive(Debug, Default, Clone)]
pub(super) struct LineCounts {
    pub(super) read: u64,
    /// That can be understood, whatever they tell.
    pub(super) understood: u64,
    /// Outside the span of time that was asked for.
    pub(super) outside: u64,
    pub(super) broken: BTreeMap<Broken, u64>,
}

/// A number of requests, and when the first and the last of them came. Logs are not always in order.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Uses {
    pub(super) count: u64,
    pub(super) span: Option<(i64, i64)>,
}

/// What one link was used for.
#[derive(Debug, Default)]
pub(super) struct RequestCounts {
    pub(super) requests: u64,
    /// Pages that were served to people and their tools.
    pub(super) views: u64,
    /// Everything that was served, to anyone.
    pub(super) served: Uses,
    /// The same without checks.
    pub(super) used: Uses,
    /// Requests of which the answer is not known.
    pub(super) unclear: Uses,
    /// Served before it opens.
    pub(super) early: Uses,
    /// After it had closed.
    pub(super) late: BTreeMap<Closed, Late>,
    /// For the link's token under another end.
    pub(super) altered: Uses,
    /// Requests by row of the table of agents: all, and those that were served.
    pub(super) agents: BTreeMap<usize, (u64, u64)>,
    /// Addresses from which people and their tools came.
    pub(super) clients: Distinct,
    /// By host, in lower case; `None` for hosts that are not told.
    pub(super) referers: BTreeMap<Option<String>, u64>,
}

/// Why a link was closed when it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closed {
    Ended,
    Revoked,
    Replaced,
}

/// What became of requests that came too late.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Late {
    pub(super) served: Uses,
    pub(super) refused: Uses,
}

/// What concerns no link that is known.
#[derive(Debug, Default)]
pub(super) struct UnknownTally {
    pub(super) tokens: Distinct,
    pub(super) requests: Uses,
    pub(super) served: Uses,
    /// Under `s/`, without the shape of a link.
    pub(super) odd: Uses,
    /// By `doctor`, for what nobody has, and refused.
    pub(super) probes: u64,
}

/// As many hosts of referers are told a link; a referer is what its sender likes.
const HOSTS: usize = 64;

/// As many agents are remembered.
const AGENTS_HELD: usize = 4_096;

impl Uses {
    pub(super) fn add(&mut self, at: i64) {
        self.merge(Self { count: 1, span: Some((at, at)) });
    }

    fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.span = match (self.span, other.span) {
            (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
            (one, other) => one.or(other),
        };
    }
}

impl Tally {
    /// Counts a request.
    pub(super) fn take(&mut self, request: &LoggedRequest<'_>, wish: &Query<'_>) {
        let target = target::read(&request.target, &wish.prefix);
        if target == RequestTarget::Elsewhere {
            return;
        }
        if wish.since.is_some_and(|since| request.at < since)
            || wish.until.is_some_and(|until| request.at >= until)
        {
            self.lines.outside += 1;
            return;
        }
        let agent = self.agent(&request.agent, &wish.keys);
        // An agent says of itself what it likes: only what was refused is taken for a probe.
        let is_probe = agents::is_doctor(agent) && is_refused(request.status);
        let RequestTarget::Link { token, expires, page } = target else {
            return self.unknown.take_odd(request.at, is_probe);
        };
        let sender = Sender::of(request, wish.client, &wish.keys);
        let place = wish.known.find(&token);
        if wish.canary == Some(token) && place.is_none() {
            return;
        }
        if !is_check(agent) {
            self.senders.take(&sender, request, wish.keys.hash_one(token), &wish.keys);
        }
        let Some(place) = place else {
            return self.unknown.take(request, wish.keys.hash_one((token, expires)), is_probe);
        };
        let link = &wish.known.links()[place];
        let counts = self.links.entry(place).or_default();
        counts.requests += 1;
        if expires == link.expires {
            counts.take(request, page, agent, link);
        } else {
            counts.altered.add(request.at);
        }
        counts.take_sender(request, agent, &sender, wish);
    }

    /// The row of what an agent says of itself.
    fn agent(&mut self, agent: &[u8], keys: &RandomState) -> Option<usize> {
        if self.agents.len() >= AGENTS_HELD {
            self.agents.clear();
        }
        *self.agents.entry(keys.hash_one(agent)).or_insert_with(|| agents::find(agent))
    }

    /// Adds what another tally counted with the same wish.
    pub fn merge(&mut self, other: Self) {
        let (lines, theirs) = (&mut self.lines, other.lines);
        lines.read += theirs.read;
        lines.understood += theirs.understood;
        lines.outside += theirs.outside;
        add_all(&mut lines.broken, theirs.broken, |ours, theirs| *ours += theirs);
        add_all(&mut self.links, other.links, RequestCounts::merge);
        self.senders.merge(other.senders);
        self.unknown.probes += other.unknown.probes;
        self.unknown.tokens.merge(other.unknown.tokens);
        self.unknown.requests.merge(other.unknown.requests);
        self.unknown.served.merge(other.unknown.served);
        self.unknown.odd.merge(other.unknown.odd);
    }
}

fn add_all<K: Ord, V: Default>(ours: &mut BTreeMap<K, V>, theirs: BTreeMap<K, V>, add: impl Fn(&mut V, V)) {
    for (key, value) in theirs {
        add(ours.entry(key).or_default(), value);
    }
}

/// Whether an answer carried what was asked for, or told that the reader's copy still holds.
fn is_served(status: Option<u16>) -> bool {
    matches!(status, Some(200..=299 | 304))
}

/// Whether an answer said that there is nothing.
fn is_refused(status: Option<u16>) -> bool {
    matches!(status, Some(400..=499))
}

impl UnknownTally {
    /// Counts a request for a link that nobody has.
    fn take(&mut self, request: &LoggedRequest<'_>, hash: u64, is_probe: bool) {
        if is_probe {
            self.probes += 1;
            return;
        }
        self.tokens.insert(hash);
        self.requests.add(request.at);
        if is_served(request.status) {
            self.served.add(request.at);
        }
    }

    fn take_odd(&mut self, at: i64, is_probe: bool) {
        if is_probe { self.probes += 1 } else { self.odd.add(at) }
    }
}

impl RequestCounts {
    fn take(&mut self, request: &LoggedRequest<'_>, page: bool, agent: Option<usize>, link: &KnownLink) {
        let served = is_served(request.status);
        if served {
            self.served.add(request.at);
            if !is_check(agent) {
                self.used.add(request.at);
            }
            if page && *request.method == *b"GET" && is_person(agent) {
                self.views += 1;
            }
            // The second of the opening itself is open.
            if link.opens.is_some_and(|opens| request.at < opens) {
                self.early.add(request.at);
            }
        }
        if request.status.is_none() {
            self.unclear.add(request.at);
        }
        if let Some(closed) = closed(link, request.at) {
            let late = self.late.entry(closed).or_default();
            if served {
                late.served.add(request.at);
            } else if is_refused(request.status) {
                late.refused.add(request.at);
            }
        }
    }

    /// Counts who asked, and where they found the link.
    fn take_sender(
        &mut self,
        request: &LoggedRequest<'_>,
        agent: Option<usize>,
        sender: &Sender,
        wish: &Query<'_>,
    ) {
        if let Some(row) = agent {
            let (all, served) = self.agents.entry(row).or_default();
            *all += 1;
            *served += u64::from(is_served(request.status));
        }
        if !is_person(agent) {
            return;
        }
        self.clients.insert(sender.hash);
        let own = [wish.host.as_bytes(), &*request.host];
        match referer::read(&request.referer, &own) {
            Referer::Nothing => {}
            Referer::Host(host) => self.take_host(Some(host.to_ascii_lowercase()), 1),
            Referer::Unnamed => self.take_host(None, 1),
        }
    }

    fn take_host(&mut self, host: Option<String>, count: u64) {
        let full = self.referers.len() >= HOSTS && !self.referers.contains_key(&host);
        *self.referers.entry(if full { None } else { host }).or_default() += count;
    }

    fn merge(&mut self, other: Self) {
        self.requests += other.requests;
        self.views += other.views;
        self.served.merge(other.served);
        self.used.merge(other.used);
        self.unclear.merge(other.unclear);
        self.early.merge(other.early);
        self.altered.merge(other.altered);
        self.clients.merge(other.clients);
        add_all(&mut self.late, other.late, |ours, theirs| {
            ours.served.merge(theirs.served);
            ours.refused.merge(theirs.refused);
        });
        add_all(&mut self.agents, other.agents, |ours, (all, served)| {
            ours.0 += all;
            ours.1 += served;
        });
        for (host, count) in other.referers {
            self.take_host(host, count);
        }
    }
}

/// Whether a person asked, or a tool that a person runs.
fn is_person(agent: Option<usize>) -> bool {
    agent.is_none_or(|row| AGENTS[row].class == Class::Script)
}

fn is_check(agent: Option<usize>) -> bool {
    agent.is_some_and(|row| AGENTS[row].class == Class::Check)
}

/// Why a link was closed at an instant, if it is known to have been. The second of the end itself is closed.
fn closed(link: &KnownLink, at: i64) -> Option<Closed> {
    let since = |instant: Option<i64>| instant.is_some_and(|instant| instant <= at);
    let revoked = if let Revoked::At(instant) = link.revoked { Some(instant) } else { None };
    if since(link.expires) {
        Some(Closed::Ended)
    } else if since(revoked) {
        Some(Closed::Revoked)
    } else {
        since(link.replaced).then_some(Closed::Replaced)
    }
}
