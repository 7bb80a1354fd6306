//! The figures as Markdown tables.

use std::fmt::Write as _;
use std::time::Duration;

use crate::run::Measured;

/// All runs over one size.
pub(crate) struct Figures {
    size: usize,
    pub(crate) floor: Vec<Measured>,
    pub(crate) sync: Vec<Measured>,
    pub(crate) cold: Vec<Measured>,
    pub(crate) unchanged: Vec<Measured>,
    pub(crate) one: Vec<Measured>,
    pub(crate) twenty: Vec<Measured>,
    /// What a build said of its stages.
    pub(crate) stages: Option<String>,
}

impl Figures {
    pub(crate) fn new(size: usize) -> Self {
        Self {
            size,
            floor: Vec::new(),
            sync: Vec::new(),
            cold: Vec::new(),
            unchanged: Vec::new(),
            one: Vec::new(),
            twenty: Vec::new(),
            stages: None,
        }
    }
}

/// Everything there is to tell.
pub(crate) fn markdown(all: &[Figures]) -> String {
    let mut text = String::from(
        "| records | run | min | median | CPU | peak memory | ratio of medians | of minima | target |\n\
         |--:|---|--:|--:|--:|--:|--:|--:|---|\n",
    );
    for figures in all {
        runs(figures, &mut text);
    }
    if all.len() > 1 {
        text.push_str("\n| from | to | records | cold takes | target | a further item costs | target |\n");
        text.push_str("|--:|--:|--:|--:|---|--:|---|\n");
    }
    for pair in all.windows(2) {
        growth(&pair[0], &pair[1], &mut text);
    }
    for figures in all {
        let _ = match &figures.stages {
            Some(said) => {
                write!(text, "\nStages of a cold build of {} records:\n\n```text\n{said}```\n", figures.size)
            }
            None => writeln!(text, "\nStages of {} records: this binary does not tell them.", figures.size),
        };
    }
    text
}

fn runs(figures: &Figures, text: &mut String) {
    let mut line = |name: &str, runs: &[Measured], base: Option<(&str, &[Measured])>, target: &str| {
        if runs.is_empty() {
            let _ =
                writeln!(text, "| {} | {name} | | | | | | | skipped, ask with `--twenty` |", figures.size);
            return;
        }
        let ratio = |of: fn(&[Measured]) -> Duration| {
            base.map_or_else(String::new, |(word, base)| {
                format!("{:.2} × {word}", of(runs).as_secs_f64() / of(base).as_secs_f64())
            })
        };
        let _ = writeln!(
            text,
            "| {} | {name} | {} | {} | {} | {} | {} | {} | {target} |",
            figures.size,
            milliseconds(least(runs)),
            milliseconds(median(runs)),
            if cpu(runs).is_zero() { String::new() } else { milliseconds(cpu(runs)) },
            if peak(runs) == 0 { String::new() } else { megabytes(peak(runs)) },
            ratio(median),
            ratio(least),
        );
    };
    let (floor, cold) = (Some(("floor", figures.floor.as_slice())), Some(("cold", figures.cold.as_slice())));
    line("floor", &figures.floor, None, "");
    line("sync after the floor", &figures.sync, floor, "");
    line("cold", &figures.cold, floor, "≤ 4 × floor; ≤ 120 MB at 10000");
    line("unchanged", &figures.unchanged, cold, "≤ 0.15 × cold");
    line("one item changed", &figures.one, cold, "≤ 0.2 × cold");
    line("twenty shares", &figures.twenty, cold, "≤ 16 × cold");
}

#[expect(clippy::cast_precision_loss, reason = "figures are told with three digits")]
fn growth(small: &Figures, large: &Figures, text: &mut String) {
    let (few, many) = (small.size as f64, large.size as f64);
    let more = peak(&large.cold) as f64 - peak(&small.cold) as f64;
    let _ = writeln!(
        text,
        "| {few} | {many} | {:.1} × | {:.2} × | ≤ {:.1} × | {:.1} kB | < 6 kB |",
        many / few,
        median(&large.cold).as_secs_f64() / median(&small.cold).as_secs_f64(),
        // 5.3 for five times the records.
        many / few * 1.06,
        more / (many - few) / 1000.0,
    );
}

fn sorted(runs: &[Measured], of: fn(&Measured) -> Duration) -> Vec<Duration> {
    let mut values: Vec<Duration> = runs.iter().map(of).collect();
    values.sort_unstable();
    values
}

fn least(runs: &[Measured]) -> Duration {
    sorted(runs, |run| run.wall).first().copied().unwrap_or_default()
}

fn median(runs: &[Measured]) -> Duration {
    middle(&sorted(runs, |run| run.wall))
}

fn cpu(runs: &[Measured]) -> Duration {
    middle(&sorted(runs, |run| run.cpu))
}

/// Of an even number, the mean of the two in the middle.
fn middle(sorted: &[Duration]) -> Duration {
    let (low, high) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
    sorted.get(low).zip(sorted.get(high)).map_or(Duration::ZERO, |(low, high)| (*low + *high) / 2)
}

fn peak(runs: &[Measured]) -> u64 {
    runs.iter().map(|run| run.memory).max().unwrap_or_default()
}

fn milliseconds(duration: Duration) -> String {
    let milliseconds = duration.as_secs_f64() * 1e3;
    if milliseconds < 100.0 { format!("{milliseconds:.1} ms") } else { format!("{milliseconds:.0} ms") }
}

#[expect(clippy::cast_precision_loss, reason = "a memory of 2^53 bytes is far")]
fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
