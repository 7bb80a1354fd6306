//! What a file that cannot be read cleanly still says: keys of the document itself and of the items of its lists of link
//! holders. It serves to close, and never to publish.
//!
//! Where the bytes become one sound YAML document once they are decoded, the parser that builds read with decides. Else
//! lines are looked at one by one. Comments, block texts, quoted texts and nested keys say nothing; a bracket or quote
//! that never closes is a slip, and ends with its line. What may mean either is a doubt.

#[cfg(test)]
mod any;
mod flow;
mod lines;
mod said;
mod scan;
#[cfg(test)]
mod tests;
mod words;

use std::io::{self, Read};

use crate::diag::Problems;
use crate::parse::yaml::{self, Node, NodeKind};
use crate::source::Sources;
use lines::LineReader;
pub use said::OpenBytes;
use said::{HOLDERS, WANTED};
pub(crate) use said::{LenientEntry, Said};

/// Whether entries say `revoked`, with or without a value: any but the word `false`.
pub(crate) fn says_revoked(entries: &[LenientEntry]) -> bool {
    entries.iter().any(|entry| entry.key == "revoked" && entry.value != "false")
}

/// What a text says.
pub(crate) fn said(text: &str) -> Said {
    said_by(&|| Ok(Box::new(text.as_bytes()))).unwrap_or_default()
}

/// What the bytes of a file say; `open` reads them from their start, perhaps several times, and in bounded memory where
/// there are more than a file of a site may have.
pub(crate) fn said_by(open: &OpenBytes<'_>) -> io::Result<Said> {
    if let Some(said) = decoded(open()?)?.and_then(|text| exactly(&text)) {
        return Ok(said);
    }
    scan::scan(&|| Ok(LineReader::new(open()?)))
}

/// More is not given to the parser.
const MAX_PARSED: usize = 8 * 1024 * 1024;

/// The whole text, decoded; `None` where it is long.
fn decoded(bytes: Box<dyn Read + '_>) -> io::Result<Option<String>> {
    let mut text = String::new();
    for line in LineReader::new(bytes) {
        let line = line?;
        text.push_str(&line.text);
        if line.ends {
            text.push('\n');
        }
        if text.len() > MAX_PARSED {
            return Ok(None);
        }
    }
    Ok(Some(text))
}

/// What one sound mapping says; `None` where there is anything to complain about.
fn exactly(text: &str) -> Option<Said> {
    let mut sources = Sources::default();
    let file = sources.add(String::new(), String::new());
    let mut problems = Problems::default();
    let node = yaml::read(file, text, 0..text.len(), &mut problems)?;
    let NodeKind::Mapping(entries) = &node.value else { return None };
    if problems.has_errors() {
        return None;
    }
    let mut said = Said { top: wanted(&node), ..Said::default() };
    let lists = entries.iter().filter(|(key, _)| HOLDERS.contains(&key.value.as_str()));
    for (_, list) in lists {
        if let NodeKind::Sequence(items) = &list.value {
            said.holders.extend(items.iter().map(|item| match &item.value {
                NodeKind::Scalar(id) => {
                    vec![LenientEntry { key: "id".to_owned(), value: id.clone(), line: 0 }]
                }
                _ => wanted(item),
            }));
        }
    }
    Some(said)
}

/// The wanted keys of a mapping.
fn wanted(node: &Node) -> Vec<LenientEntry> {
    let NodeKind::Mapping(entries) = &node.value else { return Vec::new() };
    let entries = entries.iter().filter(|(key, _)| WANTED.contains(&key.value.as_str()));
    let value = |node: &Node| match &node.value {
        NodeKind::Null | NodeKind::Lost => String::new(),
        NodeKind::Scalar(text) => text.clone(),
        NodeKind::Sequence(nodes) => {
            let texts = nodes.iter().filter_map(|node| match &node.value {
                NodeKind::Scalar(text) => Some(text.as_str()),
                _ => None,
            });
            format!("[{}]", texts.collect::<Vec<_>>().join(", "))
        }
        NodeKind::Mapping(_) => "{}".to_owned(),
    };
    entries.map(|(key, node)| LenientEntry { key: key.value.clone(), value: value(node), line: 0 }).collect()
}
