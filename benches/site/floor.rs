//! The floor: two threads that write the same bytes to the same paths, and nothing else.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::run::{Measured, files, settle};

/// The word that makes this program the process that writes.
pub(crate) const WORD: &str = "--floor";

/// How long it takes to write the files of `from` into the new folder `to`, and then until the disk has them. Another
/// process does it: it holds all bytes, and the peak of a process is told of its later children too.
pub(crate) fn run(from: &Path, to: &Path) -> Outcome<(Measured, Measured)> {
    settle();
    let output = Command::new(std::env::current_exe()?).arg(WORD).arg(from).arg(to).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let times: Vec<u64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [write, sync] = times.as_slice() else {
        return Err(format!("the floor failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    };
    let measured = |nanoseconds| {
        let wall = Duration::from_nanos(nanoseconds);
        Measured { wall, cpu: Duration::ZERO, memory: 0 }
    };
    Ok((measured(*write), measured(*sync)))
}

/// Reads everything, then writes it against the clock.
#[expect(clippy::print_stdout, reason = "the parent process reads the figures")]
pub(crate) fn child(from: &Path, to: &Path) -> Outcome<()> {
    let paths = files(from)?;
    let read = |path: &String| Ok((to.join(path), fs::read(from.join(path))?));
    let files: Vec<(PathBuf, Vec<u8>)> = paths.iter().map(read).collect::<io::Result<_>>()?;
    let mut folders: Vec<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    folders.dedup();
    let started = Instant::now();
    for folder in folders {
        fs::create_dir_all(folder)?;
    }
    thread::scope(|scope| {
        let other = scope.spawn(|| files.iter().skip(1).step_by(2).try_for_each(write));
        files.iter().step_by(2).try_for_each(write)?;
        other.join().expect("a thread that only writes does not panic")
    })?;
    let written = started.elapsed();
    let started = Instant::now();
    rustix::fs::syncfs(File::open(to)?)?;
    let synced = started.elapsed();
    println!("{} {}", written.as_nanos(), synced.as_nanos());
    Ok(())
}

fn write((path, bytes): &(PathBuf, Vec<u8>)) -> io::Result<()> {
    File::create_new(path)?.write_all(bytes)
}
