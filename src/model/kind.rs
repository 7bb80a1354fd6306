//! The table of kinds: what can be shared.

use crate::model::field::Field;
use crate::model::treatment;

/// A kind of item.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word for it in YAML and in locale files.
    pub key: &'static str,
    /// Its fields, in reading order.
    pub fields: &'static [Field],
    /// The fields that a reader wants first: top-level keys.
    pub summary: &'static [&'static str],
    /// The field whose words stand beside the title in lists.
    pub in_lists: &'static str,
}

/// Every kind.
pub static KINDS: &[Kind] = &[Kind {
    key: "treatment",
    fields: treatment::FIELDS,
    summary: treatment::SUMMARY,
    in_lists: "purposes",
}];

impl Kind {
    /// The field with this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}
