//! What can go wrong between asking and an answer, in words that say what to look at.

use std::io;

use rustls::CertificateError;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// No name server knows the host.
    #[error("no such host: its name was not found")]
    NameNotFound,
    /// Nothing listens.
    #[error("the connection was refused: nothing listens there")]
    Refused,
    /// No way leads there.
    #[error("no network leads to the host")]
    Unreachable,
    /// Nothing came in time.
    #[error("no answer in time")]
    TimedOut,
    /// The connection ended in the middle.
    #[error("the connection ended before the answer did")]
    Cut,
    /// No trusted authority vouches for the certificate.
    #[error("the host's certificate is not vouched for by an authority that is trusted here")]
    UnknownAuthority,
    /// The certificate has ended.
    #[error("the host's certificate has expired")]
    Expired,
    /// The certificate has not begun.
    #[error("the host's certificate is not valid yet: compare the clocks")]
    NotYetValid,
    /// The certificate is another host's.
    #[error("the host's certificate was made for another name")]
    WrongName,
    /// Another fault of the certificate.
    #[error("the host's certificate is not acceptable: {0}")]
    Certificate(String),
    /// What answers does not speak TLS as we do.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// What answers does not speak HTTP.
    #[error("what answers does not speak HTTP: {0}")]
    NotHttp(String),
    /// The body is larger than what it may be.
    #[error("the answer is larger than {cap} bytes")]
    TooLarge {
        /// How large it may be, in bytes.
        cap: u64,
    },
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl RemoteError {
    /// Whether the host was reached, but not who it says it is, or not in secret.
    #[must_use]
    pub fn is_about_trust(&self) -> bool {
        matches!(
            self,
            Self::UnknownAuthority
                | Self::Expired
                | Self::NotYetValid
                | Self::WrongName
                | Self::Certificate(_)
                | Self::Tls(_)
        )
    }

    pub(super) fn of(error: ureq::Error) -> Self {
        match error {
            ureq::Error::HostNotFound => Self::NameNotFound,
            ureq::Error::Timeout(_) => Self::TimedOut,
            ureq::Error::Io(error) => of_io(&error),
            ureq::Error::Rustls(error) => of_tls(&error),
            ureq::Error::Tls(reason) => Self::Tls(reason.to_owned()),
            ureq::Error::Protocol(error) => Self::NotHttp(error.to_string()),
            ureq::Error::LargeResponseHeader(_, most) => {
                Self::NotHttp(format!("its headers exceed {most} bytes"))
            }
            other => Self::Other(other.to_string()),
        }
    }
}

fn of_io(error: &io::Error) -> RemoteError {
    if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return of_tls(tls);
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => RemoteError::Refused,
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => RemoteError::Unreachable,
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => RemoteError::TimedOut,
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => RemoteError::Cut,
        // The standard library has no kind of its own for what its look-up of names says.
        _ if error.to_string().contains("lookup address information") => RemoteError::NameNotFound,
        _ => RemoteError::Other(error.to_string()),
    }
}

fn of_tls(error: &rustls::Error) -> RemoteError {
    match error {
        rustls::Error::InvalidCertificate(fault) => match fault {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => RemoteError::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                RemoteError::NotYetValid
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                RemoteError::WrongName
            }
            CertificateError::UnknownIssuer => RemoteError::UnknownAuthority,
            // So says the library of a certificate that vouches for itself, as `openssl req -x509` makes them.
            CertificateError::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => {
                RemoteError::UnknownAuthority
            }
            other => RemoteError::Certificate(other.to_string()),
        },
        rustls::Error::InvalidMessage(_) => {
            RemoteError::Tls("what answers does not speak TLS; is it plain http?".to_owned())
        }
        other => RemoteError::Tls(other.to_string()),
    }
}
