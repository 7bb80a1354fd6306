//! The domain, as plain data: what is kept, what is shared, with whom, for how long.

pub mod attachment;
pub mod bbox;
pub mod country;
pub mod data_package;
pub mod data_search;
pub mod dataset;
pub mod days;
pub mod extent;
pub mod facts;
pub mod field;
pub mod finding;
pub mod format;
pub mod item;
pub mod job;
pub mod kind;
pub(crate) mod lifecycle;
pub mod lifetime;
pub mod party;
pub mod policy;
pub mod profile;
pub mod recipient;
pub mod register;
pub mod register_kind;
pub mod role;
pub mod selection;
pub mod service;
pub mod share;
pub mod site;
pub mod treatment;
pub mod value;

pub use crate::id;
