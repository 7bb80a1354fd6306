//! Checks on records: what they lack, and what they refer to.

use crate::diag::codes::{FIELD_MISSING, LINK_REFUSED, UNKNOWN_REFERENCE};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::markdown;
use crate::model::holding;
use crate::model::id::Id;
use crate::model::item::{Item, Status};
use crate::model::register::Register;
use crate::model::value::{Entry, ItemRef, Value};
use crate::source::Span;

/// Checks every record of every register.
pub(crate) fn check(registers: &[Register], problems: &mut Problems) {
    for register in registers {
        for item in &register.items {
            if item.status == Status::Published {
                missing(register, item, problems);
            }
            for entry in &item.entries {
                check_value(registers, &entry.value, entry.span, problems);
            }
        }
    }
}

/// Particulars that the article asks for and the record does not give.
pub(crate) fn missing(register: &Register, item: &Item, problems: &mut Problems) {
    for field in item.kind.fields.iter().filter(|field| field.need.binds(register.kind.keeper())) {
        if !item.entries.iter().any(|entry| entry.field == field) {
            let none = if field.need.accepts_none() { ", or `none`" } else { "" };
            problems.push(
                Diagnostic::new(
                    &FIELD_MISSING,
                    item.span,
                    format!("`{}` does not say `{}`", item.id, field.key),
                )
                .help(format!("GDPR article {} asks for it: add `{}: …`{none}", field.article, field.key)),
            );
        }
    }
}

fn check_value(registers: &[Register], value: &Value, span: Span, problems: &mut Problems) {
    match value {
        Value::Reference(to) => check_reference(registers, to, span, problems),
        Value::Markdown(text) => {
            for link in markdown::refused(text) {
                let message = format!("the link to `{link}` is not shown");
                problems.push(
                    Diagnostic::new(&LINK_REFUSED, span, message)
                        .help("https, http, mailto, tel and links inside the page are; pictures are not"),
                );
            }
        }
        Value::List(values) => values.iter().for_each(|value| check_value(registers, value, span, problems)),
        Value::Group(entries) => {
            for Entry { value, span, .. } in entries {
                check_value(registers, value, *span, problems);
            }
        }
        _ => {}
    }
}

fn check_reference(registers: &[Register], to: &ItemRef, span: Span, problems: &mut Problems) {
    let register = holding::register(registers, &to.register);
    if register.is_some_and(|register| register.item(&to.item).is_some()) {
        return;
    }
    let help = match register {
        None => suggest(to.register.as_str(), registers.iter().map(|register| register.id.as_str())),
        Some(register) => suggest(to.item.as_str(), register.items.iter().map(|item| Id::as_str(&item.id))),
    };
    let message = format!("no item `{}/{}`", to.register, to.item);
    problems.push(Diagnostic::new(&UNKNOWN_REFERENCE, span, message).help(help));
}
