//! A variant for each way in which opening and building fail.

use std::fs;
use std::path::{Path, PathBuf};

use extrait::model::id::Id;
use extrait::workspace::{
    BuildFailure, BuildMode, BuildOptions, BuildStep, CheckOptions, Environment, Halt, OpenError, Stage,
    Workspace,
};

use super::{built, clock, environment, open, small};
use crate::support::{SECRET, Site};

fn with(site: &Site, environment: Environment) -> Result<Workspace, OpenError> {
    Workspace::open(site.root.path(), environment, clock())
}

/// How a build fails of which `step` disturbs the steps.
fn disturbed(workspace: &Workspace, step: &(dyn Fn(BuildStep) + Sync)) -> BuildFailure {
    workspace.build(&BuildOptions { step, ..BuildOptions::default() }).unwrap_err()
}

fn into(output: impl Into<PathBuf>) -> BuildOptions<'static> {
    BuildOptions { output: Some(output.into()), ..BuildOptions::default() }
}

fn closing(share: &str) -> BuildOptions<'static> {
    let mode = BuildMode::Prune { close: vec![Id::new(share).unwrap()] };
    BuildOptions { mode, ..BuildOptions::default() }
}

#[test]
fn a_state_folder_that_cannot_be_one_is_refused_at_once() {
    let site = small();
    let state = |path: &str| Environment { state_dir: Some(site.path(path)), ..environment(SECRET) };
    let refused = with(&site, state("content")).err();
    assert!(matches!(&refused, Some(error @ OpenError::StateRefused { .. }) if error.is_misasked()));
    let machine = with(&site, state("site.yaml/state")).err();
    assert!(matches!(&machine, Some(error @ OpenError::StateMachine { .. }) if !error.is_misasked()));
}

#[test]
fn a_site_that_cannot_be_opened_says_so_in_each_call() {
    let site = small();
    let nowhere = Workspace::open(site.path("nowhere"), environment(SECRET), clock()).unwrap();
    assert!(matches!(nowhere.check(CheckOptions::default()), Err(OpenError::Unopened { .. })));
    let built = nowhere.build(&BuildOptions::default());
    assert!(matches!(built, Err(BuildFailure::Open(OpenError::Unopened { .. }))), "{built:?}");

    let environment = Environment { base_url: Some("ftp:nowhere".to_owned()), ..environment(SECRET) };
    let workspace = with(&site, environment).unwrap();
    let told = workspace.check(CheckOptions::default());
    assert!(matches!(told, Err(OpenError::BaseUrl(url)) if url == "ftp:nowhere"));

    // A secret that is named and not there is no reason to make another one.
    let environment =
        Environment { secret: None, secret_file: Some(site.path("lost")), ..Environment::default() };
    let built = with(&site, environment).unwrap().build(&BuildOptions::default());
    assert!(matches!(built, Err(BuildFailure::Open(OpenError::StateMachine { .. }))), "{built:?}");
}

#[test]
fn an_output_that_must_not_be_written_is_refused() {
    let site = small();
    let inside = open(&site).build(&into(site.path("content/pages"))).unwrap_err();
    assert!(matches!(inside, BuildFailure::OutputInside(_)) && inside.is_misasked(), "{inside:?}");
    site.write("pages/index.html", "somebody else's");
    let others = open(&site).build(&into(site.path("pages"))).unwrap_err();
    assert!(matches!(others, BuildFailure::OutputOfOthers(_)) && others.is_misasked(), "{others:?}");
    let adopted = BuildOptions { adopt: true, ..into(site.path("pages")) };
    assert!(open(&site).build(&adopted).is_ok());
    let file = open(&site).build(&into(site.path("site.yaml"))).unwrap_err();
    assert!(matches!(file, BuildFailure::Machine(_)) && !file.is_misasked(), "{file:?}");
}

#[test]
fn where_there_is_nothing_nothing_is_closed() {
    let site = Site::empty();
    let failure = open(&site).build(&closing("hand")).unwrap_err();
    assert!(matches!(failure, BuildFailure::NothingToClose(_)), "{failure:?}");
}

#[test]
fn one_build_of_a_site_runs_at_a_time() {
    let site = small();
    let workspace = open(&site);
    let other = std::sync::Mutex::new(None);
    let step = |step| {
        if step == BuildStep::Stage(Stage::Publish) {
            *other.lock().unwrap() = Some(open(&site).build(&BuildOptions::default()));
        }
    };
    workspace.build(&BuildOptions { step: &step, ..BuildOptions::default() }).unwrap();
    assert!(matches!(other.into_inner().unwrap(), Some(Err(BuildFailure::Busy))));

    fs::remove_file(site.path(".extrait/lock")).unwrap();
    fs::create_dir(site.path(".extrait/lock")).unwrap();
    let failure = workspace.build(&BuildOptions::default()).unwrap_err();
    assert!(matches!(failure, BuildFailure::Lock { .. }), "{failure:?}");
}

#[test]
fn what_stops_a_build_on_its_way_comes_with_what_there_is_to_tell() {
    let site = Site::example();
    let workspace = open(&site);
    let lost = disturbed(&workspace, &|step| {
        if step == BuildStep::Stage(Stage::Publish) {
            site.remove("content/registers/coastal-survey/files/tide-gauges.csv");
        }
    });
    let BuildFailure::Stopped { halt, report } = lost else { panic!("{lost:?}") };
    assert!(matches!(halt, Halt::Unread(_)), "{halt:?}");
    assert!(report.report.sources.iter().count() > 10);

    let site = small();
    let refused = disturbed(&open(&site), &|step| {
        if step == BuildStep::Stage(Stage::Publish) {
            fs::remove_dir_all(site.path("output/s")).unwrap();
            site.write("output/s", "in the way");
        }
    });
    assert!(matches!(refused, BuildFailure::Stopped { halt: Halt::Publish(_), .. }), "{refused:?}");
}

#[test]
fn links_are_closed_even_where_that_cannot_be_noted() {
    let site = small();
    built(&open(&site));
    // A folder whose path is so long that no further file with a name as long as that of the note fits (PATH_MAX).
    let share = "a".repeat(80);
    let deep = tempfile::tempdir().unwrap();
    let mut state = deep.path().canonicalize().unwrap();
    while state.as_os_str().len() < 3_800 {
        state.push("d".repeat(200));
    }
    state.push("e".repeat(4_030 - state.as_os_str().len()));
    fs::create_dir_all(&state).unwrap();
    rename(&site, "hand", &share);
    let environment = Environment { state_dir: Some(state), ..environment(SECRET) };
    let workspace = with(&site, environment).unwrap();
    built(&workspace);
    assert!(!folders(&site.path("output/s")).is_empty());
    let failure = workspace.build(&closing(&share)).unwrap_err();
    let BuildFailure::Stopped { halt, report } = failure else { panic!("{failure:?}") };
    assert!(matches!(halt, Halt::NotNoted(_)), "{halt:?}");
    assert!(report.removed > 0);
    assert_eq!(folders(&site.path("output/s")), [""; 0], "the links are closed all the same");
}

fn rename(site: &Site, from: &str, to: &str) {
    let path = |share: &str| site.path(&format!("content/shares/{share}.yaml"));
    fs::rename(path(from), path(to)).unwrap();
}

/// The folders of links, without the one that ended in 2001.
fn folders(links: &Path) -> Vec<String> {
    let entries = fs::read_dir(links).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| name.to_string_lossy().into_owned());
    names.filter(|name| name.contains('-') && !name.starts_with("1000000000-")).collect()
}
