//! What is sent for a question: an address, headers, and not before when. Some follow from what was seen so far.

use chrono::{DateTime, Utc};

use crate::doctor::probe::{Probe, SOURCES};
use crate::doctor::seen::Observations;
use crate::link::CANARY;
use crate::remote::Url;

/// In how many seconds a link ends that is asked for before and after: long enough that most hosts answer before.
const SOON: i64 = 2;

/// A host whose clock lags by more seconds is not waited for.
const LONGEST_LAG: i64 = 10;

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
