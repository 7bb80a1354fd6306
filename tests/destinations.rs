//! A build gives the same output wherever it goes: into each row of the table of destinations. Readers of one in memory see
//! whole outputs only, and those of ended links nothing.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking"
)]

#[path = "destinations/recorder.rs"]
mod recorder;
#[path = "destinations/world.rs"]
mod world;

use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;

use extrait::link::Folder;
use extrait::pipeline::BuildError;
use extrait::publish::{DESTINATIONS, Destination, DestinationPlace, MemoryDestination};

use crate::support::{Site, Tree, published};
use extrait::seal::Rank;
use recorder::Recorder;
use world::{Ready, build};

/// What a destination holds.
fn held(destination: &dyn Destination) -> Tree {
    let paths = destination.list("").unwrap();
    let read = |path: String| {
        let bytes = destination.read(&path).unwrap();
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

/// What readers of one in memory see.
fn seen(memory: &MemoryDestination) -> Tree {
    memory.tree().iter().map(|(path, file)| (path.clone(), file.bytes.to_vec())).collect()
}

/// One register, a share of it with two recipients, and one that a test may change.
fn small() -> Site {
    let site = Site::bare();
    site.write(
        "content/registers/hr/register.yaml",
        "kind: processor\ntitle: HR\nprocessor: {name: P, email: p@example.org}\n",
    );
    for item in ["a", "b"] {
        site.write(&format!("content/registers/hr/{item}.yaml"), &published(item));
    }
    let share = "title: HR\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\nprofile: full\ninclude: [hr]\n\
                 recipients: [{id: one, label: One}, {id: two, label: Two}]\n";
    site.write("content/shares/hr.yaml", share);
    site
}

#[test]
fn every_destination_holds_the_same_bytes() {
    for site in [Site::example(), small()] {
        let binary = {
            site.build(&[]);
            site.output()
        };
        for kind in DESTINATIONS {
            let place = tempfile::tempdir().unwrap();
            let (output, state) = (place.path().join("output"), place.path().join(".extrait"));
            fs::create_dir(&state).unwrap();
            let destination = (kind.open)(&DestinationPlace { output: &output, state: &state }).unwrap();
            for round in 0..2 {
                let built = build(&Ready::of(&site), &*destination, &|_| ()).unwrap();
                assert!(built.foreign.is_empty(), "{}: {:?}", kind.name, built.foreign);
                assert!(held(&*destination) == binary, "{} differs in round {round}", kind.name);
            }
            let counts = destination.counts();
            assert_eq!(counts.written(), binary.len(), "{}: the second round wrote", kind.name);
            assert_eq!(counts.unchanged(), binary.len(), "{}", kind.name);
        }
    }
}

#[test]
fn a_changed_site_is_the_same_everywhere() {
    let (site, memory) = (small(), MemoryDestination::default());
    let check = |what: &str| {
        build(&Ready::of(&site), &memory, &|_| ()).unwrap();
        site.build(&[]);
        assert!(seen(&memory) == site.output(), "{what}");
    };
    check("at first");
    site.write("content/registers/hr/a.yaml", &published("Another"));
    check("an item changed");
    site.remove("content/registers/hr/b.yaml");
    check("an item went");
    let text = fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &format!("{text}theme: {{accent: \"#2f4b7c\"}}\nhosts: [apache]\n"));
    check("other colours, and rules for a host");
    site.write("site.yaml", &text);
    check("the old colours, and no host");
    let share = fs::read_to_string(site.path("content/shares/hr.yaml")).unwrap();
    site.write("content/shares/hr.yaml", &share.replace(", {id: two, label: Two}", ""));
    check("a recipient went");
}

#[test]
fn media_types_follow_from_names() {
    let memory = MemoryDestination::default();
    build(&Ready::of(&small()), &memory, &|_| ()).unwrap();
    let found: BTreeSet<(String, &str)> = memory
        .tree()
        .iter()
        .map(|(path, file)| (path.rsplit(['/', '.']).next().unwrap().to_owned(), file.media_type))
        .collect();
    let expected = [
        ("SHA256SUMS", "text/plain"),
        ("css", "text/css"),
        ("csv", "text/csv"),
        ("html", "text/html"),
        ("json", "application/json"),
        ("minisig", "text/plain"),
        ("pub", "text/plain"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ];
    assert_eq!(found, expected.map(|(end, media_type)| (end.to_owned(), media_type)).into());
}

#[test]
fn a_failed_build_leaves_memory_as_it_was() {
    let (site, memory) = (small(), MemoryDestination::default());
    build(&Ready::of(&site), &memory, &|_| ()).unwrap();
    let before = seen(&memory);
    site.write("content/registers/hr/a.yaml", &published("Another"));
    site.write("content/registers/hr/b.yaml", &published("And another"));
    let ready = Ready::of(&site);
    // One of the records is not what it was when the site was checked.
    site.write("content/registers/hr/b.yaml", &published("Too late"));
    let during = Mutex::new(Vec::new());
    let failed = build(&ready, &memory, &|_| during.lock().unwrap().push(seen(&memory)));
    assert!(matches!(failed, Err(BuildError::Unread(_))), "{failed:?}");
    assert!(seen(&memory) == before);
    build(&Ready::of(&site), &memory, &|_| during.lock().unwrap().push(seen(&memory))).unwrap();
    let during = during.into_inner().unwrap();
    assert!(during.len() > 4 && during.iter().all(|tree| *tree == before), "half an output was seen");
    let after = seen(&memory);
    site.build(&[]);
    assert!(after != before && after == site.output(), "what the failed build left was taken up");
}

#[test]
fn a_link_that_ends_in_memory_goes_at_once() {
    let memory = MemoryDestination::default();
    build(&Ready::of(&small()), &memory, &|_| ()).unwrap();
    let [one, two] = &memory.links().unwrap()[..] else { panic!("two links") };
    let links = |tree: &Tree| -> BTreeSet<String> {
        let names = tree.keys().filter_map(|path| path.strip_prefix("s/")?.split_once('/'));
        names.map(|(name, _)| name.to_owned()).filter(|name| Folder::is_link(name)).collect()
    };
    memory.close(&BTreeSet::from([one.clone()]), 0).unwrap();
    assert!(!links(&seen(&memory)).contains(one) && links(&seen(&memory)).contains(two));
    memory.close(&BTreeSet::new(), Folder::expiry(two).unwrap()).unwrap();
    assert!(!links(&seen(&memory)).contains(two), "its second has passed");
    assert!(seen(&memory).keys().any(|path| path.starts_with("s/1000000000-")), "the canary is no link");
}

#[test]
fn changes_come_in_order_of_rank() {
    use Rank::{Content, Front, List, New, Signature, Stale, Sums};
    let (site, recorder) = (small(), Recorder::default());
    let check = |expected: &[Rank]| {
        build(&Ready::of(&site), &recorder, &|_| ()).unwrap();
        let links = recorder.check();
        assert!(links.len() == 2 && links.values().all(|ranks| ranks == expected), "{links:?}");
        site.build(&[]);
        assert!(held(&recorder) == site.output());
    };
    check(&[New, New, New, New, New, New, New, Sums, Signature]);
    site.write("content/registers/hr/a.yaml", &published("Another"));
    site.write("content/registers/hr/c.yaml", &published("New"));
    site.remove("content/registers/hr/b.yaml");
    check(&[New, Content, Content, Content, Content, List, Front, Sums, Signature, Stale]);
}

#[test]
fn a_store_closes_links_by_listing_and_removing() {
    let recorder = Recorder::default();
    build(&Ready::of(&small()), &recorder, &|_| ()).unwrap();
    let [one, two] = &recorder.links().unwrap()[..] else { panic!("two links") };
    recorder.close(&BTreeSet::from([one.clone()]), 0).unwrap();
    assert_eq!(recorder.links().unwrap(), std::slice::from_ref(two));
    recorder.close(&BTreeSet::new(), Folder::expiry(two).unwrap()).unwrap();
    assert!(recorder.links().unwrap().is_empty());
}
