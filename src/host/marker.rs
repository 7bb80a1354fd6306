//! What a share may allow beyond being read, as constant files in its folder. A rule asks whether such a file is there, so
//! that it holds for every share and names none.

/// A file whose presence in a share's folder allows something.
#[derive(Debug, PartialEq, Eq)]
pub struct Marker {
    /// Its name. No id has a dot, so that no register can be in its place; its end gives its media type on every host.
    pub name: &'static str,
    /// What it allows, for whoever finds it: the same for every share.
    pub text: &'static str,
}

/// Pages of other sites may show the pages of the share in frames (`frame-ancestors`, Content Security Policy level 3).
pub static FRAMING: Marker = Marker {
    name: "allow-framing.txt",
    text: "Pages of other sites may show the pages of this folder in frames.\n",
};

/// Programs in pages of other sites may read all of the share but its pages (CORS, in the Fetch Standard).
pub static ORIGINS: Marker = Marker {
    name: "allow-origin.txt",
    text: "Programs in pages of other sites may read the files of this folder, except its pages.\n",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::rules::RuleContext;
    use crate::host::{Expiry, HOSTS};

    #[test]
    fn every_host_that_ends_shares_asks_for_each_of_them() {
        let context = RuleContext::of("https://example.org/below/").expect("a plain path");
        for host in HOSTS.iter().filter(|host| host.enforces().expiry == Expiry::OnTime) {
            let text: String = host.files(&context).into_iter().map(|file| file.text).collect();
            for marker in [&FRAMING, &ORIGINS] {
                assert!(text.contains(marker.name), "{} does not ask for {}", host.name(), marker.name);
            }
        }
    }
}
