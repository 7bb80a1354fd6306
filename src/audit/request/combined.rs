//! Combined and common log format: `%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"`.
//!
//! Source: the documentation of Apache's `mod_log_config` and of nginx's `ngx_http_log_module`. Both escape quotes in what
//! clients send, Apache as `\"`, nginx as `\x22`.

use std::borrow::Cow;
use std::net::IpAddr;
use std::str::FromStr as _;

use memchr::{memchr, memchr2, memrchr};

use crate::audit::clock;
use crate::audit::request::logged::{Broken, LoggedRequest, Read, whole_path};

/// Reads a line, or the beginning of one that is longer, of which there is the `end` as well. One that is not `wanted` only
/// has to look like one.
pub(super) fn read<'a>(line: &'a [u8], end: Option<&'a [u8]>, wanted: bool) -> Read<'a> {
    // Some formats put the addresses that proxies passed on first, in quotes.
    let (lead, line) =
        if line.first() == Some(&b'"') { quoted(line).unwrap_or_default() } else { (&[][..], line) };
    let Some((before, at, after)) = time(line) else {
        let shaped = memchr(b'[', line).is_some() && memchr(b'"', line).is_some() && line.is_ascii();
        return Read::Broken(if shaped { Broken::Instant } else { Broken::Format });
    };
    if !wanted {
        return Read::Other;
    }
    let (request, rest) = match (quoted(after), end) {
        (Some((request, rest)), _) => (request, rest),
        (None, Some(end)) => match open(after) {
            Some(request) => (request, unescaped(end).map_or(&[][..], |quote| &end[quote + 1..])),
            None => return Read::Broken(Broken::TooLong),
        },
        (None, None) => return Read::Broken(Broken::Format),
    };
    let mut rest = rest.trim_ascii_start();
    let status = word(&mut rest).and_then(status);
    if status.is_none() && end.is_none() {
        return Read::Broken(Broken::Status);
    }
    let _bytes_sent = word(&mut rest);
    let mut next = || {
        let (text, after) = quoted(rest).unwrap_or_default();
        rest = after;
        if text == b"-" { &[] } else { text }
    };
    let (referer, agent) = (next(), next());
    let mut last = lead;
    while let Some((text, after)) = quoted(rest) {
        (last, rest) = (text, after);
    }
    let (method, target) = ask(request);
    let (host, client, first) = who(before);
    Read::Request(LoggedRequest {
        client: Cow::Borrowed(client),
        forwarded: Cow::Borrowed(if last.is_empty() { first } else { last }),
        host: Cow::Borrowed(host),
        at,
        method: Cow::Borrowed(method),
        target: Cow::Borrowed(target),
        status,
        referer: Cow::Borrowed(referer),
        agent: Cow::Borrowed(agent),
    })
}

/// What stands before the instant, the instant, what stands after it. The instant stands in the last brackets before the
/// request: a user's name before it may hold brackets, too, and an instant in them.
fn time(line: &[u8]) -> Option<(&[u8], i64, &[u8])> {
    let open = memrchr(b'[', &line[..unescaped(line).unwrap_or(line.len())])?;
    let at = clock::common(line.get(open + 1..open + 27)?)?;
    (line.get(open + 27) == Some(&b']')).then(|| (&line[..open], at, &line[open + 28..]))
}

/// The place of the first quote that no backslash escapes.
fn unescaped(text: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + memchr2(b'"', b'\\', text.get(from..)?)?;
        if text[at] == b'"' {
            return Some(at);
        }
        from = at + 2;
    }
}

/// A request line that was cut off in its query.
fn open(after: &[u8]) -> Option<&[u8]> {
    whole_path(&after[unescaped(after)? + 1..])
}

/// The next text in quotes and what follows it.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = &text[memchr(b'"', text)? + 1..];
    unescaped(text).map(|end| (&text[..end], &text[end + 1..]))
}

/// Takes the next word.
fn word<'a>(text: &mut &'a [u8]) -> Option<&'a [u8]> {
    let trimmed = text.trim_ascii_start();
    let end = memchr(b' ', trimmed).unwrap_or(trimmed.len());
    let (word, rest) = trimmed.split_at(end);
    *text = rest;
    (!word.is_empty()).then_some(word)
}

/// Three digits. Source: RFC 9110, 15.
fn status(word: &[u8]) -> Option<u16> {
    let [a, b, c] = *word else { return None };
    let digits = [a, b, c].iter().all(u8::is_ascii_digit);
    digits.then(|| u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0'))
}

/// Method and target of a request line; both empty where it is none, as when someone speaks TLS to a plain port.
fn ask(line: &[u8]) -> (&[u8], &[u8]) {
    let Some(space) = memchr(b' ', line) else { return (&[], &[]) };
    let (method, rest) = (&line[..space], &line[space + 1..]);
    let target = match memrchr(b' ', rest) {
        Some(end) if rest[end + 1..].starts_with(b"HTTP/") => &rest[..end],
        _ => rest,
    };
    (method, target)
}

/// The virtual host, if the line starts with one, the client, and the list of addresses that proxies passed on, if the line
/// starts with one.
fn who(before: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let mut rest = before;
    let first = word(&mut rest).unwrap_or_default();
    if memchr(b',', first).is_some() {
        let mut last = first;
        while last.ends_with(b",") {
            last = word(&mut rest).unwrap_or_default();
        }
        let list = &before[..before.len() - rest.len()];
        let next = word(&mut rest).unwrap_or_default();
        let newest = last.rsplit(|byte| *byte == b',').next().unwrap_or(last);
        return (&[], if is_address(next) { next } else { newest }, list);
    }
    let second = word(&mut rest).unwrap_or_default();
    if is_address(first) {
        // Two addresses: `%{X-Forwarded-For}i %h`.
        return if is_address(second) { (&[], second, first) } else { (&[], first, &[]) };
    }
    if is_address(second) || names_a_port(first) { (first, second, &[]) } else { (&[], first, &[]) }
}

fn is_address(word: &[u8]) -> bool {
    // No address has other letters; most host names do, and need not be asked further.
    let plausible = word.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'));
    plausible && std::str::from_utf8(word).is_ok_and(|word| IpAddr::from_str(word).is_ok())
}

fn names_a_port(word: &[u8]) -> bool {
    let port = memrchr(b':', word).map(|colon| &word[colon + 1..]);
    port.is_some_and(|port| !port.is_empty() && port.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIME: &str = "[10/Oct/2026:13:55:36 +0000]";

    fn texts(line: &str) -> Result<[String; 6], Broken> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match read(line.as_bytes(), None, true) {
            Read::Request(r) => Ok([
                text(&r.client),
                text(&r.host),
                text(&r.target),
                r.status.unwrap().to_string(),
                text(&r.referer),
                text(&r.agent),
            ]),
            Read::Broken(reason) => Err(reason),
            Read::Other => panic!("{line}"),
        }
    }

    #[test]
    fn requests() {
        let check = |line: &str, expected: [&str; 6]| {
            let line = line.replace("TIME", TIME);
            assert_eq!(texts(&line), Ok(expected.map(str::to_owned)), "{line}");
        };
        check(
            r#"192.0.2.1 - - TIME "GET /s/x/ HTTP/1.1" 200 512 "https://a.example/" "Mozilla/5.0 (X11)""#,
            ["192.0.2.1", "", "/s/x/", "200", "https://a.example/", "Mozilla/5.0 (X11)"],
        );
        check(
            r#"2001:db8::1 - - TIME "GET /s/x/ HTTP/2.0" 304 0"#,
            ["2001:db8::1", "", "/s/x/", "304", "", ""],
        );
        check(
            r#"example.org:443 192.0.2.1 - bob TIME "HEAD /s/x/ HTTP/1.1" 404 - "-" "-""#,
            ["192.0.2.1", "example.org:443", "/s/x/", "404", "", ""],
        );
        check(
            r#"example.org 2001:db8::1 - - TIME "GET http://example.org/s/x/ HTTP/1.1" 410 9 "-" "a""#,
            ["2001:db8::1", "example.org", "http://example.org/s/x/", "410", "", "a"],
        );
        check(
            r#"dial-up.example.net - a [b] TIME "GET /s/x y HTTP/1.0" 400 9 "-" "say \"hi\" \\""#,
            ["dial-up.example.net", "", "/s/x y", "400", "", r#"say \"hi\" \\"#],
        );
        check(
            r#"192.0.2.1 - - TIME "GET /s/x\x22/ HTTP/1.1" 404 9 "-" "a \x22b\x22" "192.0.2.9" extra"#,
            ["192.0.2.1", "", r"/s/x\x22/", "404", "", r"a \x22b\x22"],
        );
        // A name that holds an instant moves no request to it.
        let named = "192.0.2.1 - a [01/Jan/2000:00:00:00 +0000] \\\" TIME \"GET /s/x/ HTTP/1.1\" 200 9";
        check(named, ["192.0.2.1", "", "/s/x/", "200", "", ""]);
        let named = named.replace("TIME", TIME);
        let Read::Request(request) = read(named.as_bytes(), None, true) else { panic!() };
        assert_eq!(request.at, 1_791_640_536);
        check(r#"192.0.2.1 - - TIME "\x16\x03\x01" 400 9 "-" "-""#, ["192.0.2.1", "", "", "400", "", ""]);
        check(r#"192.0.2.1 - - TIME "-" 408 0 "-" "-""#, ["192.0.2.1", "", "", "408", "", ""]);
    }

    #[test]
    fn whom_a_proxy_passed_on() {
        let check = |line: &str, client: &str, forwarded: &str| {
            let line = line.replace("TIME", TIME).replace("ASK", "\"GET /s/x/ HTTP/1.1\" 200 9");
            let Read::Request(request) = read(line.as_bytes(), None, true) else { panic!("{line}") };
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert_eq!(
                (text(&request.client), text(&request.forwarded)),
                (client.to_owned(), forwarded.to_owned()),
                "{line}"
            );
        };
        check("10.0.0.1 - - TIME ASK", "10.0.0.1", "");
        check("10.0.0.1 - - TIME ASK \"-\" \"a\"", "10.0.0.1", "");
        check("10.0.0.1 - - TIME ASK \"-\" \"a\" \"203.0.113.5\"", "10.0.0.1", "203.0.113.5");
        check(
            "10.0.0.1 - - TIME ASK \"-\" \"a\" 0.01 \"x\" \"203.0.113.5, 10.0.0.2\"",
            "10.0.0.1",
            "203.0.113.5, 10.0.0.2",
        );
        check("203.0.113.5, 10.0.0.2 - - TIME ASK", "10.0.0.2", "203.0.113.5, 10.0.0.2");
        check("203.0.113.5,10.0.0.2 10.0.0.1 - - TIME ASK", "10.0.0.1", "203.0.113.5,10.0.0.2");
        check("203.0.113.5 10.0.0.1 - - TIME ASK", "10.0.0.1", "203.0.113.5");
        check("\"203.0.113.5, 10.0.0.2\" 10.0.0.1 - - TIME ASK", "10.0.0.1", "203.0.113.5, 10.0.0.2");
    }

    #[test]
    fn long_lines() {
        let check = |head: &str, end: &str, expected: Option<(&str, Option<u16>)>| {
            let head = head.replace("TIME", TIME);
            let found = match read(head.as_bytes(), Some(end.as_bytes()), true) {
                Read::Request(request) => {
                    Some((String::from_utf8_lossy(&request.target).into_owned(), request.status))
                }
                _ => None,
            };
            assert_eq!(found, expected.map(|(target, status)| (target.to_owned(), status)), "{head}…{end}");
        };
        let asked = "192.0.2.1 - - TIME \"GET /s/x/";
        check(&format!("{asked} HTTP/1.1\" 200 9 \"-\" \"aaa"), "aaa\"", Some(("/s/x/", Some(200))));
        check(&format!("{asked}?q"), "q HTTP/1.1\" 410 9 \"-\" \"a\"", Some(("/s/x/", Some(410))));
        check(&format!("{asked}?q"), "q\\\" 200 HTTP/1.1\" 410 9", Some(("/s/x/", Some(410))));
        // The end of a referer is no status.
        check(&format!("{asked}?q"), "q/\" \"a\"", Some(("/s/x/", None)));
        check(&format!("{asked}?q"), "q", Some(("/s/x/", None)));
        // What follows could lead out of the folder.
        check(asked, "x/../../ HTTP/1.1\" 200 9", None);
        check("hello", "hello", None);
    }

    #[test]
    fn broken_lines() {
        let check =
            |line: &str, expected| assert_eq!(texts(&line.replace("TIME", TIME)), Err(expected), "{line}");
        check("hello", Broken::Format);
        check("[", Broken::Format);
        check("\u{0}\u{1}[\"", Broken::Instant);
        check(r#"192.0.2.1 - - [yesterday] "GET /s/x/ HTTP/1.1" 200 1"#, Broken::Instant);
        check("192.0.2.1 - - TIME", Broken::Format);
        check(r#"192.0.2.1 - - TIME "GET /s/x/"#, Broken::Format);
        check(r#"192.0.2.1 - - TIME "GET /s/x/ \"#, Broken::Format);
        check(r#"192.0.2.1 - - TIME "GET /s/x/ HTTP/1.1""#, Broken::Status);
        check(r#"192.0.2.1 - - TIME "GET /s/x/ HTTP/1.1" 20 1"#, Broken::Status);
    }
}
