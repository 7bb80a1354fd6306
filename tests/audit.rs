//! `extrait audit` through the binary: what logs tell of links, and what the report never tells.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and writes logs"
)]

#[path = "audit/readers.rs"]
mod readers;

use std::io::Write as _;
use std::process::{Output, Stdio};

use crate::support::Site;
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use serde_json::Value as Json;

/// The end of the shares of [`site`].
const END: &str = "2098-06-10T00:00:00Z";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const GUESS: &str = "4102441199-00112233445566778899aabbccddeeff00112233";

fn site() -> Site {
    let site = Site::bare();
    site.write("content/registers/work/register.yaml", "kind: workspace\ntitle: Work\n");
    let item = "kind: service\ntitle: Thing\nstatus: published\ncreated: 2020-01-01\n";
    site.write("content/registers/work/thing.yaml", item);
    share(&site, "one", "");
    share(&site, "two", "recipients: [{id: a, label: First}, b]\n");
    site
}

fn share(site: &Site, id: &str, more: &str) {
    let text = format!(
        "title: Share\ncreated: 2026-01-05T09:00:00Z\nexpires: {END}\ninclude: [work]\nprofile: full\n{more}"
    );
    site.write(&format!("content/shares/{id}.yaml"), &text);
}

/// A request as a test writes it; a log in any format follows from it.
#[derive(Clone)]
struct Asked {
    client: String,
    at: i64,
    line: String,
    status: u16,
    referer: String,
    agent: String,
}

fn asked(path: &str, at: &str, status: u16) -> Asked {
    Asked {
        client: "192.0.2.1".to_owned(),
        at: DateTime::parse_from_rfc3339(at).unwrap().timestamp(),
        line: format!("GET {path} HTTP/1.1"),
        status,
        referer: "-".to_owned(),
        agent: FIREFOX.to_owned(),
    }
}

impl Asked {
    fn client(self, client: &str) -> Self {
        Self { client: client.to_owned(), ..self }
    }

    fn agent(self, agent: &str) -> Self {
        Self { agent: agent.to_owned(), ..self }
    }

    fn referer(self, referer: &str) -> Self {
        Self { referer: referer.to_owned(), ..self }
    }

    fn combined(&self) -> String {
        let at = DateTime::from_timestamp(self.at, 0).unwrap().format("%d/%b/%Y:%H:%M:%S +0000");
        let Self { client, line, status, referer, agent, .. } = self;
        format!("{client} - - [{at}] \"{line}\" {status} 512 \"{referer}\" \"{agent}\"\n")
    }

    fn vhost(&self) -> String {
        format!("example.org:443 {}", self.combined())
    }

    fn caddy(&self) -> String {
        let words: Vec<&str> = self.line.split(' ').collect();
        let request = serde_json::json!({
            "client_ip": self.client, "method": words[0], "host": "example.org", "uri": words[1],
            "headers": {"User-Agent": [self.agent], "Referer": [self.referer]},
        });
        let entry = serde_json::json!({
            "level": "info", "ts": self.at, "msg": "handled request", "request": request, "status": self.status,
        });
        format!("{entry}\n")
    }
}

fn audit_with(site: &Site, words: &[&str], log: &[u8]) -> Output {
    let mut command = site.command(&[&["audit", "-"], words].concat());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses its arguments does not wait for a log.
    drop(child.stdin.take().unwrap().write_all(log));
    child.wait_with_output().unwrap()
}

fn audit(site: &Site, log: &str) -> Json {
    let output = audit_with(site, &["--format", "json"], log.as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn link<'a>(report: &'a Json, share: &str, recipient: Option<&str>, state: &str) -> &'a Json {
    let links = report["links"].as_array().unwrap();
    let found = |link: &&Json| {
        link["share"] == share && link["recipient"].as_str() == recipient && link["state"] == state
    };
    links.iter().find(found).unwrap_or_else(|| panic!("no {state} link of {share}: {report:#}"))
}

fn codes(of: &Json) -> Vec<&str> {
    of["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

/// Requests of every kind for the share `one`, and some for `two`.
fn day(site: &Site) -> Vec<Asked> {
    let (one, a) = (site.folder("one", None), site.folder("two", Some("a")));
    let page = format!("/s/{one}/");
    let at = "2098-06-02T10:00:00Z";
    vec![
        asked(&page, at, 200),
        asked(&format!("{page}work/thing.html"), "2098-06-02T10:01:00Z", 304),
        asked(&format!("{page}extract.json"), at, 200).client("2001:db8::7"),
        asked(&format!("/s/{one}"), at, 301),
        asked(&page, "2098-06-01T09:00:00Z", 200).client("::ffff:192.0.2.1"),
        asked(&page, at, 200).agent("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"),
        asked(&page, at, 200).agent("Mozilla/5.0 (compatible; bingbot/2.0)").client("198.51.100.9"),
        asked(&page, at, 200).referer(&format!("https://forum.example.net/{one}")).client("203.0.113.5"),
        asked(&page, at, 200).referer("https://example.org/s/"),
        asked(&page, END, 410),
        asked(&page.replace("/s/", "/%73%2f/"), "2098-06-11T00:00:00Z", 200).agent("curl/8.5"),
        asked(&page.replace(&one[..10], "4102441199"), at, 404),
        asked(&format!("/s/{GUESS}/"), at, 404),
        asked(&format!("/s/{GUESS}/x.html"), at, 404),
        asked("/s/../s/.git/config", at, 404),
        asked("/theme.css", at, 200),
        asked(&format!("https://example.org/s/{a}/index.html"), at, 200),
    ]
}

#[test]
fn every_format_tells_the_same() {
    let site = site();
    let day = day(&site);
    let forms: [fn(&Asked) -> String; 3] = [Asked::combined, Asked::vhost, Asked::caddy];
    for form in forms {
        // Logs need not be in order.
        let log: String = day.iter().rev().map(form).collect();
        let report = audit(&site, &log);
        let one = link(&report, "one", None, "live");
        let number = |key: &str| one[key].as_u64().unwrap();
        assert_eq!(number("requests"), 12, "{log}");
        assert_eq!(number("views"), 6);
        assert_eq!((number("clients"), &one["clients_exact"]), (3, &Json::Bool(true)));
        assert_eq!((number("served_late"), number("refused_late")), (1, 1));
        assert_eq!(one["first"], "2098-06-01T09:00:00Z");
        assert_eq!(one["last"], "2098-06-11T00:00:00Z");
        assert_eq!(one["robots"]["bingbot"], 1);
        assert_eq!(one["previews"]["Slack"], 1);
        assert_eq!(one["scripts"]["curl"], 1);
        assert_eq!(one["referers"], serde_json::json!({"forum.example.net": 1}));
        let expected = ["served-after-end", "end-altered", "posted", "robots", "preview", "refused"];
        assert_eq!(codes(one), expected);
        assert_eq!(one["findings"][0]["level"], "alarm");
        assert_eq!(report["links"][0], *one, "the most worrying stands first");
        assert_eq!(link(&report, "two", Some("a"), "live")["views"], 1);
        assert_eq!(link(&report, "two", Some("b"), "live")["requests"], 0, "links that nobody used are told");
        let unknown = &report["unknown"];
        assert_eq!((unknown["tokens"].as_u64(), unknown["requests"].as_u64()), (Some(1), Some(2)));
        assert_eq!(unknown["shapeless"], 1);
        assert_eq!(codes(unknown), ["guessing"]);
        assert_eq!((report["lines"].as_u64(), report["understood"].as_u64()), (Some(17), Some(17)));
    }
}

#[test]
fn the_span_and_the_share_that_are_asked_for() {
    let site = site();
    let log: String = day(&site).iter().map(Asked::combined).collect();
    let words = ["--format", "json", "--since", "2098-06-02T00:00:00Z", "--until", END, "--share", "one"];
    let output = audit_with(&site, &words, log.as_bytes());
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["links"].as_array().unwrap().len(), 1);
    assert_eq!(report["links"][0]["requests"], 9);
    assert_eq!(report["links"][0]["refused_late"], 0);
    assert_eq!(report["outside"], 3);
    assert!(report["unknown"].is_null());
    let output = audit_with(&site, &["--share", "tow"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `two`"), "{output:?}");
}

#[test]
fn links_that_were_replaced_or_withdrawn_are_recognised() {
    let site = site();
    let (one, alone) = (site.folder("one", None), site.folder("two", Some("b")));
    share(&site, "one", "generation: 3\n");
    let revoked = "recipients: [a, {id: b, revoked: {at: 2098-06-03T00:00:00Z, reason: gone}}]\n";
    share(&site, "two", revoked);
    let log: String = [
        asked(&format!("/s/{one}/"), "2098-06-02T10:00:00Z", 200),
        asked(&format!("/s/{alone}/"), "2098-06-02T10:00:00Z", 200),
        asked(&format!("/s/{alone}/"), "2098-06-03T00:00:00Z", 200),
        asked(&format!("/s/{alone}/"), "2098-06-04T10:00:00Z", 404),
    ]
    .iter()
    .map(Asked::combined)
    .collect();
    let report = audit(&site, &log);
    let earlier = link(&report, "one", None, "earlier");
    assert_eq!((earlier["generation"].as_u64(), codes(earlier)), (Some(1), vec!["earlier-served"]));
    let withdrawn = link(&report, "two", Some("b"), "revoked");
    assert_eq!(codes(withdrawn), ["served-after-revocation", "refused"]);
    assert_eq!(withdrawn["served_late"], 1);
    assert_eq!(report["unknown"]["requests"], 0);
}

#[test]
fn the_ledger_tells_of_earlier_ends_and_of_shares_that_are_gone() {
    use extrait::ledger::{Event, EventKind, append, token_hash};
    use extrait::model::id::Id;
    let site = site();
    let folders = [site.folder("one", None), site.folder("two", Some("a"))];
    let event = |kind, at: &str, share: &str, folder: &str| Event {
        kind,
        at: DateTime::parse_from_rfc3339(at).unwrap(),
        share: Id::new(share).unwrap(),
        recipient: None,
        generation: 1,
        expires: extrait::link::Folder::expiry(folder),
        token: token_hash(folder),
        reason: None,
    };
    let path = site.path("content/shares/one.yaml");
    let longer = std::fs::read_to_string(&path).unwrap().replace(END, "2098-07-01T00:00:00Z");
    std::fs::write(path, longer).unwrap();
    site.remove("content/shares/two.yaml");
    let events = [
        event(EventKind::Created, "2098-06-01T00:00:00Z", "one", &folders[0]),
        event(EventKind::Extended, "2098-06-03T00:00:00Z", "one", &site.folder("one", None)),
        event(EventKind::Created, "2098-06-01T00:00:00Z", "two", &folders[1]),
        event(EventKind::Revoked, "2098-06-04T00:00:00Z", "two", &folders[1]),
    ];
    append(site.root.path(), &events).unwrap();
    let log: String = folders
        .iter()
        .flat_map(|folder| {
            [("2098-06-02T10:00:00Z", 200), ("2098-06-05T10:00:00Z", 200)]
                .map(|(at, status)| asked(&format!("/s/{folder}/"), at, status).combined())
        })
        .collect();
    let report = audit(&site, &log);
    let earlier = link(&report, "one", None, "earlier");
    assert_eq!(
        (codes(earlier), earlier["served_late"].as_u64()),
        (vec!["served-after-replacement"], Some(1))
    );
    let gone = link(&report, "two", None, "earlier");
    assert_eq!((codes(gone), gone["served_late"].as_u64()), (vec!["served-after-revocation"], Some(1)));
    assert_eq!(report["unknown"]["requests"], 0);
}

#[test]
fn several_logs_count_together_and_what_cannot_be_read_is_told() {
    let site = site();
    let log: String = day(&site).iter().map(Asked::combined).collect();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(log.repeat(200).as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    site.write("a.log", &log);
    site.write_bytes("b.log.gz", &packed);
    site.write_bytes("cut.log.gz", &packed[..packed.len() - 200]);
    site.write("strange.log", "hello\nworld\n");
    let path = |name: &str| site.path(name).to_string_lossy().into_owned();
    let run = |names: &[&str]| {
        let paths: Vec<_> = names.iter().map(|name| path(name)).collect();
        let words: Vec<&str> =
            ["audit", "--format", "json"].into_iter().chain(paths.iter().map(String::as_str)).collect();
        let output = site.run(&words);
        let report: Json = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), report, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, report, said) = run(&["a.log", "b.log.gz"]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert_eq!(link(&report, "one", None, "live")["requests"], 12 * 201);
    assert_eq!(link(&report, "one", None, "live")["clients"], 3);
    let (code, report, said) = run(&["cut.log.gz", "strange.log"]);
    assert_eq!(code, Some(0));
    assert!(report["lines"].as_u64().unwrap() > 2, "what stood before the cut counts");
    assert!(said.contains("breaks off") && said.contains("no line of it could be understood"), "{said}");
    let (code, report, said) = run(&["missing.log", "a.log"]);
    assert_eq!(code, Some(3));
    assert!(said.contains("missing.log"), "{said}");
    assert_eq!(link(&report, "one", None, "live")["requests"], 12, "the others are read");
}

#[test]
fn broken_lines_are_counted_by_reason_and_stop_nothing() {
    let site = site();
    let good = day(&site)[0].combined();
    let long = "x".repeat(3 << 20);
    let log = format!(
        "{good}\u{0}\u{1}\u{2}\n\n{{\"ts\":1,\n{{\"level\":\"info\",\"msg\":\"serving\"}}\n{long}\n{}{}{good}{}",
        good.replace("2098", "20x8"),
        good.replace(" 200 ", " OK "),
        &good[..good.len() / 2],
    );
    let report = audit(&site, &log);
    let expected = serde_json::json!({"format": 2, "instant": 1, "json": 1, "status": 1, "too_long": 1});
    assert_eq!(report["broken"], expected);
    assert_eq!(link(&report, "one", None, "live")["views"], 2);
    assert_eq!((report["lines"].as_u64(), report["understood"].as_u64()), (Some(9), Some(3)));
}

/// Whether a text holds 40 hexadecimal digits in a row, as a token is.
fn holds_token(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_hexdigit()).any(|run| run.len() >= 40)
}

#[test]
fn no_report_holds_a_token_an_address_or_a_path() {
    let site = site();
    let mut day = day(&site);
    let one = site.folder("one", None);
    let secret = format!("/s/{one}/");
    for referer in [
        format!("https://{}.example.net/", &one[11..]),
        "http://192.0.2.77:8080/x".to_owned(),
        "https://192-0-2-78.provider.example/".to_owned(),
        "http://[2001:db8::78]/".to_owned(),
        format!("https://mail.example.net/?u={secret}"),
    ] {
        day.push(asked(&secret, "2098-06-02T10:00:00Z", 200).referer(&referer).client("2001:db8::79"));
    }
    day.push(asked(&secret, "2098-06-02T10:00:00Z", 200).agent(&format!("{one}bot 192.0.2.80")));
    let log: String =
        day.iter().map(Asked::combined).collect::<String>() + &format!("192.0.2.81 {one}\n{{{one}\n");
    let log = log + &day.iter().map(readers::behind_a_proxy).collect::<String>();
    let named = format!("{one}.log");
    site.write(&named, "192.0.2.82\n");
    let named = site.path(&named).to_string_lossy().into_owned();
    let mut told = Vec::new();
    for format in ["table", "json", "csv"] {
        told.push(audit_with(&site, &["--format", format], log.as_bytes()));
        told.push(audit_with(&site, &["--format", format, "--client", "forwarded"], log.as_bytes()));
        told.push(site.run(&["audit", "--format", format, &named, "/nowhere/x.log"]));
        told.push(audit_with(&site, &["--format", format, "--share", &one], log.as_bytes()));
    }
    for output in told {
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!text.is_empty());
        assert!(!holds_token(&text), "{text}");
        for hidden in
            ["192.0.2", "10.11.12", "192-0-2", "198.51.100", "203.0.113", "2001:db8", "work/thing", "?u="]
        {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes of any kind, and lines of logs with bytes of any kind put into them, break nothing.
    #[test]
    fn nothing_stops_it(noise in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>(), form in 0..3_usize) {
        use extrait::audit::{ClientKind, KnownLinks, Query, Tally, read};
        let asked = asked(&format!("/s/{GUESS}/"), "2098-06-02T10:00:00Z", 200).referer("https://a.example/");
        let line = [Asked::combined, Asked::vhost, Asked::caddy][form](&asked);
        let at = at.index(line.len());
        let log = [&line.as_bytes()[..at], &noise, &line.as_bytes()[at..], &noise].concat();
        let known = KnownLinks::default();
        let wish = Query::new(&known, "https://example.org/", std::hash::RandomState::new());
        let mut tally = Tally::default();
        let outcome = read(log.as_slice(), &wish, &mut tally);
        prop_assert!(outcome.understood <= outcome.lines);
        let now = Utc::now().timestamp();
        let told = serde_json::to_string(&extrait::audit::report(&tally, &known, ClientKind::Connection, now, None)).unwrap();
        prop_assert!(!holds_token(&told), "{}", told);
    }
}

/// An embargo that was broken is worth an alarm; a link that is not open yet is not called live.
#[test]
fn what_was_served_before_it_opens_is_told() {
    let site = site();
    share(&site, "later", "opens: 2098-06-02T00:00:00Z\n");
    let path = format!("/s/{}/", site.folder("later", None));
    let log = |at: &str, status| asked(&path, at, status).combined();
    let of = |log: &str| {
        let report = audit(&site, log);
        let links = report["links"].as_array().unwrap();
        let link = links.iter().find(|link| link["share"] == "later").unwrap_or(&Json::Null).clone();
        (link["state"].as_str().unwrap_or_default().to_owned(), link["findings"].clone())
    };
    let (state, findings) = of(&log("2098-06-01T11:00:00Z", 200));
    assert_eq!(state, "scheduled");
    assert_eq!(
        (&findings[0]["code"], &findings[0]["level"]),
        (&"served-before-opening".into(), &"alarm".into())
    );
    assert!(findings[0]["text"].as_str().unwrap().contains("(2098-06-02T00:00:00Z)"), "{findings}");
    assert_eq!(
        of(&log("2098-06-01T11:00:00Z", 404)).1,
        serde_json::json!([]),
        "it was refused, as it should be"
    );
    assert_eq!(of(&log("2098-06-02T00:00:00Z", 200)).1, serde_json::json!([]), "it was open");
}
