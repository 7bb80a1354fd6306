//! The headers that pages of shares need.

use crate::doctor::finding::HostFinding;
use crate::doctor::probe::Probe;
use crate::doctor::seen::Observations;
use crate::remote::Headers;

/// A header, and whether it says what it must.
type HeaderRule = (&'static str, fn(&Headers) -> bool);

/// Sources: Referrer Policy (W3C); RFC 9111 for caches; Content Security Policy level 3 for frames; Fetch for `nosniff`.
const RULES: [HeaderRule; 4] = [
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
];

/// Content Security Policy level 3, 6.4.2: what is no page of a share may be framed by none.
const UNFRAMED: HeaderRule = ("Content-Security-Policy: frame-ancestors 'none'", |headers| {
    ancestors(headers).any(|list| list == "'none'")
});

/// A share may say who frames its pages.
const FRAMED: HeaderRule =
    ("Content-Security-Policy: frame-ancestors", |headers| ancestors(headers).next().is_some());

fn ancestors(headers: &Headers) -> impl Iterator<Item = String> {
    let directives = headers.all("content-security-policy").flat_map(|policy| policy.split([';', ',']));
    directives.filter_map(|directive| {
        let directive = directive.trim().to_ascii_lowercase();
        directive.strip_prefix("frame-ancestors ").map(|list| list.trim().to_owned())
    })
}

fn says(headers: &Headers, name: &'static str, words: &[&str]) -> bool {
    headers.list(name).any(|value| words.iter().any(|word| value.eq_ignore_ascii_case(word)))
}

/// What is missing, in words that follow `lacks`; `None` where nothing is.
fn missing(headers: &Headers, frames: HeaderRule) -> Option<String> {
    let rules = RULES.into_iter().chain([frames]);
    let missing: Vec<_> = rules.filter(|(_, holds)| !holds(headers)).map(|(name, _)| name).collect();
    match missing.len() {
        0 => None,
        // Without rules nothing is there: the values to set are in the rules.
        all if all == RULES.len() + 1 => {
            let names = missing.iter().filter_map(|rule| rule.split(':').next());
            Some(format!("all five: {}", names.collect::<Vec<_>>().join(", ")))
        }
        _ => Some(missing.join("; ")),
    }
}

/// The headers of the page that every site has below `s/`, by both of its names: some hosts know it by one alone.
pub(super) fn pages(seen: &Observations) -> Option<HostFinding> {
    let status = seen.status(Probe::Index)?;
    let names = [(Probe::Index, "s/index.html"), (Probe::Folder, "s/")];
    let served = names.into_iter().filter(|(probe, _)| seen.status(*probe) == Some(200));
    let findings = served.filter_map(|(probe, page)| live(seen, probe, "headers", page, UNFRAMED));
    // The worse of two, else the first.
    Some(findings.reduce(|one, other| if other.verdict > one.verdict { other } else { one }).unwrap_or_else(
        || {
            HostFinding::warn(
                "headers",
                format!("s/index.html answers {status}: headers of pages could not be seen"),
                "publish the whole of output/; give the link of a share to see the headers of its pages",
            )
        },
    ))
}

/// The headers of the link that was named.
pub(super) fn link(seen: &Observations) -> Option<HostFinding> {
    (seen.status(Probe::Named)? == 200)
        .then(|| live(seen, Probe::Named, "link-headers", "the link given", FRAMED))?
}

fn live(
    seen: &Observations,
    probe: Probe,
    code: &'static str,
    page: &str,
    frames: HeaderRule,
) -> Option<HostFinding> {
    Some(match missing(seen.headers(probe)?, frames) {
        None => HostFinding::ok(code, format!("{page} has all five: robots, referrer, cache, type, frames")),
        Some(missing) => HostFinding::fail(code, format!("{page} lacks {missing}"), seen.install()),
    })
}

/// Whether programs in pages of other sites may read what they have no business with (CORS, in the Fetch Standard).
pub(super) fn origins(seen: &Observations) -> Option<HostFinding> {
    let probes = [
        (Probe::Index, "s/index.html"),
        (Probe::Folder, "s/"),
        (Probe::Canary, "closed links"),
        (Probe::Endless, "unknown links"),
    ];
    let readable = probes.into_iter().filter(|(probe, _)| {
        seen.headers(*probe).is_some_and(|headers| headers.first("access-control-allow-origin").is_some())
    });
    let readable: Vec<_> = readable.map(|(_, name)| name).collect();
    (!readable.is_empty()).then(|| {
        HostFinding::warn(
            "origins",
            format!("programs in pages of other sites may read {}", readable.join(", ")),
            "let the host add no Access-Control-Allow-Origin below s/: the rules give it where a share allows it",
        )
    })
}

/// The headers of the page that closed and unknown links get. It holds nothing of any share.
pub(super) fn closed(seen: &Observations) -> Option<HostFinding> {
    let probes = [(Probe::Canary, 410, "ended"), (Probe::Endless, 404, "unknown")];
    let mut lacks = Vec::new();
    for (probe, status, name) in probes {
        let answered = seen.headers(probe).filter(|_| seen.status(probe) == Some(status));
        if let Some(missing) = answered.and_then(|headers| missing(headers, UNFRAMED)) {
            lacks.push(format!("{status} for {name} links lacks {missing}"));
        }
    }
    let seen_some = probes.iter().any(|(probe, status, _)| seen.status(*probe) == Some(*status));
    if !lacks.is_empty() {
        return Some(HostFinding::warn("closed-headers", lacks.join(". "), seen.install()));
    }
    seen_some
        .then(|| HostFinding::ok("closed-headers", "the answers for closed and unknown links have them too"))
}
