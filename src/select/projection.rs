//! The projection: the only maker of a [`SharedItem`].

use chrono::NaiveDate;

use crate::model::field::{Duty, Field, Shape};
use crate::model::item::Item;
use crate::model::profile::Profile;
use crate::model::role::FieldRole;
use crate::model::selection::SelectedRegister;
use crate::model::value::{Entry, ItemRef, Value, day};
use crate::select::shared::{SharedEntry, SharedItem, SharedValue};

/// The items that a share holds, by register: the only items that its references can reach.
#[derive(Debug)]
pub(super) struct Selection<'a>(Vec<SelectedRegister<'a>>);

impl<'a> Selection<'a> {
    pub(super) fn new(selected_registers: Vec<SelectedRegister<'a>>) -> Self {
        Self(selected_registers)
    }

    pub(super) fn selected_registers(&self) -> &[SelectedRegister<'a>] {
        &self.0
    }

    /// The title of an item, if the share holds it.
    pub(super) fn title(&self, to: &ItemRef) -> Option<&'a str> {
        let at = self.0.binary_search_by(|holding| holding.register.id.cmp(&to.register)).ok()?;
        self.0[at].item(&to.item).map(|item| item.title.as_str())
    }
}

/// How a share sees records.
pub(super) struct Projection<'a> {
    pub(super) profile: &'a Profile,
    pub(super) held: &'a Selection<'a>,
}

impl Projection<'_> {
    pub(super) fn item(&self, item: &Item, entries: Vec<Entry>, keeper: Duty) -> SharedItem {
        SharedItem {
            id: item.id.clone(),
            kind: item.kind,
            title: item.title.clone(),
            status: item.status,
            missing: self.missing(item, keeper),
            date: date(&entries),
            entries: self.entries(entries, &mut String::new()),
        }
    }

    /// What the record itself lacks, of what the profile shows.
    fn missing(&self, item: &Item, keeper: Duty) -> Vec<&'static Field> {
        let asked = |field: &&Field| field.need.binds(keeper) && self.profile.shows(field.key, field.shown);
        item.facts.missing.iter().copied().filter(asked).collect()
    }

    /// What is shown of the entries of a record, or of the group at `path` in it.
    pub(super) fn entries(&self, entries: Vec<Entry>, path: &mut String) -> Vec<SharedEntry> {
        let shared = entries.into_iter().filter_map(|entry| {
            let parent = path.len();
            if parent > 0 {
                path.push('.');
            }
            path.push_str(entry.field.key);
            let shown = self.profile.shows(path, entry.field.shown);
            let value = if shown { self.value(entry.value, path) } else { None };
            path.truncate(parent);
            Some(SharedEntry { field: entry.field, value: value? })
        });
        shared.collect()
    }

    /// Whether an entry depends on an item that the share does not hold.
    fn is_shut(&self, entry: &Entry) -> bool {
        match (&entry.field.shape, &entry.value) {
            (Shape::Gate, Value::Reference(to)) => self.held.title(to).is_none(),
            _ => false,
        }
    }

    /// `None` for what is nothing once the profile and the share have taken their part away.
    fn value(&self, value: Value, path: &mut String) -> Option<SharedValue> {
        Some(match value {
            Value::Scalar(scalar) => SharedValue::Scalar(scalar),
            Value::Html(html) => {
                return (!html.trim().is_empty()).then_some(SharedValue::Html(html));
            }
            Value::Reference(to) => {
                let title = self.held.title(&to)?.to_owned();
                SharedValue::Link(to, title)
            }
            Value::List(values) => {
                let values: Vec<_> = values.into_iter().filter_map(|value| self.value(value, path)).collect();
                return (!values.is_empty()).then_some(SharedValue::List(values));
            }
            Value::Group(entries) if entries.iter().any(|entry| self.is_shut(entry)) => return None,
            Value::Group(entries) => {
                let entries = self.entries(entries, path);
                return (!entries.is_empty()).then_some(SharedValue::Group(entries));
            }
            Value::Nothing => SharedValue::Nothing,
        })
    }
}

/// The day of the content of a record: when it was changed last, else when it was written.
fn date(entries: &[Entry]) -> Option<NaiveDate> {
    let said = day(entries, FieldRole::Updated).or_else(|| day(entries, FieldRole::Created));
    said.map(|(day, _)| day)
}
