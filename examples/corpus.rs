//! Writes a site of N records to measure with: `cargo run --release --example corpus -- N DIR [--shares K]`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command tells what it did")]

#[path = "corpus/site.rs"]
mod site;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: corpus N DIR [--shares K]";

/// What is typed.
struct Wish {
    records: usize,
    folder: PathBuf,
    shares: usize,
}

fn main() -> ExitCode {
    let Some(wish) = read(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match site::write(&wish.folder, wish.records, wish.shares) {
        Ok(()) => {
            println!("{} records, {} shares: {}", wish.records, wish.shares, wish.folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {}: {error}", wish.folder.display());
            ExitCode::FAILURE
        }
    }
}

fn read(words: impl Iterator<Item = String>) -> Option<Wish> {
    let (mut plain, mut shares) = (Vec::new(), 1);
    let mut words = words;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--shares" => shares = words.next()?.parse().ok().filter(|shares| *shares > 0)?,
            word if word.starts_with('-') => return None,
            _ => plain.push(word),
        }
    }
    let [records, folder] = plain.as_slice() else { return None };
    Some(Wish { records: records.parse().ok()?, folder: folder.into(), shares })
}
