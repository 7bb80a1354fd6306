//! What is signed, and the tools by which readers check it.

#[path = "../proof/copy.rs"]
mod copy;
#[path = "../proof.rs"]
mod proof;
#[path = "../readers.rs"]
mod readers;
#[path = "../support/mod.rs"]
mod support;
