//! The real binary, killed from outside, and readers who ask for pages all the while.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Site, Tree, tree};
use crate::world::{Ready, State, World, check_whole, differences, is_ours, write};

/// Chance that is the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// What a reader may be given, by path: the files that all states have.
fn wanted(states: &[Tree]) -> BTreeMap<String, Vec<Vec<u8>>> {
    let paths = states[0].keys().filter(|path| path.starts_with("s/"));
    let everywhere = paths.filter(|path| states.iter().all(|tree| tree.contains_key(*path)));
    everywhere.map(|path| (path.clone(), states.iter().map(|tree| tree[path].clone()).collect())).collect()
}

/// Reads everything over and over until `done`; returns what was wrong, and counts what was read.
fn read_on(
    output: &Path,
    wanted: &BTreeMap<String, Vec<Vec<u8>>>,
    done: &AtomicBool,
    reads: &AtomicUsize,
) -> Vec<String> {
    let mut wrong = Vec::new();
    while !done.load(Ordering::Relaxed) {
        for (path, versions) in wanted {
            match fs::read(output.join(path)) {
                Ok(bytes) if versions.contains(&bytes) => {}
                Ok(bytes) => wrong.push(format!("{path}: {} bytes of no version", bytes.len())),
                Err(error) => wrong.push(format!("{path}: {error}")),
            }
            reads.fetch_add(1, Ordering::Relaxed);
        }
    }
    wrong
}

/// Runs `work` while a reader reads.
fn while_read(output: &Path, states: &[Tree], work: impl FnOnce()) {
    let (done, reads, wanted) = (AtomicBool::new(false), AtomicUsize::new(0), wanted(states));
    assert!(wanted.len() > 20, "there is something to read");
    thread::scope(|scope| {
        let reader = scope.spawn(|| read_on(output, &wanted, &done, &reads));
        // The reader ends also where the work panics.
        let worked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        done.store(true, Ordering::Relaxed);
        let wrong = reader.join().unwrap();
        worked.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        assert!(wrong.is_empty(), "{} of {}: {:?}", wrong.len(), reads.load(Ordering::Relaxed), &wrong[..1]);
        assert!(reads.load(Ordering::Relaxed) > 1_000, "the reader slept");
    });
}

#[test]
fn killed_at_any_moment() {
    let states = [State::Old, State::New, State::NewTheme];
    let trees = states.map(|state| Ready::of(state).cold());
    let site = Site::bare();
    write(&site, State::Old);
    site.build(&[]);
    assert_eq!(site.output(), trees[0], "the binary builds what the library builds");
    let begun = Instant::now();
    write(&site, State::New);
    site.build(&[]);
    let span = u64::try_from(begun.elapsed().as_micros()).unwrap() * 3 / 2;
    let (mut dice, mut now, mut killed) = (Dice(0x9e37_79b9_7f4a_7c15), 1, 0);
    while_read(&site.path("output"), &trees, || {
        for round in 0..40 {
            let next = (now + 1 + usize::from(dice.next() % 2 == 0)) % 3;
            write(&site, states[next]);
            let mut build = site.command(&["build"]);
            let mut child = build.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            // Any moment is the right one: no event names it.
            thread::sleep(Duration::from_micros(dice.next() % span));
            killed += usize::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
            // The next command builds the state before, the state after, or only closes.
            let when = format!("round {round}, from {:?} to {:?}", states[now], states[next]);
            match dice.next() % 3 {
                0 => {
                    site.build(&["--prune"]);
                    check_whole(&site.output(), &trees[now], &trees[next], &when);
                    site.build(&[]);
                    now = next;
                }
                1 => {
                    write(&site, states[now]);
                    site.build(&[]);
                }
                _ => {
                    site.build(&[]);
                    now = next;
                }
            }
            assert_eq!(site.output(), trees[now], "{when}");
            assert!(!site.output().keys().any(|path| is_ours(path)), "{when}");
        }
    });
    assert!(killed >= 5, "only {killed} builds were killed on the way");
}

#[test]
fn a_reader_during_builds_meets_whole_files() {
    let states = [State::Old, State::New, State::NewTheme];
    let ready = states.map(Ready::of);
    let trees: Vec<Tree> = ready.iter().map(Ready::cold).collect();
    let world = World::new();
    world.build(&ready[0], None).unwrap();
    while_read(&world.path("output"), &trees, || {
        // Old and new change places file by file; to and from the new theme, folder by folder.
        for index in (0..60).map(|round| [1, 0, 2, 0, 1, 2][round % 6]) {
            world.build(&ready[index], None).unwrap();
            assert_eq!(differences(&world.output(), &trees[index]), Vec::<String>::new());
        }
    });
}

#[test]
fn a_share_that_cannot_be_carried_to_its_end_keeps_nothing_open() {
    let site = Site::empty();
    write(&site, State::Old);
    site.build(&[]);
    let (few, gone) = (site.folder("few", None), site.folder("gone", None));
    let place = site.path("output/s").join(&few);
    fs::remove_file(place.join("index.html")).unwrap();
    fs::create_dir(place.join("index.html")).unwrap();
    let open = fs::read(site.path("content/shares/gone.yaml")).unwrap();
    write(&site, State::New);
    let revoked = fs::read(site.path("content/shares/gone.yaml")).unwrap();
    site.write_bytes("content/shares/gone.yaml", &open);
    let code = |words: &[&str]| site.run(words).status.code();
    assert_eq!(code(&["build"]), Some(3), "a folder lies where a page is to be");
    assert!(site.path("output/s").join(&gone).exists());
    site.write_bytes("content/shares/gone.yaml", &revoked);
    assert_eq!(code(&["build", "--prune"]), Some(3), "it still does");
    assert!(!site.path("output/s").join(&gone).exists(), "but what is to be closed is");
    fs::remove_dir(place.join("index.html")).unwrap();
    assert_eq!(code(&["build", "--prune"]), Some(0));
    let after = Ready::of(State::New).cold();
    for (path, bytes) in tree(&place) {
        assert_eq!(after.get(&format!("s/{few}/{path}")), Some(&bytes), "{path} is new");
    }
}
