//! What is to be shared, as it was typed: looked up, and confirmed where it is a draft.

use crate::cli::args::CommonShareArgs;
use crate::cli::{Failure, report};
use crate::diag::suggest;
use crate::model::item::Status;
use crate::model::register::Register;

/// Looks registers and items up; drafts among the items are confirmed.
pub(super) fn check(
    registers: &[Register],
    (wanted, items): (&[String], &[String]),
    common: &CommonShareArgs,
) -> Result<(), Failure> {
    for name in wanted {
        register(registers, name)?;
    }
    let mut drafts = Vec::new();
    for name in items {
        let Some((of, item)) = name.split_once('/') else {
            return Err(Failure::usage(format!("`{name}` is no item: write it as REGISTER/ITEM")));
        };
        let items = &register(registers, of)?.items;
        let Some(found) = items.iter().find(|found| found.id.as_str() == item) else {
            let help = suggest(item, items.iter().map(|item| item.id.as_str()));
            return Err(Failure::usage(format!("no item `{item}` in the register `{of}`: {help}")));
        };
        if found.status == Status::Draft {
            drafts.push(name.as_str());
        }
    }
    confirm(&drafts, common)
}

fn register<'a>(registers: &'a [Register], name: &str) -> Result<&'a Register, Failure> {
    registers.iter().find(|register| register.id.as_str() == name).ok_or_else(|| {
        let help = suggest(name, registers.iter().map(|register| register.id.as_str()));
        Failure::usage(format!("no register `{name}`: {help}"))
    })
}

fn confirm(drafts: &[&str], common: &CommonShareArgs) -> Result<(), Failure> {
    if drafts.is_empty() || common.yes {
        return Ok(());
    }
    let named = drafts.join(", ");
    match report::ask(&format!("drafts would be shared: {named}; go on?")) {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::usage("nothing was written")),
        None => Err(Failure::usage(format!("drafts would be shared: {named}; --yes confirms it"))),
    }
}
