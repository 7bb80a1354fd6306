//! When errors stop a build, a share that shows what an item's own file has narrowed since loses its pages; no other does.

use std::fs;

use super::world::{World, share};
use crate::support::published;

/// What the item's file says, what the share includes, and whether the share's pages go.
const CASES: [(&str, &str, bool); 9] = [
    ("access: private\n", "[hr]", true),
    ("access: private\n", "[hr/b]", true),
    ("access: groups\ngroups: [g]\n", "[hr/b]", true),
    ("status: draft\n", "[hr]", true),
    ("status: archived\n", "[hr]", true),
    ("status: draft\n", "[hr/b]", false),
    ("broken: [\naccess: private\n", "[hr]", true),
    ("notes: 'access: private'\n", "[hr]", false),
    ("", "[hr]", false),
];

fn narrowed(lines: &str, include: &str, form: &str, words: &[&str], goes: bool) {
    let world = World::new();
    world.site.write("content/groups.yaml", "groups: [{id: g, title: G}]\n");
    let (path, write): (String, fn(&str) -> String) = match form {
        "md" => {
            ("content/registers/hr/b.md".to_owned(), |text| format!("---\n{text}---\n\naccess: private\n"))
        }
        _ => ("content/registers/hr/b.yaml".to_owned(), str::to_owned),
    };
    world.site.write(&path, &write(&published("B")));
    world.site.write("content/shares/gone.yaml", &share("").replace("[hr]", include));
    world.site.write("content/shares/kept.yaml", &share("").replace("[hr]", "[hr/a]"));
    world.site.build(&[]);
    let folders = world.folders();
    let before = world.all_but(&[folders["gone"].clone()]);
    let text = if lines.contains("status") {
        published("B").replace("status: published\n", "")
    } else {
        published("B")
    };
    fs::write(world.site.path(&path), write(&format!("{text}{lines}"))).unwrap();
    // What stops the build is elsewhere.
    world.site.write("content/registers/hr/a.yaml", "title: [\n");
    let run = world.site.run(words);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    let about = format!("{lines:?} {include} {form} {words:?}\n{said}");
    assert_eq!(run.status.code() == Some(0), words.contains(&"--prune"), "{about}");
    assert_eq!(world.exists(&folders["gone"]), !goes, "{about}");
    assert_eq!(said.contains("[share-narrowed]") && said.contains("`gone` showed hr/b"), goes, "{about}");
    assert!(!said.contains("`kept`"), "{about}");
    assert_eq!(world.all_but(&[folders["gone"].clone()]), before, "{about}");
}

#[test]
fn what_an_item_says_of_itself_closes_shares_that_show_it_although_errors_stop_the_build() {
    for (lines, include, goes) in CASES {
        for form in ["yaml", "md"] {
            narrowed(lines, include, form, &["build"], goes);
        }
        narrowed(lines, include, "yaml", &["build", "--prune"], goes);
    }
}

/// Absence is no instruction.
#[test]
fn an_item_whose_file_is_gone_closes_nothing() {
    let world = World::new();
    world.site.build(&[]);
    let folders = world.folders();
    fs::remove_file(world.site.path("content/registers/hr/a.yaml")).unwrap();
    world.site.write("content/registers/hr/b.yaml", "title: [\n");
    assert_eq!(world.site.run(&["build"]).status.code(), Some(1));
    assert!(folders.values().all(|folder| world.exists(folder)));
}
