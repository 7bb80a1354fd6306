//! Archives, and the documents that are archives (ECMA-376, `OpenDocument` 1.3): names, comments, authors.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::attached::found::{Found, MOST_EXPANDED, shown};
use crate::leak::Suspects;

/// How many members are looked into, and how many are named.
const MOST_MEMBERS: usize = 10_000;
const NAMED: usize = 3;

/// The longest part of a document that is read for its authors, in bytes.
const LONGEST_PART: usize = 1024 * 1024;

/// The elements that name people or programs, without their prefix, and what they say.
const ELEMENTS: [(&str, &str); 7] = [
    ("initial-creator", "the author"),
    ("creator", "the author"),
    ("lastModifiedBy", "who changed it last"),
    ("printed-by", "who printed it"),
    ("Manager", "the manager"),
    ("Company", "the company"),
    ("generator", "the program that made it"),
];

/// The parts of a document that hold them.
const PARTS: [&str; 3] = ["docProps/core.xml", "docProps/app.xml", "meta.xml"];

pub(super) fn look(bytes: &[u8], found: &mut Found) {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return };
    found.named("the comment", &String::from_utf8_lossy(archive.comment()));
    let (mut left, mut names, mut is_document) = (MOST_EXPANDED, Vec::new(), false);
    for index in 0..archive.len().min(MOST_MEMBERS) {
        let Ok(member) = archive.by_index(index) else { continue };
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        found.suspects.add(Suspects::of(name.as_bytes()));
        found.suspects.add(Suspects::of(member.comment().as_bytes()));
        let mut text = Vec::new();
        // What comes before a fault in a member is read all the same.
        drop(member.take(left).read_to_end(&mut text));
        left -= text.len() as u64;
        found.suspects.add(Suspects::of(&text));
        if PARTS.contains(&name.as_str()) {
            is_document = true;
            people(&text[..text.len().min(LONGEST_PART)], found);
        }
        names.push(name);
    }
    let files: Vec<_> = names.iter().filter(|name| !name.ends_with('/')).collect();
    let is_office =
        is_document || files.iter().any(|name| *name == "[Content_Types].xml" || *name == "mimetype");
    if !is_office && !files.is_empty() {
        let first: Vec<_> = files.iter().take(NAMED).map(|name| format!("`{}`", shown(name))).collect();
        let more = files.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        found.carries.push(format!("the names {}{more}", first.join(", ")));
    }
}

/// The people and programs that a part of a document names, each once.
fn people(xml: &[u8], found: &mut Found) {
    let mut reader = Reader::from_reader(xml);
    let (mut buffer, mut open) = (Vec::new(), None);
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                let name = tag.local_name();
                open = ELEMENTS.iter().find(|(element, _)| *element == name.as_ref());
            }
            Ok(Event::Text(text)) => {
                if let Some((_, what)) = open {
                    let before = found.carries.len();
                    found.named(what, &text);
                    let twice =
                        found.carries[..before].contains(found.carries.last().unwrap_or(&String::new()));
                    found.carries.truncate(if twice { before } else { before + 1 });
                }
            }
            Ok(Event::End(_)) => open = None,
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
        buffer.clear();
    }
}
