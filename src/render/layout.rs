//! Values laid out: which of text, link, list or table a value becomes.

use crate::address::item_path;
use crate::locale::Locale;
use crate::model::field::{Field, Group, Section, Shape};
use crate::model::id::Id;
use crate::model::kind::Kind;
use crate::model::value::{ItemRef, Scalar};
use crate::render::scalar::{self, outside, text};
use crate::render::view::{Pair, Row, SectionView, View, first_words, is_authored};
use crate::select::{SharedEntry, SharedItem, SharedValue};

/// Lays values out for the pages of one register.
pub(crate) struct Layout<'a> {
    /// The reader's language.
    pub(crate) locale: &'a Locale,
    /// The register whose folder holds the page.
    pub(crate) register: &'a Id,
    /// The kind of the item, whose labels come before those that all kinds share.
    pub(crate) kind: Option<&'static Kind>,
    /// What the page is about.
    pub(crate) title: &'a str,
    /// The language of the author's words, where it is not the page's.
    pub(crate) lang: &'a str,
}

impl Layout<'_> {
    /// The fields that a reader wants first, as far as they are shown, in a few words each.
    pub(crate) fn summary(&self, item: &SharedItem) -> Vec<Row> {
        let rows = item.kind().summary.iter().filter_map(|key| {
            let entry = item.entries().iter().find(|entry| entry.field.key == *key)?;
            let value = Some(self.brief(&entry.value));
            Some(Row {
                article: "",
                article_text: String::new(),
                value,
                missing: false,
                ..self.missing(entry.field, key)
            })
        });
        rows.collect()
    }

    /// The parts of an item's page: what is shown, and what the record lacks.
    pub(crate) fn sections(&self, item: &SharedItem) -> Vec<SectionView> {
        let mut sections: Vec<(Section, SectionView)> = Vec::new();
        for field in item.kind().fields.iter().filter(|field| field.section != Section::Header) {
            let row = match item.entries().iter().find(|entry| entry.field == field) {
                Some(entry) => self.row(entry, field.key),
                None if item.missing().contains(&field) => self.missing(field, field.key),
                None => continue,
            };
            match sections.iter_mut().find(|(section, _)| *section == field.section) {
                Some((_, view)) => view.rows.push(row),
                None => sections.push((field.section, self.section(field.section, row))),
            }
        }
        sections.sort_by_key(|(section, _)| *section);
        sections.into_iter().map(|(_, view)| view).collect()
    }

    fn section(&self, section: Section, row: Row) -> SectionView {
        let key = section.key();
        let title = self.locale.sections.get(key).cloned().unwrap_or_else(|| key.to_owned());
        SectionView { key, title, rows: vec![row] }
    }

    /// One line of a record; `path` is the label's key.
    pub(crate) fn row(&self, entry: &SharedEntry, path: &str) -> Row {
        let value = Some(self.view(&entry.value, &entry.field.shape));
        Row { missing: false, value, ..self.missing(entry.field, path) }
    }

    fn missing(&self, field: &'static Field, path: &str) -> Row {
        let article_text = match field.article {
            "" => String::new(),
            article => self.locale.fill("article", "article", article),
        };
        Row {
            key: field.key,
            label: self.label(path),
            article: field.article,
            article_text,
            missing: true,
            value: None,
        }
    }

    fn label(&self, path: &str) -> String {
        let fields = &self.locale.fields;
        let own = self.kind.and_then(|kind| fields.get(&format!("{}.{path}", kind.key)));
        own.or_else(|| fields.get(path)).cloned().unwrap_or_else(|| path.to_owned())
    }

    fn part_label(&self, group: &Group, part: &Field) -> String {
        self.label(&format!("{}.{}", group.labels, part.key))
    }

    /// A value in one line, or a list of lines: its leading words.
    fn brief(&self, value: &SharedValue) -> View {
        match value {
            SharedValue::List(values) => {
                View::List { items: values.iter().map(|value| self.few_words(value)).collect() }
            }
            SharedValue::Nothing => self.nothing(),
            value => self.few_words(value),
        }
    }

    fn few_words(&self, value: &SharedValue) -> View {
        let words = first_words(self.locale, value);
        if is_authored(value) { View::Words { text: words, lang: self.lang.to_owned() } } else { text(words) }
    }

    fn nothing(&self) -> View {
        View::None { text: self.locale.say("none").to_owned() }
    }

    fn view(&self, value: &SharedValue, shape: &'static Shape) -> View {
        match value {
            SharedValue::Scalar(scalar) => scalar::view(self.locale, scalar, self.title, self.lang),
            SharedValue::Html(html) => View::Html { html: html.clone(), lang: self.lang.to_owned() },
            SharedValue::Link(to, title) => self.inside(to, title),
            SharedValue::Nothing => self.nothing(),
            SharedValue::List(values) => match shape {
                Shape::List(Shape::Group(group)) => self.groups(values, group),
                Shape::List(inner) => self.list(values, inner),
                _ => self.list(values, shape),
            },
            SharedValue::Group(entries) => match shape {
                Shape::Group(group) | Shape::List(Shape::Group(group)) => self.group(entries, group),
                _ => text(String::new()),
            },
        }
    }

    fn list(&self, values: &[SharedValue], inner: &'static Shape) -> View {
        View::List { items: values.iter().map(|value| self.view(value, inner)).collect() }
    }

    fn inside(&self, to: &ItemRef, title: &str) -> View {
        let href = if to.register == *self.register {
            format!("{}.html", to.item)
        } else {
            format!("../{}", item_path(&to.register, &to.item))
        };
        View::Link { text: title.to_owned(), href, external: false }
    }

    /// Groups side by side: a table of the columns that any of them fills; a list where one line says each of them.
    fn groups(&self, values: &[SharedValue], group: &'static Group) -> View {
        let rows: Vec<&[SharedEntry]> = values
            .iter()
            .map(|value| match value {
                SharedValue::Group(entries) => entries.as_slice(),
                _ => &[],
            })
            .collect();
        let filled =
            |part: &&'static Field| rows.iter().any(|row| row.iter().any(|entry| entry.field == *part));
        let columns: Vec<&'static Field> = group.fields.iter().filter(filled).collect();
        if columns.len() == 1 || is_link(group) {
            return View::List { items: rows.iter().map(|row| self.group(row, group)).collect() };
        }
        let cell = |row: &[SharedEntry], column: &'static Field| {
            let entry = row.iter().find(|entry| entry.field == column)?;
            Some(self.view(&entry.value, &column.shape))
        };
        View::Table {
            head: columns.iter().map(|column| self.part_label(group, column)).collect(),
            rows: rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect(),
        }
    }

    /// One group: a titled link, its one value where it has but its name, or its values by name.
    fn group(&self, entries: &[SharedEntry], group: &'static Group) -> View {
        if is_link(group) {
            return titled(entries);
        }
        if let Some(picture) = picture(entries) {
            return picture;
        }
        if let [only] = entries
            && only.field.key == group.shorthand
        {
            return self.view(&only.value, &only.field.shape);
        }
        let pair = |entry: &SharedEntry| {
            let value = self.view(&entry.value, &entry.field.shape);
            Pair { label: self.part_label(group, entry.field), value }
        };
        View::Pairs { pairs: entries.iter().map(pair).collect() }
    }
}

fn is_link(group: &Group) -> bool {
    group.fields.iter().all(|field| ["title", "url"].contains(&field.key))
}

/// A picture with its words.
fn picture(entries: &[SharedEntry]) -> Option<View> {
    let [
        SharedEntry { field, value: SharedValue::Scalar(Scalar::Text(alt)) },
        SharedEntry { value: SharedValue::Scalar(Scalar::File(file)), .. },
    ] = entries
    else {
        return None;
    };
    let shown = field.key == "alt" && file.is_picture();
    shown.then(|| View::Picture { href: format!("../{}", file.path()), alt: alt.clone() })
}

/// A link under its title.
fn titled(entries: &[SharedEntry]) -> View {
    let (mut words, mut target) = (None, None);
    for entry in entries {
        match &entry.value {
            SharedValue::Scalar(Scalar::Text(title)) => words = Some(title.as_str()),
            SharedValue::Scalar(Scalar::Url(url)) => target = Some(url.as_str()),
            _ => {}
        }
    }
    match (words, target) {
        (words, Some(url)) => outside(words.unwrap_or(url), url),
        (words, None) => text(words.unwrap_or_default()),
    }
}
