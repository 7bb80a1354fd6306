//! What a build tells the page of its run in GitHub Actions. Others read that page: it holds no link, no token, no
//! recipient, and no message, for messages quote what authors wrote.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};

use crate::cli::report;
use crate::diag::{Diagnostic, Place, Severity};
use crate::mask::foreign;
use crate::model::id::Id;
use crate::workspace::{BuildReport, Report, append_to, step_summary};

/// More rows are counted, not shown: the page takes a megabyte a step.
const MOST_ROWS: usize = 100;

/// Appends the summary to the file that the environment names, if it names one.
pub(super) fn append(done: &BuildReport) {
    let Some(path) = step_summary() else { return };
    if let Err(error) = append_to(&path, &summary(done)) {
        // The pages are built; the run must not fail for want of a remark.
        report::error(&format!("the summary was not written to {}: {error}\n", path.display()));
    }
}

fn summary(done: &BuildReport) -> String {
    let problems = &done.report.problems;
    let (errors, warnings) = (problems.count(Severity::Error), problems.count(Severity::Warning));
    let mut text = "## extrait\n\n".to_owned();
    if errors > 0 {
        text.push_str(
            "**Nothing was built.** Shares that have ended or are revoked were closed all the same.\n\n",
        );
    }
    let rows = [
        ("Shares", done.shares),
        ("Links", done.links),
        ("Pages", done.pages),
        ("Files written", done.written),
        ("Files unchanged", done.unchanged),
        ("Files removed", done.removed),
        ("Errors", errors),
        ("Warnings", warnings),
    ];
    let rows = rows.map(|(name, number)| vec![name.to_owned(), number.to_string()]);
    table(&mut text, &["", ""], &rows);
    let complaints = problems.sorted(&done.report.sources).into_iter();
    let complaints =
        complaints.filter(|one| one.severity != Severity::Note).map(|one| complaint(&done.report, one));
    section(&mut text, "Errors and warnings", &["", "Code", "Place"], &complaints.collect::<Vec<_>>());
    section(&mut text, "Opening later", &["Share", "Opens"], &in_rows(&done.opening));
    section(&mut text, "Ending soon", &["Share", "Ends"], &in_rows(&done.ending));
    text
}

fn complaint(report: &Report, diagnostic: &Diagnostic) -> Vec<String> {
    let sources = &report.sources;
    let place = match &diagnostic.place {
        Place::Text(span) => {
            format!("{}{}:{}", report.prefix, sources.get(span.file).path, sources.position(*span).0)
        }
        Place::File(path) => format!("{}{path}", report.prefix),
        Place::Elsewhere => String::new(),
    };
    vec![diagnostic.severity.word().to_owned(), diagnostic.code.name.to_owned(), place]
}

/// A row a share.
fn in_rows(shares: &[(DateTime<FixedOffset>, Id)]) -> Vec<Vec<String>> {
    shares.iter().map(|(at, id)| vec![id.to_string(), report::instant(at)]).collect()
}

fn section(text: &mut String, title: &str, head: &[&str], rows: &[Vec<String>]) {
    if !rows.is_empty() {
        let _ = writeln!(text, "### {title}\n");
        table(text, head, rows);
    }
}

fn table(text: &mut String, head: &[&str], rows: &[Vec<String>]) {
    let more = rows.len().saturating_sub(MOST_ROWS);
    let _ = writeln!(text, "| {} |\n|{}", head.join(" | "), " --- |".repeat(head.len()));
    for row in rows.iter().take(MOST_ROWS) {
        let cells: Vec<_> = row.iter().map(|cell| escape(cell)).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text.push('\n');
    if more > 0 {
        let _ = writeln!(text, "And {more} more.\n");
    }
}

/// Plain text as Markdown: any ASCII punctuation may stand behind a backslash (`CommonMark` 2.4). A hyphen and a slash
/// mean nothing in the middle of a cell.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for character in foreign(text).chars() {
        match character {
            '-' | '/' => escaped.push(character),
            character if character.is_ascii_punctuation() => escaped.extend(['\\', character]),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_no_markdown() {
        assert_eq!(
            escape("a|b\n<img> [x](y) `c` *d* 1.yaml:3"),
            r"a\|b\\n\<img\> \[x\]\(y\) \`c\` \*d\* 1\.yaml\:3"
        );
        assert_eq!(escape("content/shares/draft-review"), "content/shares/draft-review");
    }
}
