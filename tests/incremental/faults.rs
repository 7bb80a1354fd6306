//! Edits after which nothing is published: the build says why, and the last good content comes back later.

use crate::world::{Edit, World};

pub(crate) const EDITS: &[Edit] = &[record, record, record, theme, settings, collision];

fn record(world: &mut World) -> String {
    let items = world.items();
    let Some(path) = world.one_of(items) else { return "nothing to break".into() };
    match world.chance.below(9) {
        0 => world.set(&path, "titel", Some("A slip")),
        1 => world.set(&path, "updated", Some("2026-02-30")),
        2 => world.set(&path, "status", Some("publisched")),
        3 => world.set(&path, "title", None),
        4 => world.set(&path, "relations", Some("[processing/nothing-of-that-name]")),
        5 => world.set(&path, "tags", Some("[unclosed")),
        6 => {
            world.write(&path, b"");
            format!("{path} is empty")
        }
        7 => {
            let mut bytes = world.read(&path).into_bytes();
            bytes.extend_from_slice(b"\xff\xfe");
            world.write(&path, &bytes);
            format!("{path} is no UTF-8")
        }
        _ => {
            let text = format!("{}\u{202e}\n", world.read(&path));
            world.write(&path, text.as_bytes());
            format!("{path} has a bidirectional control")
        }
    }
}

fn theme(world: &mut World) -> String {
    let (path, text) = world.chance.pick(&[
        ("themes/default/templates/item.html", "{{ nothing.at.all }}"),
        ("themes/default/templates/root.html", "{% if %}"),
        ("themes/default/locales/en.json", "{"),
    ]);
    world.write(path, text.as_bytes());
    format!("{path} is broken")
}

fn settings(world: &mut World) -> String {
    match world.chance.below(5) {
        0 => world.set("site.yaml", "languages", Some("[xx]")),
        1 => world.set("content/groups.yaml", "groups", Some("[{id: hrba, title: A}, {id: hrba, title: B}]")),
        2 => world.set("content/registers/extra/register.yaml", "group", Some("nobody")),
        3 => world.set("content/registers/extra/register.yaml", "kind", Some("diary")),
        _ => world.set("content/shares/two-recipients.yaml", "expires", Some("soon")),
    }
}

/// Two files that claim one id.
fn collision(world: &mut World) -> String {
    let items = world.items();
    let Some(path) = world.one_of(items) else { return "nothing to break".into() };
    let (stem, form) = path.rsplit_once('.').unwrap();
    let other = format!("{stem}.{}", if form == "md" { "yaml" } else { "md" });
    let text = world.read(&path);
    world.write(&other, text.as_bytes());
    format!("{other} is there too")
}
