//! Who keeps a register, and how to reach them.

use crate::diag::codes::KEEPER_CONTACT_MISSING;
use crate::diag::rules::rule;
use crate::diag::{Diagnostic, Problems};
use crate::model::register::{Register, RegisterKind};
use crate::model::role::FieldRole;
use crate::model::value::{Entry, Value, find};

/// What reaches somebody.
const CONTACTS: [FieldRole; 4] = [FieldRole::Address, FieldRole::Email, FieldRole::Phone, FieldRole::Url];

/// Complains of a register whose controller or processor cannot be reached. `published` says whether any of its records is
/// published; one that only has drafts to show may be incomplete.
pub(crate) fn check(register: &Register, published: bool, problems: &mut Problems) {
    let role = match register.kind {
        RegisterKind::Controller => FieldRole::Controller,
        RegisterKind::Processor => FieldRole::Processor,
        RegisterKind::Catalogue | RegisterKind::Workspace => return,
    };
    let key = register.kind.key();
    let party = find(&register.parties, role);
    let reached = |parts: &[Entry]| CONTACTS.into_iter().any(|role| find(parts, role).is_some());
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
