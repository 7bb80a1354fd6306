//! What a log says of one request, in whatever format.

use std::borrow::Cow;

/// What a log says of one request. Nothing is copied that stands in the line as it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::audit) struct LoggedRequest<'a> {
    /// Who asked: an address, or a name where the server looks names up.
    pub(in crate::audit) client: Cow<'a, [u8]>,
    /// What proxies said of who asked them, as `X-Forwarded-For` says it; empty where the log does not tell.
    pub(in crate::audit) forwarded: Cow<'a, [u8]>,
    /// The name under which the site was asked, where the log says it.
    pub(in crate::audit) host: Cow<'a, [u8]>,
    /// Unix seconds.
    pub(in crate::audit) at: i64,
    pub(in crate::audit) method: Cow<'a, [u8]>,
    /// As it was sent: a path and query, or a whole URL.
    pub(in crate::audit) target: Cow<'a, [u8]>,
    /// `None` where it stood in the part of a long line that was not read.
    pub(in crate::audit) status: Option<u16>,
    pub(in crate::audit) referer: Cow<'a, [u8]>,
    pub(in crate::audit) agent: Cow<'a, [u8]>,
}

/// What a line turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::audit) enum Read<'a> {
    Request(LoggedRequest<'a>),
    /// A line of a log that tells of no link: a request for something else, another message of the server.
    Other,
    Broken(Broken),
}

/// Why a line could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::audit) enum Broken {
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
    pub(in crate::audit) const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::TooLong, "too_long", "longer than 64 KiB"),
        (Self::Format, "format", "of no known format"),
        (Self::Instant, "instant", "without a readable time"),
        (Self::Status, "status", "without a readable status"),
        (Self::Json, "json", "broken JSON"),
    ];
}

/// As much of a target that was cut off as tells its path: up to the query. `None` where the path goes on.
pub(super) fn whole_path(target: &[u8]) -> Option<&[u8]> {
    memchr::memchr(b'?', target).map(|end| &target[..end])
}
