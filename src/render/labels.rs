//! Labels of fields in one language, ready for a page: a record has dozens, and they are the same on every page.

use std::collections::HashMap;

use crate::locale::Locale;
use crate::model::field::{Field, Shape};
use crate::model::kind::{KINDS, Kind};
use crate::model::treatment::REGISTER_FIELDS;
use crate::render::html::escaped;

/// What stands before a value, as HTML.
#[derive(Debug, Default)]
pub(crate) struct Label {
    /// The name of the field.
    pub(crate) words: String,
    /// The provision that asks for it; empty where none does.
    pub(crate) article: String,
}

/// Every label. Rows are told apart by identity, as everywhere.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    found: HashMap<LabelKey, Label>,
    none: Label,
}

/// A kind or none, the group that holds the row, the row.
type LabelKey = (usize, &'static str, usize);

/// The name under which the fields of a register itself are labelled.
pub(crate) const REGISTER: &str = "register";

impl Labels {
    /// The labels of a language.
    pub(crate) fn of(locale: &Locale) -> Self {
        let mut labels = Self::default();
        for kind in KINDS {
            labels.walk(locale, Some(kind), "", kind.fields);
        }
        labels.walk(locale, None, REGISTER, REGISTER_FIELDS);
        labels
    }

    fn walk(
        &mut self,
        locale: &Locale,
        kind: Option<&'static Kind>,
        group: &'static str,
        fields: &'static [Field],
    ) {
        for field in fields {
            let path = if group.is_empty() { field.key.to_owned() } else { format!("{group}.{}", field.key) };
            let article = match field.article {
                "" => String::new(),
                article => escaped(&locale.fill("article", "article", article)),
            };
            let label = Label { words: escaped(locale.field(kind.map(|kind| kind.key), &path)), article };
            self.found.insert(key(kind, group, field), label);
            if let Shape::Group(inner) | Shape::List(Shape::Group(inner)) = &field.shape {
                self.walk(locale, kind, inner.labels, inner.fields);
            }
        }
    }

    /// The label of `field`, in the group labelled `group`, of a record of `kind`.
    pub(crate) fn get(
        &self,
        kind: Option<&'static Kind>,
        group: &'static str,
        field: &'static Field,
    ) -> &Label {
        self.found.get(&key(kind, group, field)).unwrap_or(&self.none)
    }
}

fn key(kind: Option<&'static Kind>, group: &'static str, field: &'static Field) -> LabelKey {
    let kind = kind.map_or(0, |kind| std::ptr::from_ref(kind).addr());
    (kind, group, std::ptr::from_ref(field).addr())
}
