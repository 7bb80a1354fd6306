//! What the library does by itself, without a command: values, tables, edits, the ledger, hostile files,
//! destinations, the application layer, pinned results.

#[path = "../destinations.rs"]
mod destinations;
#[path = "../edit.rs"]
mod edit;
#[path = "../hostile.rs"]
mod hostile;
#[path = "../ledger.rs"]
mod ledger;
#[path = "../support/mod.rs"]
mod support;
#[path = "../tables.rs"]
mod tables;
#[path = "../values.rs"]
mod values;
#[path = "../vectors.rs"]
mod vectors;
#[path = "../workspace.rs"]
mod workspace;
