//! The site secret, every key derived from it, and the label of each derivation: all in this one file.
//!
//! Derivation is HKDF-SHA-256 (RFC 5869) without salt; authentication codes are HMAC-SHA-256 (RFC 2104).

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::hash::{Hash, base64url, hex, read_base64url};

const LINK: &[u8] = b"extrait/link/v1";
const SIGN: &[u8] = b"extrait/sign/v1";
const KEY_ID: &[u8] = b"key-id";
const PREFIX: &str = "extrait1_";

/// The secret of a site: 32 random bytes from which every link follows.
///
/// Written `extrait1_<43 characters of base64url>_<8 hexadecimal digits of SHA-256 over what stands before>`, so that
/// a mangled copy is told from a wrong one.
pub struct SiteSecret(Zeroizing<[u8; 32]>);

/// Why a text is not a usable site secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Not of the form `extrait1_…_…`.
    #[error("it does not have the form `extrait1_<43 characters>_<8 hexadecimal digits>`")]
    Form,
    /// The checksum does not fit.
    #[error("its checksum does not fit: a character was lost or changed")]
    Checksum,
    /// Short, repeated or patterned.
    #[error("it is not random: repeated or patterned bytes can be guessed")]
    Weak,
}

impl SiteSecret {
    /// A new secret from the operating system's random numbers.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Reads the written form; white space around it is ignored.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        let text = text.trim();
        let (body, checksum) = text.rsplit_once('_').ok_or(SecretError::Form)?;
        let encoded = body.strip_prefix(PREFIX).ok_or(SecretError::Form)?;
        if encoded.len() != 43 || checksum.len() != 8 {
            return Err(SecretError::Form);
        }
        if !bool::from(checksum_of(body).as_bytes().ct_eq(checksum.as_bytes())) {
            return Err(SecretError::Checksum);
        }
        let mut bytes = Zeroizing::new([0; 32]);
        read_base64url(encoded, bytes.as_mut_slice()).ok_or(SecretError::Form)?;
        if looks_patterned(bytes.as_slice()) { Err(SecretError::Weak) } else { Ok(Self(bytes)) }
    }

    /// The written form, which is as secret as the secret.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let body = Zeroizing::new(format!("{PREFIX}{}", base64url(self.0.as_slice())));
        let checksum = checksum_of(&body);
        Zeroizing::new(format!("{}_{checksum}", *body))
    }

    /// Eight hexadecimal digits that name the secret without telling it.
    #[must_use]
    pub fn key_id(&self) -> String {
        hex(&mac(self.0.as_slice(), KEY_ID)[..4])
    }

    /// The key from which link tokens are made.
    #[must_use]
    pub fn link_key(&self) -> LinkKey {
        LinkKey(self.derive(LINK))
    }

    /// The 32 bytes from which the site's Ed25519 key pair is made (RFC 8032, section 5.1.5).
    #[must_use]
    pub fn signing_seed(&self) -> Zeroizing<[u8; 32]> {
        self.derive(SIGN)
    }

    fn derive(&self, label: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, self.0.as_slice())
            .expand(label, key.as_mut_slice())
            .expect("32 bytes are within HKDF-SHA-256's limit of 8160");
        key
    }
}

impl fmt::Debug for SiteSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SiteSecret(…)")
    }
}

/// The key from which link tokens are made; see [`SiteSecret::link_key`].
pub struct LinkKey(Zeroizing<[u8; 32]>);

impl LinkKey {
    /// The first 160 bits of HMAC-SHA-256 over `parts`, each preceded by its length as four bytes, big-endian.
    #[must_use]
    pub fn token(&self, parts: &[&str]) -> [u8; 20] {
        let mut message = Vec::new();
        for part in parts {
            let length = u32::try_from(part.len()).expect("ids are at most 80 bytes");
            message.extend_from_slice(&length.to_be_bytes());
            message.extend_from_slice(part.as_bytes());
        }
        let code = mac(self.0.as_slice(), &message);
        *code.first_chunk().expect("an HMAC-SHA-256 has 32 bytes")
    }
}

/// 160 bits from the operating system's random numbers: a token that no link has, to ask a host about.
pub fn nobodys_token() -> Result<[u8; 20], getrandom::Error> {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

fn mac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn checksum_of(body: &str) -> String {
    Hash::of(body.as_bytes()).hex()[..8].to_owned()
}

/// Random bytes have about 30 distinct values among 32; a period or a constant step gives a hand-made key away.
fn looks_patterned(bytes: &[u8]) -> bool {
    let distinct = bytes.iter().collect::<std::collections::BTreeSet<_>>().len();
    let repeats = (1..=bytes.len() / 2).any(|period| bytes.iter().zip(&bytes[period..]).all(|(a, b)| a == b));
    let step = bytes[1].wrapping_sub(bytes[0]);
    let climbs = bytes.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) == step);
    distinct < 16 || repeats || climbs || bytes.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_its_written_form() {
        let secret = SiteSecret::generate().unwrap();
        let again = SiteSecret::parse(&format!(" {}\n", *secret.to_text())).unwrap();
        assert_eq!(secret.key_id(), again.key_id());
    }

    fn steps(step: u8) -> [u8; 32] {
        let mut next = 128_u8;
        [0; 32].map(|_: u8| {
            next = next.wrapping_add(step);
            next
        })
    }

    #[test]
    fn mangled_and_weak_secrets_are_refused() {
        let text = SiteSecret::generate().unwrap().to_text();
        let check =
            |text: &str, expected| assert_eq!(SiteSecret::parse(text).unwrap_err(), expected, "{text}");
        check("", SecretError::Form);
        check("correct horse battery staple", SecretError::Form);
        check(&text[..text.len() - 1], SecretError::Form);
        check(&text.replacen("extrait1", "extrait2", 1), SecretError::Form);
        let other = if text.contains("_A") {
            text.replacen("_A", "_B", 1)
        } else {
            format!("extrait1_A{}", &text[10..])
        };
        check(&other, SecretError::Checksum);
        for weak in [[0; 32], steps(1), steps(7), steps(16)] {
            check(&SiteSecret(Zeroizing::new(weak)).to_text(), SecretError::Weak);
        }
    }
}
