//! What the program does for whoever runs it, reads its pages or is closed out: builds, shares and their links, signatures and the
//! tools that check them, and what is left where something is missing, foreign or broken.

#[path = "../absence.rs"]
mod absence;
#[path = "../applications.rs"]
mod applications;
#[path = "../audit.rs"]
mod audit;
#[path = "../canary.rs"]
mod canary;
#[path = "../canary_kinds.rs"]
mod canary_kinds;
#[path = "../ci_files.rs"]
mod ci_files;
#[path = "../closing.rs"]
mod closing;
#[path = "../proof/copy.rs"]
mod copy;
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
#[path = "../links.rs"]
mod links;
#[path = "../opens.rs"]
mod opens;
#[path = "../places.rs"]
mod places;
#[path = "../policy.rs"]
mod policy;
#[path = "../proof.rs"]
mod proof;
#[path = "../readers.rs"]
mod readers;
#[path = "../safety.rs"]
mod safety;
#[path = "../share.rs"]
mod share;
#[path = "../support/mod.rs"]
mod support;
