//! All that is known of a share.

use chrono::{DateTime, FixedOffset, Utc};

use crate::ledger::{self, Event, Ledger};
use crate::link::LinkState;
use crate::model::item::Status;
use crate::model::selection::InternalNotes;
use crate::model::selection::selected_registers;
use crate::model::share::Share;
use crate::workspace::Workspace;
use crate::workspace::shares::editor::ShareEditor;
use crate::workspace::shares::{ShareError, ShareLinks};

/// A share, its links, and what happened to them.
#[derive(Debug)]
pub struct ShareDetails {
    /// What its file says.
    pub share: Share,
    /// Its links.
    pub links: ShareLinks,
    /// How many items it holds.
    pub items: usize,
    /// How many of them are drafts.
    pub drafts: usize,
    /// The internal notes that it shows.
    pub internal: InternalNotes,
    /// The latest end that the policy of the site allows.
    pub latest: Option<DateTime<FixedOffset>>,
    /// What the ledger says of it, the oldest first.
    pub history: Vec<Event>,
    /// Where the site is found.
    pub base_url: String,
    now: DateTime<Utc>,
    soon: i64,
}

impl ShareDetails {
    /// How the share, or one of its links, stands: withdrawn with or without the other.
    #[must_use]
    pub fn standing(&self, revoked: bool) -> LinkState {
        self.share.link_state(revoked, self.now, self.soon)
    }
}

impl Workspace {
    /// All that is known of the share `id`.
    ///
    /// # Errors
    ///
    /// Where there is no such share, where errors in the site's files keep its links from being known, and where the ledger
    /// cannot be read.
    pub fn share(&self, id: &str) -> Result<ShareDetails, ShareError> {
        let editor = ShareEditor::open(self)?;
        let parsed = editor.share(id)?;
        let project = &editor.opened.prepared.project;
        let share =
            project.as_ref().and_then(|project| project.shares().iter().find(|share| share.id == parsed.id));
        let (Some(project), Some(share), Some(links)) = (project, share, editor.links(&parsed)) else {
            return Err(editor.refused());
        };
        let held = selected_registers(project.registers(), &share.include);
        let items: Vec<_> = held.iter().flat_map(|holding| &holding.items).collect();
        let drafts = items.iter().filter(|item| item.status == Status::Draft).count();
        let policy = project.site().policy.as_ref();
        let ledger = ledger::read(&self.root)?;
        let lines = ledger.iter().flat_map(Ledger::lines);
        let own = lines.filter(|line| line.event.share == share.id);
        Ok(ShareDetails {
            share: share.clone(),
            links,
            items: items.len(),
            drafts,
            internal: share.internal_notes(&held),
            latest: policy.and_then(|policy| policy.limit(drafts > 0).latest(share.made())),
            history: own.map(|line| line.event.clone()).collect(),
            base_url: editor.base_url().to_owned(),
            now: editor.opened.now,
            soon: project.site().ending_within,
        })
    }
}
