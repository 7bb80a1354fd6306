//! Whether something between the host and its readers keeps what it has served.

use crate::doctor::finding::HostFinding;
use crate::doctor::probe::{OFFSETS, Probe};
use crate::doctor::seen::Observations;
use crate::remote::Headers;

const FIX: &str = "let no cache keep what lies below s/: a share that it keeps stays readable after its end. Exclude the path \
                   in the cache's settings, and do not let it ignore `Cache-Control: private`";

/// Whether a cache answers in the host's place, or is invited to.
pub(super) fn kept(seen: &Observations) -> Option<HostFinding> {
    seen.status(Probe::Index)?;
    let fresh = seen.status(Probe::CanaryFresh);
    let ended_from_cache = fresh == Some(410)
        && [Probe::Canary, Probe::CanaryAgain].iter().any(|one| seen.status(*one) == Some(200));
    if ended_from_cache {
        return Some(HostFinding::fail(
            "cache",
            "a cache serves a share that has ended",
            format!("{FIX}; then empty it"),
        ));
    }
    let shares = [Probe::Index, Probe::IndexAgain, Probe::CanaryAgain, Probe::Folder, Probe::Named];
    let links = OFFSETS.map(Probe::Link);
    let mut headers = shares.iter().chain(&links).filter_map(|probe| seen.headers(*probe));
    if let Some(sign) = headers.clone().find_map(hit) {
        return Some(HostFinding::fail(
            "cache",
            format!("a cache answers for what lies below s/ ({sign})"),
            FIX,
        ));
    }
    // Where links close by the right clock, only somebody who kept the first answer gives it again.
    let closes = [Probe::Link(-60), Probe::CanaryFresh].iter().all(|probe| seen.status(*probe) == Some(410));
    if closes && seen.status(Probe::SoonAgain) == Some(404) {
        let text = "a link that was asked for before its end gets the same answer after it: a cache keeps answers and does \
                    not say so";
        return Some(HostFinding::fail("cache", text, FIX));
    }
    let closed = seen.headers(Probe::Canary).filter(|_| seen.status(Probe::Canary) == Some(410));
    if closed.is_some_and(is_public) {
        return Some(HostFinding::warn("cache", "the answer 410 may be kept by caches", seen.install()));
    }
    if let Some(sign) = headers.find_map(between) {
        return Some(HostFinding::warn(
            "cache",
            format!("a cache stands before the host ({sign}); it kept nothing that was asked"),
            "see that it keeps nothing below s/",
        ));
    }
    Some(HostFinding::ok("cache", "no answer came from a cache"))
}

/// What shows that an answer came out of a cache. Sources: `Age`, RFC 9111 section 5.1; `Cache-Status`, RFC 9211; the rest
/// as caches are used to write it.
fn hit(headers: &Headers) -> Option<String> {
    let age = headers.first("age").filter(|age| age.trim().parse::<u64>().is_ok_and(|age| age > 0));
    if let Some(age) = age {
        return Some(format!("Age: {age}"));
    }
    statuses(headers)
        .find(|(_, value)| {
            // RFC 9211 has parameters: `ExampleCache; hit; ttl=30`, and `fwd=stale` where the cache asked.
            let value = value.to_ascii_lowercase();
            let mut words = value.split([',', ';', ' ', ':', '-', '_']);
            words.any(|word| ["hit", "stale", "updating"].contains(&word))
        })
        .map(|(name, value)| format!("{name}: {}", short(value)))
}

/// Headers in which caches say what they did.
fn statuses(headers: &Headers) -> impl Iterator<Item = (&str, &str)> {
    headers.iter().filter(|(name, _)| name.contains("cache") && *name != "cache-control")
}

/// What shows that a cache stands between, without showing that it kept anything.
fn between(headers: &Headers) -> Option<String> {
    let passed = |value: &str| ["dynamic", "bypass", "none"].contains(&value.to_ascii_lowercase().as_str());
    let named = ["age", "x-varnish"].into_iter().find_map(|name| Some((name, headers.first(name)?)));
    let (name, value) = named.or_else(|| statuses(headers).find(|(_, value)| !passed(value.trim())))?;
    Some(format!("{name}: {}", short(value)))
}

/// Whether caches may keep an answer: what is neither private nor forbidden may be kept for a while, also without a word,
/// if its status is 404 or 410 (RFC 9110 section 15.1).
fn is_public(headers: &Headers) -> bool {
    let directives: Vec<_> = headers.list("cache-control").map(str::to_ascii_lowercase).collect();
    let has = |word: &str| directives.iter().any(|one| one.split('=').next() == Some(word));
    !(has("no-store") || has("private") || has("no-cache"))
}

/// As much of a header as a line takes; what is not printable is not printed.
fn short(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).take(40).collect()
}
