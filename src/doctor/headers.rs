//! The headers that pages of shares need.

use crate::doctor::Finding;
use crate::doctor::probe::Probe;
use crate::doctor::seen::Observations;
use crate::remote::Headers;

/// A header, and whether it says what it must.
type Rule = (&'static str, fn(&Headers) -> bool);

/// Sources: Referrer Policy (W3C); RFC 9111 for caches; Content Security Policy level 3 for frames; Fetch for `nosniff`.
const RULES: [Rule; 5] = [
    ("X-Robots-Tag: noindex", |headers| says(headers, "x-robots-tag", &["noindex", "none"])),
    ("Referrer-Policy: no-referrer", |headers| {
        // The last one that a browser knows counts.
        headers
            .list("referrer-policy")
            .last()
            .is_some_and(|policy| policy.eq_ignore_ascii_case("no-referrer"))
    }),
    ("Cache-Control: private, no-cache", |headers| {
        let is_private = says(headers, "cache-control", &["private", "no-store"]);
        let is_asked_for = says(headers, "cache-control", &["no-cache", "no-store", "max-age=0"]);
        is_private && is_asked_for && !says(headers, "cache-control", &["public"])
    }),
    ("X-Content-Type-Options: nosniff", |headers| says(headers, "x-content-type-options", &["nosniff"])),
    ("Content-Security-Policy: frame-ancestors", |headers| {
        let mut directives =
            headers.all("content-security-policy").flat_map(|policy| policy.split([';', ',']));
        directives.any(|directive| directive.trim().to_ascii_lowercase().starts_with("frame-ancestors "))
    }),
];

fn says(headers: &Headers, name: &'static str, words: &[&str]) -> bool {
    headers.list(name).any(|value| words.iter().any(|word| value.eq_ignore_ascii_case(word)))
}

/// What is missing, in words that follow `lacks`; `None` where nothing is.
fn missing(headers: &Headers) -> Option<String> {
    let missing: Vec<_> = RULES.iter().filter(|(_, holds)| !holds(headers)).map(|(name, _)| *name).collect();
    match missing.len() {
        0 => None,
        // Without rules nothing is there: the values to set are in the rules.
        all if all == RULES.len() => {
            let names = missing.iter().filter_map(|rule| rule.split(':').next());
            Some(format!("all five: {}", names.collect::<Vec<_>>().join(", ")))
        }
        _ => Some(missing.join("; ")),
    }
}

/// The headers of the page that every site has below `s/`. Some hosts know it by the name of its folder alone.
pub(super) fn pages(seen: &Observations) -> Option<Finding> {
    let status = seen.status(Probe::Index)?;
    let names = [(Probe::Index, "s/index.html"), (Probe::Folder, "s/")];
    let Some((probe, page)) = names.into_iter().find(|(probe, _)| seen.status(*probe) == Some(200)) else {
        return Some(Finding::warn(
            "headers",
            format!("s/index.html answers {status}: headers of pages could not be seen"),
            "publish the whole of output/; give the link of a share to see the headers of its pages",
        ));
    };
    live(seen, probe, "headers", page)
}

/// The headers of the link that was named.
pub(super) fn link(seen: &Observations) -> Option<Finding> {
    (seen.status(Probe::Named)? == 200).then(|| live(seen, Probe::Named, "link-headers", "the link given"))?
}

fn live(seen: &Observations, probe: Probe, code: &'static str, page: &str) -> Option<Finding> {
    Some(match missing(seen.headers(probe)?) {
        None => Finding::ok(code, format!("{page} has all five: robots, referrer, cache, type, frames")),
        Some(missing) => Finding::fail(code, format!("{page} lacks {missing}"), seen.install()),
    })
}

/// The headers of the page that closed and unknown links get. It holds nothing of any share.
pub(super) fn closed(seen: &Observations) -> Option<Finding> {
    let probes = [(Probe::Canary, 410, "ended"), (Probe::Endless, 404, "unknown")];
    let mut lacks = Vec::new();
    for (probe, status, name) in probes {
        let answered = seen.headers(probe).filter(|_| seen.status(probe) == Some(status));
        if let Some(missing) = answered.and_then(missing) {
            lacks.push(format!("{status} for {name} links lacks {missing}"));
        }
    }
    let seen_some = probes.iter().any(|(probe, status, _)| seen.status(*probe) == Some(*status));
    if !lacks.is_empty() {
        return Some(Finding::warn("closed-headers", lacks.join(". "), seen.install()));
    }
    seen_some.then(|| Finding::ok("closed-headers", "the answers for closed and unknown links have them too"))
}
