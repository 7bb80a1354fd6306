//! Shares and their links through their lives, and what lists, logs and applications tell of them.

#[path = "../applications.rs"]
mod applications;
#[path = "../audit.rs"]
mod audit;
#[path = "../links.rs"]
mod links;
#[path = "../opens.rs"]
mod opens;
#[path = "../policy.rs"]
mod policy;
#[path = "../share.rs"]
mod share;
#[path = "../support/mod.rs"]
mod support;
