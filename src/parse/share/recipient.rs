//! The recipients of a share, and what says that a link is withdrawn or renewed.

use chrono::{DateTime, FixedOffset};

use crate::diag::codes::{BAD_INSTANT, WRONG_SHAPE};
use crate::diag::{Diagnostic, Problems};
use crate::model::recipient::Recipient;
use crate::parse::fields::{self, Mapping};
use crate::parse::yaml::{Node, NodeKind};
use crate::source::Spanned;

/// `id`, or `{id, label, generation, revoked}`.
pub(super) fn recipient(node: &Node, problems: &mut Problems) -> Option<Spanned<Recipient>> {
    let label = |mapping: &mut Mapping<'_>, problems: &mut Problems| {
        mapping.take("label", problems).and_then(|node| fields::text(node, problems)).map(|text| text.value)
    };
    holder(node, label, problems)
}

/// `id`, or `{id, generation, revoked}`: the list of applications has its title.
pub(super) fn application(node: &Node, problems: &mut Problems) -> Option<Spanned<Recipient>> {
    holder(node, |_, _| None, problems)
}

fn holder(
    node: &Node,
    label: fn(&mut Mapping<'_>, &mut Problems) -> Option<String>,
    problems: &mut Problems,
) -> Option<Spanned<Recipient>> {
    if let NodeKind::Scalar(_) = node.value {
        let id = fields::id(node, problems)?;
        return Some(Spanned::new(Recipient::named(id.value), id.span));
    }
    let mut mapping = Mapping::open(node, problems)?;
    let id = mapping.require("id", problems).and_then(|node| fields::id(node, problems));
    let label = label(&mut mapping, problems);
    let generation = mapping.take("generation", problems).and_then(|node| self::generation(node, problems));
    let Withdrawal { said, at, reason } = withdrawal(&mut mapping, problems);
    mapping.finish(problems);
    let id = id?;
    let recipient = Recipient { id: id.value, label, generation, revoked: said, revoked_at: at, reason };
    Some(Spanned::new(recipient, id.span))
}

/// `generation: 2`.
pub(super) fn generation(node: &Node, problems: &mut Problems) -> Option<u32> {
    let text = fields::text(node, problems)?;
    let number = text.value.parse().ok().filter(|number| (1..=1_000_000).contains(number)).ok_or(());
    fields::parsed(&text, number, &WRONG_SHAPE, "a number from 1 on", problems)
}

/// What a share or a recipient says of its being withdrawn.
#[derive(Default)]
pub(super) struct Withdrawal {
    /// Who writes `revoked:` means it, with or without a date.
    pub(super) said: bool,
    pub(super) at: Option<DateTime<FixedOffset>>,
    pub(super) reason: Option<String>,
}

/// `revoked: …`.
pub(super) fn withdrawal(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Withdrawal {
    match mapping.take("revoked", problems) {
        Some(node) => revoked(node, problems),
        None => Withdrawal { said: mapping.has("revoked"), ..Withdrawal::default() },
    }
}

/// An instant, or `{at, reason}`. What means to be revoked is revoked even if it says so badly.
fn revoked(node: &Node, problems: &mut Problems) -> Withdrawal {
    let mut reason = None;
    let at = match &node.value {
        NodeKind::Scalar(text) if text == "false" => return Withdrawal::default(),
        NodeKind::Scalar(text) if text == "true" => {
            let complaint = Diagnostic::new(&BAD_INSTANT, node.span, "`revoked` says since when");
            problems.push(complaint.help("write the instant, as 2026-02-01T10:00:00+01:00"));
            None
        }
        NodeKind::Scalar(_) => fields::instant(node, problems),
        _ => Mapping::open(node, problems).and_then(|mut mapping| {
            let at = mapping.require("at", problems).and_then(|node| fields::instant(node, problems));
            reason = mapping.take("reason", problems).and_then(|node| fields::text(node, problems));
            mapping.finish(problems);
            at
        }),
    };
    Withdrawal { said: true, at: at.map(|at| at.value), reason: reason.map(|text| text.value) }
}
