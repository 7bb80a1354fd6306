//! What a build leaves when it stops where nobody wished it to: killed at every step in turn, on a full disk, from outside
//! at any moment. A reader never meets a missing or half-written file, and after the next command each share is wholly as
//! it was or wholly as it is to be.

#![cfg(unix)]
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and breaks things on the disk"
)]

#[path = "crash/faulty.rs"]
mod faulty;
#[path = "crash/injected.rs"]
mod injected;
#[cfg(target_os = "linux")]
#[path = "crash/mounts.rs"]
mod mounts;
#[path = "crash/outside.rs"]
mod outside;
#[path = "crash/pieces.rs"]
mod pieces;
mod support;
#[path = "crash/world.rs"]
mod world;
