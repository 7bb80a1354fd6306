//! What a share discloses of one item. Only [`projection`](crate::select::projection) makes one.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::model::attachment::Attachment;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::item::Status;
use crate::model::kind::Kind;
use crate::model::role::FieldRole;
use crate::model::value::{ItemRef, Scalar};

/// What a share discloses of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedItem {
    pub(super) id: Id,
    pub(super) kind: &'static Kind,
    pub(super) title: String,
    pub(super) status: Status,
    pub(super) entries: Vec<SharedEntry>,
    pub(super) missing: Vec<&'static Field>,
    pub(super) date: Option<NaiveDate>,
}

/// A field that a share shows. As JSON it is what fingerprints are made of: every part of a value counts, under the key of its
/// field.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SharedEntry {
    /// The row of the table.
    #[serde(serialize_with = "by_key")]
    pub field: &'static Field,
    /// The value.
    pub value: SharedValue,
}

/// A value that a share shows; the variants follow [`Value`](crate::model::value::Value).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum SharedValue {
    /// A value without parts.
    Scalar(Scalar),
    /// Markdown made safe: not its source, which may hold what is not shown.
    Html(String),
    /// An item of the same share, and its title.
    Link(ItemRef, String),
    /// Several values.
    List(Vec<SharedValue>),
    /// Named values.
    Group(Vec<SharedEntry>),
    /// An explicit `none`.
    Nothing,
}

impl SharedItem {
    /// Its name: a file of its register's folder.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where it stands in its life.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// Its fields, in the order of its kind's table.
    #[must_use]
    pub fn entries(&self) -> &[SharedEntry] {
        &self.entries
    }

    /// What the provisions ask for, the share would show, and the record does not say.
    #[must_use]
    pub fn missing(&self) -> &[&'static Field] {
        &self.missing
    }

    /// The value of a field of its kind.
    #[must_use]
    pub fn value(&self, field: &Field) -> Option<&SharedValue> {
        self.entries.iter().find(|entry| entry.field == field).map(|entry| &entry.value)
    }

    /// The value of the field with this role.
    #[must_use]
    pub fn bearing(&self, role: FieldRole) -> Option<&SharedValue> {
        self.entries.iter().find(|entry| entry.field.role == Some(role)).map(|entry| &entry.value)
    }

    /// The files that it brings along, as far as they are shown.
    #[must_use]
    pub fn attachments(&self) -> Vec<&Attachment> {
        let mut found = Vec::new();
        self.entries.iter().for_each(|entry| collect(&entry.value, &mut found));
        found
    }

    /// The day of its content: `updated`, else `created`, shown or not.
    #[must_use]
    pub fn date(&self) -> Option<NaiveDate> {
        self.date
    }
}

fn collect<'a>(value: &'a SharedValue, found: &mut Vec<&'a Attachment>) {
    match value {
        SharedValue::Scalar(Scalar::File(attachment)) => found.push(attachment),
        SharedValue::List(values) => values.iter().for_each(|value| collect(value, found)),
        SharedValue::Group(entries) => entries.iter().for_each(|entry| collect(&entry.value, found)),
        _ => {}
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn by_key<S: Serializer>(field: &&'static Field, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(field.key)
}
