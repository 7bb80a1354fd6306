//! `extrait` (French: a certified, dated extract of a register): a static-site generator for published share snapshots.
//!
//! ```text
//! load → parse → validate → select → address → render (+ export) → seal → publish
//! ```
//!
//! Two facts are types, not habits: only [`select`] makes what a share discloses ([`select::SharedItem`], a projection
//! without a way back to the item), and only [`seal`] makes what may be published ([`seal::Publishable`]).
//! `ARCHITECTURE.md` is the plan of the house.

pub mod address;
pub mod attached;
pub mod audit;
pub mod cache;
pub mod cli;
pub mod codec;
pub mod diag;
pub mod doctor;
pub mod edit;
pub mod export;
pub mod file_stamp;
pub mod hash;
pub mod host;
pub mod id;
pub mod keys;
pub mod leak;
pub mod ledger;
pub mod link;
pub mod load;
pub mod locale;
pub mod locator;
pub mod markdown;
pub mod mask;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod publish;
pub mod remote;
pub mod render;
pub mod seal;
pub mod select;
pub mod sign;
pub mod source;
pub mod theme;
pub mod validate;
pub mod verify;
pub mod watch;
pub mod workspace;
