//! Files of the cache: private to their owner, written whole, and vouched for by a sum.

use std::fs;
use std::io;
use std::path::Path;

use crate::hash::Hash;

/// Makes a file that only its owner reads, or opens the one that is there.
pub(super) fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a folder that only its owner enters.
pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes a file whole or not at all, readable by its owner only.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    io::Write::write_all(&mut private().truncate(true).open(&temporary)?, bytes)?;
    let written = fs::rename(&temporary, path);
    written.inspect_err(|_| drop(fs::remove_file(&temporary)))
}

/// The bytes of a file that [`sealed`] made, without its sum and the program of the program; `None` where either differs.
pub(super) fn unsealed<'a>(bytes: &'a [u8], program: &str) -> Option<&'a [u8]> {
    let (content, sum) = bytes.split_last_chunk::<32>()?;
    (Hash::of(content).bytes() == sum).then_some(())?;
    content.strip_suffix(program.as_bytes())
}

/// Bytes with the program of the program and their sum behind them.
pub(super) fn sealed(mut bytes: Vec<u8>, program: &str) -> Vec<u8> {
    bytes.extend_from_slice(program.as_bytes());
    let sum = Hash::of(&bytes);
    bytes.extend_from_slice(sum.bytes());
    bytes
}
