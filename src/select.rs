//! What each share discloses: the rules of disclosure, by construction.
//!
//! Only this module makes a [`SharedItem`]. It is a projection: it holds the fields that the share's profile shows and
//! references already resolved inside the share, and has no way back to the item.

mod canonical;
mod projection;
mod shared;

use chrono::{DateTime, FixedOffset, Utc};

use crate::hash::Hash;
use crate::model::format::FormatChoice;
use crate::model::id::Id;
use crate::model::item::Item;
use crate::model::profile::Profile;
use crate::model::recipient::LinkSpec;
use crate::model::register::Register;
use crate::model::selection::{SelectedRegister, selected_registers};
use crate::model::share::{Audience, Share};
use crate::model::site::Localized;
use crate::model::value::Entry;
use crate::validate::Project;
pub use canonical::{canonical, canonical_entries};
use projection::{Projection, Selection};
pub use shared::{SharedEntry, SharedItem, SharedValue};

/// Where the fields of records come from.
pub trait Records: Sync {
    /// The fields of a record, in the order of its kind's table.
    fn entries(&self, item: &Item) -> Result<Vec<Entry>, Unread>;
}

/// A record that was there when the site was read, and is no longer what it was.
#[derive(Debug, thiserror::Error)]
#[error("{path}: it changed while the site was built: build again")]
pub struct Unread {
    /// Where it stood.
    pub path: String,
}

/// What one share discloses.
#[derive(Debug)]
pub struct Snapshot<'a> {
    share: &'a Share,
    registers: Vec<SharedRegister<'a>>,
    held: Selection<'a>,
}

/// What a share discloses of one register.
#[derive(Debug)]
pub struct SharedRegister<'a> {
    id: &'a Id,
    kind: crate::model::register::RegisterKind,
    title: &'a Localized,
    language: Option<&'a str>,
    parties: Vec<SharedEntry>,
    count: usize,
}

/// What every share that is open at `now` discloses, one share at a time.
pub fn select(project: &Project, now: DateTime<Utc>) -> impl Iterator<Item = Snapshot<'_>> {
    let open = project.shares().iter().filter(move |share| share.is_open(now));
    open.map(|share| Snapshot::of(project.registers(), share))
}

/// As [`select`], with the shares that open later: what is looked at before it is published.
pub fn foresee(project: &Project, now: DateTime<Utc>) -> impl Iterator<Item = Snapshot<'_>> {
    let ahead = project.shares().iter().filter(move |share| !share.is_closed(now));
    ahead.map(|share| Snapshot::of(project.registers(), share))
}

impl<'a> Snapshot<'a> {
    fn of(registers: &'a [Register], share: &'a Share) -> Self {
        let held = Selection::new(selected_registers(registers, &share.include));
        let projection = Projection { profile: &share.profile, held: &held };
        let registers = held
            .selected_registers()
            .iter()
            .map(|holding| SharedRegister::of(holding, &projection))
            .collect();
        Self { share, registers, held }
    }

    /// The share's own name, part of its tokens and of no page.
    #[must_use]
    pub fn share_id(&self) -> &Id {
        &self.share.id
    }

    /// Its links that live: a recipient whose link is withdrawn has none.
    #[must_use]
    pub fn holders(&self) -> Vec<LinkSpec<'_>> {
        self.share.holders().into_iter().filter(|holder| !holder.revoked).collect()
    }

    /// When it closes; `None` for never.
    #[must_use]
    pub fn expires(&self) -> Option<DateTime<FixedOffset>> {
        self.share.expires
    }

    /// Whether pages of other sites may show its pages in frames.
    #[must_use]
    pub fn may_be_framed(&self) -> bool {
        self.share.embed
    }

    /// Whether programs read it, those in pages of other sites included.
    #[must_use]
    pub fn is_for_applications(&self) -> bool {
        matches!(self.share.audience, Audience::Applications(_))
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        self.share.title.get(&self.share.lang)
    }

    /// A few words for its readers.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.share.note.as_ref().map(|note| note.get(&self.share.lang))
    }

    /// The language of its pages.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.share.lang
    }

    /// Which fields it shows.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.share.profile
    }

    /// Which forms it offers programs.
    #[must_use]
    pub fn formats(&self) -> &[FormatChoice] {
        &self.share.formats
    }

    /// Its registers, by id.
    #[must_use]
    pub fn registers(&self) -> &[SharedRegister<'a>] {
        &self.registers
    }

    /// How many items it holds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.registers.iter().map(SharedRegister::count).sum()
    }

    /// One of its items, projected: the `index`th of the register `register`.
    pub fn item(&self, register: usize, index: usize, records: &dyn Records) -> Result<SharedItem, Unread> {
        let shared = &self.registers[register];
        let projection = Projection { profile: &self.share.profile, held: &self.held };
        let item = self.held.selected_registers()[register].items[index];
        Ok(projection.item(item, records.entries(item)?, shared.kind.keeper()))
    }

    /// The id of the `index`th item of the register `register`.
    #[must_use]
    pub fn item_id(&self, register: usize, index: usize) -> &Id {
        &self.held.selected_registers()[register].items[index].id
    }

    /// What the share itself discloses, beside its items, and by which rule: equal fingerprints, equal words.
    #[must_use]
    pub fn share_fingerprint(&self) -> Hash {
        let note = self.note().unwrap_or_default();
        let expires = self.expires().map(|end| end.to_rfc3339()).unwrap_or_default();
        let has_note = [u8::from(self.note().is_some())];
        let mut parts: Vec<&[u8]> = vec![
            self.title().as_bytes(),
            note.as_bytes(),
            &has_note,
            self.lang().as_bytes(),
            expires.as_bytes(),
        ];
        match self.profile() {
            Profile::Named(named) => parts.extend([b"named".as_slice(), named.key().as_bytes()]),
            Profile::Fields(fields) => {
                parts.push(b"fields");
                parts.extend(fields.iter().map(String::as_bytes));
            }
        }
        Hash::of_parts(&parts)
    }

    /// What the share discloses of a register, beside its items: equal fingerprints, equal words.
    #[must_use]
    pub fn register_fingerprint(&self, register: usize) -> Hash {
        let shared = &self.registers[register];
        let parties = serde_json::to_string(&shared.parties).expect("no map has keys that are not text");
        let title = shared.title(self.lang());
        let language = shared.language.unwrap_or_default();
        let parts = [shared.id.as_str(), shared.kind.key(), title, language, &parties];
        Hash::of_parts(&parts.map(str::as_bytes))
    }

    /// What an item's projection follows from, beside the share's profile: equal fingerprints, equal projections.
    #[must_use]
    pub fn fingerprint(&self, register: usize, index: usize) -> Hash {
        let item = self.held.selected_registers()[register].items[index];
        let mut parts: Vec<&[u8]> = vec![item.content.bytes()];
        parts.extend(item.facts.attached.iter().map(|(_, hash)| hash.bytes().as_slice()));
        for (to, _) in &item.facts.references {
            match self.held.title(to) {
                Some(title) => parts.extend([b"held".as_slice(), title.as_bytes()]),
                None => parts.push(b"not held"),
            }
        }
        Hash::of_parts(&parts)
    }
}

impl<'a> SharedRegister<'a> {
    fn of(holding: &SelectedRegister<'a>, projection: &Projection<'_>) -> Self {
        let SelectedRegister { register, items } = holding;
        Self {
            id: &register.id,
            kind: register.kind,
            title: &register.title,
            language: register.language.as_deref(),
            parties: projection.entries(register.parties.clone(), &mut String::new()),
            count: items.len(),
        }
    }

    /// Its name: a folder of the share.
    #[must_use]
    pub fn id(&self) -> &'a Id {
        self.id
    }

    /// Which register it is.
    #[must_use]
    pub fn kind(&self) -> crate::model::register::RegisterKind {
        self.kind
    }

    /// Its title.
    #[must_use]
    pub fn title(&self, lang: &str) -> &'a str {
        self.title.get(lang)
    }

    /// The language of its records, if that is said.
    #[must_use]
    pub fn language(&self) -> Option<&'a str> {
        self.language
    }

    /// Who answers for it.
    #[must_use]
    pub fn parties(&self) -> &[SharedEntry] {
        &self.parties
    }

    /// How many of its items the share holds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }
}
