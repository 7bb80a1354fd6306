//! What the rest of a site needs to know of a record without reading it again.

use chrono::{DateTime, FixedOffset};

use crate::hash::Hash;
use crate::leak::Suspects;
use crate::model::field::{Duty, Field};
use crate::model::finding::{Allow, Finding, Life, Transfer};
use crate::model::kind::Kind;
use crate::model::role::FieldRole;
use crate::model::value::{Entry, ItemRef, Scalar, Value, find, groups, text};
use crate::source::Span;

/// Facts about one record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// The items that it refers to, in the order of its fields.
    pub references: Vec<(ItemRef, Span)>,
    /// Fields that the provisions ask for and it does not have, in the order of the kind's table.
    pub missing: Vec<&'static Field>,
    /// Until when its results are kept.
    pub kept_until: Vec<(DateTime<FixedOffset>, Span)>,
    /// The files that it brings along: where they lie in the site, and the SHA-256 of their bytes.
    pub attached: Vec<(String, Hash)>,
    /// Whether it says of special categories of data, or of offences (GDPR, Articles 9 and 10), more than `none`.
    pub special: bool,
    /// What runs with what, in records that say it.
    pub run: Option<Box<Run>>,
    /// What rules found that ask the record alone.
    pub findings: Vec<Finding>,
    /// The codes that its author lets be.
    pub allowed: Vec<Allow>,
    /// The days that checks ask for.
    pub life: Life,
    /// Transfers that name no safeguard of their own.
    pub transfers: Vec<Transfer>,
    /// How many values only the profile `full` shows.
    pub internal: u32,
    /// What could be links or secrets in its text.
    pub suspects: Suspects,
}

/// What a job was run with, or what a service takes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// The service of a job.
    pub service: Option<ItemRef>,
    /// The names of the parameters of a job.
    pub parameters: Vec<(String, Span)>,
    /// The names of the inputs of a service, where it says them.
    pub inputs: Option<Vec<String>>,
}

impl Facts {
    /// The facts about a record of `kind` with these fields, kept by `keeper`.
    #[must_use]
    pub fn of(kind: &'static Kind, keeper: Duty, entries: &[Entry]) -> Self {
        let lacks = |field: &&Field| !entries.iter().any(|entry| entry.field == *field);
        let asked = kind.fields.iter().filter(|field| field.need.binds(keeper));
        let mut references = Vec::new();
        for entry in entries {
            refer(&entry.value, entry.span, &mut references);
        }
        let mut attached = Vec::new();
        for entry in entries {
            attach(&entry.value, &mut attached);
        }
        let fetched = find(entries, FieldRole::Fetched).into_iter();
        let kept_until = fetched.flat_map(|entry| groups(&entry.value)).filter_map(kept_until).collect();
        let missing = asked.filter(lacks).collect();
        Self {
            references,
            missing,
            kept_until,
            attached,
            special: find(entries, FieldRole::Special).is_some_and(|entry| entry.value != Value::Nothing),
            run: Run::of(entries),
            findings: Vec::new(),
            allowed: Vec::new(),
            life: Life::of(entries),
            transfers: Transfer::of(entries),
            internal: internal(entries),
            suspects: Suspects::default(),
        }
    }
}

impl Run {
    fn of(entries: &[Entry]) -> Option<Box<Self>> {
        let value = |role| find(entries, role).map(|entry| &entry.value);
        let names = |value| groups(value).filter_map(|group| text(group, FieldRole::Name));
        let service = match value(FieldRole::Service) {
            Some(Value::Reference(to)) => Some(to.clone()),
            _ => None,
        };
        let parameters = value(FieldRole::Parameters).into_iter().flat_map(names);
        let run = Self {
            parameters: parameters.map(|(name, span)| (name.to_owned(), span)).collect(),
            inputs: value(FieldRole::Inputs)
                .map(|inputs| names(inputs).map(|(name, _)| name.to_owned()).collect()),
            service,
        };
        (run != Self::default()).then(|| Box::new(run))
    }
}

/// How many values only the profile `full` shows, in whatever groups they stand.
fn internal(entries: &[Entry]) -> u32 {
    fn inside(value: &Value) -> u32 {
        match value {
            Value::List(values) => values.iter().map(inside).sum(),
            Value::Group(entries) => internal(entries),
            Value::Scalar(_) | Value::Html(_) | Value::Reference(_) | Value::Nothing => 0,
        }
    }
    let one = |entry: &Entry| if entry.field.shown.is_internal() { 1 } else { inside(&entry.value) };
    entries.iter().map(one).sum()
}

fn refer(value: &Value, span: Span, references: &mut Vec<(ItemRef, Span)>) {
    match value {
        Value::Reference(to) => references.push((to.clone(), span)),
        Value::List(values) => values.iter().for_each(|value| refer(value, span, references)),
        Value::Group(entries) => {
            for entry in entries {
                refer(&entry.value, entry.span, references);
            }
        }
        Value::Scalar(_) | Value::Html(_) | Value::Nothing => {}
    }
}

fn attach(value: &Value, attached: &mut Vec<(String, Hash)>) {
    match value {
        Value::Scalar(Scalar::File(file)) => attached.push((file.source.clone(), file.hash)),
        Value::List(values) => values.iter().for_each(|value| attach(value, attached)),
        Value::Group(entries) => entries.iter().for_each(|entry| attach(&entry.value, attached)),
        Value::Scalar(_) | Value::Html(_) | Value::Reference(_) | Value::Nothing => {}
    }
}

fn kept_until(group: &[Entry]) -> Option<(DateTime<FixedOffset>, Span)> {
    let entry = find(group, FieldRole::KeptUntil)?;
    match entry.value {
        Value::Scalar(Scalar::Instant(instant)) => Some((instant, entry.span)),
        _ => None,
    }
}
