//! Texts and the places in them: what every diagnostic points at.

use std::ops::Range;
use std::sync::OnceLock;

/// A text among [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The text.
    pub file: FileId,
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes `range` of `file`; texts are limited to far less than 4 GiB when they are loaded.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: narrow(range.start), end: narrow(range.end) }
    }

    /// The range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where its author wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// One text that was read.
#[derive(Debug)]
pub struct SourceFile {
    /// Path from the site's root, with `/` between the parts.
    pub path: String,
    /// The text as it stands in the file, once it is wanted.
    text: OnceLock<String>,
    /// Where lines start; found when the first complaint asks.
    lines: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// The text as it stands in the file; empty where it is not held.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.get().map_or("", String::as_str)
    }
}

/// All texts of a site: those of records, which are many, are held only where a complaint points into them.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Takes a text in.
    pub fn add(&mut self, path: String, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path, text: text.into(), lines: OnceLock::new() });
        id
    }

    /// Puts a text in the place of another.
    pub fn replace(&mut self, id: FileId, text: String) {
        let path = std::mem::take(&mut self.files[id.0 as usize].path);
        self.files[id.0 as usize] = SourceFile { path, text: text.into(), lines: OnceLock::new() };
    }

    /// Takes a file in whose text is not held.
    pub fn list(&mut self, path: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path, text: OnceLock::new(), lines: OnceLock::new() });
        id
    }

    /// Holds the text of a file from now on.
    pub fn hold(&self, id: FileId, text: String) {
        drop(self.files[id.0 as usize].text.set(text));
    }

    /// Whether the text of a file is held.
    #[must_use]
    pub fn is_held(&self, id: FileId) -> bool {
        self.files[id.0 as usize].text.get().is_some()
    }

    /// The text with this id.
    #[must_use]
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All texts in the order they were taken in.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().zip(0..).map(|(file, id)| (FileId(id), file))
    }

    /// Line and column of the start of `span`, both from 1, the column in characters.
    #[must_use]
    pub fn position(&self, span: Span) -> (usize, usize) {
        let file = self.get(span.file);
        let text = file.text();
        let offset = text.floor_char_boundary(span.range().start);
        let lines = file.lines.get_or_init(|| line_starts(text));
        let line = lines.partition_point(|start| *start as usize <= offset);
        let start = lines[line - 1] as usize;
        let column = text[start..offset].trim_start_matches('\u{feff}').chars().count() + 1;
        (line, column)
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let after = text.match_indices('\n').map(|(newline, _)| u32::try_from(newline + 1).unwrap_or(u32::MAX));
    std::iter::once(0).chain(after).collect()
}

/// The byte offset of a line and a column that both count from 1, the column in characters.
#[must_use]
pub fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = match line {
        0 | 1 => 0,
        _ => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(newline, _)| newline + 1),
    };
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_offsets_agree() {
        let text = "ab\né: x\n\nlast";
        let mut sources = Sources::default();
        let file = sources.add("a".into(), text.into());
        for (offset, _) in text.char_indices() {
            let (line, column) = sources.position(Span::new(file, offset..offset));
            assert_eq!(offset_of(text, line, column), offset);
        }
    }
}
