//! `extrait ledger verify`.

use serde_json::{Value, json};

use crate::cli::args::AnswerFormat;
use crate::cli::args::ReportFormat;
use crate::cli::args::ledger::VerifyLedgerArgs;
use crate::cli::ledger::behind::{behind, standings};
use crate::cli::site::{OpenOptions, OpenedSite};
use crate::cli::{Exit, Failure, report, site};
use crate::diag::{Diagnostic, Problems, Severity};
use crate::hash::Hash;
use crate::ledger::{FILE, Fault, Faults, Ledger, missing, read};

/// Tells what is wrong with the ledger, and its heads.
pub(super) fn run(args: &VerifyLedgerArgs) -> Result<Exit, Failure> {
    let Some(ledger) = read(&args.site.folder).map_err(Failure::machine)? else {
        return Err(Failure {
            exit: Exit::Author,
            ..Failure::usage(format!("there is no {FILE} here: `extrait ledger sync` makes one"))
        });
    };
    let faults = ledger.verify(&args.heads);
    let behind = compare(args, &ledger);
    match args.format {
        AnswerFormat::Human => {
            report::error(&faults.iter().map(told).collect::<String>());
            if faults.more() > 0 {
                report::error(&format!("error: and {} more\n", report::plural(faults.more(), "fault")));
            }
            if let Some(notes) = behind {
                report::problems(&notes, ReportFormat::Human);
            }
            tell(&ledger, &faults);
        }
        AnswerFormat::Json => {
            let notes = behind.iter().flat_map(|opened| opened.prepared.problems.iter());
            let report = json!({
                "lines": ledger.lines().len(),
                "faults": faults.iter().map(object).collect::<Vec<_>>(),
                // Of very many the first are listed: how many there are besides.
                "more": faults.more(),
                "heads": ledger.heads().iter().map(Hash::hex).collect::<Vec<_>>(),
                "behind": notes.map(|note| note.message.as_str()).collect::<Vec<_>>(),
            });
            report::print_long_json(&report)?;
        }
    }
    Ok(if faults.is_empty() { Exit::Fine } else { Exit::Author })
}

/// To be behind is no tampering: where the site opens without errors, its problems are notes about that, and nothing else.
fn compare(args: &VerifyLedgerArgs, ledger: &Ledger) -> Option<OpenedSite> {
    let mut opened = site::open(&args.site, &OpenOptions::default()).ok()?;
    let key = opened.quiet_secret().map(|secret| secret.link_key());
    let project = opened.prepared.project.as_ref().filter(|_| ledger.unreadable().is_empty())?;
    let lacks = missing(ledger, &standings(project, key.as_ref()), opened.now);
    let mut notes = Problems::default();
    let note = |one: &Diagnostic| Diagnostic { severity: Severity::Note, ..one.clone() };
    notes.extend(behind(project, &lacks).iter().map(note));
    opened.prepared.problems = notes;
    Some(opened)
}

/// The heads are what is kept elsewhere, so those of a ledger with faults are not told.
fn tell(ledger: &Ledger, faults: &Faults) {
    let lines = report::plural(ledger.lines().len(), "line");
    if !faults.is_empty() {
        return report::println(&format!("{lines}, {}", report::plural(faults.count(), "fault")));
    }
    report::println(&format!(
        "{lines}, each where it belongs; keep the head elsewhere, and check with --head"
    ));
    for head in ledger.heads() {
        report::println(&format!("head {}", head.hex()));
    }
}

fn told(fault: &Fault) -> String {
    let place = fault.line.map_or_else(String::new, |line| format!(":{line}"));
    format!("error[{}]: {FILE}{place}: {}\n = help: {}\n", fault.code, fault.message, fault.help)
}

fn object(fault: &Fault) -> Value {
    json!({
        "line": fault.line,
        "code": fault.code,
        "message": fault.message,
        "suspects": fault.suspects,
        "help": fault.help,
    })
}
