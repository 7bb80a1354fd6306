//! What has the shape of a link, of our staging or of our stylesheets, and is not live, goes. Everything else stays.

use std::collections::BTreeSet;
use std::path::Path;

use crate::host::{MARK, OUTPUT_NAMES};
use crate::link::{CANARY, Folder, has_ended};
use crate::mask;
use crate::publish::files::{begin, below, is_folder, names, remove_all};
use crate::publish::folder::STAGE;
use crate::publish::journal::Journal;
use crate::publish::{PublishError, TEMPORARY, Target, at};
use crate::render::{ASSETS, INDEX, SITE_PAGES};
use crate::seal::Publishable;
use crate::sign::PUBLIC_KEY_FILE;

/// See [`Target::sweep`].
pub(super) fn sweep(
    target: &Target,
    live: &BTreeSet<Folder>,
    assets: &[Publishable],
    rules: &[Publishable],
) -> Result<Vec<String>, PublishError> {
    let mut foreign = Vec::new();
    for name in names(&target.root)? {
        match name.as_str() {
            "s" | ASSETS | PUBLIC_KEY_FILE => {}
            name if SITE_PAGES.contains(&name) => {}
            name if name.ends_with(TEMPORARY) => remove_file(target, &target.root.join(name))?,
            name if rules.iter().any(|rule| rule.path() == name) => {}
            name if is_rule(&target.root.join(name), name) => remove_file(target, &target.root.join(name))?,
            // Git keeps an empty output folder by it.
            ".gitignore" => {}
            name => foreign.push(mask::foreign(name)),
        }
    }
    let live_names: BTreeSet<&str> = live.iter().map(Folder::name).collect();
    for name in names(&target.links)? {
        if name == CANARY {
            canary(target, &mut foreign)?;
        } else if is_ours(&name) {
            if !live_names.contains(name.as_str()) {
                vanish(target, &name)?;
            }
        } else if name.ends_with(TEMPORARY) {
            remove_file(target, &target.links.join(&name))?;
        } else if name != INDEX {
            foreign.push(mask::foreign(&format!("s/{name}")));
        }
    }
    for name in names(&target.root.join(ASSETS))? {
        let path = format!("{ASSETS}/{name}");
        if is_asset(&name) {
            if !assets.iter().any(|asset| asset.path() == path) {
                remove_file(target, &target.root.join(&path))?;
            }
        } else {
            foreign.push(path);
        }
    }
    Ok(foreign)
}

/// See [`Target::close`].
pub(super) fn close(target: &Target, folders: &BTreeSet<String>, now: i64) -> Result<(), PublishError> {
    // Where a share could not be carried to its new state, what it still needs stays.
    let needed = Journal::read(target).and_then(|journal| journal.stage());
    let mut done = Ok(());
    for name in names(&target.links)? {
        if name == CANARY {
            continue;
        }
        let ended = has_ended(Folder::expiry(&name), now);
        let staged = name.starts_with(STAGE) && needed.as_ref() != Some(&name);
        if ended || staged || (Folder::is_link(&name) && folders.contains(&name)) {
            // One that cannot be removed keeps no other open.
            done = done.and(vanish(target, &name));
        }
    }
    done
}

/// Removes what a build that came to no end left beside the files of the site and of its shares, those included that will
/// not change. A build that came to its end left nothing, and nothing is looked for.
pub(super) fn temporaries(target: &Target) -> Result<(), PublishError> {
    if !target.interrupted {
        return Ok(());
    }
    for folder in [&target.root, &target.links, &target.root.join(ASSETS)] {
        for name in names(folder)?.iter().filter(|name| name.ends_with(TEMPORARY)) {
            let path = folder.join(name);
            if !is_folder(&path) {
                remove_file(target, &path)?;
            }
        }
    }
    for name in names(&target.links)?.iter().filter(|name| Folder::is_link(name)) {
        let place = target.links.join(name);
        if !is_folder(&place) {
            continue;
        }
        let found = below(&place)?;
        for path in found.files.iter().filter(|path| path.ends_with(TEMPORARY)) {
            remove_file(target, &place.join(path))?;
        }
        for folder in found.folders.iter().rev().map(|folder| place.join(folder)) {
            if names(&folder)?.is_empty() {
                target.disk().remove_dir(&folder).map_err(at(&folder))?;
            }
        }
    }
    Ok(())
}

/// Whether this is a file that we wrote for a host, which the site no longer names.
fn is_rule(path: &Path, name: &str) -> bool {
    let begins_as_ours =
        |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().next().is_some_and(|line| line.contains(MARK));
    OUTPUT_NAMES.contains(&name) && begin(path).is_some_and(|bytes| begins_as_ours(&bytes))
}

/// What stands beside the one page of the canary is not ours, whatever it is named.
fn canary(target: &Target, foreign: &mut Vec<String>) -> Result<(), PublishError> {
    let place = target.links.join(CANARY);
    for name in names(&place)? {
        if name.ends_with(TEMPORARY) {
            remove_file(target, &place.join(name))?;
        } else if name != INDEX {
            foreign.push(mask::foreign(&format!("s/{CANARY}/{name}")));
        }
    }
    Ok(())
}

fn is_ours(name: &str) -> bool {
    Folder::is_link(name) || name.starts_with(STAGE)
}

/// `style.0123456789abcdef.css`, finished or not.
pub(super) fn is_asset(name: &str) -> bool {
    let name = name.strip_suffix(TEMPORARY).unwrap_or(name);
    let mut parts = name.split('.');
    let shape = (parts.next(), parts.next(), parts.next(), parts.next());
    let hexadecimal = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    matches!(shape, (Some(stem), Some(hash), Some("css"), None) if !stem.is_empty() && hexadecimal(hash))
}

/// Takes a link away in one step, then its files.
fn vanish(target: &Target, name: &str) -> Result<(), PublishError> {
    let place = target.links.join(name);
    if !is_folder(&place) {
        return remove_file(target, &place);
    }
    target.counts.remove(below(&place)?.files.len());
    if name.starts_with(STAGE) {
        return remove_all(target, &place);
    }
    let gone = target.links.join(format!("{STAGE}gone-{name}"));
    let gone = if target.disk().rename(&place, &gone).is_ok() { gone } else { place };
    remove_all(target, &gone)
}

pub(super) fn remove_file(target: &Target, path: &Path) -> Result<(), PublishError> {
    target.disk().remove_file(path).map_err(at(path))?;
    target.counts.remove(1);
    Ok(())
}
