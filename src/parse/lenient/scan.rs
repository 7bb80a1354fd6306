//! Line by line: keys of a document in blocks.

use std::collections::BTreeSet;
use std::io::{self, Read};

use super::flow::{After, Flow, FlowPosition};
use super::lines::{LineReader, ScannedLine};
use super::said::{HOLDERS, LenientEntry, MAX_HOLDERS, Said, WANTED};
use super::words::{is_block_text, is_empty, is_item, is_marker, plain, split, unmarked, unquoted};

/// How many brackets and quotes that never close are told from those that do.
const MAX_SLIPS: usize = 32;

/// Looks the lines of a file over, again where a bracket or quote turns out never to close.
pub(super) fn scan<R: Read>(open: &dyn Fn() -> io::Result<LineReader<R>>) -> io::Result<Said> {
    let mut slips = BTreeSet::new();
    loop {
        let (mut said, slip) = pass(open()?, &slips)?;
        match slip {
            Some(line) if slips.len() < MAX_SLIPS && slips.insert(line) => {}
            _ => {
                if let Some(line) = slip {
                    said.doubt(line);
                }
                return Ok(said);
            }
        }
    }
}

/// Reads all lines once; the line of a slip where one comes to light.
fn pass<R: Read>(lines: LineReader<R>, slips: &BTreeSet<usize>) -> io::Result<(Said, Option<usize>)> {
    let mut scanner = Scanner::new(slips);
    for line in lines {
        let slip = scanner.line(&line?);
        if slip.is_some() {
            return Ok((scanner.said, slip));
        }
    }
    let slip = scanner.end();
    Ok((scanner.said, slip))
}

/// A list of link holders in a block.
#[derive(Debug, Default, Clone, Copy)]
struct List {
    /// The column of its dashes.
    dash: Option<usize>,
    /// The column of the keys of an item.
    keys: Option<usize>,
    /// Whether the last key of the item has a value on its line.
    is_plain: bool,
}

struct Scanner<'s> {
    /// Lines with a bracket or quote that never closes.
    slips: &'s BTreeSet<usize>,
    /// The column of the keys of the document.
    top: Option<usize>,
    /// Lines from this column on are a block text.
    text: Option<usize>,
    flow: Option<(Flow, FlowPosition)>,
    list: Option<List>,
    /// Whether the last key of the document has a plain value on its line.
    is_plain: bool,
    /// Whether the last key was written behind a question mark, and waits for its value.
    is_asked: bool,
    /// The line that is read.
    number: usize,
    /// Whether the line is read to its end.
    ends: bool,
    said: Said,
}

impl<'s> Scanner<'s> {
    fn new(slips: &'s BTreeSet<usize>) -> Self {
        Self {
            slips,
            top: None,
            text: None,
            flow: None,
            list: None,
            is_plain: false,
            is_asked: false,
            number: 0,
            ends: true,
            said: Said::default(),
        }
    }

    /// Takes a line in; the line of a slip where one comes to light.
    fn line(&mut self, line: &ScannedLine) -> Option<usize> {
        (self.number, self.ends) = (line.number, line.ends);
        if let Some((mut flow, outer)) = self.flow.take() {
            match flow.feed(&line.text, line.number, outer, &mut self.said) {
                After::Open if flow.is_list_alone() => flow.finish(true, line.number, &mut self.said),
                After::Open => {
                    if line.ends {
                        flow.line_end();
                    }
                    self.flow = Some((flow, outer));
                }
                After::Closed(rest) => {
                    flow.finish(true, line.number, &mut self.said);
                    if !is_empty(&rest) && outer == FlowPosition::Other && line.number != flow.line {
                        return Some(flow.line);
                    }
                }
            }
            return None;
        }
        if line.continues {
            return None;
        }
        let body = line.text.trim();
        if body.is_empty() || body.starts_with('#') {
            return None;
        }
        let column = line.text.chars().take_while(|c| c.is_whitespace()).count();
        if let Some(first) = self.text {
            if column >= first && !is_marker(&line.text) {
                return None;
            }
            self.text = None;
        }
        if is_marker(&line.text) || (self.top.is_none() && body.starts_with('%')) {
            self.list = None;
            let rest = line.text.get(3..).unwrap_or_default().trim();
            return if rest.is_empty() || body.starts_with('%') {
                None
            } else {
                self.document(rest, line.number)
            };
        }
        self.block(column, body, line.number)
    }

    /// What stands behind `---`.
    fn document(&mut self, body: &str, number: usize) -> Option<usize> {
        match body.chars().next() {
            Some('{' | '[' | '"' | '\'') => self.value(body, (number, FlowPosition::Top), None),
            Some('|' | '>') => {
                self.text = Some(0);
                None
            }
            _ => self.top_key(0, body, number),
        }
    }

    fn block(&mut self, column: usize, body: &str, number: usize) -> Option<usize> {
        let Some(top) = self.top else {
            if body.starts_with(['{', '[', '"', '\'']) && split(body).is_none() {
                return self.value(body, (number, FlowPosition::Top), None);
            }
            self.top = Some(column);
            return self.top_key(column, body, number);
        };
        self.top = Some(top.min(column));
        if let Some(list) = self.list {
            if column > top || (column == top && is_item(body)) {
                return self.item(list, (column, body), number);
            }
            self.list = None;
        }
        if column > top { self.nested(column, body, number) } else { self.top_key(column, body, number) }
    }

    fn top_key(&mut self, column: usize, body: &str, number: usize) -> Option<usize> {
        if let Some(value) = body.strip_prefix(':').filter(|_| self.is_asked) {
            if let Some(last) = self.said.top.last_mut() {
                last.value = plain(value);
            }
            self.is_asked = false;
            return None;
        }
        let (body, asked) = match body.strip_prefix("? ") {
            Some(rest) => (rest.trim(), true),
            None => (body, false),
        };
        let found = if asked { Some((unquoted(body), "", false)) } else { split(body) };
        let Some((key, value, is_escaped)) = found else {
            return self.nested(column, body, number);
        };
        if is_escaped {
            self.said.doubt(number);
        }
        self.is_asked = asked && WANTED.contains(&key.as_str());
        self.is_plain = !unmarked(&plain(value)).is_empty();
        let holders = HOLDERS.contains(&key.as_str());
        if holders {
            self.list = Some(List::default());
        }
        self.note(None, key, value, number);
        let at = if holders { FlowPosition::Holders } else { FlowPosition::Other };
        self.value(value, (number, at), Some(column))
    }

    fn note(&mut self, holder: Option<usize>, key: String, value: &str, line: usize) {
        if WANTED.contains(&key.as_str()) {
            let entry = LenientEntry { key, value: plain(value), line };
            match holder {
                None => self.said.top.push(entry),
                Some(holder) => self.said.holders[holder].push(entry),
            }
        }
    }

    /// A line below a key of the document: of another key, or of a text that goes on.
    fn nested(&mut self, column: usize, body: &str, number: usize) -> Option<usize> {
        let body = body.trim_start_matches("- ");
        let Some((key, value, _)) = split(body) else {
            return if body.starts_with(['{', '[', '"', '\'']) {
                self.value(body, (number, FlowPosition::Other), Some(column))
            } else {
                self.value(
                    if body.starts_with(['|', '>']) { body } else { "" },
                    (number, FlowPosition::Other),
                    Some(column),
                )
            };
        };
        // Nothing can be nested below a value on its line: the column is a slip.
        if key == "revoked" && self.is_plain {
            self.said.doubt(number);
        }
        self.value(value, (number, FlowPosition::Other), Some(column))
    }

    /// A line of a list of link holders.
    fn item(&mut self, mut list: List, (column, body): (usize, &str), number: usize) -> Option<usize> {
        let is_dash = is_item(body) && list.dash.is_none_or(|dash| column <= dash);
        if is_dash {
            let rest = body[1..].trim_start();
            let keys = column + (body.chars().count() - rest.chars().count());
            list = List { dash: Some(column), keys: Some(keys), is_plain: false };
            self.list = Some(list);
            if rest.starts_with('{') {
                return self.braces(rest, number);
            }
            if self.said.holders.len() < MAX_HOLDERS {
                self.said.holders.push(Vec::new());
            }
            return self.holder_key(list, (keys, rest), number);
        }
        if body.starts_with(['{', '}', ',', ']']) {
            return self.braces(body, number);
        }
        match list.keys {
            Some(keys) if column == keys => self.holder_key(list, (column, body), number),
            Some(keys) => {
                let revoked = split(body).is_some_and(|(key, ..)| key == "revoked");
                if revoked && (column < keys || list.is_plain) {
                    self.said.doubt(number);
                }
                let value = split(body).map_or(body, |(_, value, _)| value);
                self.value(value, (number, FlowPosition::Other), Some(column))
            }
            None => None,
        }
    }

    fn holder_key(&mut self, mut list: List, (column, body): (usize, &str), number: usize) -> Option<usize> {
        let Some((key, value, _)) = split(body) else {
            // An item that is only a name.
            if let Some(holder) = self.said.holders.last_mut().filter(|holder| holder.is_empty()) {
                holder.push(LenientEntry { key: "id".to_owned(), value: plain(body), line: number });
            }
            return None;
        };
        list.is_plain = !unmarked(&plain(value)).is_empty();
        self.list = Some(list);
        let holder = self.said.holders.len().checked_sub(1);
        if let Some(holder) = holder {
            self.note(Some(holder), key, value, number);
        }
        self.value(value, (number, FlowPosition::Other), Some(column))
    }

    /// Holders in braces, whose list is a block or lacks its brackets.
    fn braces(&mut self, body: &str, number: usize) -> Option<usize> {
        let mut flow = Flow::of_list(number);
        flow.feed(body, number, FlowPosition::Holders, &mut self.said);
        if flow.is_within() && !self.slips.contains(&number) {
            if self.ends {
                flow.line_end();
            }
            self.flow = Some((flow, FlowPosition::Holders));
        } else {
            flow.finish(!flow.is_within(), number, &mut self.said);
        }
        None
    }

    /// Takes in how a value begins, for what its further lines are.
    fn value(
        &mut self,
        value: &str,
        (number, at): (usize, FlowPosition),
        parent: Option<usize>,
    ) -> Option<usize> {
        let value = unmarked(value);
        if is_block_text(value) {
            self.text = Some(parent.map_or(0, |parent| parent + 1));
            return None;
        }
        let quoted = value.starts_with(['"', '\'']);
        if !quoted && !value.starts_with(['{', '[']) {
            return None;
        }
        let at = if quoted { FlowPosition::Other } else { at };
        let mut flow = Flow::new(number);
        match flow.feed(value, number, at, &mut self.said) {
            After::Open if !self.slips.contains(&number) => {
                self.is_plain = false;
                if self.ends {
                    flow.line_end();
                }
                self.flow = Some((flow, at));
            }
            After::Open => flow.finish(false, number, &mut self.said),
            After::Closed(_) => flow.finish(true, number, &mut self.said),
        }
        None
    }

    /// The end of the file; the line of what is still open, unless that is the document itself.
    fn end(&mut self) -> Option<usize> {
        let (mut flow, _) = self.flow.take()?;
        if flow.is_document() || self.slips.contains(&flow.line) {
            flow.finish(false, self.number, &mut self.said);
            return None;
        }
        Some(flow.line)
    }
}
