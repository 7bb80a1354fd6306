//! Addresses on the web: http and https, RFC 3986, without names, passwords or fragments.

use std::fmt;

use ureq::http::Uri;

use crate::hash::hex;

/// An absolute http or https address.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    text: String,
    /// Where the path begins in `text`.
    path: usize,
}

/// Why a text is no address that can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Not http or https.
    #[error("write it with https:// or http:// in front")]
    Scheme,
    /// Not an address.
    #[error("it is no address; a host or path with other letters than a to z is written encoded")]
    Form,
    /// It holds a name or password.
    #[error("a name or password does not belong into an address: it would end in logs")]
    Credentials,
    /// It is a link as it is told where others may read.
    #[error("its token is hidden: `extrait links --reveal` shows the whole link")]
    Masked,
    /// A path that climbs or that no file can have.
    #[error("the path leads out of the folder that it is in")]
    LeadsOut,
}

impl Url {
    /// Reads an address. Its fragment is dropped, an empty path becomes `/`.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        let text = text.split('#').next().unwrap_or_default();
        if text.contains('…') {
            return Err(UrlError::Masked);
        }
        let uri: Uri =
            text.parse().map_err(|_| if text.contains("://") { UrlError::Form } else { UrlError::Scheme })?;
        let scheme = uri.scheme_str().unwrap_or_default().to_ascii_lowercase();
        if !["http", "https"].contains(&scheme.as_str()) {
            return Err(UrlError::Scheme);
        }
        let authority = uri.authority().ok_or(UrlError::Form)?;
        if authority.as_str().contains('@') {
            return Err(UrlError::Credentials);
        }
        let port = authority.as_str().strip_prefix(authority.host()).ok_or(UrlError::Form)?;
        let port = if port.is_empty() { None } else { Some(authority.port_u16().ok_or(UrlError::Form)?) };
        if authority.host().is_empty() {
            return Err(UrlError::Form);
        }
        let mut origin = format!("{scheme}://{}", authority.host().to_ascii_lowercase());
        if let Some(port) = port.filter(|port| Some(*port) != default_port(&scheme)) {
            origin = format!("{origin}:{port}");
        }
        let after = uri.path_and_query().map_or("/", |after| after.as_str());
        let slash = if after.starts_with('/') { "" } else { "/" };
        Ok(Self { path: origin.len(), text: format!("{origin}{slash}{after}") })
    }

    /// The whole of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and, unless it is the scheme's own, port: `https://example.org`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.text[..self.path]
    }

    /// Path and query, beginning with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.text[self.path..]
    }

    /// Whether it is https.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.text.starts_with("https://")
    }

    /// The host's name, without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.authority();
        // The colons of IPv6 stand in brackets.
        let end = authority.rfind(':').filter(|at| !authority[*at..].contains(']'));
        &authority[..end.unwrap_or(authority.len())]
    }

    /// Whether both lie on one host, be it in another scheme.
    #[must_use]
    pub fn is_same_host(&self, other: &Self) -> bool {
        self.host() == other.host()
    }

    /// The address of the file `path` in the folder of this address, which is what stands before its last `/`. `path` is
    /// relative and as it is on disk: it is encoded here, so that no character of it means anything else.
    pub fn join(&self, path: &str) -> Result<Self, UrlError> {
        let climbs = path.split('/').any(|segment| segment == "." || segment == "..");
        if path.starts_with('/') || climbs || path.contains(['\0', '\\']) {
            return Err(UrlError::LeadsOut);
        }
        Ok(self.with_path(&format!("{}{}", self.folder(), encode(path))))
    }

    /// The same host at `path`, which begins with `/` and is sent as it is.
    #[must_use]
    pub fn at(&self, path: &str) -> Self {
        self.with_path(path)
    }

    /// The same address with a query in the place of its own.
    #[must_use]
    pub fn with_query(&self, query: &str) -> Self {
        let path = self.path().split('?').next().unwrap_or_default();
        self.with_path(&format!("{path}?{query}"))
    }

    /// The same address in plain http, at http's own port.
    #[must_use]
    pub fn plain(&self) -> Self {
        let origin = format!("http://{}", self.host());
        Self { path: origin.len(), text: format!("{origin}{}", self.path()) }
    }

    /// What a reference found at this address leads to, RFC 3986 section 5.2; `None` if that is no http address.
    #[must_use]
    pub fn resolve(&self, reference: &str) -> Option<Self> {
        let reference = reference.trim().split('#').next().unwrap_or_default();
        let scheme = self.text.split(':').next().unwrap_or_default();
        let path = self.path().split('?').next().unwrap_or_default();
        let before_slash = reference.find(['/', '?']).unwrap_or(reference.len());
        let text = if reference[..before_slash].contains(':') {
            reference.to_owned()
        } else if reference.starts_with("//") {
            format!("{scheme}:{reference}")
        } else if reference.is_empty() {
            self.text.clone()
        } else if reference.starts_with('?') {
            format!("{}{path}{reference}", self.origin())
        } else if reference.starts_with('/') {
            format!("{}{}", self.origin(), without_dots(reference))
        } else {
            format!("{}{}", self.origin(), without_dots(&format!("{}{reference}", self.folder())))
        };
        Self::parse(&text).ok()
    }

    fn authority(&self) -> &str {
        self.origin().split_once("://").map_or("", |(_, authority)| authority)
    }

    /// The path up to its last `/`, without the query.
    fn folder(&self) -> &str {
        let path = self.path().split('?').next().unwrap_or_default();
        &path[..=path.rfind('/').unwrap_or(0)]
    }

    fn with_path(&self, path: &str) -> Self {
        Self { path: self.path, text: format!("{}{path}", self.origin()) }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Only the host: a path may hold the token of a link, and what is printed while debugging ends in logs.
impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({}/…)", self.origin())
    }
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// Everything but unreserved characters and `/` becomes `%XX`, RFC 3986 section 2.
fn encode(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push('%');
            encoded.push_str(&hex(&[byte]).to_ascii_uppercase());
        }
    }
    encoded
}

/// RFC 3986 section 5.2.4, of a path that begins with `/` and may have a query.
fn without_dots(path: &str) -> String {
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<_> = path.split('/').skip(1).collect();
    let last = segments.len().saturating_sub(1);
    for (at, segment) in segments.into_iter().enumerate() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if at == last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    format!("/{}{query}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn addresses_are_read_strictly() {
        let check = |text: &str, expected: Result<&str, UrlError>| {
            assert_eq!(Url::parse(text).as_ref().map(Url::as_str), expected.as_ref().copied(), "{text}");
        };
        check("https://Example.org", Ok("https://example.org/"));
        check(" https://example.org:443/a/?b#c ", Ok("https://example.org/a/?b"));
        check("http://[::1]:8080/a", Ok("http://[::1]:8080/a"));
        check("http://localhost?x", Ok("http://localhost/?x"));
        check("example.org", Err(UrlError::Scheme));
        check("ftp://example.org/", Err(UrlError::Scheme));
        check("/s/", Err(UrlError::Scheme));
        check("", Err(UrlError::Scheme));
        check("https://", Err(UrlError::Form));
        check("https:///a", Err(UrlError::Form));
        check("https://exa mple.org/", Err(UrlError::Form));
        check("https://bücher.example/", Err(UrlError::Form));
        check("https://example.org:99999/", Err(UrlError::Form));
        check("https://example.org:/", Err(UrlError::Form));
        check("https://me:word@example.org/", Err(UrlError::Credentials));
    }

    #[test]
    fn files_are_found_by_their_names_and_never_outside() {
        let check = |base: &str, path: &str, expected: Result<&str, UrlError>| {
            assert_eq!(url(base).join(path).as_ref().map(Url::as_str), expected.as_ref().copied(), "{path}");
        };
        check("https://example.org/sub/", "s/a/index.html", Ok("https://example.org/sub/s/a/index.html"));
        check("https://example.org/sub/index.html?x", "a", Ok("https://example.org/sub/a"));
        check("https://example.org", "a b?c#d%2e.pdf", Ok("https://example.org/a%20b%3Fc%23d%252e.pdf"));
        check("https://example.org/", "é", Ok("https://example.org/%C3%A9"));
        check("https://example.org/", "//evil.example/", Err(UrlError::LeadsOut));
        check("https://example.org/", "a/../../b", Err(UrlError::LeadsOut));
        check("https://example.org/", "..\\b", Err(UrlError::LeadsOut));
    }

    #[test]
    fn references_lead_where_rfc_3986_says() {
        let check = |reference: &str, expected: Option<&str>| {
            let base = url("http://a/b/c/d;p?q");
            assert_eq!(base.resolve(reference).as_ref().map(Url::as_str), expected, "{reference}");
        };
        // Section 5.4.1.
        check("g", Some("http://a/b/c/g"));
        check("./g", Some("http://a/b/c/g"));
        check("g/", Some("http://a/b/c/g/"));
        check("/g", Some("http://a/g"));
        check("//g", Some("http://g/"));
        check("?y", Some("http://a/b/c/d;p?y"));
        check("g?y", Some("http://a/b/c/g?y"));
        check("", Some("http://a/b/c/d;p?q"));
        check("..", Some("http://a/b/"));
        check("../g", Some("http://a/b/g"));
        check("../../../g", Some("http://a/g"));
        check("https://Other.example/x#y", Some("https://other.example/x"));
        check("mailto:someone@example.org", None);
        check("http://me@elsewhere/", None);
    }

    #[test]
    fn parts_are_told_apart() {
        let check = |text: &str, host: &str, path: &str, plain: &str| {
            let url = url(text);
            assert_eq!((url.host(), url.path(), url.plain().as_str()), (host, path, plain), "{text}");
        };
        check("https://example.org:8443/a?b", "example.org", "/a?b", "http://example.org/a?b");
        check("https://[::1]:8443/", "[::1]", "/", "http://[::1]/");
        check("https://[::1]/", "[::1]", "/", "http://[::1]/");
        assert!(url("http://a.example/").is_same_host(&url("https://A.example:8443/x")));
        assert!(!url("http://a.example/").is_same_host(&url("http://b.example/")));
        assert_eq!(url("https://a/b?c").with_query("d=1").as_str(), "https://a/b?d=1");
        assert_eq!(format!("{:?}", url("https://a/s/secret")), "Url(https://a/…)");
    }
}
