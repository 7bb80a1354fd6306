//! JSON lines of Caddy's access log. Source: the documentation of its `log` directive; `client_ip` is since 2.7.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, de};

use crate::audit::clock;
use crate::audit::request::logged::{Broken, LoggedRequest, Read};

#[derive(Deserialize)]
struct CaddyEntry<'a> {
    #[serde(default)]
    ts: Time,
    #[serde(default, borrow)]
    request: Option<Asked<'a>>,
    #[serde(default)]
    status: Option<u16>,
}

#[derive(Deserialize)]
struct Asked<'a> {
    #[serde(default, borrow)]
    client_ip: Cow<'a, str>,
    #[serde(default, borrow)]
    remote_ip: Cow<'a, str>,
    #[serde(default, borrow)]
    method: Cow<'a, str>,
    #[serde(default, borrow)]
    host: Cow<'a, str>,
    #[serde(default, borrow)]
    uri: Cow<'a, str>,
    #[serde(default, borrow)]
    headers: CaddyHeaders<'a>,
}

#[derive(Default, Deserialize)]
struct CaddyHeaders<'a> {
    #[serde(default, rename = "Referer", borrow)]
    referer: First<'a>,
    #[serde(default, rename = "User-Agent", borrow)]
    agent: First<'a>,
    #[serde(default, rename = "X-Forwarded-For", borrow)]
    forwarded: First<'a>,
}

/// Reads a line. One that is not `wanted` only has to end as an object does.
pub(super) fn read(line: &[u8], wanted: bool) -> Read<'_> {
    if !wanted {
        let whole = line.trim_ascii_end().ends_with(b"}");
        return if whole { Read::Other } else { Read::Broken(Broken::Json) };
    }
    let Ok(entry) = serde_json::from_slice::<CaddyEntry<'_>>(line) else { return Read::Broken(Broken::Json) };
    // Caddy tells of itself in the same form.
    let Some(asked) = entry.request else { return Read::Other };
    let Some(at) = entry.ts.0 else { return Read::Broken(Broken::Instant) };
    let Some(status) = entry.status else { return Read::Broken(Broken::Status) };
    // Where Caddy trusts its proxies, it has found out itself whom they passed on.
    let found =
        !asked.client_ip.is_empty() && asked.client_ip != asked.remote_ip && !asked.remote_ip.is_empty();
    let forwarded = if found { asked.client_ip.clone() } else { asked.headers.forwarded.0 };
    let client = if asked.client_ip.is_empty() { asked.remote_ip } else { asked.client_ip };
    Read::Request(LoggedRequest {
        client: bytes(client),
        forwarded: bytes(forwarded),
        host: bytes(asked.host),
        at,
        method: bytes(asked.method),
        target: bytes(asked.uri),
        status: Some(status),
        referer: bytes(asked.headers.referer.0),
        agent: bytes(asked.headers.agent.0),
    })
}

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

/// A number or a text, as `time_format` says.
#[derive(Default)]
struct Time(Option<i64>);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Time;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time")
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Time, E> {
                Ok(Time(clock::unix(number)))
            }

            #[expect(clippy::cast_precision_loss, reason = "nanoseconds are rounded to seconds anyway")]
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Time, E> {
                Ok(Time(clock::unix(number as f64)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Time, E> {
                Ok(Time(clock::text(text)))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// The first of the values of a header; the others are passed over.
#[derive(Default)]
struct First<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for First<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = First<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the values of a header")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<First<'de>, A::Error> {
                let first = values.next_element::<CaddyText<'de>>()?.unwrap_or_default();
                while values.next_element::<IgnoredAny>()?.is_some() {}
                Ok(First(first.0))
            }
        }
        deserializer.deserialize_seq(Values)
    }
}

/// A text that is borrowed where nothing in it is escaped.
#[derive(Default, Deserialize)]
struct CaddyText<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"level":"info","ts":1791665736.25,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"192.0.2.1","remote_port":"1","client_ip":"2001:db8::1","proto":"HTTP/2.0","method":"GET","host":"example.org","uri":"/s/x/","headers":{"User-Agent":["say \"hi\"","two"],"Accept":["*/*"],"Referer":["https://a.example/b"]},"tls":{"resumed":false}},"bytes_read":0,"user_id":"","duration":0.1,"size":9,"status":200,"resp_headers":{"Server":["Caddy"]}}"#;

    #[test]
    fn a_request() {
        let Read::Request(request) = read(LINE.as_bytes(), true) else { panic!() };
        assert_eq!(*request.client, *b"2001:db8::1");
        assert_eq!(*request.host, *b"example.org");
        assert_eq!((request.at, request.status), (1_791_665_736, Some(200)));
        assert_eq!(*request.forwarded, *b"2001:db8::1");
        assert_eq!((&*request.method, &*request.target), (&b"GET"[..], &b"/s/x/"[..]));
        assert_eq!(*request.referer, *b"https://a.example/b");
        assert_eq!(*request.agent, *b"say \"hi\"");
        assert!(matches!(request.target, Cow::Borrowed(_)), "nothing is copied");
    }

    #[test]
    fn whom_a_proxy_passed_on() {
        let check = |to: &str, expected: &str| {
            let line = LINE.replacen("\"client_ip\":\"2001:db8::1\"", to, 1);
            assert_ne!(line, LINE);
            let Read::Request(request) = read(line.as_bytes(), true) else { panic!("{line}") };
            assert_eq!(String::from_utf8_lossy(&request.forwarded), expected, "{to}");
        };
        check("\"client_ip\":\"203.0.113.5\"", "203.0.113.5");
        check("\"client_ip\":\"192.0.2.1\"", "");
        let header = "\"headers\":{\"X-Forwarded-For\":[\"203.0.113.5, 10.0.0.1\"]}";
        let line = LINE.replacen("2001:db8::1", "192.0.2.1", 1);
        let start = line.find("\"headers\"").unwrap();
        let line = format!("{}{header}}},\"status\":200}}", &line[..start]);
        let Read::Request(request) = read(line.as_bytes(), true) else { panic!("{line}") };
        assert_eq!(*request.forwarded, *b"203.0.113.5, 10.0.0.1");
    }

    #[test]
    fn other_lines() {
        let check = |from: &str, to: &str, expected| {
            let line = LINE.replacen(from, to, 1);
            assert_ne!(line, LINE);
            assert_eq!(read(line.as_bytes(), true), expected, "{line}");
        };
        check("\"request\"", "\"other\"", Read::Other);
        check("\"ts\"", "\"tt\"", Read::Broken(Broken::Instant));
        check("1791665736.25", "\"noon\"", Read::Broken(Broken::Instant));
        check("\"status\"", "\"state\"", Read::Broken(Broken::Status));
        check("\"size\":9,", "\"size\":9", Read::Broken(Broken::Json));
        let half = &LINE.as_bytes()[..LINE.len() / 2];
        assert_eq!(read(half, true), Read::Broken(Broken::Json));
        assert_eq!(read(half, false), Read::Broken(Broken::Json));
        assert_eq!(read(LINE.as_bytes(), false), Read::Other);
        let local = LINE.replacen("1791665736.25", "\"2026-10-10T20:55:36Z\"", 1);
        let Read::Request(request) = read(local.as_bytes(), true) else { panic!() };
        assert_eq!(request.at, 1_791_665_736);
    }
}
