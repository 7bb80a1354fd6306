//! Where a link was posted: the host of a referer and nothing else of it, for its path may hold a token.

use memchr::memchr3;

/// What a referer tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Referer<'a> {
    /// Nothing, or that the reader came from the site itself.
    Nothing,
    /// A host, as it was written.
    Host(&'a str),
    /// A host that is not told, since it is an address or may hold a token.
    Unnamed,
}

/// The longest host: RFC 1035, 2.3.4.
const LONGEST: usize = 253;

/// Reads a referer. `own` are hosts of the site, without ports.
pub(super) fn read<'a>(referer: &'a [u8], own: &[&[u8]]) -> Referer<'a> {
    let Some(host) = host(referer) else { return Referer::Nothing };
    if host.is_empty() || own.iter().any(|own| host.eq_ignore_ascii_case(self::name(own))) {
        return Referer::Nothing;
    }
    let plain = host.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    match std::str::from_utf8(host) {
        Ok(name) if plain && name.len() <= LONGEST && !tells_too_much(host) => Referer::Host(name),
        _ => Referer::Unnamed,
    }
}

/// The host of a URL of the web, or the name of the application that Android gives in its place; without user and port.
fn host(url: &[u8]) -> Option<&[u8]> {
    let scheme = memchr::memmem::find(url, b"://")?;
    let known = [&b"http"[..], b"https", b"android-app"];
    if !known.iter().any(|known| url[..scheme].eq_ignore_ascii_case(known)) {
        return None;
    }
    let rest = &url[scheme + 3..];
    let authority = &rest[..memchr3(b'/', b'?', b'#', rest).unwrap_or(rest.len())];
    let host = memchr::memrchr(b'@', authority).map_or(authority, |at| &authority[at + 1..]);
    Some(name(host))
}

/// A host without its port. An IPv6 address in brackets keeps them.
pub(super) fn name(host: &[u8]) -> &[u8] {
    if host.first() == Some(&b'[') {
        return &host[..memchr::memchr(b']', host).map_or(host.len(), |end| end + 1)];
    }
    &host[..memchr::memchr(b':', host).unwrap_or(host.len())]
}

/// Whether a host holds an address, or digits of which a token could be made.
fn tells_too_much(host: &[u8]) -> bool {
    let is_number = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let mut numbers = 0;
    let address = host.split(|byte| matches!(byte, b'.' | b'-' | b'_')).any(|part| {
        numbers = if is_number(part) { numbers + 1 } else { 0 };
        numbers >= 4
    });
    let hexadecimal = host.split(|byte| !byte.is_ascii_hexdigit()).any(|run| run.len() >= 16);
    // A provider's name for a customer, or an IPv6 address in disguise.
    let groups = host.split(|byte| matches!(byte, b'.' | b'-' | b'_'));
    let groups = groups.filter(|part| part.len() <= 4 && part.iter().all(u8::is_ascii_hexdigit)).count();
    address || hexadecimal || groups >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        let check = |referer: &str, expected| {
            let own: [&[u8]; 2] = [b"registers.example.org", b"127.0.0.1:8080"];
            assert_eq!(read(referer.as_bytes(), &own), expected, "{referer}");
        };
        check("", Referer::Nothing);
        check("-", Referer::Nothing);
        check("https://Registers.example.org:8443/s/x/", Referer::Nothing);
        check("http://127.0.0.1:9/s/x/", Referer::Nothing);
        check("about:blank", Referer::Nothing);
        check("file:///home/x", Referer::Nothing);
        check("https://forum.example.net/t/1?u=a@b", Referer::Host("forum.example.net"));
        check("https://me:pw@forum.example.net:80#x", Referer::Host("forum.example.net"));
        check("android-app://com.slack/", Referer::Host("com.slack"));
        for address in [
            "http://192.0.2.1/",
            "http://[2001:db8::1]:80/",
            "https://192-0-2-1.provider.example/",
            "https://192.0.2.1.example/",
            "https://2001-db8-0-0-1.provider.example/",
            "https://0123456789abcdef0123456789abcdef01234567.example/",
            "https://a b.example/",
            "https://é.example/",
        ] {
            check(address, Referer::Unnamed);
        }
    }
}
