//! What is written down and compared: pages, reports of broken sites, the page of rules, the commands in documents. `BLESS=1`
//! rewrites the first three.

#[path = "../cli.rs"]
mod cli;
#[path = "../invalid.rs"]
mod invalid;
#[path = "../rules.rs"]
mod rules;
#[path = "../sites.rs"]
mod sites;
#[path = "../support/mod.rs"]
mod support;
