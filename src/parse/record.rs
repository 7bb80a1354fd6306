//! Values by the field tables: a node and a row give a [`Value`].

use chrono::Datelike as _;

use crate::diag::codes::{SERVICE_OWN, UNKNOWN_REFERENCE};
use crate::diag::{Diagnostic, Problems};
use crate::model::field::{Duty, Field, Group, Shape};
use crate::model::id::Id;
use crate::model::value::{Entry, ItemRef, Scalar, Value};
use crate::parse::fields::{Mapping, in_years, instant, parse_id, sequence, text};
use crate::parse::scalar::Strictness;
use crate::parse::yaml::{Node, NodeKind};
use crate::parse::{AttachedFiles, attachment, bbox, remarks, scalar};

/// Reads values that belong to items of one register.
pub(crate) struct RecordReader<'a> {
    /// The register that a reference without one means.
    pub register: &'a Id,
    /// The item that is read; `None` for the register itself.
    pub item: Option<&'a Id>,
    /// The files that it may name.
    pub files: &'a AttachedFiles,
    /// The whole file.
    pub text: &'a str,
}

impl RecordReader<'_> {
    /// The fields of `table` that `mapping` has, in the order of the table.
    pub(crate) fn entries(
        &self,
        mapping: &mut Mapping<'_>,
        table: &'static [Field],
        problems: &mut Problems,
    ) -> Vec<Entry> {
        let mut entries = Vec::new();
        for field in table {
            if let Some(node) = mapping.take(field.key, problems)
                && let Some(value) = self.value(node, field, problems)
            {
                entries.push(Entry { field, value, span: node.span });
            }
        }
        entries
    }

    /// What `node` holds by the row `field`.
    pub(crate) fn value(&self, node: &Node, field: &'static Field, problems: &mut Problems) -> Option<Value> {
        if field.need.accepts_none() && matches!(&node.value, NodeKind::Scalar(text) if text == "none") {
            return Some(Value::Nothing);
        }
        let value = self.shaped(node, &field.shape, problems)?;
        if let Value::Scalar(Scalar::Date(day)) = value {
            in_years(day.year(), field.days, node.span, problems)?;
        }
        Some(value)
    }

    fn shaped(&self, node: &Node, shape: &'static Shape, problems: &mut Problems) -> Option<Value> {
        self.remarks(node, shape, problems);
        let scalar = match shape {
            Shape::Text => Scalar::Text(text(node, problems)?.value),
            Shape::Term(vocabulary) => scalar::term(node, vocabulary, Strictness::Closed, problems)?,
            Shape::TermOrText(vocabulary) => scalar::term(node, vocabulary, Strictness::Open, problems)?,
            Shape::Date => scalar::date(node, problems)?,
            Shape::Flag => scalar::flag(node, problems)?,
            Shape::Url => scalar::url(node, problems)?,
            Shape::Country => scalar::country(node, problems)?,
            Shape::Period => Scalar::Period(scalar::period(node, problems)?),
            Shape::Number => scalar::number(node, problems)?,
            Shape::Size => scalar::size(node, problems)?,
            Shape::Instant => Scalar::Instant(instant(node, problems)?.value),
            Shape::Crs => scalar::crs(node, problems)?,
            Shape::Sha256 => scalar::sha256(node, problems)?,
            Shape::Bbox => Scalar::Bbox(bbox::read(node, problems)?),
            Shape::File => Scalar::File(attachment::read(node, self.register, self.files, problems)?),
            Shape::Markdown => return scalar::markdown(self.text, node, problems),
            Shape::Reference => return self.reference(node, problems),
            Shape::Gate => return self.gate(node, problems),
            Shape::List(inner) => return self.list(node, inner, problems),
            Shape::Group(group) => return self.group(node, group, problems),
        };
        Some(scalar.into())
    }

    /// What there is to say about a text as it is written.
    fn remarks(&self, node: &Node, shape: &'static Shape, problems: &mut Problems) {
        match (shape, &node.value) {
            (Shape::Text | Shape::TermOrText(_), _) => remarks::plain(self.text, node, problems),
            (Shape::Markdown, _) => remarks::markdown(self.text, node, problems),
            (Shape::Period, NodeKind::Mapping(entries)) => {
                let criterion = entries.iter().filter(|(key, _)| key.value == "criterion");
                criterion.for_each(|(_, node)| remarks::plain(self.text, node, problems));
            }
            _ => {}
        }
    }

    /// An empty list says nothing: it counts as absent.
    fn list(&self, node: &Node, inner: &'static Shape, problems: &mut Problems) -> Option<Value> {
        let nodes = sequence(node, problems)?;
        let values: Vec<_> = nodes.iter().filter_map(|node| self.shaped(node, inner, problems)).collect();
        (!values.is_empty()).then_some(Value::List(values))
    }

    fn group(&self, node: &Node, group: &'static Group, problems: &mut Problems) -> Option<Value> {
        if let (NodeKind::Scalar(_), Some(field)) = (&node.value, group.shorthand()) {
            let value = self.value(node, field, problems)?;
            return Some(Value::Group(vec![Entry { field, value, span: node.span }]));
        }
        let mut mapping = Mapping::open(node, problems)?;
        let entries = self.entries(&mut mapping, group.fields, problems);
        for field in group.fields.iter().filter(|field| field.need.binds(Duty::Anyone)) {
            mapping.require(field.key, problems);
        }
        mapping.finish(problems);
        (!entries.is_empty()).then_some(Value::Group(entries))
    }

    /// A record that must be shared too. One that names itself would always be.
    fn gate(&self, node: &Node, problems: &mut Problems) -> Option<Value> {
        let value = self.reference(node, problems)?;
        let Value::Reference(to) = &value else { return Some(value) };
        if (&to.register, Some(&to.item)) == (self.register, self.item) {
            let message =
                format!("`{}` is this record itself, so that the link would always be shown", to.item);
            problems.push(Diagnostic::new(&SERVICE_OWN, node.span, message).help(
                "name the record of the service, or remove `service` if everybody may follow the link",
            ));
            return None;
        }
        Some(value)
    }

    fn reference(&self, node: &Node, problems: &mut Problems) -> Option<Value> {
        let text = text(node, problems)?;
        let (register, item) = text.value.split_once('/').unwrap_or((self.register.as_str(), &text.value));
        if item.contains('/') {
            problems.push(
                Diagnostic::new(&UNKNOWN_REFERENCE, text.span, format!("`{}` names no item", text.value))
                    .help("write `item`, or `register/item`"),
            );
            return None;
        }
        let register = parse_id(register, text.span, problems)?;
        let item = parse_id(item, text.span, problems)?;
        Some(Value::Reference(ItemRef { register, item }))
    }
}
