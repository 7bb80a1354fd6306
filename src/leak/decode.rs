//! One character of a text, as a reader or a server takes it: without encodings, and with what is not seen told apart.

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DecodedUnit {
    /// An ASCII character.
    Letter(u8),
    /// Nothing that is seen, or a sign that a token may be broken at.
    Between,
    /// A tag or a comment that is passed over.
    Tag,
}

/// A letter that is part of no token: it stands for every other one.
const OTHER: DecodedUnit = DecodedUnit::Letter(b'z');

/// The longest tag or comment that is passed over, in bytes.
const MAX_TAG: usize = 2_000;

/// What stands at `at`, and where it ends.
pub(super) fn next(text: &[u8], at: usize, over_tags: bool) -> (DecodedUnit, usize) {
    let byte = text[at];
    match byte {
        0 => (DecodedUnit::Between, at + 1),
        b'<' if over_tags => {
            tag(text, at).map_or((DecodedUnit::Letter(byte), at + 1), |end| (DecodedUnit::Tag, end))
        }
        b'%' => percent(text, at).unwrap_or((DecodedUnit::Letter(byte), at + 1)),
        b'&' => entity(text, at).unwrap_or((DecodedUnit::Letter(byte), at + 1)),
        b'\\' => escape(text, at).unwrap_or((DecodedUnit::Between, at + 1)),
        0x80.. => wide(text, at),
        _ => (DecodedUnit::Letter(byte), at + 1),
    }
}

fn tag(text: &[u8], at: usize) -> Option<usize> {
    let rest = &text[at..text.len().min(at + MAX_TAG)];
    if rest.starts_with(b"<!--") {
        return rest.windows(3).position(|end| end == b"-->").map(|end| at + end + 3);
    }
    let opens = rest.get(1).is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next));
    if opens { memchr::memchr(b'>', rest).map(|end| at + end + 1) } else { None }
}

/// RFC 3986, section 2.1; encoded several times over, too.
fn percent(text: &[u8], at: usize) -> Option<(DecodedUnit, usize)> {
    let mut digits = at + 1;
    while text.get(digits..digits + 2) == Some(b"25")
        && number(text.get(digits + 2..digits + 4)?, 16).is_some()
    {
        digits += 2;
    }
    let byte = number(text.get(digits..digits + 2)?, 16)?;
    Some((of_number(byte), digits + 2))
}

/// `&#48;`, `&#x30;`, `&shy;`
fn entity(text: &[u8], at: usize) -> Option<(DecodedUnit, usize)> {
    let rest = text.get(at + 1..text.len().min(at + 14))?;
    let end = memchr::memchr(b';', rest)?;
    let (name, after) = (&rest[..end], at + end + 2);
    let unit = match name {
        [b'#', b'x' | b'X', digits @ ..] => of_number(number(digits, 16)?),
        [b'#', digits @ ..] => of_number(number(digits, 10)?),
        b"lowbar" | b"UnderBar" => DecodedUnit::Letter(b'_'),
        name if !name.is_empty() && name.iter().all(u8::is_ascii_alphanumeric) => DecodedUnit::Between,
        _ => return None,
    };
    Some((unit, after))
}

/// `\x30`, `\u0030`, `\U00000030`, `\u{30}`, and the escapes of white space.
fn escape(text: &[u8], at: usize) -> Option<(DecodedUnit, usize)> {
    let kind = *text.get(at + 1)?;
    let length = match kind {
        b'x' => 2,
        b'u' if text.get(at + 2) == Some(&b'{') => {
            let end = memchr::memchr(b'}', text.get(at + 3..text.len().min(at + 12))?)?;
            return Some((of_number(number(&text[at + 3..at + 3 + end], 16)?), at + end + 4));
        }
        b'u' => 4,
        b'U' => 8,
        b'n' | b'r' | b't' => return Some((DecodedUnit::Between, at + 2)),
        _ => return None,
    };
    Some((of_number(number(text.get(at + 2..at + 2 + length)?, 16)?), at + 2 + length))
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let plain = !digits.is_empty() && digits.len() <= 8 && digits.iter().all(u8::is_ascii_alphanumeric);
    plain.then(|| u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()).flatten()
}

fn of_number(number: u32) -> DecodedUnit {
    match u8::try_from(number) {
        Ok(0) => DecodedUnit::Between,
        Ok(byte) if byte.is_ascii() => DecodedUnit::Letter(byte),
        _ => char::from_u32(number).map_or(OTHER, of_char),
    }
}

/// A character beyond ASCII; a byte that is none stands for itself.
fn wide(text: &[u8], at: usize) -> (DecodedUnit, usize) {
    let rest = &text[at..text.len().min(at + 4)];
    let length = match rest[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return (OTHER, at + 1),
    };
    let c = rest.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next());
    c.map_or((OTHER, at + 1), |c| (of_char(c), at + length))
}

fn of_char(c: char) -> DecodedUnit {
    match c {
        // The wide forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            u8::try_from(u32::from(c) - 0xff01 + 0x21).map_or(OTHER, DecodedUnit::Letter)
        }
        c if c.is_alphanumeric() => OTHER,
        // Dashes, quotation marks, spaces, characters without width.
        _ => DecodedUnit::Between,
    }
}
