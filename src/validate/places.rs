//! Places inside an organisation that a text gives away: paths of machines, shared folders, hosts that only its own
//! network knows, links with a password in them.
//!
//! Source: RFC 8089 (`file`), RFC 1918 and RFC 4193 (private addresses), RFC 6761 and RFC 6762 (`localhost`, `.local`),
//! RFC 3986, section 3.2.1 (user information).

use memchr::memchr3;

/// Schemes that lead to a disk, a shared folder or a database.
const SCHEMES: &[&str] = &[
    "file://",
    "smb://",
    "cifs://",
    "nfs://",
    "afp://",
    "jdbc:",
    "postgres://",
    "postgresql://",
    "mysql://",
    "mongodb://",
    "ldap://",
    "ldaps://",
];

/// Folders at the root of a Unix or macOS system.
const ROOTS: &[&str] = &[
    "/mnt/",
    "/home/",
    "/srv/",
    "/var/",
    "/etc/",
    "/opt/",
    "/root/",
    "/usr/",
    "/tmp/",
    "/nfs/",
    "/Users/",
    "/Volumes/",
];

/// Names under which no host of the public Internet lies.
const PRIVATE_NAMES: &[&str] = &[
    ".local",
    ".localhost",
    ".localdomain",
    ".internal",
    ".intranet",
    ".intra",
    ".lan",
    ".corp",
    ".home",
    ".home.arpa",
    ".private",
];

/// What a text gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrivateLocation<'a> {
    /// A path or a host, as it stands there.
    Inside(&'a str),
    /// A link with a password in it, which no message repeats.
    Password,
}

/// Schemes of links that name a host.
const HOSTED: &[&str] = &["http", "https", "ftp", "ftps", "sftp", "ssh", "ws", "wss"];

/// The first internal place in a text.
pub(crate) fn internal(text: &str) -> Option<PrivateLocation<'_>> {
    let mut rest = text;
    // Nothing here is without one of the three: only the words around them are looked at.
    while let Some(at) = memchr3(b'/', b'\\', b':', rest.as_bytes()) {
        let start = rest[..at].rfind(char::is_whitespace).unwrap_or_default();
        let end = rest[at..].find(char::is_whitespace).map_or(rest.len(), |after| at + after);
        if let Some(place) = in_word(rest[start..end].trim_start()) {
            return Some(place);
        }
        rest = &rest[end..];
    }
    None
}

/// The first internal place in what stands between white space.
fn in_word(word: &str) -> Option<PrivateLocation<'_>> {
    let telling = |part: &&str| part.contains(['/', '\\', ':']);
    let parts = word.split(|c: char| "\"«»“”<>(){}|,;=".contains(c));
    parts.map(bare).filter(telling).find_map(place)
}

/// A part of a text without the marks around it.
fn bare(part: &str) -> &str {
    let part = part.trim_start_matches(['\'', '’', '`', '*', '_', '[']);
    part.trim_end_matches(['.', ':', '\'', '’', '`', '*', '_', '!', '?', ']'])
}

fn place(part: &str) -> Option<PrivateLocation<'_>> {
    let lower = part.to_ascii_lowercase();
    if let Some((scheme, rest)) = lower.split_once("://")
        && HOSTED.contains(&scheme)
    {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        if user.contains(':') {
            return Some(PrivateLocation::Password);
        }
        return is_private(host).then_some(PrivateLocation::Inside(part));
    }
    let schemed =
        SCHEMES.iter().any(|scheme| lower.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    let local = lower.strip_prefix("localhost:").is_some_and(starts_with_digit);
    (schemed || local || is_path(part)).then_some(PrivateLocation::Inside(part))
}

/// A path of a machine or of a shared folder.
fn is_path(part: &str) -> bool {
    let unix = ROOTS.iter().any(|root| part.strip_prefix(root).is_some_and(starts_with_name));
    let home = part.strip_prefix("~/").is_some_and(starts_with_name);
    // In Markdown the first of two backslashes escapes the second.
    let shared = part.strip_prefix('\\').is_some_and(|rest| {
        let mut names = rest.trim_start_matches(['\\', '?']).split('\\').filter(|name| !name.is_empty());
        let is_name = |name: &str| name.len() > 1 && starts_with_name(name);
        names.next().is_some_and(is_name) && names.next().is_some_and(starts_with_name)
    });
    unix || home || shared || is_drive(part)
}

/// `C:\folder`, `N:/folder`.
fn is_drive(part: &str) -> bool {
    let mut chars = part.chars();
    let (letter, colon, slash) = (chars.next(), chars.next(), chars.next());
    let rest = starts_with_name(chars.as_str());
    match (letter, colon, slash) {
        (Some(letter), Some(':'), Some('\\')) => letter.is_ascii_alphabetic() && rest,
        (Some(letter), Some(':'), Some('/')) => letter.is_ascii_uppercase() && rest,
        _ => false,
    }
}

/// Whether a host, in lower case and perhaps with a port, is one of a private network.
fn is_private(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        let address = address.split(']').next().unwrap_or_default();
        return address.parse::<std::net::Ipv6Addr>().is_ok_and(|address| {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        });
    }
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.');
    if let Ok(address) = host.parse::<std::net::Ipv4Addr>() {
        return address.is_private() || address.is_loopback() || address.is_link_local();
    }
    // A host without a dot is one that a resolver completes: it means something inside only.
    host == "localhost"
        || (starts_with_name(host) && !host.contains('.'))
        || PRIVATE_NAMES.iter().any(|name| host.ends_with(name))
}

fn starts_with_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_places() {
        let check = |text: &str, expected: &str| {
            assert_eq!(internal(text), Some(PrivateLocation::Inside(expected)), "{text}");
        };
        check("see file:///data/x.tif", "file:///data/x.tif");
        check("in C:\\SIG\\couches.", "C:\\SIG\\couches");
        check("N:/donnees/ortho", "N:/donnees/ortho");
        check("on \\\\server\\share\\x", "\\\\server\\share\\x");
        check("on \\server\\share\\x", "\\server\\share\\x");
        check("(/mnt/nas/ortho)", "/mnt/nas/ortho");
        check("`/home/eva/run.log`", "/home/eva/run.log");
        check("path=/srv/data", "/srv/data");
        check("~/data", "~/data");
        check("smb://nas/x", "smb://nas/x");
        check("http://10.0.3.4/geoserver", "http://10.0.3.4/geoserver");
        check("http://172.20.1.1:8080/wms", "http://172.20.1.1:8080/wms");
        check("https://192.168.1.7", "https://192.168.1.7");
        check("http://localhost:8080/wms", "http://localhost:8080/wms");
        check("localhost:5432", "localhost:5432");
        check("[HTTP://[fd00::1]/x]", "HTTP://[fd00::1]/x");
        check("https://geo.intranet/x", "https://geo.intranet/x");
        check("http://nas.local/", "http://nas.local/");
        check("http://geoserver/wms", "http://geoserver/wms");
        check("jdbc:postgresql://db/gis", "jdbc:postgresql://db/gis");
        assert_eq!(internal("https://eva:secret@maps.example.org/"), Some(PrivateLocation::Password));
    }

    #[test]
    fn places_that_anyone_may_know() {
        for text in [
            "https://maps.example.org/home/mnt/x",
            "https://maps.example.org/wms?layers=a:b",
            "http://172.32.0.1/ is public",
            "http://11.0.0.1/",
            "https://user@maps.example.org/",
            "www.example.org/home/eva",
            "mailto:office@example.org",
            "https://local.example.org/",
            "http://www.internal-affairs.example/",
            "and/or, his/her, 1/2, 24/7",
            "ratio 1:5 000; scale 1:25000",
            "at 9:00: C: the third",
            "/data",
            "home/office equipment; /home",
            "C:\\ is a drive",
            "\\alpha\\ and $\\alpha\\beta$",
            "urn:ogc:def:crs:EPSG::2100",
            "Documents are kept in the folder home.",
            "~/",
            "s3://bucket/scene",
            "file:// is a scheme",
        ] {
            assert_eq!(internal(text), None, "{text}");
        }
    }
}
