//! What a metadata record of geographic information must say: whom to ask, and what may be done with the data.
//!
//! Source: Commission Regulation (EC) No 1205/2008, annex, part B; ISO 19115-1.

use crate::diag::codes::{CONSTRAINTS_MISSING, CONTACT_MISSING};
use crate::model::finding::Finding;
use crate::model::item::Item;
use crate::model::role::FieldRole;
use crate::model::value::{Entry, Scalar, Value, find, groups};

/// What a reader can turn to.
const REACHED_BY: [FieldRole; 4] = [FieldRole::Email, FieldRole::Phone, FieldRole::Address, FieldRole::Url];

/// Looks at the contacts and the constraints of a dataset; that it has an abstract and a box, its field table asks.
pub(crate) fn search(item: &Item, entries: &[Entry], findings: &mut Vec<Finding>) {
    if item.kind.key != "dataset" {
        return;
    }
    if let Some(contacts) = find(entries, FieldRole::Contacts)
        && !groups(&contacts.value).any(answers)
    {
        let words = "has no contact with the role `point_of_contact`, and none that can be reached";
        findings.push(Finding::new(&CONTACT_MISSING, contacts.span, words));
    }
    if find(entries, FieldRole::Licence).is_none() && find(entries, FieldRole::Limitations).is_none() {
        let words = "does not say what may be done with the data: neither `licence` nor `limitations`";
        findings.push(Finding::new(&CONSTRAINTS_MISSING, item.span, words));
    }
}

/// Whether somebody is named as the one to ask, or can be reached in another role.
fn answers(contact: &[Entry]) -> bool {
    contact.iter().any(|part| match &part.value {
        Value::Scalar(Scalar::Term(_, role)) => role.key == "point_of_contact",
        _ => part.field.role.is_some_and(|role| REACHED_BY.contains(&role)),
    })
}
