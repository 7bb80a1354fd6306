//! Who keeps a register, and how to reach them.

use crate::diag::codes::KEEPER_CONTACT_MISSING;
use crate::diag::rules::rule;
use crate::diag::{Diagnostic, Problems};
use crate::model::register::{Register, RegisterKind};
use crate::model::value::Value;

/// What reaches somebody.
const CONTACTS: [&str; 4] = ["address", "email", "phone", "url"];

/// Complains of a register whose controller or processor cannot be reached. `published` says whether any of its records is
/// published; one that only has drafts to show may be incomplete.
pub(crate) fn check(register: &Register, published: bool, problems: &mut Problems) {
    let key = match register.kind {
        RegisterKind::Controller => "controller",
        RegisterKind::Processor => "processor",
        RegisterKind::Catalogue | RegisterKind::Workspace => return,
    };
    let party = register.parties.iter().find(|entry| entry.field.key == key);
    let reached =
        |parts: &[crate::model::value::Entry]| parts.iter().any(|part| CONTACTS.contains(&part.field.key));
    let (span, words) = match party.map(|entry| (&entry.value, entry.span)) {
        None => (register.span, format!("names no {key}")),
        Some((Value::Group(parts), _)) if reached(parts) => return,
        Some((_, span)) => (span, format!("does not say how to reach its {key}")),
    };
    let Some(rule) = rule(&KEEPER_CONTACT_MISSING) else { return };
    let Some(severity) = rule.severities.of(published, []) else { return };
    let message = format!("the register `{}` {words}", register.id);
    problems.push(Diagnostic::new(rule.code, span, message).severity(severity).help(rule.remedy));
}
