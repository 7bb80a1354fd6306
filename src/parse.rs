//! Texts → typed records with their places, one file at a time. Pure: the same text gives the same record anywhere.

mod allow;
mod application;
mod attachment;
mod bbox;
mod countries;
mod fields;
mod format;
mod group;
mod item;
pub mod layout;
mod lenient;
mod listed;
mod record;
mod register;
mod remarks;
mod scalar;
mod share;
mod site;
mod slug;
pub(crate) mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use crate::diag::codes::{FILE_UNUSED, ID_COLLISION};
use crate::diag::{Diagnostic, Place, Problems};
use crate::hash::Hash;
use crate::model::id::Id;
use crate::model::item::Item;
use crate::model::register::RegisterKind;
use crate::source::{FileId, Sources, Span};
pub use application::ParsedApplication;
pub use attachment::AttachedFiles;
pub use group::ParsedGroup;
pub use item::{Record, Surroundings};
use layout::{RecordForm, Role};
pub use lenient::OpenBytes;
pub use listed::Listed;
pub use register::ParsedRegister;
pub use share::{AudienceText, Opening, ParsedShare};
pub use site::{ParsedSite, parse_base_url as base_url};
pub use slug::slug;
use unicode_normalization::UnicodeNormalization as _;

/// What one file says.
pub enum ParsedFile {
    /// `site.yaml`.
    Site(ParsedSite),
    /// The groups.
    Groups(Listed<ParsedGroup>),
    /// A register without its items.
    Register(ParsedRegister),
    /// An item and the id of its register.
    Item(Id, Item),
    /// A share.
    Share(Option<ParsedShare>),
    /// A register or an item that could not be read: `register`, or `register/item`.
    Unread(String),
    /// An item whose register is not described: the register, and where the item stands.
    Orphan(String, Span),
    /// The applications.
    Applications(Listed<ParsedApplication>),
    /// Nothing that is read.
    Nothing,
}

/// What all files say; records that could not be read are missing.
#[derive(Default)]
pub struct Parsed {
    /// The site.
    pub site: ParsedSite,
    /// Groups, in the order of their list.
    pub groups: Listed<ParsedGroup>,
    /// Registers.
    pub registers: Vec<ParsedRegister>,
    /// Items by register.
    pub items: Vec<(Id, Item)>,
    /// Shares.
    pub shares: Vec<ParsedShare>,
    /// Registers and items that could not be read: complaints about them were made, and none is owed for their absence.
    pub unread: BTreeSet<String>,
    /// Registers that no file describes, and an item of each.
    pub orphans: BTreeMap<String, Span>,
    /// Applications, in the order of their list.
    pub applications: Listed<ParsedApplication>,
}

/// What each register records, by the name of its folder: items are read accordingly.
pub type Keepers = BTreeMap<String, RegisterKind>;

/// What the registers of a site record.
#[must_use]
pub fn keepers(sources: &Sources) -> Keepers {
    let described = sources.iter().filter_map(|(id, source)| match Role::of(&source.path) {
        Role::Register { register } => {
            let parsed = register::read(id, source.text(), &register, &mut Problems::default())?;
            Some((register, parsed.kind))
        }
        _ => None,
    });
    described.collect()
}

/// What the file of a record says of who may see it, however badly the rest is written.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Guard {
    /// The word behind `status`.
    pub status: Option<String>,
    /// The word behind `access`.
    pub access: Option<String>,
}

/// Reads the [`Guard`] of a record leniently; `None` where its bytes cannot be read.
#[must_use]
pub fn guard(form: RecordForm, open: &OpenBytes<'_>) -> Option<Guard> {
    let said = match form {
        RecordForm::Yaml => lenient::said_by(open).ok()?,
        RecordForm::Markdown => {
            let mut bytes = Vec::new();
            open().ok()?.take(MAX_FRONT_MATTER).read_to_end(&mut bytes).ok()?;
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n");
            let text = text.trim_start_matches(['\u{feff}', '\n', ' ']);
            let text = text.strip_prefix("---").unwrap_or(text);
            lenient::said(text.split("\n---").next().unwrap_or_default())
        }
    };
    let word = |key| said.get(key).map(|word| word.trim().to_owned());
    Some(Guard { status: word("status"), access: word("access") })
}

/// More of a record is not looked at for its front matter, in bytes.
const MAX_FRONT_MATTER: u64 = 8 * 1024 * 1024;

/// Reads the record `item`, written as `form`; `content` is the hash of all that it follows from.
pub fn record(
    (id, text, content): (FileId, &str, Hash),
    (item, form): (&str, RecordForm),
    surroundings: &Surroundings<'_>,
    problems: &mut Problems,
) -> Option<Record> {
    item::read((id, text, content), (item, form), surroundings, problems)
}

/// Reads one file that is no record.
#[must_use]
pub fn file(id: FileId, sources: &Sources) -> (ParsedFile, Problems) {
    let mut problems = Problems::default();
    let source = sources.get(id);
    let text = source.text();
    let whole = Span::new(id, 0..0);
    let parsed = match Role::of(&source.path) {
        Role::Site => ParsedFile::Site(site::read(id, text, &mut problems)),
        Role::Applications => ParsedFile::Applications(application::read(id, text, &mut problems)),
        Role::Groups => ParsedFile::Groups(group::read(id, text, &mut problems)),
        Role::Register { register } => register::read(id, text, &register, &mut problems)
            .map_or(ParsedFile::Unread(register), ParsedFile::Register),
        Role::Share { share } => ParsedFile::Share(share::read(id, text, &share, &mut problems)),
        Role::Item { .. } | Role::Attachment => ParsedFile::Nothing,
        Role::Unused => {
            let message = format!("`{}` is not read", source.path);
            let help = "content/ holds groups.yaml, applications.yaml, registers/<register>/<item>.yaml or .md, and shares/<share>.yaml";
            problems.push(Diagnostic::new(&FILE_UNUSED, whole, message).help(help));
            ParsedFile::Nothing
        }
    };
    problems.limit(id);
    (parsed, problems)
}

/// The share `name` whose file could not be read: what its bytes say all the same of being closed. `open` reads them from
/// their start; an error means that nothing can be told.
#[must_use]
pub fn unread_share(name: &str, open: &OpenBytes<'_>) -> Option<ParsedShare> {
    let id = Id::new(name).ok()?;
    // No text is held, and nothing points into it.
    let nowhere = Span::new(Sources::default().add(String::new(), String::new()), 0..0);
    Some(match lenient::said_by(open) {
        Ok(said) => ParsedShare::unread(id, &said, nowhere),
        Err(error) => ParsedShare {
            doubts: vec![error.to_string()],
            ..ParsedShare::unread(id, &lenient::Said::default(), nowhere)
        },
    })
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
            ParsedFile::Item(register, item) => parsed.items.push((register, item)),
            ParsedFile::Unread(name) => drop(parsed.unread.insert(name)),
            ParsedFile::Orphan(register, span) => drop(parsed.orphans.insert(register, span)),
            ParsedFile::Applications(applications) => parsed.applications = applications,
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
