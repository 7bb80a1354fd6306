//! Pinned cryptographic results: a link must stay the same in every later version. One case a line; the files say by
//! what they were computed.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and reads its vectors"
)]

use std::collections::BTreeSet;

use extrait::address::folder;
use extrait::keys::SiteSecret;
use extrait::link::LinkId;
use extrait::model::id::Id;

/// The words of each line that is no comment.
fn cases(file: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/vectors/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

#[test]
fn tokens() {
    let mut seen = BTreeSet::new();
    for case in cases("tokens.txt") {
        let [secret, site, share, recipient, generation, expiry, token] = case.try_into().unwrap();
        let key = SiteSecret::parse(&secret).unwrap().link_key();
        let (site, share) = (Id::new(&site).unwrap(), Id::new(&share).unwrap());
        let recipient = (recipient != "-").then(|| Id::new(&recipient).unwrap());
        let seconds = (expiry != "never").then(|| expiry.parse().unwrap());
        let link = LinkId { share, recipient, generation: generation.parse().unwrap(), expiry: seconds };
        let folder = folder(&link, &site, &key);
        assert_eq!(folder.name(), format!("{expiry}-{token}"));
        assert!(seen.insert(token), "two cases have one token");
    }
    assert!(seen.len() > 20, "the vectors were not found");
}

#[test]
fn key_ids() {
    let cases = cases("key-ids.txt");
    assert!(!cases.is_empty());
    for case in cases {
        let [secret, key_id] = case.try_into().unwrap();
        assert_eq!(SiteSecret::parse(&secret).unwrap().key_id(), key_id);
    }
}
