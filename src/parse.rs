//! Texts → typed records with their places, one file at a time. Pure: the same text gives the same record anywhere.

mod fields;
mod group;
mod item;
pub mod layout;
mod record;
mod register;
mod share;
mod site;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::codes::{FILE_UNUSED, ID_COLLISION};
use crate::diag::{Diagnostic, Place, Problems};
use crate::model::id::Id;
use crate::model::item::Item;
use crate::model::site::Site;
use crate::source::{FileId, Sources, Span};
pub use group::ParsedGroup;
use layout::Role;
pub use register::ParsedRegister;
pub use share::{AudienceText, ParsedShare};
pub use site::parse_base_url as base_url;
use unicode_normalization::UnicodeNormalization as _;

/// What one file says.
pub enum ParsedFile {
    /// `site.yaml`.
    Site(Option<Site>),
    /// The groups.
    Groups(Vec<ParsedGroup>),
    /// A register without its items.
    Register(ParsedRegister),
    /// An item and the id of its register.
    Item((Id, Item)),
    /// A share.
    Share(Option<ParsedShare>),
    /// A register or an item that could not be read: `register`, or `register/item`.
    Unread(String),
    /// Nothing that is read.
    Nothing,
}

/// What all files say; records that could not be read are missing.
#[derive(Default)]
pub struct Parsed {
    /// The site.
    pub site: Option<Site>,
    /// Groups, in the order of their list.
    pub groups: Vec<ParsedGroup>,
    /// Registers.
    pub registers: Vec<ParsedRegister>,
    /// Items by register.
    pub items: Vec<(Id, Item)>,
    /// Shares.
    pub shares: Vec<ParsedShare>,
    /// Registers and items that could not be read: complaints about them were made, and none is owed for their absence.
    pub unread: BTreeSet<String>,
}

/// Reads one file.
#[must_use]
pub fn file(id: FileId, sources: &Sources) -> (ParsedFile, Problems) {
    let mut problems = Problems::default();
    let source = sources.get(id);
    let text = source.text.as_str();
    let whole = Span::new(id, 0..0);
    let parsed = match Role::of(&source.path) {
        Role::Site => ParsedFile::Site(site::read(id, text, &mut problems)),
        Role::Groups => ParsedFile::Groups(group::read(id, text, &mut problems)),
        Role::Register { register } => register::read(id, text, &register, &mut problems)
            .map_or(ParsedFile::Unread(register), ParsedFile::Register),
        Role::Item { register, item, form } => item::read(id, text, &register, &item, form, &mut problems)
            .map_or_else(|| ParsedFile::Unread(format!("{register}/{item}")), ParsedFile::Item),
        Role::Share { share } => ParsedFile::Share(share::read(id, text, &share, &mut problems)),
        Role::Unused => {
            let message = format!("`{}` is not read", source.path);
            let help = "content/ holds groups.yaml, registers/<register>/<item>.yaml or .md, and shares/<share>.yaml";
            problems.push(Diagnostic::new(&FILE_UNUSED, whole, message).help(help));
            ParsedFile::Nothing
        }
    };
    problems.limit(id);
    (parsed, problems)
}

/// Puts the files together, in the order of their paths whatever the order of the disk.
#[must_use]
pub fn gather(files: impl IntoIterator<Item = ParsedFile>) -> Parsed {
    let mut parsed = Parsed::default();
    for file in files {
        match file {
            ParsedFile::Site(site) => parsed.site = site,
            ParsedFile::Groups(groups) => parsed.groups = groups,
            ParsedFile::Register(register) => parsed.registers.push(register),
            ParsedFile::Item(item) => parsed.items.push(item),
            ParsedFile::Unread(name) => drop(parsed.unread.insert(name)),
            ParsedFile::Share(share) => parsed.shares.extend(share),
            ParsedFile::Nothing => {}
        }
    }
    parsed.registers.sort_by(|a, b| a.id.cmp(&b.id));
    parsed.items.sort_by(|(a, first), (b, second)| (a, &first.id).cmp(&(b, &second.id)));
    parsed.shares.sort_by(|a, b| a.id.cmp(&b.id));
    parsed
}

/// Paths that one id, or one file system, cannot tell apart: `a.yaml` and `a.md`, `Paie.yaml` and `paie.yaml`, `é`
/// composed and decomposed.
#[must_use]
pub fn collisions(sources: &Sources) -> Problems {
    let mut seen: BTreeMap<String, FileId> = BTreeMap::new();
    let mut problems = Problems::default();
    for (id, source) in sources.iter().filter(|(_, source)| Role::of(&source.path) != Role::Unused) {
        let stem = source.path.rsplit_once('.').map_or(source.path.as_str(), |(stem, _)| stem);
        let folded: String = stem.nfc().collect::<String>().to_lowercase();
        if let Some(first) = seen.insert(folded, id) {
            let message = format!("`{}` and `{}` claim one name", sources.get(first).path, source.path);
            problems.push(
                Diagnostic::new(&ID_COLLISION, Place::Text(Span::new(id, 0..0)), message)
                    .related(Span::new(first, 0..0), "the other file")
                    .help("rename or remove one of them"),
            );
        }
    }
    problems
}
