//! The lines of a log, in bounded memory: plain or gzip (RFC 1952), however long, however broken.

use std::io::{self, BufReader, ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;
use memchr::{memchr, memrchr};

/// The longest line that is read whole, in bytes; most servers refuse such requests. Caddy takes headers of 1 MiB.
pub(super) const MAX_LINE: usize = 64 * 1024;

/// How much is read of the end of a longer line: Caddy writes the status there.
const END: usize = 4 * 1024;

const BUFFER: usize = 4 * MAX_LINE;

/// A line, or what stands in its place.
pub(super) enum LogLine<'a> {
    /// Without its line end.
    Whole(&'a [u8]),
    /// Longer than [`MAX_LINE`]: its first [`MAX_LINE`] bytes and its last [`END`]. What stands between was passed over.
    Long { head: &'a [u8], end: &'a [u8] },
}

/// Why a log was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// A gzip file that was cut off, or is still being written.
    #[error("its compressed data breaks off before its end; what stands before was read")]
    Truncated,
    /// A gzip file whose bytes are not those that were compressed, or that something else follows.
    #[error("its compressed data is damaged; what stands before was read")]
    Damaged,
    /// The system refused.
    #[error("{0}")]
    Io(io::Error),
}

/// Gives every line of `log` to `take`. What was read before an error was given all the same.
pub(super) fn each(log: impl Read, mut take: impl FnMut(LogLine<'_>)) -> Result<(), LogError> {
    let mut log = BufReader::with_capacity(BUFFER, log);
    let head = head(&mut log).map_err(LogError::Io)?;
    let whole = io::Cursor::new(head.clone()).chain(log);
    if head != GZIP {
        return plain(whole, &mut take).map_err(LogError::Io);
    }
    plain(MultiGzDecoder::new(BufReader::with_capacity(BUFFER, whole)), &mut take).map_err(
        |error| match error.kind() {
            ErrorKind::UnexpectedEof => LogError::Truncated,
            ErrorKind::InvalidData | ErrorKind::InvalidInput => LogError::Damaged,
            _ => LogError::Io(error),
        },
    )
}

/// How a gzip file starts: RFC 1952, 2.3.1.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The first two bytes of a log, or fewer where it has fewer.
fn head(log: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    log.take(2).read_to_end(&mut head)?;
    Ok(head)
}

/// The lines of bytes that are not compressed.
fn plain(mut log: impl Read, take: &mut impl FnMut(LogLine<'_>)) -> io::Result<()> {
    let mut buffer = vec![0; BUFFER];
    // The head of a line of which the buffer holds no more than the end.
    let mut head: Vec<u8> = Vec::new();
    let mut filled = 0;
    loop {
        let read = match log.read(&mut buffer[filled..]) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read,
        };
        let ended = !matches!(read, Ok(1..));
        let before = filled;
        filled += read.as_ref().copied().unwrap_or(0);
        // What was there before holds no line end.
        let whole = match memrchr(b'\n', &buffer[before..filled]) {
            _ if ended => filled,
            Some(last) => before + last + 1,
            None => 0,
        };
        split(&buffer[..whole], &mut head, take);
        buffer.copy_within(whole..filled, 0);
        filled -= whole;
        if filled > MAX_LINE {
            if head.is_empty() {
                head.extend_from_slice(&buffer[..MAX_LINE]);
            }
            buffer.copy_within(filled - END..filled, 0);
            filled = END;
        }
        if ended {
            return read.map(|_| ());
        }
    }
}

/// Takes the lines of `bytes` apart. Where there is a `head`, the first one is the end of a line that starts with it.
fn split(mut bytes: &[u8], head: &mut Vec<u8>, take: &mut impl FnMut(LogLine<'_>)) {
    while let Some(end) = memchr(b'\n', bytes).or((!bytes.is_empty()).then_some(bytes.len())) {
        let line = &bytes[..end];
        let last = &line[line.len().saturating_sub(END)..];
        if !head.is_empty() {
            take(LogLine::Long { head, end: last });
            head.clear();
        } else if line.len() > MAX_LINE {
            take(LogLine::Long { head: &line[..MAX_LINE], end: last });
        } else {
            take(LogLine::Whole(line.strip_suffix(b"\r").unwrap_or(line)));
        }
        bytes = bytes.get(end + 1..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::write::GzEncoder;

    use super::*;

    /// Gives its bytes a few at a time, as pipes do.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let step = self.1.min(buffer.len());
            (&mut self.0).take(step as u64).read(buffer)
        }
    }

    fn read(log: impl Read) -> (Vec<String>, Result<(), LogError>) {
        let mut lines = Vec::new();
        let outcome = each(log, |line| {
            lines.push(match line {
                LogLine::Whole(line) => String::from_utf8_lossy(line).into_owned(),
                LogLine::Long { head, end } => {
                    assert_eq!((head.len(), end.len()), (MAX_LINE, END));
                    format!("{}…{}", char::from(head[0]), String::from_utf8_lossy(&end[END - 2..]))
                }
            });
        });
        (lines, outcome)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn lines() {
        let long = format!("a{}bc", "x".repeat(MAX_LINE - 2));
        let longer = format!("d{}ef", "y".repeat(3 * BUFFER));
        let check = |text: &str, expected: &[&str]| {
            for step in [1, 700, 4096, BUFFER, usize::MAX] {
                if step > 1 || text.len() < BUFFER {
                    assert_eq!(read(Trickle(text.as_bytes(), step)).0, expected, "{step}");
                }
            }
            assert_eq!(read(gzip(text.as_bytes()).as_slice()).0, expected, "compressed");
        };
        check("", &[]);
        check("a", &["a"]);
        check("a\n", &["a"]);
        check("a\r\n\nb", &["a", "", "b"]);
        check(&format!("a\n{long}\nb\n"), &["a", "a…bc", "b"]);
        check(&format!("{longer}\nb\n{longer}"), &["d…ef", "b", "d…ef"]);
        let most = "z".repeat(MAX_LINE);
        check(&format!("{most}\n{most}"), &[most.as_str(), most.as_str()]);
    }

    #[test]
    fn compressed_logs_that_are_not_whole() {
        let text = (0..5_000).map(|number| format!("line {number}\n")).collect::<Vec<_>>().concat();
        let whole = gzip(text.as_bytes());
        let (lines, outcome) = read(&whole[..whole.len() / 2]);
        assert!(matches!(outcome, Err(LogError::Truncated)), "{outcome:?}");
        assert!(lines.len() > 1_000, "what stood before counts");
        let two: Vec<u8> = [whole.clone(), whole.clone()].concat();
        assert_eq!(read(two.as_slice()).0.len(), 10_000, "files that were put together");
        let mut broken = whole;
        let middle = broken.len() / 2;
        broken[middle..middle + 40].fill(0xff);
        assert!(read(broken.as_slice()).1.is_err());
    }
}
