//! What many recipients cost: no file stays open for one, and each gets the bytes that the only one would get.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking"
)]

mod support;
#[path = "destinations/world.rs"]
mod world;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use extrait::publish::Target;

use support::{Site, Tree, published};
use world::{Ready, build};

const ITEMS: usize = 4;

/// A share of one register with so many recipients.
fn site(recipients: usize) -> Site {
    let site = Site::bare();
    site.write(
        "content/registers/hr/register.yaml",
        "kind: processor\ntitle: HR\nprocessor: {name: P, email: p@example.org}\n",
    );
    for item in 0..ITEMS {
        site.write(&format!("content/registers/hr/item-{item}.yaml"), &published(&format!("Item {item}")));
    }
    let mut share =
        "title: HR\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\nprofile: full\n\
                     include: [hr]\nrecipients:\n"
            .to_owned();
    for recipient in 0..recipients {
        writeln!(share, "  - {{id: r{recipient}, label: R}}").unwrap();
    }
    site.write("content/shares/hr.yaml", &share);
    site
}

/// Builds, and tells how many files were open at most while pages were written.
fn open_files(site: &Site) -> usize {
    let most = AtomicUsize::new(0);
    let (output, state) = (site.path("output"), site.path(".extrait"));
    fs::create_dir_all(&state).unwrap();
    let target = Target::open(&output, &state).unwrap();
    let count = |_| {
        let open = fs::read_dir("/proc/self/fd").unwrap().count();
        most.fetch_max(open, Ordering::Relaxed);
    };
    build(&Ready::of(site), &target, &count).unwrap();
    most.into_inner()
}

/// The files of each link, signatures aside.
fn links(site: &Site) -> BTreeMap<String, Tree> {
    let mut links = BTreeMap::<String, Tree>::new();
    for (path, bytes) in site.output() {
        let Some((name, file)) = path.strip_prefix("s/").and_then(|path| path.split_once('/')) else {
            continue;
        };
        if name.starts_with("4070908800-") && file != "SHA256SUMS.minisig" {
            links.entry(name.to_owned()).or_default().insert(file.to_owned(), bytes);
        }
    }
    links
}

#[test]
fn two_hundred_recipients_hold_no_more_files_open_than_two() {
    let (few, many) = (site(2), site(200));
    // One thread: how many files are open at once does not follow from chance.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let check = |what: &str| {
        let (two, all) = pool.install(|| (open_files(&few), open_files(&many)));
        assert_eq!(all, two, "{what}: {all} files were open for 200 recipients, {two} for 2");
        let (two, all) = (links(&few), links(&many));
        assert_eq!((two.len(), all.len()), (2, 200), "{what}");
        let first = two.values().next().unwrap();
        assert_eq!(first.len(), ITEMS + 6, "{what}");
        assert!(two.values().chain(all.values()).all(|link| link == first), "{what}: links differ");
    };
    check("at first");
    for site in [&few, &many] {
        site.write("content/registers/hr/item-1.yaml", &published("Changed"));
    }
    check("an item changed");
}
