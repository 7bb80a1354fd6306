//! A link, and what there is to say of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::address;
use crate::keys::LinkKey;
use crate::link::{self, Link, LinkState};
use crate::model::id::Id;
use crate::model::item::Status;
use crate::model::selection::selected_registers;
use crate::model::share::{Audience, Share};
use crate::validate::Project;
use crate::workspace::links::exposure::{Exposure, exposure};

/// One link, and how it stands.
#[derive(Debug, Clone)]
pub struct LinkStatus {
    /// Its share.
    pub share: Arc<Share>,
    /// Which one it is, and where it lies.
    pub link: Link,
    /// How it stands.
    pub state: LinkState,
    /// Seconds to its end, none or fewer when that is past; `None` for never.
    pub left: Option<i64>,
    /// How many items its share holds.
    pub items: usize,
    /// How many of them are drafts.
    pub drafts: usize,
    /// How many records say of special categories of data, or of offences.
    pub special: usize,
    /// The groups that own what it shows, and those that it is for.
    pub groups: BTreeSet<Id>,
    /// Why it deserves a look, worst first.
    pub exposure: Vec<Exposure>,
    base_url: Arc<str>,
}

/// All links of a site, by share and in the order of its recipients.
pub(super) fn all(project: &Project, key: &LinkKey, now: DateTime<Utc>) -> Vec<LinkStatus> {
    let site = project.site();
    let base_url: Arc<str> = site.base_url.as_str().into();
    let of_share = |share: &Share| {
        let held = selected_registers(project.registers(), &share.include);
        let items: Vec<_> = held.iter().flat_map(|holding| &holding.items).collect();
        let owners = held.iter().filter_map(|holding| holding.register.group.as_ref());
        let readers = if let Audience::Groups(groups) = &share.audience { groups.as_slice() } else { &[] };
        let groups: BTreeSet<_> = owners.chain(readers).map(|group| group.value.clone()).collect();
        let drafts = items.iter().filter(|item| item.status == Status::Draft).count();
        let special = items.iter().filter(|item| item.facts.special).count();
        let left = share.expires.map(|end| end.timestamp() - now.timestamp());
        let shared = Arc::new(share.clone());
        let links = address::links(share, &site.id, key).into_iter();
        let links = links.map(|link| {
            let state = share.link_state(link.revoked, now, site.ending_within);
            let exposure = if state.is_open() { exposure(share, (drafts, special), now) } else { Vec::new() };
            LinkStatus {
                share: Arc::clone(&shared),
                link,
                state,
                left,
                items: items.len(),
                drafts,
                special,
                groups: groups.clone(),
                exposure,
                base_url: Arc::clone(&base_url),
            }
        });
        links.collect::<Vec<_>>()
    };
    project.shares().iter().flat_map(of_share).collect()
}

impl LinkStatus {
    /// The share's title in its own language.
    #[must_use]
    pub fn title(&self) -> &str {
        self.share.title.get(&self.share.lang)
    }

    /// Who holds it; `None` for the one link of a share without recipients.
    #[must_use]
    pub fn recipient(&self) -> Option<&Id> {
        self.link.id.recipient.as_ref()
    }

    /// What the author calls the recipient.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.link.label.as_deref()
    }

    /// The whole link: whoever reads it can open the share.
    #[must_use]
    pub fn url(&self) -> String {
        link::url(&self.base_url, &self.link.folder)
    }

    /// The link with its token hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        link::masked_url(&self.base_url, &self.link.folder)
    }

    /// The link in full, where that was asked for.
    #[must_use]
    pub fn shown(&self, reveal: bool) -> String {
        if reveal { self.url() } else { self.masked() }
    }
}
