//! Tokens and secrets in texts of every sort.

use super::*;
use crate::hash::Hash;

const TOKEN: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b";
const SECRET: &str = "extrait1_v9deI-uPZL-U7MezVhJrme4gRgG4kzPzmv-OTDRxx70_74c51f73";

fn wanted() -> BTreeSet<Suspect> {
    [Suspect::token(TOKEN), Suspect::secret(SECRET).unwrap()].into()
}

fn check(text: &[u8], expected: usize) {
    let words = String::from_utf8_lossy(text);
    assert_eq!(Suspects::of(text).may_hold(&wanted()), expected > 0, "{words}");
    assert_eq!(find(text, &wanted()).len(), expected, "{words}");
}

fn spread(text: &str, between: &str, every: usize) -> String {
    let parts: Vec<_> = text.as_bytes().chunks(every).map(|part| String::from_utf8_lossy(part)).collect();
    parts.join(between)
}

#[test]
fn tokens_are_found_however_they_are_written() {
    let encoded: String = TOKEN.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
    let twice: String = TOKEN.bytes().map(|byte| format!("%25{byte:02X}")).collect::<Vec<_>>().concat();
    let escaped: String = TOKEN.bytes().map(|byte| format!("\\u{byte:04x}")).collect::<Vec<_>>().concat();
    let yaml: String = TOKEN.bytes().map(|byte| format!("\\x{byte:02x}")).collect::<Vec<_>>().concat();
    let entities: String = TOKEN.bytes().map(|byte| format!("&#{byte};")).collect::<Vec<_>>().concat();
    let wide: String = TOKEN.chars().map(|c| char::from_u32(u32::from(c) - 0x21 + 0xff01).unwrap()).collect();
    for text in [
        format!("https://example.org/s/4102441199-{TOKEN}/"),
        format!("s/never%2d{TOKEN}"),
        TOKEN.to_ascii_uppercase(),
        format!("0x{TOKEN}"),
        spread(TOKEN, " ", 4),
        spread(TOKEN, "-", 8),
        spread(TOKEN, "\u{2011}", 8),
        spread(TOKEN, "\u{200b}", 5),
        spread(TOKEN, "\\\n      ", 20),
        spread(TOKEN, "\n> ", 20),
        spread(TOKEN, "=\r\n", 20),
        spread(TOKEN, "\" + \"", 20),
        spread(TOKEN, "<!-- a comment, of several words -->", 20),
        spread(TOKEN, "</t></r><r><t>", 20),
        spread(TOKEN, "**", 20),
        spread(TOKEN, "\\n", 20),
        spread(TOKEN, ", 0x", 2),
        spread(TOKEN, "&shy;", 10),
        encoded,
        twice,
        escaped,
        yaml,
        entities,
        wide,
    ] {
        check(text.as_bytes(), 1);
    }
    let utf16: Vec<u8> = TOKEN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf16, 1);
    let utf16: Vec<u8> = TOKEN.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check(&utf16, 1);
}

#[test]
fn secrets_are_found_however_they_are_written() {
    let body = &SECRET[9..52];
    for text in [
        SECRET.to_owned(),
        format!("EXTRAIT_SECRET={SECRET}\n"),
        format!("the key is `{body}`."),
        SECRET.replace('_', "\\_"),
        SECRET.replace('_', "%5F"),
        spread(SECRET, "\n  ", 30),
        spread(SECRET, "\u{200b}", 7),
        format!("extrait1_{body}"),
    ] {
        check(text.as_bytes(), 1);
    }
    let utf16: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf16, 1);
}

#[test]
fn what_opens_nothing_is_none() {
    let other = SECRET.replacen("v9", "V9", 1);
    for text in [
        "",
        "a text of words, and a number: 0123456789",
        &TOKEN[1..],
        &TOKEN.replacen('9', "8", 1),
        &other,
        &spread(TOKEN, " words between ", 20),
        &format!("{}{}", &TOKEN[..20], "z".repeat(3)),
    ] {
        check(text.as_bytes(), 0);
    }
}

#[test]
fn places_are_those_of_the_text() {
    let text = format!("été: https://example.org/s/4102441199-{TOKEN}/ and {SECRET}");
    let found = find(text.as_bytes(), &wanted());
    let places: Vec<_> = found.iter().map(|(_, place)| &text[place.clone()]).collect();
    assert_eq!(places, [TOKEN, &SECRET[..52]]);
}

#[test]
fn numbers_are_no_suspects_and_hashes_are_not_kept_without_end() {
    let numbers: String =
        (0..10_000).map(|number| format!("{number}.25e-05, {number}")).collect::<Vec<_>>().join("\n");
    assert_eq!(Suspects::of(numbers.as_bytes()), Suspects::default());
    let hashes: String =
        (0..1_000).map(|number: u32| Hash::of(&number.to_le_bytes()).hex()).collect::<Vec<_>>().join("\n");
    assert_eq!(Suspects::of(hashes.as_bytes()), Suspects::Many);
}
