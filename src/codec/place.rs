//! Places and references, packed.

use crate::model::id::Id;
use crate::model::value::ItemRef;
use crate::source::Span;

/// A place in the record's own text.
pub(super) type CodecSpan = (u32, u32);

pub(super) fn at(span: Span) -> CodecSpan {
    let range = span.range();
    let narrow = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
    (narrow(range.start), narrow(range.end))
}

pub(super) fn to(register: &str, item: &str) -> Option<ItemRef> {
    Some(ItemRef { register: Id::new(register).ok()?, item: Id::new(item).ok()? })
}
