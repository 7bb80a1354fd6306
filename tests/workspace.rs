//! The application layer, in process: real site folders, a clock and an environment that a test gives, and no binary. What
//! went wrong is told by a variant, what was done by values.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and makes sites on the disk"
)]

#[path = "workspace/failures.rs"]
mod failures;
#[path = "workspace/shares.rs"]
mod shares;
#[path = "workspace/watching.rs"]
mod watching;

use std::path::Path;
use std::sync::Barrier;
use std::thread;

use crate::support::{NOW, OTHER_SECRET, SECRET, Site, published, tree};
use chrono::DateTime;
use extrait::link::LinkState;
use extrait::workspace::{
    BuildEnd, BuildMode, BuildOptions, BuildReport, BuildStep, CheckOptions, Clock, Environment, Exposure,
    SiteError, Stage, SyncOptions, Workspace, verify_ledger,
};
use zeroize::Zeroizing;

/// An environment that holds a secret and nothing else.
fn environment(secret: &str) -> Environment {
    Environment { secret: Some(Zeroizing::new(secret.to_owned())), ..Environment::default() }
}

/// A clock that stands still.
fn clock() -> Clock {
    Clock::fixed(DateTime::parse_from_rfc3339(NOW).unwrap())
}

fn open(site: &Site) -> Workspace {
    Workspace::open(site.root.path(), environment(SECRET), clock()).unwrap()
}

/// A site with a published record, a draft, and a share of the register with two recipients.
fn small() -> Site {
    let site = Site::bare();
    site.write(
        "content/registers/hr/register.yaml",
        "kind: processor\ntitle: R\nprocessor: {name: P, email: p@example.org}\n",
    );
    site.write("content/registers/hr/zqa.yaml", &published("A"));
    site.write("content/registers/hr/draft.yaml", &published("D").replace("published", "draft"));
    site.write(
        "content/shares/hand.yaml",
        "title: By hand\ncreated: 2098-01-05T09:00:00+01:00\nexpires: 2099-01-01T00:00:00Z\ninclude: [hr]\nprofile: full\n\
         recipients: [a, b]\n",
    );
    site
}

fn built(workspace: &Workspace) -> BuildReport {
    let report = workspace.build(&BuildOptions::default()).unwrap();
    assert_eq!(report.end, BuildEnd::Published, "{:?}", report.report.problems);
    report
}

#[test]
fn a_site_is_opened_checked_and_built_as_the_binary_builds_it() {
    let site = Site::example();
    let workspace = open(&site);
    let report = workspace.check(CheckOptions::default()).unwrap();
    assert!(!report.problems.has_errors(), "{:?}", report.problems);
    assert!(!site.path(".extrait").exists() && !site.path("output").exists(), "a check writes nothing");

    let first = built(&workspace);
    assert!(first.shares > 3 && first.links > first.shares && first.pages > first.links, "{first:?}");
    assert!(first.written > 0 && first.removed == 0, "{first:?}");
    let again = built(&workspace);
    assert_eq!((again.written, again.removed), (0, 0), "nothing has changed");
    assert_eq!((again.shares, again.links, again.pages), (first.shares, first.links, first.pages));

    let other = Site::example();
    other.build(&[]);
    assert_eq!(other.output(), site.output(), "there is one way to build");
}

#[test]
fn what_is_coming_is_told_with_its_instants() {
    let site = small();
    let share = |opens: &str, ends: &str| {
        format!(
            "title: T\ncreated: 2098-01-05T09:00:00Z\n{opens}expires: {ends}\ninclude: [hr]\nprofile: full\n"
        )
    };
    site.write("content/shares/soon.yaml", &share("", "2098-06-02T00:00:00Z"));
    site.write("content/shares/later.yaml", &share("opens: 2098-07-01T00:00:00Z\n", "2099-01-01T00:00:00Z"));
    let report = built(&open(&site));
    let ids = |shares: &[(DateTime<_>, extrait::model::id::Id)]| {
        shares.iter().map(|(_, id)| id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&report.ending), ["soon"]);
    assert_eq!(ids(&report.opening), ["later"]);
    assert_eq!(report.opens.unwrap().to_rfc3339(), "2098-07-01T00:00:00+00:00");
}

#[test]
fn a_build_says_what_it_is_at() {
    let site = small();
    let steps = std::sync::Mutex::new(Vec::new());
    let step = |step| steps.lock().unwrap().push(step);
    open(&site).build(&BuildOptions { step: &step, ..BuildOptions::default() }).unwrap();
    let steps = steps.into_inner().unwrap();
    let stages: Vec<_> = steps
        .iter()
        .filter_map(|step| if let BuildStep::Stage(stage) = step { Some(*stage) } else { None })
        .collect();
    assert_eq!(
        stages,
        [Stage::Load, Stage::Read, Stage::Check, Stage::Publish, Stage::Settle, Stage::Remember]
    );
    let at = |wanted: BuildStep| steps.iter().position(|step| *step == wanted).unwrap();
    assert!(at(BuildStep::Pages(2)) < at(BuildStep::PagesEnd));
    assert!(steps.iter().any(|step| matches!(step, BuildStep::Done(_))));
}

#[test]
fn errors_in_files_are_an_end_and_no_failure() {
    let site = small();
    let workspace = open(&site);
    built(&workspace);
    let before = site.output();
    site.write("content/registers/hr/zqa.yaml", "title: [\n");
    let report = workspace.build(&BuildOptions::default()).unwrap();
    assert_eq!((report.end, report.written), (BuildEnd::Withheld, 0));
    assert!(report.report.problems.has_errors());
    assert_eq!(site.output(), before, "what was built before stays");
    // What is closed is closed all the same.
    site.write("content/shares/hand.yaml", "revoked: {at: 2098-05-01T00:00:00Z}\ntitle: [\n");
    let report = workspace.build(&BuildOptions::default()).unwrap();
    assert_eq!(report.end, BuildEnd::Withheld);
    assert!(report.removed > 0);
}

#[test]
fn closing_by_hand_is_told_by_its_end() {
    let site = small();
    let workspace = open(&site);
    built(&workspace);
    let prune = |share: &str| {
        let close = vec![extrait::model::id::Id::new(share).unwrap()];
        let mode = BuildMode::Prune { close };
        workspace.build(&BuildOptions { mode, ..BuildOptions::default() }).unwrap()
    };
    let slip = prune("hant");
    assert_eq!(slip.end, BuildEnd::NotPruned);
    let done = prune("hand");
    assert_eq!(done.end, BuildEnd::Pruned);
    assert!(done.removed > 0);
    let list = workspace.links().unwrap();
    assert!(list.links.iter().all(|link| link.state == LinkState::Closed));
    assert_eq!(list.closed.len(), 2, "{:?}", list.closed);
    let mode = BuildMode::Prune { close: Vec::new() };
    let plain = workspace.build(&BuildOptions { mode, ..BuildOptions::default() }).unwrap();
    assert_eq!(plain.end, BuildEnd::Pruned);
}

#[test]
fn two_sites_are_built_in_one_process_at_the_same_time() {
    let sites = [small(), small()];
    sites[1].write("content/registers/hr/zqa.yaml", &published("Another"));
    let secrets = [SECRET, OTHER_SECRET];
    // Neither goes on before the other is as far.
    let both = Barrier::new(2);
    let step = |step| {
        if step == BuildStep::Stage(Stage::Publish) {
            both.wait();
        }
    };
    thread::scope(|scope| {
        for (site, secret) in sites.iter().zip(secrets) {
            scope.spawn(|| {
                let workspace = Workspace::open(site.root.path(), environment(secret), clock()).unwrap();
                let report =
                    workspace.build(&BuildOptions { step: &step, ..BuildOptions::default() }).unwrap();
                assert_eq!(report.end, BuildEnd::Published);
            });
        }
    });
    for (site, secret) in sites.iter().zip(secrets) {
        let alone = tempfile::tempdir().unwrap();
        copy(site.root.path(), alone.path());
        let workspace = Workspace::open(alone.path(), environment(secret), clock()).unwrap();
        built(&workspace);
        assert_eq!(tree(&alone.path().join("output")), site.output());
    }
    assert_ne!(sites[0].output(), sites[1].output());
}

/// Copies what an author wrote.
fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        if path == "site.yaml" || path.starts_with("content/") {
            let path = to.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

#[test]
fn links_are_listed_with_how_they_stand() {
    let site = small();
    site.write(
        "content/shares/endless.yaml",
        "title: Endless\ncreated: 2098-01-05T09:00:00Z\nexpires: never\ninclude: [hr, hr/draft]\nprofile: full\n",
    );
    let list = open(&site).links().unwrap();
    let first = &list.links[0];
    assert_eq!(first.share.id.as_str(), "endless", "the most exposed comes first");
    assert_eq!(first.exposure, [Exposure::Unlimited, Exposure::Draft]);
    assert_eq!((first.items, first.drafts, first.left), (2, 1, None));
    let hand: Vec<_> = list.links[1..].iter().collect();
    assert_eq!(hand.len(), 2);
    assert!(hand.iter().all(|link| link.state == LinkState::Live && link.exposure.is_empty()));
    assert!(hand[0].url().starts_with("https://example.org/s/4070908800-"), "{}", hand[0].url());
    assert!(hand[0].masked().ends_with("/s/4070908800-…/"));
}

#[test]
fn a_site_without_its_shares_has_no_list() {
    let site = small();
    let workspace = open(&site);
    built(&workspace);
    site.remove("content/shares/hand.yaml");
    let Err(SiteError::Files(report)) = workspace.links() else { panic!("a list of nothing") };
    assert!(report.problems.iter().any(|problem| problem.code.name == "no-shares"));
}

#[test]
fn the_ledger_is_synced_and_verified() {
    let site = small();
    let workspace = open(&site);
    let would = workspace.sync_ledger(SyncOptions { dry_run: true, ..SyncOptions::default() }).unwrap();
    assert_eq!((would.events.len(), would.appended, would.head), (2, false, None));
    let root = site.root.path();
    assert!(verify_ledger(root, &[], || None).unwrap().is_none(), "there is none yet");
    let done = workspace.sync_ledger(SyncOptions::default()).unwrap();
    assert!(done.appended && done.note.unwrap().to_be_merged);
    let heads = [done.head.unwrap()];
    let verdict = verify_ledger(root, &heads, || Some(open(&site))).unwrap().unwrap();
    assert_eq!((verdict.lines, verdict.faults.is_empty()), (2, true));
    assert_eq!(verdict.heads, heads);
    assert_eq!(verdict.behind.unwrap().problems.iter().count(), 0);
}

#[test]
fn what_follows_from_the_secret_and_the_address_is_told() {
    let site = small();
    let workspace = open(&site);
    assert!(workspace.secret_marks().unwrap().public_key.to_text().starts_with("RW"));
    assert_eq!(workspace.base_url().unwrap(), "https://example.org/");
    let environment =
        Environment { base_url: Some("https://other.example".to_owned()), ..environment(SECRET) };
    let moved = Workspace::open(site.root.path(), environment, clock()).unwrap();
    assert_eq!(moved.address().unwrap().base_url, "https://other.example/");
}

#[test]
fn an_instant_that_is_supposed_is_weighed_against_the_clock() {
    let site = small();
    let early = DateTime::parse_from_rfc3339("2098-01-06T00:00:00Z").unwrap();
    for (locked, code, is_error) in [(false, "now-in-the-past", false), (true, "clock-backwards", true)] {
        let environment = Environment { locked, ..environment(SECRET) };
        let clock = clock().supposing(Some(early));
        let workspace = Workspace::open(site.root.path(), environment, clock).unwrap();
        let report = workspace.check(CheckOptions::default()).unwrap();
        assert!(report.problems.iter().any(|problem| problem.code.name == code), "{:?}", report.problems);
        assert_eq!(report.problems.has_errors(), is_error);
    }
}
