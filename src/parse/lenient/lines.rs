//! Lines of any file: of any encoding that leaves ASCII recognisable, with any line ends, in bounded memory.

use std::io::{self, Read};

/// A line, or a piece of a long one.
pub(super) struct ScannedLine {
    /// From 1.
    pub(super) number: usize,
    pub(super) text: String,
    /// Whether it goes on with the line before.
    pub(super) continues: bool,
    /// Whether the line ends with it.
    pub(super) ends: bool,
}

/// A longer line comes in pieces: characters.
const MAX_PIECE: usize = 16 * 1024;

/// Stands for every character that is not ASCII: a letter that no key has.
const OTHER: char = 'ÿ';

const CHUNK: usize = 64 * 1024;

/// How characters stand in the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// One byte a character of ASCII; others are taken one by one, and mean nothing.
    Bytes,
    /// UTF-16, little-endian.
    Little,
    /// UTF-16, big-endian.
    Big,
}

/// The lines of a file.
pub(super) struct LineReader<R> {
    reader: R,
    encoding: Option<Encoding>,
    bytes: Vec<u8>,
    at: usize,
    number: usize,
    continues: bool,
    after_return: bool,
    is_done: bool,
}

impl<R: Read> LineReader<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            encoding: None,
            bytes: Vec::new(),
            at: 0,
            number: 1,
            continues: false,
            after_return: false,
            is_done: false,
        }
    }

    /// Reads on; whether there is more.
    fn fill(&mut self, wanted: usize) -> io::Result<bool> {
        self.bytes.drain(..self.at);
        self.at = 0;
        while self.bytes.len() < wanted {
            let before = self.bytes.len();
            self.bytes.resize(before + CHUNK, 0);
            let read = match self.reader.read(&mut self.bytes[before..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                    self.bytes.truncate(before);
                    continue;
                }
                read => read?,
            };
            self.bytes.truncate(before + read);
            if read == 0 {
                break;
            }
        }
        Ok(!self.bytes.is_empty())
    }

    fn next_char(&mut self) -> io::Result<Option<char>> {
        if self.bytes.len() - self.at < 2 && !self.fill(2)? {
            return Ok(None);
        }
        let Some(encoding) = self.encoding else {
            self.fill(512)?;
            let (encoding, mark) = encoding(&self.bytes);
            self.at = mark;
            self.encoding = Some(encoding);
            return self.next_char();
        };
        let here = &self.bytes[self.at..];
        let (unit, length) = match (encoding, here) {
            (_, []) => return Ok(None),
            (Encoding::Bytes, [byte, ..]) => (u16::from(*byte), 1),
            // Half a unit at the very end.
            (_, [_]) => (0, 1),
            (Encoding::Little, [low, high, ..]) => (u16::from_le_bytes([*low, *high]), 2),
            (Encoding::Big, [high, low, ..]) => (u16::from_be_bytes([*high, *low]), 2),
        };
        self.at += length;
        Ok(Some(char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}')))
    }

    fn line(&mut self) -> io::Result<Option<ScannedLine>> {
        let (number, continues) = (self.number, self.continues);
        let (mut text, mut length, mut ends, mut any) = (String::new(), 0, true, false);
        loop {
            let Some(c) = self.next_char()? else {
                self.is_done = true;
                break;
            };
            any = true;
            let after_return = std::mem::take(&mut self.after_return);
            match c {
                '\n' if after_return => any = length > 0,
                '\n' | '\r' => {
                    self.after_return = c == '\r';
                    self.number += 1;
                    break;
                }
                // What nobody sees parts no word; 0xC2 begins a no-break space in UTF-8.
                '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}' | '\u{c2}' | '\u{feff}' | '\u{200b}' => {}
                c => {
                    text.push(match c {
                        '\u{a0}' => ' ',
                        c if c.is_ascii() => c,
                        _ => OTHER,
                    });
                    length += 1;
                }
            }
            if length == MAX_PIECE {
                ends = false;
                break;
            }
        }
        self.continues = !ends;
        Ok((any || !self.is_done).then_some(ScannedLine { number, text, continues, ends }))
    }
}

impl<R: Read> Iterator for LineReader<R> {
    type Item = io::Result<ScannedLine>;

    fn next(&mut self) -> Option<io::Result<ScannedLine>> {
        if self.is_done {
            return None;
        }
        let line = self.line().transpose();
        self.is_done |= matches!(line, Some(Err(_)));
        line
    }
}

/// The encoding, and how many bytes mark it: by a byte order mark, or by zeros where text has them in UTF-16.
fn encoding(bytes: &[u8]) -> (Encoding, usize) {
    match bytes {
        // UTF-32: without its zeros it is ASCII.
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return (Encoding::Bytes, 4),
        [0xff, 0xfe, ..] => return (Encoding::Little, 2),
        [0xfe, 0xff, ..] => return (Encoding::Big, 2),
        [0xef, 0xbb, 0xbf, ..] => return (Encoding::Bytes, 3),
        _ => {}
    }
    let pairs = bytes.chunks_exact(2).take(256);
    let (mut little, mut big, mut all) = (0, 0, 0);
    for pair in pairs {
        all += 1;
        little += usize::from(pair[0] != 0 && pair[1] == 0);
        big += usize::from(pair[0] == 0 && pair[1] != 0);
    }
    if little * 2 > all {
        (Encoding::Little, 0)
    } else if big * 2 > all {
        (Encoding::Big, 0)
    } else {
        (Encoding::Bytes, 0)
    }
}
