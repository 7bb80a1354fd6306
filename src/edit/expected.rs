//! What an edit means, said on trees: the other half of its proof.

use crate::edit::change::{Change, Within};
use crate::parse::yaml::{Node, NodeKind};
use crate::source::{Span, Spanned};

type NodeEntries = Vec<(Spanned<String>, Node)>;

/// The tree after a change; `None` where there is nothing that could be changed so.
pub(super) fn change(before: &Node, change: &Change) -> Option<Node> {
    let mut after = before.clone();
    let span = before.span;
    let NodeKind::Mapping(top) = &mut after.value else { return None };
    match change {
        Change::Set { within, key, value } => {
            set(mapping(top, within, Missing::Widen)?, key, value.node(span.file));
        }
        Change::Remove { within, key } => match mapping(top, within, Missing::Leave) {
            Some(entries) => entries.retain(|(found, _)| found.value != *key),
            None => item(top, within).map(drop)?,
        },
        Change::Add { list, item } => {
            let item = Node::new(NodeKind::Scalar(item.clone()), span);
            match top.iter_mut().find(|(key, _)| key.value == *list).map(|(_, node)| &mut node.value) {
                Some(NodeKind::Sequence(items)) => items.push(item),
                Some(NodeKind::Null | NodeKind::Lost) | None => {
                    set(top, list, Node::new(NodeKind::Sequence(vec![item]), span));
                }
                Some(_) => return None,
            }
        }
        Change::Drop { list, item } => {
            let (_, node) = top.iter_mut().find(|(key, _)| key.value == *list)?;
            let NodeKind::Sequence(items) = &mut node.value else { return None };
            let before = items.len();
            items.retain(|node| !is_named(node, item));
            (items.len() + 1 == before).then_some(())?;
        }
    }
    Some(after)
}

/// Whether two trees say the same, wherever it stands.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (NodeKind::Sequence(a), NodeKind::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (NodeKind::Mapping(a), NodeKind::Mapping(b)) => {
            let pairs = a.iter().zip(b);
            let mut equal = pairs.map(|((a, one), (b, other))| a.value == b.value && same(one, other));
            a.len() == b.len() && equal.all(|equal| equal)
        }
        (a, b) => a == b,
    }
}

#[derive(Clone, Copy)]
enum Missing {
    /// An item that is a bare id becomes a mapping.
    Widen,
    /// It stays what it is.
    Leave,
}

/// The entries of the mapping `within`.
fn mapping<'a>(top: &'a mut NodeEntries, within: &Within, missing: Missing) -> Option<&'a mut NodeEntries> {
    if *within == Within::Top {
        return Some(top);
    }
    let node = item(top, within)?;
    if let (NodeKind::Scalar(_), Missing::Widen) = (&node.value, missing) {
        let id = node.clone();
        node.value = NodeKind::Mapping(vec![(Spanned::new("id".to_owned(), node.span), id)]);
    }
    match &mut node.value {
        NodeKind::Mapping(entries) => Some(entries),
        _ => None,
    }
}

fn item<'a>(top: &'a mut NodeEntries, within: &Within) -> Option<&'a mut Node> {
    let Within::Item { list, id } = within else { return None };
    let (_, node) = top.iter_mut().find(|(key, _)| key.value == *list)?;
    let NodeKind::Sequence(items) = &mut node.value else { return None };
    items.iter_mut().find(|node| is_named(node, id))
}

/// Whether an item of a list is the text `name`, or has it as its `id`.
fn is_named(node: &Node, name: &str) -> bool {
    let is = |node: &Node| matches!(&node.value, NodeKind::Scalar(text) if text == name);
    match &node.value {
        NodeKind::Mapping(entries) => entries.iter().any(|(key, node)| key.value == "id" && is(node)),
        _ => is(node),
    }
}

fn set(entries: &mut NodeEntries, key: &str, value: Node) {
    match entries.iter_mut().find(|(found, _)| found.value == key) {
        Some((_, node)) => *node = value,
        None => entries.push((Spanned::new(key.to_owned(), Span::new(value.span.file, 0..0)), value)),
    }
}
