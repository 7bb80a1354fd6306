//! After every edit, of whatever sort, a build that may reuse what earlier ones left gives what a build from nothing
//! gives: the same output byte for byte, the same complaints, the same exit code.
//!
//! Edits follow from a seed. `EXTRAIT_EDITS=5000` makes it a soak, `EXTRAIT_SEED=7` starts elsewhere.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::allow_attributes,
    reason = "a test fails by panicking, works on the disk and is told its length by the environment"
)]

mod support;

#[path = "../examples/corpus/chance.rs"]
mod chance;
#[path = "incremental/content.rs"]
mod content;
#[path = "incremental/disk.rs"]
mod disk;
#[path = "incremental/faults.rs"]
mod faults;
#[path = "incremental/look.rs"]
mod look;
#[path = "incremental/shares.rs"]
mod shares;
#[path = "incremental/world.rs"]
mod world;

use std::process::Output;
use std::thread;

use serde_json::Value as Json;

use support::{NOW, Site, tree};
use world::{Edit, Snapshot, World};

/// Series that are independent of one another, one thread each.
const SERIES: usize = 2;

/// Edits of all series together.
const EDITS: usize = 300;

/// Builds that may fail in a row, at most, before the last good content comes back.
const PATIENCE: usize = 2;

/// Sorts of edits, each as often as its number says.
const SORTS: &[(usize, &[Edit])] = &[
    (10, content::EDITS),
    (8, shares::EDITS),
    (4, look::SITE),
    (3, look::THEME),
    (5, disk::FILES),
    (5, disk::OUTPUT),
    (6, disk::STATE),
    (2, faults::EDITS),
];

#[test]
fn a_warm_build_gives_what_a_cold_one_gives() {
    let edits = number("EXTRAIT_EDITS").unwrap_or(EDITS).div_ceil(SERIES);
    let seed = number("EXTRAIT_SEED").unwrap_or(1);
    thread::scope(|scope| {
        for series in 0..SERIES {
            scope.spawn(move || Series::new(seed + series).run(edits));
        }
    });
}

fn number(name: &str) -> Option<usize> {
    Some(std::env::var(name).ok()?.parse().expect("a number"))
}

/// One site, edited again and again.
struct Series {
    seed: usize,
    site: Site,
    world: World,
    /// What the edits were, those of a build in one line.
    told: Vec<String>,
    /// The content of the last build that succeeded.
    good: Snapshot,
    failures: usize,
    /// How many builds failed in all.
    failed: usize,
}

impl Series {
    fn new(seed: usize) -> Self {
        let site = world::small_site();
        let world = World::new(site.root.path(), seed as u64);
        let good = world.snapshot();
        Self { seed, site, world, told: Vec::new(), good, failures: 0, failed: 0 }
    }

    fn run(mut self, edits: usize) {
        // The site as it is, then edits.
        for step in 0..=edits {
            if let Err(difference) = self.step(step) {
                let folder = self.site.root.keep();
                panic!(
                    "EXTRAIT_SEED={} edit {step}: {difference}\nthe last builds, newest last:\n{}\nthe site is in {}",
                    self.seed,
                    self.told[self.told.len().saturating_sub(6)..].join("\n"),
                    folder.display()
                );
            }
        }
        println!("seed {}: {edits} edits, {} of them built with errors", self.seed, self.failed);
        // A series that hardly ever builds, or never fails, tests little.
        assert!(
            edits < 100 || (self.failed > edits / 50 && self.failed < edits / 2),
            "{} failed",
            self.failed
        );
    }

    fn step(&mut self, step: usize) -> Result<(), String> {
        // A fault stays for a while: the builds in between leave their traces too.
        let mended = self.failures > PATIENCE || (self.failures > 0 && self.world.chance.below(2) == 0);
        let mut told = Vec::new();
        if mended {
            self.world.restore(&self.good);
            told.push("the last good content comes back".to_owned());
        } else if step > 0 {
            // Most edits come alone; some at once, as from another branch.
            for _ in 0..*self.world.chance.pick(&[&1, &1, &1, &1, &2, &4]) {
                told.push(self.edit());
            }
        }
        let mut words = vec!["build", "--format", "json", "--allow-empty"];
        if self.world.chance.below(12) == 0 {
            words.extend(["--base-url", "https://elsewhere.example.org/"]);
        }
        self.site.now = self.world.chance.pick(&[NOW, NOW, NOW, NOW, "2098-06-20T00:00:00Z"]).to_owned();
        let mut warm_words = words.clone();
        if self.world.chance.below(10) == 0 {
            warm_words.extend(["--jobs", "1"]);
        }
        self.told.push(format!(
            "{step}: {} ({}, {})",
            told.join("; "),
            self.site.now,
            warm_words[4..].join(" ")
        ));
        let warm = self.site.run(&warm_words);
        let content = self.world.snapshot();
        let same = self.compare(&warm, &content, &words)?;
        if same.is_built {
            // Later, shares have ended, and nothing is said of what they hold.
            if self.site.now == NOW {
                self.good = content;
            }
            self.failures = 0;
            if self.world.chance.below(8) == 0 {
                self.writes_nothing(&words)?;
            }
            return Ok(());
        }
        if mended || step == 0 {
            return Err(format!("content that is good is refused: {}", same.said));
        }
        self.failures += 1;
        self.failed += 1;
        Ok(())
    }

    fn edit(&mut self) -> String {
        let sorts: Vec<&[Edit]> =
            SORTS.iter().flat_map(|(often, edits)| std::iter::repeat_n(*edits, *often)).collect();
        let edits = self.world.chance.pick(&sorts);
        let edit = self.world.chance.pick(edits);
        edit(&mut self.world)
    }

    /// Builds the same content where nothing was ever built, and compares.
    fn compare(&self, warm: &Output, content: &Snapshot, words: &[&str]) -> Result<Same, String> {
        let cold_site = Site { now: self.site.now.clone(), ..Site::empty() };
        content.write_to(cold_site.root.path());
        let cold = cold_site.run(words);
        let said = String::from_utf8_lossy(&cold.stderr).into_owned();
        let (warm_said, [gone, narrowed]) = without_earlier(&String::from_utf8_lossy(&warm.stderr));
        if warm.status.code() != cold.status.code() || warm_said != said {
            return Err(format!(
                "warm {}, cold {}\nwarm says:\n{warm_said}\ncold says:\n{said}",
                warm.status, cold.status
            ));
        }
        let is_built = match cold.status.code() {
            Some(0) => true,
            // The last good output stays, and a folder that was never built has none.
            Some(1) => false,
            _ => return Err(format!("{}: {said}", cold.status)),
        };
        let (mut warm_report, cold_report) = (report(warm), report(&cold));
        for (severity, earlier) in [("notes", gone), ("warnings", narrowed)] {
            if let Some(number) = warm_report[severity].as_u64() {
                warm_report[severity] = (number - earlier).into();
            }
        }
        for key in ["shares", "links", "pages", "errors", "warnings", "notes"] {
            if warm_report[key] != cold_report[key] {
                return Err(format!("{key}: warm {}, cold {}", warm_report[key], cold_report[key]));
            }
        }
        if is_built {
            same_trees(&self.site, &cold_site)?;
        }
        Ok(Same { is_built, said })
    }

    /// Once more, with nothing to do.
    fn writes_nothing(&self, words: &[&str]) -> Result<(), String> {
        let again = self.site.run(words);
        let report = report(&again);
        let idle = again.status.success() && report["written"] == 0 && report["removed"] == 0;
        if idle { Ok(()) } else { Err(format!("built twice, the second one says {report}")) }
    }
}

/// What both builds of one content said.
struct Same {
    is_built: bool,
    said: String,
}

/// What follows from what was published before: only a build that comes after another can say it. A note and a warning.
const EARLIER: [&str; 2] = ["share-gone", "share-narrowed"];

/// What was said but for [`EARLIER`], and how often each of these was.
fn without_earlier(said: &str) -> (String, [u64; 2]) {
    let is = |code: &str, line: &str| line.contains(&format!("\"code\":\"{code}\""));
    let counts = EARLIER.map(|code| said.lines().filter(|line| is(code, line)).count() as u64);
    let others = said.split_inclusive('\n').filter(|line| !EARLIER.iter().any(|code| is(code, line)));
    (others.collect(), counts)
}

fn report(output: &Output) -> Json {
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

fn same_trees(warm: &Site, cold: &Site) -> Result<(), String> {
    let (warm, cold) = (tree(&warm.path("output")), tree(&cold.path("output")));
    let paths = warm.keys().chain(cold.keys());
    let Some(path) = paths.into_iter().find(|path| warm.get(*path) != cold.get(*path)) else { return Ok(()) };
    let (Some(one), Some(other)) = (warm.get(path), cold.get(path)) else {
        let where_it_is = if warm.contains_key(path) { "warm" } else { "cold" };
        return Err(format!("{path} is in the {where_it_is} output only"));
    };
    let at = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let excerpt = |bytes: &[u8]| {
        String::from_utf8_lossy(&bytes[at.saturating_sub(60)..bytes.len().min(at + 120)]).into_owned()
    };
    Err(format!("{path} differs at byte {at}\nwarm: {}\ncold: {}", excerpt(one), excerpt(other)))
}
