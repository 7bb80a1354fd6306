//! `content/shares/<share>.yaml`.

mod recipient;
mod times;
mod unread;

use chrono::{DateTime, FixedOffset};

use crate::diag::codes::{
    GROUPS_WITHOUT_ACCESS, PROFILE_INTERNAL_FIELD, PROFILE_UNKNOWN_FIELD, UNKNOWN_LANGUAGE, WRONG_SHAPE,
};
use crate::diag::{Diagnostic, Problems, Severity, suggest};
use crate::model::field;
use crate::model::finding::Allow;
use crate::model::format::FormatChoice;
use crate::model::id::Id;
use crate::model::kind::KINDS;
use crate::model::lifetime::Lifetime;
use crate::model::profile::{NamedProfile, Profile};
use crate::model::recipient::Recipient;
use crate::model::share::Inclusion;
use crate::model::site::Localized;
use crate::model::treatment::REGISTER_FIELDS;
use crate::model::value::ItemRef;
use crate::parse::fields::{self, Mapping};
use crate::parse::lenient;
use crate::parse::site::LANGUAGES;
use crate::parse::yaml::{self, Node, NodeKind};
use crate::parse::{allow, format};
use crate::source::{FileId, Span, Spanned};
pub use times::Opening;

/// A share as its own file defines it. What could not be read is missing, so that a share which says that it has ended
/// or is revoked is closed whatever else is wrong.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "what a file says, each independent of the others")]
pub struct ParsedShare {
    /// Its name.
    pub id: Id,
    /// Its title.
    pub title: Option<Localized>,
    /// A few words for its readers.
    pub note: Option<Localized>,
    /// Since when it exists.
    pub created: Option<Spanned<DateTime<FixedOffset>>>,
    /// When it opens.
    pub opens: Opening,
    /// When it was last given a new end on purpose.
    pub extended: Option<Spanned<DateTime<FixedOffset>>>,
    /// How long.
    pub expires: Option<Spanned<Lifetime>>,
    /// What it holds.
    pub include: Option<Vec<Spanned<Inclusion>>>,
    /// Whom it reaches, if that is said.
    pub audience: Option<Spanned<AudienceText>>,
    /// Which fields it shows.
    pub profile: Option<Profile>,
    /// The language of its pages, if that is said.
    pub lang: Option<Spanned<String>>,
    /// One link each.
    pub recipients: Vec<Spanned<Recipient>>,
    /// Raised to change its links.
    pub generation: Option<u32>,
    /// Withdrawn.
    pub revoked: bool,
    /// Withdrawn by a person's word in the state folder, and not by its own file.
    pub by_hand: bool,
    /// Whether pages of other sites may show its pages in frames.
    pub embed: bool,
    /// Which forms it offers programs, if it says so.
    pub formats: Option<Vec<Spanned<FormatChoice>>>,
    /// The codes that its author lets be.
    pub allowed: Vec<Allow>,
    /// Since when, where that is said.
    pub revoked_at: Option<DateTime<FixedOffset>>,
    /// Why it was withdrawn, where that is said.
    pub reason: Option<String>,
    /// Whether its file could not be read as YAML: then all that is known is what closes it.
    pub unread: bool,
    /// Why it cannot be told whether the file closes the share, or a link.
    pub doubts: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

impl ParsedShare {
    /// Who has a link of their own, as far as they could be read.
    #[must_use]
    pub fn link_holders(&self) -> Vec<Recipient> {
        match self.audience.as_ref().map(|audience| &audience.value) {
            Some(AudienceText::Applications(applications)) => values(applications),
            _ => values(&self.recipients),
        }
    }

    /// The key of the list that names them.
    #[must_use]
    pub fn link_holders_key(&self) -> &'static str {
        match self.audience.as_ref().map(|audience| &audience.value) {
            Some(AudienceText::Applications(_)) => "applications",
            _ => "recipients",
        }
    }

    /// From when its lifetime counts: its opening, else its creation. `None` where that could not be read.
    #[must_use]
    pub fn start(&self) -> Option<DateTime<FixedOffset>> {
        match self.opens {
            Opening::AtOnce => self.created.map(|created| created.value),
            Opening::From(opens) => Some(opens.value),
            Opening::Unread => None,
        }
    }

    /// When it ends: nothing within for never. `None` where that could not be read.
    #[must_use]
    pub fn end(&self) -> Option<Option<DateTime<FixedOffset>>> {
        match self.expires.as_ref()?.value {
            lifetime @ Lifetime::For(_) => Some(lifetime.end(self.start()?)),
            Lifetime::Until(end) => Some(Some(end)),
            Lifetime::Unlimited => Some(None),
        }
    }

    /// When it opens, where its file says so.
    #[must_use]
    pub fn opening(&self) -> Option<Spanned<DateTime<FixedOffset>>> {
        match self.opens {
            Opening::From(opens) => Some(opens),
            Opening::AtOnce | Opening::Unread => None,
        }
    }
}

fn values(recipients: &[Spanned<Recipient>]) -> Vec<Recipient> {
    recipients.iter().map(|recipient| recipient.value.clone()).collect()
}

/// Whom a share reaches, before its groups are looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AudienceText {
    /// Whoever has the link.
    Link,
    /// These groups.
    Groups(Vec<Spanned<Id>>),
    /// These applications, each with its link.
    Applications(Vec<Spanned<Recipient>>),
    /// Whoever has the key.
    Key,
    /// It could not be read: there is a complaint about that.
    Unread,
}

/// Complains of recipients beside applications.
fn refuse_both(listed: Option<&Node>, audience: Option<&Spanned<AudienceText>>, problems: &mut Problems) {
    if let (Some(node), Some(AudienceText::Applications(_))) =
        (listed, audience.map(|audience| &audience.value))
    {
        problems.push(
            Diagnostic::new(&GROUPS_WITHOUT_ACCESS, node.span, "each application has its own link already")
                .help("remove `recipients`, or make another share"),
        );
    }
}

/// Reads the share `name`.
pub(crate) fn read(file: FileId, text: &str, name: &str, problems: &mut Problems) -> Option<ParsedShare> {
    let id = fields::parse_id(name, Span::new(file, 0..0), problems);
    let errors = problems.count(Severity::Error);
    let node = yaml::read(file, text, 0..text.len(), problems);
    let is_sound = problems.count(Severity::Error) == errors;
    let mapping = node.as_ref().and_then(|node| Mapping::of_file(text, node, problems));
    let Some(mut mapping) = mapping else {
        return Some(ParsedShare::unread(id?, &lenient::said(text), Span::new(file, 0..0)));
    };
    let title = mapping.require("title", problems).and_then(|node| fields::localized(node, problems));
    let note = mapping.take("note", problems).and_then(|node| fields::localized(node, problems));
    let created = mapping.require("created", problems).and_then(|node| fields::instant(node, problems));
    let opens = times::opens(&mut mapping, problems);
    let extended = times::extended(&mut mapping, problems);
    let expires = mapping.require("expires", problems).and_then(|node| times::lifetime(node, problems));
    let include = mapping.require("include", problems).and_then(|node| include(node, problems));
    let audience = audience(&mut mapping, problems);
    let profile = mapping.require("profile", problems).and_then(|node| profile(node, problems));
    let lang = mapping.take("lang", problems).and_then(|node| language(node, problems));
    let listed = mapping.take("recipients", problems);
    let recipients = listed.and_then(|node| fields::sequence(node, problems)).unwrap_or_default();
    let recipients = recipients.iter().filter_map(|node| recipient::recipient(node, problems)).collect();
    refuse_both(listed, audience.as_ref(), problems);
    let generation =
        mapping.take("generation", problems).map_or(Some(1), |node| recipient::generation(node, problems));
    let withdrawal = recipient::withdrawal(&mut mapping, problems);
    let embed = mapping.take("embed", problems).and_then(|node| embed(node, problems)).unwrap_or(false);
    let formats = format::read(&mut mapping, problems);
    let allowed = allow::read(&mut mapping, problems);
    let span = mapping.span();
    mapping.finish(problems);
    let share = ParsedShare {
        title,
        note,
        created,
        opens,
        extended,
        expires,
        include,
        audience,
        profile,
        lang,
        recipients,
        generation,
        revoked: withdrawal.said,
        by_hand: false,
        embed,
        formats,
        allowed,
        revoked_at: withdrawal.at,
        reason: withdrawal.reason,
        unread: false,
        doubts: Vec::new(),
        span,
        id: id?,
    };
    // Of a key that stands twice the tree holds one.
    Some(if is_sound { share } else { share.closed_by(&lenient::said(text)) })
}

fn include(node: &Node, problems: &mut Problems) -> Option<Vec<Spanned<Inclusion>>> {
    let nodes = fields::sequence(node, problems)?;
    let lines: Vec<_> = nodes.iter().filter_map(|node| inclusion(node, problems)).collect();
    // A line that could not be read must not make the share look emptier than it is.
    (lines.len() == nodes.len()).then_some(lines)
}

/// `register`, or `register/item`.
fn inclusion(node: &Node, problems: &mut Problems) -> Option<Spanned<Inclusion>> {
    let text = fields::text(node, problems)?;
    let inclusion = match text.value.split_once('/') {
        None => Inclusion::Register(fields::parse_id(&text.value, text.span, problems)?),
        Some((register, item)) => {
            let register = fields::parse_id(register, text.span, problems)?;
            Inclusion::Item(ItemRef { register, item: fields::parse_id(item, text.span, problems)? })
        }
    };
    Some(Spanned::new(inclusion, text.span))
}

fn audience(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Spanned<AudienceText>> {
    #[derive(Clone, Copy)]
    enum AudienceWord {
        Link,
        Groups,
        Applications,
        Key,
    }
    let words = [
        ("link", AudienceWord::Link),
        ("groups", AudienceWord::Groups),
        ("applications", AudienceWord::Applications),
        ("key", AudienceWord::Key),
    ];
    let node = mapping.take("audience", problems);
    let word = node.and_then(|node| fields::word(node, &words, problems));
    // Of an audience that could not be read nobody knows which list it wants.
    let wants = |list: fn(&AudienceWord) -> bool| {
        if mapping.has("audience") { word.as_ref().map(list) } else { Some(false) }
    };
    let (by_group, by_application) = (
        wants(|word| matches!(word, AudienceWord::Groups)),
        wants(|word| matches!(word, AudienceWord::Applications)),
    );
    let groups = list(mapping, ("groups", by_group), node, fields::id, problems);
    let applications =
        list(mapping, ("applications", by_application), node, recipient::application, problems);
    let unread = mapping.key_span("audience").map(|span| Spanned::new(AudienceText::Unread, span));
    let Some(word) = word else { return unread };
    let named = match word {
        AudienceWord::Groups => !groups.is_empty(),
        AudienceWord::Applications => !applications.is_empty(),
        AudienceWord::Link | AudienceWord::Key => true,
    };
    // The lists have complained.
    if !named {
        return unread;
    }
    let audience = match word {
        AudienceWord::Link => AudienceText::Link,
        AudienceWord::Groups => AudienceText::Groups(groups),
        AudienceWord::Applications => AudienceText::Applications(applications),
        AudienceWord::Key => AudienceText::Key,
    };
    node.map(|node| Spanned::new(audience, node.span))
}

/// `embed: true`. Nothing else means yes: `yes` and `1` are refused, not guessed at.
fn embed(node: &Node, problems: &mut Problems) -> Option<bool> {
    fields::word(node, &[("true", true), ("false", false)], problems)
}

/// The list `key` of an audience, which stands where the audience is of that kind, and nowhere else: `wanted` says
/// whether it is, where that is known.
fn list<T>(
    mapping: &mut Mapping<'_>,
    (key, wanted): (&'static str, Option<bool>),
    audience: Option<&Node>,
    one: fn(&Node, &mut Problems) -> Option<T>,
    problems: &mut Problems,
) -> Vec<T> {
    let found = mapping.take(key, problems);
    if let (Some(node), Some(false)) = (found, wanted) {
        let message = format!("`{key}` has no effect without `audience: {key}`");
        problems.push(
            Diagnostic::new(&GROUPS_WITHOUT_ACCESS, node.span, message)
                .help(format!("write `audience: {key}`, or remove `{key}`")),
        );
    }
    let nodes = found.and_then(|node| fields::sequence(node, problems));
    let listed = nodes.unwrap_or_default().iter().filter_map(|node| one(node, problems)).collect();
    // Of a list that could not be read there is a complaint already.
    let names_nobody = if mapping.has(key) { nodes.is_some_and(<[_]>::is_empty) } else { true };
    if let (Some(true), true, Some(node)) = (wanted, names_nobody, found.or(audience)) {
        problems.push(
            Diagnostic::new(&GROUPS_WITHOUT_ACCESS, node.span, format!("`audience: {key}` names nobody"))
                .help(format!("add `{key}: [id, …]`")),
        );
    }
    listed
}

fn profile(node: &Node, problems: &mut Problems) -> Option<Profile> {
    if let NodeKind::Scalar(_) = node.value {
        return fields::word(node, &NamedProfile::ALL, problems).map(Profile::Named);
    }
    let nodes = fields::sequence(node, problems)?;
    let listed: Vec<_> = nodes.iter().filter_map(|node| listed_field(node, problems)).collect();
    if nodes.is_empty() {
        let complaint = Diagnostic::new(&WRONG_SHAPE, node.span, "a list of fields names at least one");
        problems.push(complaint.help("full, article30, public, or fields as [purposes, recipients.name]"));
    }
    (!listed.is_empty() && listed.len() == nodes.len()).then_some(Profile::Fields(listed))
}

fn listed_field(node: &Node, problems: &mut Problems) -> Option<String> {
    let text = fields::text(node, problems)?;
    let path = text.value.as_str();
    let tables = || KINDS.iter().map(|kind| kind.fields).chain([REGISTER_FIELDS]);
    let Some(field) = tables().find_map(|table| field::at(table, path)) else {
        let known = tables().flatten().map(|field| field.key);
        let complaint = Diagnostic::new(&PROFILE_UNKNOWN_FIELD, text.span, format!("no field `{path}`"));
        problems.push(complaint.help(suggest(path, known)));
        return None;
    };
    if field.shown.is_internal() {
        let complaint = Diagnostic::new(
            &PROFILE_INTERNAL_FIELD,
            text.span,
            format!("`{path}` is internal: only `full` may show it"),
        );
        problems.push(complaint.help("remove it, or use `profile: full`"));
        return None;
    }
    Some(text.value)
}

fn language(node: &Node, problems: &mut Problems) -> Option<Spanned<String>> {
    let text = fields::text(node, problems)?;
    let known = LANGUAGES.iter().any(|(language, _)| *language == text.value);
    if !known {
        let complaint =
            Diagnostic::new(&UNKNOWN_LANGUAGE, text.span, format!("`{}` is not translated", text.value));
        problems.push(complaint.help("one of: en, fr"));
    }
    known.then_some(text)
}
