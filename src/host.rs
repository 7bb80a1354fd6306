//! The table of hosts: where a site can lie, and what each of them can be made to enforce.
//!
//! The rules of a host are **constant**: they follow from `base_url` and nothing else. No share, link or end stands in
//! them, so that adding, extending or revoking a share never asks for them to be written or loaded again.

mod apache;
mod caddy;
mod clockless;
mod cloudflare;
mod description;
mod marker;
mod media_type;
mod netlify;
mod nginx;
mod rules;

pub use description::{
    Enforces, ErrorPages, Expiry, HeaderSupport, Host, HostFile, IndexFiles, Listing, ReadFrom, UnknownPaths,
};
pub use marker::{FRAMING, Marker, ORIGINS};
pub use media_type::media_type;
pub use rules::{MARK, RuleContext};

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

/// The host that calls itself `server`, the value of the header of that name.
#[must_use]
pub fn calling_itself(server: &str) -> Option<&'static dyn Host> {
    let server = server.to_ascii_lowercase();
    HOSTS.iter().copied().find(|host| host.servers().iter().any(|word| server.contains(word)))
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
    fn a_server_is_known_by_what_it_calls_itself() {
        let check = |server: &str, expected: Option<&str>| {
            assert_eq!(calling_itself(server).map(Host::name), expected, "{server}");
        };
        check("nginx/1.27.1", Some("nginx"));
        check("openresty", Some("nginx"));
        check("Apache/2.4.62 (Debian)", Some("apache"));
        check("Caddy", Some("caddy"));
        check("cloudflare", Some("cloudflare-pages"));
        check("Netlify", Some("netlify"));
        check("GitHub.com", Some("github-pages"));
        check("lighttpd/1.4.76", None);
        check("", None);
        for host in HOSTS {
            assert!(
                host.servers().iter().all(|word| calling_itself(word).map(Host::name) == Some(host.name()))
            );
        }
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
