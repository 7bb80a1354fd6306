//! Hosts that hang up, drip, and send their readers round.

use std::io::Read as _;

use super::host::{Act, Asked, Host};
use super::*;

struct Online {
    host: Host,
    link: String,
}

impl Online {
    fn new(act: impl Fn(&Asked<'_>) -> Act + Send + Sync + 'static) -> Self {
        let (output, folder) = published();
        Self { host: Host::new(output, act), link: format!("/s/{folder}/") }
    }

    fn verify(&self, words: &[&str]) -> (Option<i32>, Json) {
        let key = key();
        let words = [&["--format", "json", "--key", key.as_str()], words].concat();
        let ran = verify(format!("{}{}", self.host.origin, self.link), &words, 300);
        (ran.exit, report(&ran))
    }

    /// How often a path was asked for.
    fn asked(&self, path: &str) -> usize {
        self.host.asked().iter().filter(|asked| **asked == format!("{}{path}", self.link)).count()
    }
}

#[test]
fn a_connection_that_was_kept_open_and_closed_is_tried_once_more() {
    // As hosts do that close idle connections, or each one after so many requests.
    for most in [1, 2, 5] {
        let online =
            Online::new(move |asked| if asked.on_connection < most { Act::Serve } else { Act::HangUp });
        let (exit, report) = online.verify(&[]);
        assert_eq!((exit, &report["proven"]), (Some(0), &Json::Bool(true)), "{report}");
    }
}

#[test]
fn a_new_connection_that_is_closed_is_a_failure() {
    let online = Online::new(|_| Act::HangUp);
    let (exit, report) = online.verify(&[]);
    assert_eq!((exit, codes(&report)), (Some(3), vec![]));
    assert!(report["refused"].as_str().unwrap().contains("the connection ended"), "{report}");
    assert_eq!(online.host.asked().len(), 1, "asked again");
    // One page is never answered: it is tried on the old connection and on a new one.
    let online =
        Online::new(|asked| if asked.path.ends_with("/index.html") { Act::HangUp } else { Act::Serve });
    assert_eq!(online.verify(&[]).0, Some(3));
    let pages = online.host.asked().into_iter().filter(|path| path.ends_with("/index.html")).count();
    assert_eq!(pages, 2);
}

#[test]
fn a_list_of_a_stranger_is_not_followed() {
    let online = Online::new(|asked| {
        if !asked.path.ends_with("/SHA256SUMS") {
            return Act::Serve;
        }
        let line = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  index.html\n";
        let list = line.repeat(1000);
        Act::Say(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{list}", list.len()).into_bytes())
    });
    let (exit, report) = online.verify(&[]);
    assert_eq!((exit, codes(&report)), (Some(5), vec!["signature"]));
    assert_eq!(online.host.asked().len(), 2, "{:?}", online.host.asked());
    assert_eq!((online.asked("SHA256SUMS"), online.asked("SHA256SUMS.minisig")), (1, 1));
    assert!(report["remarks"].to_string().contains("the files were not looked at"), "{report}");
}

#[test]
fn a_host_that_drips_is_given_up() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n";
    let endless = "HTTP/1.1 200 OK\r\nX-Filler: ";
    for drip in [head, endless] {
        for name in ["/SHA256SUMS", "/SHA256SUMS.minisig", "/extract.json"] {
            let online = Online::new(
                move |asked| {
                    if asked.path.ends_with(name) { Act::Drip(drip) } else { Act::Serve }
                },
            );
            let (exit, report) = online.verify(&["--max-time", "1"]);
            assert_eq!((exit, codes(&report)), (Some(3), vec![]), "{name}: {report}");
            assert!(report["refused"].as_str().unwrap().contains("--max-time"), "{name}: {report}");
        }
    }
}

#[test]
fn names_of_hosts_and_errors_are_cut() {
    let long = |status: &str, header: &str| {
        format!("HTTP/1.1 {status}\r\n{header}{}\r\nContent-Length: 0\r\n\r\n", "x.".repeat(25_000))
    };
    let online = Online::new(move |asked| match asked.path.rsplit('/').next() {
        Some("SHA256SUMS" | "SHA256SUMS.minisig") => Act::Serve,
        _ => Act::Say(long("302 x", "Location: https://").into_bytes()),
    });
    let (exit, report) = online.verify(&[]);
    let codes = codes(&report);
    assert!(exit == Some(5) && codes.iter().all(|code| ["elsewhere", "status"].contains(code)), "{codes:?}");
    let online = Online::new(move |_| Act::Say(long("200 x", "").into_bytes()));
    assert_eq!(online.verify(&[]).0, Some(3));
}

#[test]
fn packed_bytes_are_not_unpacked() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::repeat(0).take(32 << 20), &mut packer).unwrap();
    let packed = packer.finish().unwrap();
    let online = Online::new(move |asked| {
        if !asked.path.ends_with("/extract.json") {
            return Act::Serve;
        }
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ";
        let head = format!("{head}{}\r\n\r\n", packed.len());
        Act::Say([head.as_bytes(), &packed].concat())
    });
    let (exit, report) = online.verify(&[]);
    assert_eq!((exit, codes(&report)), (Some(5), vec!["changed"]));
}
