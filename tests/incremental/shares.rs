//! Edits of shares: what they hold, for whom, for how long.

use std::fs;

use crate::content::words;
use crate::world::{Edit, World};

pub(crate) const EDITS: &[Edit] = &[
    title, title, profile, lang, include, include, revoked, generation, recipients, embed, expires, add,
    delete,
];

const FULL: [&str; 3] = ["full", "article30", "public"];

/// Long after, soon after, before, and at the instants of the builds.
const ENDS: [&str; 5] = [
    "2099-12-31T23:59:59+01:00",
    "never",
    "2098-06-03T00:00:00Z",
    "2098-01-01T00:00:00Z",
    "2098-06-20T00:00:00Z",
];

fn share(world: &mut World) -> String {
    world.any_file("content/shares").unwrap_or_else(|| "content/shares/first.yaml".to_owned())
}

fn title(world: &mut World) -> String {
    let path = share(world);
    let key = world.chance.pick(&["title", "note"]);
    let value = match world.chance.below(3) {
        0 => words(world),
        _ => format!("{{en: {}, fr: {}}}", words(world), words(world)),
    };
    let gone = key == "note" && world.chance.below(3) == 0;
    world.set(&path, key, (!gone).then_some(&value))
}

fn profile(world: &mut World) -> String {
    let path = share(world);
    let listed = ["[purposes, recipients.name, updated]", "[description, documents, data.category, time]"];
    let profile = world.chance.pick(&[FULL[0], FULL[1], FULL[2], listed[0], listed[1]]);
    world.set(&path, "profile", Some(profile))
}

fn lang(world: &mut World) -> String {
    let path = share(world);
    let lang = world.chance.pick(&[Some("en"), Some("fr"), None]);
    world.set(&path, "lang", lang)
}

/// Registers and items that there are, by chance.
fn held(world: &mut World) -> String {
    let mut held = Vec::new();
    for _ in 0..world.chance.below(4) {
        let (registers, items) = (world.registers(), world.items());
        let item = |path: String| {
            let mut parts =
                path.split('/').skip(2).map(|part| part.split('.').next().unwrap_or_default().to_owned());
            Some(format!("{}/{}", parts.next()?, parts.next()?))
        };
        let one = if world.chance.below(2) == 0 {
            world.one_of(registers)
        } else {
            world.one_of(items).and_then(item)
        };
        held.extend(one);
    }
    format!("[{}]", held.join(", "))
}

fn include(world: &mut World) -> String {
    let (path, held) = (share(world), held(world));
    world.set(&path, "include", Some(&held))
}

fn revoked(world: &mut World) -> String {
    let path = share(world);
    let revoked = world.chance.pick(&[Some("2026-02-01T10:00:00+01:00"), None]);
    world.set(&path, "revoked", revoked)
}

fn generation(world: &mut World) -> String {
    let path = share(world);
    let generation = world.chance.between(1, 3).to_string();
    world.set(&path, "generation", Some(&generation))
}

fn embed(world: &mut World) -> String {
    let path = share(world);
    let embed = world.chance.pick(&[Some("true"), Some("false"), None]);
    world.set(&path, "embed", embed)
}

fn recipients(world: &mut World) -> String {
    let path = share(world);
    let to = [
        None,
        Some("[one]"),
        Some("[one, two]"),
        Some("[{id: two, label: The second}, three]"),
        Some("[{id: one, generation: 2}, {id: two, revoked: 2026-02-01T10:00:00+01:00}]"),
    ];
    let to = world.chance.pick(&to);
    world.set(&path, "recipients", to)
}

fn expires(world: &mut World) -> String {
    let path = share(world);
    let end = world.chance.pick(&ENDS);
    world.set(&path, "expires", Some(end))
}

fn add(world: &mut World) -> String {
    let path = format!("content/shares/new-{}.yaml", world.fresh());
    let to =
        ["", "audience: applications\napplications: [gis-portal, open-catalogue]\n", "recipients: [a, b]\n"];
    let text = format!(
        "title: {}\ncreated: 2026-01-05T09:00:00Z\nexpires: {}\ninclude: {}\nprofile: {}\n{}",
        words(world),
        world.chance.pick(&ENDS[..2]),
        held(world),
        world.chance.pick(&FULL),
        world.chance.pick(&to),
    );
    world.write(&path, text.as_bytes());
    format!("{path} is new")
}

/// Shares come and go; enough of them stay to tell something.
fn delete(world: &mut World) -> String {
    let paths = world.files("content/shares");
    if paths.len() < 8 {
        return add(world);
    }
    let path = share(world);
    fs::remove_file(world.path(&path)).unwrap();
    format!("{path} goes")
}
