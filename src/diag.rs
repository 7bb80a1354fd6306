//! Complaints as data: a code, a place, a remedy. All of them are gathered before any is shown.

pub mod codes;
pub mod explain;
mod render;
pub mod rules;
mod severity;

use std::collections::BTreeSet;

use crate::source::{FileId, Sources, Span};
pub use codes::Code;
pub use render::{DiagnosticFormat, render};
pub use severity::Severity;

/// Where a complaint points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A range of a text that was read.
    Text(Span),
    /// A file that could not be read as text; its path from the site's root.
    File(String),
    /// No file: the environment, an option.
    Elsewhere,
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::Text(span)
    }
}

/// Whether the lines that a complaint points at are shown with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SourceLines {
    /// They are.
    #[default]
    Shown,
    /// They hold what no report may repeat: file, line and column have to do.
    Withheld,
}

/// One complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of complaint it is.
    pub code: &'static Code,
    /// How much it matters; the code's own severity unless the caller raised it.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that explain it, each with a few words.
    pub related: Vec<(Span, String)>,
    /// Whether the lines are shown.
    pub lines: SourceLines,
    /// Why its author lets it be, where they said so: it is then a note.
    pub allowed: Option<String>,
}

impl Diagnostic {
    /// A complaint of the code's own severity.
    pub fn new(code: &'static Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        let (message, place) = (message.into(), place.into());
        Self {
            code,
            severity: code.severity,
            message,
            place,
            help: None,
            related: Vec::new(),
            lines: SourceLines::Shown,
            allowed: None,
        }
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Gives it another severity than its code's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Lets it be, for this reason: it becomes a note.
    pub fn allow(&mut self, reason: impl Into<String>) {
        self.severity = Severity::Note;
        self.allowed = Some(reason.into());
    }

    /// Lets no report repeat the lines that it points at.
    pub fn withhold_lines(&mut self) {
        self.lines = SourceLines::Withheld;
    }

    /// Adds another place that explains the complaint.
    #[must_use]
    pub fn related(mut self, span: Span, words: impl Into<String>) -> Self {
        self.related.push((span, words.into()));
        self
    }
}

/// How many complaints about one file are shown.
const MOST: usize = 500;

/// Control characters but tab and line ends (Unicode category Cc), and bidirectional controls (UAX #9).
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    control
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The complaint about a character that [`is_forbidden`].
pub fn forbidden_character(character: char, place: impl Into<Place>) -> Diagnostic {
    let message = format!("the character U+{:04X} is not allowed", u32::from(character));
    Diagnostic::new(&codes::CONTROL_CHARACTER, place, message)
        .help("remove it: it is invisible, and can make a text read differently from what it says")
}

/// Complaints, gathered.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Problems(Vec<Diagnostic>);

impl Problems {
    /// Takes a complaint in.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Takes all of `other` in.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether any is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// How many were let be by their authors.
    #[must_use]
    pub fn allowed(&self) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.allowed.is_some()).count()
    }

    /// Keeps the first 500 of the complaints about `file` and tells how many more there are: a file that is no
    /// register at all must not bury the others.
    pub fn limit(&mut self, file: FileId) {
        let more = self.0.len().saturating_sub(MOST);
        if more > 0 {
            let severity = self.0[MOST..].iter().map(|diagnostic| diagnostic.severity).min();
            self.0.truncate(MOST);
            let message = format!("{more} more complaints about this file are not shown");
            let rest = Diagnostic::new(&codes::MORE_PROBLEMS, Span::new(file, 0..0), message)
                .help("mend the first ones, then check again");
            self.0.push(Diagnostic { severity: severity.unwrap_or(Severity::Error), ..rest });
        }
    }

    /// Warnings become errors: `--strict`.
    pub fn raise_warnings(&mut self) {
        for diagnostic in &mut self.0 {
            if diagnostic.severity == Severity::Warning {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// In the order of a reader: by file, by place, errors first at one place.
    #[must_use]
    pub fn sorted(&self, sources: &Sources) -> Vec<&Diagnostic> {
        let key = |diagnostic: &Diagnostic| {
            let (path, start) = match &diagnostic.place {
                Place::Text(span) => (sources.get(span.file).path.clone(), span.range().start),
                Place::File(path) => (path.clone(), 0),
                Place::Elsewhere => (String::new(), 0),
            };
            (path, start, diagnostic.severity, diagnostic.code.name, diagnostic.message.clone())
        };
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_cached_key(|diagnostic| key(diagnostic));
        all
    }

    /// The texts into which they point, each once.
    #[must_use]
    pub fn files(&self) -> BTreeSet<FileId> {
        let places = self.0.iter().flat_map(|diagnostic| {
            let place = match diagnostic.place {
                Place::Text(span) => Some(span.file),
                Place::File(_) | Place::Elsewhere => None,
            };
            place.into_iter().chain(diagnostic.related.iter().map(|(span, _)| span.file))
        });
        places.collect()
    }

    /// The complaints in the order they came, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.0.iter_mut()
    }

    /// The complaints in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }
}

impl Extend<Diagnostic> for Problems {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        self.0.extend(diagnostics);
    }
}

/// "did you mean …?" where one of `known` is close to `word`, else a list of what is known.
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    // Among very many names, looking for a near one costs more than it helps.
    match nearest(word, &known[..known.len().min(500)]) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there is none yet".to_owned(),
        None if known.len() <= 20 => format!("one of: {}", known.join(", ")),
        None => format!("one of {} known words, as `{}`", known.len(), known[0]),
    }
}

/// The closest of `known` to `word`, if it is close enough to be a slip.
#[must_use]
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = (length / 3).max(1);
    let comparable = known.iter().filter(|candidate| candidate.chars().count().abs_diff(length) <= limit);
    let distances = comparable.map(|candidate| (edit_distance(word, candidate), *candidate));
    distances.filter(|(distance, _)| *distance <= limit).min().map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.to_lowercase().chars().collect(), b.to_lowercase().chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let known = ["purposes", "recipients", "retention"];
        assert_eq!(nearest("purpose", &known), Some("purposes"));
        assert_eq!(nearest("Recipeints", &known), Some("recipients"));
        assert_eq!(nearest("colour", &known), None);
        assert_eq!(edit_distance("ab", "ba"), 1);
    }
}
