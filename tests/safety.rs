//! What goes wrong around a build: it closes before it does anything else, tells no token, writes through no link, and
//! never publishes the site itself.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and breaks things on the disk"
)]

use std::fs;

use crate::support::{Site, published};

fn share(rest: &str) -> String {
    format!(
        "title: T\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\ninclude: [hr]\nprofile: full\n{rest}"
    )
}

fn site() -> Site {
    let site = Site::bare();
    site.write(
        "content/registers/hr/register.yaml",
        "kind: processor\ntitle: R\nprocessor: {name: P, email: p@example.org}\n",
    );
    site.write("content/registers/hr/a.yaml", &published("A"));
    site.write("content/shares/kept.yaml", &share(""));
    site.write("content/shares/gone.yaml", &share(""));
    site
}

fn revoke(site: &Site) {
    site.write("content/shares/gone.yaml", &share("revoked: 2026-02-01T00:00:00Z\n"));
}

fn exists(site: &Site, folder: &str) -> bool {
    site.path(&format!("output/s/{folder}")).exists()
}

#[test]
fn a_machine_error_tells_no_token_and_keeps_nothing_open() {
    let site = site();
    site.build(&[]);
    let (kept, gone) = (site.folder("kept", None), site.folder("gone", None));
    let page = site.path(&format!("output/s/{kept}/index.html"));
    fs::remove_file(&page).unwrap();
    fs::create_dir(&page).unwrap();
    revoke(&site);
    let output = site.run(&["build"]);
    assert_eq!(output.status.code(), Some(3));
    let said = [output.stderr, output.stdout].concat();
    let token = kept.split_once('-').unwrap().1;
    assert!(!String::from_utf8_lossy(&said).contains(token), "a token in a message");
    assert!(!exists(&site, &gone), "a revoked share stays open because another cannot be written");
}

/// A link is easily typed where a name is meant: what complains of it is read by others.
#[test]
fn a_complaint_repeats_no_token() {
    let site = site();
    let folder = site.folder("kept", None);
    let (url, token) = (format!("https://example.org/s/{folder}/"), folder.split_once('-').unwrap().1);
    let typed: &[&[&str]] = &[
        &["share", "show", &url],
        &["share", "rotate", "kept", "--recipient", &folder],
        &["links", "--group", &folder],
        &["links", "--state", &folder],
        &["ledger", "verify", &url],
        &["host", "show", &url],
        &["audit", "--share", &url, "log"],
        &["audit", &folder],
        &[&url],
    ];
    for words in typed {
        let output = site.run(words);
        let said = String::from_utf8([output.stderr, output.stdout].concat()).unwrap();
        assert!(said.contains('…') && !said.contains(token), "{words:?}: {said}");
    }
}

#[test]
fn foreign_files_are_named_without_tokens() {
    let site = site();
    site.build(&[]);
    let kept = site.folder("kept", None);
    fs::write(site.path(&format!("output/s/{kept}.zip")), "x").unwrap();
    fs::write(site.path("output/CNAME"), "x").unwrap();
    let output = site.run(&["build"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("CNAME") && said.contains(".zip"), "{said}");
    assert!(!said.contains(kept.split_once('-').unwrap().1), "{said}");
    assert!(site.path("output/CNAME").exists());
}

#[test]
fn a_broken_site_file_keeps_nothing_open() {
    let site = site();
    site.build(&[]);
    let (kept, gone) = (site.folder("kept", None), site.folder("gone", None));
    fs::remove_file(site.path(".extrait/manifest.json")).unwrap();
    revoke(&site);
    let text = fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &text.replace("languages: [en, fr]", "languages: [xx]"));
    assert_eq!(site.run(&["build", "--prune"]).status.code(), Some(0));
    assert!(!exists(&site, &gone), "known by its token");
    assert!(exists(&site, &kept));
}

#[test]
fn a_revoked_share_that_is_no_yaml_is_closed() {
    let site = site();
    site.build(&[]);
    let (kept, gone) = (site.folder("kept", None), site.folder("gone", None));
    site.write("content/shares/gone.yaml", "title: [\nrevoked: 2026-02-01T00:00:00Z\n");
    assert_eq!(site.run(&["build"]).status.code(), Some(1));
    assert!(!exists(&site, &gone));
    assert!(exists(&site, &kept));
}

#[test]
fn what_a_failed_build_left_is_removed() {
    let site = site();
    site.build(&[]);
    let left = format!("output/s/.extrait-stage-{}", site.folder("gone", None));
    fs::create_dir(site.path(&left)).unwrap();
    fs::write(site.path(&format!("{left}/index.html")), "x").unwrap();
    site.run(&["build", "--prune"]);
    assert!(!site.path(&left).exists());
}

#[test]
fn an_old_clock_opens_nothing() {
    let mut site = site();
    site.write(
        "content/shares/gone.yaml",
        &share("").replace("2099-01-01T00:00:00Z", "2026-03-01T00:00:00Z"),
    );
    site.now = "2026-01-10T00:00:00Z".to_owned();
    let gone = site.folder("gone", None);
    site.build(&[]);
    assert!(exists(&site, &gone), "open by the clock that is given");
    assert_eq!(site.run(&["build", "--locked"]).status.code(), Some(1));
    assert!(!exists(&site, &gone), "closed by the clock of the machine");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    let site = site();
    site.build(&[]);
    let kept = site.folder("kept", None);
    let victim = site.path("victim");
    fs::create_dir(&victim).unwrap();
    fs::write(victim.join("a.txt"), "mine").unwrap();
    let place = site.path(&format!("output/s/{kept}"));
    fs::remove_dir_all(&place).unwrap();
    std::os::unix::fs::symlink(&victim, &place).unwrap();
    site.build(&[]);
    assert_eq!(fs::read_dir(&victim).unwrap().count(), 1, "pages were written through the link");
    assert_eq!(fs::read(victim.join("a.txt")).unwrap(), b"mine");
    assert!(place.join("index.html").exists() && !place.is_symlink());
}

#[test]
fn the_output_cannot_hold_the_site() {
    let site = site();
    for output in ["", "content", ".extrait", "themes/x", ".."] {
        let path = site.path(output);
        let run = site.run(&["build", "--output", path.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(2), "{output}");
    }
    assert!(!site.path("index.html").exists());
}

#[test]
fn a_published_site_gets_no_second_secret() {
    let site = Site::example();
    let build = || {
        let mut command = site.command(&["build"]);
        command.env_remove("EXTRAIT_SECRET").output().unwrap()
    };
    assert!(build().status.success());
    let before = site.output();
    fs::remove_file(site.path(".extrait/secret")).unwrap();
    let again = build();
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("secret-missing"));
    assert_eq!(site.output(), before, "no link is lost");
}

#[test]
fn what_is_left_empty_is_not_taken_for_the_wider_answer() {
    for (path, text) in [
        ("content/registers/hr/a.yaml", published("A") + "access: # private\n"),
        ("content/shares/kept.yaml", share("revoked:\n")),
        ("content/shares/kept.yaml", share("audience:\n")),
        ("content/shares/kept.yaml", share("recipients: ~\n")),
    ] {
        let site = site();
        site.write(path, &text);
        let output = site.run(&["check", "--format", "json"]);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("empty-value"), "{text}");
    }
}

#[test]
fn a_template_that_cannot_be_used_is_told_before_anything_is_written() {
    for template in ["root.html", "closed.html", "item.html", "register.html", "share.html"] {
        let site = site();
        let text = fs::read_to_string(site.path("site.yaml")).unwrap();
        site.write("site.yaml", &format!("{text}theme: {{name: mine}}\n"));
        site.write(&format!("themes/mine/templates/{template}"), "{{ nothing.at.all }}");
        for command in ["check", "build"] {
            let output = site.run(&[command]);
            assert_eq!(output.status.code(), Some(1), "{command} {template}");
            assert!(
                String::from_utf8_lossy(&output.stderr).contains("theme-template"),
                "{command} {template}"
            );
        }
        assert!(site.output().is_empty(), "{template}: {:?}", site.output().keys());
        // What needs no page renders none.
        for command in [["key", "show"].as_slice(), &["links"]] {
            let output = site.run(command);
            assert!(output.status.success(), "{command:?} {template}: {output:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn an_output_behind_a_link_cannot_hold_the_site_either() {
    let site = site();
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link");
    std::os::unix::fs::symlink(site.root.path(), &link).unwrap();
    let output = link.join("content/new");
    let run = site.run(&["build", "--output", output.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(2));
    assert!(!output.exists());
}

#[test]
fn an_empty_list_of_recipients_is_told_once() {
    let site = site();
    site.write("content/shares/kept.yaml", &share("recipients:\n"));
    let output = site.run(&["check", "--format", "json"]);
    assert_eq!(String::from_utf8_lossy(&output.stderr).matches("empty-value").count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn more_recipients_than_files_may_be_open() {
    use std::process::Command;

    let site = site();
    let recipients: Vec<_> = (0..150).map(|number| format!("auditor-{number}")).collect();
    let text = share(&format!("recipients: [{}]\n", recipients.join(", ")));
    site.write("content/shares/many.yaml", &text);
    // The program asks for more itself, as far as the system grants it.
    let build = |limit: &str| {
        Command::new("sh")
            .args(["-c", &format!("ulimit -S -n {limit}; exec \"$0\" build --site \"$1\" --now \"$2\"")])
            .arg(env!("CARGO_BIN_EXE_extrait"))
            .arg(site.root.path())
            .arg(&site.now)
            .env("EXTRAIT_SECRET", &site.secret)
            .output()
            .unwrap()
    };
    for _ in 0..2 {
        let output = build("64");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        site.write("content/registers/hr/more.yaml", &published("More"));
    }
    let links = site.links();
    assert_eq!(links.iter().filter(|link| link["share"] == "many").count(), 150);
}

#[test]
fn the_cache_knows_no_link() {
    let site = Site::example();
    site.build(&[]);
    site.build(&[]);
    let cache = crate::support::tree(&site.path(".extrait/cache"));
    assert!(cache.len() > 10, "{:?}", cache.keys());
    let links = site.links();
    assert!(!links.is_empty());
    for link in links {
        let folder = link["url"].as_str().unwrap().trim_end_matches('/').rsplit('/').next().unwrap();
        let token = folder.rsplit_once('-').unwrap().1;
        for (path, bytes) in &cache {
            let found = bytes.windows(token.len()).any(|window| window == token.as_bytes());
            assert!(!path.contains(token) && !found, "{path} holds a link");
        }
    }
}

/// A share with a link for `a` and one for `b`, of which `b` says `b`.
fn recipients(site: &Site, b: &str) {
    site.write("content/shares/gone.yaml", &share(&format!("recipients:\n  - a\n  - {{id: b{b}}}\n")));
}

#[test]
fn a_recipient_is_revoked_alone() {
    let site = site();
    recipients(&site, "");
    site.build(&[]);
    let (a, b) = (site.folder("gone", Some("a")), site.folder("gone", Some("b")));
    let before = site.share("gone", Some("a"));
    recipients(&site, ", revoked: {at: 2026-02-01T00:00:00Z, reason: left}");
    site.build(&[]);
    assert!(!exists(&site, &b));
    assert_eq!((site.folder("gone", Some("a")), site.share("gone", Some("a"))), (a, before));
    let is_revoked = |link: &&serde_json::Value| link["state"] == "revoked";
    let revoked: Vec<_> =
        site.links().iter().filter(is_revoked).map(|link| link["recipient"].clone()).collect();
    assert_eq!(revoked, ["b"]);
    recipients(&site, ", generation: 2");
    site.build(&[]);
    let renewed = site.folder("gone", Some("b"));
    assert!(exists(&site, &renewed) && renewed != b && !exists(&site, &b));
}

#[test]
fn a_share_whose_recipients_are_all_revoked_has_no_link() {
    let site = site();
    site.build(&[]);
    let whole = site.folder("gone", None);
    let revoked = "{id: a, revoked: 2026-02-01T00:00:00Z}";
    site.write("content/shares/gone.yaml", &share(&format!("recipients: [{revoked}]\n")));
    site.build(&[]);
    assert!(!exists(&site, &whole) && !exists(&site, &site.folder("gone", Some("a"))));
    assert_eq!(
        fs::read_dir(site.path("output/s")).unwrap().count(),
        3,
        "one share, the one that ended in 2001, and the page of the folder"
    );
}

/// Breaks something, and revokes one recipient: by the manifest where there is no secret, by the tokens where there is
/// no manifest.
#[test]
fn a_revoked_recipient_is_closed_whatever_else_is_wrong() {
    for (manifest, secret) in [(true, false), (false, true), (true, true)] {
        let mut site = site();
        recipients(&site, "");
        site.build(&[]);
        let (a, b) = (site.folder("gone", Some("a")), site.folder("gone", Some("b")));
        recipients(&site, ", revoked: {when: later}");
        site.write("content/registers/hr/a.yaml", "title: [\n");
        if !manifest {
            fs::remove_file(site.path(".extrait/manifest.json")).unwrap();
        }
        if !secret {
            site.secret = String::new();
        }
        assert_eq!(site.run(&["build"]).status.code(), Some(1));
        assert!(!exists(&site, &b), "manifest {manifest}, secret {secret}");
        assert!(exists(&site, &a), "manifest {manifest}, secret {secret}");
    }
}

#[test]
fn a_revoked_recipient_in_what_is_no_yaml_is_closed() {
    let site = site();
    recipients(&site, "");
    site.build(&[]);
    let (a, b) = (site.folder("gone", Some("a")), site.folder("gone", Some("b")));
    recipients(&site, ", revoked: 2026-02-01T00:00:00Z");
    let text = fs::read_to_string(site.path("content/shares/gone.yaml")).unwrap();
    site.write("content/shares/gone.yaml", &text.replace("title: T", "title: ["));
    assert_eq!(site.run(&["build"]).status.code(), Some(1));
    assert!(!exists(&site, &b) && exists(&site, &a));
}
