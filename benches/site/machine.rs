//! On what is measured: figures say nothing without it.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

/// Processor, cores, system, file system, versions and command, as a Markdown list.
pub(crate) fn describe(folder: &Path, runs: usize) -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let rustc =
        Command::new("rustc").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words = if words.is_empty() { String::new() } else { format!(" -- {}", words.join(" ")) };
    let disk = file_system(folder);
    let memory =
        if disk == "tmpfs" { " (memory, no disk: its ratios are not those of the targets)" } else { "" };
    format!(
        "- machine: {}, {cores} cores, Linux {}, {disk}{memory}\n\
         - versions: extrait {}, {}\n\
         - command: `cargo bench --bench site{words}`, {runs} runs, interleaved",
        processor(),
        kernel.trim(),
        env!("CARGO_PKG_VERSION"),
        String::from_utf8_lossy(&rustc).trim(),
    )
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    model.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, model)| model.trim().to_owned())
}

/// The type of the file system that holds a folder: the mount with the longest path above it.
fn file_system(folder: &Path) -> String {
    let text = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let mounts = text.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?, words.next()?))
    });
    let above = mounts.filter(|(place, _)| folder.starts_with(place));
    above
        .max_by_key(|(place, _)| place.len())
        .map_or_else(|| "unknown".to_owned(), |(_, kind)| kind.to_owned())
}
