//! Edits at random, in files made of awkward pieces: what comes out says what was meant and nothing else, by a reading
//! that shares nothing with the one that `edit` proves by.

use extrait::edit::{Change, NewValue, Within, apply};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde_json::{Value as Json, json};

use super::{add, drop_of, remove, remove_of, set, set_of};

/// Pieces of share files, each a few lines with their awkwardness.
const PIECES: &[&str] = &[
    "# a comment\n",
    "\n",
    "title: A title # why\n",
    "title: {en: One, fr: 'Un'}\n",
    "title: plain\n  on two lines # why\n",
    "title: \"quoted\n\n  over lines: 'x'\"\n",
    "note: >-\n  folded # no comment\n  text\n\n",
    "note: |\n  # no comment\n  kept\n",
    // What is added right below such a text takes its last line breaks away, or becomes a part of it.
    "note: |+\n  kept\n\n",
    "note: >+\n  folded\n\n\n",
    "note: |\n  generation: 9\n  expires: 9d\n  # no comment\n",
    "note: |2\n    indented\n  expires: 9d\n",
    "\"lang\": 'fr'\n",
    "'lang': &l fr\nsaid: *l\n",
    "include: [a, b/c]   # what\n",
    "include:\n  - a\n  # between\n  - b/c # d\n",
    "include:\n- a\n\n- b/c\n",
    "include: &i\n  - a\n  - b/c\nheld: *i\n",
    "include:\n  - a\n  - |+\n    b\n\n",
    "include: [ # what\n  a, # A\n  b/c\n]\n",
    "recipients: [a, {id: b, label: \"B: #\"}, c] # who\n",
    "recipients:\n  - a # A\n  - id: b\n    # in b\n    label: B\n    revoked: {at: x, reason: 'y'} # z\n  - c\n",
    "recipients:\n  - id: b\n    label: |+\n      B\n\n  - c\n",
    "recipients:\n  - id: b\n    label: B\n    note: |\n      - c\n  - 'a'\n",
    "recipients:\n  - &x a\n  - {id: b}\n",
    "recipients:\n  - &x {id: b, label: B}\n  - {id: a, of: *x}\n",
    "recipients: [{id: a, label: '}, {id: b'}, {id: \"b\", revoked: x}]\n",
    "revoked:\n  at: x # y\n  reason: z\n",
    "revoked:\n  at: x\n  reason: |+\n    z\n\n",
    "revoked: x\n",
    "said: 'revoked: x'\n",
    "inner:\n  generation: 7\n  revoked: x\n  expires: 9d\n",
    "generation: 1 # one\n",
    "expires: &e 30d\n",
    "expires: &e 30d\nended: *e\n",
    "expires: 30d\n",
    "profile: [purposes, recipients.name]\n",
];

/// How a file may end.
const ENDS: &[&str] =
    &["", "...\n", "...\n# after\n", "note: |+\n  kept\n\n", "last:\n  - |+\n    kept\n\n", "x: 1\n"];

fn changes() -> Vec<Change> {
    vec![
        set("expires", "60d"),
        set("generation", "2"),
        set("note", "A: note"),
        set("revoked", "2026-02-01T10:00:00+01:00"),
        remove("revoked"),
        remove("recipients"),
        remove("note"),
        set_of("a", "generation", "3"),
        set_of("b", "generation", "3"),
        set_of("b", "revoked", "2026-02-01T10:00:00+01:00"),
        remove_of("b", "revoked"),
        add("include", "z"),
        add("recipients", "z"),
        drop_of("include", "a"),
        drop_of("recipients", "b"),
    ]
}

fn read(text: &str) -> Option<Json> {
    serde_yaml::from_str(text).ok()
}

/// What a file says after a change, in other words than those of `edit`.
fn meant(mut before: Json, change: &Change) -> Json {
    let typed = |value: &NewValue| match value {
        NewValue::Text(text) => text.parse::<u64>().map_or_else(|_| json!(text), |number| json!(number)),
        NewValue::Keys(_) => unreachable!("no change here writes several keys"),
    };
    let is = |item: &Json, id: &str| *item == json!(id) || item["id"] == json!(id);
    let mut nothing = json!([]);
    match change {
        Change::Set { within: Within::Top, key, value } => before[*key] = typed(value),
        Change::Remove { within: Within::Top, key } => drop(before.as_object_mut().unwrap().remove(*key)),
        Change::Set { within: Within::Item { list, id }, key, value } => {
            let items = before[*list].as_array_mut().unwrap();
            let item = items.iter_mut().find(|item| is(item, id)).unwrap();
            if item.is_string() {
                *item = json!({"id": id});
            }
            item[*key] = typed(value);
        }
        Change::Remove { within: Within::Item { list, id }, key } => {
            let items = before.get_mut(*list).unwrap_or(&mut nothing).as_array_mut().unwrap();
            let item = items.iter_mut().find(|item| is(item, id)).and_then(Json::as_object_mut);
            drop(item.and_then(|item| item.remove(*key)));
        }
        Change::Add { list, item } => match before.get_mut(*list).and_then(Json::as_array_mut) {
            Some(items) => items.push(json!(item)),
            None => before[*list] = json!([item]),
        },
        Change::Drop { list, item } => {
            before[*list].as_array_mut().unwrap().retain(|known| !is(known, item));
        }
    }
    before
}

/// Lines of `all` that are not among `some`, in order.
fn kept(all: &str, some: &str) -> bool {
    let mut lines = all.lines();
    some.lines().all(|line| lines.any(|other| other == line))
}

proptest! {
    #![proptest_config(Config { cases: 3000, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..Config::default() })]

    /// Whatever the file: it says what was meant, comments stay, and undoing an added key gives the file back.
    #[test]
    fn any_share_survives(
        picks in proptest::collection::vec(0..PIECES.len(), 1..5),
        end in 0..ENDS.len(),
        crlf: bool,
        cut: bool,
        which in 0usize..15,
    ) {
        let mut text: String = picks.iter().map(|pick| PIECES[*pick]).chain([ENDS[end]]).collect();
        if crlf { text = text.replace('\n', "\r\n"); }
        if cut { text = text.trim_end().to_owned(); }
        let change = &changes()[which];
        let Ok(after) = apply(&text, change) else { return Ok(()) };
        let before = read(&text).unwrap();
        prop_assert_eq!(read(&after), Some(meant(before, change)), "{}\n----\n{}", text, after);
        let comments = |text: &str| text.matches('#').count();
        let in_words = usize::from(text.contains("B: #")) + usize::from(text.contains("# no comment"));
        prop_assert!(comments(&after) + in_words >= comments(&text), "{}\n----\n{}", text, after);
        let breaks = (after.matches('\n').count(), after.matches("\r\n").count());
        prop_assert_eq!(breaks.1, if text.contains('\r') { breaks.0 } else { 0 });
        match change {
            Change::Set { within: Within::Top, key, .. } if !text.contains(&format!("{key}:")) => {
                prop_assert!(kept(&after, &text), "{}\n----\n{}", text, after);
                prop_assert_eq!(apply(&after, &remove(key)), Ok(text));
            }
            Change::Remove { .. } | Change::Drop { .. } => {}
            _ => {
                // At most one line is another.
                let changed = text.lines().filter(|line| !after.lines().any(|other| other == *line)).count();
                prop_assert!(changed <= 1, "{}\n----\n{}", text, after);
            }
        }
    }
}
