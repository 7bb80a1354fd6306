//! Every link of every share, the most exposed first, and what there is to say of each.

mod exposure;
mod status;

use std::collections::BTreeSet;

use crate::diag::codes::SHARE_CLOSED_BY_HAND;
use crate::load::secret::WhenMissing;
use crate::model::id::Id;
use crate::model::share::Audience;
use crate::model::site::Site;
use crate::validate::Project;
use crate::workspace::absence::{self, KnownShares};
use crate::workspace::{SiteError, SiteReading, Workspace};

pub use exposure::Exposure;
pub use status::LinkStatus;

/// The links of a site, and what of the site bears on them.
#[derive(Debug)]
pub struct LinkList {
    /// The links, the most exposed first; among equals in the order of shares and their recipients.
    pub links: Vec<LinkStatus>,
    /// What site.yaml says.
    pub site: Site,
    /// The groups that own a register, or that a share is for.
    pub groups: BTreeSet<Id>,
    /// Which shares a person closed, those included of which no file is left: a sentence each.
    pub closed: Vec<String>,
}

impl Workspace {
    /// Lists the links. A site that is not all there has no list: nobody must take it for one without links.
    ///
    /// # Errors
    ///
    /// Where the site cannot be opened, its files have errors, or the secret is missing.
    pub fn links(&self) -> Result<LinkList, SiteError> {
        let mut opened = self.load(&SiteReading::default())?;
        let known = KnownShares::of(&self.root, &self.default_output());
        if absence::check(&known, &mut opened) {
            return Err(SiteError::files(opened));
        }
        let secret = opened.secret(WhenMissing::Complain)?;
        let (Some(project), Some(secret)) = (&opened.prepared.project, secret) else {
            return Err(SiteError::files(opened));
        };
        let mut links = status::all(project, &secret.link_key(), opened.now);
        // The order of shares and recipients stays among equals.
        links.sort_by_key(|link| exposure::rank(&link.exposure));
        let problems = opened.prepared.problems.iter();
        let closed = problems.filter(|problem| problem.code.name == SHARE_CLOSED_BY_HAND.name);
        Ok(LinkList {
            links,
            site: project.site().clone(),
            groups: groups(project),
            closed: closed.map(|told| told.message.clone()).collect(),
        })
    }
}

fn groups(project: &Project) -> BTreeSet<Id> {
    let owners = project.registers().iter().filter_map(|register| register.group.as_ref());
    let readers = project.shares().iter().flat_map(|share| match &share.audience {
        Audience::Groups(groups) => groups.as_slice(),
        _ => &[],
    });
    owners.chain(readers).map(|group| group.value.clone()).collect()
}
