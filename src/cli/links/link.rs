//! What there is to say of a link.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::address;
use crate::cli::links::exposure::{Exposure, exposure};
use crate::keys::LinkKey;
use crate::link::{self, Link, LinkState};
use crate::mask::Revealed;
use crate::model::id::Id;
use crate::model::item::Status;
use crate::model::register::Register;
use crate::model::selection::selected_registers;
use crate::model::share::{Audience, Share};
use crate::validate::Project;

/// A link, and how it stands.
pub(super) struct LinkStatus<'a> {
    pub(super) share: &'a Share,
    pub(super) link: Link,
    pub(super) state: LinkState,
    /// Seconds to its end, none or fewer when that is past; `None` for never.
    pub(super) left: Option<i64>,
    pub(super) items: usize,
    pub(super) drafts: usize,
    /// How many records say of special categories of data, or of offences.
    pub(super) special: usize,
    /// The groups that own what it shows, and those that it is for.
    pub(super) groups: BTreeSet<&'a Id>,
    /// Why it deserves a look, worst first.
    pub(super) exposure: Vec<Exposure>,
    base_url: &'a str,
}

/// All links of a site, by share and in the order of its recipients.
pub(super) fn all<'a>(project: &'a Project, key: &LinkKey, now: DateTime<Utc>) -> Vec<LinkStatus<'a>> {
    let site = project.site();
    let of_share = |share: &'a Share| {
        let held = selected_registers(project.registers(), &share.include);
        let items: Vec<_> = held.iter().flat_map(|holding| &holding.items).collect();
        let owners = held.iter().filter_map(|holding| holding.register.group.as_ref());
        let readers = if let Audience::Groups(groups) = &share.audience { groups.as_slice() } else { &[] };
        let groups: BTreeSet<_> = owners.chain(readers).map(|group| &group.value).collect();
        let drafts = items.iter().filter(|item| item.status == Status::Draft).count();
        let special = items.iter().filter(|item| item.facts.special).count();
        let left = share.expires.map(|end| end.timestamp() - now.timestamp());
        let links = address::links(share, &site.id, key).into_iter();
        let links = links.map(|link| {
            let state = share.link_state(link.revoked, now, site.ending_within);
            let exposure = if state.is_open() { exposure(share, (drafts, special), now) } else { Vec::new() };
            let (items, groups, base_url) = (items.len(), groups.clone(), site.base_url.as_str());
            LinkStatus { share, link, state, left, items, drafts, special, groups, exposure, base_url }
        });
        links.collect::<Vec<_>>()
    };
    project.shares().iter().flat_map(of_share).collect()
}

/// Whether a register belongs to a group.
pub(super) fn belongs(register: &Register, group: &Id) -> bool {
    register.group.as_ref().is_some_and(|owner| owner.value == *group)
}

impl LinkStatus<'_> {
    /// The share's title in its own language.
    pub(super) fn title(&self) -> &str {
        self.share.title.get(&self.share.lang)
    }

    /// Who holds it; `None` for the one link of a share without recipients.
    pub(super) fn recipient(&self) -> Option<&Id> {
        self.link.id.recipient.as_ref()
    }

    /// What the author calls the recipient.
    pub(super) fn label(&self) -> Option<&str> {
        self.link.label.as_deref()
    }

    /// The whole link: whoever reads it can open the share.
    pub(super) fn url(&self) -> String {
        link::url(self.base_url, &self.link.folder)
    }

    /// The link with its token hidden.
    pub(super) fn masked(&self) -> String {
        link::masked_url(self.base_url, &self.link.folder)
    }

    /// Lets the link pass where it was asked for.
    pub(super) fn reveal(&self, revealed: &mut Revealed) {
        revealed.add(self.link.folder.name());
    }

    /// The link in full, where that was asked for.
    pub(super) fn shown(&self, reveal: bool) -> String {
        if reveal { self.url() } else { self.masked() }
    }
}
