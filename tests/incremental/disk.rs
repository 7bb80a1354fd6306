//! What happens to files below their words: times, links, names exchanged; an output, a cache or a state that someone
//! else touched.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, SystemTime};

use extrait::link::CANARY;

use crate::world::{Edit, World, form, remove, remove_all};

pub(crate) const FILES: &[Edit] =
    &[touched, disguised, disguised, disguised, exchanged, exchanged, linked, unread];
pub(crate) const OUTPUT: &[Edit] = &[tampered, tampered, tampered, stray, whole];
pub(crate) const STATE: &[Edit] = &[without_cache, without_cache, garbled, garbled, garbled, state];

const NOTHING: &str = "nothing there";

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn set_modified(path: &Path, time: SystemTime) {
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// Another time, or another inode, and the same bytes.
fn touched(world: &mut World) -> String {
    let Some(path) = world.any_file("content") else { return NOTHING.into() };
    let place = world.path(&path);
    let bytes = fs::read(&place).unwrap_or_default();
    world.write(&path, &bytes);
    if world.chance.below(2) == 0 {
        set_modified(&place, SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000));
    }
    format!("{path} is touched")
}

/// Other words of the same length at the same time: nothing but the time of the change tells it.
fn disguised(world: &mut World) -> String {
    let Some(path) = world.any_file("content") else { return NOTHING.into() };
    let place = world.path(&path);
    let (bytes, time) = (fs::read(&place).unwrap(), modified(&place));
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    let letters =
        bytes.windows(3).enumerate().filter(|(_, window)| window.iter().all(u8::is_ascii_lowercase));
    let letters: Vec<usize> = letters.map(|(at, _)| at + 1).collect();
    let among = if world.chance.below(2) == 0 || letters.is_empty() { digits } else { letters };
    if among.is_empty() {
        return NOTHING.into();
    }
    let at = world.chance.pick(&among);
    let mut bytes = bytes;
    bytes[at] = if bytes[at].is_ascii_digit() { b'0' + (bytes[at] - b'0' + 1) % 10 } else { bytes[at] ^ 1 };
    world.write(&path, &bytes);
    set_modified(&place, time);
    format!("{path} has another byte {at} and its old time")
}

/// Two files of a folder take each other's name: no time of theirs but that of the change is new.
fn exchanged(world: &mut World) -> String {
    let registers = world.registers();
    let Some(name) = world.one_of(registers) else { return NOTHING.into() };
    let folder = format!("content/registers/{name}/");
    let items: Vec<String> = world.items().into_iter().filter(|path| path.starts_with(&folder)).collect();
    let (Some(one), Some(other)) = (world.one_of(items.clone()), world.one_of(items)) else {
        return NOTHING.into();
    };
    if one == other || form(&one) != form(&other) {
        return NOTHING.into();
    }
    let (one_place, other_place, spare) = (world.path(&one), world.path(&other), world.path("spare.tmp"));
    fs::rename(&one_place, &spare).unwrap();
    fs::rename(&other_place, &one_place).unwrap();
    fs::rename(&spare, &other_place).unwrap();
    format!("{one} and {other} exchange names")
}

/// A record lies elsewhere in the site, behind a link; or what lies there changes.
fn linked(world: &mut World) -> String {
    if let Some(path) = world.any_file("spare").filter(|_| world.chance.below(2) == 0) {
        return world.set(&path, "owner", Some("Whoever is behind the link"));
    }
    let plain = |path: &String| !world.path(path).is_symlink();
    let items = world.items().into_iter().filter(plain).collect();
    let Some(path) = world.one_of(items) else { return NOTHING.into() };
    let to = format!("spare/{}.{}", world.fresh(), form(&path));
    fs::create_dir_all(world.path("spare")).unwrap();
    fs::rename(world.path(&path), world.path(&to)).unwrap();
    symlink(Path::new("../../..").join(&to), world.path(&path)).unwrap();
    format!("{path} is a link to {to}")
}

/// Files that mean nothing, or that nobody means.
fn unread(world: &mut World) -> String {
    let path = world.chance.pick(&[
        "content/notes.txt",
        "content/registers/extra/.first.yaml.swp",
        "content/registers/extra/first.yaml~",
        "content/registers/extra/README",
    ]);
    if world.path(path).exists() {
        remove(&world.path(path));
        return format!("{path} goes");
    }
    world.write(path, b"Not a record.\n");
    format!("{path} is new")
}

/// A published file is another one.
fn tampered(world: &mut World) -> String {
    let Some(path) = world.any_file("output") else { return NOTHING.into() };
    let place = world.path(&path);
    let mut bytes = fs::read(&place).unwrap();
    let time = modified(&place);
    match world.chance.below(5) {
        0 => remove(&place),
        1 => fs::write(&place, &bytes[..bytes.len() / 2]).unwrap(),
        2 => fs::write(&place, b"").unwrap(),
        3 => {
            // Replaced, and nothing but the time of the change tells it.
            bytes[0] ^= 1;
            remove(&place);
            fs::write(&place, &bytes).unwrap();
            set_modified(&place, time);
        }
        _ => {
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            fs::write(&place, &bytes).unwrap();
            set_modified(&place, time);
        }
    }
    format!("{path} is not what was published")
}

/// A file that no build wrote, in a share.
fn stray(world: &mut World) -> String {
    let folders = world.files("output/s").into_iter().filter_map(|path| {
        let mut parts = path.split('/');
        let folder: Vec<&str> = parts.by_ref().take(3).collect();
        // What lies beside the page of the share that ended in 2001 is told and left alone.
        parts.next().filter(|_| folder[2] != CANARY).map(|_| folder.join("/"))
    });
    let Some(folder) = world.one_of(folders.collect()) else { return NOTHING.into() };
    let name = world.chance.pick(&[
        "stray.html",
        "processing/stray.html",
        "new/folder/stray",
        "index.html.extrait-new",
    ]);
    let path = format!("{folder}/{name}");
    fs::create_dir_all(world.path(&path).parent().unwrap()).unwrap();
    fs::write(world.path(&path), "stray").unwrap();
    format!("{path} is a stray")
}

/// A whole share goes, or all of them.
fn whole(world: &mut World) -> String {
    let all = world.chance.below(3) == 0;
    let Some(path) = world.any_file("output/s") else { return NOTHING.into() };
    let folder =
        if all { "output".to_owned() } else { path.split('/').take(3).collect::<Vec<_>>().join("/") };
    let place = world.path(&folder);
    remove_all(&place);
    format!("{folder} goes")
}

fn without_cache(world: &mut World) -> String {
    let cache = world.path(".extrait/cache");
    remove_all(&cache);
    "the cache goes".into()
}

/// Something of the cache is not what a build wrote.
fn garbled(world: &mut World) -> String {
    let whole = world.path(".extrait/cache");
    let found =
        if whole.is_file() { Some(".extrait/cache".to_owned()) } else { world.any_file(".extrait/cache") };
    let Some(path) = found else { return "no cache to garble".into() };
    let place = world.path(&path);
    let mut bytes = fs::read(&place).unwrap();
    let time = modified(&place);
    let at = world.chance.below(bytes.len() + 1);
    match world.chance.below(7) {
        0 => bytes.truncate(at),
        1 | 2 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (at % 8)),
        3 => bytes = (0..at).map(|_| u8::try_from(world.chance.below(256)).unwrap()).collect(),
        4 => bytes.clear(),
        5 => bytes.extend_from_slice(b"and more"),
        _ => {
            remove(&place);
            fs::create_dir(&place).unwrap();
            return format!("{path} is a folder");
        }
    }
    fs::write(&place, bytes).unwrap();
    set_modified(&place, time);
    format!("{path} is garbled from {at} on")
}

/// What the last builds noted goes, or makes no sense.
fn state(world: &mut World) -> String {
    let place = world.path(".extrait");
    match world.chance.below(3) {
        0 if place.exists() => fs::remove_dir_all(place).unwrap(),
        1 => remove(&place.join("manifest.json")),
        _ if place.exists() => fs::write(place.join("manifest.json"), "{\"shares\"").unwrap(),
        _ => return NOTHING.into(),
    }
    "the state goes, or its manifest does".into()
}
