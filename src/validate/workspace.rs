//! Checks on catalogues and workspaces: parameters that a service has, results that last.

use crate::diag::codes::{RESULT_GONE, UNKNOWN_PARAMETER};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::model::holding;
use crate::model::item::Item;
use crate::model::register::Register;
use crate::model::share::Share;

/// A job's parameters are inputs of its service, where the service says its inputs.
pub(crate) fn parameters(registers: &[Register], item: &Item, problems: &mut Problems) {
    let Some(run) = &item.facts.run else { return };
    let Some(to) = &run.service else { return };
    let service = holding::register(registers, &to.register).and_then(|register| register.item(&to.item));
    let run_by = service.and_then(|service| service.facts.run.as_ref());
    let Some(inputs) = run_by.and_then(|run| run.inputs.as_ref()) else { return };
    for (name, span) in run.parameters.iter().filter(|(name, _)| !inputs.contains(name)) {
        let message = format!("the service `{}` has no input `{name}`", to.item);
        problems.push(
            Diagnostic::new(&UNKNOWN_PARAMETER, *span, message)
                .help(suggest(name, inputs.iter().map(String::as_str))),
        );
    }
}

/// Results that are gone before the share ends.
pub(crate) fn lasting(share: &Share, item: &Item, problems: &mut Problems) {
    for (until, span) in &item.facts.kept_until {
        if share.expires.is_none_or(|end| *until < end) {
            let message = format!("`{}` outlives a result of `{}`, kept until {until}", share.id, item.id);
            problems.push(
                Diagnostic::new(&RESULT_GONE, share.expires_span, message)
                    .related(*span, "gone from then on")
                    .help("end the share earlier, or keep the result longer"),
            );
        }
    }
}
