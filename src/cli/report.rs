//! Telling people and programs what happened. Everything that is printed is printed here.

use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

use serde::Serialize;
use serde_json::json;

use crate::cli::Failure;
use crate::cli::args::ReportFormat;
use crate::diag::{DiagnosticFormat, Problems, Severity, render};
use crate::mask::{Revealed, Shown, foreign};
use crate::workspace::{BuildReport, Report, WatchMeans};
pub(super) use crate::workspace::{instant, plural};

/// Prints every diagnostic on standard error, in the order of the files.
pub(super) fn problems(report: &Report, format: ReportFormat) {
    let Report { problems, sources, prefix } = report;
    let format = match format {
        ReportFormat::Human => DiagnosticFormat::Human { colour: is_coloured() },
        ReportFormat::Json => DiagnosticFormat::Json,
        ReportFormat::Github => DiagnosticFormat::GitHub { prefix },
    };
    let text: String = problems.sorted(sources).into_iter().map(|one| render(one, sources, format)).collect();
    print_error(&match format {
        DiagnosticFormat::Human { colour: true } => Shown::coloured(&text),
        DiagnosticFormat::Human { colour: false } | DiagnosticFormat::GitHub { .. } => Shown::text(&text),
        DiagnosticFormat::Json => Shown::json(&text, &Revealed::default()),
    });
}

/// Whether standard error wants colours: a terminal, and no `NO_COLOR` (no-color.org).
fn is_coloured() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

/// Whether a person watches.
pub(super) fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

/// Whether what is printed on standard output is seen by a person alone, and kept by nobody.
pub(super) fn is_shown() -> bool {
    std::io::stdout().is_terminal()
}

/// Asks a person; `None` where there is none.
pub(super) fn ask(question: &str) -> Option<bool> {
    if !std::io::stdin().is_terminal() || !is_watched() {
        return None;
    }
    error(&format!("{question} [y/N] "));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).ok()?;
    Some(["y", "yes", "o", "oui"].contains(&answer.trim().to_lowercase().as_str()))
}

/// Prints why a command gave up.
pub(super) fn failure(failure: &Failure) {
    error(&format!("error: {}\n", foreign(&failure.message)));
}

/// Prints why a command line is not understood.
pub(super) fn misunderstood(why: &clap::Error) {
    let text = why.render();
    // What was typed may hold colours too, and would not be told from the program's own.
    let typed = std::env::args_os().any(|word| word.to_string_lossy().contains(char::is_control));
    print_error(&if is_coloured() && !typed {
        Shown::coloured(&text.ansi().to_string())
    } else {
        Shown::text(&text.to_string())
    });
}

/// Prints the end of a build.
pub(super) fn built(built: &BuildReport, format: ReportFormat) {
    let problems = &built.report.problems;
    let errors = problems.count(Severity::Error);
    let warnings = problems.count(Severity::Warning);
    match format {
        ReportFormat::Json => {
            let summary = json!({
                "shares": built.shares,
                "links": built.links,
                "pages": built.pages,
                "written": built.written,
                "unchanged": built.unchanged,
                "removed": built.removed,
                "errors": errors,
                "warnings": warnings,
                "notes": problems.count(Severity::Note),
                "allowed": problems.allowed(),
            });
            print_json(&summary);
        }
        ReportFormat::Human | ReportFormat::Github => {
            println(&format!(
                "{}, {}, {}: {} written, {} unchanged, {} removed; {}, {}{}",
                plural(built.shares, "share"),
                plural(built.links, "link"),
                plural(built.pages, "page"),
                built.written,
                built.unchanged,
                built.removed,
                plural(errors, "error"),
                plural(warnings, "warning"),
                allowed(problems),
            ));
        }
    }
}

/// Prints the end of one build of many, in a line.
pub(super) fn rebuilt(built: &BuildReport) {
    let (took, errors) = (built.took.as_millis(), built.report.problems.count(Severity::Error));
    let removed = match built.removed {
        0 => String::new(),
        removed => format!(", {removed} removed"),
    };
    println(&if errors > 0 {
        format!("not built, in {took} ms: {}{removed}; what was built before stays", plural(errors, "error"))
    } else {
        format!("built in {took} ms: {} written{removed}", plural(built.written, "file"))
    });
}

/// Prints how changes are noticed.
pub(super) fn watching(means: &WatchMeans, format: ReportFormat) {
    let how = match means {
        WatchMeans::Events => None,
        WatchMeans::Looking { reason, every } => Some((reason.to_string(), every.as_millis())),
    };
    error(&match (format, how) {
        (ReportFormat::Json, how) => {
            let (reason, every) = how.unzip();
            let every = every.and_then(|every| u64::try_from(every).ok());
            format!("{}\n", json!({"watching": true, "poll_ms": every, "reason": reason}))
        }
        (_, None) => "watching content/, themes/ and site.yaml; Ctrl-C ends it\n".to_owned(),
        (_, Some((reason, every))) => format!(
            "watching content/, themes/ and site.yaml by looking every {every} ms: {reason}; Ctrl-C ends it\n"
        ),
    });
}

/// Prints a remark about what is going on, to people only.
pub(super) fn remark(text: &str, format: ReportFormat) {
    if format == ReportFormat::Human {
        error(&format!("{text}\n"));
    }
}

/// Prints how long each stage took, in milliseconds.
pub(super) fn timings(stages: &[(&'static str, Duration)]) {
    let lines = stages.iter().map(|(stage, took)| format!("{stage:<10}{:>10.1}\n", took.as_secs_f64() * 1e3));
    error(&lines.collect::<String>());
}

/// Prints the end of a check.
pub(super) fn checked(problems: &Problems, format: ReportFormat) {
    let (errors, warnings) = (problems.count(Severity::Error), problems.count(Severity::Warning));
    let notes = problems.count(Severity::Note);
    match format {
        ReportFormat::Json => {
            let allowed = problems.allowed();
            let summary = json!({"errors": errors, "warnings": warnings, "notes": notes, "allowed": allowed});
            print_json(&summary);
        }
        ReportFormat::Human | ReportFormat::Github => {
            let parts = [plural(errors, "error"), plural(warnings, "warning"), plural(notes, "note")];
            println(&format!("{}{}", parts.join(", "), allowed(problems)));
        }
    }
}

/// How many complaints their authors let be, where there are any.
fn allowed(problems: &Problems) -> String {
    match problems.allowed() {
        0 => String::new(),
        number => format!(", {number} allowed"),
    }
}

/// Prints a line on standard output.
pub(super) fn println(line: &str) {
    print(&Shown::text(line));
}

/// Prints lines in which the links that were asked for stand in full.
pub(super) fn print_revealing(lines: &str, revealed: &Revealed) {
    print(&Shown::revealing(lines, revealed));
}

/// Prints a QR code that was asked for, in its colours.
pub(super) fn print_code(drawn: &str) {
    print(&Shown::coloured(drawn));
}

/// Prints a JSON value on one line.
pub(super) fn print_json(value: &serde_json::Value) {
    print_json_revealing(value, &Revealed::default());
}

/// Prints a JSON value on one line, with the links in full that were asked for.
pub(super) fn print_json_revealing(value: &serde_json::Value, revealed: &Revealed) {
    print(&Shown::json(&value.to_string(), revealed));
}

/// Prints JSON over several lines.
pub(super) fn print_long_json(value: &impl Serialize) -> Result<(), Failure> {
    print_long_json_revealing(value, &Revealed::default())
}

/// Prints JSON over several lines, with the links in full that were asked for.
pub(super) fn print_long_json_revealing(value: &impl Serialize, revealed: &Revealed) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(Failure::internal)?;
    print(&Shown::json(&text, revealed));
    Ok(())
}

/// Prints text on standard error: lines of the program, in which each foreign text that must not begin another line
/// went through `mask::foreign`.
pub(super) fn error(text: &str) {
    print_error(&Shown::text(text));
}

/// A reader who has gone is no fault.
fn print(text: &Shown) {
    drop(writeln!(std::io::stdout(), "{}", text.as_str()));
}

fn print_error(text: &Shown) {
    drop(write!(std::io::stderr(), "{}", text.as_str()));
}
