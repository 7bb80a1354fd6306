//! Proposals: which bytes of a text to replace by which. Whether a proposal is right is not decided here.

mod lines;
mod piece;

use std::ops::Range;

use crate::edit::change::{Change, Within};
use crate::edit::value::{NewValue, ValueContext, scalar};
use crate::parse::yaml::outline::{NodeShape, Outline, Part, Style};
use lines::TextLines;
pub(super) use piece::Splice;
use piece::insert;

type KeyedPart = (Part, Part);

/// Ways to make a change, the best first; the pieces of each in the order of the text.
pub(super) fn propose(text: &str, outline: &Outline, change: &Change) -> Vec<Vec<Splice>> {
    let lines = TextLines { text, comments: &outline.comments };
    let NodeShape::Mapping(style, top) = &outline.root.shape else { return Vec::new() };
    match change {
        Change::Set { within: Within::Top, key, value } => {
            set(&lines, &outline.root, *style, top, key, value)
        }
        Change::Remove { within: Within::Top, key } => remove(&lines, *style, top, key),
        Change::Set { within: Within::Item { list, id }, key, value } => match item_of(top, list, id) {
            Some(Part { range, shape: NodeShape::Scalar(_), is_marked: false }) => {
                let (id, value) = (&text[range.clone()], value.text(ValueContext::Flow));
                vec![vec![Splice { range: range.clone(), with: format!("{{id: {id}, {key}: {value}}}") }]]
            }
            Some(part @ Part { shape: NodeShape::Mapping(style, entries), is_marked: false, .. }) => {
                set(&lines, part, *style, entries, key, value)
            }
            _ => Vec::new(),
        },
        Change::Remove { within: Within::Item { list, id }, key } => match item_of(top, list, id) {
            Some(Part { shape: NodeShape::Mapping(style, entries), is_marked: false, .. }) => {
                remove(&lines, *style, entries, key)
            }
            _ => Vec::new(),
        },
        Change::Add { list, item } => add(&lines, outline, *style, top, list, item),
        Change::Drop { list, item } => match find(top, list) {
            Some((_, Part { shape: NodeShape::Sequence(style, items), is_marked: false, .. })) => {
                take(&lines, *style, items, item)
            }
            _ => Vec::new(),
        },
    }
}

/// Where a change belongs, for words about it.
pub(super) fn place(outline: &Outline, change: &Change) -> usize {
    let NodeShape::Mapping(_, top) = &outline.root.shape else { return 0 };
    let entry = |key: &str| find(top, key).map(|(key, _)| key.range.start);
    let found = match change {
        Change::Set { within: Within::Top, key, .. } | Change::Remove { within: Within::Top, key } => {
            entry(key)
        }
        Change::Set { within: Within::Item { list, id }, .. }
        | Change::Remove { within: Within::Item { list, id }, .. } => {
            item_of(top, list, id).map(|part| part.range.start).or_else(|| entry(list))
        }
        Change::Add { list, .. } | Change::Drop { list, .. } => entry(list),
    };
    found.unwrap_or(outline.root.range.end)
}

fn find<'a>(entries: &'a [KeyedPart], key: &str) -> Option<&'a KeyedPart> {
    entries.iter().find(|(found, _)| matches!(&found.shape, NodeShape::Scalar(text) if text == key))
}

fn item_of<'a>(top: &'a [KeyedPart], list: &str, id: &str) -> Option<&'a Part> {
    let (_, list) = find(top, list)?;
    let NodeShape::Sequence(_, items) = &list.shape else { return None };
    items.iter().find(|item| is_named(item, id))
}

fn is_named(item: &Part, name: &str) -> bool {
    match &item.shape {
        NodeShape::Scalar(text) => text == name,
        NodeShape::Mapping(_, entries) => find(entries, "id")
            .is_some_and(|(_, id)| matches!(&id.shape, NodeShape::Scalar(text) if text == name)),
        _ => false,
    }
}

fn set(
    lines: &TextLines<'_>,
    mapping: &Part,
    style: Style,
    entries: &[KeyedPart],
    key: &str,
    value: &NewValue,
) -> Vec<Vec<Splice>> {
    let context = if style == Style::Flow { ValueContext::Flow } else { ValueContext::Block };
    let written = value.text(context);
    if let Some((key, old)) = find(entries, key) {
        return replaced(lines, key, old, &written);
    }
    let entry = format!("{key}: {written}");
    let Some((last_key, last)) = entries.last() else {
        return lines.after_bracket(mapping, entry);
    };
    let end = last.range.end.max(last_key.range.end);
    match style {
        Style::Flow => vec![insert(end, format!(", {entry}"))],
        Style::Block => {
            let Some(indent) = lines.indent(entries[0].0.range.start) else { return Vec::new() };
            lines.below(end, &format!("{indent}{entry}"))
        }
    }
}

/// A value on the line of its key gives way to another.
fn replaced(lines: &TextLines<'_>, key: &Part, old: &Part, written: &str) -> Vec<Vec<Splice>> {
    let one_line = !lines.text[old.range.clone()].contains('\n');
    match &old.shape {
        _ if old.is_marked => Vec::new(),
        NodeShape::Null => lines.after_colon(key, written),
        NodeShape::Scalar(_) | NodeShape::Sequence(Style::Flow, _) | NodeShape::Mapping(Style::Flow, _)
            if one_line =>
        {
            vec![vec![Splice { range: old.range.clone(), with: written.to_owned() }]]
        }
        _ => Vec::new(),
    }
}

fn remove(lines: &TextLines<'_>, style: Style, entries: &[KeyedPart], key: &str) -> Vec<Vec<Splice>> {
    let Some(at) =
        entries.iter().position(|(found, _)| matches!(&found.shape, NodeShape::Scalar(text) if text == key))
    else {
        return Vec::new();
    };
    let whole = |(key, value): &KeyedPart| key.range.start..value.range.end.max(key.range.end);
    if !is_plain(&entries[at].1) {
        return Vec::new();
    }
    match style {
        Style::Flow => cut(&entries.iter().map(whole).collect::<Vec<_>>(), at),
        Style::Block => lines.without(whole(&entries[at]), "").into_iter().collect(),
    }
}

fn add(
    lines: &TextLines<'_>,
    outline: &Outline,
    style: Style,
    top: &[KeyedPart],
    list: &str,
    item: &str,
) -> Vec<Vec<Splice>> {
    let flow = scalar(item, ValueContext::Flow);
    let made = format!("[{flow}]");
    let Some((key, old)) = find(top, list) else {
        let end = outline.root.range.end;
        return match style {
            Style::Flow => {
                top.last().map(|_| insert(end - 1, format!(", {list}: {made}"))).into_iter().collect()
            }
            Style::Block => {
                let indent = top.first().and_then(|(key, _)| lines.indent(key.range.start));
                indent.map_or_else(Vec::new, |indent| lines.below(end, &format!("{indent}{list}: {made}")))
            }
        };
    };
    match &old.shape {
        _ if old.is_marked => Vec::new(),
        NodeShape::Null => lines.after_colon(key, &made),
        NodeShape::Sequence(Style::Flow, items) => match items.last() {
            Some(last) => vec![insert(last.range.end, format!(", {flow}"))],
            None => lines.after_bracket(old, flow),
        },
        NodeShape::Sequence(Style::Block, items) => {
            let dash = items.first().and_then(|item| lines.dash(item.range.start));
            dash.map_or_else(Vec::new, |dash| {
                lines.below(old.range.end, &format!("{dash}{}", scalar(item, ValueContext::Block)))
            })
        }
        _ => Vec::new(),
    }
}

/// Takes an item out of a list.
fn take(lines: &TextLines<'_>, style: Style, items: &[Part], name: &str) -> Vec<Vec<Splice>> {
    let Some(at) = items.iter().position(|item| is_named(item, name)) else { return Vec::new() };
    if !is_plain(&items[at]) {
        return Vec::new();
    }
    match style {
        Style::Flow => cut(&items.iter().map(|item| item.range.clone()).collect::<Vec<_>>(), at),
        Style::Block => lines.without(items[at].range.clone(), "-").into_iter().collect(),
    }
}

/// Cuts one of several neighbours in brackets, with its comma.
fn cut(all: &[Range<usize>], at: usize) -> Vec<Vec<Splice>> {
    let range = match (at.checked_sub(1).map(|before| all[before].end), all.get(at + 1)) {
        (Some(before), _) => before..all[at].end,
        (None, Some(next)) => all[at].start..next.start,
        (None, None) => all[at].clone(),
    };
    vec![vec![Splice { range, with: String::new() }]]
}

/// Whether no part of a value is shared with another place, or text of several lines.
fn is_plain(part: &Part) -> bool {
    !part.is_marked
        && match &part.shape {
            NodeShape::Opaque => false,
            NodeShape::Null | NodeShape::Scalar(_) => true,
            NodeShape::Sequence(_, items) => items.iter().all(is_plain),
            NodeShape::Mapping(_, entries) => {
                entries.iter().all(|(key, value)| is_plain(key) && is_plain(value))
            }
        }
}
