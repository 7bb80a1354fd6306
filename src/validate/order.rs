//! Days of a record in an order that cannot be: what ends before it begins, what was changed before it was there.

use std::fmt::Display;

use crate::diag::codes::{PERIOD_INVERTED, UPDATED_BEFORE_CREATED};
use crate::diag::{Code, Diagnostic, Problems};
use crate::model::role::FieldRole;
use crate::model::value::{Entry, Scalar, Value, find};

/// Pairs of which the second cannot come before the first: role, role, code, words for the second.
const PAIRS: &[(FieldRole, FieldRole, &Code, &str)] = &[
    (FieldRole::Begin, FieldRole::End, &PERIOD_INVERTED, "the period ends"),
    (FieldRole::Started, FieldRole::Ended, &PERIOD_INVERTED, "the run ended"),
    (FieldRole::Created, FieldRole::Updated, &UPDATED_BEFORE_CREATED, "the record was updated"),
];

/// Warns of pairs in the wrong order, in the record, its groups and its lists.
pub(crate) fn check(entries: &[Entry], problems: &mut Problems) {
    for (first, second, code, words) in PAIRS {
        if let (Some(first), Some(second)) = (find(entries, *first), find(entries, *second))
            && let Some((earlier, later)) = inverted(&first.value, &second.value)
        {
            let message = format!("{words} on {later}, before {earlier}");
            problems.push(
                Diagnostic::new(code, second.span, message)
                    .related(first.span, "the day before which it cannot be")
                    .help(format!(
                        "write `{}: …` with a day from {earlier} on, or correct `{}`",
                        second.field.key, first.field.key
                    )),
            );
        }
    }
    for entry in entries {
        within(&entry.value, problems);
    }
}

/// Looks into groups, and into lists of them.
fn within(value: &Value, problems: &mut Problems) {
    match value {
        Value::Group(group) => check(group, problems),
        Value::List(values) => values.iter().for_each(|value| within(value, problems)),
        _ => {}
    }
}

/// Both, where the second comes before the first.
fn inverted(first: &Value, second: &Value) -> Option<(String, String)> {
    fn both<T: PartialOrd + Display>(first: &T, second: &T) -> Option<(String, String)> {
        (second < first).then(|| (first.to_string(), second.to_string()))
    }
    match (first, second) {
        (Value::Scalar(Scalar::Date(first)), Value::Scalar(Scalar::Date(second))) => both(first, second),
        (Value::Scalar(Scalar::Instant(first)), Value::Scalar(Scalar::Instant(second))) => {
            both(first, second)
        }
        _ => None,
    }
}
