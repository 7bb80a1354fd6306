//! What hosts answer, and what is to be said of it.

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
type Answer = (u16, Vec<(&'static str, String)>, &'static str);

fn with(status: u16, headers: &[(&'static str, &str)]) -> Answer {
    (status, headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(), "<!doctype html>")
}

fn guarded(status: u16) -> Answer {
    with(status, GUARDED)
}

fn http_date(second: i64) -> String {
    DateTime::<Utc>::from_timestamp(second, 0).unwrap().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A host with the rules in effect whose clock is ahead by `ahead` seconds, and `Date` by `date`.
fn ruled(probe: Probe, ahead: i64, date: i64) -> Answer {
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

fn good(probe: Probe) -> Answer {
    ruled(probe, 0, 0)
}

/// A host without rules that publishes what it was given.
fn bare(probe: Probe) -> Answer {
    match probe {
        Probe::Canary | Probe::CanaryAgain | Probe::CanaryFresh | Probe::CanaryPage => with(200, &[]),
        Probe::Folder | Probe::Index | Probe::Front => bare(Probe::Canary),
        _ => with(404, &[]),
    }
}

fn observe(url: &str, answer: &dyn Fn(Probe) -> Result<Answer, RemoteError>) -> Vec<Finding> {
    let target = Target::parse(&url.replace("TOKEN", TOKEN)).unwrap();
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
fn faults(findings: &[Finding]) -> Vec<String> {
    let faults = findings.iter().filter(|finding| finding.verdict != Verdict::Ok);
    faults.map(|finding| format!("{} {:?}", finding.code, finding.verdict).to_lowercase()).collect()
}

const SITE: &str = "https://a.example/";

/// Examines a host that answers as `answer` says; what is not in order must be `expected`.
fn check(name: &str, answer: &dyn Fn(Probe) -> Answer, expected: &[&str]) -> Vec<Finding> {
    let findings = observe(SITE, &|probe| Ok(answer(probe)));
    assert_eq!(faults(&findings), expected, "{name}: {findings:#?}");
    let fails = expected.iter().any(|fault| fault.ends_with("fail"));
    let outcome = outcome(&findings);
    assert_eq!(outcome, if fails { Outcome::NotEnforced } else { Outcome::Enforced }, "{name}");
    for finding in &findings {
        assert_eq!(finding.fix.is_some(), finding.verdict != Verdict::Ok, "{name}: {finding:?}");
    }
    findings
}

fn seen_of(findings: &[Finding], code: &str) -> String {
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
fn each_missing_header_is_named() {
    for (at, (name, _)) in GUARDED.iter().enumerate() {
        let rest: Vec<_> =
            GUARDED.iter().enumerate().filter(|(one, _)| *one != at).map(|(_, pair)| *pair).collect();
        let answer = |probe| if probe == Probe::Index { with(200, &rest) } else { good(probe) };
        let findings = check(name, &answer, &["headers fail"]);
        assert!(seen_of(&findings, "headers").contains(name), "{findings:#?}");
    }
    let weak = [
        ("X-Robots-Tag", "nofollow"),
        ("Referrer-Policy", "no-referrer, origin"),
        ("Cache-Control", "private, max-age=600"),
        ("X-Content-Type-Options", "sniff"),
        ("Content-Security-Policy", "default-src 'none'"),
    ];
    let findings = check(
        "weak",
        &|probe| if probe == Probe::Index { with(200, &weak) } else { good(probe) },
        &["headers fail"],
    );
    assert!(seen_of(&findings, "headers").contains("all five"), "{findings:#?}");
}

#[test]
fn a_host_that_names_pages_by_their_folder_is_judged_by_it() {
    let sent = |probe| match probe {
        Probe::Index | Probe::IndexAgain => with(308, &[("Location", "/s/")]),
        _ => good(probe),
    };
    let findings = check("sent to the folder", &sent, &[]);
    assert!(seen_of(&findings, "headers").starts_with("s/ has all five"), "{findings:#?}");
    let lacking = |probe| if probe == Probe::Folder { with(200, &GUARDED[1..]) } else { sent(probe) };
    check("sent to a folder that lacks one", &lacking, &["headers fail"]);
    let nowhere = |probe| if probe == Probe::Folder { guarded(404) } else { sent(probe) };
    check("sent nowhere", &nowhere, &["headers warn"]);
}

#[test]
fn what_leads_past_the_rules_is_found() {
    let check = |name: &str, probe: Probe, answer: Answer, expected: &[&str]| {
        check(name, &|asked| if asked == probe { answer.clone() } else { good(asked) }, expected)
    };
    let findings = check("files are not judged", Probe::CanaryFile, with(404, &[]), &["expiry fail"]);
    assert!(seen_of(&findings, "expiry").contains("404: those are not judged"), "{findings:#?}");
    let findings = check("capitals", Probe::CanaryCapital, guarded(200), &["expiry fail"]);
    assert!(seen_of(&findings, "expiry").contains("capitals"), "{findings:#?}");
    check("the front page is framed", Probe::Index, reframed("*"), &["headers fail"]);
    check("the link is framed as it says", Probe::Named, reframed("https://b.example"), &[]);
    check("a folder lacks them", Probe::Folder, with(200, &GUARDED[1..]), &["headers fail"]);
    let listing = (200, Vec::new(), "<title>Index of /assets/</title>");
    check("assets are listed", Probe::Assets, listing, &["listing fail"]);
    for (probe, status) in [(Probe::Index, 200), (Probe::Folder, 200), (Probe::Endless, 404)] {
        let mut answer = guarded(status);
        answer.1.push(("Access-Control-Allow-Origin", "https://origin.invalid".to_owned()));
        check("read by other sites", probe, answer, &["origins warn"]);
    }
}

/// As [`guarded`], with other pages that may frame it.
fn reframed(ancestors: &str) -> Answer {
    let mut answer = guarded(200);
    answer.1.retain(|(name, _)| *name != "Content-Security-Policy");
    answer.1.push(("Content-Security-Policy", format!("frame-ancestors {ancestors}")));
    answer
}

#[test]
fn a_host_that_is_busy_is_not_judged() {
    for status in [429, 503] {
        let findings = observe(SITE, &|_| Ok(with(status, &[])));
        assert_eq!(faults(&findings), ["reach fail"]);
        assert_eq!(outcome(&findings), Outcome::NotReached);
    }
}

#[test]
fn advice_follows_from_the_hosts_that_the_site_names() {
    let check = |hosts: &[&str], server: &str, expected: &str| {
        let mut seen = Observations::new(Target::parse(SITE).unwrap());
        seen.target.hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        let now = DateTime::from_timestamp(NOW, 0).unwrap();
        let headers = Headers::new(vec![("Server", server.to_owned())]);
        let head = Head { status: 200, headers, url: seen.target.base.clone() };
        seen.note(Probe::Front, now, Ok(Response { head, body: Vec::new() }));
        assert!(seen.install().contains(expected), "{hosts:?}, {server}: {}", seen.install());
    };
    check(&[], "nginx/1.22.1", "host show nginx");
    check(&[], "elsewhere", "host list");
    check(&["netlify", "nginx"], "nginx/1.22.1", "host show nginx");
    check(&["netlify", "caddy"], "elsewhere", "host show caddy");
    check(&["nginx", "apache-htaccess"], "Apache", "host show apache-htaccess");
    check(&["plain"], "nginx/1.22.1", "`plain` has no clock");
}

#[test]
fn redirects_and_plain_http_are_told() {
    let away =
        |_| with(302, &[("Location", "https://b.example/s/never-0123456789abcdef0123456789abcdef01234567/")]);
    let findings = check("all away", &away, &["redirect fail"]);
    assert!(
        findings[0].seen.contains("https://b.example:") || findings[0].seen.contains("https://b.example")
    );
    assert!(!format!("{findings:?}").contains(TOKEN));
    let one = |probe| match good(probe) {
        _ if probe == Probe::Front => with(302, &[("Location", "//b.example/")]),
        answer => answer,
    };
    check("front away", &one, &["redirect warn"]);
    let both = |probe| if probe == Probe::Plain { with(200, &[]) } else { good(probe) };
    check("plain too", &both, &["https warn"]);
    let of = |url: &str| faults(&observe(url, &|probe| Ok(good(probe))));
    assert_eq!(of("http://a.example/"), ["https fail"]);
    assert_eq!(of("http://127.0.0.1:8080/"), ["https warn"]);
    let upgraded = |_| Ok(with(301, &[("Location", "https://a.example/")]));
    assert_eq!(faults(&observe("http://a.example/", &upgraded)), ["redirect fail"]);
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

#[test]
fn a_host_that_does_not_answer_is_not_judged() {
    let check = |error: RemoteError, code: &str| {
        let findings = observe(SITE, &|_| Err(error.clone()));
        assert_eq!(faults(&findings), [format!("{code} fail")]);
        assert_eq!(outcome(&findings), Outcome::NotReached);
    };
    check(RemoteError::Refused, "reach");
    check(RemoteError::NameNotFound, "reach");
    check(RemoteError::UnknownAuthority, "tls");
    check(RemoteError::Expired, "tls");
    check(RemoteError::WrongName, "tls");
    let sometimes = |probe| if probe == Probe::Index { Err(RemoteError::TimedOut) } else { Ok(good(probe)) };
    let findings = observe(SITE, &sometimes);
    assert_eq!(faults(&findings), ["reach fail"]);
    assert_eq!(outcome(&findings), Outcome::NotReached);
    let nobody_listens =
        |probe| if probe == Probe::Plain { Err(RemoteError::Refused) } else { Ok(good(probe)) };
    assert_eq!(faults(&observe(SITE, &nobody_listens)), [""; 0]);
}

#[test]
fn questions_stay_on_the_host_and_are_few() {
    let target = Target::parse("https://a.example/x/").unwrap();
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    let seen = Observations::new(target);
    let urls: Vec<_> =
        PROBES.iter().filter_map(|probe| probe.request(&seen, now, TOKEN)).map(|one| one.url).collect();
    assert_eq!(
        urls.len(),
        PROBES.len() - 2,
        "all but the link that was not named and the one that must be seen before"
    );
    assert!(urls.iter().all(|url| url.is_same_host(&seen.target.base) && url.path().starts_with("/x/")));
}
