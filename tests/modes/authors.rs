//! What is written for people: new files follow the umask, files that are changed keep their modes.

use std::fs;
use std::process::Command;

use crate::{build, mode, modes, set, site, under};

#[test]
fn new_files_follow_the_umask() {
    let site = site("");
    for (umask, folders, files) in [("022", 0o755, 0o644), ("027", 0o750, 0o640), ("077", 0o700, 0o600)] {
        let script = format!("umask {umask}; exec \"$0\" \"$@\"");
        let new = site.path(&format!("new-{umask}"));
        let init = ["init", new.to_str().unwrap()];
        let status =
            Command::new("sh").args(["-c", &script, env!("CARGO_BIN_EXE_extrait")]).args(init).output();
        assert!(status.unwrap().status.success());
        let rules = site.path(&format!("rules-{umask}"));
        assert!(under(umask, &site, &["host", "write", "nginx", rules.to_str().unwrap()]).status.success());
        for folder in [&new, &rules] {
            for (path, (is_folder, mode)) in modes(folder) {
                assert_eq!(mode, if is_folder { folders } else { files }, "{umask}: {path}");
            }
        }
        drop(fs::remove_file(site.path("shares.ledger.jsonl")));
        assert!(under(umask, &site, &["ledger", "sync"]).status.success());
        assert_eq!(mode(&site.path("shares.ledger.jsonl")), files, "{umask}: the ledger");
        let share =
            ["share", "new", "--title", umask, "--register", "one", "--profile", "full", "--expires", "30d"];
        let made = under(umask, &site, &share);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        assert_eq!(mode(&site.path(&format!("content/shares/{umask}.yaml"))), files, "{umask}: a new share");
    }
}

#[test]
fn changed_files_keep_their_modes() {
    let site = site("");
    build("022", &site);
    under("022", &site, &["ledger", "sync"]);
    let folder = site.folder("all", Some("first"));
    let (share, ledger, seen) =
        (site.path("content/shares/all.yaml"), site.path("shares.ledger.jsonl"), site.path("seen.json"));
    for (umask, kept) in [("077", 0o664), ("000", 0o600), ("022", 0o640)] {
        fs::write(&seen, "{\"version\": 1, \"keys\": {}}").unwrap();
        for path in [&share, &ledger, &seen] {
            set(path, kept);
        }
        let copy = site.path(&format!("output/s/{folder}"));
        let words = ["verify", copy.to_str().unwrap(), "--state", seen.to_str().unwrap()];
        let mut verify = Command::new("sh");
        verify.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_extrait")]);
        let verified = verify.args(words).output().unwrap();
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
        assert!(fs::read_to_string(&seen).unwrap().contains("serial"), "something was seen");
        let text = fs::read_to_string(&share).unwrap();
        let rotated = under(umask, &site, &["share", "rotate", "all", "--recipient", "second"]);
        assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
        assert_ne!(fs::read_to_string(&share).unwrap(), text);
        for path in [&share, &ledger, &seen] {
            assert_eq!(format!("{:o}", mode(path)), format!("{kept:o}"), "{umask}: {}", path.display());
        }
    }
}
