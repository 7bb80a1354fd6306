//! What a build publishes, keeps, closes and leaves where something is missing, foreign or broken.

#[path = "../absence.rs"]
mod absence;
#[path = "../canary.rs"]
mod canary;
#[path = "../canary_kinds.rs"]
mod canary_kinds;
#[path = "../ci_files.rs"]
mod ci_files;
#[path = "../closing.rs"]
mod closing;
#[path = "../determinism.rs"]
mod determinism;
#[path = "../disclosure.rs"]
mod disclosure;
#[path = "../canary/forms.rs"]
mod forms;
#[path = "../host_files.rs"]
mod host_files;
#[path = "../leaks.rs"]
mod leaks;
#[path = "../places.rs"]
mod places;
#[path = "../safety.rs"]
mod safety;
#[path = "../support/mod.rs"]
mod support;
