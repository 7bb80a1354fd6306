//! What is to be changed in a file, and how a person would write it.

use crate::edit::value::{NewValue, ValueContext};

/// A mapping in which a key is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    /// The whole file.
    Top,
    /// The item of a list with this id, written as itself or as a mapping.
    Item {
        /// The key of the list.
        list: &'static str,
        /// The id.
        id: String,
    },
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Gives a key a value, whether it stands there or not.
    Set {
        /// Where the key stands.
        within: Within,
        /// The key.
        key: &'static str,
        /// Its new value.
        value: NewValue,
    },
    /// Removes a key; where there is none, nothing happens.
    Remove {
        /// Where the key stands.
        within: Within,
        /// The key.
        key: &'static str,
    },
    /// Adds an item at the end of a list of the file, which is made where there is none.
    Add {
        /// The key of the list.
        list: &'static str,
        /// The item.
        item: String,
    },
    /// Removes an item of a list of the file, written as itself or as a mapping with this `id`.
    Drop {
        /// The key of the list.
        list: &'static str,
        /// The item.
        item: String,
    },
}

impl Change {
    /// The line that says the change wherever a key of the whole file may stand.
    #[must_use]
    pub fn line_at_the_top(&self) -> Option<String> {
        match self {
            Self::Set { within: Within::Top, key, value } => {
                Some(format!("{key}: {}", value.text(ValueContext::Flow)))
            }
            _ => None,
        }
    }

    pub(super) fn remedy(&self) -> String {
        match self {
            Self::Set { within: Within::Top, key, value } => {
                format!("write this line yourself: `{key}: {}`", value.text(ValueContext::Block))
            }
            Self::Set { within: Within::Item { list, id }, key, value } => {
                let value = value.text(ValueContext::Flow);
                format!("write this under `{list}:` yourself: `- {{id: {id}, {key}: {value}}}`")
            }
            Self::Remove { within: Within::Top, key } => format!("remove `{key}:` and its value yourself"),
            Self::Remove { within: Within::Item { list, id }, key } => {
                format!("remove `{key}` from `{id}` under `{list}:` yourself")
            }
            Self::Add { list, item } => format!("write this line under `{list}:` yourself: `- {item}`"),
            Self::Drop { list, item } => format!("remove the item `{item}` of `{list}:` yourself"),
        }
    }
}
