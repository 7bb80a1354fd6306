//! Checks on records: what they lack, and what they refer to.

use std::collections::BTreeSet;

use crate::diag::codes::{FIELD_MISSING, UNKNOWN_REFERENCE};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::model::holding;
use crate::model::id::Id;
use crate::model::item::{Item, Status};
use crate::model::register::Register;
use crate::model::value::ItemRef;
use crate::source::Span;
use crate::validate::workspace;

/// Checks every record of every register.
pub(crate) fn check(registers: &[Register], unread: &BTreeSet<String>, problems: &mut Problems) {
    let known = Known { registers, unread };
    for register in registers {
        for item in &register.items {
            if item.status == Status::Published {
                missing(item, problems);
            }
            workspace::parameters(registers, item, problems);
            for (to, span) in &item.facts.references {
                known.check_reference(to, *span, problems);
            }
        }
    }
}

/// Particulars that the article asks for and the record does not give.
pub(crate) fn missing(item: &Item, problems: &mut Problems) {
    for field in &item.facts.missing {
        let none = if field.need.accepts_none() { ", or `none`" } else { "" };
        let reason = match field.article {
            "" => "a record of its kind is incomplete without it".to_owned(),
            article => format!("GDPR article {article} asks for it"),
        };
        let message = format!("`{}` does not say `{}`", item.id, field.key);
        problems.push(
            Diagnostic::new(&FIELD_MISSING, item.span, message)
                .help(format!("{reason}: add `{}: …`{none}", field.key)),
        );
    }
}

/// What a record can refer to.
struct Known<'a> {
    registers: &'a [Register],
    unread: &'a BTreeSet<String>,
}

impl Known<'_> {
    fn check_reference(&self, to: &ItemRef, span: Span, problems: &mut Problems) {
        let register = holding::register(self.registers, &to.register);
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
