//! Signatures in the format of minisign, and the key pair of a site. Source: the minisign documentation by Frank Denis
//! (<https://jedisct1.github.io/minisign/>); Ed25519 after RFC 8032, `BLAKE2b` after RFC 7693.
//!
//! Only the prehashed algorithm `ED` is written and read: the signature is over the `BLAKE2b-512` of the file. A second,
//! global signature covers the first one and the trusted comment.

mod statement;

use std::fmt;

use blake2::{Blake2b512, Digest as _};
use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use zeroize::Zeroizing;

use crate::hash::{Hash, base64, read_base64};
pub use statement::{Statement, derived_serial};

/// The name of the site's public key, at the site's root.
pub const PUBLIC_KEY_FILE: &str = "extrait.pub";

/// The name of the file of sums in a share's folder.
pub const SUMS: &str = "SHA256SUMS";

/// The name of the signature of the sums, beside them.
pub const SIGNATURE: &str = "SHA256SUMS.minisig";

/// Public keys bear the name of the algorithm alone, signatures that of its prehashed form.
const KEY_ALGORITHM: [u8; 2] = *b"Ed";
const PREHASHED: [u8; 2] = *b"ED";

const UNTRUSTED: &str = "untrusted comment: ";
const TRUSTED: &str = "trusted comment: ";

/// The key pair of a site.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// The public half, as `minisign -P` takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    id: [u8; 8],
    point: [u8; 32],
}

/// Why a text is no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no public key of minisign: 56 characters of base64 that begin with RW")]
pub struct KeyError;

/// Why a signature proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Not the four lines of the format.
    #[error("it does not have the form of a minisign signature")]
    Form,
    /// The older algorithm, which extrait never used.
    #[error("it was made by an algorithm other than `ED`")]
    Algorithm,
    /// Another key's.
    #[error("it was made by another key")]
    OtherKey,
    /// Not of these bytes.
    #[error("it is not a signature of this file")]
    Mismatch,
    /// The trusted comment was changed.
    #[error("its trusted comment is not the one that was signed")]
    Comment,
}

impl SigningKey {
    /// The key pair that follows from a [seed](crate::keys::SiteSecret::signing_seed).
    #[must_use]
    pub fn new(seed: &Zeroizing<[u8; 32]>) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The public half. Its id is the beginning of its SHA-256: minisign takes any eight bytes.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let point = self.0.verifying_key().to_bytes();
        let id = *Hash::of(&point).bytes().first_chunk().expect("a SHA-256 has 32 bytes");
        PublicKey { id, point }
    }

    /// The text of a signature of `message`. The trusted comment must be one line.
    #[must_use]
    pub fn sign(&self, message: &[u8], comment: &str) -> String {
        let public = self.public();
        let signature = self.0.sign(&Blake2b512::digest(message)).to_bytes();
        let global = self.0.sign(&[signature.as_slice(), comment.as_bytes()].concat()).to_bytes();
        let signed = base64(&[PREHASHED.as_slice(), &public.id, &signature].concat());
        let id = public.id_text();
        format!(
            "{UNTRUSTED}signature by extrait, key {id}\n{signed}\n{TRUSTED}{comment}\n{}\n",
            base64(&global)
        )
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl PublicKey {
    /// The one line that `minisign -P` takes.
    #[must_use]
    pub fn to_text(&self) -> String {
        base64(&[KEY_ALGORITHM.as_slice(), &self.id, &self.point].concat())
    }

    /// The file that `minisign -p` takes: a comment that nobody need trust, with the site's id, and the key.
    #[must_use]
    pub fn to_file(&self, site: &str) -> String {
        format!("{UNTRUSTED}minisign public key {} of the site {site}\n{}\n", self.id_text(), self.to_text())
    }

    /// The site's id in the comment of such a file, whoever wrote it.
    #[must_use]
    pub fn site_of(text: &str) -> Option<&str> {
        Some(text.lines().next()?.strip_prefix(UNTRUSTED)?.rsplit_once(" of the site ")?.1.trim_end())
    }

    /// Reads the one line, or the file.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut lines = text.trim().lines();
        let first = lines.next().unwrap_or_default();
        let key = if first.starts_with(UNTRUSTED) { lines.next().unwrap_or_default() } else { first };
        let mut bytes = [0; 42];
        read_base64(key.trim(), &mut bytes).ok_or(KeyError)?;
        let (algorithm, rest) = bytes.split_first_chunk().expect("42 bytes begin with two");
        let (id, point) = rest.split_first_chunk().expect("40 bytes begin with eight");
        let point = *point.first_chunk().expect("there are 32 left");
        let is_point = VerifyingKey::from_bytes(&point).is_ok_and(|key| !key.is_weak());
        let whole = lines.next().is_none() && *algorithm == KEY_ALGORITHM && is_point;
        whole.then_some(Self { id: *id, point }).ok_or(KeyError)
    }

    /// Holds `signature`, a text, against `message`, and returns the trusted comment.
    pub fn verify(&self, message: &[u8], signature: &str) -> Result<String, SignatureError> {
        let Signed { id, first, comment, global } = Signed::parse(signature)?;
        if id != self.id {
            return Err(SignatureError::OtherKey);
        }
        let key = VerifyingKey::from_bytes(&self.point).map_err(|_| SignatureError::OtherKey)?;
        let holds = |message: &[u8], signature: &[u8; 64]| {
            key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
        };
        if !holds(&Blake2b512::digest(message), &first) {
            return Err(SignatureError::Mismatch);
        }
        if !holds(&[first.as_slice(), comment.as_bytes()].concat(), &global) {
            return Err(SignatureError::Comment);
        }
        Ok(comment)
    }

    /// The id as minisign shows it: a number, so its bytes come in the other order.
    #[must_use]
    pub fn id_text(&self) -> String {
        format!("{:016X}", u64::from_le_bytes(self.id))
    }
}

/// The parts of a signature's text.
struct Signed {
    id: [u8; 8],
    first: [u8; 64],
    comment: String,
    global: [u8; 64],
}

impl Signed {
    fn parse(text: &str) -> Result<Self, SignatureError> {
        let lines: Vec<&str> = text.lines().collect();
        let [untrusted, signed, comment, last] = lines[..] else { return Err(SignatureError::Form) };
        let comment = comment.strip_prefix(TRUSTED).ok_or(SignatureError::Form)?.to_owned();
        let (mut bytes, mut global) = ([0; 74], [0; 64]);
        read_base64(signed, &mut bytes).ok_or(SignatureError::Form)?;
        read_base64(last, &mut global).ok_or(SignatureError::Form)?;
        if !untrusted.starts_with(UNTRUSTED) {
            return Err(SignatureError::Form);
        }
        if bytes[..2] != PREHASHED {
            return Err(SignatureError::Algorithm);
        }
        let id = *bytes[2..].first_chunk().expect("72 bytes begin with eight");
        let first = *bytes[10..].first_chunk().expect("there are 64 left");
        Ok(Self { id, first, comment, global })
    }
}
