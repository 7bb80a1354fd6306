//! A site that is watched: every event in its order, and the end by the callback.

use std::fs;
use std::ops::ControlFlow;
use std::time::Duration;

use extrait::publish::Lock;
use extrait::workspace::{BuildEnd, BuildFailure, BuildOptions, WatchEvent, WatchFailure, WatchMeans};

use super::{open, small};
use crate::support::published;

/// What an event amounts to.
fn word(event: &WatchEvent) -> String {
    match event {
        WatchEvent::Watching(WatchMeans::Events) => "events".to_owned(),
        WatchEvent::Watching(WatchMeans::Looking { every, .. }) => format!("looking every {every:?}"),
        WatchEvent::Waiting => "waiting".to_owned(),
        WatchEvent::Built(report) => format!("{:?}", report.end),
        WatchEvent::Failed(failure) => match **failure {
            BuildFailure::Lock { .. } => "no lock".to_owned(),
            _ => format!("{failure}"),
        },
    }
}

#[test]
fn each_event_comes_in_its_order_until_the_callback_breaks() {
    let site = small();
    let (state, record) = (site.path(".extrait"), "content/registers/hr/zqa.yaml");
    let mut told = Vec::new();
    let mut lock = None;
    let poll = Some(Duration::from_millis(10));
    open(&site)
        .watch(&BuildOptions::default(), poll, |event| {
            told.push(word(&event));
            match told.len() {
                1 => {}
                2 => site.write(record, "title: [\n"),
                3 => site.write(record, &published("B")),
                4 => {
                    // Somebody else builds when the next change is seen.
                    lock = Some(Lock::take(&state).unwrap());
                    site.write(record, &published("C"));
                }
                5 => lock = None,
                6 => {
                    fs::remove_file(state.join("lock")).unwrap();
                    fs::create_dir(state.join("lock")).unwrap();
                    site.write(record, &published("D"));
                }
                7 => {
                    fs::remove_dir(state.join("lock")).unwrap();
                    site.write(record, &published("E"));
                }
                _ => return ControlFlow::Break(()),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(
        told,
        [
            "looking every 10ms",
            "Published",
            "Withheld",
            "Published",
            "waiting",
            "Published",
            "no lock",
            "Published"
        ]
    );
    let page = site.share("hand", Some("a")).remove("hr/zqa.html").unwrap();
    assert!(String::from_utf8(page).unwrap().contains(">E<"), "the last build shows the last text");
    assert_eq!(BuildEnd::Published, open(&site).build(&BuildOptions::default()).unwrap().end);
}

#[test]
fn a_watch_ends_where_no_change_of_a_file_can_help() {
    let site = small();
    let inside = BuildOptions { output: Some(site.path("content/output")), ..BuildOptions::default() };
    let refused = open(&site).watch(&inside, None, |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(WatchFailure::Build(BuildFailure::OutputInside(_)))), "{refused:?}");

    let root = site.root.path().to_owned();
    let workspace = open(&site);
    let gone = workspace.watch(&BuildOptions::default(), Some(Duration::from_millis(10)), |event| {
        if let WatchEvent::Built(_) = event {
            fs::remove_dir_all(&root).unwrap();
        }
        ControlFlow::Continue(())
    });
    assert!(matches!(gone, Err(WatchFailure::Gone(_))), "{gone:?}");
    let nowhere = workspace.watch(&BuildOptions::default(), None, |_| ControlFlow::Continue(()));
    assert!(matches!(nowhere, Err(WatchFailure::Unwatchable(_))), "{nowhere:?}");
}
