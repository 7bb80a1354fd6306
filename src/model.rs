//! The domain, as plain data: what is kept, what is shared, with whom, for how long.

pub mod country;
pub mod field;
pub mod holding;
pub mod id;
pub mod item;
pub mod kind;
pub mod profile;
pub mod register;
pub mod share;
pub mod site;
pub mod treatment;
pub mod value;
