//! How a host is described: the files and steps that it needs, and what it enforces then.

use std::fmt::Debug;

use crate::host::rules::RuleContext;

/// A host that a site can be published on.
pub trait Host: Debug + Sync {
    /// The word an author writes in `hosts`.
    fn name(&self) -> &'static str;

    /// What it is, for people.
    fn title(&self) -> &'static str;

    /// What it does to requests once its files are where they belong.
    fn enforces(&self) -> Enforces;

    /// The files that make it do so.
    fn files(&self, context: &RuleContext) -> Vec<HostFile>;

    /// Whether it must list the folder of all links, to serve what lies in it.
    fn listing(&self) -> Listing;

    /// How to install them, a step a line.
    fn steps(&self) -> &'static [&'static str];

    /// How it calls itself in the header `Server`: words in lower case, any of which is enough.
    fn servers(&self) -> &'static [&'static str] {
        &[]
    }
}

/// A file that a host reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostFile {
    /// Its name, in the folder that an administrator chose or at the top of the output.
    pub path: &'static str,
    /// Its text.
    pub text: String,
    /// Who reads it, and where.
    pub read: ReadFrom,
}

/// Where a host looks for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadFrom {
    /// Where an administrator put it: `host write` writes it.
    Configuration,
    /// At the top of the output: `build` writes it.
    Output,
}

/// What a host enforces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enforces {
    /// When a share that has ended is no longer served.
    pub expiry: Expiry,
    /// Which headers go with what lies below `s/`.
    pub headers: HeaderSupport,
    /// Whether the address of a folder gives its page, and no list.
    pub index_files: IndexFiles,
    /// What a path gives that names nothing.
    pub unknown_paths: UnknownPaths,
    /// What an ended link gives.
    pub error_pages: ErrorPages,
}

impl Enforces {
    /// What servers enforce that compare a path with their clock and set headers of their own.
    pub(super) const ALL: Self = Self {
        expiry: Expiry::OnTime,
        headers: HeaderSupport::All,
        index_files: IndexFiles::Always,
        unknown_paths: UnknownPaths::Refused,
        error_pages: ErrorPages::GoneWithPage,
    };
}

/// Whether whoever serves or uploads an output must list the folder of all links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// It opens what a request names, and no more.
    Spared,
    /// The output is copied elsewhere, by a user who may be another than the one who builds.
    Needed,
}

/// When a share that has ended is no longer served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// From its second on: the host compares the path with its clock.
    OnTime,
    /// From the next build on: the host has no clock.
    AtNextBuild,
}

/// Which headers go with what lies below `s/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderSupport {
    /// All, and `Sunset` and `Expires` with the end of the share.
    AllAndSunset,
    /// All, on answers of every kind.
    All,
    /// Those that are the same for every answer, where the file is found.
    Static,
    /// None of ours: what pages say of themselves in `<meta>` must do.
    Meta,
}

/// Whether the address of a folder gives its page, and no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexFiles {
    /// Always.
    Always,
    /// Where the host is set so; a step says how.
    BySetting,
}

/// What a path gives that names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownPaths {
    /// 404, also for what lies below `s/` and is no link.
    Refused,
    /// 404 where no file is found.
    NotFound,
    /// What the host is set to answer; a step says how.
    BySetting,
}

/// What an ended link gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorPages {
    /// 410 and the site's own page.
    GoneWithPage,
    /// 404 and the site's own page, once a build removed the share.
    NotFoundWithPage,
    /// What the host is set to answer; a step says how.
    BySetting,
}

impl Expiry {
    /// In a few words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::OnTime => "on time, by the host's clock",
            Self::AtNextBuild => "at the next build only: the host has no clock",
        }
    }
}

impl HeaderSupport {
    /// In a few words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::AllAndSunset => "all, with Sunset and Expires",
            Self::All => "all, on errors too",
            Self::Static => "the constant ones",
            Self::Meta => "none: only what pages say in <meta>",
        }
    }
}

impl IndexFiles {
    /// In a few words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Always => "a folder gives its page, never a list",
            Self::BySetting => "as the host is set",
        }
    }
}

impl UnknownPaths {
    /// In a few words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Refused => "404; below s/ nothing but links",
            Self::NotFound => "404",
            Self::BySetting => "as the host is set",
        }
    }
}

impl ErrorPages {
    /// In a few words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::GoneWithPage => "410 and 404 show 404.html",
            Self::NotFoundWithPage => "404 shows 404.html",
            Self::BySetting => "as the host is set",
        }
    }
}
