//! Stopped at every step in turn, below everything that publishing does.

use crate::faulty::{Fault, Faulty, Has};
use crate::support::Tree;
use crate::world::{Ready, State, World, check_clean, check_closed, check_reader, check_whole};

/// Two states, and what their cold builds give.
struct Change {
    old: Ready,
    new: Ready,
    before: Tree,
    after: Tree,
}

impl Change {
    fn to(state: State) -> Self {
        let (old, new) = (Ready::of(State::Old), Ready::of(state));
        let (before, after) = (old.cold(), new.cold());
        Self { old, new, before, after }
    }
}

/// What is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The same build.
    Same,
    /// A build of the old state.
    Back,
    /// One that only closes.
    Prune,
}

const NEXT: [Next; 3] = [Next::Same, Next::Back, Next::Prune];

/// How much is tried at each point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Try {
    /// Every next command.
    All,
    /// One of them in turn.
    One,
}

/// Stops a build after 0, 1, 2, … steps, and looks at what it left and at what the next command makes of it. Returns how
/// many points there were.
fn stop_everywhere(change: &Change, fault: Fault, has: Has, how_much: Try) -> usize {
    let world = World::new();
    world.build(&change.old, None).unwrap();
    let start = world.save();
    for limit in 0.. {
        let when = format!("{fault:?} {has:?} after {limit} steps");
        world.restore(&start);
        let disk = Faulty::new(fault, has, limit);
        let built = world.build(&change.new, Some(Box::new(disk.clone())));
        if !disk.stopped() {
            built.unwrap();
            assert_eq!(world.output(), change.after, "{when}: the build came to its end");
            return limit;
        }
        assert!(built.is_err() || world.output() == change.after, "{when}: nobody was told");
        check_reader(&world.output(), &change.before, &change.after, &when);
        let left = world.save();
        if fault == Fault::Full && built.is_err() {
            check_clean(&left, &when);
            check_whole(&world.output(), &change.before, &change.after, &when);
        }
        for (index, next) in NEXT.iter().enumerate() {
            if how_much == Try::All || limit % NEXT.len() == index {
                world.restore(&left);
                check_next(&world, change, *next, &format!("{when}, then {next:?}"));
            }
        }
    }
    unreachable!("a build has an end")
}

/// What the next command makes of what is left.
fn check_next(world: &World, change: &Change, next: Next, when: &str) {
    match next {
        Next::Same => world.build(&change.new, None).unwrap(),
        Next::Back => world.build(&change.old, None).unwrap(),
        Next::Prune => world.prune(&change.new).unwrap(),
    }
    match next {
        Next::Same => assert_eq!(world.output(), change.after, "{when}"),
        Next::Back => assert_eq!(world.output(), change.before, "{when}"),
        Next::Prune => check_closed(&world.output(), &change.after, when),
    }
    check_whole(&world.output(), &change.before, &change.after, when);
    check_clean(&world.save(), when);
    if next != Next::Prune {
        check_state(world, when);
    }
}

/// A build that came to its end leaves the manifest, and nothing that says otherwise.
fn check_state(world: &World, when: &str) {
    let state = crate::support::tree(&world.path(".extrait"));
    let records: Vec<_> = state.keys().filter(|path| !path.starts_with("cache/")).collect();
    assert_eq!(records, ["manifest.json"], "{when}");
}

fn check(state: State, fault: Fault, has: Has, how_much: Try) {
    let points = stop_everywhere(&Change::to(state), fault, has, how_much);
    assert!(points > 50, "only {points} points");
}

#[test]
fn stopped_at_every_step_file_by_file() {
    check(State::New, Fault::DeadInWrite, Has::Everything, Try::All);
}

#[test]
fn stopped_at_every_step_folder_by_folder() {
    check(State::NewTheme, Fault::Dead, Has::Everything, Try::One);
}

#[test]
fn stopped_at_every_step_where_folders_cannot_change_places() {
    check(State::NewTheme, Fault::DeadInWrite, Has::NoExchange, Try::One);
}

#[test]
fn refused_at_every_step() {
    check(State::New, Fault::Once, Has::Everything, Try::One);
    check(State::NewTheme, Fault::Once, Has::NoExchange, Try::One);
}

#[test]
fn full_at_every_step() {
    check(State::New, Fault::Full, Has::Everything, Try::One);
    check(State::NewTheme, Fault::Full, Has::Neither, Try::One);
}

#[test]
fn a_build_that_changes_nothing_takes_no_step() {
    let world = World::new();
    let ready = Ready::of(State::New);
    world.build(&ready, None).unwrap();
    let disk = Faulty::new(Fault::Dead, Has::Everything, 0);
    world.build(&ready, Some(Box::new(disk.clone()))).unwrap();
    assert_eq!(disk.steps(), 0);
}
