//! What is to be shared, as it was named: looked up, and confirmed where it is a draft.

use crate::model::item::Status;
use crate::model::register::Register;
use crate::workspace::shares::ShareError;

/// Looks registers and items up; drafts among the items must be confirmed.
pub(super) fn check(
    registers: &[Register],
    (wanted, items): (&[String], &[String]),
    confirmed: bool,
) -> Result<(), ShareError> {
    for name in wanted {
        register(registers, name)?;
    }
    let mut drafts = Vec::new();
    for named in items {
        let Some((of, name)) = named.split_once('/') else { return Err(ShareError::ItemForm(named.clone())) };
        let items = &register(registers, of)?.items;
        let Some(found) = items.iter().find(|found| found.id.as_str() == name) else {
            let known = items.iter().map(|item| item.id.to_string()).collect();
            return Err(ShareError::NoItem { name: name.to_owned(), register: of.to_owned(), known });
        };
        if found.status == Status::Draft {
            drafts.push(named.clone());
        }
    }
    if drafts.is_empty() || confirmed { Ok(()) } else { Err(ShareError::DraftsUnconfirmed { drafts }) }
}

fn register<'a>(registers: &'a [Register], name: &str) -> Result<&'a Register, ShareError> {
    registers.iter().find(|register| register.id.as_str() == name).ok_or_else(|| {
        let known = registers.iter().map(|register| register.id.to_string()).collect();
        ShareError::NoRegister { name: name.to_owned(), known }
    })
}
