//! Absence is no instruction: a site whose shares are not there closes no link, unless somebody said so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diag::codes::{NO_SHARES, SHARE_GONE};
use crate::diag::{Diagnostic, Place, Severity};
use crate::ledger::{Event, EventKind, Ledger, read, token_hash};
use crate::link::{CANARY, Folder};
use crate::load::Presence;
use crate::model::id::Id;
use crate::parse::layout::Role;
use crate::pipeline::Closing;
use crate::publish::FolderIndex;
use crate::workspace::opened::OpenedSite;
use crate::workspace::plural;

/// What is known of links beside the shares' files.
pub(super) struct KnownShares {
    /// The folders of links in the output, those that have ended included; `None` where they cannot be listed.
    published: Option<Vec<String>>,
    /// The ledger; `None` where it cannot be read.
    ledger: Option<Ledger>,
}

impl KnownShares {
    /// Looks at the ledger in the site's folder `root`, and at the folder `output`.
    pub(super) fn of(root: &Path, output: &Path) -> Self {
        Self { published: published(output).ok(), ledger: read(root).ok().map(Option::unwrap_or_default) }
    }

    /// Whether links are, or may be, in somebody's hands.
    fn has_links(&self, opened: &OpenedSite) -> bool {
        let open = |ledger: &Ledger| ledger.last_events().iter().any(|event| event.is_open(opened.now));
        self.published.as_ref().is_none_or(|folders| !folders.is_empty())
            || self.ledger.as_ref().is_none_or(open)
    }

    /// Whether the ledger says of every link that it is withdrawn or has ended: then that no share is left was said.
    fn is_said(&self, opened: &OpenedSite) -> bool {
        let Some((ledger, folders)) = self.ledger.as_ref().zip(self.published.as_ref()) else { return false };
        let events = ledger.last_events();
        let told: BTreeSet<_> = ledger.lines().iter().map(|line| line.event.token).collect();
        let is_told = |folder: &String| is_ended(folder, opened) || told.contains(&token_hash(folder));
        ledger.verify(&[]).is_empty()
            && !events.is_empty()
            && events.iter().all(|event| !event.is_open(opened.now))
            && folders.iter().all(is_told)
    }
}

/// Complains where there is no share at all: an error where links could be closed by it, else a warning. Returns
/// whether shares that may be there could not be seen.
pub(super) fn check(known: &KnownShares, opened: &mut OpenedSite) -> bool {
    let presence = opened.inputs.presence;
    if presence == Presence::Refused {
        return true;
    }
    let Some((place, message)) = absent(opened) else { return false };
    let has_content = !matches!(presence, Presence::NoContent | Presence::EmptyContent);
    if has_content && known.is_said(opened) {
        return false;
    }
    let is_error = opened.environment.locked || known.has_links(opened);
    let complaint = Diagnostic::new(&NO_SHARES, Place::File(place.to_owned()), message);
    opened.prepared.problems.push(if is_error {
        complaint.help(
            "bring the files back (a submodule by `git submodule update --init`); if no share is meant to be left, \
             build with --allow-no-shares: that closes every link",
        )
    } else {
        complaint.severity(Severity::Warning).help("`extrait share new` makes a share")
    });
    is_error
}

/// What is not there, and where it would be.
fn absent(opened: &OpenedSite) -> Option<(&'static str, &'static str)> {
    let none = ("content/shares", "the site has no share");
    match opened.inputs.presence {
        Presence::NoContent => Some(("content", "there is no folder `content`")),
        Presence::EmptyContent => Some(("content", "the folder `content` is empty")),
        Presence::NoFolder => Some(("content/shares", "there is no folder `content/shares`")),
        Presence::NoShare => Some(none),
        Presence::Found => {
            let empty = opened.prepared.shares.is_empty() && !opened.prepared.problems.has_errors();
            empty.then_some(none)
        }
        Presence::Refused => None,
    }
}

/// Takes as said what the ledger says: links that are withdrawn are closed although no file says it any more.
pub(super) fn close_as_told(known: &KnownShares, opened: &mut OpenedSite) {
    let Some(ledger) = &known.ledger else { return };
    let described = described(opened);
    let mut shares: BTreeMap<&Id, Vec<&Event>> = BTreeMap::new();
    for event in ledger.last_events() {
        shares.entry(&event.share).or_default().push(event);
    }
    for (share, events) in shares.into_iter().filter(|(share, _)| !described.contains(share.as_str())) {
        let is_revoked = |event: &&&Event| event.kind == EventKind::Revoked;
        let revoked: Vec<_> = events.iter().filter(is_revoked).collect();
        let whole = revoked.len() == events.len();
        let mut ends: BTreeMap<Option<i64>, Vec<(Option<Id>, u32)>> = BTreeMap::new();
        for event in revoked {
            ends.entry(event.expires).or_default().push((event.recipient.clone(), event.generation));
        }
        let closings =
            ends.into_iter().map(|(end, links)| Closing::without_file(share.clone(), end, links, whole));
        opened.prepared.closing.extend(closings);
    }
}

/// A note for each share whose file is gone while links of it are open: the build closes them.
pub(super) fn gone(manifest: &FolderIndex, known: &KnownShares, opened: &OpenedSite) -> Vec<Diagnostic> {
    let described = described(opened);
    let open: BTreeSet<&String> =
        known.published.iter().flatten().filter(|folder| !is_ended(folder, opened)).collect();
    let events = known.ledger.iter().flat_map(Ledger::last_events).collect::<Vec<_>>();
    let mut gone: BTreeMap<&str, BTreeSet<&String>> = BTreeMap::new();
    for (share, folder) in manifest.all().filter(|(_, folder)| open.contains(folder)) {
        gone.entry(share).or_default().insert(folder);
    }
    for event in &events {
        let folders = open.iter().filter(|folder| token_hash(folder) == event.token);
        gone.entry(event.share.as_str()).or_default().extend(folders);
    }
    let is_told = |share: &str| {
        let mut own = events.iter().filter(|event| event.share.as_str() == share).peekable();
        own.peek().is_some() && own.all(|event| event.kind == EventKind::Revoked)
    };
    gone.retain(|share, folders| !folders.is_empty() && !described.contains(*share) && !is_told(share));
    let named = gone.into_iter().filter(|(share, _)| Id::new(share).is_ok());
    let note = |(share, folders): (&str, BTreeSet<&String>)| {
        let links = plural(folders.len(), "link");
        let message = format!("the file of the share `{share}` is gone: {links} of it closed");
        Diagnostic::new(&SHARE_GONE, Place::File(format!("content/shares/{share}.yaml")), message)
            .help("if that is not meant, put the file back and build again: its links are the same then")
    };
    named.map(note).collect()
}

/// The ids of the shares that have a file, readable or not.
fn described(opened: &OpenedSite) -> BTreeSet<String> {
    let read = opened.inputs.sources.iter().map(|(_, source)| source.path.as_str());
    let unread = opened.inputs.problems.iter().filter_map(|problem| match &problem.place {
        Place::File(path) => Some(path.as_str()),
        _ => None,
    });
    let share = |path: &str| match Role::of(path) {
        Role::Share { share } => Some(share),
        _ => None,
    };
    read.chain(unread).filter_map(share).collect()
}

fn is_ended(folder: &str, opened: &OpenedSite) -> bool {
    Folder::expiry(folder).is_some_and(|end| end <= opened.now.timestamp())
}

/// The folders of links in an output; none where there is no output.
fn published(output: &Path) -> std::io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(output.join("s")) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut folders = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Folder::is_link(&name) && name != CANARY {
            folders.push(name);
        }
    }
    folders.sort();
    Ok(folders)
}
