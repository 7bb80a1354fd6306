//! What hosts answer, and what is to be said of it.

mod headers;
mod transport;

use chrono::{DateTime, Utc};

use super::*;
use crate::remote::{Head, Headers, RemoteError, Response};

const NOW: i64 = 1_790_000_000;
const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";

const GUARDED: &[(&str, &str)] = &[
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "private, no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
];

/// An answer: status, headers, body.
type GivenAnswer = (u16, Vec<(&'static str, String)>, &'static str);

fn with(status: u16, headers: &[(&'static str, &str)]) -> GivenAnswer {
    (status, headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(), "<!doctype html>")
}

fn guarded(status: u16) -> GivenAnswer {
    with(status, GUARDED)
}

fn http_date(second: i64) -> String {
    DateTime::<Utc>::from_timestamp(second, 0).unwrap().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A host with the rules in effect whose clock is ahead by `ahead` seconds, and `Date` by `date`.
fn ruled(probe: Probe, ahead: i64, date: i64) -> GivenAnswer {
    let mut answer = match probe {
        Probe::Canary | Probe::CanaryAgain | Probe::CanaryFresh | Probe::CanaryPage | Probe::CanaryFile => {
            guarded(410)
        }
        Probe::Link(offset) if offset <= ahead => guarded(410),
        Probe::Soon if ahead >= 2 => guarded(410),
        Probe::SoonAgain if ahead - date >= -1 => guarded(410),
        Probe::Folder | Probe::Index | Probe::Front | Probe::Named => guarded(200),
        Probe::Plain => with(301, &[("Location", "https://a.example/")]),
        _ => guarded(404),
    };
    answer.1.push(("Date", http_date(NOW + date)));
    answer
}

fn good(probe: Probe) -> GivenAnswer {
    ruled(probe, 0, 0)
}

/// A host without rules that publishes what it was given.
fn bare(probe: Probe) -> GivenAnswer {
    match probe {
        Probe::Canary | Probe::CanaryAgain | Probe::CanaryFresh | Probe::CanaryPage => with(200, &[]),
        Probe::Folder | Probe::Index | Probe::Front => bare(Probe::Canary),
        _ => with(404, &[]),
    }
}

fn observe(url: &str, answer: &dyn Fn(Probe) -> Result<GivenAnswer, RemoteError>) -> Vec<HostFinding> {
    let target = ProbeTarget::parse(&url.replace("TOKEN", TOKEN)).unwrap();
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    let mut seen = Observations::new(target);
    for probe in PROBES {
        let Some(request) = probe.request(&seen, now, TOKEN) else { continue };
        let answer = answer(probe).map(|(status, headers, body)| Response {
            head: Head { status, headers: Headers::new(headers), url: request.url },
            body: body.as_bytes().to_vec(),
        });
        seen.note(probe, now, answer);
    }
    judge(&seen)
}

/// The findings of a host, told as `code verdict`, those that are in order left out.
fn faults(findings: &[HostFinding]) -> Vec<String> {
    let faults = findings.iter().filter(|finding| finding.verdict != Verdict::Ok);
    faults.map(|finding| format!("{} {:?}", finding.code, finding.verdict).to_lowercase()).collect()
}

const SITE: &str = "https://a.example/";

/// Examines a host that answers as `answer` says; what is not in order must be `expected`.
fn check(name: &str, answer: &dyn Fn(Probe) -> GivenAnswer, expected: &[&str]) -> Vec<HostFinding> {
    let findings = observe(SITE, &|probe| Ok(answer(probe)));
    assert_eq!(faults(&findings), expected, "{name}: {findings:#?}");
    let fails = expected.iter().any(|fault| fault.ends_with("fail"));
    let outcome = outcome(&findings);
    assert_eq!(outcome, if fails { ProbeOutcome::NotEnforced } else { ProbeOutcome::Enforced }, "{name}");
    for finding in &findings {
        assert_eq!(finding.fix.is_some(), finding.verdict != Verdict::Ok, "{name}: {finding:?}");
    }
    findings
}

fn seen_of(findings: &[HostFinding], code: &str) -> String {
    findings.iter().find(|finding| finding.code == code).map_or(String::new(), |finding| finding.seen.clone())
}

#[test]
fn a_host_that_enforces_everything_is_told_so() {
    let findings = check("good", &good, &[]);
    let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    let expected = [
        "https",
        "expiry",
        "clock",
        "unknown",
        "not-found",
        "listing",
        "exposed",
        "cache",
        "headers",
        "closed-headers",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn a_host_without_rules_is_told_which_to_install() {
    let findings = check("bare", &bare, &["expiry fail", "headers fail", "closed-headers warn"]);
    assert!(seen_of(&findings, "expiry").contains("is served: no rules are in effect"));
    assert!(findings.iter().all(|one| one.fix.as_ref().is_none_or(|fix| fix.contains("extrait host list"))));
    let nginx = |probe| {
        let mut answer = bare(probe);
        answer.1.push(("Server", "nginx/1.22".to_owned()));
        answer
    };
    let findings = check("nginx", &nginx, &["expiry fail", "headers fail", "closed-headers warn"]);
    assert!(
        findings.iter().all(|one| one.fix.as_ref().is_none_or(|fix| fix.contains("extrait host show nginx")))
    );
    let removed = |probe| match bare(probe) {
        _ if format!("{probe:?}").starts_with("Canary") => with(404, &[]),
        answer => answer,
    };
    check("not published", &removed, &["canary fail", "headers fail", "closed-headers warn"]);
    let partly = |probe| match good(probe) {
        _ if format!("{probe:?}").starts_with("Canary") => guarded(404),
        answer => answer,
    };
    check("partly published", &partly, &["canary warn"]);
}

#[test]
fn a_wrong_clock_is_told_from_a_wrong_zone() {
    let hour = 3600;
    let check = |ahead: i64, date: i64, expected: &[&str], words: &str| {
        let findings = check("clock", &|probe| ruled(probe, ahead, date), expected);
        assert!(seen_of(&findings, "clock").contains(words), "{ahead} {date}: {findings:#?}");
    };
    check(0, 0, &[], "within a minute");
    check(-1, 0, &[], "within a minute");
    check(-30, -30, &["clock warn"], "30 seconds behind");
    check(-5 * hour, 0, &["clock fail"], "behind by 1 hour to 14 hours, while the host's `Date` is right");
    check(9 * hour, 0, &["clock fail"], "ahead by 1 hour to 14 hours, while the host's `Date` is right");
    check(
        -5 * hour,
        -5 * hour,
        &["clock fail"],
        "behind by 1 hour to 14 hours; the host's `Date` is 5 hours behind",
    );
    check(
        150 * 24 * hour,
        150 * 24 * hour,
        &["clock fail"],
        "more than 14 hours; the host's `Date` is 150 days ahead",
    );
    check(-150 * 24 * hour, -150 * 24 * hour, &["clock fail"], "behind by more than 14 hours");
    check(90, 90, &["clock fail"], "ahead by 1 minute to 1 hour; the host's `Date` is 90 seconds ahead");
}

#[test]
fn a_host_that_serves_too_much_is_told_what() {
    let everything = |_| guarded(200);
    check("200 for everything", &everything, &["https warn", "expiry fail", "not-found fail"]);
    let in_json = |_| (200, guarded(200).1, "{\"error\":\"not found\"}");
    check("200 with an error", &in_json, &["https warn", "expiry fail", "not-found fail"]);
    let lists = |probe| match good(probe) {
        (_, headers, _) if probe == Probe::Folder => {
            (200, headers, "<a href=\"never-0123456789abcdef0123456789abcdef01234567/\">")
        }
        answer => answer,
    };
    check("listing by names", &lists, &["listing fail"]);
    let index_of = |probe| match good(probe) {
        (_, headers, _) if probe == Probe::Front => (200, headers, "<html><head><title>Index of /</title>"),
        answer => answer,
    };
    check("listing by title", &index_of, &["listing fail"]);
    let shape = |probe| if probe == Probe::Shape { guarded(200) } else { good(probe) };
    check("any shape", &shape, &["unknown fail"]);
    let endless = |probe| if probe == Probe::Endless { guarded(410) } else { good(probe) };
    check("all closed", &endless, &["unknown warn"]);
    let source = |probe| match good(probe) {
        (_, headers, _) if probe == Probe::Source(2) => (200, headers, "title: Registers\nbase_url: x\n"),
        answer => answer,
    };
    let findings = check("author's files", &source, &["exposed fail"]);
    assert!(seen_of(&findings, "exposed").contains("`site.yaml`"));
}

#[test]
fn ignored_rules_of_apache_are_recognised() {
    let apache = |htaccess: u16, body: &'static str| {
        move |probe| {
            let (mut status, mut headers, mut text) = bare(probe);
            headers.push(("Server", "Apache".to_owned()));
            if probe == Probe::Htaccess {
                (status, text) = (htaccess, body);
            }
            (status, headers, text)
        }
    };
    let others = ["headers fail", "closed-headers warn"];
    let all = |htaccess| [&["expiry fail", htaccess][..], &others].concat();
    check("served", &apache(200, "RewriteEngine On"), &all("htaccess fail"));
    let other = |probe| match good(probe) {
        (_, headers, _) if probe == Probe::Htaccess => (200, headers, "RewriteEngine On"),
        answer => answer,
    };
    check("served where other rules work", &other, &["htaccess warn"]);
    check("hidden", &apache(403, "<html>"), &all("htaccess warn"));
}

#[test]
fn caches_are_recognised_by_what_they_say() {
    let says = |name: &'static str, value: &'static str| {
        move |probe| {
            let mut answer = good(probe);
            if probe == Probe::IndexAgain {
                answer.1.push((name, value.to_owned()));
            }
            answer
        }
    };
    let hits = [
        ("Age", "12"),
        ("X-Cache", "HIT from proxy"),
        ("X-Cache", "MISS, HIT"),
        ("X-Cache", "TCP_HIT"),
        ("X-Cache-Status", "STALE"),
        ("X-Cache", "Hit from cloudfront"),
        ("CF-Cache-Status", "HIT"),
        ("Cache-Status", "ExampleCache; hit; ttl=30"),
    ];
    for (name, value) in hits {
        check(value, &says(name, value), &["cache fail"]);
    }
    for (name, value) in
        [("Age", "0"), ("X-Cache", "MISS"), ("Cache-Status", "Example; fwd=stale"), ("X-Varnish", "1")]
    {
        check(value, &says(name, value), &["cache warn"]);
    }
    for (name, value) in [("CF-Cache-Status", "DYNAMIC"), ("X-Cache-Key", "none")] {
        check(value, &says(name, value), &[]);
    }
    let kept = |probe| if probe == Probe::Canary { guarded(200) } else { good(probe) };
    check("kept", &kept, &["expiry fail", "cache fail"]);
    let silent = |probe| if probe == Probe::SoonAgain { guarded(404) } else { good(probe) };
    let findings = check("kept in silence", &silent, &["cache fail"]);
    assert!(seen_of(&findings, "cache").contains("does not say so"));
    let public = |probe| if probe == Probe::Canary { with(410, &GUARDED[..2]) } else { good(probe) };
    check("public 410", &public, &["cache warn", "closed-headers warn"]);
}

#[test]
fn the_named_link_is_judged_by_its_own_end() {
    let check = |link: &str, status: u16, expected: &[&str]| {
        let answer = |probe| Ok(if probe == Probe::Named { guarded(status) } else { good(probe) });
        let findings = observe(&format!("{SITE}s/{link}-TOKEN/"), &answer);
        assert_eq!(faults(&findings), expected, "{link} {status}: {findings:#?}");
        assert!(!format!("{findings:?}").contains(TOKEN));
    };
    check("4102441199", 200, &[]);
    check("never", 200, &[]);
    check("1700000000", 410, &[]);
    check("1700000000", 200, &["link fail"]);
    check("1790000000", 200, &["link fail"]);
    check("4102441199", 410, &["link fail"]);
    check("4102441199", 404, &["link warn"]);
    check("never", 500, &["link warn"]);
}
