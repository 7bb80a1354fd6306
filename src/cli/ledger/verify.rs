//! `extrait ledger verify`.

use serde_json::{Value, json};

use crate::cli::args::AnswerFormat;
use crate::cli::args::ReportFormat;
use crate::cli::args::ledger::VerifyLedgerArgs;
use crate::cli::{Exit, Failure, report, site};
use crate::hash::Hash;
use crate::workspace::{Fault, LEDGER_FILE as FILE, LedgerVerdict, verify_ledger};

/// Tells what is wrong with the ledger, and its heads.
pub(super) fn run(args: &VerifyLedgerArgs) -> Result<Exit, Failure> {
    let site = || site::workspace(&args.site, None).ok();
    let told = verify_ledger(&args.site.folder, &args.heads, site).map_err(Failure::machine)?;
    let Some(told) = told else {
        return Err(Failure {
            exit: Exit::Author,
            ..Failure::usage(format!("there is no {FILE} here: `extrait ledger sync` makes one"))
        });
    };
    let faults = &told.faults;
    match args.format {
        AnswerFormat::Human => {
            report::error(&faults.iter().map(line).collect::<String>());
            if faults.more() > 0 {
                report::error(&format!("error: and {} more\n", report::plural(faults.more(), "fault")));
            }
            if let Some(notes) = &told.behind {
                report::problems(notes, ReportFormat::Human);
            }
            tell(&told);
        }
        AnswerFormat::Json => {
            let notes = told.behind.iter().flat_map(|report| report.problems.iter());
            let report = json!({
                "lines": told.lines,
                "faults": faults.iter().map(object).collect::<Vec<_>>(),
                // Of very many the first are listed: how many there are besides.
                "more": faults.more(),
                "heads": told.heads.iter().map(Hash::hex).collect::<Vec<_>>(),
                "behind": notes.map(|note| note.message.as_str()).collect::<Vec<_>>(),
            });
            report::print_long_json(&report)?;
        }
    }
    Ok(if faults.is_empty() { Exit::Fine } else { Exit::Author })
}

/// The heads are what is kept elsewhere, so those of a ledger with faults are not told.
fn tell(told: &LedgerVerdict) {
    let (lines, faults) = (report::plural(told.lines, "line"), &told.faults);
    if !faults.is_empty() {
        return report::println(&format!("{lines}, {}", report::plural(faults.count(), "fault")));
    }
    report::println(&format!(
        "{lines}, each where it belongs; keep the head elsewhere, and check with --head"
    ));
    for head in &told.heads {
        report::println(&format!("head {}", head.hex()));
    }
}

fn line(fault: &Fault) -> String {
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
