//! What is examined: a site, and perhaps one of its links.

use crate::link::{Folder, link_in};
use crate::mask;
use crate::remote::{Url, UrlError};

/// A site on a host.
#[derive(Debug, Clone)]
pub struct ProbeTarget {
    /// Where the site lies, ending in `/`.
    pub base: Url,
    /// The page of a share that was named: never printed.
    pub link: Option<Url>,
    /// The hosts that the site says it lies on.
    pub hosts: Vec<String>,
}

impl ProbeTarget {
    /// Reads the address of a site or the link of a share.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let url = Url::parse(text)?;
        let path = url.path().split('?').next().unwrap_or_default();
        let (base, link) = match link_in(path) {
            Some((base, link)) => (url.at(&base), Some(url.at(&link))),
            None if path.ends_with('/') => (url.at(path), None),
            // Somebody copied the address of the front page.
            None if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => {
                (url.at(&path[..=path.rfind('/').unwrap_or(0)]), None)
            }
            None => (url.at(&format!("{path}/")), None),
        };
        Ok(Self { base, link, hosts: Vec::new() })
    }

    /// The second at which the share of the link closes; `None` for never or without a link.
    #[must_use]
    pub fn expiry(&self) -> Option<i64> {
        let path = self.link.as_ref()?.path().trim_end_matches('/');
        path.rsplit('/').next().and_then(Folder::expiry)
    }

    /// The site's address as it may be printed.
    #[must_use]
    pub fn shown(&self) -> String {
        mask::foreign(self.base.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_found_from_any_of_its_addresses() {
        let token = "0123456789abcdef0123456789abcdef01234567";
        let check = |text: &str, base: &str, expiry: Option<i64>, has_link: bool| {
            let target = ProbeTarget::parse(&text.replace("TOKEN", token)).unwrap();
            assert_eq!(target.base.as_str(), base, "{text}");
            assert_eq!((target.expiry(), target.link.is_some()), (expiry, has_link), "{text}");
            assert!(!format!("{target:?} {}", target.shown()).contains(token), "{text}");
        };
        check("https://a.example", "https://a.example/", None, false);
        check("https://a.example/extracts", "https://a.example/extracts/", None, false);
        check("https://a.example/x/index.html?q", "https://a.example/x/", None, false);
        let end = Some(4_102_441_199);
        check("https://a.example/x/s/4102441199-TOKEN/staff/a.html#b", "https://a.example/x/", end, true);
        check("https://a.example/s/never-TOKEN", "https://a.example/", None, true);
        check("https://a.example/s/", "https://a.example/s/", None, false);
        // Written wrongly, it is still a token.
        let odd = format!("https://a.example/S/never-{token}/");
        check(&odd, &odd, None, false);
    }
}
