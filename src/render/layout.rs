//! Values laid out: which of text, link, list or table a value becomes.

use crate::link::item_path;
use crate::locale::Locale;
use crate::model::field::{Field, Group, Section, Shape};
use crate::model::id::Id;
use crate::model::kind::Kind;
use crate::model::role::FieldRole;
use crate::model::value::{ItemRef, Scalar};
use crate::render::html::{Html, escaped};
use crate::render::labels::{Label, Labels, REGISTER};
use crate::render::scalar::{self, outside, words};
use crate::render::view::{SectionView, first_words, is_authored};
use crate::select::{SharedEntry, SharedItem, SharedValue};

/// Lays values out for the pages of one register.
pub(crate) struct Layout<'a> {
    /// The reader's language.
    pub(crate) locale: &'a Locale,
    /// The labels of fields in that language.
    pub(crate) labels: &'a Labels,
    /// The register whose folder holds the page.
    pub(crate) register: &'a Id,
    /// The kind of the item, whose labels come before those that all kinds share.
    pub(crate) kind: Option<&'static Kind>,
    /// What the page is about.
    pub(crate) title: &'a str,
    /// The language of the author's words, where it is not the page's.
    pub(crate) lang: &'a str,
}

/// The particulars under one heading: a label with the provision that asks for it, and the answer.
struct Rows {
    html: Html,
    /// A label that only repeats the heading is left to screen readers.
    heading: String,
}

impl Rows {
    fn under(heading: &str) -> Self {
        let mut html = Html::with_room(2048);
        html.raw("<dl class=\"rows\">\n");
        Self { html, heading: escaped(heading) }
    }

    fn push(&mut self, words: &str, article: &str, is: &str, value: &str) {
        let html = &mut self.html;
        html.raw("<div class=\"row row-").raw(is).raw("\">\n<dt>");
        if words == self.heading {
            html.raw("<span class=\"unseen\">").raw(words).raw("</span>");
        } else {
            html.raw(words);
        }
        if !article.is_empty() {
            html.raw(" <span class=\"article\">").raw(article).raw("</span>");
        }
        html.raw("</dt>\n<dd>").raw(value).raw("</dd>\n</div>\n");
    }

    fn text(mut self) -> String {
        self.html.raw("</dl>");
        self.html.text()
    }
}

impl Layout<'_> {
    /// The fields that a reader wants first, as far as they are shown, in a few words each; empty where none is.
    pub(crate) fn summary(&self, item: &SharedItem) -> String {
        let mut rows = Rows::under(self.locale.say("summary"));
        let mut any = false;
        for field in item.kind().summary_fields() {
            if let Some(shown) = item.value(field) {
                let label = self.label("", field);
                let mut value = Html::default();
                let is = self.brief(&mut value, shown);
                rows.push(&label.words, "", is, &value.text());
                any = true;
            }
        }
        if any { rows.text() } else { String::new() }
    }

    /// The parts of an item's page: what is shown, and what the record lacks.
    pub(crate) fn sections(&self, item: &SharedItem) -> Vec<SectionView> {
        let mut sections: Vec<(Section, String, Rows)> = Vec::new();
        for field in item.kind().fields.iter().filter(|field| field.section != Section::Header) {
            let entry = item.entries().iter().find(|entry| entry.field == field);
            if entry.is_none() && !item.missing().contains(&field) {
                continue;
            }
            let at = sections.iter().position(|(section, ..)| *section == field.section);
            let at = at.unwrap_or_else(|| {
                let key = field.section.key();
                let title = self.locale.sections.get(key).map_or(key, String::as_str);
                sections.push((field.section, title.to_owned(), Rows::under(title)));
                sections.len() - 1
            });
            self.row(&mut sections[at].2, "", field, entry.map(|entry| &entry.value));
        }
        sections.sort_by_key(|(section, ..)| *section);
        let view = |(section, title, rows): (Section, String, Rows)| SectionView {
            key: section.key(),
            title,
            rows: rows.text(),
        };
        sections.into_iter().map(view).collect()
    }

    /// Who answers for a register; empty where nobody is named.
    pub(crate) fn parties(&self, parties: &[SharedEntry]) -> String {
        let mut rows = Rows::under(self.locale.say("parties"));
        for entry in parties {
            self.row(&mut rows, REGISTER, entry.field, Some(&entry.value));
        }
        if parties.is_empty() { String::new() } else { rows.text() }
    }

    fn row(&self, rows: &mut Rows, group: &'static str, field: &'static Field, value: Option<&SharedValue>) {
        let label = self.label(group, field);
        let mut html = Html::with_room(1024);
        let is = if let Some(value) = value {
            self.value(&mut html, value, &field.shape, &label.words)
        } else {
            html.raw("<span class=\"missing\">").words(self.locale.say("missing")).raw("</span>");
            "missing"
        };
        rows.push(&label.words, &label.article, is, &html.text());
    }

    fn label(&self, group: &'static str, field: &'static Field) -> &Label {
        self.labels.get(self.kind, group, field)
    }

    /// A value in one line, or a list of lines: its leading words.
    fn brief(&self, html: &mut Html, value: &SharedValue) -> &'static str {
        match value {
            SharedValue::List(values) => list(html, values, |html, value| self.few_words(html, value)),
            SharedValue::Nothing => self.nothing(html),
            value => self.few_words(html, value),
        }
    }

    fn few_words(&self, html: &mut Html, value: &SharedValue) -> &'static str {
        let leading = first_words(self.locale, value);
        if is_authored(value) {
            return words(html, &leading, self.lang);
        }
        html.words(&leading);
        "text"
    }

    fn nothing(&self, html: &mut Html) -> &'static str {
        html.raw("<span class=\"none\">").words(self.locale.say("none")).raw("</span>");
        "none"
    }

    /// Writes a value that is labelled `label`, and says what it became.
    fn value(
        &self,
        html: &mut Html,
        value: &SharedValue,
        shape: &'static Shape,
        label: &str,
    ) -> &'static str {
        match value {
            SharedValue::Scalar(scalar) => scalar::write(html, self.locale, scalar, self.title, self.lang),
            SharedValue::Html(safe) => {
                html.raw("<div class=\"prose\"")
                    .attribute("lang", self.lang)
                    .raw(">")
                    .raw(safe)
                    .raw("</div>");
                "html"
            }
            SharedValue::Link(to, title) => self.inside(html, to, title),
            SharedValue::Nothing => self.nothing(html),
            SharedValue::List(values) => match shape {
                Shape::List(Shape::Group(group)) => self.groups(html, values, group, label),
                Shape::List(inner) => list(html, values, |html, value| self.value(html, value, inner, label)),
                _ => list(html, values, |html, value| self.value(html, value, shape, label)),
            },
            SharedValue::Group(entries) => match shape {
                Shape::Group(group) | Shape::List(Shape::Group(group)) => {
                    self.group(html, entries, group, label)
                }
                _ => "text",
            },
        }
    }

    fn inside(&self, html: &mut Html, to: &ItemRef, title: &str) -> &'static str {
        let href = if to.register == *self.register {
            format!("{}.html", to.item)
        } else {
            format!("../{}", item_path(&to.register, &to.item))
        };
        html.raw("<a").attribute("href", &href).raw(">").words(title).raw("</a>");
        "link"
    }

    /// Groups side by side: a table of the columns that any of them fills; a list where one line says each of them.
    fn groups(
        &self,
        html: &mut Html,
        values: &[SharedValue],
        group: &'static Group,
        label: &str,
    ) -> &'static str {
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
            return list(html, &rows, |html, row| self.group(html, row, group, label));
        }
        self.table(html, &rows, &columns, (group, label))
    }

    /// A table. Narrow screens stack its rows, so each cell carries the label of its column.
    fn table(
        &self,
        html: &mut Html,
        rows: &[&[SharedEntry]],
        columns: &[&'static Field],
        (group, label): (&'static Group, &str),
    ) -> &'static str {
        let title = |column: &'static Field| self.label(group.labels, column).words.as_str();
        html.raw("<div class=\"grid\">\n<table aria-label=\"").raw(label).raw("\">\n<thead>\n<tr>");
        for column in columns {
            html.raw("<th scope=\"col\">").raw(title(column)).raw("</th>");
        }
        html.raw("</tr>\n</thead>\n<tbody>\n");
        for row in rows {
            html.raw("<tr>\n");
            for (index, column) in columns.iter().copied().enumerate() {
                let Some(entry) = row.iter().find(|entry| entry.field == column) else {
                    html.raw("<td class=\"blank\"></td>\n");
                    continue;
                };
                let (open, close) =
                    if index == 0 { ("<th scope=\"row\"", "</th>\n") } else { ("<td", "</td>\n") };
                html.raw(open).raw(" data-label=\"").raw(title(column)).raw("\">");
                self.value(html, &entry.value, &column.shape, label);
                html.raw(close);
            }
            html.raw("</tr>\n");
        }
        html.raw("</tbody>\n</table>\n</div>");
        "table"
    }

    /// One group: a titled link, its one value where it has but its name, or its values by name.
    fn group(
        &self,
        html: &mut Html,
        entries: &[SharedEntry],
        group: &'static Group,
        label: &str,
    ) -> &'static str {
        if is_link(group) {
            return titled(html, self.locale, entries);
        }
        if let Some(is) = picture(html, entries) {
            return is;
        }
        if let [only] = entries
            && group.shorthand() == Some(only.field)
        {
            return self.value(html, &only.value, &only.field.shape, label);
        }
        html.raw("<dl class=\"pairs\">\n");
        for entry in entries {
            let label = &self.label(group.labels, entry.field).words;
            html.raw("<div><dt>").raw(label).raw("</dt><dd>");
            self.value(html, &entry.value, &entry.field.shape, label);
            html.raw("</dd></div>\n");
        }
        html.raw("</dl>");
        "pairs"
    }
}

fn list<T>(html: &mut Html, values: &[T], write: impl Fn(&mut Html, &T) -> &'static str) -> &'static str {
    html.raw("<ul class=\"list\">\n");
    for value in values {
        html.raw("<li>");
        write(html, value);
        html.raw("</li>\n");
    }
    html.raw("</ul>");
    "list"
}

fn is_link(group: &Group) -> bool {
    group.fields.iter().all(|field| matches!(field.role, Some(FieldRole::Title | FieldRole::Url)))
}

/// A picture with its words.
fn picture(html: &mut Html, entries: &[SharedEntry]) -> Option<&'static str> {
    let bearing =
        |role| entries.iter().find(|entry| entry.field.role == Some(role)).map(|entry| &entry.value);
    let (Some(SharedValue::Scalar(Scalar::Text(alt))), Some(SharedValue::Scalar(Scalar::File(file)))) =
        (bearing(FieldRole::Alt), bearing(FieldRole::Picture))
    else {
        return None;
    };
    file.is_picture().then(|| {
        html.raw("<img class=\"preview\"").attribute("src", &format!("../{}", file.path()));
        html.raw(" alt=\"").words(alt).raw("\">");
        "picture"
    })
}

/// A link under its title.
fn titled(html: &mut Html, locale: &Locale, entries: &[SharedEntry]) -> &'static str {
    let (mut title, mut target) = (None, None);
    for entry in entries {
        match &entry.value {
            SharedValue::Scalar(Scalar::Text(text)) => title = Some(text.as_str()),
            SharedValue::Scalar(Scalar::Url(url)) => target = Some(url.as_str()),
            _ => {}
        }
    }
    match (title, target) {
        (title, Some(url)) => outside(html, locale, title.unwrap_or(url), url),
        (title, None) => {
            html.words(title.unwrap_or_default());
            "text"
        }
    }
}
