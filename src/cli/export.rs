//! `extrait export`: the forms in which shares can be read by programs.

use serde_json::json;

use crate::cli::args::export::{ExportArgs, ExportCommand, ExportListFormat};
use crate::cli::{Exit, Failure, report, table};
use crate::model::format::{FORMAT_FACTS, FormatFacts, FormatScope};

/// Lists them.
pub(super) fn run(args: &ExportArgs) -> Result<Exit, Failure> {
    match args.command {
        ExportCommand::List { format: ExportListFormat::Table } => {
            let rows = FORMAT_FACTS
                .iter()
                .map(|facts| [facts.name.to_owned(), place(facts), default(facts), facts.reader.to_owned()]);
            report::println(&table::text(["NAME", "FILE", "DEFAULT", "FOR"], rows));
            report::println("REGISTER/ are forms of registers of treatments");
        }
        ExportCommand::List { format: ExportListFormat::Json } => {
            let rows: Vec<_> = FORMAT_FACTS.iter().map(|facts| {
                json!({
                    "name": facts.name,
                    "file": place(facts),
                    "media_type": facts.media_type,
                    "registers": kinds(facts),
                    "most_items_by_default": (facts.most_by_default < usize::MAX).then_some(facts.most_by_default),
                    "for": facts.reader,
                })
            }).collect();
            report::print_long_json(&rows)?;
        }
    }
    Ok(Exit::Fine)
}

/// Where the file lies in the share's folder.
fn place(facts: &FormatFacts) -> String {
    match facts.of {
        FormatScope::Share => facts.file.to_owned(),
        FormatScope::Register => format!("REGISTER/{}", facts.file),
    }
}

fn kinds(facts: &FormatFacts) -> Vec<&'static str> {
    facts.kinds.iter().map(|kind| kind.key()).collect()
}

fn default(facts: &FormatFacts) -> String {
    match facts.most_by_default {
        usize::MAX => "yes".to_owned(),
        most => format!("up to {most} items"),
    }
}
