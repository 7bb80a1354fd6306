//! Diagnostics as text for people, JSON for programs, annotations for GitHub.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use crate::diag::{Diagnostic, Place, Severity, SourceLines};
use crate::mask::{foreign, visible};
use crate::source::{Sources, Span};

/// The forms a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiagnosticFormat<'a> {
    /// For a terminal, coloured or not.
    Human {
        /// Whether to colour.
        colour: bool,
    },
    /// One JSON object a line.
    Json,
    /// GitHub workflow commands.
    GitHub {
        /// From the repository to the site.
        prefix: &'a str,
    },
}

/// Renders one diagnostic, with a line break at its end.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, format: DiagnosticFormat<'_>) -> String {
    match format {
        DiagnosticFormat::Human { colour } => human(diagnostic, sources, colour),
        DiagnosticFormat::Json => json(diagnostic, sources),
        DiagnosticFormat::GitHub { prefix } => github(diagnostic, sources, prefix),
    }
}

fn human(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = foreign(&match &diagnostic.place {
        Place::File(path) => format!("{path}: {}", diagnostic.message),
        _ => diagnostic.message.clone(),
    });
    let mut group = Group::with_title(level.primary_title(&title).id(diagnostic.code.name));
    let related = diagnostic.related.iter();
    let related = related.map(|(span, words)| (*span, foreign(words), AnnotationKind::Context));
    let primary = primary(diagnostic).map(|span| (span, String::new(), AnnotationKind::Primary));
    let spans: Vec<(Span, String, AnnotationKind)> = primary.into_iter().chain(related).collect();
    let windows: Vec<SourceWindow> =
        spans.iter().map(|(span, ..)| SourceWindow::around(sources, *span)).collect();
    for ((span, words, kind), window) in spans.iter().zip(&windows) {
        if diagnostic.lines == SourceLines::Withheld {
            let (line, column) = sources.position(*span);
            group = group.element(Origin::path(window.path.as_str()).line(line).char_column(column));
            continue;
        }
        let annotation = kind.span(window.range.clone());
        let annotation = if words.is_empty() { annotation } else { annotation.label(words.as_str()) };
        let snippet =
            Snippet::source(window.text.as_str()).line_start(window.line).path(window.path.as_str());
        group = group.element(snippet.annotation(annotation));
    }
    if let Some(reason) = &diagnostic.allowed {
        let words = foreign(&format!("allowed: {reason}"));
        group = group.element(Level::NOTE.message(words));
    } else if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n", renderer.render(&[group]))
}

/// How many bytes around a place are shown.
const NEARBY: usize = 160;

/// The lines that a span touches: a diagnostic must not cost what the whole file costs.
struct SourceWindow {
    path: String,
    text: String,
    line: usize,
    range: Range<usize>,
}

impl SourceWindow {
    fn around(sources: &Sources, span: Span) -> Self {
        let file = sources.get(span.file);
        let text = file.text();
        let range = text.floor_char_boundary(span.range().start)..text.ceil_char_boundary(span.range().end);
        // A line may be as long as the file: what stands far away explains nothing.
        let from = text.floor_char_boundary(range.start.saturating_sub(NEARBY));
        let to = text.ceil_char_boundary((range.start + 2 * NEARBY).min(text.len()));
        let start = text[from..range.start].rfind('\n').map_or_else(
            || if from == 0 { 0 } else { from + torn(text[from..range.start].chars()) },
            |newline| from + newline + 1,
        );
        let end = text[range.start..to].find('\n').map_or_else(
            || if to == text.len() { to } else { to - torn(text[range.start..to].chars().rev()) },
            |length| range.start + length,
        );
        let text = text[start..end].trim_end_matches('\r');
        let clip = |offset: usize| (offset.max(start) - start).min(text.len());
        let range = clip(range.start)..clip(range.end);
        // What is escaped takes more room.
        let (before, within) = (visible(&text[..range.start]), visible(&text[range.clone()]));
        let behind = visible(&text[range.end..]);
        let range = before.len()..before.len() + within.len();
        let (path, line) = (foreign(&file.path), sources.position(span).0);
        Self { path, text: before + &within + &behind, line, range }
    }
}

/// How many bytes at a cut end of a line may be a part of a token: a part is not masked, and must not be shown.
fn torn<'a>(chars: impl Iterator<Item = char> + 'a) -> usize {
    let may_be =
        |c: &char| !c.is_whitespace() && !matches!(c, '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']');
    chars.take(NEARBY / 2).take_while(may_be).map(char::len_utf8).sum()
}

fn primary(diagnostic: &Diagnostic) -> Option<Span> {
    match diagnostic.place {
        Place::Text(span) => Some(span),
        Place::File(_) | Place::Elsewhere => None,
    }
}

/// File, line and column, as far as they are known.
fn whereabouts<'a>(place: &'a Place, sources: &'a Sources) -> (Option<&'a str>, Option<(usize, usize)>) {
    match place {
        Place::Text(span) => (Some(&sources.get(span.file).path), Some(sources.position(*span))),
        Place::File(path) => (Some(path), None),
        Place::Elsewhere => (None, None),
    }
}

fn json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let (file, position) = whereabouts(&diagnostic.place, sources);
    let mut object = json!({
        "severity": diagnostic.severity.word(),
        "code": diagnostic.code.name,
        "message": diagnostic.message,
        "file": file,
        "line": position.map(|(line, _)| line),
        "column": position.map(|(_, column)| column),
        "help": diagnostic.help,
    });
    if let Some(reason) = &diagnostic.allowed {
        object["allowed"] = json!(reason);
    }
    format!("{object}\n")
}

/// Source: "Workflow commands for GitHub Actions", setting a notice, warning or error message.
fn github(diagnostic: &Diagnostic, sources: &Sources, prefix: &str) -> String {
    let command = match diagnostic.severity {
        Severity::Note => "notice",
        other => other.word(),
    };
    let (file, position) = whereabouts(&diagnostic.place, sources);
    let mut properties = vec![format!("title={}", escape_property(diagnostic.code.name))];
    properties.extend(file.map(|file| format!("file={}", escape_property(&format!("{prefix}{file}")))));
    properties.extend(position.map(|(line, column)| format!("line={line},col={column}")));
    let help = match (&diagnostic.allowed, &diagnostic.help) {
        (Some(reason), _) => format!("\nallowed: {reason}"),
        (None, Some(help)) => format!("\n{help}"),
        (None, None) => String::new(),
    };
    format!(
        "::{command} {}::{}\n",
        properties.join(","),
        escape_data(&format!("{}{help}", diagnostic.message))
    )
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
