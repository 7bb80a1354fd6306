//! JSON lines of Caddy of which only the beginning and the end are there: whoever sends headers of a megabyte has them logged.
//!
//! Caddy writes the time first, then the request, its target before its headers, then the status; who collects logs may have
//! sorted the members, so that a part that is not in the beginning is looked for in the end. In a string each quote is escaped
//! (RFC 8259, 7), so that what is looked for here, a quoted name with its colon, can stand in none. Names of headers are
//! written with capitals.

use std::borrow::Cow;

use memchr::memmem;
use serde_json::Value as Json;

use crate::audit::clock;
use crate::audit::request::logged::{Broken, LoggedRequest, Read, whole_path};

/// Reads what is there of a line.
pub(super) fn read<'a>(head: &'a [u8], end: &'a [u8], wanted: bool) -> Read<'a> {
    if !wanted || memmem::find(head, b"\"request\":{").is_none() {
        return Read::Other;
    }
    let value = |name: &str| value(head, name).or_else(|| value(end, name));
    let at = match value("\"ts\":").and_then(|(value, _)| serde_json::from_slice(value).ok()) {
        Some(Json::Number(number)) => number.as_f64().and_then(clock::unix),
        Some(Json::String(text)) => clock::text(&text),
        _ => None,
    };
    let Some(at) = at else { return Read::Broken(Broken::Instant) };
    let target = match value("\"uri\":") {
        Some((value, true)) => unquoted(value),
        // Escapes are those of JSON in a path that was cut off: servers get none of them in one.
        Some((value, false)) => whole_path(value.get(1..).unwrap_or_default()).map(Cow::Borrowed),
        None => None,
    };
    let Some(target) = target else { return Read::Broken(Broken::Json) };
    let text = |name: &str| value(name).and_then(|(value, _)| unquoted(value)).unwrap_or_default();
    let status = value("\"status\":").and_then(|(value, _)| serde_json::from_slice(value).ok());
    let (client, remote) = (text("\"client_ip\":"), text("\"remote_ip\":"));
    let found = !client.is_empty() && client != remote && !remote.is_empty();
    Read::Request(LoggedRequest {
        forwarded: if found { client.clone() } else { text("\"X-Forwarded-For\":[") },
        client: if client.is_empty() { remote } else { client },
        host: text("\"host\":"),
        at,
        method: text("\"method\":"),
        target,
        status,
        referer: text("\"Referer\":["),
        agent: text("\"User-Agent\":["),
    })
}

/// The number or string that follows a quoted name, and whether it is whole.
fn value<'a>(text: &'a [u8], name: &str) -> Option<(&'a [u8], bool)> {
    let rest = &text[memmem::find(text, name.as_bytes())? + name.len()..];
    let mut escaped = false;
    let is_string = rest.first() == Some(&b'"');
    let end = rest.iter().skip(usize::from(is_string)).position(|byte| match byte {
        _ if escaped => {
            escaped = false;
            false
        }
        b'\\' => {
            escaped = true;
            false
        }
        b'"' => is_string,
        b',' | b'}' | b']' => !is_string,
        _ => false,
    });
    Some(end.map_or((rest, false), |end| (&rest[..end + 2 * usize::from(is_string)], true)))
}

/// The text of a JSON string.
fn unquoted(value: &[u8]) -> Option<Cow<'_, [u8]>> {
    serde_json::from_slice::<String>(value).ok().map(|text| Cow::Owned(text.into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"{"level":"info","ts":1791665736.25,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.1","client_ip":"10.0.0.1","proto":"HTTP/2.0","method":"GET","host":"example.org","uri":"/s/x/","headers":{"User-Agent":["say \"hi\""],"X-Forwarded-For":["203.0.113.5"],"X-Long":["a"#;
    const END: &str =
        r#"a"],"tls":{}},"duration":0.1,"size":9,"status":410,"resp_headers":{"Server":["Caddy"]}}"#;

    #[test]
    fn a_request() {
        let Read::Request(request) = read(HEAD.as_bytes(), END.as_bytes(), true) else { panic!() };
        assert_eq!((request.at, request.status), (1_791_665_736, Some(410)));
        assert_eq!((&*request.client, &*request.forwarded), (&b"10.0.0.1"[..], &b"203.0.113.5"[..]));
        assert_eq!((&*request.method, &*request.target), (&b"GET"[..], &b"/s/x/"[..]));
        assert_eq!((&*request.host, &*request.agent), (&b"example.org"[..], &b"say \"hi\""[..]));
        assert_eq!(read(HEAD.as_bytes(), END.as_bytes(), false), Read::Other);
    }

    #[test]
    fn what_is_missing() {
        let uri = HEAD.find("/s/x/").unwrap();
        let cut = |uri_ends: &str| format!("{}{uri_ends}", &HEAD[..uri]);
        let found = |head: &str, end: &str| match read(head.as_bytes(), end.as_bytes(), true) {
            Read::Request(request) => {
                Some((String::from_utf8_lossy(&request.target).into_owned(), request.status))
            }
            _ => None,
        };
        let path = || "/s/x/".to_owned();
        assert_eq!(found(&cut("/s/x/?a"), END), Some((path(), Some(410))));
        assert_eq!(found(&cut("/s/x/?a"), "a"), Some((path(), None)));
        assert_eq!(found(&cut("/s/x/a"), END), None, "the path goes on");
        // What a reader sends ends no string.
        assert_eq!(found(&cut("/s/x/?a"), r#"\"status\":200,"#), Some((path(), None)));
        assert_eq!(found(&cut(r#"/a\",\"uri\":\"/s/x/?a"#), END).unwrap().0, r#"/a\",\"uri\":\"/s/x/"#);
        assert_eq!(found(&HEAD.replace("\"ts\":1", "\"tt\":1"), END), None);
        assert_eq!(found(&HEAD.replace("\"request\"", "\"other\""), END), None);
    }
}
