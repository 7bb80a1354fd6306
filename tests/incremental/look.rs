//! Edits of what every page shows: the site, its groups and applications, its theme.

use std::fs;
use std::path::Path;

use crate::content::words;
use crate::world::{Edit, World, remove};

pub(crate) const SITE: &[Edit] = &[site, site, site, site, id, groups, applications];
pub(crate) const THEME: &[Edit] = &[template, template, style, locale, accent, without];

fn site(world: &mut World) -> String {
    let (key, value) = match world.chance.below(8) {
        0 => ("title", format!("{{en: {}, fr: {}}}", words(world), words(world))),
        1 => ("organisation", words(world)),
        2 => ("contact", format!("{{name: {}, email: a@example.org}}", words(world))),
        3 => ("languages", world.chance.pick(&["[en, fr]", "[fr, en]"]).to_owned()),
        4 => ("base_url", format!("https://{}.example.org/", world.chance.below(9))),
        5 => ("warnings", format!("{{ending_within: {}d}}", world.chance.between(1, 60))),
        6 => (
            "policy",
            // Warnings, and none: an error would stop the builds that follow.
            world
                .chance
                .pick(&["{longest: 30d, since: 2099-12-31}", "{unlimited: refuse, since: 2099-12-31}"])
                .to_owned(),
        ),
        _ => ("defaults", "{profile: public, expires: 10d}".to_owned()),
    };
    world.set("site.yaml", key, Some(&value))
}

/// Every link changes.
fn id(world: &mut World) -> String {
    let id = world.chance.pick(&["example", "another"]);
    world.set("site.yaml", "id", Some(id))
}

fn groups(world: &mut World) -> String {
    let path = "content/groups.yaml";
    let text = match world.chance.below(3) {
        0 => format!("{}  - {{id: group-{}, title: {}}}\n", world.read(path), world.fresh(), words(world)),
        1 => world.read(path).replacen("title:", "title: # a comment", 1),
        _ => world.read(path).replace("Communication", "Communications"),
    };
    world.write(path, text.as_bytes());
    format!("{path} is edited")
}

fn applications(world: &mut World) -> String {
    let path = "content/applications.yaml";
    let text = match world.chance.below(3) {
        // A share may name it.
        0 => world.read(path).replace("gis-portal", "gis-window"),
        1 => world.read(path).replace("gis-window", "gis-portal"),
        _ => format!("{}  - {{id: program-{}, title: {}}}\n", world.read(path), world.fresh(), words(world)),
    };
    world.write(path, text.as_bytes());
    format!("{path} is edited")
}

/// A file of the default theme.
fn default(path: &str) -> String {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(project.join("themes/default").join(path)).unwrap()
}

fn replace(world: &mut World, path: &str, text: &str) -> String {
    let path = format!("themes/default/{path}");
    world.write(&path, text.as_bytes());
    format!("{path} is replaced")
}

fn template(world: &mut World) -> String {
    let name =
        world.chance.pick(&["item", "share", "register", "contact", "notice", "entries", "root", "stamp"]);
    let path = format!("templates/{name}.html");
    let mark = world.chance.below(100);
    let text = match name {
        // What stands outside the blocks of a child template is not shown.
        "item" | "share" | "register" => default(&path).replacen(
            "{% block content %}",
            &format!("{{% block content %}}\n<p>Mark {mark}</p>"),
            1,
        ),
        "rows" => default(&path).replacen("<dl", &format!("<dl data-mark=\"{mark}\""), 1),
        "value" => default(&path).replace("rel=\"noreferrer\"", &format!("rel=\"noreferrer m{mark}\"")),
        _ => format!("{}<!-- mark {mark} -->\n", default(&path)),
    };
    replace(world, &path, &text)
}

fn style(world: &mut World) -> String {
    let text = format!("{}\n.mark {{ margin: {}px }}\n", default("assets/style.css"), world.chance.below(9));
    replace(world, "assets/style.css", &text)
}

fn locale(world: &mut World) -> String {
    let (path, word) = world.chance.pick(&[
        ("locales/en.json", "\"At a glance\""),
        ("locales/en.json", "\"Contents\""),
        ("locales/fr.json", "\"Sommaire\""),
    ]);
    let text = default(path).replace(word, &format!("\"Mark {}\"", world.chance.below(100)));
    replace(world, path, &text)
}

fn accent(world: &mut World) -> String {
    let accent = world.chance.pick(&["#1f4e79", "#7a1f1f", "#1f5e2e", "#ffff00"]);
    world.set("site.yaml", "theme", Some(&format!("{{accent: \"{accent}\"}}")))
}

/// The default theme as it is, in one file or in all.
fn without(world: &mut World) -> String {
    let gone = if world.chance.below(3) == 0 {
        world.files("themes")
    } else {
        world.any_file("themes").into_iter().collect()
    };
    for path in &gone {
        remove(&world.path(path));
    }
    format!("{} go", gone.join(", "))
}
