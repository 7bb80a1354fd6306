//! Long files, whose bytes never stand in memory together, and files that stay.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use extrait::address;
use extrait::hash::Hash;
use extrait::keys::SiteSecret;
use extrait::link::{Folder, LinkId};
use extrait::model::id::Id;
use extrait::publish::{Destination as _, OtherFolders, PublishError, Replacement, Target};
use extrait::seal::{Artefact, Envelope as _, OpenEnvelope};

use crate::faulty::{Fault, Faulty, Has};
use crate::support::SECRET;
use crate::world::{World, check_clean};

/// The folders of two links: the second gets long files from the first.
fn folders() -> [Folder; 2] {
    let id = |text: &str| Id::new(text).unwrap();
    let folder = |generation| {
        let link = LinkId { share: id("long"), recipient: None, generation, expiry: None };
        address::folder(&link, &id("test"), &SiteSecret::parse(SECRET).unwrap().link_key())
    };
    [folder(1), folder(2)]
}

/// A long file, as the lines of many items would make it, with one of them changed.
fn lines(number: usize, changed: Option<usize>) -> Vec<String> {
    let line = |index| {
        let mark = if changed == Some(index) { 'x' } else { '-' };
        format!("{{\"item\": {index}, \"mark\": \"{mark}\"}}\n")
    };
    (0..number).map(line).collect()
}

/// Publishes a share that holds a long file, one that may stay, and a page.
fn publish(target: &Target, how: Replacement, lines: &[String], keep: bool) -> Result<(), PublishError> {
    target.recover()?;
    let writer = target.share(&folders(), how)?;
    let share = Box::new(OpenEnvelope::default());
    let (path, bytes) = ("hr/kept.html".to_owned(), b"kept".to_vec());
    let kept = Artefact { path, fingerprint: Hash::of(&bytes), bytes };
    if keep {
        writer.keep(&kept.path)?;
        share.keep(&kept.path, kept.fingerprint);
    } else {
        writer.put(&share.seal(kept))?;
    }
    let mut stream = share.stream("hr/long.json".to_owned());
    let mut pieces = writer.begin(&stream);
    for line in lines {
        pieces.put(&stream.seal(line.as_bytes()))?;
    }
    pieces.end(OtherFolders::Unknown)?;
    share.close(stream);
    let (sums, manifest) = share.end();
    writer.put(&sums)?;
    writer.finish(0, &manifest, &[])?;
    writer.finish(1, &manifest, &[])?;
    drop(writer);
    target.settle()?;
    target.vouched()
}

fn check(world: &World, folder: &Folder, lines: &[String], when: &str) {
    let place = world.path("output/s").join(folder.name());
    let text = lines.concat();
    assert_eq!(fs::read_to_string(place.join("hr/long.json")).unwrap(), text, "{when}");
    assert_eq!(fs::read(place.join("hr/kept.html")).unwrap(), b"kept", "{when}");
    let sums = fs::read_to_string(place.join("SHA256SUMS")).unwrap();
    assert!(sums.contains(&format!("{}  hr/long.json\n", Hash::of(text.as_bytes()).hex())), "{when}");
    check_clean(&world.save(), when);
}

#[test]
fn pieces_become_the_file() {
    for how in [Replacement::InPlace, Replacement::Whole] {
        let world = World::new();
        let many = 10_000;
        let inode = || {
            let place = |folder: Folder| world.path("output/s").join(folder.name());
            let inode = |place: &Path, path| fs::metadata(place.join(path)).unwrap().ino();
            folders().map(place).map(|place| ["hr/long.json", "hr/kept.html"].map(|path| inode(&place, path)))
        };
        let mut versions = vec![lines(many, None), lines(many, Some(0)), lines(many, Some(many / 2))];
        versions.extend([lines(many, Some(many - 1)), lines(many / 2, None), lines(many, None)]);
        versions.extend([lines(0, None), lines(0, None), lines(1, None), lines(many, None)]);
        versions.push(vec![lines(many, Some(3)).concat()]);
        for (round, version) in versions.iter().enumerate() {
            publish(&world.target(None).unwrap(), how, version, round > 0).unwrap();
            for folder in folders() {
                check(&world, &folder, version, &format!("{how:?}, round {round}"));
            }
            let before = inode();
            let target = world.target(None).unwrap();
            publish(&target, how, version, round % 2 == 0).unwrap();
            assert_eq!(inode(), before, "{how:?}, round {round}: the same file is not touched");
            assert_eq!(target.counts().written(), 0, "{how:?}, round {round}");
        }
    }
}

#[test]
fn half_a_long_file_is_never_published() {
    let versions = [lines(6_000, None), lines(6_000, Some(5_000))];
    for (how, fault, has) in [
        (Replacement::InPlace, Fault::DeadInWrite, Has::Everything),
        (Replacement::InPlace, Fault::Full, Has::Everything),
        (Replacement::Whole, Fault::Dead, Has::Everything),
        (Replacement::Whole, Fault::DeadInWrite, Has::Neither),
        (Replacement::Whole, Fault::Full, Has::NoLinks),
    ] {
        let world = World::new();
        publish(&world.target(None).unwrap(), how, &versions[0], false).unwrap();
        let start = world.save();
        for limit in 0.. {
            let when = format!("{how:?} {fault:?} {has:?} after {limit} steps");
            world.restore(&start);
            let disk = Faulty::new(fault, has, limit);
            let target = world.target(Some(Box::new(disk.clone()))).unwrap();
            let published = publish(&target, how, &versions[1], true);
            if !disk.stopped() {
                published.unwrap();
                assert!(limit > 8, "{when}: it came to its end");
                break;
            }
            let target = world.target(None).unwrap();
            target.recover().unwrap();
            target.close(&std::collections::BTreeSet::new(), 0).unwrap();
            for folder in folders() {
                let sums = world.path("output/s").join(folder.name()).join("SHA256SUMS");
                let new = Hash::of(versions[1].concat().as_bytes()).hex();
                let new = fs::read_to_string(sums).unwrap().contains(&new);
                check(&world, &folder, &versions[usize::from(new)], &when);
                assert!(target.interrupted() || published.is_ok() || !new, "{when}: records may be believed");
            }
        }
    }
}

#[test]
fn what_is_not_there_cannot_stay() {
    for how in [Replacement::InPlace, Replacement::Whole] {
        let world = World::new();
        let version = lines(10, None);
        let error = publish(&world.target(None).unwrap(), how, &version, true).unwrap_err();
        assert!(error.to_string().contains("was to stay"), "{error}");
        publish(&world.target(None).unwrap(), how, &version, false).unwrap();
        let place = world.path("output/s").join(folders()[0].name());
        fs::remove_file(place.join("hr/kept.html")).unwrap();
        let before = world.output();
        publish(&world.target(None).unwrap(), how, &lines(10, Some(1)), true).unwrap_err();
        assert_eq!(world.output(), before, "{how:?}: nothing changed");
    }
}
