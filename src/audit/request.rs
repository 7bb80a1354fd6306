//! One line of a log as the request it tells of: combined and common format of nginx and Apache, with or without the name of
//! the virtual host before them, and JSON lines of Caddy.

mod caddy;
mod combined;
mod cut;
mod logged;

use memchr::memmem;

pub(super) use logged::{Broken, LoggedRequest, Read};

/// Reads a line without its line end. Lines that cannot tell of a link are looked at no longer than it takes to see that.
pub(super) fn read(line: &[u8]) -> Read<'_> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    match line.first() {
        None => Read::Other,
        Some(b'{') => caddy::read(line, may_name_a_link(line)),
        Some(_) => combined::read(line, None, may_name_a_link(line)),
    }
}

/// Reads a line of which only the `head` and the `end` are there.
pub(super) fn read_long<'a>(head: &'a [u8], end: &'a [u8]) -> Read<'a> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let wanted = may_name_a_link(head) || may_name_a_link(end);
    let read = match head.first() {
        Some(b'{') => cut::read(head, end, wanted),
        _ => combined::read(head, Some(end), wanted),
    };
    if let Read::Broken(_) = read { Read::Broken(Broken::TooLong) } else { read }
}

/// Whether the bytes `/s/` may stand in a path of the line, escaped or not.
fn may_name_a_link(line: &[u8]) -> bool {
    let holds = |needle: &[u8]| memmem::find(line, needle).is_some();
    holds(b"/s/") || holds(b"%") || holds(b"/S/") || holds(b"\\/")
}
