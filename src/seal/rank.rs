//! The order in which changes of an output may become visible.

use crate::host::media_type;
use crate::sign::{SIGNATURE, SUMS};

/// When a change becomes visible, the first first. Nobody is led to what is not there yet, and whoever checks a share
/// between two changes is told that it does not fit, never that something fits which is not all there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// A link that has ended goes: that waits for nothing.
    Ended,
    /// What pages rest on: stylesheets, the rules of hosts, the public key.
    Asset,
    /// A file to which no published page leads yet.
    New,
    /// A published page of an item, a form, an attachment.
    Content,
    /// A published page that lists those of a register.
    List,
    /// The published front page, which lists these.
    Front,
    /// The sums, which vouch for all that.
    Sums,
    /// Their signature.
    Signature,
    /// A page that belongs to no share.
    SitePage,
    /// What belongs to nothing any more goes: no page leads to it now.
    Stale,
}

impl Rank {
    /// The rank of a file in a share's folder that is published already.
    #[must_use]
    pub fn of(path: &str) -> Self {
        match path {
            SIGNATURE => Self::Signature,
            SUMS => Self::Sums,
            "index.html" => Self::Front,
            path if path.ends_with("/index.html") => Self::List,
            _ => Self::Content,
        }
    }

    /// The rank of a file that belongs to no share.
    #[must_use]
    pub fn of_site_file(path: &str) -> Self {
        if media_type(path) == "text/html" { Self::SitePage } else { Self::Asset }
    }

    /// The rank of the same file where none lies yet.
    #[must_use]
    pub fn when_new(self) -> Self {
        match self {
            Self::Content | Self::List | Self::Front => Self::New,
            rank => rank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_comes_after_what_it_leads_to() {
        let paths = [
            "hr/a.html",
            "extract.json",
            "files/0-a.pdf",
            "hr/index.html",
            "index.html",
            "SHA256SUMS",
            "SHA256SUMS.minisig",
        ];
        let ranks = paths.map(Rank::of);
        assert!(ranks.is_sorted(), "{ranks:?}");
        assert_eq!(ranks.map(Rank::when_new)[..5], [Rank::New; 5]);
        assert_eq!(ranks.map(Rank::when_new)[5..], [Rank::Sums, Rank::Signature]);
        let all = [Rank::Ended, Rank::Asset, Rank::New, Rank::Content, Rank::List, Rank::Front, Rank::Sums];
        assert!(all.is_sorted() && Rank::Sums < Rank::Signature && Rank::Signature < Rank::SitePage);
        assert!(Rank::SitePage < Rank::Stale);
    }
}
