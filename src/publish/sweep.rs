//! What has the shape of a link, of our staging or of our stylesheets, and is not live, goes. Everything else stays.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::address::Folder;
use crate::publish::share::STAGE;
use crate::publish::{Counts, PublishError, TEMPORARY, at, files_below};
use crate::seal::Publishable;

/// The files of the site itself, at the top and in `s/`.
const SITE_FILES: [&str; 2] = ["index.html", "404.html"];

/// See [`Target::sweep`](super::Target::sweep).
pub(super) fn sweep(
    root: &Path,
    live: &BTreeSet<Folder>,
    assets: &[Publishable],
    counts: &Counts,
) -> Result<Vec<String>, PublishError> {
    let mut foreign = Vec::new();
    for name in names(root)? {
        match name.as_str() {
            "s" | "assets" => {}
            name if SITE_FILES.contains(&name) => {}
            name if name.ends_with(TEMPORARY) => remove_file(&root.join(name), counts)?,
            // Git keeps an empty output folder by it.
            ".gitignore" => {}
            name => foreign.push(Folder::mask(name)),
        }
    }
    let links = root.join("s");
    let live_names: BTreeSet<&str> = live.iter().map(Folder::name).collect();
    for name in names(&links)? {
        if is_ours(&name) {
            if !live_names.contains(name.as_str()) {
                vanish(&links, &name, counts)?;
            }
        } else if name.ends_with(TEMPORARY) {
            remove_file(&links.join(&name), counts)?;
        } else if name != "index.html" {
            foreign.push(Folder::mask(&format!("s/{name}")));
        }
    }
    let folder = root.join("assets");
    for name in names(&folder)? {
        let path = format!("assets/{name}");
        if is_asset(&name) {
            if !assets.iter().any(|asset| asset.path() == path) {
                remove_file(&folder.join(&name), counts)?;
            }
        } else {
            foreign.push(path);
        }
    }
    Ok(foreign)
}

/// See [`Target::close`](super::Target::close).
pub(super) fn close(
    links: &Path,
    folders: &BTreeSet<String>,
    now: i64,
    counts: &Counts,
) -> Result<(), PublishError> {
    for name in names(links)? {
        let ended = Folder::expiry(&name).is_some_and(|expiry| expiry <= now);
        let staged = name.starts_with(STAGE);
        if ended || staged || (Folder::is_link(&name) && folders.contains(&name)) {
            vanish(links, &name, counts)?;
        }
    }
    Ok(())
}

fn is_ours(name: &str) -> bool {
    Folder::is_link(name) || name.starts_with(STAGE)
}

/// `style.0123456789abcdef.css`, finished or not.
fn is_asset(name: &str) -> bool {
    let name = name.strip_suffix(TEMPORARY).unwrap_or(name);
    let mut parts = name.split('.');
    let shape = (parts.next(), parts.next(), parts.next(), parts.next());
    let hexadecimal = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    matches!(shape, (Some(stem), Some(hash), Some("css"), None) if !stem.is_empty() && hexadecimal(hash))
}

/// Takes a link away in one step, then its files.
fn vanish(links: &Path, name: &str, counts: &Counts) -> Result<(), PublishError> {
    let place = links.join(name);
    if !place.is_dir() || place.is_symlink() {
        return remove_file(&place, counts);
    }
    Counts::add(&counts.removed, files_below(&place).map_err(at(&place))?.len());
    let gone = links.join(format!("{STAGE}gone-{name}"));
    let gone = if fs::rename(&place, &gone).is_ok() { gone } else { place };
    fs::remove_dir_all(&gone).map_err(at(&gone))
}

fn remove_file(path: &Path, counts: &Counts) -> Result<(), PublishError> {
    fs::remove_file(path).map_err(at(path))?;
    Counts::add(&counts.removed, 1);
    Ok(())
}

/// The names in a folder, sorted; none where there is no folder.
fn names(folder: &Path) -> Result<Vec<String>, PublishError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(at(folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(at(folder))?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
