//! What a build tells the page of its run in GitHub Actions. Others read that page: it holds no link, no token, no
//! recipient, and no message, for messages quote what authors wrote.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;

use chrono::{DateTime, FixedOffset};

use crate::cli::report;
use crate::cli::site::{self, OpenedSite};
use crate::diag::{Diagnostic, Place, Severity};
use crate::mask::foreign;
use crate::pipeline::Built;
use crate::publish::Counts;
use crate::validate::Project;

/// More rows are counted, not shown: the page takes a megabyte a step.
const MOST_ROWS: usize = 100;

/// Appends the summary to the file that the environment names, if it names one.
pub(super) fn append(opened: &OpenedSite, built: &Built, counts: &Counts) {
    let Some(path) = site::step_summary() else { return };
    let text = summary(opened, built, counts);
    let file = OpenOptions::new().create(true).append(true).open(&path);
    if let Err(error) = file.and_then(|mut file| file.write_all(text.as_bytes())) {
        // The pages are built; the run must not fail for want of a remark.
        report::error(&format!("the summary was not written to {}: {error}\n", path.display()));
    }
}

fn summary(opened: &OpenedSite, built: &Built, counts: &Counts) -> String {
    let problems = &opened.prepared.problems;
    let (errors, warnings) = (problems.count(Severity::Error), problems.count(Severity::Warning));
    let mut text = "## extrait\n\n".to_owned();
    if errors > 0 {
        text.push_str(
            "**Nothing was built.** Shares that have ended or are revoked were closed all the same.\n\n",
        );
    }
    let rows = [
        ("Shares", built.shares),
        ("Links", built.links),
        ("Pages", built.pages),
        ("Files written", counts.written()),
        ("Files unchanged", counts.unchanged()),
        ("Files removed", counts.removed()),
        ("Errors", errors),
        ("Warnings", warnings),
    ];
    let rows = rows.map(|(name, number)| vec![name.to_owned(), number.to_string()]);
    table(&mut text, &["", ""], &rows);
    let complaints = problems.sorted(&opened.inputs.sources).into_iter();
    let complaints =
        complaints.filter(|one| one.severity != Severity::Note).map(|one| complaint(opened, one));
    section(&mut text, "Errors and warnings", &["", "Code", "Place"], &complaints.collect::<Vec<_>>());
    section(&mut text, "Opening later", &["Share", "Opens"], &opening(opened));
    section(&mut text, "Ending soon", &["Share", "Ends"], &ending(opened));
    text
}

fn complaint(opened: &OpenedSite, diagnostic: &Diagnostic) -> Vec<String> {
    let sources = &opened.inputs.sources;
    let place = match &diagnostic.place {
        Place::Text(span) => {
            format!("{}{}:{}", opened.prefix, sources.get(span.file).path, sources.position(*span).0)
        }
        Place::File(path) => format!("{}{path}", opened.prefix),
        Place::Elsewhere => String::new(),
    };
    vec![diagnostic.severity.word().to_owned(), diagnostic.code.name.to_owned(), place]
}

/// Open shares that end within the time that the site calls soon.
fn ending(opened: &OpenedSite) -> Vec<Vec<String>> {
    let Some(project) = &opened.prepared.project else { return Vec::new() };
    let soon = opened.now.timestamp().saturating_add(project.site().ending_within);
    let open = project.shares().iter().filter(|share| share.is_open(opened.now));
    let ending = open.filter_map(|share| Some((share.expires?, share.id.to_string())));
    in_order(ending.filter(|(end, _)| end.timestamp() <= soon))
}

/// Shares that open later, and when.
fn opening(opened: &OpenedSite) -> Vec<Vec<String>> {
    let shares = opened.prepared.project.iter().flat_map(Project::shares);
    let scheduled = shares.filter(|share| !share.is_closed(opened.now) && share.is_scheduled(opened.now));
    in_order(scheduled.map(|share| (share.start(), share.id.to_string())))
}

/// A row a share, the earliest first.
fn in_order(shares: impl Iterator<Item = (DateTime<FixedOffset>, String)>) -> Vec<Vec<String>> {
    let mut shares: Vec<_> = shares.collect();
    shares.sort();
    shares.into_iter().map(|(at, id)| vec![id, report::instant(&at)]).collect()
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
