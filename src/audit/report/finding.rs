//! What is worth saying of the use of a link, and how worrying it is.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat};
use serde::{Serialize, Serializer};

use crate::audit::ClientKind;
use crate::audit::agents::{AGENTS, Class};
use crate::audit::known::{KnownLink, Revoked};
use crate::audit::origin::Origin;
use crate::audit::senders::{Senders, Single};
use crate::audit::tally::{Closed, RequestCounts, UnknownTally, Uses};

/// How worrying something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What was to be closed was served: somebody acts today.
    Alarm,
    /// Others than those whom it was given to may have the link.
    Look,
    /// As such things go.
    Told,
}

/// What can be said, most worrying first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum FindingCode {
    ServedBeforeOpening,
    ServedAfterEnd,
    ServedAfterRevocation,
    ServedAfterReplacement,
    ServedUnknown,
    RevokedServed,
    EarlierServed,
    EndAltered,
    Unclear,
    Posted,
    Robots,
    Guessing,
    Proxy,
    NotForwarded,
    Preview,
    Refused,
}

impl FindingCode {
    fn word(self) -> &'static str {
        match self {
            Self::ServedBeforeOpening => "served-before-opening",
            Self::ServedAfterEnd => "served-after-end",
            Self::ServedAfterRevocation => "served-after-revocation",
            Self::ServedAfterReplacement => "served-after-replacement",
            Self::ServedUnknown => "served-unknown",
            Self::RevokedServed => "revoked-served",
            Self::EarlierServed => "earlier-served",
            Self::EndAltered => "end-altered",
            Self::Unclear => "unclear",
            Self::Posted => "posted",
            Self::Robots => "robots",
            Self::Guessing => "guessing",
            Self::Proxy => "proxy",
            Self::NotForwarded => "not-forwarded",
            Self::Preview => "preview",
            Self::Refused => "refused",
        }
    }

    fn level(self) -> Level {
        match self {
            Self::ServedBeforeOpening
            | Self::ServedAfterEnd
            | Self::ServedAfterRevocation
            | Self::ServedAfterReplacement
            | Self::ServedUnknown => Level::Alarm,
            Self::RevokedServed
            | Self::EarlierServed
            | Self::EndAltered
            | Self::Unclear
            | Self::Posted
            | Self::Robots
            | Self::Guessing => Level::Look,
            Self::Proxy | Self::NotForwarded | Self::Preview | Self::Refused => Level::Told,
        }
    }
}

impl Serialize for FindingCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// Something worth saying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditFinding {
    code: FindingCode,
    /// How worrying it is.
    pub level: Level,
    /// In words that go on after the name of the link.
    pub text: String,
}

impl AuditFinding {
    fn new(code: FindingCode, text: String) -> Self {
        Self { code, level: code.level(), text }
    }

    /// Its word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code.word()
    }

    /// The smaller, the more worrying.
    pub(super) fn rank(&self) -> impl Ord + Clone + use<> {
        (self.level, self.code)
    }
}

/// What is worth saying of a link.
pub(super) fn of_link(link: &KnownLink, counts: &RequestCounts) -> Vec<AuditFinding> {
    let mut findings = late(link, counts);
    findings.extend(undated(link, counts));
    if let Some(uses) = times(counts.early) {
        let opens = link.opens.map(|at| format!(" ({})", instant(at))).unwrap_or_default();
        let text = format!(
            "was served {uses}, before it opens{opens}: somebody published it early, or it was open before `opens` was written"
        );
        findings.push(AuditFinding::new(FindingCode::ServedBeforeOpening, text));
    }
    if let Some(uses) = times(counts.altered) {
        let text = format!("was asked for {uses}, under another end than its own: somebody tried to move it");
        findings.push(AuditFinding::new(FindingCode::EndAltered, text));
    }
    if let Some(uses) = times(counts.unclear) {
        let text =
            format!("was asked for {uses}, in a line of more than 64 KiB that does not tell the answer");
        findings.push(AuditFinding::new(FindingCode::Unclear, text));
    }
    if !counts.referers.is_empty() {
        let hosts = counts.referers.iter().map(|(host, count)| match host {
            Some(host) => (host.as_str(), *count),
            None => ("hosts not named here", *count),
        });
        findings.push(AuditFinding::new(
            FindingCode::Posted,
            format!("was opened from {}: posted or linked there", list(hosts)),
        ));
    }
    let served = |class: Class| {
        let mut named: BTreeMap<&str, u64> = BTreeMap::new();
        let rows =
            counts.agents.iter().filter(|(row, (_, served))| AGENTS[**row].class == class && *served > 0);
        rows.for_each(|(row, (_, served))| *named.entry(AGENTS[*row].name).or_default() += served);
        (!named.is_empty()).then(|| list(named.into_iter()))
    };
    if let Some(robots) = served(Class::Robot) {
        findings.push(AuditFinding::new(FindingCode::Robots, format!("was read by robots: {robots}")));
    }
    if let Some(previews) = served(Class::Preview) {
        findings
            .push(AuditFinding::new(FindingCode::Preview, format!("was shown in a preview by {previews}")));
    }
    findings.sort_by_key(AuditFinding::rank);
    findings
}

/// Of requests after the link had closed.
fn late(link: &KnownLink, counts: &RequestCounts) -> Vec<AuditFinding> {
    let mut findings = Vec::new();
    for (closed, late) in &counts.late {
        let revoked = if let Revoked::At(at) = link.revoked { Some(at) } else { None };
        let (code, what, since) = match closed {
            Closed::Ended => (FindingCode::ServedAfterEnd, "its end", link.expires),
            Closed::Revoked => (FindingCode::ServedAfterRevocation, "it was revoked", revoked),
            Closed::Replaced => {
                (FindingCode::ServedAfterReplacement, "another link replaced it", link.replaced)
            }
        };
        let since = since.map(|at| format!(" ({})", instant(at))).unwrap_or_default();
        if let Some(uses) = times(late.served) {
            findings.push(AuditFinding::new(code, format!("was still served {uses}, after {what}{since}")));
        }
        if let Some(uses) = times(late.refused) {
            findings.push(AuditFinding::new(
                FindingCode::Refused,
                format!("was asked for and refused {uses}, after {what}{since}"),
            ));
        }
    }
    findings
}

/// Of answers that were perhaps given too late: nobody noted when the link closed.
fn undated(link: &KnownLink, counts: &RequestCounts) -> Option<AuditFinding> {
    let uses = times(counts.served)?;
    if link.revoked == Revoked::Sometime {
        let text = format!("is revoked, nobody noted when, and was served {uses}");
        return Some(AuditFinding::new(FindingCode::RevokedServed, text));
    }
    let undated =
        link.earlier && link.replaced.is_none() && link.revoked == Revoked::No && counts.late.is_empty();
    undated.then(|| {
        let text = format!("is an earlier link, nobody noted when it was replaced, and was served {uses}");
        AuditFinding::new(FindingCode::EarlierServed, text)
    })
}

/// What is worth saying of what concerns no link.
pub(super) fn of_unknown(unknown: &UnknownTally) -> Vec<AuditFinding> {
    let mut findings = Vec::new();
    if let Some(uses) = times(unknown.served) {
        let text = format!(
            "something was served {uses}, under tokens that no link has: an earlier link that nobody noted, or a site built \
             with another secret"
        );
        findings.push(AuditFinding::new(FindingCode::ServedUnknown, text));
    }
    if let Some(uses) = times(unknown.requests) {
        let (tokens, about) = (unknown.tokens.count(), if unknown.tokens.is_exact() { "" } else { "about " });
        let tokens = if tokens == 1 { "1 token".to_owned() } else { format!("{about}{tokens} tokens") };
        let text = format!("{tokens} that no link has, asked for {uses}");
        findings.push(AuditFinding::new(FindingCode::Guessing, text));
    }
    findings
}

/// What is worth saying of the addresses that asked, whatever they asked for.
pub(super) fn of_senders(senders: &Senders, client: ClientKind) -> Vec<AuditFinding> {
    let mut findings = Vec::new();
    if client == ClientKind::Forwarded && senders.requests > 0 && senders.forwarded == 0 {
        let text =
            "no line says whom a proxy passed on: the addresses that connected were counted as clients";
        findings.push(AuditFinding::new(FindingCode::NotForwarded, text.to_owned()));
    }
    if let Some(from) = proxy(senders) {
        let help = if client == ClientKind::Forwarded {
            ""
        } else {
            "; `--client forwarded` reads whom it passed on"
        };
        let text = format!(
            "all requests for links came from {from}: if that is a proxy, the numbers of clients are those of proxies{help}"
        );
        findings.push(AuditFinding::new(FindingCode::Proxy, text));
    }
    findings
}

/// From where all requests came, if no reader may have been seen. One reader may open one link alone; several programs and
/// several links from one address are hardly one reader's.
fn proxy(senders: &Senders) -> Option<String> {
    if senders.requests == 0 {
        return None;
    }
    if !senders.origins.contains_key(&Origin::Public) {
        let places = senders.origins.keys().map(|origin| match origin {
            Origin::Delivery(name) => *name,
            Origin::Private | Origin::Public => "private networks",
        });
        return Some(format!("addresses of {}", places.collect::<Vec<_>>().join(" and ")));
    }
    let many = senders.agents == Single::Several || senders.links == Single::Several;
    (matches!(senders.addresses, Single::One(_)) && many).then(|| "one address".to_owned())
}

/// `once, on …`, `3 times, last on …`; `None` for never.
fn times(uses: Uses) -> Option<String> {
    let (_, last) = uses.span?;
    let last = instant(last);
    Some(if uses.count == 1 {
        format!("once, at {last}")
    } else {
        format!("{} times, last at {last}", uses.count)
    })
}

/// `a (3), b (1)`: most often first.
fn list<'a>(names: impl Iterator<Item = (&'a str, u64)>) -> String {
    let mut names: Vec<_> = names.collect();
    names.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let more = names.len().saturating_sub(MOST);
    let told = names.iter().take(MOST).map(|(name, count)| format!("{name} ({count})"));
    let told = told.collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{told} and {more} more") } else { told }
}

/// As many names stand in a sentence.
const MOST: usize = 8;

/// An instant as it is written; the year 0 where it is none that can be.
pub(in crate::audit) fn instant(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}
