//! Whether ended shares are closed, and by which clock.

use crate::doctor::finding::HostFinding;
use crate::doctor::probe::{OFFSETS, Probe};
use crate::doctor::seen::Observations;

/// A difference of clocks that is told, in seconds.
const NOTED_SKEW: i64 = 10;

const CANARY: [Probe; 4] = [Probe::Canary, Probe::CanaryAgain, Probe::CanaryPage, Probe::CanaryFresh];

/// Whether the share that ended in 2001 is closed.
pub(super) fn ended(seen: &Observations) -> Option<HostFinding> {
    let statuses: Vec<_> = CANARY.iter().filter_map(|probe| seen.status(*probe)).collect();
    let gated = OFFSETS.iter().any(|offset| seen.status(Probe::Link(*offset)) == Some(410));
    let fail = |text: &str| Some(HostFinding::fail("expiry", text, seen.install()));
    if statuses.contains(&200) {
        return match seen.status(Probe::CanaryFresh) {
            Some(410) => Some(HostFinding::fail(
                "expiry",
                "an ended share is served by a cache, though the host itself closes it",
                "empty the cache, then mend what `cache` says",
            )),
            _ if seen.answers_everything() => fail("ended shares get 200, as everything does"),
            _ if gated => {
                fail("the share that ended in 2001 is served, though links that never were are closed")
            }
            _ => fail("the share that ended in 2001 is served: no rules are in effect"),
        };
    }
    if statuses.contains(&404) {
        return Some(unpublished(seen, gated));
    }
    match statuses.iter().find(|status| **status != 410) {
        None => Some(around(seen).unwrap_or_else(|| {
            HostFinding::ok(
                "expiry",
                "the share that ended in 2001 answers 410, like its page and what it might hold",
            )
        })),
        Some(status) => fail(&format!("the share that ended in 2001 answers {status}, where 410 was due")),
    }
}

/// A way to what has ended that leads past the rules.
fn around(seen: &Observations) -> Option<HostFinding> {
    if seen.status(Probe::CanaryCapital) == Some(200) && !seen.answers_everything() {
        return Some(HostFinding::fail(
            "expiry",
            "the share that ended in 2001 is served as S/… in capitals: the host does not tell them apart",
            seen.install(),
        ));
    }
    let file = seen.status(Probe::CanaryFile).filter(|status| *status != 410)?;
    Some(HostFinding::fail(
        "expiry",
        format!(
            "pages of the share that ended in 2001 answer 410, other files of it {file}: those are not judged"
        ),
        "let the rules see all that lies below s/: something answers for files before them, as a proxy or a section for \
         static files",
    ))
}

/// The share that ended in 2001 is not there.
fn unpublished(seen: &Observations, gated: bool) -> HostFinding {
    let publish = "publish the whole of output/ as a recent `build` made it";
    if gated {
        return HostFinding::warn(
            "canary",
            "the share that ended in 2001 answers 404: it was not published, so nobody knows of shares that exist",
            publish,
        );
    }
    HostFinding::fail(
        "canary",
        "ended links answer 404 like unknown ones, and the share that ended in 2001 was not published: no rules are in \
         effect",
        format!("{publish}; then {}", seen.install()),
    )
}

/// By which clock the host closes: between which two offsets its second lies.
pub(super) fn clock(seen: &Observations) -> Option<HostFinding> {
    let skew = seen.skew();
    let told_skew = skew.filter(|skew| skew.abs() > NOTED_SKEW).map(differs);
    let statuses = OFFSETS.map(|offset| seen.status(Probe::Link(offset)));
    let closed: Vec<_> = statuses.iter().map(|status| *status == Some(410)).collect();
    let orderly = statuses.iter().all(|status| matches!(status, Some(404 | 410)));
    let first_open = closed.iter().position(|closed| !closed).unwrap_or(OFFSETS.len());
    // Without rules nothing is closed by any clock; that is told by others.
    if !orderly || first_open == 0 && !canary_is_closed(seen) {
        return told_skew.map(|seen| HostFinding::warn("clock", seen, SET_CLOCKS));
    }
    if closed[first_open..].contains(&true) {
        let seen_text = "links are closed that end after others that are open";
        return Some(HostFinding::fail("clock", seen_text, seen.install()));
    }
    if first_open == OFFSETS.len() / 2 {
        return Some(match told_skew {
            Some(skew) => HostFinding::warn("clock", skew, SET_CLOCKS),
            None => HostFinding::ok("clock", "links close by a clock within a minute of this machine's"),
        });
    }
    let (ahead, from, to) = if first_open > OFFSETS.len() / 2 {
        ("before their end: the clock that closes them is ahead", first_open - 1, first_open)
    } else {
        ("after their end: the clock that closes them is behind", first_open, first_open.wrapping_sub(1))
    };
    let by = span(OFFSETS.get(from), OFFSETS.get(to));
    Some(match (told_skew, skew) {
        (Some(told), _) => {
            HostFinding::fail("clock", format!("links close {ahead} by {by}; {told}"), SET_CLOCKS)
        }
        (None, Some(_)) => HostFinding::fail(
            "clock",
            format!(
                "links close {ahead} by {by}, while the host's `Date` is right: a time zone, or rules of another make"
            ),
            seen.install(),
        ),
        (None, None) => HostFinding::fail("clock", format!("links close {ahead} by {by}"), SET_CLOCKS),
    })
}

const SET_CLOCKS: &str = "set both clocks by NTP; one of them is wrong";

fn canary_is_closed(seen: &Observations) -> bool {
    seen.status(Probe::CanaryFresh) == Some(410)
}

/// `1 to 14 hours`, `more than 14 hours`, from the nearer bound and the farther one, if there is any.
fn span(near: Option<&i64>, far: Option<&i64>) -> String {
    let hours = |seconds: i64| match seconds.abs() {
        60 => "1 minute".to_owned(),
        3600 => "1 hour".to_owned(),
        other => format!("{} hours", other / 3600),
    };
    match (near, far) {
        (Some(near), Some(far)) => format!("{} to {}", hours(*near), hours(*far)),
        (Some(near), None) => format!("more than {}", hours(*near)),
        (None, _) => "more than can be told".to_owned(),
    }
}

fn differs(skew: i64) -> String {
    let (by, than) = (skew.abs(), if skew > 0 { "ahead of" } else { "behind" });
    let by = match by {
        0..120 => format!("{by} seconds"),
        120..7200 => format!("{} minutes", (by + 30) / 60),
        7200..172_800 => format!("{} hours", (by + 1800) / 3600),
        _ => format!("{} days", (by + 43_200) / 86_400),
    };
    format!("the host's `Date` is {by} {than} this machine's clock")
}

/// Whether the link that was named is what its end says.
pub(super) fn link(seen: &Observations) -> Option<HostFinding> {
    let observed = seen.observed(Probe::Named)?;
    let status = seen.status(Probe::Named)?;
    let ended = seen.target.expiry().is_some_and(|end| end <= observed.at.timestamp());
    Some(match (status, ended) {
        (200, true) => HostFinding::fail("link", "the link given has ended and is served", seen.install()),
        (200, false) => HostFinding::ok("link", "the link given is live"),
        (410, true) => HostFinding::ok("link", "the link given has ended and is closed"),
        (410, false) => HostFinding::fail("link", "the link given is closed before its end", SET_CLOCKS),
        (404, _) => HostFinding::warn(
            "link",
            "nobody has the link given: 404",
            "compare it with `extrait links --reveal`",
        ),
        (status, _) => {
            HostFinding::warn("link", format!("the link given answers {status}"), "open it in a browser")
        }
    })
}
