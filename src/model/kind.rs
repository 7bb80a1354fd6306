//! The table of kinds: what can be shared.

use crate::model::field::Field;
use crate::model::role::FieldRole;
use crate::model::{data_package, data_search, dataset, job, service, treatment};

/// A kind of item.
#[derive(Debug)]
pub struct Kind {
    /// The word for it in YAML and in locale files.
    pub key: &'static str,
    /// Its fields, in reading order.
    pub fields: &'static [Field],
    /// The fields that a reader wants first: top-level keys.
    summary: &'static [&'static str],
    /// The field whose words stand beside the title in lists.
    in_lists: &'static str,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Every kind.
pub static KINDS: &[Kind] = &[
    Kind { key: "treatment", fields: treatment::FIELDS, summary: treatment::SUMMARY, in_lists: "purposes" },
    Kind { key: "dataset", fields: dataset::FIELDS, summary: dataset::SUMMARY, in_lists: "type" },
    Kind { key: "service", fields: service::FIELDS, summary: service::SUMMARY, in_lists: "provider" },
    Kind { key: "job", fields: job::FIELDS, summary: job::SUMMARY, in_lists: "event" },
    Kind {
        key: "data_package",
        fields: data_package::FIELDS,
        summary: data_package::SUMMARY,
        in_lists: "collections",
    },
    Kind {
        key: "data_search",
        fields: data_search::FIELDS,
        summary: data_search::SUMMARY,
        in_lists: "collection",
    },
];

impl Kind {
    /// The field with this role.
    #[must_use]
    pub fn bearing(&self, role: FieldRole) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.role == Some(role))
    }

    /// The fields that a reader wants first, in that order.
    pub fn summary_fields(&self) -> impl Iterator<Item = &'static Field> {
        self.summary.iter().filter_map(|key| self.named_field(key))
    }

    /// The field whose words stand beside the title in lists.
    #[must_use]
    pub fn list_field(&self) -> Option<&'static Field> {
        self.named_field(self.in_lists)
    }

    fn named_field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The kind with this key.
    #[must_use]
    pub fn named(key: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kind_names_first_are_fields_of_its_own() {
        for kind in KINDS {
            assert_eq!(kind.summary_fields().count(), kind.summary.len(), "{}", kind.key);
            assert!(kind.list_field().is_some(), "{}", kind.key);
        }
    }
}
