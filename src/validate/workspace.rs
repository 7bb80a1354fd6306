//! Checks on catalogues and workspaces: parameters that a service has, links that are safe, results that last.

use chrono::{DateTime, FixedOffset};

use crate::diag::codes::{CHECKSUM_MISMATCH, INSECURE_LINK, RESULT_GONE, UNKNOWN_PARAMETER};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::model::holding;
use crate::model::item::Item;
use crate::model::register::Register;
use crate::model::share::Share;
use crate::model::value::{Entry, Scalar, Value};
use crate::source::Span;

/// Fields whose links lead to what a reader fetches.
const FETCHED: [&str; 3] = ["results", "files", "links"];

/// Checks one record.
pub(crate) fn check(registers: &[Register], item: &Item, problems: &mut Problems) {
    for entry in item.entries.iter().filter(|entry| FETCHED.contains(&entry.field.key)) {
        for (url, span) in
            groups(&entry.value).filter(|group| is_fetched(group)).filter_map(|group| text(group, "url"))
        {
            if url.starts_with("http://") {
                problems.push(
                    Diagnostic::new(&INSECURE_LINK, span, format!("`{url}` is not https"))
                        .help("use https: what is fetched over http can be changed on its way"),
                );
            }
        }
    }
    for group in item.entries.iter().flat_map(|entry| groups(&entry.value)) {
        local_copy(group, problems);
    }
    parameters(registers, item, problems);
}

/// A local copy has the size and the checksum that the record gives.
fn local_copy(group: &[Entry], problems: &mut Problems) {
    let file = group.iter().find_map(|entry| match &entry.value {
        Value::Scalar(Scalar::File(file)) => Some(file),
        _ => None,
    });
    let Some(file) = file else { return };
    for entry in group {
        let (written, found) = match &entry.value {
            Value::Scalar(Scalar::Size(size)) if *size != file.size => {
                (size.to_string(), file.size.to_string())
            }
            Value::Scalar(Scalar::Sha256(hash)) if *hash != file.hash.hex() => {
                (hash.clone(), file.hash.hex())
            }
            _ => continue,
        };
        problems.push(
            Diagnostic::new(
                &CHECKSUM_MISMATCH,
                entry.span,
                format!("`{}` has {found}, not {written}", file.name),
            )
            .help("fetch the file again, or correct the record"),
        );
    }
}

/// A job's parameters are inputs of its service, where the service says its inputs.
fn parameters(registers: &[Register], item: &Item, problems: &mut Problems) {
    let Some(Value::Reference(to)) = value(item, "service") else { return };
    let service = holding::register(registers, &to.register).and_then(|register| register.item(&to.item));
    let Some(inputs) = service.and_then(|service| value(service, "inputs")) else { return };
    let known: Vec<_> =
        groups(inputs).filter_map(|group| text(group, "name")).map(|(name, _)| name).collect();
    let given = value(item, "parameters").into_iter().flat_map(groups);
    for (name, span) in given.filter_map(|group| text(group, "name")) {
        if !known.contains(&name) {
            problems.push(
                Diagnostic::new(
                    &UNKNOWN_PARAMETER,
                    span,
                    format!("the service `{}` has no input `{name}`", to.item),
                )
                .help(suggest(name, known.iter().copied())),
            );
        }
    }
}

/// Results that are gone before the share ends.
pub(crate) fn lasting(share: &Share, item: &Item, problems: &mut Problems) {
    for entry in item.entries.iter().filter(|entry| FETCHED.contains(&entry.field.key)) {
        for (until, span) in groups(&entry.value).filter_map(kept_until) {
            if share.expires.is_none_or(|end| until < end) {
                let message =
                    format!("`{}` outlives a result of `{}`, kept until {until}", share.id, item.id);
                problems.push(
                    Diagnostic::new(&RESULT_GONE, share.expires_span, message)
                        .related(span, "gone from then on")
                        .help("end the share earlier, or keep the result longer"),
                );
            }
        }
    }
}

fn value<'a>(item: &'a Item, key: &str) -> Option<&'a Value> {
    item.entries.iter().find(|entry| entry.field.key == key).map(|entry| &entry.value)
}

fn groups(value: &Value) -> impl Iterator<Item = &[Entry]> {
    let values = if let Value::List(values) = value { values.as_slice() } else { &[] };
    values
        .iter()
        .filter_map(|value| if let Value::Group(entries) = value { Some(entries.as_slice()) } else { None })
}

fn text<'a>(group: &'a [Entry], key: &str) -> Option<(&'a str, Span)> {
    group.iter().find(|entry| entry.field.key == key).and_then(|entry| match &entry.value {
        Value::Scalar(Scalar::Text(text) | Scalar::Url(text)) => Some((text.as_str(), entry.span)),
        _ => None,
    })
}

/// A link of the action `other` leads to a page that a reader looks at, not to data that a program takes.
fn is_fetched(group: &[Entry]) -> bool {
    let other = |entry: &Entry| matches!(&entry.value, Value::Scalar(Scalar::Term("action", term)) if term.key == "other");
    !group.iter().any(other)
}

fn kept_until(group: &[Entry]) -> Option<(DateTime<FixedOffset>, Span)> {
    group.iter().find_map(|entry| match entry.value {
        Value::Scalar(Scalar::Instant(instant)) if entry.field.key == "kept_until" => {
            Some((instant, entry.span))
        }
        _ => None,
    })
}
