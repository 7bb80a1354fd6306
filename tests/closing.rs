//! Closing never waits: what a file, a ledger or a person says is closed goes, whatever else is broken or missing, and nothing
//! else does.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    dead_code,
    unreachable_pub,
    reason = "a test fails by panicking and breaks things on the disk"
)]

#[path = "closing/narrowed.rs"]
mod narrowed;
#[path = "closing/unread.rs"]
mod unread;
#[path = "closing/world.rs"]
mod world;

mod support;

use std::fs;

use world::World;

/// The ledger alone tells which folder a share was published in: by the hash of its token.
#[test]
fn a_revoked_share_is_found_by_the_ledger_alone() {
    let mut world = World::new();
    world.site.write("content/shares/gone.yaml", &world::share("recipients: [a, b]\n"));
    assert!(world.site.run(&["ledger", "sync"]).status.success());
    world.site.build(&[]);
    let gone = ["a", "b"].map(|recipient| world.site.folder("gone", Some(recipient)));
    let kept = world.site.folder("kept", None);
    let revoked = world::share("recipients: [a, b]\nrevoked: 2026-02-01T00:00:00Z\n");
    world.site.write("content/shares/gone.yaml", &revoked);
    fs::remove_file(world.site.path(".extrait/manifest.json")).unwrap();
    world.site.secret = String::new();
    assert_eq!(world.site.run(&["build", "--prune"]).status.code(), Some(0));
    assert!(!gone.iter().any(|folder| world.exists(folder)));
    assert!(world.exists(&kept));
}
