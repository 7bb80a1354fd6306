//! A record's page against the same record in `extract.json`: each field that the share shows stands under its label, in
//! its place and with its values, and nothing else does.

use extrait::hash::Hash;
use extrait::locale::Locale;
use extrait::model::field::{Field, Group, Section, Shape};
use extrait::model::kind::Kind;
use serde_json::Value as Json;

use super::html::Element;

/// What a page is held against.
pub(crate) struct Record<'a> {
    pub(crate) locale: &'a Locale,
    pub(crate) share: &'a Json,
    pub(crate) register: &'a Json,
    pub(crate) item: &'a Json,
}

impl Record<'_> {
    /// Panics with what is wrong with the page.
    pub(crate) fn check(&self, page: &Element) {
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        let (title, status) = (text(&self.item["title"]), text(&self.item["status"]));
        assert_eq!(words(&page.named("h1")), [title.as_str()]);
        let mark = if status == "published" { String::new() } else { self.locale.say(&status).to_owned() };
        let in_title = if mark.is_empty() { title.clone() } else { format!("[{mark}] {title}") };
        let heading = page.titles().remove(0);
        assert!(heading.starts_with(&format!("{in_title} · {} · ", text(&self.share["title"]))), "{heading}");
        let notices = page.classed("notice");
        assert_eq!(notices.len(), usize::from(!mark.is_empty()));
        assert!(notices.iter().all(|notice| notice.is(&format!("notice-{status}"))));
        let reference = &self.item["fields"]["reference"];
        let shown = reference.as_str().map(|text| format!("{} {text}", self.locale.say("reference")));
        assert_eq!(words(&page.classed("reference")), Vec::from_iter(shown));
        // A stamp is the hash of the record as `extract.json` gives it.
        let stamp = Hash::of(self.item.to_string().as_bytes()).hex();
        assert_eq!(words(&page.classed("stamp")[0].classed("hash")), [stamp], "the stamp");
        let trail: Vec<_> = page.classed("trail").iter().flat_map(|trail| trail.named("a")).collect();
        assert_eq!(words(&trail), [text(&self.share["title"]), text(&self.register["title"])]);
        assert_eq!(
            trail.iter().map(|link| link.get("href").unwrap()).collect::<Vec<_>>(),
            ["../index.html", "index.html"]
        );
        self.summary(page);
        self.sections(page);
    }

    fn kind(&self) -> &'static Kind {
        Kind::named(self.item["kind"].as_str().unwrap()).unwrap()
    }

    fn summary(&self, page: &Element) {
        let shown = |field: &&Field| !self.item["fields"][field.key].is_null();
        let fields = self.kind().summary_fields().filter(shown);
        let wanted: Vec<_> = fields.map(|field| label(self.locale, Some(self.kind()), field.key)).collect();
        let found: Vec<_> =
            page.classed("summary").iter().flat_map(|part| words(&part.named("dt"))).collect();
        assert_eq!(found, wanted, "the summary");
    }

    fn sections(&self, page: &Element) {
        let mut keys: Vec<Section> = Vec::new();
        for field in self.kind().fields.iter().filter(|field| field.section != Section::Header) {
            let is_shown = !self.item["fields"][field.key].is_null();
            if is_shown && !keys.contains(&field.section) {
                keys.push(field.section);
            }
        }
        keys.sort();
        let sections = page.classed("section");
        let titles: Vec<_> = sections.iter().flat_map(|section| words(&section.named("h2"))).collect();
        let wanted: Vec<_> = keys.iter().map(|key| self.locale.sections[key.key()].clone()).collect();
        // A part that holds gaps alone is there as well.
        let with_words =
            sections.iter().zip(&titles).filter(|(section, _)| rows(section).iter().any(|row| !is_gap(row)));
        assert_eq!(with_words.map(|(_, title)| title.clone()).collect::<Vec<_>>(), wanted, "the parts");
        let contents: Vec<_> =
            page.classed("contents").iter().flat_map(|list| words(&list.named("a"))).collect();
        assert_eq!(contents, if titles.len() > 2 { titles } else { Vec::new() }, "the contents");
        for section in sections {
            let id = section.get("aria-labelledby").unwrap().strip_prefix("section-").unwrap();
            self.rows(section, id);
        }
    }

    /// The rows of a part: every label in its place, then what stands beside it.
    fn rows(&self, part: &Element, section: &str) {
        let of_part = |field: &&&Field| field.section.key() == section;
        let fields: Vec<_> = self.kind().fields.iter().collect();
        let fields: Vec<&Field> = fields.iter().filter(of_part).copied().collect();
        let (mut found, mut gaps) = (Vec::new(), Vec::new());
        for row in rows(part) {
            let label = words(&row.named("dt")).remove(0);
            if is_gap(row) { gaps.push(label) } else { found.push((label, row)) }
        }
        let full = |field: &&Field| self.full_label(field);
        let shown: Vec<_> =
            fields.iter().filter(|field| !self.item["fields"][field.key].is_null()).copied().collect();
        let labels: Vec<_> = found.iter().map(|(label, _)| label.clone()).collect();
        assert_eq!(labels, shown.iter().map(full).collect::<Vec<_>>(), "the labels of {section}");
        let absent: Vec<_> =
            fields.iter().filter(|field| self.item["fields"][field.key].is_null()).map(full).collect();
        assert!(gaps.iter().all(|gap| absent.contains(gap)), "told as missing: {gaps:?}");
        for (field, (_, row)) in shown.iter().zip(&found) {
            self.value(row, field);
        }
    }

    /// The label of a row with the provision that asks for it.
    fn full_label(&self, field: &Field) -> String {
        let label = label(self.locale, Some(self.kind()), field.key);
        match field.article {
            "" => label,
            article => format!("{label} {}", self.locale.fill("article", "article", article)),
        }
    }

    fn value(&self, row: &Element, field: &Field) {
        let value = &self.item["fields"][field.key];
        let said = row.words();
        let said_aside =
            |one: &&Element| ["href", "src", "alt"].map(|name| one.get(name).unwrap_or_default().to_owned());
        let aside: Vec<_> = row.all().iter().flat_map(said_aside).collect();
        let mut texts = Vec::new();
        free(value, &field.shape, &mut texts);
        for text in texts {
            let plain = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                said.contains(&plain) || aside.iter().any(|one| one == text),
                "`{}` lost `{text}`: {said}",
                field.key
            );
        }
        let answer = &row.named("dd")[0];
        if value == "none" {
            assert!(
                row.is("row-none") && answer.words() == self.locale.say("none"),
                "`{}`: {said}",
                field.key
            );
        }
        for list in answer.children().filter(|list| list.is("list")) {
            assert_eq!(list.children().count(), value.as_array().unwrap().len(), "{}", field.key);
        }
        if let (Some(table), Shape::List(Shape::Group(group))) = (row.named("table").first(), &field.shape) {
            self.table(table, group, value.as_array().unwrap());
        }
    }

    fn table(&self, table: &Element, group: &'static Group, values: &[Json]) {
        let filled = |column: &&Field| values.iter().any(|value| !value[column.key].is_null());
        let columns: Vec<&Field> = group.fields.iter().filter(filled).collect();
        let title = |column: &Field| {
            label(self.locale, Some(self.kind()), &format!("{}.{}", group.labels, column.key))
        };
        let titles: Vec<_> = columns.iter().map(|column| title(column)).collect();
        assert_eq!(words(&table.named("thead")[0].named("th")), titles, "the columns");
        let lines = table.named("tbody")[0].named("tr");
        assert_eq!(lines.len(), values.len(), "the lines of a table");
        for (line, value) in lines.iter().zip(values) {
            let cells: Vec<_> =
                line.children().map(|cell| cell.get("data-label").unwrap_or_default()).collect();
            let cell =
                |column: &&Field| if value[column.key].is_null() { String::new() } else { title(column) };
            assert_eq!(cells, columns.iter().map(cell).collect::<Vec<_>>(), "the cells of a line");
        }
    }
}

/// The words of a label, its own kind's before those of all.
pub(crate) fn label(locale: &Locale, kind: Option<&Kind>, path: &str) -> String {
    let own = kind.and_then(|kind| locale.fields.get(&format!("{}.{path}", kind.key)));
    own.or_else(|| locale.fields.get(path)).unwrap_or_else(|| panic!("no label `{path}`")).clone()
}

/// The words of each.
pub(crate) fn words(elements: &[&Element]) -> Vec<String> {
    elements.iter().map(|element| element.words()).collect()
}

fn rows(part: &Element) -> Vec<&Element> {
    part.classed("row")
}

fn is_gap(row: &Element) -> bool {
    row.is("row-missing")
}

/// What authors wrote freely, and what a page repeats as it is.
fn free<'a>(value: &'a Json, shape: &Shape, found: &mut Vec<&'a str>) {
    match (shape, value) {
        (_, Json::Null) => {}
        (Shape::List(inner), Json::Array(values)) => {
            for value in values {
                free(value, inner, found);
            }
        }
        (Shape::Group(group), value) => {
            for part in group.fields {
                free(&value[part.key], &part.shape, found);
            }
        }
        (Shape::Text | Shape::Url | Shape::Crs | Shape::Sha256, Json::String(text)) if text != "none" => {
            found.push(text);
        }
        _ => {}
    }
}
