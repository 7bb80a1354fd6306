//! Edits in place: awkward YAML comes out with the intended lines changed and every other byte as it was, or the edit is
//! refused.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking, and writes to the disk"
)]

#[path = "edit/any.rs"]
mod any;

use std::fs;

use extrait::edit::{Change, FileError, NewValue, Within, apply, create, replace};

fn text(value: &str) -> NewValue {
    NewValue::Text(value.to_owned())
}

fn set(key: &'static str, value: &str) -> Change {
    Change::Set { within: Within::Top, key, value: text(value) }
}

fn remove(key: &'static str) -> Change {
    Change::Remove { within: Within::Top, key }
}

fn set_of(id: &str, key: &'static str, value: &str) -> Change {
    Change::Set { within: Within::Item { list: "recipients", id: id.to_owned() }, key, value: text(value) }
}

fn remove_of(id: &str, key: &'static str) -> Change {
    Change::Remove { within: Within::Item { list: "recipients", id: id.to_owned() }, key }
}

fn add(list: &'static str, item: &str) -> Change {
    Change::Add { list, item: item.to_owned() }
}

fn drop_of(list: &'static str, item: &str) -> Change {
    Change::Drop { list, item: item.to_owned() }
}

/// The edit gives `expected`, and the same with other line ends; without a last line break too.
#[track_caller]
fn check(change: &Change, before: &str, expected: &str) {
    assert_eq!(apply(before, change).as_deref(), Ok(expected), "{before}");
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(apply(&crlf(before), change), Ok(crlf(expected)), "CRLF: {before}");
    let cut = |text: &str| text.strip_suffix('\n').unwrap_or(text).to_owned();
    assert_eq!(apply(&cut(before), change), Ok(cut(expected)), "no final line break: {before}");
}

/// The edit is refused, at this line.
#[track_caller]
fn refuse(change: &Change, before: &str, line: usize) {
    let refusal = apply(before, change).unwrap_err();
    assert_eq!(refusal.line, line, "{before}\n{refusal:?}");
    assert!(!refusal.remedy.is_empty());
}

#[test]
fn values_that_yaml_swallows_keep_nobody_from_closing() {
    for line in ["title: &Co Ltd", "title: &Co", "title: #2", "title: Gauges #2", "title: ! x", "note: >5"] {
        let revoked = format!("{line}\nexpires: 30d\nrevoked: \"true\"\n");
        check(&set("revoked", "true"), &format!("{line}\nexpires: 30d\n"), &revoked);
        check(
            &set("revoked", "true"),
            &format!("{line}\nexpires: 30d\nrevoked: #yes\n"),
            &revoked.replace("\"true\"", "\"true\" #yes"),
        );
    }
    refuse(&set("revoked", "true"), "title: &Co Ltd\nrevoked: &yes\n", 2);
}

#[test]
fn a_key_gets_another_value() {
    check(
        &set("expires", "60d"),
        "a: 1\nexpires: 30d # until then\nb: 2\n",
        "a: 1\nexpires: 60d # until then\nb: 2\n",
    );
    check(&set("expires", "60d"), "\"expires\" :   '30d'   #x\n", "\"expires\" :   60d   #x\n");
    check(&set("expires", "60d"), "---\n# c\n  expires: \"30d\"\n", "---\n# c\n  expires: 60d\n");
    check(&set("expires", "60d"), "expires: # soon\na: 1\n", "expires: 60d # soon\na: 1\n");
    check(&set("expires", "60d"), "{a: 1, expires: 30d, b: [c]}\n", "{a: 1, expires: 60d, b: [c]}\n");
    check(&set("note", "a: b # c"), "note: x\n", "note: \"a: b # c\"\n");
    check(&set("note", "null"), "note: x\n", "note: \"null\"\n");
    check(&set("note", "l’été"), "note: x\n", "note: l’été\n");
    check(&set("revoked", "x"), "revoked: {at: y, reason: z} # c\n", "revoked: x # c\n");
}

#[test]
fn a_key_is_added_below_the_others() {
    let generation = set("generation", "2");
    check(&generation, "a: 1\n", "a: 1\ngeneration: 2\n");
    check(&generation, "a: 1 # c\n# end\n", "a: 1 # c\ngeneration: 2\n# end\n");
    check(&generation, "a:\n  - b\n  # last\n\n# end\n", "a:\n  - b\ngeneration: 2\n  # last\n\n# end\n");
    check(&generation, "# only\n{a: 1}\n", "# only\n{a: 1, generation: 2}\n");
    check(&generation, "a: 1\nb:\n", "a: 1\nb:\ngeneration: 2\n");
    check(&generation, "a: |\n  text\n   more\n", "a: |\n  text\n   more\ngeneration: 2\n");
    check(&generation, "a: &x 1\nb: *x\n", "a: &x 1\nb: *x\ngeneration: 2\n");
    check(&generation, "a: b\n  c # d\n", "a: b\n  c # d\ngeneration: 2\n");
    // What looks like a comment is text there.
    let behind = apply("a: |\n  text\n  # more\n", &generation);
    assert_eq!(behind.as_deref(), Ok("a: |\n  text\n  # more\ngeneration: 2\n"));
    let kept = apply("a: |+\n  text\n\n", &generation);
    assert_eq!(kept.as_deref(), Ok("a: |+\n  text\n\ngeneration: 2\n"));
}

#[test]
fn a_key_is_removed_and_its_comments_stay() {
    let revoked = remove("revoked");
    check(&revoked, "a: 1\nrevoked: x\nb: 2\n", "a: 1\nb: 2\n");
    check(&revoked, "a: 1\n# why\nrevoked: x # left\nb: 2\n", "a: 1\n# why\n# left\nb: 2\n");
    check(
        &revoked,
        "a: 1\nrevoked:\n  at: x\n  # in spring\n  reason: y # z\n# end\n",
        "a: 1\n  # in spring\n  # z\n# end\n",
    );
    check(&revoked, "a: 1\nrevoked: {at: x, reason: 'y'}\n", "a: 1\n");
    check(&revoked, "{a: 1, revoked: {at: x}, b: 2}\n", "{a: 1, b: 2}\n");
    check(&revoked, "a: 1\n\nrevoked:\n\nb: 2\n", "a: 1\n\n\nb: 2\n");
    check(&revoked, "a: 1\n", "a: 1\n");
}

#[test]
fn a_recipient_changes_alone() {
    let generation = set_of("b", "generation", "2");
    check(&generation, "recipients: [a, b, c]\n", "recipients: [a, {id: b, generation: 2}, c]\n");
    check(
        &generation,
        "recipients:\n  # first\n  - a\n  - b # second\n  # third\n  - c\n",
        "recipients:\n  # first\n  - a\n  - {id: b, generation: 2} # second\n  # third\n  - c\n",
    );
    check(&generation, "recipients:\n- 'b'\n- c\n", "recipients:\n- {id: 'b', generation: 2}\n- c\n");
    check(
        &generation,
        "recipients:\n  - a\n  -   id: b # B\n      label: The second\n  - c\n",
        "recipients:\n  - a\n  -   id: b # B\n      label: The second\n      generation: 2\n  - c\n",
    );
    check(
        &generation,
        "recipients: [{label: B, id: b}, # the second\n  {id: c}]\nx: 1\n",
        "recipients: [{label: B, id: b, generation: 2}, # the second\n  {id: c}]\nx: 1\n",
    );
    check(&generation, "recipients: [{id: b, generation: 1}]\n", "recipients: [{id: b, generation: 2}]\n");
    check(
        &generation,
        "recipients:\n  - id: b\n    generation: 1 # c\n",
        "recipients:\n  - id: b\n    generation: 2 # c\n",
    );
    let gone = remove_of("b", "revoked");
    check(
        &gone,
        "recipients: [{id: b, revoked: {at: x, reason: y}, label: B}]\n",
        "recipients: [{id: b, label: B}]\n",
    );
    check(&gone, "recipients: [{revoked: x, id: b}]\n", "recipients: [{id: b}]\n");
    check(
        &gone,
        "recipients:\n  - id: b\n    revoked:\n      at: x # y\n    label: B\n  - c\n",
        "recipients:\n  - id: b\n      # y\n    label: B\n  - c\n",
    );
    check(&gone, "recipients: [a, b]\n", "recipients: [a, b]\n");
    let revoked = Change::Set {
        within: Within::Item { list: "recipients", id: "b".to_owned() },
        key: "revoked",
        value: NewValue::Keys(vec![
            ("at", "2026-02-01T10:00:00+01:00".to_owned()),
            ("reason", "left, for good".to_owned()),
        ]),
    };
    check(
        &revoked,
        "recipients: [a, b]\n",
        "recipients: [a, {id: b, revoked: {at: 2026-02-01T10:00:00+01:00, reason: \"left, for good\"}}]\n",
    );
}

#[test]
fn items_come_and_go() {
    check(&add("include", "r/i"), "include: [a]\n", "include: [a, r/i]\n");
    check(&add("include", "r/i"), "include: [] # none\n", "include: [r/i] # none\n");
    check(
        &add("include", "r"),
        "include:\n  - a # c\n  # d\nb: 1\n",
        "include:\n  - a # c\n  - r\n  # d\nb: 1\n",
    );
    check(&add("include", "r"), "include:\n- a\nb: 1\n", "include:\n- a\n- r\nb: 1\n");
    check(&add("recipients", "r"), "a: 1\n# end\n", "a: 1\nrecipients: [r]\n# end\n");
    check(
        &add("recipients", "r"),
        "recipients:\n  - id: a\n    label: A\nb: 1\n",
        "recipients:\n  - id: a\n    label: A\n  - r\nb: 1\n",
    );
    check(&drop_of("include", "b"), "include: [a, b, c]\n", "include: [a, c]\n");
    check(&drop_of("include", "a"), "include: [a, b]\n", "include: [b]\n");
    check(&drop_of("include", "a"), "include: [a]\n", "include: []\n");
    check(
        &drop_of("include", "b"),
        "include:\n  - a\n  # about b\n  - b # old\n  - c\n",
        "include:\n  - a\n  # about b\n  # old\n  - c\n",
    );
    check(
        &drop_of("recipients", "b"),
        "recipients: [a, {id: b, label: 'B, C'}, c]\n",
        "recipients: [a, c]\n",
    );
    check(
        &drop_of("recipients", "b"),
        "recipients:\n  - a\n  - id: b\n    label: B\n  - c\n",
        "recipients:\n  - a\n  - c\n",
    );
}

#[test]
fn what_cannot_be_proved_is_refused() {
    refuse(&set("note", "x"), "a: 1\nnote: >-\n  long\n", 2);
    refuse(&set("note", "x"), "a: 1\nnote: &n y\nb: *n\n", 2);
    refuse(&set("note", "x"), "a: 1\nnote: &n y\n", 2);
    refuse(&remove("note"), "a: 1\nnote: &n y\n", 2);
    refuse(&drop_of("include", "a"), "include: [&a a, b]\n", 1);
    refuse(&set("note", "x"), "note: plain\n  on two lines\n", 1);
    refuse(&remove("note"), "a: 1\nnote: |\n  # text\n", 2);
    refuse(&remove("a"), "b: 1\na: &x {c: d}\ne: *x\n", 2);
    refuse(&set("a", "x"), "a: 1\na: 2\n", 1);
    refuse(&set("a", "x"), "a: 1\n---\nb: 2\n", 1);
    refuse(&set("a", "x"), "a: !!str 1\n", 1);
    refuse(&set("a", "x"), "a: [\n", 1);
    refuse(&set("a", "x"), "- a\n", 1);
    refuse(&set_of("b", "generation", "2"), "x: &r [a, b]\nrecipients: *r\n", 2);
    refuse(&set_of("d", "generation", "2"), "x: 1\nrecipients: [a, b]\n", 2);
    refuse(&drop_of("include", "z"), "x: 1\ninclude: [a]\n", 2);
    refuse(&drop_of("include", "a"), "x: 1\ninclude:\n  - a\n", 2);
    refuse(&remove_of("b", "revoked"), "recipients:\n  - revoked: x\n    id: b\n", 2);
    refuse(&remove("revoked"), "{a: 1, # c\n revoked: x}\n", 2);
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let site = tempfile::tempdir().unwrap();
    let text = || fs::read_to_string(site.path().join("content/shares/a.yaml")).unwrap();
    create(site.path(), "content/shares/a.yaml", "one").unwrap();
    let twice = create(site.path(), "content/shares/a.yaml", "two");
    assert!(matches!(twice, Err(FileError::Exists(_))), "two people who create one id");
    assert_eq!(text(), "one");
    let late = replace(site.path(), "content/shares/a.yaml", "what was read", "two");
    assert!(matches!(late, Err(FileError::Changed(_))), "somebody saved it meanwhile");
    assert_eq!(text(), "one");
    replace(site.path(), "content/shares/a.yaml", "one", "two").unwrap();
    assert_eq!(text(), "two");
    assert_eq!(
        fs::read_dir(site.path().join("content/shares")).unwrap().count(),
        1,
        "nothing is left beside it"
    );
    assert!(matches!(replace(site.path(), "b.yaml", "", ""), Err(FileError::Machine(..))));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_out_of_the_site() {
    let (site, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = outside.path().join("a.yaml");
    fs::write(&file, "one").unwrap();
    std::os::unix::fs::symlink(&file, site.path().join("a.yaml")).unwrap();
    std::os::unix::fs::symlink(outside.path(), site.path().join("shares")).unwrap();
    assert!(matches!(replace(site.path(), "a.yaml", "one", "two"), Err(FileError::Outside(_))));
    assert!(matches!(create(site.path(), "shares/b.yaml", "two"), Err(FileError::Outside(_))));
    assert_eq!(fs::read_to_string(&file).unwrap(), "one");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    // A link within the site is followed, and stays one.
    fs::write(site.path().join("real.yaml"), "one").unwrap();
    std::os::unix::fs::symlink("real.yaml", site.path().join("link.yaml")).unwrap();
    replace(site.path(), "link.yaml", "one", "two").unwrap();
    assert_eq!(fs::read_to_string(site.path().join("real.yaml")).unwrap(), "two");
    assert!(site.path().join("link.yaml").is_symlink());
}
