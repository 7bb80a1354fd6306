//! The table of hosts: where a site can lie, and what each of them can be made to enforce.
//!
//! The rules of a host are **constant**: they follow from `base_url` and nothing else. No share, link or end stands in
//! them, so that adding, extending or revoking a share never asks for them to be written or loaded again.

mod apache;
mod caddy;
mod clockless;
mod cloudflare;
mod marker;
mod netlify;
mod nginx;
mod rules;

use std::fmt::Debug;

pub use marker::{FRAMING, Marker, ORIGINS};
pub use rules::{MARK, RuleContext};

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
    const ALL: Self = Self {
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

/// Every host.
pub static HOSTS: &[&dyn Host] = &[
    &nginx::Nginx,
    &apache::VirtualHost,
    &apache::Htaccess,
    &caddy::Caddy,
    &cloudflare::CloudflarePages,
    &netlify::Netlify,
    &clockless::GithubPages,
    &clockless::GitlabPages,
    &clockless::ObjectStore,
    &clockless::Plain,
];

/// The host of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Host> {
    HOSTS.iter().copied().find(|host| host.name() == name)
}

/// Whether a site on these hosts has none that ends shares on time: then a page must close itself as well as it can. A
/// site that names no host may lie anywhere.
pub fn is_clockless<'n>(names: impl IntoIterator<Item = &'n str>) -> bool {
    names.into_iter().filter_map(find).all(|host| host.enforces().expiry == Expiry::AtNextBuild)
}

/// Whether one of these hosts must list the folder of all links. A site that names no host may lie anywhere.
pub fn listing<'n>(names: impl IntoIterator<Item = &'n str>) -> Listing {
    let mut hosts = names.into_iter().map(find).peekable();
    let spared = |host: Option<&dyn Host>| host.is_some_and(|host| host.listing() == Listing::Spared);
    if hosts.peek().is_some() && hosts.all(spared) { Listing::Spared } else { Listing::Needed }
}

/// The files that `build` writes for these hosts. Hosts that read the same file read the same text from it.
pub fn output_files<'n>(names: impl IntoIterator<Item = &'n str>, context: &RuleContext) -> Vec<HostFile> {
    let mut files: Vec<HostFile> = Vec::new();
    for host in names.into_iter().filter_map(find) {
        let read = host.files(context).into_iter().filter(|file| file.read == ReadFrom::Output);
        for file in read {
            if files.iter().all(|known| known.path != file.path) {
                files.push(file);
            }
        }
    }
    files
}

/// The names of all files that `build` ever writes for a host.
pub const OUTPUT_NAMES: [&str; 3] = [".htaccess", "_headers", "_worker.js"];

#[cfg(test)]
mod tests {
    use super::*;

    fn context(base_url: &str) -> RuleContext {
        RuleContext::of(base_url).expect("a plain path")
    }

    #[test]
    fn names_are_unique_and_files_bear_the_mark() {
        for (at, host) in HOSTS.iter().enumerate() {
            assert!(HOSTS[..at].iter().all(|other| other.name() != host.name()), "{}", host.name());
            assert!(!host.steps().is_empty(), "{} tells how to install it", host.name());
            for file in host.files(&context("https://example.org/registers/")) {
                assert!(file.text.lines().next().is_some_and(|line| line.contains(MARK)), "{}", file.path);
                assert!(!file.text.contains("{{"), "{}: a gap is left", file.path);
                let in_output = file.read == ReadFrom::Output;
                assert_eq!(in_output, OUTPUT_NAMES.contains(&file.path), "{}", file.path);
            }
        }
    }

    #[test]
    fn rules_follow_from_the_path_of_the_site_alone() {
        for host in HOSTS {
            let files = |base_url: &str| host.files(&context(base_url));
            assert_eq!(files("https://example.org/"), files("http://other.example:8080/"), "{}", host.name());
            let below = files("https://example.org/registers/2026/");
            assert!(below.iter().all(|file| file.text.contains("/registers/2026/s")), "{}", host.name());
        }
    }

    #[test]
    fn one_host_with_a_clock_is_enough_to_end_on_time() {
        assert!(is_clockless([]));
        assert!(is_clockless(["plain", "github-pages"]));
        assert!(!is_clockless(["plain", "nginx"]));
    }

    #[test]
    fn links_are_listed_by_nobody_where_every_host_is_a_server() {
        let check =
            |names: &[&str], expected| assert_eq!(listing(names.iter().copied()), expected, "{names:?}");
        check(&[], Listing::Needed);
        check(&["nginx", "apache", "caddy"], Listing::Spared);
        check(&["nginx", "apache-htaccess"], Listing::Needed);
        check(&["nginx", "github-pages"], Listing::Needed);
        check(&["nginx", "no-such-host"], Listing::Needed);
        for name in ["cloudflare-pages", "netlify", "gitlab-pages", "object-store", "plain"] {
            check(&[name], Listing::Needed);
        }
    }

    #[test]
    fn two_hosts_that_read_one_file_agree_on_it() {
        let context = context("https://example.org/");
        let names = |names: &[&str]| {
            let files = output_files(names.iter().copied(), &context);
            files.into_iter().map(|file| file.path).collect::<Vec<_>>()
        };
        assert_eq!(names(&["netlify", "cloudflare-pages"]), ["_headers", "_worker.js"]);
        let text = |name: &str| {
            let files = find(name).map(|host| host.files(&context)).unwrap_or_default();
            files.into_iter().find(|file| file.path == "_headers").map(|file| file.text)
        };
        assert_eq!(text("netlify"), text("cloudflare-pages"));
    }
}
