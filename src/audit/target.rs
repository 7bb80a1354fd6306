//! What a request asked for: the folder of a link, something else under `s/`, or none of it.

use memchr::memchr2;

/// A token as bytes.
pub(super) type Token = [u8; 20];

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RequestTarget {
    /// Something in the folder of a link, or of what has the shape of one.
    Link {
        token: Token,
        /// The end that the folder's name claims; `None` for never.
        expires: Option<i64>,
        /// Whether it is a page, as opposed to a file that belongs to it.
        page: bool,
    },
    /// Under `s/`, but nothing that could be a link.
    Odd,
    /// Not of the shares.
    Elsewhere,
}

/// Paths up to this length are resolved without an allocation.
const USUAL: usize = 1_024;

/// Reads the target of a request: a path or a whole URL, percent-encoded or not (RFC 3986, 2.1), with empty segments and dots
/// or without, in either case of letters. `prefix` is the path of the site on its host. The path may be as long and as deep as
/// a line of the log lets it be: servers resolve it before they look for a file, and so is it resolved here.
pub(super) fn read(target: &[u8], prefix: &[Vec<u8>]) -> RequestTarget {
    let path = path(target);
    let (mut usual, mut long) = ([0; USUAL], Vec::new());
    let room = if path.len() < USUAL {
        &mut usual[..]
    } else {
        long.resize(path.len() + 1, 0);
        &mut long[..]
    };
    let (path, is_folder) = resolve(path, room);
    let segments = || path.split(|byte| *byte == b'/').skip(1);
    for ((at, first), second) in segments().enumerate().zip(segments().skip(1)) {
        if is_s(first)
            && let Some((token, expires)) = folder(second)
        {
            let named = segments().skip(at + 2).last().is_some_and(|file| file.ends_with(b".html"));
            return RequestTarget::Link { token, expires, page: is_folder || named };
        }
    }
    let inside = prefix.iter().map(Vec::as_slice).eq(segments().take(prefix.len()));
    let mut own = segments().skip(if inside { prefix.len() } else { 0 });
    match (own.next(), own.next(), own.next()) {
        (Some(s), Some(b"index.html"), None) if is_s(s) => RequestTarget::Elsewhere,
        (Some(s), Some(_), _) if is_s(s) => RequestTarget::Odd,
        _ => RequestTarget::Elsewhere,
    }
}

/// A path as servers resolve it, written into `room`, which has one byte more than the path: percent-encoding decoded once,
/// empty segments and `.` left out, `..` followed (RFC 3986, 5.2.4). Each segment stands behind its `/`. Says, too, whether it
/// names a folder.
fn resolve<'a>(path: &[u8], room: &'a mut [u8]) -> (&'a [u8], bool) {
    let (mut from, mut length, mut start) = (0, 0, 0);
    loop {
        let byte = (from < path.len()).then(|| decoded(&path[from..]));
        if let Some((byte, width)) = byte.filter(|(byte, _)| *byte != b'/') {
            if length == start {
                room[length] = b'/';
                length += 1;
            }
            (room[length], length, from) = (byte, length + 1, from + width);
            continue;
        }
        let name = room[start..length].strip_prefix(b"/").unwrap_or_default();
        let is_file = !matches!(name, b"" | b"." | b"..");
        if name == b".." {
            length = memchr::memrchr(b'/', &room[..start]).unwrap_or(0);
        } else if !is_file {
            length = start;
        }
        start = length;
        match byte {
            Some((_, width)) => from += width,
            None => return (&room[..length], !is_file),
        }
    }
}

/// The first byte of what is percent-encoded, and how many bytes it takes there.
fn decoded(rest: &[u8]) -> (u8, usize) {
    let escaped = match rest {
        [b'%', high, low, ..] => nibble(*high).zip(nibble(*low)),
        _ => None,
    };
    escaped.map_or((rest[0], 1), |(high, low)| (high << 4 | low, 3))
}

/// The segments of the path of a site's URL.
pub(super) fn prefix(base_url: &str) -> Vec<Vec<u8>> {
    let segments = path(base_url.as_bytes()).split(|byte| *byte == b'/');
    segments.filter(|segment| !segment.is_empty()).map(<[u8]>::to_vec).collect()
}

/// The path of a target, without what follows it or, in a whole URL, stands before it.
fn path(target: &[u8]) -> &[u8] {
    let target = &target[..memchr2(b'?', b'#', target).unwrap_or(target.len())];
    match memchr::memmem::find(target, b"://") {
        Some(scheme) if target[..scheme].iter().all(u8::is_ascii_alphabetic) => {
            let rest = &target[scheme + 3..];
            &rest[memchr::memchr(b'/', rest).unwrap_or(rest.len())..]
        }
        _ => target,
    }
}

fn is_s(segment: &[u8]) -> bool {
    segment.eq_ignore_ascii_case(b"s")
}

/// Token and end of a folder's name.
fn folder(name: &[u8]) -> Option<(Token, Option<i64>)> {
    let (expiry, digits) = name.split_at_checked(name.len().checked_sub(40)?)?;
    let expiry = expiry.strip_suffix(b"-")?;
    let expires = match expiry {
        never if never.eq_ignore_ascii_case(b"never") => None,
        digits if digits.len() == 10 && digits.iter().all(u8::is_ascii_digit) => {
            Some(digits.iter().fold(0, |second, digit| second * 10 + i64::from(digit - b'0')))
        }
        _ => return None,
    };
    let mut token = [0; 20];
    for (byte, pair) in token.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some((token, expires))
}

/// The value of a hexadecimal digit, in either case: mail programs and people change it.
fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// The token of a folder's name that [`crate::link::Folder`] gave.
pub(super) fn token(folder: &str) -> Option<Token> {
    self::folder(folder.as_bytes()).map(|(token, _)| token)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn targets() {
        let check = |target: &str, expected: Option<(Option<i64>, bool)>| {
            let prefix = prefix("https://example.org/registers/");
            let found = read(target.replace("TOKEN", TOKEN).as_bytes(), &prefix);
            let token = token(&format!("never-{TOKEN}")).unwrap();
            let link = |(expires, page)| RequestTarget::Link { token, expires, page };
            assert_eq!(found, expected.map_or(RequestTarget::Odd, link), "{target}");
        };
        check("/s/never-TOKEN/", Some((None, true)));
        check("/s/4102441199-TOKEN/", Some((Some(4_102_441_199), true)));
        check("/registers/s/never-TOKEN/staff/a.html?x=/s/y", Some((None, true)));
        check("/registers//s//never-TOKEN/extract.json", Some((None, false)));
        check("/s/never-TOKEN", Some((None, false)));
        check("https://example.org/registers/s/never-TOKEN/#top", Some((None, true)));
        check("HTTP://[2001:db8::1]:8080/s/never-TOKEN/", Some((None, true)));
        check("/%73%2Fnever-TOKEN/", Some((None, true)));
        check("/s/%6eever-TOKEN/index.html", Some((None, true)));
        check("/S/NEVER-0123456789ABCDEF0123456789ABCDEF01234567/", Some((None, true)));
        check("/x/../s/./never-TOKEN/y/..//SHA256SUMS", Some((None, false)));
        check("/x/s/never-TOKEN/y/..", Some((None, true)));
        check("/s/never-TOKEN/.", Some((None, true)));
        check("/%2e%2E/a/%2e%2e/s/never-TOKEN/", Some((None, true)));
        // Servers answer 200 for each of these.
        for depth in [1, 15, 16, 17, 300, 2_000] {
            check(
                &format!("{}{}/s/never-TOKEN/", "/a".repeat(depth), "/..".repeat(depth)),
                Some((None, true)),
            );
            check(&format!("{}s/never-TOKEN/a.html", "/b/%2e%2e//./".repeat(depth)), Some((None, true)));
        }
        check(&format!("/{}/../s/never-TOKEN/", "x".repeat(1_023)), Some((None, true)));
        check("/s/never-TOKE/", None);
        check("/registers/s/never-TOKENa/", None);
        check("/s/410244119-TOKEN/", None);
        check(&format!("/s/{}-TOKEN/", "x".repeat(200)), None);
        check("/s/.git/config", None);
        check("/s/TOKEN", None);
    }

    #[test]
    fn other_targets() {
        for target in ["", "/", "*", "/s/", "/s", "/s/index.html", "/registers/s/", "/a/s/b/", "/%", "/%s/%2"]
        {
            let prefix = prefix("https://example.org/registers/");
            assert_eq!(read(target.as_bytes(), &prefix), RequestTarget::Elsewhere, "{target}");
        }
        for path in
            [format!("/{}", "a/".repeat(600)), format!("/s/never-{TOKEN}/{}../", "x/../".repeat(9_000))]
        {
            assert_eq!(read(path.as_bytes(), &[]), RequestTarget::Elsewhere);
        }
    }
}
