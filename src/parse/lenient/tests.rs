//! What closes and what does not, both ways.

use super::*;

/// What a text says: `!` for revoked, `?` for a doubt, ids of holders that are revoked.
pub(super) fn told(bytes: &[u8]) -> String {
    let said = said_by(&|| Ok(Box::new(bytes))).unwrap();
    let mut told = String::new();
    told.push_str(if says_revoked(&said.top) { "!" } else { "" });
    told.push_str(if said.doubts.is_empty() { "" } else { "?" });
    for holder in said.holders.iter().filter(|holder| says_revoked(holder)) {
        let id = holder.iter().find(|entry| entry.key == "id");
        told.push_str(id.map_or("-", |entry| entry.value.as_str()));
    }
    told
}

fn check(text: &str, expected: &str) {
    assert_eq!(told(text.as_bytes()), expected, "{text}");
}

/// A slip that no parser forgives stands in the first line.
fn broken(text: &str, expected: &str) {
    check(&format!("title: [\n{text}"), expected);
    check(&format!("title: \"T\n{text}"), expected);
    check(&format!("title: a: b\n{text}"), expected);
    let keys = format!("title: \u{e9} [\n{text}");
    let latin: Vec<u8> = keys.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    assert_eq!(told(&latin), expected, "{text}");
}

#[test]
fn revoked_in_any_style() {
    for text in [
        "revoked: 2026-02-01T00:00:00Z\n",
        "revoked : 2026-02-01T00:00:00Z\n",
        "revoked:\n",
        "revoked:",
        "revoked: true # false\n",
        "revoked:2026-02-01\n",
        "\"revoked\": x\n",
        "'revoked': {at: x, reason: y}\n",
        "\"revoked\" : x\n",
        "? revoked\n: 2026-02-01T00:00:00Z\n",
        "&a revoked: x\n",
        "revoked:\n  at: x\n  reason: y\n",
        "revoked: |\n  false\n",
        "note: |\n  text\nrevoked: x\n",
        "note: >-\n  text\n\n\n  more\nrevoked: x\n",
        "include:\n- hr\nrevoked: x\n",
        "include: [hr,\n  it]\nrevoked: x\n",
        "recipients: [a,\n  b]\nrevoked: x\n",
        "recipients:\n  - a\nrevoked: x\n",
        "---\nrevoked: x\n",
        "revoked\t:\tx\n",
    ] {
        broken(text, "!");
        broken(&text.replace('\n', "\r\n"), "!");
        check(&format!("title: [\r{}", text.replace('\n', "\r")), "!");
    }
}

#[test]
fn what_only_looks_like_it() {
    for text in [
        "revoked: false\n",
        "revoked: 'false' # not yet\n",
        "# revoked: x\n",
        "note: x # revoked: x\n",
        "note: 'was revoked: x'\n",
        "note: \"a\n  revoked: x\n  b\"\n",
        "note: 'a\n\n  revoked: x'\n",
        "note: |\n  revoked: x\n",
        "note: |2-\n    a\n  revoked: x\n",
        "note: >\n\n  a\n\n  revoked: x\n",
        "note: revoked\n",
        "note:\n  revoked: x\n",
        "note: {fr: a, revoked: x}\n",
        "note: {fr: a,\n  revoked: x}\n",
        "include: [revoked, hr]\n",
        "include:\n  - revoked\n",
        "not-revoked: x\n",
        "revoked_at: x\n",
        "revoked-by: x\n",
        "Unrevoked: x\n",
        "recipients:\n  - id: revoked\n",
        "recipients: [{id: a, label: revoked}]\n",
        "recipients:\n  - id: a\n    label: |\n      revoked: x\n",
        "recipients:\n  - id: a\n    label: \"x\n      revoked: y\"\n",
        "recipients:\n  - id: a\n    revoked: false\n",
        "allow:\n  - {code: a, reason: \"revoked: x\"}\n",
    ] {
        broken(text, "");
        broken(&text.replace('\n', "\r\n"), "");
    }
}

#[test]
fn holders() {
    for (text, expected) in [
        ("recipients:\n  - a\n  - id: b\n    revoked: x\n  - c\n", "b"),
        ("recipients:\n- a\n- id: b\n  revoked: x\n- c\n", "b"),
        ("recipients:\n  - id: 'b'\n    revoked:\n      at: x\n  - id: c\n", "b"),
        ("recipients: [{id: a}, {id: b, revoked: x}, {id: c, revoked: false}]\n", "b"),
        ("recipients: [{id: b, revoked: {at: x, reason: y}}, {id: c}]\n", "b"),
        ("recipients:\n  - {revoked: x, id: b}\n  # - {id: c, revoked: x}\n", "b"),
        ("recipients:\n  - {id: b,\n     revoked: x}\n  - c\n", "b"),
        ("applications:\n  - \"id\": b\n    'revoked': x\n", "b"),
        ("applications: [{\"id\":\"b\",\"revoked\":\"x\"}]\n", "b"),
        ("recipients: [{id: a}, {id: b, revoked: x}\n", "b"),
        ("recipients: [\n  {id: a},\n  {id: b, revoked: x},\n", "b"),
        ("recipients:\n  - label: B\n    revoked: x\n  - c\n", "-"),
        ("recipients:\n  - revoked: x\n    label: [\n    id: b\n", "b"),
        ("recipients:\n  - id: b\n      revoked: x\n", "?"),
        ("recipients:\n  - id: b\n   revoked: x\n", "?"),
    ] {
        broken(text, expected);
    }
}

#[test]
fn documents_in_braces() {
    for (text, expected) in [
        ("{title: x, revoked: {at: y}}", "!"),
        ("{title: x,\n revoked: y", "!"),
        ("{title: x y: z, 'revoked' : y}", "!"),
        ("{\"title\":\"x\",\"revoked\":\"y\"", "!"),
        ("{title: x, revoked}", "!"),
        ("--- {title: x,\nrevoked: y,\n", "!"),
        ("{title: x, note: {revoked: y}, a: b: c}", ""),
        ("{title: 'revoked: y', a: b: c}", ""),
        ("{title: x, # revoked: y\n a: b: c}", ""),
        ("{title: x, revoked: false, a: b: c}", ""),
        ("{title: x, recipients: [{id: b, revoked: y}], a: b: c}", "b"),
        ("{title: [x, revoked: y}", "?"),
    ] {
        check(text, expected);
    }
}

#[test]
fn columns() {
    check("  title: [\n  revoked: x\n", "!");
    check("\ttitle: T\n\trevoked: x\n", "!");
    check("title: T\n  revoked: x\n", "?");
    check("title: T\n\trevoked: x\n", "?");
    check("  title: T\nrevoked: x\n", "!");
    check("title: \"a\nnote: \"b\"\nrevoked: x\n", "!");
    check("title: it's\nnote: a: b\nrevoked: x\n", "!");
    check("\"re\\u0076oked\": x\n a: b: c\n", "?");
    check("title: T\ntitle: U\nrevoked: false\nrevoked: x\n", "!");
    check("title: T\nnote: [\n---\nrevoked: x\n", "!");
}

#[test]
fn encodings() {
    let text = "title: \u{e9}\u{2014}\u{4e2d}\nrevoked: 2026-02-01T00:00:00Z\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wide: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    for (mark, bytes) in [
        (&[][..], &little),
        (&[0xff, 0xfe], &little),
        (&[], &big),
        (&[0xfe, 0xff], &big),
        (&[0xff, 0xfe, 0, 0], &wide),
        (&[0xef, 0xbb, 0xbf], &text.as_bytes().to_vec()),
    ] {
        assert_eq!(told(&[mark, bytes].concat()), "!", "{mark:?}");
    }
    assert_eq!(told(b"title: D\xe9l\xe9gu\xe9\nrevoked: x\n"), "!");
    assert_eq!(told(b"title: T\nrev\0oked: x\n"), "!");
    assert_eq!(told(b"title: D\xe9l\xe9gu\xe9\nnote: |\n  revoked: x\n"), "");
}

/// Longer than what is given to the parser: `revoked` is found at both ends, and after a line of many pieces.
#[test]
fn long_files() {
    let words = "words ".repeat(100_000);
    let long = format!("note: |\n{}", format!("  {words}\n").repeat(16));
    assert!(long.len() > MAX_PARSED);
    check(&format!("{long}revoked: x\n"), "!");
    check(&format!("revoked: x\n{long}"), "!");
    check(&format!("title: {words}{words}\n{long}revoked: x\n"), "!");
    check(&format!("{long}  revoked: x\n"), "");
    check(&format!("{{title: \"{}\", revoked: y", words.repeat(15)), "!");
}
