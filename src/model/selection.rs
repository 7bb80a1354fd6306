//! What a share holds: the first rule of disclosure, in one place.

use std::collections::BTreeMap;

use crate::model::id::Id;
use crate::model::item::{Access, Item, Status};
use crate::model::profile::{NamedProfile, Profile};
use crate::model::register::Register;
use crate::model::share::{Inclusion, Share};
use crate::source::Spanned;

/// A register and those of its items that a share holds, by id.
#[derive(Debug, Clone)]
pub struct SelectedRegister<'a> {
    /// The register.
    pub register: &'a Register,
    /// The items; empty where a register is shared that has nothing to show yet.
    pub items: Vec<&'a Item>,
}

/// The register with this name.
#[must_use]
pub fn register<'a>(registers: &'a [Register], id: &Id) -> Option<&'a Register> {
    registers.binary_search_by(|register| register.id.cmp(id)).ok().map(|index| &registers[index])
}

/// What `include` holds among `registers`, which are sorted by id as their items are: of a register the published items
/// that are not private, and every item that is named, whatever its status.
#[must_use]
pub fn selected_registers<'a>(
    registers: &'a [Register],
    include: &[Spanned<Inclusion>],
) -> Vec<SelectedRegister<'a>> {
    let mut held: BTreeMap<_, SelectedRegister<'a>> = BTreeMap::new();
    for line in include {
        let id = match &line.value {
            Inclusion::Register(id) => id,
            Inclusion::Item(item) => &item.register,
        };
        let Some(register) = register(registers, id) else { continue };
        let holding = held.entry(&register.id).or_insert(SelectedRegister { register, items: Vec::new() });
        match &line.value {
            Inclusion::Register(_) => {
                holding.items.extend(register.items.iter().filter(|item| released(item)));
            }
            Inclusion::Item(named) => holding.items.extend(register.item(&named.item)),
        }
    }
    held.into_values().map(SelectedRegister::once_each).collect()
}

impl<'a> SelectedRegister<'a> {
    fn once_each(mut self) -> Self {
        self.items.sort_by(|a, b| a.id.cmp(&b.id));
        self.items.dedup_by(|a, b| a.id == b.id);
        self
    }

    /// One of the items.
    #[must_use]
    pub fn item(&self, id: &Id) -> Option<&'a Item> {
        self.items.binary_search_by(|item| item.id.cmp(id)).ok().map(|index| self.items[index])
    }
}

fn released(item: &Item) -> bool {
    item.status == Status::Published && item.access != Access::Private
}

impl Share {
    /// What it shows that only the profile `full` shows, of the items that it holds.
    #[must_use]
    pub fn internal_notes(&self, held: &[SelectedRegister<'_>]) -> InternalNotes {
        let full = self.profile == Profile::Named(NamedProfile::Full);
        let items = held.iter().flat_map(|holding| &holding.items);
        let counts: Vec<_> = items.map(|item| if full { item.facts.internal } else { 0 }).collect();
        InternalNotes {
            values: counts.iter().sum(),
            bearing: counts.iter().filter(|count| **count > 0).count(),
            items: counts.len(),
        }
    }
}

/// Values that only the profile `full` shows: notes, details of security, paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InternalNotes {
    /// How many there are.
    pub values: u32,
    /// In how many items.
    pub bearing: usize,
    /// How many items the share holds.
    pub items: usize,
}

impl std::fmt::Display for InternalNotes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let notes = if self.values == 1 { "internal note" } else { "internal notes" };
        let items = if self.items == 1 { "item" } else { "items" };
        write!(f, "{} {notes} in {} of {} {items}", self.values, self.bearing, self.items)
    }
}
