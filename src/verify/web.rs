//! A copy behind its link. Nothing is asked of any other host, and a host is not trusted to answer with what was asked.

use std::time::Duration;

use crate::hash::{Hash, Hasher};
use crate::link::link_in;
use crate::remote::{Answer, Authorities, Client, Method, Patience, RemoteError, Url, UrlError};
use crate::sign::PUBLIC_KEY_FILE;
use crate::verify::budget::Budget;
use crate::verify::copy::{CopyListing, Met, SignedCopy};
use crate::verify::refusal::CopyRefusal;
use crate::verify::report::shown;

/// A folder of a host.
#[derive(Debug)]
pub struct WebFolder {
    client: Client,
    /// Ends in `/`.
    url: Url,
    name: String,
}

const LONGEST_KEY: u64 = 4096;

/// Hosts lead from `index.html` to `/` and the like; more steps than that lead nowhere.
const STEPS: usize = 5;

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(10),
    silence: Duration::from_secs(30),
    total: Duration::from_mins(15),
};

impl WebFolder {
    /// The copy that an address leads to: a link, any page below one, or the front page of a copy that lies elsewhere. What
    /// follows a `?` is nothing to files. Nothing is asked yet.
    pub fn new(address: &str, authorities: Authorities) -> Result<Self, UrlError> {
        let url = Url::parse(address)?;
        let path = url.path().split('?').next().unwrap_or_default();
        let path = path.strip_suffix("index.html").filter(|path| path.ends_with('/')).unwrap_or(path);
        let folder =
            link_in(path).map_or_else(|| format!("{}/", path.trim_end_matches('/')), |(_, link)| link);
        let url = url.at(&folder);
        let name = url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        let client =
            Client::new(concat!("extrait-verify/", env!("CARGO_PKG_VERSION")), PATIENCE, authorities);
        Ok(Self { client, url, name })
    }

    /// The answer that has the file. Steps on the same host are followed, and one from http to https.
    fn ask(&self, mut url: Url, budget: &Budget) -> Result<Answer, CopyRefusal> {
        for _ in 0..=STEPS {
            let left = budget.ask()?;
            let answer = self.client.ask_within(left, Method::Get, &url, &[]);
            let answer = answer.map_err(|error| late(&error, budget))?;
            let Some(to) = answer.head.location() else {
                return match answer.head.status {
                    200 => Ok(answer),
                    404 | 410 => Err(CopyRefusal::Missing),
                    status => Err(CopyRefusal::Status(status)),
                };
            };
            let is_upgrade = to.is_same_host(&self.url) && to.is_secure();
            if to.origin() != self.url.origin() && !is_upgrade {
                return Err(CopyRefusal::Elsewhere(shown(to.origin())));
            }
            url = to;
        }
        Err(CopyRefusal::Elsewhere("one address after another".to_owned()))
    }

    fn file(&self, path: &str, budget: &Budget) -> Result<Answer, CopyRefusal> {
        self.ask(self.url.join(path).map_err(|_| CopyRefusal::NotAFile)?, budget)
    }
}

impl SignedCopy for WebFolder {
    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn emptiness(&self) -> &'static str {
        "here is no share: the link has ended or never existed"
    }

    fn caution(&self) -> Option<&'static str> {
        (!self.url.is_secure()).then_some(
            "asked over plain http: whoever is on the way can read the link, and could answer in the host's place what was signed before",
        )
    }

    fn public_key(&self, budget: &Budget) -> Result<String, CopyRefusal> {
        let root = self.url.resolve(&format!("../../{PUBLIC_KEY_FILE}")).ok_or(CopyRefusal::Missing)?;
        String::from_utf8(bytes(self.ask(root, budget)?, LONGEST_KEY, budget)?)
            .map_err(|_| CopyRefusal::NotAFile)
    }

    fn read(&self, path: &str, limit: u64, budget: &Budget) -> Result<Vec<u8>, CopyRefusal> {
        bytes(self.file(path, budget)?, limit, budget)
    }

    fn hash(&self, path: &str, limit: u64, budget: &Budget) -> Result<Hash, CopyRefusal> {
        let mut hasher = Hasher::default();
        stream(self.file(path, budget)?, limit, budget, &mut |piece| hasher.update(piece))?;
        Ok(hasher.end())
    }

    fn walk(&self, _: &Budget, _: &mut dyn FnMut(&str, Met)) -> Result<CopyListing, CopyRefusal> {
        Ok(CopyListing::Unknown)
    }
}

fn bytes(answer: Answer, limit: u64, budget: &Budget) -> Result<Vec<u8>, CopyRefusal> {
    let mut bytes = Vec::new();
    stream(answer, limit, budget, &mut |piece| bytes.extend_from_slice(piece))?;
    Ok(bytes)
}

/// Reads a body until it ends or the budget does.
fn stream(
    answer: Answer,
    limit: u64,
    budget: &Budget,
    take: &mut dyn FnMut(&[u8]),
) -> Result<(), CopyRefusal> {
    let mut spent = None;
    let end = answer.stream_while(limit, &mut |piece| {
        spent = budget.take(piece.len() as u64).err();
        take(piece);
        spent.is_none()
    });
    match spent {
        Some(spent) => Err(spent),
        None => end.map(drop).map_err(|error| late(&error, budget)),
    }
}

/// What is not answered in time, where no time is left for the whole either, is said of the whole.
fn late(error: &RemoteError, budget: &Budget) -> CopyRefusal {
    match (error, budget.time()) {
        (RemoteError::TimedOut, Err(spent)) => spent,
        _ => refusal(error),
    }
}

fn refusal(error: &RemoteError) -> CopyRefusal {
    match error {
        RemoteError::TooLarge { .. } => CopyRefusal::TooLarge,
        RemoteError::UnknownAuthority => {
            CopyRefusal::Machine(format!("{error}; where the authority is your own, name its file by --ca"))
        }
        error => CopyRefusal::Machine(shown(&error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_as_they_are_handed_out() {
        let link = format!("https://example.org/base/s/never-{}", "0a".repeat(20));
        for end in ["", "/", "/index.html", "/#part", "/index.html#part", "/?x", "/work/thing.html?x#y"] {
            let folder = WebFolder::new(&format!("{link}{end}"), Authorities::public()).unwrap();
            assert_eq!(folder.name(), link.rsplit('/').next(), "{end}");
            assert_eq!(folder.url.as_str(), format!("{link}/"));
        }
        for other in ["https://example.org/s/never-…/", "ftp://example.org/", "https://a@b/"] {
            assert!(WebFolder::new(other, Authorities::public()).is_err(), "{other}");
        }
    }
}
