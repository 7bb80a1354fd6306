//! Edits of records, registers and attachments.

use std::fs;

use crate::world::{self, Edit, World, record};

pub(crate) const EDITS: &[Edit] = &[
    field, field, field, text, text, access, add, add, delete, rename, form, register, attachment, attach,
    whole,
];

const NOTHING: &str = "nothing to edit";

const WORDS: &[&str] = &[
    "Élève à l’école",
    "a < b && c > d",
    "Two  spaces",
    "‘quoted’, it's",
    "日本語",
    "Tables | pipes",
    "*stars* and _lines_",
    "{{ braces }}",
    "100 %: all",
];

/// Pieces of Markdown; the last ones are complained about.
const MARKDOWN: &[&str] = &[
    "A paragraph more, with **words** and `code`.",
    "| a | b |\n|---|--:|\n| é | 1 |",
    "- one\n- two\n  1. three",
    "## A heading\n\nBelow it.",
    "[A link](https://example.org/é), and <https://example.org>.",
    "<!-- a comment -->",
    "<script>alert(1)</script>",
    "[Refused](javascript:alert(1))",
    "![A picture](picture.png)",
];

/// Words of chance, as a YAML scalar.
pub(crate) fn words(world: &mut World) -> String {
    format!("\"{} {}\"", world.chance.pick(WORDS), world.chance.below(50))
}

fn date(world: &mut World) -> String {
    format!(
        "20{}-{:02}-{:02}",
        world.chance.between(10, 40),
        world.chance.between(1, 12),
        world.chance.between(1, 28)
    )
}

fn item(world: &mut World) -> Option<String> {
    let items = world.items();
    world.one_of(items)
}

/// Mostly one of the register to play with: what nothing refers to can go without a fault.
fn loose(world: &mut World) -> Option<String> {
    let extra: Vec<String> = world.items().into_iter().filter(|path| path.contains("/extra")).collect();
    if extra.is_empty() || world.chance.below(5) == 0 { item(world) } else { world.one_of(extra) }
}

fn field(world: &mut World) -> String {
    let Some(path) = item(world) else { return NOTHING.into() };
    let key = world
        .chance
        .pick(&["title", "title", "status", "status", "updated", "tags", "owner", "created", "notes"]);
    let value = match key {
        "status" => world.chance.pick(&["published", "published", "draft", "archived"]).to_owned(),
        "updated" | "created" => date(world),
        "tags" => format!("[{}, {}]", words(world), words(world)),
        _ => words(world),
    };
    let removed = !["title", "status"].contains(&key) && world.chance.below(4) == 0;
    world.set(&path, key, (!removed).then_some(&value))
}

/// Markdown: below the front matter, or as the description.
fn text(world: &mut World) -> String {
    let Some(path) = item(world) else { return NOTHING.into() };
    let piece = world.chance.pick(MARKDOWN);
    if world::form(&path) == "md" {
        let text = format!("{}\n{piece}\n", world.read(&path));
        world.write(&path, text.as_bytes());
        return format!("{path}: {piece:?} at its end");
    }
    let indented = piece.lines().collect::<Vec<_>>().join("\n  ");
    world.set(&path, "description", Some(&format!("|\n  {indented}")))
}

fn access(world: &mut World) -> String {
    let Some(path) = loose(world) else { return NOTHING.into() };
    let access = world.chance.pick(&["public", "public", "private", "groups"]);
    let groups = (access == "groups").then_some("[hrba]");
    world.set(&path, "groups", groups);
    world.set(&path, "access", Some(access))
}

/// A record of its own, or a copy of one under another name.
fn add(world: &mut World) -> String {
    let number = world.fresh();
    let copied = if world.chance.below(2) == 0 { item(world) } else { None };
    let (path, text) = match copied {
        Some(from) => {
            let (folder, name) = from.rsplit_once('/').unwrap();
            (format!("{folder}/copy-{number}.{}", world::form(name)), world.read(&from))
        }
        None => (
            format!("content/registers/extra/new-{number}.yaml"),
            record(&format!("new {number}"), "transfers: none\nrelations: [first]\n"),
        ),
    };
    world.write(&path, text.as_bytes());
    format!("{path} is new")
}

fn delete(world: &mut World) -> String {
    let Some(path) = loose(world) else { return NOTHING.into() };
    fs::remove_file(world.path(&path)).unwrap();
    format!("{path} goes")
}

/// A record is called something else, and so do those who refer to it, or not.
fn rename(world: &mut World) -> String {
    let Some(path) = item(world) else { return NOTHING.into() };
    let (folder, name) = path.rsplit_once('/').unwrap();
    let (stem, form) = name.rsplit_once('.').unwrap();
    let new = format!("{}{}", world.chance.pick(&["a", "z"]), world.fresh());
    let to = format!("{folder}/{new}.{form}");
    fs::rename(world.path(&path), world.path(&to)).unwrap();
    if world.chance.below(6) == 0 {
        return format!("{path} becomes {to}");
    }
    for other in
        world.files("content").into_iter().filter(|other| ["yaml", "md"].contains(&world::form(other)))
    {
        let text = world.read(&other);
        if text.contains(stem) {
            world.write(&other, text.replace(stem, &new).as_bytes());
        }
    }
    format!("{path} becomes {to}, wherever it is named")
}

/// A record as YAML becomes one with front matter.
fn form(world: &mut World) -> String {
    let yaml = world.items().into_iter().filter(|path| world::form(path) == "yaml").collect();
    let Some(path) = world.one_of(yaml) else { return NOTHING.into() };
    let text = format!("---\n{}---\nIts body.\n", world::set(&world.read(&path), "description", None));
    fs::remove_file(world.path(&path)).unwrap();
    world.write(&path.replace(".yaml", ".md"), text.as_bytes());
    format!("{path} becomes Markdown")
}

fn register(world: &mut World) -> String {
    let registers = world.registers();
    let Some(name) = world.one_of(registers) else { return NOTHING.into() };
    let path = format!("content/registers/{name}/register.yaml");
    match world.chance.below(5) {
        0 | 1 => {
            let title = format!("{{en: {}, fr: {}}}", words(world), words(world));
            world.set(&path, "title", Some(&title))
        }
        2 => {
            let language = world.chance.pick(&["en", "fr", "de"]);
            world.set(&path, "language", Some(language))
        }
        3 => {
            let party = format!("{{name: {}, email: dpo@example.org}}", words(world));
            world.set(&path, "dpo", Some(&party))
        }
        _ => {
            let kind = world.chance.pick(&["controller", "processor"]);
            world.set("content/registers/extra/register.yaml", "kind", Some(kind))
        }
    }
}

/// Bytes of files that records bring along.
fn attachment(world: &mut World) -> String {
    let files =
        world.files("content/registers").into_iter().filter(|path| path.contains("/files/")).collect();
    let Some(path) = world.one_of(files) else { return NOTHING.into() };
    if world.chance.below(4) == 0 {
        fs::remove_file(world.path(&path)).unwrap();
        return format!("{path} goes");
    }
    let mut bytes = fs::read(world.path(&path)).unwrap();
    bytes.extend_from_slice(format!("{},3\n", world.chance.below(9)).as_bytes());
    world.write(&path, &bytes);
    format!("{path} has other bytes")
}

/// A record brings a file along, an old one or a new one.
fn attach(world: &mut World) -> String {
    let extra = world.items().into_iter().filter(|path| path.contains("/extra/")).collect();
    let Some(path) = world.one_of(extra) else { return NOTHING.into() };
    let name = format!("list{}.csv", world.chance.pick(&["", "-1", "-2"]));
    let file = format!("content/registers/extra/files/{name}");
    if !world.path(&file).exists() {
        world.write(&file, b"a,b\n3,4\n");
    }
    let value = format!("[{{title: A list, file: {name}}}]");
    let gone = world.chance.below(3) == 0;
    world.set(&path, "attachments", (!gone).then_some(&value))
}

/// A register as a whole: another one of the same records, the first one under another name, or none.
fn whole(world: &mut World) -> String {
    let extra = world.path("content/registers/extra");
    let number = world.fresh();
    let other = format!("content/registers/extra-{number}");
    match world.chance.below(3) {
        0 => {
            for path in world.files("content/registers/extra") {
                let bytes = fs::read(world.path(&path)).unwrap_or_default();
                world.write(&path.replace("/extra/", &format!("/extra-{number}/")), &bytes);
            }
            format!("{other} is a copy")
        }
        1 if extra.exists() => {
            fs::rename(extra, world.path(&other)).unwrap();
            format!("extra becomes {other}")
        }
        _ => {
            let copies = world.registers().into_iter().filter(|name| name.starts_with("extra-")).collect();
            let Some(name) = world.one_of(copies) else { return NOTHING.into() };
            fs::remove_dir_all(world.path(&format!("content/registers/{name}"))).unwrap();
            format!("{name} goes")
        }
    }
}
