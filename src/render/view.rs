//! Items as templates see them: their parts, and their lines in lists.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::locale::Locale;
use crate::model::item::Status;
use crate::model::role::FieldRole;
use crate::model::value::Scalar;
use crate::render::Stamp;
use crate::select::{SharedItem, SharedValue};

/// A part of an item's page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct SectionView {
    pub(super) key: &'static str,
    pub(super) title: String,
    /// Its particulars, as safe HTML.
    pub(super) rows: String,
}

/// An item's line in lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ListLine {
    file: String,
    pub(crate) title: String,
    reference: String,
    mark: Cow<'static, str>,
    mark_label: String,
    summary: String,
    /// Whether the summary is in the author's words.
    authored: bool,
    date_text: String,
    date: String,
}

impl ListLine {
    /// The name of the item's file in its register's folder.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }
}

/// The word for a status that is not plainly in force, as `(key, label)`; empty for a published item.
pub(crate) fn mark(locale: &Locale, status: Status) -> (&'static str, String) {
    match status {
        Status::Published => ("", String::new()),
        Status::Draft => ("draft", locale.say("draft").to_owned()),
        Status::Archived => ("archived", locale.say("archived").to_owned()),
    }
}

/// How a register shows one of its items.
pub(crate) fn line(locale: &Locale, item: &SharedItem, stamp: &Stamp) -> ListLine {
    let (mark, mark_label) = mark(locale, item.status());
    let date = stamp.date.map(|date| date.to_string()).unwrap_or_default();
    let date_text = stamp.date.map_or_else(|| locale.say("undated").to_owned(), |date| locale.day(date));
    let leading = item.kind().list_field().and_then(|field| item.value(field));
    let summary = leading.map(|value| first_words(locale, value)).unwrap_or_default();
    ListLine {
        file: format!("{}.html", item.id()),
        title: item.title().to_owned(),
        reference: reference(item),
        mark: mark.into(),
        mark_label,
        summary,
        authored: leading.is_some_and(is_authored),
        date_text,
        date,
    }
}

/// The reference that an author gave, if it is shown.
pub(crate) fn reference(item: &SharedItem) -> String {
    match item.bearing(FieldRole::Reference) {
        Some(SharedValue::Scalar(Scalar::Text(text))) => text.clone(),
        _ => String::new(),
    }
}

/// Whether the leading words of a value are the author's, and not the interface's.
pub(super) fn is_authored(value: &SharedValue) -> bool {
    match value {
        SharedValue::List(values) => values.first().is_some_and(is_authored),
        SharedValue::Group(entries) => entries.first().is_some_and(|entry| is_authored(&entry.value)),
        SharedValue::Scalar(Scalar::Text(_)) | SharedValue::Link(..) => true,
        _ => false,
    }
}

/// The leading texts of a value, in one line.
pub(super) fn first_words(locale: &Locale, value: &SharedValue) -> String {
    match value {
        SharedValue::List(values) => {
            let words: Vec<_> = values.iter().map(|value| first_words(locale, value)).collect();
            words.join(" · ")
        }
        SharedValue::Group(entries) => {
            entries.first().map(|entry| first_words(locale, &entry.value)).unwrap_or_default()
        }
        SharedValue::Scalar(Scalar::Text(text) | Scalar::Number(text)) => text.clone(),
        SharedValue::Scalar(Scalar::Term(vocabulary, term)) => term_label(locale, vocabulary, term.key),
        SharedValue::Scalar(Scalar::Date(date)) => locale.day(*date),
        SharedValue::Scalar(Scalar::Instant(instant)) => locale.instant(*instant),
        SharedValue::Link(_, title) => title.clone(),
        _ => String::new(),
    }
}

pub(super) fn term_label(locale: &Locale, vocabulary: &str, term: &str) -> String {
    locale.terms.get(&format!("{vocabulary}.{term}")).cloned().unwrap_or_else(|| term.to_owned())
}
