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

#[path = "closing/brake.rs"]
mod brake;
#[path = "closing/narrowed.rs"]
mod narrowed;
#[path = "closing/unread.rs"]
mod unread;
#[path = "closing/world.rs"]
mod world;

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

/// An instant that cannot be meant is an error, and closes nothing less than the right one.
#[test]
fn ends_and_revocations_outside_the_years_of_a_register_close_all_the_same() {
    for (expires, rest) in [
        ("1850-01-01T00:00:00Z", ""),
        ("2099-01-01T00:00:00Z", "revoked: 1850-01-01T00:00:00Z\n"),
        ("2099-01-01T00:00:00Z", "revoked: 2150-01-01T00:00:00Z\n"),
        ("2099-01-01T00:00:00Z", "revoked: 2026-01-06 09:00\n"),
        ("2099-01-01T00:00:00Z", "revoked: {at: 20260-01-06T09:00:00Z, reason: R}\n"),
    ] {
        for words in [&["build"][..], &["build", "--prune"]] {
            let world = World::new();
            world.site.build(&[]);
            let folders = world.folders();
            let text = world::share(rest).replace("2099-01-01T00:00:00Z", expires);
            world.site.write("content/shares/gone.yaml", &text);
            let run = world.site.run(words);
            let said = String::from_utf8_lossy(&run.stderr);
            assert!(said.contains("error["), "{expires} {rest} {words:?}: {said}");
            assert!(!world.exists(&folders["gone"]), "{expires} {rest} {words:?}: {said}");
            assert!(world.exists(&folders["kept"]), "{expires} {rest} {words:?}: {said}");
        }
    }
}
