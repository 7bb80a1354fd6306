//! What was counted, in words: the uses of each link, most worrying first, and what concerns no link.

mod finding;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::DateTime;
use serde::Serialize;

use crate::audit::agents::{AGENTS, AS_OF, Class};
use crate::audit::known::{KnownLink, KnownLinks, Revoked};
use crate::audit::request::Broken;
use crate::audit::tally::{RequestCounts, Tally, Uses};
use crate::audit::{ClientKind, ERROR, EXACT};
use crate::link::{LinkState, LinkTerms};
use crate::model::id::Id;

use finding::instant;
pub use finding::{AuditFinding, Level};

/// Everything that an audit tells.
#[derive(Debug, Serialize)]
pub struct AuditReport {
    /// The uses of links: all of today, and those earlier ones that somebody asked for.
    pub links: Vec<Use>,
    /// What concerns no link; `None` where one share was asked for.
    pub unknown: Option<UnknownReport>,
    /// What is to be said of the logs as a whole.
    pub findings: Vec<AuditFinding>,
    /// Lines of the logs.
    pub lines: u64,
    /// Of these, understood.
    pub understood: u64,
    /// Requests for links outside the span of time that was asked for.
    pub outside: u64,
    /// Lines that are broken, by reason.
    pub broken: BTreeMap<&'static str, u64>,
    /// How the numbers are to be read.
    pub about: String,
}

/// The use of one link.
#[derive(Debug, Serialize)]
pub struct Use {
    /// Its share.
    pub share: String,
    /// Whose it is.
    pub recipient: Option<String>,
    /// What the author calls the recipient.
    pub label: Option<String>,
    /// From 1.
    pub generation: Option<u32>,
    /// `live`, `ended`, `revoked`, or `earlier` for a link that another one replaced.
    pub state: &'static str,
    /// When it ends.
    pub expires: Option<String>,
    /// Every request, whoever asked and whatever the answer.
    pub requests: u64,
    /// Pages that were served to others than robots, previews and checks.
    pub views: u64,
    /// Addresses of others than robots, previews and checks.
    pub clients: u64,
    /// Whether `clients` is no estimate.
    pub clients_exact: bool,
    /// When the first answer with content was given, to others than checks.
    pub first: Option<String>,
    /// When the last was.
    pub last: Option<String>,
    /// Answers with content after it had closed.
    pub served_late: u64,
    /// Refusals after it had closed.
    pub refused_late: u64,
    /// Requests by robots, by name.
    pub robots: BTreeMap<&'static str, u64>,
    /// Requests by agents that show a preview of a posted link, by name.
    pub previews: BTreeMap<&'static str, u64>,
    /// Requests by tools, by name.
    pub scripts: BTreeMap<&'static str, u64>,
    /// Requests by `doctor`, `verify` and services that watch over hosts, by name.
    pub checks: BTreeMap<&'static str, u64>,
    /// Requests by the host on which the link was found; the empty name stands for hosts that are not told.
    pub referers: BTreeMap<String, u64>,
    /// What is to be said about it, most worrying first.
    pub findings: Vec<AuditFinding>,
}

/// What concerns no link.
#[derive(Debug, Serialize)]
pub struct UnknownReport {
    /// Different tokens that no link has, nor had as far as is known.
    pub tokens: u64,
    /// Whether `tokens` is no estimate.
    pub tokens_exact: bool,
    /// Requests for them.
    pub requests: u64,
    /// When the first came.
    pub first: Option<String>,
    /// When the last came.
    pub last: Option<String>,
    /// Requests under `s/` that have not even the shape of a link.
    pub shapeless: u64,
    /// Requests by `doctor` for what nobody has, which were refused. They count in no other number.
    pub probes: u64,
    /// What is to be said about it.
    pub findings: Vec<AuditFinding>,
}

/// Puts into words what was counted with a wish for `client`, at `now` (Unix seconds); of one share if one is named.
#[must_use]
pub fn report(
    tally: &Tally,
    known: &KnownLinks,
    client: ClientKind,
    now: i64,
    share: Option<&Id>,
) -> AuditReport {
    let nothing = RequestCounts::default();
    let of_share = |link: &KnownLink| share.is_none_or(|share| link.share == *share);
    let mut links: Vec<Use> = (0..).zip(known.links()).filter(|(_, link)| of_share(link)).fold(
        Vec::new(),
        |mut links, (place, link)| {
            let counts = tally.links.get(&place);
            if counts.is_some() || !link.earlier {
                links.push(used(link, counts.unwrap_or(&nothing), now));
            }
            links
        },
    );
    links.sort_by_cached_key(|link| {
        let worst = link.findings.first().map(AuditFinding::rank);
        let name = (link.share.clone(), link.recipient.clone(), Reverse(link.generation));
        (worst.is_none(), worst, Reverse(link.requests), name)
    });
    let reasons =
        Broken::ALL.iter().filter_map(|(reason, word, _)| Some((*word, *tally.lines.broken.get(reason)?)));
    AuditReport {
        links,
        unknown: share.is_none().then(|| unknown(tally)),
        findings: finding::of_senders(&tally.senders, client),
        lines: tally.lines.read,
        understood: tally.lines.understood,
        outside: tally.lines.outside,
        broken: reasons.collect(),
        about: about(),
    }
}

fn span(uses: Uses) -> (Option<String>, Option<String>) {
    uses.span.map(|(first, last)| (instant(first), instant(last))).unzip()
}

fn used(link: &KnownLink, counts: &RequestCounts, now: i64) -> Use {
    let (first, last) = span(counts.used);
    let by_class = |class: Class| {
        let mut named = BTreeMap::new();
        let rows = counts.agents.iter().filter(|(row, _)| AGENTS[**row].class == class);
        rows.for_each(|(row, (all, _))| *named.entry(AGENTS[*row].name).or_default() += all);
        named
    };
    let late = |kind: fn(&crate::audit::tally::Late) -> Uses| {
        counts.late.values().map(|late| kind(late).count).sum()
    };
    let referers = counts.referers.iter().map(|(host, count)| (host.clone().unwrap_or_default(), *count));
    Use {
        share: link.share.to_string(),
        recipient: link.recipient.as_ref().map(Id::to_string),
        label: link.label.clone(),
        generation: link.generation,
        state: state(link, now),
        expires: link.expires.map(instant),
        requests: counts.requests,
        views: counts.views,
        clients: counts.clients.count(),
        clients_exact: counts.clients.is_exact(),
        first,
        last,
        served_late: late(|late| late.served),
        refused_late: late(|late| late.refused),
        robots: by_class(Class::Robot),
        previews: by_class(Class::Preview),
        scripts: by_class(Class::Script),
        checks: by_class(Class::Check),
        referers: referers.collect(),
        findings: finding::of_link(link, counts),
    }
}

fn state(link: &KnownLink, now: i64) -> &'static str {
    if link.earlier {
        return "earlier";
    }
    let instant = |seconds| DateTime::from_timestamp(seconds, 0);
    let terms = LinkTerms {
        opens: link.opens.and_then(instant),
        expiry: link.expires,
        revoked: link.revoked != Revoked::No,
        by_hand: false,
    };
    // A report tells what was: what ends soon is open.
    LinkState::at(instant(now).unwrap_or_default(), &terms, 0).word()
}

fn unknown(tally: &Tally) -> UnknownReport {
    let unknown = &tally.unknown;
    let (first, last) = span(unknown.requests);
    UnknownReport {
        tokens: unknown.tokens.count(),
        tokens_exact: unknown.tokens.is_exact(),
        requests: unknown.requests.count,
        first,
        last,
        shapeless: unknown.odd.count,
        probes: unknown.probes,
        findings: finding::of_unknown(unknown),
    }
}

/// What a reader needs to know of the numbers.
fn about() -> String {
    format!(
        "Views are pages (HTML) that were served to people and their tools; requests are everything, robots, previews, \
         checks and refusals included. Clients are addresses, not people: several people may share one, one may have several. They are \
         counted exactly up to {EXACT}, beyond that estimated within {ERROR} in 95 of 100 cases (HyperLogLog). Robots, \
         previews and checks (doctor, verify, monitoring) are those that say so (table of {AS_OF}). Times are UTC."
    )
}
