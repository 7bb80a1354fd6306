//! Checks on records: what they refer to, and what they lack.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::diag::codes::{
    ABSTRACT_MISSING, BBOX_MISSING, CONTACT_MISSING, CONTROLLERS_SERVED_MISSING, DATA_MISSING,
    DATA_SUBJECTS_MISSING, DATE_IN_FUTURE, FIELD_MISSING, JOB_INCOMPLETE, PACKAGE_EMPTY,
    PROCESSING_CATEGORIES_MISSING, PURPOSES_MISSING, RECIPIENTS_MISSING, RETENTION_MISSING, SECURITY_MISSING,
    TRANSFERS_MISSING, UNKNOWN_REFERENCE,
};
use crate::diag::{Code, Diagnostic, Problems, suggest};
use crate::model::days;
use crate::model::field::Field;
use crate::model::finding::Finding;
use crate::model::id::Id;
use crate::model::item::Item;
use crate::model::kind::Kind;
use crate::model::register::Register;
use crate::model::role::FieldRole;
use crate::model::selection;
use crate::model::value::ItemRef;
use crate::source::Span;
use crate::validate::workspace;

/// Checks every record of every register.
pub(crate) fn check(
    registers: &[Register],
    unread: &BTreeSet<String>,
    now: DateTime<Utc>,
    problems: &mut Problems,
) {
    let today = days::today(now);
    let known = KnownIds { registers, unread };
    for register in registers {
        for item in &register.items {
            workspace::parameters(registers, item, problems);
            for (day, span) in item.facts.life.happened.iter().filter(|(day, _)| *day > today) {
                let message = format!("{day} lies after today, and this tells what has happened");
                problems.push(
                    Diagnostic::new(&DATE_IN_FUTURE, *span, message)
                        .help(format!("write the day on which it happened, {today} at the latest")),
                );
            }
            for (to, span) in &item.facts.references {
                known.check_reference(to, *span, problems);
            }
        }
    }
}

/// The rules about particulars that a record must give: kind, role of the field, code. A field that is asked for and has no rule of its own
/// is `field-missing`.
const ASKED: &[(&str, FieldRole, &Code)] = &[
    ("treatment", FieldRole::Purposes, &PURPOSES_MISSING),
    ("treatment", FieldRole::DataSubjects, &DATA_SUBJECTS_MISSING),
    ("treatment", FieldRole::Data, &DATA_MISSING),
    ("treatment", FieldRole::Recipients, &RECIPIENTS_MISSING),
    ("treatment", FieldRole::Transfers, &TRANSFERS_MISSING),
    ("treatment", FieldRole::Retention, &RETENTION_MISSING),
    ("treatment", FieldRole::Security, &SECURITY_MISSING),
    ("treatment", FieldRole::OnBehalfOf, &CONTROLLERS_SERVED_MISSING),
    ("treatment", FieldRole::Processing, &PROCESSING_CATEGORIES_MISSING),
    ("dataset", FieldRole::Description, &ABSTRACT_MISSING),
    ("dataset", FieldRole::Bbox, &BBOX_MISSING),
    ("dataset", FieldRole::Contacts, &CONTACT_MISSING),
    ("job", FieldRole::Service, &JOB_INCOMPLETE),
    ("job", FieldRole::Version, &JOB_INCOMPLETE),
    ("job", FieldRole::Parameters, &JOB_INCOMPLETE),
    ("data_package", FieldRole::Fetched, &PACKAGE_EMPTY),
];

/// The code for a record of `kind` that lacks `field`.
pub(crate) fn lack(kind: &Kind, field: &Field) -> &'static Code {
    let row = ASKED.iter().find(|(of, role, _)| *of == kind.key && Some(*role) == field.role);
    row.map_or(&FIELD_MISSING, |(_, _, code)| code)
}

/// Particulars that are asked for and the record does not give.
pub(crate) fn missing(item: &Item) -> impl Iterator<Item = Finding> {
    item.facts.missing.iter().map(|field| {
        let words = format!("does not say `{}`", field.key);
        Finding::new(lack(item.kind, field), item.span, words)
    })
}

/// What a record can refer to.
struct KnownIds<'a> {
    registers: &'a [Register],
    unread: &'a BTreeSet<String>,
}

impl KnownIds<'_> {
    fn check_reference(&self, to: &ItemRef, span: Span, problems: &mut Problems) {
        let register = selection::register(self.registers, &to.register);
        let name = format!("{}/{}", to.register, to.item);
        let unread = self.unread.contains(to.register.as_str()) || self.unread.contains(&name);
        if unread || register.is_some_and(|register| register.item(&to.item).is_some()) {
            return;
        }
        let help = match register {
            None => suggest(to.register.as_str(), self.registers.iter().map(|register| register.id.as_str())),
            Some(register) => {
                suggest(to.item.as_str(), register.items.iter().map(|item| Id::as_str(&item.id)))
            }
        };
        problems.push(Diagnostic::new(&UNKNOWN_REFERENCE, span, format!("no item `{name}`")).help(help));
    }
}
