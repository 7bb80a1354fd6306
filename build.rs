//! Build script: tells this program from every other that could have written a cache, by what it is made of.
//!
//! The same sources give the same text on any machine, so that a cache serves wherever it is carried.

#![expect(clippy::disallowed_methods, reason = "this is how a build script is spoken to, and how it answers")]

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for part in ["src", "themes", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={part}");
        gather(&root.join(part), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/").hash(&mut hasher);
        fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo::rustc-env=EXTRAIT_SOURCES={:016x}", hasher.finish());
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| gather(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
