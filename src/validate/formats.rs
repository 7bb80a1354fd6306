//! Checks on the forms that a share offers programs.

use crate::diag::codes::FORMAT_IDLE;
use crate::diag::{Diagnostic, Problems};
use crate::model::format::FormatChoice;
use crate::model::selection::SelectedRegister;
use crate::source::Spanned;

/// Complains of forms that the share names and that no register of it has.
pub(crate) fn idle(listed: &[Spanned<FormatChoice>], held: &[SelectedRegister<'_>], problems: &mut Problems) {
    // An empty share has another complaint.
    if held.iter().all(|register| register.items.is_empty()) {
        return;
    }
    for line in listed {
        let FormatChoice::Named(facts) = line.value else { continue };
        let has = |of: &SelectedRegister<'_>| facts.kinds.contains(&of.register.kind) && !of.items.is_empty();
        if !held.iter().any(has) {
            let kinds: Vec<_> = facts.kinds.iter().map(|kind| format!("`{}`", kind.key())).collect();
            let message = format!("no register of the share has the form `{}`", facts.name);
            let help = format!(
                "take it out of `formats`: it is made for registers of the kinds {}",
                kinds.join(" and ")
            );
            problems.push(Diagnostic::new(&FORMAT_IDLE, line.span, message).help(help));
        }
    }
}
