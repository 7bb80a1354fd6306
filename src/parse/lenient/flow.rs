//! Values in brackets, braces and quotes, which may go on over lines.

use super::said::{HOLDERS, LenientEntry, MAX_HOLDERS, Said, WANTED};

/// Where a bracket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FlowPosition {
    /// It is the document, or holds its keys.
    Top,
    /// It is a list of link holders.
    Holders,
    /// It is the holder of this number.
    Holder(usize),
    /// What stands in it says nothing.
    Other,
}

#[derive(Debug)]
struct FlowFrame {
    at: FlowPosition,
    closes: char,
    key: Option<(String, usize)>,
}

/// What the next text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A line from its start.
    Line,
    /// More of a line.
    More,
    /// More of a line, of which a backslash covers the first character.
    Escaped,
    /// More of a comment.
    Comment,
}

/// What is open at the end of a line.
#[derive(Debug)]
pub(super) struct Flow {
    frames: Vec<FlowFrame>,
    quote: Option<char>,
    word: String,
    was_quoted: bool,
    next: Next,
    /// The line on which it began.
    pub(super) line: usize,
    /// Lines on which a `revoked` stands in what says nothing.
    stray: Vec<usize>,
    is_mismatched: bool,
}

/// How a value stands after a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum After {
    /// It goes on.
    Open,
    /// It has come to its end; what follows on the line.
    Closed(String),
}

/// More of a word is not kept: no key or value that counts is longer.
const MAX_WORD: usize = 4096;

/// Deeper brackets are not told apart.
const MAX_FRAMES: usize = 256;

impl Flow {
    /// A value that begins on `line`.
    pub(super) fn new(line: usize) -> Self {
        Self {
            frames: Vec::new(),
            quote: None,
            word: String::new(),
            was_quoted: false,
            next: Next::Line,
            line,
            stray: Vec::new(),
            is_mismatched: false,
        }
    }

    /// Items of a list of link holders whose own bracket is not seen.
    pub(super) fn of_list(line: usize) -> Self {
        let frames = vec![FlowFrame { at: FlowPosition::Holders, closes: '\0', key: None }];
        Self { frames, ..Self::new(line) }
    }

    /// Whether all is closed that is seen of such a list.
    pub(super) fn is_list_alone(&self) -> bool {
        self.frames.first().is_some_and(|frame| frame.closes == '\0') && !self.is_within()
    }

    /// Whether a bracket or a quote is open beside that of the list.
    pub(super) fn is_within(&self) -> bool {
        self.quote.is_some() || self.frames.iter().any(|frame| frame.closes != '\0')
    }

    /// Whether it is the document that is open.
    pub(super) fn is_document(&self) -> bool {
        self.frames.first().is_some_and(|frame| frame.at == FlowPosition::Top)
    }

    /// Reads on; `outer` is what a first bracket is.
    pub(super) fn feed(&mut self, text: &str, number: usize, outer: FlowPosition, said: &mut Said) -> After {
        let chars: Vec<char> = text.chars().collect();
        let starts = self.next == Next::Line;
        let mut at = usize::from(self.next == Next::Escaped);
        if self.next != Next::Comment {
            self.next = Next::More;
        }
        while at < chars.len() && self.next != Next::Comment {
            let (c, next) = (chars[at], chars.get(at + 1).copied());
            at += 1;
            if let Some(quote) = self.quote {
                match (c, next) {
                    ('\\', next) if quote == '"' => {
                        self.push('\\');
                        if next.is_none() {
                            self.next = Next::Escaped;
                        }
                        at += 1;
                    }
                    ('\'', Some('\'')) if quote == '\'' => {
                        self.push(c);
                        at += 1;
                    }
                    (c, _) if c == quote => {
                        self.quote = None;
                        if self.frames.is_empty() {
                            return After::Closed(chars[at..].iter().collect());
                        }
                    }
                    (c, _) => self.push(c),
                }
                continue;
            }
            let apart = if at == 1 { starts } else { chars[at - 2].is_whitespace() };
            match c {
                '#' if apart => self.next = Next::Comment,
                '"' | '\'' if self.word.trim().is_empty() => {
                    self.word.clear();
                    (self.quote, self.was_quoted) = (Some(c), true);
                }
                '{' | '[' => self.open(c, outer, said),
                '}' | ']' => {
                    self.close(c, number, said);
                    if self.frames.is_empty() {
                        return After::Closed(chars[at..].iter().collect());
                    }
                }
                ',' => self.end(number, said),
                ':' if self.is_key(next) => {
                    let key = std::mem::take(&mut self.word);
                    let key = key.trim().trim_start_matches("? ").trim().to_owned();
                    self.was_quoted = false;
                    if let Some(frame) = self.frames.last_mut() {
                        frame.key = Some((key, number));
                    }
                }
                c => self.push(c),
            }
        }
        After::Open
    }

    /// The end of a line, which parts words.
    pub(super) fn line_end(&mut self) {
        self.next = Next::Line;
        self.push(' ');
    }

    /// Takes in the last entries where nothing closes them, and leaves in doubt what stands where brackets do not fit.
    pub(super) fn finish(&mut self, closed: bool, number: usize, said: &mut Said) {
        while !closed && !self.frames.is_empty() {
            self.end(number, said);
            self.frames.pop();
        }
        if !closed || self.is_mismatched {
            for line in &self.stray {
                said.doubt(*line);
            }
        }
    }

    fn push(&mut self, c: char) {
        if self.word.len() < MAX_WORD {
            self.word.push(c);
        }
    }

    fn is_key(&self, next: Option<char>) -> bool {
        next.is_none_or(|next| next.is_whitespace() || ",[]{}".contains(next))
            || self.was_quoted
            || WANTED.contains(&self.word.trim())
    }

    fn open(&mut self, bracket: char, outer: FlowPosition, said: &mut Said) {
        let at = match self.frames.last() {
            None => outer,
            Some(FlowFrame { at: FlowPosition::Top, key: Some((key, _)), .. })
                if bracket == '[' && HOLDERS.contains(&key.as_str()) =>
            {
                FlowPosition::Holders
            }
            Some(FlowFrame { at: FlowPosition::Holders, key: None, .. })
                if bracket == '{' && said.holders.len() < MAX_HOLDERS =>
            {
                said.holders.push(Vec::new());
                FlowPosition::Holder(said.holders.len() - 1)
            }
            Some(_) => FlowPosition::Other,
        };
        if let Some((key, line)) = self.frames.last_mut().and_then(|frame| frame.key.take()) {
            self.note(key, format!("{bracket}…"), line, said);
        }
        self.word.clear();
        self.was_quoted = false;
        if self.frames.len() < MAX_FRAMES {
            let closes = if bracket == '{' { '}' } else { ']' };
            self.frames.push(FlowFrame { at, closes, key: None });
        }
    }

    fn close(&mut self, bracket: char, number: usize, said: &mut Said) {
        self.end(number, said);
        match self.frames.last() {
            Some(frame) if frame.closes == bracket => drop(self.frames.pop()),
            Some(frame) if frame.closes != '\0' => {
                self.is_mismatched = true;
                drop(self.frames.pop());
            }
            _ => {}
        }
    }

    /// The end of an entry, or of an item.
    fn end(&mut self, number: usize, said: &mut Said) {
        let value = std::mem::take(&mut self.word).trim().to_owned();
        self.was_quoted = false;
        let key = self.frames.last_mut().and_then(|frame| frame.key.take());
        match (key, self.frames.last().map(|frame| (frame.at, frame.closes))) {
            (Some((key, line)), _) => self.note(key, value, line, said),
            // A key alone: its value is empty.
            (None, Some((_, '}'))) if !value.is_empty() => self.note(value, String::new(), number, said),
            // An item that is only a name.
            (None, Some((FlowPosition::Holders, _)))
                if !value.is_empty() && said.holders.len() < MAX_HOLDERS =>
            {
                said.holders.push(vec![LenientEntry { key: "id".to_owned(), value, line: number }]);
            }
            _ => {}
        }
    }

    fn note(&mut self, key: String, value: String, line: usize, said: &mut Said) {
        if !WANTED.contains(&key.as_str()) {
            return;
        }
        let at = self.frames.last().map_or(FlowPosition::Other, |frame| frame.at);
        let entry = LenientEntry { key, value, line };
        match at {
            FlowPosition::Top => said.top.push(entry),
            FlowPosition::Holder(holder) => said.holders[holder].push(entry),
            FlowPosition::Holders | FlowPosition::Other
                if entry.key == "revoked" && self.stray.len() < 20 =>
            {
                self.stray.push(line);
            }
            FlowPosition::Holders | FlowPosition::Other => {}
        }
    }
}
