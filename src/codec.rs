//! Records in a compact form for the cache (the Postcard wire format), and back. A form that does not fit the field
//! tables of this program gives nothing: the record is then read anew from its text.

mod checks;
mod complaint;
mod place;
mod value;

use serde::{Deserialize, Serialize};

use crate::diag::Problems;
use crate::hash::Hash;
use crate::leak::Suspects;
use crate::model::facts::{Facts, Run};
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::item::{Access, Item, Status};
use crate::model::kind::{KINDS, Kind};
use crate::model::value::Entry;
use crate::source::{FileId, Span, Spanned};
use checks::Checks;
use complaint::Complaint;
use place::{CodecSpan, at, to};
use value::Instant;

/// Room for the fields of a usual record, in bytes.
const TYPICAL: usize = 8 * 1024;

/// What a site keeps of a record, and what there is to say about it.
#[derive(Serialize, Deserialize)]
struct CodecHead<'a> {
    kind: u8,
    #[serde(borrow)]
    title: &'a str,
    status: u8,
    access: Ceiling<'a>,
    span: CodecSpan,
    references: Vec<(&'a str, &'a str, CodecSpan)>,
    missing: Vec<u16>,
    kept_until: Vec<(Instant, CodecSpan)>,
    special: bool,
    internal: u32,
    suspects: Suspects,
    run: Option<Running<'a>>,
    #[serde(borrow)]
    checks: Checks<'a>,
    files: Vec<(&'a str, Hash)>,
    complaints: Vec<Complaint<'a>>,
}

#[derive(Serialize, Deserialize)]
enum Ceiling<'a> {
    Public,
    Private,
    #[serde(borrow)]
    Groups(Vec<(&'a str, CodecSpan)>),
}

#[derive(Serialize, Deserialize)]
struct Running<'a> {
    #[serde(borrow)]
    service: Option<(&'a str, &'a str)>,
    parameters: Vec<(&'a str, CodecSpan)>,
    inputs: Option<Vec<&'a str>>,
}

/// The packed head and fields of a record. `None` where a complaint cannot be packed.
#[must_use]
pub fn pack(item: &Item, entries: &[Entry], problems: &Problems) -> Option<(Vec<u8>, Vec<u8>)> {
    let facts = &item.facts;
    let position = |field: &Field| item.kind.fields.iter().position(|row| row == field);
    let missing = facts.missing.iter().map(|field| u16::try_from(position(field)?).ok());
    let references = facts.references.iter();
    let head = CodecHead {
        kind: u8::try_from(KINDS.iter().position(|kind| kind == item.kind)?).ok()?,
        title: &item.title,
        status: u8::try_from(Status::ALL.iter().position(|(_, status)| *status == item.status)?).ok()?,
        access: Ceiling::of(&item.access),
        span: at(item.span),
        references: references
            .map(|(to, span)| (to.register.as_str(), to.item.as_str(), at(*span)))
            .collect(),
        missing: missing.collect::<Option<_>>()?,
        kept_until: facts.kept_until.iter().map(|(until, span)| (Instant::of(*until), at(*span))).collect(),
        special: facts.special,
        internal: facts.internal,
        suspects: facts.suspects.clone(),
        run: facts.run.as_deref().map(Running::of),
        checks: Checks::of(facts),
        files: facts.attached.iter().map(|(path, hash)| (path.as_str(), *hash)).collect(),
        complaints: problems.iter().map(Complaint::of).collect::<Option<_>>()?,
    };
    let fields = value::packed(item.kind.fields, entries)?;
    let body = postcard::to_extend(&fields, Vec::with_capacity(TYPICAL)).ok()?;
    Some((postcard::to_stdvec(&head).ok()?, body))
}

/// The record `id` whose text is `file`, and what there is to say about it.
#[must_use]
pub fn unpack(id: Id, file: FileId, content: Hash, head: &[u8]) -> Option<(Item, Problems)> {
    let head: CodecHead<'_> = postcard::from_bytes(head).ok()?;
    let kind = KINDS.get(usize::from(head.kind))?;
    let span = |at: CodecSpan| Span::new(file, at.0 as usize..at.1 as usize);
    let references =
        head.references.iter().map(|(register, item, at)| Some((to(register, item)?, span(*at))));
    let missing = head.missing.iter().map(|row| kind.fields.get(usize::from(*row)));
    let kept_until = head.kept_until.iter().map(|(until, at)| Some((until.instant()?, span(*at))));
    let (findings, allowed) = head.checks.told(&span)?;
    let facts = Facts {
        life: head.checks.life(&span)?,
        transfers: head.checks.transfers(&span),
        findings,
        allowed,
        references: references.collect::<Option<_>>()?,
        missing: missing.collect::<Option<_>>()?,
        kept_until: kept_until.collect::<Option<_>>()?,
        attached: head.files.into_iter().map(|(path, hash)| (path.to_owned(), hash)).collect(),
        special: head.special,
        internal: head.internal,
        suspects: head.suspects,
        run: match head.run {
            Some(run) => Some(Box::new(run.run(&span)?)),
            None => None,
        },
    };
    let item = Item {
        id,
        kind,
        title: head.title.to_owned(),
        status: Status::ALL.get(usize::from(head.status))?.1,
        access: head.access.access(&span)?,
        facts,
        content,
        span: span(head.span),
    };
    let complaints = head.complaints.into_iter().map(|complaint| complaint.diagnostic(&span));
    let mut problems = Problems::default();
    problems.extend(complaints.collect::<Option<Vec<_>>>()?);
    Some((item, problems))
}

/// The fields of a record of `kind` whose text is `file`.
#[must_use]
pub fn entries(kind: &'static Kind, file: FileId, body: &[u8]) -> Option<Vec<Entry>> {
    value::unpacked(kind.fields, file, postcard::from_bytes(body).ok()?)
}

impl<'a> Ceiling<'a> {
    fn of(access: &'a Access) -> Self {
        match access {
            Access::Public => Self::Public,
            Access::Private => Self::Private,
            Access::Groups(groups) => {
                Self::Groups(groups.iter().map(|group| (group.value.as_str(), at(group.span))).collect())
            }
        }
    }

    fn access(self, span: &impl Fn(CodecSpan) -> Span) -> Option<Access> {
        Some(match self {
            Self::Public => Access::Public,
            Self::Private => Access::Private,
            Self::Groups(groups) => {
                let group = |(id, at): (&str, CodecSpan)| Some(Spanned::new(Id::new(id).ok()?, span(at)));
                Access::Groups(groups.into_iter().map(group).collect::<Option<_>>()?)
            }
        })
    }
}

impl<'a> Running<'a> {
    fn of(run: &'a Run) -> Self {
        Self {
            service: run.service.as_ref().map(|to| (to.register.as_str(), to.item.as_str())),
            parameters: run.parameters.iter().map(|(name, span)| (name.as_str(), at(*span))).collect(),
            inputs: run.inputs.as_ref().map(|inputs| inputs.iter().map(String::as_str).collect()),
        }
    }

    fn run(self, span: &impl Fn(CodecSpan) -> Span) -> Option<Run> {
        let service = match self.service {
            Some((register, item)) => Some(to(register, item)?),
            None => None,
        };
        let parameters = self.parameters.into_iter().map(|(name, at)| (name.to_owned(), span(at)));
        let inputs = self.inputs.map(|inputs| inputs.into_iter().map(str::to_owned).collect());
        Some(Run { service, parameters: parameters.collect(), inputs })
    }
}
