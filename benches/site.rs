//! What whole builds cost: `cargo bench --bench site [-- SIZES… --runs R --twenty]`. `docs/benchmarks.md` says what is
//! measured and how. Times are told, never judged; a wrong output fails.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark makes the sites that it measures")]

#[path = "../examples/corpus/site.rs"]
mod corpus;
#[path = "site/floor.rs"]
mod floor;
#[path = "site/machine.rs"]
mod machine;
#[path = "site/run.rs"]
mod run;
#[path = "site/table.rs"]
mod table;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use run::{Build, Measured, build, compare, settle};
use table::Figures;

const SIZES: [usize; 3] = [1_000, 10_000, 50_000];
const RUNS: usize = 5;
const SHARES: usize = 20;

/// Beyond it twenty shares are built only when asked for: they fill twenty times the disk.
const MOST_WITH_TWENTY: usize = 10_000;

/// The pages of the site itself, no share's: that for links that are none, the two neutral indexes, how to check an extract,
/// and that of the share that ended in 2001.
const SITE_PAGES: usize = 5;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What is typed.
struct Wish {
    sizes: Vec<usize>,
    runs: usize,
    twenty: bool,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let outcome = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [floor::WORD, from, to] => floor::child(Path::new(from), Path::new(to)),
        _ => match read(&words) {
            Some(wish) => measure(&wish),
            None => Err("usage: site [SIZES…] [--runs R] [--twenty]".into()),
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read(words: &[String]) -> Option<Wish> {
    let mut wish = Wish { sizes: Vec::new(), runs: RUNS, twenty: false };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--runs" => wish.runs = words.next()?.parse().ok().filter(|runs| *runs > 0)?,
            "--twenty" => wish.twenty = true,
            size => wish.sizes.push(size.parse().ok().filter(|size| *size > 0)?),
        }
    }
    if wish.sizes.is_empty() {
        wish.sizes = SIZES.to_vec();
    }
    wish.sizes.sort_unstable();
    wish.sizes.dedup();
    Some(wish)
}

fn measure(wish: &Wish) -> Outcome<()> {
    // Beside the target folder's own tmp, and so on the disk that cargo builds on: /tmp may be memory.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().ok_or("the target folder has no place")?;
    let place = target.join("bench-site");
    let folder = place.join(std::process::id().to_string());
    fs::create_dir_all(&folder)?;
    let outcome = measure_in(wish, &folder);
    // Only now: deleting many files burdens ext4 for long, and would burden what is measured next.
    fs::remove_dir_all(&folder)?;
    if fs::remove_dir(&place).is_err() {
        eprintln!("left by another run, remove it when none is at work: {}", place.display());
    }
    outcome
}

fn measure_in(wish: &Wish, folder: &Path) -> Outcome<()> {
    println!("{}\n", machine::describe(folder, wish.runs));
    let mut all = Vec::new();
    for size in &wish.sizes {
        let folder = folder.join(size.to_string());
        fs::create_dir(&folder)?;
        let twenty = wish.twenty || *size <= MOST_WITH_TWENTY;
        all.push(Bench { folder, size: *size, rounds: wish.runs, twenty, sites: 0 }.figures()?);
    }
    println!("\n{}", table::markdown(&all));
    Ok(())
}

/// All runs over one size.
struct Bench {
    folder: PathBuf,
    size: usize,
    rounds: usize,
    twenty: bool,
    /// How many sites were made: none is used for two cold builds, and none is deleted in between.
    sites: usize,
}

impl Bench {
    fn figures(&mut self) -> Outcome<Figures> {
        let reference = self.site(1)?;
        let first = self.cold(&reference, 1)?;
        let mut figures = Figures::new(self.size);
        figures.stages = self.stages()?;
        let mut last = reference.clone();
        for round in 1..=self.rounds {
            eprint!("\r{} records, round {round} of {} ", self.size, self.rounds);
            let (floor, sync) =
                floor::run(&reference.join("output"), &self.folder.join(format!("floor-{round}")))?;
            figures.floor.push(floor);
            figures.sync.push(sync);
            last = self.site(1)?;
            figures.cold.push(self.cold(&last, 1)?.measured);
            figures.unchanged.push(unchanged(&last, &first)?);
            figures.one.push(self.one(&last, &first)?);
            if self.twenty {
                let site = self.site(SHARES)?;
                figures.twenty.push(self.cold(&site, SHARES)?.measured);
            }
        }
        eprintln!();
        self.same_as_cold(&last)?;
        Ok(figures)
    }

    /// A fresh site, its files in the page cache, as its author's last save left them.
    fn site(&mut self, shares: usize) -> Outcome<PathBuf> {
        self.sites += 1;
        let site = self.folder.join(format!("site-{}", self.sites));
        corpus::write(&site, self.size, shares)?;
        Ok(site)
    }

    fn cold(&self, site: &Path, shares: usize) -> Outcome<Build> {
        settle();
        let built = build(site, shares)?;
        let files = run::files(&site.join("output"))?.len();
        // Of a link: the front page, the register's and its records'.
        built.expect("pages", shares * (self.size + 2) + SITE_PAGES)?;
        built.expect("links", shares)?;
        built.expect("written", files)?;
        built.expect("unchanged", 0)?;
        Ok(built)
    }

    fn one(&self, site: &Path, first: &Build) -> Outcome<Measured> {
        change(site, self.size)?;
        settle();
        let built = build(site, 1)?;
        // Its page, and those few files of the share that speak of all records.
        let written = built.number("written");
        if !(1..=8).contains(&written) {
            return Err(format!("one record changed and {written} files were written").into());
        }
        built.expect("unchanged", first.number("written") - written)?;
        Ok(built.measured)
    }

    /// The last warm output is what a cold build of the same content gives.
    fn same_as_cold(&mut self, warm: &Path) -> Outcome<()> {
        let site = self.site(1)?;
        change(&site, self.size)?;
        self.cold(&site, 1)?;
        compare(&warm.join("output"), &site.join("output"))
    }

    /// What a cold build says of its own stages, if it can.
    fn stages(&mut self) -> Outcome<Option<String>> {
        let site = self.site(1)?;
        settle();
        Ok(run::try_build(&site, &["--timings"])?.ok().map(|built| built.said))
    }
}

fn unchanged(site: &Path, first: &Build) -> Outcome<Measured> {
    settle();
    let built = build(site, 1)?;
    built.expect("written", 0)?;
    built.expect("removed", 0)?;
    built.expect("unchanged", first.number("written"))?;
    built.expect("pages", first.number("pages"))?;
    Ok(built.measured)
}

/// A sentence more at the end of a record.
fn change(site: &Path, size: usize) -> io::Result<()> {
    let record = format!("treatment-{:05}.md", size.div_ceil(2));
    let path = site.join(corpus::REGISTER_FOLDER).join(record);
    let mut file = fs::OpenOptions::new().append(true).open(path)?;
    file.write_all("\nUne phrase ajoutée depuis la dernière relecture.\n".as_bytes())
}
