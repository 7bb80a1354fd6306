//! `build --prune --close`: closes every link of a share, whatever the files say, and keeps it closed. The note that keeps it
//! closed is written before anything is read.

use std::collections::BTreeSet;
use std::path::Path;

use crate::diag::codes::{CLOSE_FOUND_NOTHING, CLOSING_NOT_KEPT, LEDGER_BROKEN, LINKS_CLOSED};
use crate::diag::{Diagnostic, Place, nearest};
use crate::keys::LinkKey;
use crate::ledger::{self, FILE, Ledger};
use crate::load::state::StateFolder;
use crate::model::id::Id;
use crate::parse::layout::Role;
use crate::pipeline::{Clues, Prepared, close_shares};
use crate::publish::{ByHand, FolderIndex, Machine, PublishError};
use crate::sign::{PUBLIC_KEY_FILE, PublicKey};
use crate::workspace::opened::OpenedSite;
use crate::workspace::publishing::Publishing;
use crate::workspace::shares::withdrawn_events;
use crate::workspace::{BuildFailure, Halt, LedgerNote, Workspace, plural};

/// Why the ledger says that links are withdrawn.
const REASON: &str = "closed by hand";

/// Shares that are closed by hand, and how that was noted.
pub(super) struct Brake {
    shares: BTreeSet<Id>,
    noted: Result<(), PublishError>,
    /// Whether a build of this site has kept its state here before.
    is_kept: bool,
}

impl Brake {
    /// Notes what `close` names, under the lock of the state folder `locked`: none is where there is neither a site nor an
    /// output nor a state folder.
    pub(super) fn pull(
        site: &Workspace,
        close: &[Id],
        locked: Option<&StateFolder>,
    ) -> Result<Self, BuildFailure> {
        let shares: BTreeSet<_> = close.iter().cloned().collect();
        if shares.is_empty() {
            return Ok(Self { shares, noted: Ok(()), is_kept: true });
        }
        let Some(state) = locked.map(StateFolder::folder) else {
            return Err(BuildFailure::NothingToClose(site.root.clone()));
        };
        let is_kept = !site.environment.locked && FolderIndex::exists(state);
        let noted = ByHand::note(state, &Machine, &shares);
        Ok(Self { shares, noted, is_kept })
    }

    /// A key to try, where the site's own is not to be had: a token that follows from it was made with it.
    pub(super) fn key(&self, opened: &OpenedSite) -> Option<LinkKey> {
        if self.shares.is_empty() {
            return None;
        }
        opened.any_secret().map(|secret| secret.link_key())
    }

    /// Removes the links, tells the ledger, and reports what was found. What could not be noted is told last: the links
    /// are closed all the same.
    pub(super) fn close(
        self,
        step: &Publishing<'_>,
        opened: &mut OpenedSite,
    ) -> (Option<LedgerNote>, Result<(), Halt>) {
        if self.shares.is_empty() {
            return (None, Ok(()));
        }
        let ledger = step.ledger();
        let looked = looked(step, ledger.as_ref());
        let closed = self.remove(step, opened, ledger.as_ref());
        for (share, links) in closed.as_ref().into_iter().flatten() {
            let found = if *links > 0 {
                done(share, *links)
            } else {
                nothing(share, &looked, &known(step, opened, ledger.as_ref()))
            };
            opened.prepared.problems.push(found);
        }
        let told = self.record(step, opened, ledger.as_ref());
        if !self.is_kept || self.noted.is_err() {
            let shares = &opened.prepared.shares;
            let is_said =
                |id: &Id| shares.iter().any(|share| share.id == *id && share.revoked && !share.by_hand);
            let open = self.shares.iter().filter(|share| !is_said(share));
            let told: Vec<_> = open.map(|share| not_kept(share, step.state(), opened)).collect();
            opened.prepared.problems.extend(told);
        }
        let closed = closed.map_err(Halt::Publish).and_then(|_| self.noted.map_err(Halt::NotNoted));
        (told, closed)
    }

    /// How many links of each share were removed, by every clue there is.
    fn remove(
        &self,
        step: &Publishing<'_>,
        opened: &OpenedSite,
        ledger: Option<&Ledger>,
    ) -> Result<Vec<(Id, usize)>, PublishError> {
        let prepared = &opened.prepared;
        let mut closed: Vec<_> = self.shares.iter().map(|share| (share.clone(), 0)).collect();
        // The site's id may have been changed, or be lost with site.yaml: the output still tells it.
        let published = step.target.site_text(PUBLIC_KEY_FILE);
        let published = published.as_deref().and_then(PublicKey::site_of).and_then(|id| Id::new(id).ok());
        let sites = BTreeSet::from([prepared.site_id.clone(), published]);
        let mut done = Ok(());
        for site in sites {
            let identity = site.as_ref().zip(step.key.as_ref());
            let clues = Clues { state: step.state(), ledger, identity, shares: &prepared.shares };
            match close_shares(&self.shares, &clues, &step.target, opened.now) {
                Ok(counts) => closed.iter_mut().for_each(|(share, links)| {
                    *links += counts.get(share).copied().unwrap_or_default();
                }),
                Err(error) => done = done.and(Err(error)),
            }
        }
        done.map(|()| closed)
    }

    /// Tells the ledger, where there is one. One that is broken keeps nothing open.
    fn record(
        &self,
        step: &Publishing<'_>,
        opened: &mut OpenedSite,
        ledger: Option<&Ledger>,
    ) -> Option<LedgerNote> {
        let root = &step.site.root;
        if !ledger::exists(root) {
            return None;
        }
        let unread = Ledger::default();
        let at = step.site.clock.local(opened.now);
        let events = |share| {
            let (prepared, key) = (&opened.prepared, step.key.as_ref());
            withdrawn_events(prepared, key, share, ledger.unwrap_or(&unread), (at, Some(REASON)))
        };
        let events: Vec<_> = self.shares.iter().flat_map(events).collect();
        if events.is_empty() {
            return None;
        }
        match ledger::append(root, &events) {
            Ok(done) => Some(LedgerNote::of(root, &done)),
            Err(error) => {
                let message = format!("the ledger was not told what was closed: {error}");
                opened.prepared.problems.push(
                    Diagnostic::new(&LEDGER_BROKEN, Place::File(FILE.to_owned()), message)
                        .help("once it can be read, `extrait ledger sync` tells it"),
                );
                None
            }
        }
    }
}

fn done(share: &Id, links: usize) -> Diagnostic {
    let message = format!("`{share}`: {} closed", plural(links, "link"));
    Diagnostic::new(&LINKS_CLOSED, Place::Elsewhere, message)
        .help("upload the output now: readers reach the old pages until then")
}

fn nothing(share: &Id, looked: &str, known: &BTreeSet<String>) -> Diagnostic {
    let message = format!("no link of `{share}` was found: {looked}");
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    let near = nearest(share.as_str(), &known).filter(|_| !known.contains(&share.as_str()));
    let help = match near {
        Some(near) => format!(
            "did you mean `{near}`? `extrait build --prune --close {near}`; `extrait share restore {share}` forgets the slip"
        ),
        None => "if its pages lie in another folder, name that by --output; later builds keep the share closed all the same".to_owned(),
    };
    Diagnostic::new(&CLOSE_FOUND_NOTHING, Place::Elsewhere, message).help(help)
}

/// Where links are looked for, and by what.
fn looked(step: &Publishing<'_>, ledger: Option<&Ledger>) -> String {
    let folders = step.target.link_folders().unwrap_or_default().len();
    let told = |is_there: bool, name: &str| {
        if is_there { name.to_owned() } else { format!("{name} (not to be had)") }
    };
    let clues = [
        told(FolderIndex::exists(step.state()), "the manifest"),
        told(ledger.is_some(), "the ledger"),
        told(step.key.is_some(), "the secret"),
    ];
    format!(
        "{} in {} were looked at, by {}",
        plural(folders, "link"),
        step.output.join("s").display(),
        clues.join(", ")
    )
}

/// The ids of the shares that anything tells of.
fn known(step: &Publishing<'_>, opened: &OpenedSite, ledger: Option<&Ledger>) -> BTreeSet<String> {
    let Prepared { shares, .. } = &opened.prepared;
    let manifest = FolderIndex::read(step.state());
    let told = ledger.into_iter().flat_map(Ledger::lines).map(|line| line.event.share.to_string());
    let published = manifest.all().map(|(share, _)| share.to_owned());
    shares.iter().map(|share| share.id.to_string()).chain(told).chain(published).collect()
}

fn not_kept(share: &Id, state: &Path, opened: &OpenedSite) -> Diagnostic {
    let state = state.display();
    let message =
        format!("where `{state}` is not kept until the next build, that build opens `{share}` again");
    let mut files = opened.inputs.sources.iter().map(|(_, source)| source.path.as_str());
    let own = files.find(|path| matches!(Role::of(path), Role::Share { share: id } if id == share.as_str()));
    let file = own.map_or_else(|| format!("content/shares/{share}.yaml"), str::to_owned);
    Diagnostic::new(&CLOSING_NOT_KEPT, Place::Elsewhere, message)
        .help(format!("write `revoked:` as the first line of {file}, whatever else it holds, and commit it"))
}
