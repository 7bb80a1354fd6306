//! Output read in every form in which a word may stand in it: its own (HTML, JSON, CSS), and those in which a word hides from a
//! search of the bytes (UTF-16, base64, hexadecimal digits, percent-encoding).
//!
//! A file whose form is not in [`FORMS`] fails the test that meets it: a new form of the output is a row here.

#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use serde_json::Value as Json;

use crate::support::Tree;

/// Gives the texts of a file, decoded.
enum Decode {
    /// Of a text.
    Text(fn(&str) -> String),
    /// Of a ZIP: those of the files in it, each read in its own form.
    Packed,
}

use Decode::{Packed, Text};

/// How a name ends, or a whole name, and what reads such a file: its texts, decoded.
const FORMS: &[(&str, Decode)] = &[
    (".html", Text(html)),
    (".json", Text(json)),
    (".csv", Text(csv)),
    (".xml", Text(html)),
    (".rels", Text(html)),
    (".css", Text(css)),
    (".txt", Text(plain)),
    (".pub", Text(plain)),
    (".minisig", Text(plain)),
    ("SHA256SUMS", Text(plain)),
    (".htaccess", Text(plain)),
    ("_headers", Text(plain)),
    ("_worker.js", Text(plain)),
    (".xlsx", Packed),
    (".zip", Packed),
];

/// Files by path, each with what it says, in lower case, its own path included.
pub(crate) type Said = BTreeMap<String, File>;

/// All that a file says; and the lines of it that hold [`MARK`], from there on, so that thousands of marks are looked for fast.
pub(crate) struct File {
    all: String,
    marked: String,
}

/// How the words begin that tests put into what may not be told.
const MARK: &str = "zq";

/// Reads every file of a tree.
pub(crate) fn read(tree: &Tree) -> Said {
    let file = |path: &str, bytes: &[u8]| {
        let all = said(path, bytes);
        let marked: Vec<_> = all.lines().filter_map(|line| line.find(MARK).map(|at| &line[at..])).collect();
        File { marked: marked.join("\n"), all }
    };
    tree.iter().map(|(path, bytes)| (path.clone(), file(path, bytes))).collect()
}

/// The files that say a word.
pub(crate) fn places<'a>(said: &'a Said, word: &str) -> BTreeSet<&'a str> {
    let word = word.to_lowercase();
    let says = |file: &File| {
        if word.starts_with(MARK) { file.marked.contains(&word) } else { file.all.contains(&word) }
    };
    said.iter().filter(|(_, file)| says(file)).map(|(path, _)| path.as_str()).collect()
}

/// All that a file says.
fn said(path: &str, bytes: &[u8]) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let form = FORMS.iter().find(|(end, _)| name == *end || (end.starts_with('.') && name.ends_with(end)));
    let (_, decode) =
        form.unwrap_or_else(|| panic!("{path}: how this form is read stands in no row of FORMS"));
    let decode = match decode {
        Text(decode) => decode,
        Packed => return format!("{path}\n{}", unpacked(bytes)).to_lowercase(),
    };
    let text = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is no UTF-8"));
    let own = decode(text);
    let disguised = binary(bytes).iter().flat_map(|bytes| in_any_encoding(bytes)).collect::<Vec<_>>();
    let mut all = vec![path.to_owned(), percent(path), text.to_owned(), percent(text), percent(&own), own];
    all.extend(disguised.iter().map(|text| words(text)));
    all.join("\n").to_lowercase()
}

/// All that the files in a ZIP say, their names included, and what stands between them.
fn unpacked(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = vec![String::from_utf8_lossy(archive.comment()).into_owned()];
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let (name, mut content) = (file.name().unwrap().into_owned(), Vec::new());
        assert!(file.enclosed_name().is_some() && file.comment().is_empty(), "{name}");
        file.read_to_end(&mut content).unwrap();
        all.push(said(&name, &content));
    }
    all.join("\n")
}

/// Every cell, a line each.
fn csv(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>().join("\n")
}

/// What of a text that was decoded on suspicion could be words at all: the rest is the noise that any bytes give.
fn words(text: &str) -> String {
    let runs = text.split(|c: char| c != ' ' && !c.is_ascii_graphic());
    runs.filter(|run| run.len() > 4).collect::<Vec<_>>().join("\n")
}

/// Bytes, and what they hold in base64 and in hexadecimal digits, from wherever it may start.
pub(crate) fn binary(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    for run in bytes.split(|byte| sextet(*byte).is_none()).filter(|run| run.len() >= 8) {
        all.extend((0..4).map(|start| gathered(&run[start..], 6, sextet)));
    }
    for run in bytes.split(|byte| !byte.is_ascii_hexdigit()).filter(|run| run.len() >= 8) {
        all.extend((0..2).map(|start| gathered(&run[start..], 4, nibble)));
    }
    all
}

/// Whole bytes, of digits that are `width` bits each.
fn gathered(digits: &[u8], width: u32, value: fn(u8) -> Option<u8>) -> Vec<u8> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in digits.iter().filter_map(|digit| value(*digit)) {
        held = (held << width | u32::from(digit)) & 0xffff;
        bits += width;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).unwrap());
        }
    }
    bytes
}

/// A digit of base64, of either alphabet (RFC 4648, 4 and 5).
fn sextet(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Bytes as UTF-8 and as UTF-16 of either order, from either byte.
fn in_any_encoding(bytes: &[u8]) -> Vec<String> {
    let mut texts = vec![String::from_utf8_lossy(bytes).into_owned()];
    for start in [0, 1.min(bytes.len())] {
        for order in [u16::from_le_bytes, u16::from_be_bytes] {
            let units: Vec<u16> = bytes[start..].as_chunks().0.iter().map(|pair| order(*pair)).collect();
            texts.push(String::from_utf16_lossy(&units));
        }
    }
    texts
}

fn plain(text: &str) -> String {
    text.to_owned()
}

/// The text between tags, without them, and then the tags with their attributes; entities decoded in both.
fn html(text: &str) -> String {
    let (mut words, mut tags, mut quote) = (String::new(), String::new(), None);
    let mut in_tag = false;
    for c in text.chars() {
        match c {
            '<' if !in_tag => in_tag = true,
            '>' if in_tag && quote.is_none() => in_tag = false,
            '"' | '\'' if in_tag && quote.is_none_or(|open| open == c) => {
                quote = if quote.is_some() { None } else { Some(c) };
            }
            _ => {}
        }
        match c {
            _ if in_tag => tags.push(c),
            '>' => tags.push_str(">\n"),
            _ => words.push(c),
        }
    }
    assert!(!in_tag && quote.is_none(), "a tag that does not end: {text}");
    entities(&words) + "\n" + &entities(&tags)
}

/// Entities of HTML that the output uses, by name; others are unknown here, which fails.
const ENTITIES: &[(&str, char)] =
    &[("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{a0}')];

fn entities(text: &str) -> String {
    let mut decoded = String::new();
    let mut parts = text.split('&');
    decoded.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        assert!(rest.starts_with(';'), "a `&` that starts no entity: &{part}");
        decoded.push(entity(name).unwrap_or_else(|| panic!("&{name}; stands in no row of ENTITIES")));
        decoded.push_str(&rest[1..]);
    }
    decoded
}

fn entity(name: &str) -> Option<char> {
    let code = match name.strip_prefix('#') {
        None => return ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c),
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        },
    };
    char::from_u32(code)
}

/// Every key and every value, a line each; a value that is HTML as that, too.
fn json(text: &str) -> String {
    fn walk(value: &Json, lines: &mut Vec<String>) {
        match value {
            Json::Object(members) => members.iter().for_each(|(key, value)| {
                lines.push(key.clone());
                walk(value, lines);
            }),
            Json::Array(values) => values.iter().for_each(|value| walk(value, lines)),
            Json::String(text) => {
                lines.push(text.clone());
                lines.extend(text.starts_with('<').then(|| html(text)));
            }
            other => lines.push(other.to_string()),
        }
    }
    let mut lines = Vec::new();
    walk(&serde_json::from_str(text).unwrap(), &mut lines);
    lines.join("\n")
}

/// Escapes of CSS decoded. Source: CSS Syntax Level 3, 4.3.7.
fn css(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if let Ok(code) = u32::from_str_radix(&rest[..digits], 16) {
            decoded.push(char::from_u32(code).unwrap_or('\u{fffd}'));
            rest = rest[digits..].strip_prefix([' ', '\n', '\t']).unwrap_or(&rest[digits..]);
        }
    }
    decoded + rest
}

/// Percent-encoding decoded (RFC 3986, 2.1).
fn percent(text: &str) -> String {
    let (bytes, mut decoded, mut at) = (text.as_bytes(), Vec::new(), 0);
    while at < bytes.len() {
        let pair = match bytes[at..] {
            [b'%', high, low, ..] => nibble(high).zip(nibble(low)),
            _ => None,
        };
        decoded.push(pair.map_or(bytes[at], |(high, low)| high << 4 | low));
        at += if pair.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[test]
fn a_word_is_found_whatever_it_wears() {
    let holds = |path: &str, bytes: &[u8], word: &str| {
        let tree = Tree::from([(path.to_owned(), bytes.to_vec())]);
        places(&read(&tree), word).contains(path)
    };
    let check = |path: &str, text: &str| assert!(holds(path, text.as_bytes(), "zqword"), "{path}: {text}");
    check("a/zqword.html", "");
    check("zq%77ord/a.txt", "");
    check("a.html", "<p>ZQword");
    check("a.html", "<p>zq<b>wo</b>rd");
    check("a.html", "<p title=\"> zq&#119;o&#x72;d\">");
    check("a.html", "<!-- zq&quot; zqword -->");
    check("a.html", "<a href=\"x?zq%77ord\">");
    check("a.json", "{\"zq\\u0077ord\": 1}");
    check("a.json", "[{\"a\": [\"zq\\u0077ord\"]}]");
    check("a.json", "[\"<p>zq<b>wo&#114;d</b>\"]");
    check("a.css", "a { content: \"zq\\77 ord\" }");
    check("SHA256SUMS", "0  zqword\n");
    check("a.minisig", "x enF3b3Jk y");
    check("a.minisig", "untrusted comment: ./enF3b3Jk/..");
    check("a.txt", "x+7a71776f7264");
    check("a.csv", "a;\"b \"\"zqword\"\"\"\r\n");
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    packed.start_file("a.html", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut packed, b"<p>zq&#119;ord").unwrap();
    assert!(holds("a.zip", &packed.finish().unwrap().into_inner(), "zqword"));
    let wide = |order: fn(u16) -> [u8; 2]| "zqword".encode_utf16().flat_map(order).collect::<Vec<_>>();
    for bytes in [wide(u16::to_le_bytes), wide(u16::to_be_bytes)] {
        assert!(holds("a.txt", &bytes, "zqword") && holds("a.txt", &[b"x", &bytes[..]].concat(), "zqword"));
    }
    assert!(!holds("a.html", b"<p>zqwor<p>d", "zqwordd") && !holds("a.txt", b"zq word", "zqword"));
    assert!(holds("a.html", "<b>w</b> &amp; &#39;\u{e9}&#39; &lt;".as_bytes(), "w & '\u{e9}' <"));
}

#[test]
#[should_panic(expected = "stands in no row of FORMS")]
fn a_form_that_nobody_reads_fails() {
    said("s/a/extract.ods", b"PK");
}

#[test]
#[should_panic(expected = "stands in no row of ENTITIES")]
fn an_entity_that_nobody_knows_fails() {
    said("a.html", b"&zwj;");
}
