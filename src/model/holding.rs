//! What a share holds: the first rule of disclosure, in one place.

use std::collections::BTreeMap;

use crate::model::item::{Access, Item, Status};
use crate::model::register::Register;
use crate::model::share::Inclusion;
use crate::source::Spanned;

/// A register and those of its items that a share holds, by id.
#[derive(Debug, Clone)]
pub struct Holding<'a> {
    /// The register.
    pub register: &'a Register,
    /// The items; empty where a register is shared that has nothing to show yet.
    pub items: Vec<&'a Item>,
}

/// The register with this name.
#[must_use]
pub fn register<'a>(registers: &'a [Register], id: &crate::model::id::Id) -> Option<&'a Register> {
    registers.binary_search_by(|register| register.id.cmp(id)).ok().map(|index| &registers[index])
}

/// What `include` holds among `registers`, which are sorted by id as their items are: of a register the published items
/// that are not private, and every item that is named, whatever its status.
#[must_use]
pub fn holdings<'a>(registers: &'a [Register], include: &[Spanned<Inclusion>]) -> Vec<Holding<'a>> {
    let mut held: BTreeMap<_, (&Register, BTreeMap<_, &Item>)> = BTreeMap::new();
    for line in include {
        let id = match &line.value {
            Inclusion::Register(id) => id,
            Inclusion::Item(item) => &item.register,
        };
        let Some(register) = register(registers, id) else { continue };
        let items = &mut held.entry(&register.id).or_insert((register, BTreeMap::new())).1;
        match &line.value {
            Inclusion::Register(_) => {
                items
                    .extend(register.items.iter().filter(|item| released(item)).map(|item| (&item.id, item)));
            }
            Inclusion::Item(named) => {
                items.extend(register.item(&named.item).map(|item| (&item.id, item)));
            }
        }
    }
    let holding =
        |(register, items): (_, BTreeMap<_, _>)| Holding { register, items: items.into_values().collect() };
    held.into_values().map(holding).collect()
}

fn released(item: &Item) -> bool {
    item.status == Status::Published && item.access != Access::Private
}
