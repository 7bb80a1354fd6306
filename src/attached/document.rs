//! PDF: who wrote a document and with what (ISO 32000-2, 14.3.3), and what its compressed streams hold.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use hayro_syntax::Pdf;

use crate::attached::found::{Found, MOST_EXPANDED};
use crate::leak::Suspects;

/// The reader of the crate expands the streams that it needs without a limit: of a file with a longer one it gets none.
const LONGEST_STREAM: u64 = 16 * 1024 * 1024;

/// How often a stream is compressed over again, at most.
const MOST_NESTED: usize = 3;

pub(super) fn look(bytes: &[u8], found: &mut Found) {
    let mut left = MOST_EXPANDED;
    let modest = streams(bytes, &mut left, found);
    if !modest {
        return;
    }
    let Ok(pdf) = Pdf::new(bytes.to_vec()) else { return };
    let metadata = pdf.metadata();
    let texts = [
        ("the author", &metadata.author),
        ("the program it was written with", &metadata.creator),
        ("the program that made it", &metadata.producer),
    ];
    for (what, text) in texts {
        if let Some(text) = text {
            found.named(what, &decoded(text));
        }
    }
}

/// Looks through every compressed stream; whether all were of a modest length.
fn streams(bytes: &[u8], left: &mut u64, found: &mut Found) -> bool {
    let mut modest = true;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let rest = &bytes[at + b"stream".len()..];
        let start = rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
        let is_zlib = rest.get(start).is_some_and(|byte| byte & 0x0f == 8);
        if (1..=2).contains(&start) && is_zlib {
            modest &= expand(&rest[start..], left, found, MOST_NESTED);
        }
    }
    modest
}

fn expand(compressed: &[u8], left: &mut u64, found: &mut Found, nested: usize) -> bool {
    let limit = LONGEST_STREAM.min(*left);
    let mut text = Vec::new();
    // What comes before a fault in a stream is read all the same.
    drop(ZlibDecoder::new(compressed).take(limit).read_to_end(&mut text));
    *left -= text.len() as u64;
    found.suspects.add(Suspects::of(&text));
    let modest = (text.len() as u64) < limit;
    let again = text.first().is_some_and(|byte| byte & 0x0f == 8) && text.len() > 64;
    modest && (!again || (nested > 0 && expand(&text, left, found, nested - 1)))
}

/// A text string of PDF (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with a mark before it, else nearly Latin-1.
fn decoded(text: &[u8]) -> String {
    if let Some(text) = text.strip_prefix(b"\xfe\xff") {
        let units = text.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect();
    }
    if let Some(text) = text.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(text).into_owned();
    }
    text.iter().map(|byte| char::from(*byte)).collect()
}
