//! The watching binary, what it says, and what the kernel says of it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use crate::author::copy;
use crate::support::{Site, Tree};

/// Generous: the machine may be busy with other things.
pub const PATIENCE: Duration = Duration::from_secs(30);

type Lines = Arc<Mutex<Vec<String>>>;

pub struct Watching {
    pub child: Child,
    out: Lines,
    err: Lines,
}

impl Watching {
    /// Starts `build --watch`, and waits until it watches.
    pub fn start(site: &Site, words: &[&str]) -> Self {
        Self::spawn(&mut site.command(&[&["build", "--watch"], words].concat()))
    }

    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = gather(child.stdout.take().unwrap());
        let err = gather(child.stderr.take().unwrap());
        let mut watching = Self { child, out, err };
        let begun = wait_until(|| watching.complaints().contains("watching") || watching.has_ended());
        assert!(begun, "it does not begin");
        watching
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// The lines about builds.
    pub fn builds(&self) -> Vec<String> {
        self.out.lock().unwrap().clone()
    }

    pub fn complaints(&self) -> String {
        self.err.lock().unwrap().join("\n")
    }

    pub fn is_polling(&self) -> bool {
        self.complaints().contains("by looking every")
    }

    pub fn waits_for_builds(&self, number: usize) {
        let enough = wait_until(|| self.builds().len() >= number);
        assert!(enough, "{number} builds were awaited\n{}", self.state());
    }

    /// What it says comes by two pipes: a complaint may be read after the line about its build.
    pub fn complains(&self, words: &str) {
        let is_said = wait_until(|| self.complaints().contains(words));
        assert!(is_said, "`{words}` was awaited\n{}", self.state());
    }

    /// For whoever must find out why a test fails.
    pub fn state(&self) -> String {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id())).into_iter().flatten();
        let state = |name: &str, thread: &fs::DirEntry| {
            fs::read_to_string(thread.path().join(name)).unwrap_or_default().trim().to_owned()
        };
        let threads = threads.map(|thread| thread.unwrap());
        let threads: Vec<_> = threads
            .map(|thread| format!("{}: {}", state("comm", &thread), state("wchan", &thread)))
            .collect();
        format!("{:?}\n{threads:?}\n{}", self.builds(), self.complaints())
    }

    /// Clock ticks that the process has worked: fields 14 and 15 of `proc_pid_stat(5)`.
    pub fn ticks(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<_> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }

    /// How many watches it holds: `proc_pid_fdinfo(5)`.
    pub fn watches(&self) -> usize {
        let descriptors = fs::read_dir(format!("/proc/{}/fdinfo", self.child.id())).unwrap();
        let texts = descriptors.filter_map(|file| fs::read_to_string(file.unwrap().path()).ok());
        texts.map(|text| text.lines().filter(|line| line.starts_with("inotify wd:")).count()).sum()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn gather(stream: impl Read + Send + 'static) -> Lines {
    let lines = Lines::default();
    let gathered = Arc::clone(&lines);
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            gathered.lock().unwrap().push(line);
        }
    });
    lines
}

/// Looks until something holds: what is waited for is said by another process or lies on the disk, and neither wakes a test.
pub fn wait_until(mut holds: impl FnMut() -> bool) -> bool {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if holds() {
            return true;
        }
        sleep(Duration::from_millis(2));
    }
    false
}

/// The output as a cold build elsewhere makes it.
pub fn cold(site: &Site) -> Tree {
    let mut other = Site::empty();
    other.now.clone_from(&site.now);
    for top in ["content", "themes", "shared"].into_iter().filter(|top| site.path(top).exists()) {
        copy(&site.path(top), &other.path(top));
    }
    fs::copy(site.path("site.yaml"), other.path("site.yaml")).unwrap();
    other.build(&[]);
    other.output()
}

/// Waits until the output is that of a cold build, and looks whether it stays so.
pub fn settles(site: &Site, watching: &Watching, when: &str) {
    let expected = cold(site);
    if !wait_until(|| glimpse(&site.path("output")).as_ref() == Some(&expected)) {
        let found = site.output();
        let differs = |path: &&String| found.get(*path) != expected.get(*path);
        let paths: Vec<_> = expected.keys().chain(found.keys()).filter(differs).collect();
        panic!("{when}, these differ: {paths:?}\n{}", watching.state());
    }
}

/// All files below a folder that may change meanwhile; `None` if it did.
fn glimpse(folder: &Path) -> Option<Tree> {
    let mut files = Tree::new();
    let mut open = vec![String::new()];
    while let Some(prefix) = open.pop() {
        for entry in fs::read_dir(folder.join(&prefix)).ok()? {
            let entry = entry.ok()?;
            let path = format!("{prefix}{}", entry.file_name().to_str()?);
            if entry.file_type().ok()?.is_dir() {
                open.push(format!("{path}/"));
            } else {
                files.insert(path, fs::read(entry.path()).ok()?);
            }
        }
    }
    Some(files)
}
