//! Who is told from whom: readers behind a proxy, those who watch over the host, and requests that were made to be overlooked.

use serde_json::Value as Json;

use super::{Asked, FIREFOX, GUESS, asked, audit, audit_with, codes, link, site};

const AT: &str = "2098-06-02T10:00:00Z";
const ROBOT: &str = "Mozilla/5.0 (compatible; bingbot/2.0)";

/// A line of a server behind a proxy: the address that connected, and at its end whom the proxy passed on.
pub(crate) fn behind_a_proxy(asked: &Asked) -> String {
    let line = asked.clone().client("10.11.12.13").combined();
    format!("{} \"{}, 10.11.12.14\"\n", line.trim_end(), asked.client)
}

/// The same with whom the proxy passed on at the beginning.
fn passed_on_first(asked: &Asked) -> String {
    format!("{}, 10.11.12.14 {}", asked.client, asked.clone().client("10.11.12.13").combined())
}

/// The same as Caddy writes it.
fn caddy_behind_a_proxy(asked: &Asked) -> String {
    let mut line: Json = serde_json::from_str(&asked.caddy()).unwrap();
    line["request"]["headers"]["X-Forwarded-For"] = [asked.client.clone()].into_iter().collect();
    line["request"]["client_ip"] = "10.11.12.13".into();
    line["request"]["remote_ip"] = "10.11.12.13".into();
    format!("{line}\n")
}

fn told(site: &crate::support::Site, words: &[&str], log: &str) -> Json {
    let output = audit_with(site, &[&["--format", "json"], words].concat(), log.as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_proxy_as_the_only_client_is_told_and_whom_it_passed_on_is_read() {
    let site = site();
    let page = format!("/s/{}/", site.folder("one", None));
    let readers: Vec<_> =
        ["192.0.2.1", "192.0.2.2", "2001:db8::3"].map(|client| asked(&page, AT, 200).client(client)).into();
    for form in [behind_a_proxy, passed_on_first, caddy_behind_a_proxy] {
        let log: String = readers.iter().map(form).collect();
        let report = told(&site, &[], &log);
        assert_eq!(codes(&report), ["proxy"], "{log}");
        assert_eq!(report["findings"][0]["level"], "told");
        assert!(report["findings"][0]["text"].as_str().unwrap().contains("`--client forwarded`"));
        let report = told(&site, &["--client", "forwarded"], &log);
        assert_eq!((codes(&report), &report["links"][0]["clients"]), (vec![], &Json::from(3)), "{log}");
    }
    let plain: String = readers.iter().map(Asked::combined).collect();
    assert_eq!(codes(&told(&site, &[], &plain)), [""; 0]);
    let report = told(&site, &["--client", "forwarded"], &plain);
    assert_eq!((codes(&report), &report["links"][0]["clients"]), (vec!["not-forwarded"], &Json::from(3)));
}

#[test]
fn what_makes_a_proxy() {
    let site = site();
    let (one, two) = (site.folder("one", None), site.folder("two", Some("a")));
    let check = |requests: &[(&str, &str, &str)], expected: &str| {
        let log: String = requests
            .iter()
            .map(|(client, folder, agent)| {
                asked(&format!("/s/{folder}/"), AT, 200).client(client).agent(agent).combined()
            })
            .collect();
        let report = audit(&site, &log);
        let found = report["findings"].as_array().unwrap();
        let text = found.first().map_or("", |finding| finding["text"].as_str().unwrap());
        let place = text.strip_prefix("all requests for links came from ").unwrap_or(text);
        assert_eq!(place.split(':').next().unwrap(), expected, "{log}");
    };
    // One reader, one link: nothing is known.
    check(&[("192.0.2.1", &one, FIREFOX), ("192.0.2.1", &one, FIREFOX)], "");
    check(&[("192.0.2.1", &one, FIREFOX), ("192.0.2.1", &two, FIREFOX)], "one address");
    check(&[("192.0.2.1", &one, FIREFOX), ("192.0.2.1", &one, ROBOT)], "one address");
    check(&[("192.0.2.1", &one, FIREFOX), ("192.0.2.2", &two, ROBOT)], "");
    check(&[("::ffff:192.0.2.1", &one, FIREFOX), ("192.0.2.1", GUESS, FIREFOX)], "one address");
    check(&[("127.0.0.1", &one, FIREFOX)], "addresses of private networks");
    check(&[("10.0.0.1", &one, FIREFOX), ("fd00::2", &one, FIREFOX)], "addresses of private networks");
    check(
        &[("172.70.0.1", &one, FIREFOX), ("10.0.0.1", &one, FIREFOX)],
        "addresses of private networks and Cloudflare",
    );
    check(&[("151.101.0.1", &one, FIREFOX), ("192.0.2.1", &one, FIREFOX)], "");
    // Those who watch are no readers.
    check(
        &[("127.0.0.1", &one, FIREFOX), ("192.0.2.1", &one, "kube-probe/1.31")],
        "addresses of private networks",
    );
}

#[test]
fn checks_stand_apart_from_readers() {
    let site = site();
    let page = format!("/s/{}/", site.folder("one", None));
    let by = |agent: &str, at: &str, client: &str| {
        asked(&page, at, 200).agent(agent).client(client).referer("https://a.example/")
    };
    let uptime = "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)";
    let log: String = [
        by("extrait-doctor/0.1.0", "2098-06-01T00:00:00Z", "192.0.2.1"),
        by("extrait-verify/0.1.0", "2098-06-01T00:00:00Z", "192.0.2.2"),
        by(uptime, "2098-06-09T00:00:00Z", "192.0.2.3"),
        asked(&page, AT, 200),
    ]
    .iter()
    .map(Asked::combined)
    .collect();
    let report = audit(&site, &log);
    let one = link(&report, "one", None, "live");
    assert_eq!((&one["views"], &one["clients"], &one["requests"]), (&1.into(), &1.into(), &4.into()));
    let checks = serde_json::json!({"UptimeRobot": 1, "extrait doctor": 1, "extrait verify": 1});
    assert_eq!(
        (&one["checks"], &one["robots"], &one["scripts"]),
        (&checks, &serde_json::json!({}), &serde_json::json!({}))
    );
    assert_eq!((&one["first"], &one["last"], codes(one)), (&AT.into(), &AT.into(), vec![]));
    // What was to be closed was served, whoever asked.
    let late = by(uptime, "2098-06-11T00:00:00Z", "192.0.2.3").combined();
    assert_eq!(codes(link(&audit(&site, &late), "one", None, "live")), ["served-after-end"]);
    let table = audit_with(&site, &[], log.as_bytes());
    let table = String::from_utf8(table.stdout).unwrap();
    let row = table.lines().find(|line| line.starts_with("one ")).unwrap();
    assert_eq!(
        row.split_whitespace().collect::<Vec<_>>(),
        ["one", "-", "live", "1", "4", "1", "2098-06-02", "2098-06-02", "0", "3"]
    );
}

#[test]
fn what_doctor_makes_up_is_no_guess() {
    let site = site();
    let probe = |path: &str, status: u16| asked(path, AT, status).agent("extrait-doctor/0.1.0").combined();
    let guess = format!("/s/{GUESS}/");
    let log = [probe(&guess, 404), probe(&guess, 410), probe("/s/x/y", 404)].concat();
    let unknown = &audit(&site, &log)["unknown"];
    assert_eq!(
        (&unknown["tokens"], &unknown["requests"], &unknown["shapeless"]),
        (&0.into(), &0.into(), &0.into())
    );
    assert_eq!((&unknown["probes"], codes(unknown)), (&3.into(), vec![]));
    // An agent says of itself what it likes: what was served counts.
    let unknown = &audit(&site, &probe(&guess, 200))["unknown"];
    assert_eq!((&unknown["probes"], codes(unknown)), (&0.into(), vec!["served-unknown", "guessing"]));
    let verify = asked(&guess, AT, 404).agent("extrait-verify/0.1.0").combined();
    assert_eq!(codes(&audit(&site, &verify)["unknown"]), ["guessing"]);
}

#[test]
fn a_request_that_was_made_to_be_overlooked_counts() {
    let site = site();
    let one = site.folder("one", None);
    let page = format!("/s/{one}/");
    let deep = format!("{}{}{page}", "/a".repeat(400), "/%2e%2e".repeat(400));
    let long = "x".repeat(100_000);
    let forms: [fn(&Asked) -> String; 3] = [Asked::combined, Asked::vhost, Asked::caddy];
    for form in forms {
        let check = |asked: &Asked, what: &str| {
            let report = audit(&site, &form(asked));
            let one = link(&report, "one", None, "live");
            assert_eq!((&one["views"], &one["clients"]), (&1.into(), &1.into()), "{what}");
            assert_eq!(report["broken"], serde_json::json!({}), "{what}");
        };
        check(&asked(&deep, AT, 200), "a deep path");
        check(&asked(&format!("/{}/..{page}", &long[..60_000]), AT, 200), "a long path");
        check(&asked(&page, AT, 200).agent(&long), "a long agent");
        check(&asked(&page, AT, 200).referer(&format!("https://a.example/{long}")), "a long referer");
        check(&asked(&format!("{page}?{long}"), AT, 200), "a long query");
        let late = audit(&site, &form(&asked(&page, super::END, 200).agent(&long)));
        assert_eq!(codes(link(&late, "one", None, "live")), ["served-after-end"]);
        // The path goes on where it is not read: nobody knows where it leads.
        let lost = audit(&site, &form(&asked(&format!("{page}{long}"), AT, 404)));
        assert_eq!((&lost["broken"]["too_long"], &lost["links"][0]["requests"]), (&1.into(), &0.into()));
    }
    let both = asked(&format!("{page}?{long}"), AT, 200).agent(&long).combined();
    let report = audit(&site, &both);
    assert_eq!(codes(link(&report, "one", None, "live")), ["unclear"]);
    assert_eq!(report["links"][0]["requests"], 1);
}

#[test]
fn a_users_name_moves_no_request_to_another_day() {
    let site = site();
    let line = asked(&format!("/s/{}/", site.folder("one", None)), "2098-06-11T00:00:00Z", 200).combined();
    let named = line.replacen("- - [", "- a [01/Jan/2026:00:00:00 +0000] [", 1);
    assert_ne!(line, named);
    let report = audit(&site, &named);
    let one = link(&report, "one", None, "live");
    assert_eq!((&one["first"], codes(one)), (&"2098-06-11T00:00:00Z".into(), vec!["served-after-end"]));
}
