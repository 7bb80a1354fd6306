//! `register.yaml`: who keeps a register, and for what.

use crate::diag::Problems;
use crate::diag::codes::UNKNOWN_LANGUAGE;
use crate::model::finding::Allow;
use crate::model::id::Id;
use crate::model::register::RegisterKind;
use crate::model::site::Localized;
use crate::model::treatment::REGISTER_FIELDS;
use crate::model::value::Entry;
use crate::parse::allow;
use crate::parse::attachment::AttachedFiles;
use crate::parse::fields::{self, Mapping};
use crate::parse::record::RecordReader;
use crate::parse::remarks;
use crate::parse::yaml;
use crate::source::{FileId, Span, Spanned};

/// A register as its own file describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedRegister {
    /// Its name.
    pub id: Id,
    /// Which register it is.
    pub kind: RegisterKind,
    /// Its title.
    pub title: Localized,
    /// The language of its records.
    pub language: Option<String>,
    /// The group that owns it.
    pub group: Option<Spanned<Id>>,
    /// Who answers for it.
    pub parties: Vec<Entry>,
    /// The codes that its author lets be.
    pub allowed: Vec<Allow>,
    /// Where it is described.
    pub span: Span,
}

/// Reads the description of the register in the folder `name`.
pub(crate) fn read(file: FileId, text: &str, name: &str, problems: &mut Problems) -> Option<ParsedRegister> {
    let id = fields::parse_id(name, Span::new(file, 0..0), problems);
    let node = yaml::read(file, text, 0..text.len(), problems)?;
    let mut mapping = Mapping::open(&node, problems)?;
    let kind = mapping.require("kind", problems);
    let kind = kind.and_then(|node| fields::word(node, &RegisterKind::ALL, problems));
    let title = mapping.require("title", problems);
    let title = title.and_then(|node| {
        remarks::localized(text, node, problems);
        fields::localized(node, problems)
    });
    let language = mapping.take("language", problems).and_then(|node| language(node, problems));
    let group = mapping.take("group", problems).and_then(|node| fields::id(node, problems));
    let id = id?;
    let parties = RecordReader { register: &id, item: None, files: &AttachedFiles::new(), text }.entries(
        &mut mapping,
        REGISTER_FIELDS,
        problems,
    );
    let allowed = allow::read(&mut mapping, problems);
    let span = mapping.span();
    mapping.finish(problems);
    Some(ParsedRegister { kind: kind?, title: title?, language, group, parties, allowed, span, id })
}

/// A language tag of two or three letters, perhaps with a region (BCP 47).
fn language(node: &yaml::Node, problems: &mut Problems) -> Option<String> {
    let text = fields::text(node, problems)?;
    let (language, region) = text.value.split_once('-').unwrap_or((&text.value, "XX"));
    let letters = |part: &str, lengths: &[usize]| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let tag = (letters(language, &[2, 3]) && letters(region, &[2])).then_some(()).ok_or(());
    fields::parsed(&text, tag, &UNKNOWN_LANGUAGE, "a language tag, as `en` or `fr-BE`", problems)?;
    Some(text.value)
}
