//! The questions: a fixed, small number of them, asked one after the other.

use chrono::{DateTime, Utc};

use crate::doctor::seen::Observations;
use crate::link::CANARY;
use crate::remote::Url;

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Probe {
    /// The share that ended in 2001.
    Canary,
    /// A link that nobody has and that ends so many seconds after the question.
    Link(i64),
    /// A link that nobody has and that ends in two seconds.
    Soon,
    /// The same when it has ended, as the host sees it: whoever kept the first answer gives it again.
    SoonAgain,
    /// A link that nobody has and that never ends.
    Endless,
    /// The share that ended in 2001, once more.
    CanaryAgain,
    /// The same past every cache.
    CanaryFresh,
    /// The same by the name of its page.
    CanaryPage,
    /// A file that it might hold: it is closed whether it is there or not.
    CanaryFile,
    /// Its page, with the folder of all links in capitals.
    CanaryCapital,
    /// Below `s/`, but not of the shape of a link.
    Shape,
    /// The folder of all links.
    Folder,
    /// The folder of all assets.
    Assets,
    /// The page that says that there is no list, asked for a page of another site.
    Index,
    /// The same once more.
    IndexAgain,
    /// The front page.
    Front,
    /// What no site has.
    Nowhere,
    /// Apache's own file.
    Htaccess,
    /// A file that belongs to the author, by its row among `SOURCES`.
    Source(usize),
    /// The front page, in plain http.
    Plain,
    /// The link that was named.
    Named,
}

/// Files that belong to the author and to nobody else.
pub(super) const SOURCES: [&str; 4] =
    [".extrait/manifest.json", "shares.ledger.jsonl", "site.yaml", ".git/HEAD"];

/// How far from now the links that nobody has end: within the time that clocks differ, an hour, and more than any time
/// zone is from any other that a server is likely to be in.
pub(super) const OFFSETS: [i64; 6] = [-14 * 3600, -3600, -60, 60, 3600, 14 * 3600];

/// In how many seconds a link ends that is asked for before and after: long enough that most hosts answer before.
const SOON: i64 = 2;

/// A host whose clock lags by more seconds is not waited for.
const LONGEST_LAG: i64 = 10;

/// Every question, in the order in which they are asked: first whether anybody is there, then what depends on the time.
pub const PROBES: [Probe; 29] = [
    Probe::Canary,
    Probe::Soon,
    Probe::Link(OFFSETS[0]),
    Probe::Link(OFFSETS[1]),
    Probe::Link(OFFSETS[2]),
    Probe::Link(OFFSETS[3]),
    Probe::Link(OFFSETS[4]),
    Probe::Link(OFFSETS[5]),
    Probe::Endless,
    Probe::CanaryAgain,
    Probe::CanaryFresh,
    Probe::CanaryPage,
    Probe::CanaryFile,
    Probe::CanaryCapital,
    Probe::Shape,
    Probe::Folder,
    Probe::Assets,
    Probe::Index,
    Probe::IndexAgain,
    Probe::Front,
    Probe::Nowhere,
    Probe::Htaccess,
    Probe::Source(0),
    Probe::Source(1),
    Probe::Source(2),
    Probe::Source(3),
    Probe::Plain,
    Probe::Named,
    Probe::SoonAgain,
];

/// What to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeRequest {
    /// Where.
    pub url: Url,
    /// With which headers.
    pub headers: SentHeaders,
    /// Not before.
    pub at: DateTime<Utc>,
}

/// What is asked for beside the address.
type SentHeaders = &'static [(&'static str, &'static str)];

/// For one answer that comes from the host itself.
const ANEW: SentHeaders = &[("Cache-Control", "no-cache"), ("Pragma", "no-cache")];

/// As a program in a page of another site asks (the Fetch Standard, 3.2).
const CROSSING: SentHeaders = &[("Origin", "https://origin.invalid")];

impl Probe {
    /// What to ask `now` of a target of which something has been seen; `None` where there is nothing to ask. `token` is one
    /// that nobody has: 40 hexadecimal digits by chance.
    #[must_use]
    pub fn request(self, seen: &Observations, now: DateTime<Utc>, token: &str) -> Option<ProbeRequest> {
        let base = &seen.target.base;
        let mut at = now;
        let below = |path: &str| base.at(&format!("{}{path}", base.path()));
        let canary = || below(&format!("s/{CANARY}/"));
        let url = match self {
            Self::Canary | Self::CanaryAgain => canary(),
            Self::CanaryFresh => canary().with_query(&format!("fresh={}", &token[..8])),
            Self::CanaryPage => below(&format!("s/{CANARY}/index.html")),
            Self::CanaryFile => below(&format!("s/{CANARY}/extract.json")),
            Self::CanaryCapital => below(&format!("S/{CANARY}/index.html")),
            Self::Link(offset) => below(&format!("s/{:010}-{token}/", now.timestamp() + offset)),
            Self::Soon => below(&format!("s/{:010}-{token}/", now.timestamp() + SOON)),
            Self::SoonAgain => {
                let soon = seen.observed(Self::Soon).filter(|_| seen.status(Self::Soon) == Some(404))?;
                let lag = -seen.skew()?.min(0);
                if lag > LONGEST_LAG {
                    return None;
                }
                let end = soon.at.timestamp() + SOON;
                at = now.max(DateTime::from_timestamp(end + lag + 1, 0)?);
                below(&format!("s/{end:010}-{token}/"))
            }
            Self::Endless => below(&format!("s/never-{token}/")),
            Self::Shape => below(&format!("s/{token}/")),
            Self::Folder => below("s/"),
            Self::Assets => below("assets/"),
            Self::Index | Self::IndexAgain => below("s/index.html"),
            Self::Front => base.clone(),
            Self::Nowhere => below(&format!("nothing-{}.html", &token[..8])),
            Self::Htaccess => below(".htaccess"),
            Self::Source(row) => below(SOURCES[row]),
            // Another port says nothing about the one of plain http.
            Self::Plain => Some(base).filter(|base| base.is_secure() && !has_port(base))?.plain(),
            Self::Named => seen.target.link.clone()?,
        };
        let headers: SentHeaders = match self {
            Self::CanaryFresh => ANEW,
            Self::Index => CROSSING,
            _ => &[],
        };
        Some(ProbeRequest { url, headers, at })
    }
}

fn has_port(url: &Url) -> bool {
    url.origin().len() != "https://".len() + url.host().len()
}
