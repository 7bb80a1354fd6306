//! Content hashes, SHA-256 (FIPS 180-4), and bytes as text: hexadecimal and base64 (RFC 4648).

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The SHA-256 of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Hashes `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Hashes parts that cannot be mistaken for other parts: each is preceded by its length.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        Self(digest.finalize().into())
    }

    /// Reads 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        let mut bytes = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0])? << 4 | value(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// Base64 with padding, as Content Security Policy writes hashes.
    #[must_use]
    pub fn base64(&self) -> String {
        Base64::encode_string(&self.0)
    }

    /// The first 16 hexadecimal digits: enough to tell versions of a file apart, in its name.
    #[must_use]
    pub fn short(&self) -> String {
        hex(&self.0[..8])
    }
}

/// A hash on its way: of bytes that never stand in memory together.
#[derive(Debug, Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all of them.
    #[must_use]
    pub fn end(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

/// Lower-case hexadecimal digits of `bytes`.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| DIGITS[nibble as usize] as char)
        .collect()
}

/// Base64 with the URL-safe alphabet and without padding, in constant time.
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Reads what [`base64url`] wrote into `bytes`; `None` unless it fills them.
pub fn read_base64url(text: &str, bytes: &mut [u8]) -> Option<()> {
    let length = bytes.len();
    Base64UrlUnpadded::decode(text, bytes).ok().filter(|read| read.len() == length).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fips_180_4_example() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Hash::of(b"abc").hex(), expected);
        assert_eq!(Hash::of(b"abc").short(), &expected[..16]);
        assert_eq!(Hash::from_hex(expected), Some(Hash::of(b"abc")));
        for other in [&expected[1..], &expected.to_uppercase(), &expected.replacen('b', "é", 1), ""] {
            assert_eq!(Hash::from_hex(other), None, "{other}");
        }
        let mut hasher = Hasher::default();
        hasher.update(b"a");
        hasher.update(b"bc");
        assert_eq!(hasher.end().hex(), expected);
    }
}
