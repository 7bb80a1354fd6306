//! Whether the host can be asked, what is asked, and whose rules are advised.

use super::*;

#[test]
fn a_host_that_is_busy_is_not_judged() {
    for status in [429, 503] {
        let findings = observe(SITE, &|_| Ok(with(status, &[])));
        assert_eq!(faults(&findings), ["reach fail"]);
        assert_eq!(outcome(&findings), ProbeOutcome::NotReached);
    }
}

#[test]
fn advice_follows_from_the_hosts_that_the_site_names() {
    let check = |hosts: &[&str], server: &str, expected: &str| {
        let mut seen = Observations::new(ProbeTarget::parse(SITE).unwrap());
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
fn a_host_that_does_not_answer_is_not_judged() {
    let check = |error: RemoteError, code: &str| {
        let findings = observe(SITE, &|_| Err(error.clone()));
        assert_eq!(faults(&findings), [format!("{code} fail")]);
        assert_eq!(outcome(&findings), ProbeOutcome::NotReached);
    };
    check(RemoteError::Refused, "reach");
    check(RemoteError::NameNotFound, "reach");
    check(RemoteError::UnknownAuthority, "tls");
    check(RemoteError::Expired, "tls");
    check(RemoteError::WrongName, "tls");
    let sometimes = |probe| if probe == Probe::Index { Err(RemoteError::TimedOut) } else { Ok(good(probe)) };
    let findings = observe(SITE, &sometimes);
    assert_eq!(faults(&findings), ["reach fail"]);
    assert_eq!(outcome(&findings), ProbeOutcome::NotReached);
    let nobody_listens =
        |probe| if probe == Probe::Plain { Err(RemoteError::Refused) } else { Ok(good(probe)) };
    assert_eq!(faults(&observe(SITE, &nobody_listens)), [""; 0]);
}

#[test]
fn questions_stay_on_the_host_and_are_few() {
    let target = ProbeTarget::parse("https://a.example/x/").unwrap();
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
