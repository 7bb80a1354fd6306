//! Checks on records: what they lack, and what they refer to.

use std::collections::BTreeSet;

use crate::diag::codes::{COMMENT_BROKEN, FIELD_MISSING, LINK_REFUSED, UNKNOWN_REFERENCE};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::markdown;
use crate::model::holding;
use crate::model::id::Id;
use crate::model::item::{Item, Status};
use crate::model::register::Register;
use crate::model::value::{Entry, ItemRef, Value};
use crate::source::Span;
use crate::validate::workspace;

/// Checks every record of every register.
pub(crate) fn check(registers: &[Register], unread: &BTreeSet<String>, problems: &mut Problems) {
    let known = Known { registers, unread };
    for register in registers {
        for item in &register.items {
            if item.status == Status::Published {
                missing(register, item, problems);
            }
            workspace::check(registers, item, problems);
            for entry in &item.entries {
                known.check_value(&entry.value, entry.span, problems);
            }
        }
    }
}

/// Particulars that the article asks for and the record does not give.
pub(crate) fn missing(register: &Register, item: &Item, problems: &mut Problems) {
    for field in item.kind.fields.iter().filter(|field| field.need.binds(register.kind.keeper())) {
        if !item.entries.iter().any(|entry| entry.field == field) {
            let none = if field.need.accepts_none() { ", or `none`" } else { "" };
            let reason = match field.article {
                "" => "a record of its kind is incomplete without it".to_owned(),
                article => format!("GDPR article {article} asks for it"),
            };
            problems.push(
                Diagnostic::new(
                    &FIELD_MISSING,
                    item.span,
                    format!("`{}` does not say `{}`", item.id, field.key),
                )
                .help(format!("{reason}: add `{}: …`{none}", field.key)),
            );
        }
    }
}

/// What a record can refer to.
struct Known<'a> {
    registers: &'a [Register],
    unread: &'a BTreeSet<String>,
}

impl Known<'_> {
    fn check_value(&self, value: &Value, span: Span, problems: &mut Problems) {
        match value {
            Value::Reference(to) => self.check_reference(to, span, problems),
            Value::Markdown(text) => check_markdown(text, span, problems),
            Value::List(values) => {
                for value in values {
                    self.check_value(value, span, problems);
                }
            }
            Value::Group(entries) => {
                for Entry { value, span, .. } in entries {
                    self.check_value(value, *span, problems);
                }
            }
            _ => {}
        }
    }

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

fn check_markdown(text: &str, span: Span, problems: &mut Problems) {
    if markdown::has_broken_comment(text) {
        problems.push(
            Diagnostic::new(
                &COMMENT_BROKEN,
                span,
                "a comment in this text is not read as one, and would be published",
            )
            .help("keep a comment in one paragraph, or move the words into `notes`, which are internal"),
        );
    }
    for link in markdown::refused(text) {
        problems.push(
            Diagnostic::new(&LINK_REFUSED, span, format!("the link to `{link}` is not shown"))
                .help("links with https, http, mailto or tel are; pictures and relative links are not"),
        );
    }
}
