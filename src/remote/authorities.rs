//! Who is trusted to vouch for a host.

use std::path::Path;
use std::sync::Arc;

use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

/// The authorities whose certificates count.
#[derive(Debug, Clone)]
pub struct Authorities(RootCerts);

/// Why a file names no authority.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthoritiesError {
    /// The machine refuses to read it.
    #[error("{0}")]
    Unread(String),
    /// It is not PEM, RFC 7468.
    #[error("it is not a file of certificates in PEM form: {0}")]
    Form(String),
    /// It is PEM, or nothing at all, without a certificate.
    #[error("it holds no certificate: `-----BEGIN CERTIFICATE-----` is missing")]
    None,
}

impl Authorities {
    /// Those that browsers trust, as Mozilla lists them.
    #[must_use]
    pub fn public() -> Self {
        Self(RootCerts::WebPki)
    }

    /// Those of a PEM file, and no other.
    pub fn private(pem: &[u8]) -> Result<Self, AuthoritiesError> {
        let mut certificates: Vec<Certificate<'static>> = Vec::new();
        for item in parse_pem(pem) {
            if let PemItem::Certificate(certificate) =
                item.map_err(|error| AuthoritiesError::Form(error.to_string()))?
            {
                certificates.push(certificate);
            }
        }
        if certificates.is_empty() {
            return Err(AuthoritiesError::None);
        }
        Ok(Self(RootCerts::Specific(Arc::new(certificates))))
    }

    /// Those of the PEM file `path`, and no other.
    #[expect(clippy::disallowed_methods, reason = "a file of the machine, named by whoever asks")]
    pub fn of_file(path: &Path) -> Result<Self, AuthoritiesError> {
        let pem = std::fs::read(path).map_err(|error| AuthoritiesError::Unread(error.to_string()))?;
        Self::private(&pem)
    }

    pub(super) fn roots(self) -> RootCerts {
        self.0
    }
}
