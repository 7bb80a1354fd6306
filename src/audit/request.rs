//! One line of a log as the request it tells of: combined and common format of nginx and Apache, with or without the name of
//! the virtual host before them, and JSON lines of Caddy.

mod caddy;
mod combined;
mod cut;

use std::borrow::Cow;

use memchr::memmem;

/// What a log says of one request. Nothing is copied that stands in the line as it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LoggedRequest<'a> {
    /// Who asked: an address, or a name where the server looks names up.
    pub(super) client: Cow<'a, [u8]>,
    /// What proxies said of who asked them, as `X-Forwarded-For` says it; empty where the log does not tell.
    pub(super) forwarded: Cow<'a, [u8]>,
    /// The name under which the site was asked, where the log says it.
    pub(super) host: Cow<'a, [u8]>,
    /// Unix seconds.
    pub(super) at: i64,
    pub(super) method: Cow<'a, [u8]>,
    /// As it was sent: a path and query, or a whole URL.
    pub(super) target: Cow<'a, [u8]>,
    /// `None` where it stood in the part of a long line that was not read.
    pub(super) status: Option<u16>,
    pub(super) referer: Cow<'a, [u8]>,
    pub(super) agent: Cow<'a, [u8]>,
}

/// What a line turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read<'a> {
    Request(LoggedRequest<'a>),
    /// A line of a log that tells of no link: a request for something else, another message of the server.
    Other,
    Broken(Broken),
}

/// Why a line could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Broken {
    /// Longer than 64 KiB, and its beginning does not tell what was asked for.
    TooLong,
    /// Neither of the formats.
    Format,
    /// Without an instant that can be read.
    Instant,
    /// Without a status that can be read.
    Status,
    /// JSON that does not parse.
    Json,
}

impl Broken {
    /// Every reason, with a word for programs and words for people.
    pub(super) const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::TooLong, "too_long", "longer than 64 KiB"),
        (Self::Format, "format", "of no known format"),
        (Self::Instant, "instant", "without a readable time"),
        (Self::Status, "status", "without a readable status"),
        (Self::Json, "json", "broken JSON"),
    ];
}

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

/// As much of a target that was cut off as tells its path: up to the query. `None` where the path goes on.
fn whole_path(target: &[u8]) -> Option<&[u8]> {
    memchr::memchr(b'?', target).map(|end| &target[..end])
}

/// Whether the bytes `/s/` may stand in a path of the line, escaped or not.
fn may_name_a_link(line: &[u8]) -> bool {
    let holds = |needle: &[u8]| memmem::find(line, needle).is_some();
    holds(b"/s/") || holds(b"%") || holds(b"/S/") || holds(b"\\/")
}
