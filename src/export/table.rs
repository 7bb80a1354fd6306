//! A register as a table: a row an item, a column a field. The columns follow from the rows of the kind and from what the
//! share's profile shows, in the order of GDPR Article 30.

use crate::model::field::{Duty, Field, Group, Need, Shape};
use crate::model::kind::Kind;
use crate::model::profile::Profile;
use crate::model::treatment::REGISTER_FIELDS;
use crate::select::{SharedEntry, SharedItem, SharedRegister, SharedValue, Snapshot};

/// The columns of a register, and what is the same in each of its rows.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) columns: Vec<Column>,
    parties: Vec<SharedEntry>,
}

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) from: ColumnSource,
    /// The way from the record, or the register, to the field.
    pub(super) path: Vec<&'static Field>,
    /// The groups on that way, by which the locale files label their rows.
    pub(super) group: Option<&'static Group>,
    pub(super) part: ColumnPart,
    /// Whether it is the first column of its field: an explicit `none` stands there.
    pub(super) leads: bool,
}

/// Where a column's values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnSource {
    /// The name of the item.
    Id,
    /// Its title.
    Title,
    /// Whether it is published.
    Status,
    /// A field of the item.
    Item,
    /// A field of the register, the same in every row.
    Register,
}

/// Which part of a value a column has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnPart {
    /// All of it; of a period, its duration.
    Whole,
    /// The criterion of a period.
    Criterion,
}

/// A value as a column meets it.
#[derive(Debug, PartialEq)]
pub(super) enum FieldValue<'a> {
    /// Nothing.
    Absent,
    /// One value.
    One(&'a SharedValue),
    /// An explicit `none`.
    Nothing,
    /// Several, each of which may be absent: the columns of one list keep its order.
    Several(Vec<FieldValue<'a>>),
}

impl Columns {
    /// The table of a register.
    pub(super) fn of(snapshot: &Snapshot<'_>, register: &SharedRegister<'_>) -> Self {
        let own = [ColumnSource::Id, ColumnSource::Title, ColumnSource::Status].map(Column::own);
        let mut columns: Vec<_> = own.into_iter().collect();
        let parties = register.parties();
        let named = |field: &&Field| parties.iter().any(|party| party.field == *field);
        for field in REGISTER_FIELDS.iter().filter(named) {
            columns.extend(columns_of(ColumnSource::Register, field, snapshot.profile()));
        }
        let duty = register.kind().keeper();
        let mut fields: Vec<_> = register
            .kind()
            .holds()
            .iter()
            .filter_map(|key| Kind::named(key))
            .flat_map(|kind| kind.fields)
            .collect();
        fields.sort_by_key(|field| order(field, duty));
        columns.extend(
            fields.into_iter().flat_map(|field| columns_of(ColumnSource::Item, field, snapshot.profile())),
        );
        let table = Self { columns, parties: parties.to_vec() };
        table.without_empty_columns_of_parties()
    }

    /// What nobody who answers for the register has, no row has.
    fn without_empty_columns_of_parties(mut self) -> Self {
        let parties = self.parties;
        let is_met = |column: &Column| met_in(&parties, &column.path, column.leads) != FieldValue::Absent;
        self.columns.retain(|column| column.from != ColumnSource::Register || is_met(column));
        Self { columns: self.columns, parties }
    }

    /// What a column has in the row of an item.
    pub(super) fn met<'a>(&'a self, column: &Column, item: &'a SharedItem) -> FieldValue<'a> {
        let entries = if column.from == ColumnSource::Register { &self.parties } else { item.entries() };
        met_in(entries, &column.path, column.leads)
    }
}

impl Column {
    fn own(from: ColumnSource) -> Self {
        Self { from, path: Vec::new(), group: None, part: ColumnPart::Whole, leads: true }
    }
}

/// The letter of Article 30(1) or (2) that asks for a field, for whom it binds; what the other paragraph alone asks for, and
/// what none does, comes after.
fn order(field: &Field, duty: Duty) -> (bool, char) {
    let other = match field.need {
        Need::Mandatory(whose) | Need::MandatoryOrNone(whose) => whose != Duty::Anyone && whose != duty,
        Need::Optional | Need::OptionalOrNone => false,
    };
    let letter = field.article.strip_prefix("30(").and_then(|rest| rest.chars().nth(3));
    (other, letter.unwrap_or('z'))
}

/// The columns of a field: one, or one for each of its parts that the profile shows.
fn columns_of(from: ColumnSource, field: &'static Field, profile: &Profile) -> Vec<Column> {
    let mut columns = Vec::new();
    walk(from, (field, None), &mut Vec::new(), profile, &mut columns);
    if let Some(first) = columns.first_mut() {
        first.leads = true;
    }
    columns
}

fn walk(
    from: ColumnSource,
    (field, group): (&'static Field, Option<&'static Group>),
    path: &mut Vec<&'static Field>,
    profile: &Profile,
    columns: &mut Vec<Column>,
) {
    path.push(field);
    let name: Vec<_> = path.iter().map(|field| field.key).collect();
    if profile.shows(&name.join("."), field.shown) {
        let mut shape = &field.shape;
        while let Shape::List(inner) = shape {
            shape = inner;
        }
        let mut add = |part| columns.push(Column { from, path: path.clone(), group, part, leads: false });
        match shape {
            Shape::Group(inner) => {
                for part in inner.fields {
                    walk(from, (part, Some(inner)), path, profile, columns);
                }
            }
            Shape::Period => [ColumnPart::Whole, ColumnPart::Criterion].into_iter().for_each(add),
            _ => add(ColumnPart::Whole),
        }
    }
    path.pop();
}

fn met_in<'a>(entries: &'a [SharedEntry], path: &[&'static Field], leads: bool) -> FieldValue<'a> {
    let Some((field, rest)) = path.split_first() else { return FieldValue::Absent };
    let entry = entries.iter().find(|entry| entry.field == *field);
    entry.map_or(FieldValue::Absent, |entry| met(&entry.value, rest, leads))
}

fn met<'a>(value: &'a SharedValue, rest: &[&'static Field], leads: bool) -> FieldValue<'a> {
    match value {
        SharedValue::Nothing if leads => FieldValue::Nothing,
        SharedValue::Nothing => FieldValue::Absent,
        SharedValue::List(values) => {
            let met: Vec<_> = values.iter().map(|value| met(value, rest, leads)).collect();
            if met.iter().all(|met| *met == FieldValue::Absent) {
                FieldValue::Absent
            } else {
                FieldValue::Several(met)
            }
        }
        SharedValue::Group(entries) => met_in(entries, rest, leads),
        value if rest.is_empty() => FieldValue::One(value),
        _ => FieldValue::Absent,
    }
}
