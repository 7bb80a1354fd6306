//! The only network client: one GET or HEAD at a time, never further than asked.
//!
//! It follows no redirect, keeps no cookie, honours no proxy of the environment, and asks for bytes as they are. What
//! the other side sends is bounded in time and length, for it may be anybody.

mod authorities;
mod error;
mod fresh;
mod headers;
mod url;

use std::io::Read as _;
use std::time::{Duration, Instant};

use ureq::config::AutoHeaderValue;
use ureq::http::Request;
use ureq::tls::TlsConfig;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector as _, DefaultConnector};
use ureq::{Agent, Body};

pub use authorities::{Authorities, AuthoritiesError};
pub use error::RemoteError;
use fresh::Fresh;
pub use headers::Headers;
pub use url::{Url, UrlError};

/// The longest head of an answer, in bytes; servers send one or two thousand.
const LONGEST_HEAD: usize = 64 * 1024;

/// A connection that was idle for longer is not used again.
const IDLE: Duration = Duration::from_secs(15);

/// How long to wait.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a connection, TLS included.
    pub connect: Duration,
    /// For the next bytes, once connected.
    pub silence: Duration,
    /// For the whole answer.
    pub total: Duration,
}

/// What is wished of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// All of it.
    Get,
    /// Its headers only.
    Head,
}

/// Asks hosts.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    /// How many connections were made.
    fresh: Fresh,
    /// For one answer.
    total: Duration,
}

impl Client {
    /// A client that calls itself `name`, as `extrait-doctor/1.0`, and trusts `authorities` to vouch for hosts.
    #[must_use]
    pub fn new(name: &str, patience: Patience, authorities: Authorities) -> Self {
        let config = Agent::config_builder()
            .user_agent(AutoHeaderValue::Provided(name.to_owned().into()))
            .accept_encoding(AutoHeaderValue::Provided("identity".to_owned().into()))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .max_response_header_size(LONGEST_HEAD)
            .timeout_connect(Some(patience.connect))
            .timeout_resolve(Some(patience.connect))
            .timeout_per_read(Some(patience.silence))
            .timeout_per_write(Some(patience.silence))
            .timeout_global(Some(patience.total))
            .tls_config(TlsConfig::builder().root_certs(authorities.roots()).build())
            .build();
        let fresh = Fresh::default();
        let connector = ().chain(fresh.clone()).chain(DefaultConnector::default());
        let agent = Agent::with_parts(config, connector, DefaultResolver::default());
        Self { agent, fresh, total: patience.total }
    }

    /// Asks for `url`, with `headers` besides those that every request has. Every status is an answer.
    pub fn ask(&self, method: Method, url: &Url, headers: &[(&str, &str)]) -> Result<Answer, RemoteError> {
        self.ask_within(None, method, url, headers)
    }

    /// The same, in no more time than `left`, and than this client has.
    ///
    /// Where a connection that was kept open from an earlier answer ends before this one begins, it is asked once more, on
    /// a new connection: a host may close an idle connection at the very moment at which it is used again (RFC 9112, 9.3.1;
    /// GET and HEAD change nothing). A new connection that ends is a failure.
    pub fn ask_within(
        &self,
        left: Option<Duration>,
        method: Method,
        url: &Url,
        headers: &[(&str, &str)],
    ) -> Result<Answer, RemoteError> {
        let (begun, connections) = (Instant::now(), self.fresh.count());
        let total = left.map_or(self.total, |left| left.min(self.total));
        match self.ask_once(total, IDLE, method, url, headers) {
            Err(RemoteError::Cut) if self.fresh.count() == connections => {
                let total = total.saturating_sub(begun.elapsed());
                self.ask_once(total, Duration::ZERO, method, url, headers)
            }
            answer => answer,
        }
    }

    /// Asks, on a connection that was idle for less than `idle`, or on a new one.
    fn ask_once(
        &self,
        total: Duration,
        idle: Duration,
        method: Method,
        url: &Url,
        headers: &[(&str, &str)],
    ) -> Result<Answer, RemoteError> {
        let mut request = match method {
            Method::Get => Request::get(url.as_str()),
            Method::Head => Request::head(url.as_str()),
        };
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).map_err(|error| RemoteError::Other(error.to_string()))?;
        let request = self.agent.configure_request(request);
        let request = request.timeout_global(Some(total)).max_idle_age(idle).build();
        let (head, body) = self.agent.run(request).map_err(RemoteError::of)?.into_parts();
        let headers =
            Headers::new(head.headers.iter().map(|(name, value)| {
                (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            }));
        Ok(Answer { head: Head { status: head.status.as_u16(), headers, url: url.clone() }, body })
    }

    /// Gets the whole of `url`; more than `cap` bytes are an error.
    pub fn get(&self, url: &Url, headers: &[(&str, &str)], cap: u64) -> Result<Response, RemoteError> {
        let answer = self.ask(Method::Get, url, headers)?;
        let mut body = Vec::new();
        let head = answer.head.clone();
        answer.stream(cap, &mut |bytes| body.extend_from_slice(bytes))?;
        Ok(Response { head, body })
    }
}

/// How an answer begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The status, RFC 9110 section 15.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// What was asked for.
    pub url: Url,
}

impl Head {
    /// Where a redirect leads, resolved against what was asked for; `None` where the answer is none, or leads nowhere
    /// that this client can go.
    #[must_use]
    pub fn location(&self) -> Option<Url> {
        let redirects = matches!(self.status, 301 | 302 | 303 | 307 | 308);
        self.headers.first("location").filter(|_| redirects).and_then(|to| self.url.resolve(to))
    }
}

/// An answer whose body has not been read.
#[derive(Debug)]
pub struct Answer {
    /// How it begins.
    pub head: Head,
    body: Body,
}

impl Answer {
    /// Gives the body to `take`, a piece at a time, and its length in bytes. More than `cap` bytes are an error; `take`
    /// has then had no more than `cap`.
    pub fn stream(self, cap: u64, take: &mut dyn FnMut(&[u8])) -> Result<u64, RemoteError> {
        self.stream_while(cap, &mut |piece| {
            take(piece);
            true
        })
    }

    /// The same, until `take` says that it wants no more.
    pub fn stream_while(self, cap: u64, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<u64, RemoteError> {
        // What announces itself as too large is not even begun.
        if self.body.content_length().is_some_and(|length| length > cap) {
            return Err(RemoteError::TooLarge { cap });
        }
        let mut reader = self.body.into_reader();
        let mut piece = vec![0; 64 * 1024];
        let mut length = 0_u64;
        loop {
            let read = reader.read(&mut piece).map_err(|error| RemoteError::of(error.into()))?;
            if read == 0 {
                return Ok(length);
            }
            length += read as u64;
            if length > cap {
                return Err(RemoteError::TooLarge { cap });
            }
            if !take(&piece[..read]) {
                return Ok(length);
            }
        }
    }

    /// The first `length` bytes of the body, or all of it; the rest is not read.
    pub fn start(self, length: u64) -> Result<Response, RemoteError> {
        let mut body = Vec::new();
        let mut reader = self.body.into_reader().take(length);
        reader.read_to_end(&mut body).map_err(|error| RemoteError::of(error.into()))?;
        Ok(Response { head: self.head, body })
    }
}

/// An answer, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// How it begins.
    pub head: Head,
    /// Its body, as it came.
    pub body: Vec<u8>,
}

#[cfg(test)]
mod tests;
