//! A slip in `--output`: another site's folder.

use std::fs;
use std::os::unix::fs::symlink;

use super::{said, share, site};
use crate::support::tree;

const CANARY: &str = "s/1000000000-8a5f8ee5e61c01bfdd79017d12fb2a891eb70c26";

#[test]
fn a_folder_with_a_page_of_somebody_else_is_refused_until_it_is_adopted() {
    let site = site();
    let pages = tempfile::tempdir().unwrap();
    let output = pages.path().to_str().unwrap();
    fs::write(pages.path().join("index.html"), "<h1>Town hall</h1>").unwrap();
    fs::write(pages.path().join("opening-hours.html"), "from nine").unwrap();
    let (before, own) = (tree(pages.path()), tree(site.root.path()));
    for words in [&["build"][..], &["build", "--prune"], &["build", "--locked"], &["build", "--allow-empty"]]
    {
        let refused = site.run(&[words, &["--output", output]].concat());
        assert_eq!(refused.status.code(), Some(2), "{words:?}: {}", said(&refused));
        assert!(said(&refused).contains(output) && said(&refused).contains("--adopt"), "{}", said(&refused));
        assert!(tree(pages.path()) == before && tree(site.root.path()) == own, "nothing is written");
        assert!(!pages.path().join("s").exists());
    }
    site.build(&["--output", output, "--adopt"]);
    assert!(fs::read(pages.path().join("index.html")).unwrap() != before["index.html"]);
    assert_eq!(fs::read(pages.path().join("opening-hours.html")).unwrap(), before["opening-hours.html"]);
    // It is said once.
    site.build(&["--output", output]);
}

#[test]
fn what_earlier_builds_left_makes_an_output_ours() {
    let site = site();
    site.build(&[]);
    fs::remove_file(site.path("output/extrait.pub")).unwrap();
    site.build(&[]);
    fs::remove_dir_all(site.path("output").join(CANARY)).unwrap();
    site.build(&[]);
    assert!(site.path("output").join(CANARY).exists() && site.path("output/extrait.pub").exists());
    fs::remove_file(site.path("output/extrait.pub")).unwrap();
    fs::remove_dir_all(site.path("output").join(CANARY)).unwrap();
    assert_eq!(site.run(&["build"]).status.code(), Some(2));
    site.build(&["--adopt"]);
    site.build(&[]);
}

#[test]
fn a_folder_without_such_a_page_needs_no_word() {
    for name in ["CNAME", "about.html", "docs/index.html"] {
        let site = site();
        site.write(&format!("output/{name}"), "x");
        site.build(&[]);
        assert_eq!(fs::read(site.path("output").join(name)).unwrap(), b"x", "{name}");
    }
    // A link is a page too, even one that leads nowhere.
    let site = site();
    fs::create_dir(site.path("output")).unwrap();
    symlink("nowhere", site.path("output/index.html")).unwrap();
    assert_eq!(site.run(&["build"]).status.code(), Some(2));
}

#[test]
fn links_are_closed_wherever_they_lie() {
    let site = site();
    site.build(&[]);
    fs::remove_file(site.path("output/extrait.pub")).unwrap();
    fs::remove_dir_all(site.path("output").join(CANARY)).unwrap();
    let folder = site.path("output/s").join(site.folder("all", None));
    assert!(folder.exists());
    site.write("content/shares/all.yaml", &share("revoked: true\n"));
    let pruned = site.run(&["build", "--prune"]);
    assert_eq!(pruned.status.code(), Some(0), "{}", said(&pruned));
    assert!(!folder.exists());
}

#[test]
fn a_share_is_not_deleted_where_the_output_is_not_ours() {
    let site = site();
    site.build(&[]);
    let pages = tempfile::tempdir().unwrap();
    fs::write(pages.path().join("index.html"), "<h1>Town hall</h1>").unwrap();
    let wrong = ["share", "delete", "all", "--yes", "--output", pages.path().to_str().unwrap()];
    let refused = site.run(&wrong);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(site.path("content/shares/all.yaml").exists() && !pages.path().join("s").exists());
    let folder = site.path("output/s").join(site.folder("all", None));
    assert!(site.run(&["share", "delete", "all", "--yes"]).status.success());
    assert!(!folder.exists());
}
