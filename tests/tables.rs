//! The tables agree: field rows with labels in every language, the default theme with its files, and, where it is at
//! hand, the field list of the design.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking and reads files"
)]

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{Lacks, skipped};
use extrait::locale::Locale;
use extrait::model::country::countries;
use extrait::model::field::{Field, Section, Shape};
use extrait::model::kind::KINDS;
use extrait::model::role::FieldRole;
use extrait::model::treatment::REGISTER_FIELDS;
use extrait::theme::DEFAULT;

fn locales() -> Vec<(&'static str, Locale)> {
    let files = DEFAULT.iter().filter(|(path, _)| path.starts_with("locales/"));
    let locales: Vec<_> = files.map(|(path, text)| (*path, Locale::from_json(text).unwrap())).collect();
    assert_eq!(locales.len(), 2);
    locales
}

/// Labels and terms that a table needs.
fn needs(field: &Field, label: &str, labels: &mut BTreeSet<String>, terms: &mut BTreeSet<String>) {
    labels.insert(label.to_owned());
    shape_needs(&field.shape, labels, terms);
}

fn shape_needs(shape: &Shape, labels: &mut BTreeSet<String>, terms: &mut BTreeSet<String>) {
    match shape {
        Shape::List(inner) => shape_needs(inner, labels, terms),
        Shape::Group(group) => {
            for field in group.fields {
                needs(field, &format!("{}.{}", group.labels, field.key), labels, terms);
            }
        }
        Shape::Term(vocabulary) | Shape::TermOrText(vocabulary) => {
            terms.extend(vocabulary.terms.iter().map(|term| format!("{}.{}", vocabulary.name, term.key)));
        }
        _ => {}
    }
}

#[test]
fn every_row_and_term_has_a_label_in_every_language() {
    let (mut labels, mut terms) = (BTreeSet::new(), BTreeSet::new());
    let mut own = BTreeSet::new();
    for kind in KINDS {
        for field in kind.fields {
            own.insert((kind.key, field.key));
            needs(field, field.key, &mut labels, &mut terms);
            labels.remove(field.key);
        }
    }
    for field in REGISTER_FIELDS {
        needs(field, &format!("register.{}", field.key), &mut labels, &mut terms);
    }
    for (path, locale) in locales() {
        for label in &labels {
            assert!(
                locale.fields.get(label).is_some_and(|text| !text.is_empty()),
                "{path} has no field `{label}`"
            );
        }
        for (kind, key) in &own {
            let label = locale.fields.get(&format!("{kind}.{key}")).or_else(|| locale.fields.get(*key));
            assert!(label.is_some_and(|text| !text.is_empty()), "{path} has no field `{key}` for `{kind}`");
        }
        for term in &terms {
            assert!(
                locale.terms.get(term).is_some_and(|text| !text.is_empty()),
                "{path} has no term `{term}`"
            );
        }
        for country in countries() {
            assert!(locale.countries.contains_key(country), "{path} has no country `{country}`");
        }
        for field in
            KINDS.iter().flat_map(|kind| kind.fields).filter(|field| field.section != Section::Header)
        {
            assert!(
                locale.sections.contains_key(field.section.key()),
                "{path} has no section {:?}",
                field.section
            );
        }
        assert_eq!(locale.months.len(), 12, "{path}");
    }
}

/// No two rows of one table bear the same role, nor do those of any group in it.
fn one_bearer_a_role(table: &[Field], name: &str) {
    let mut borne = BTreeSet::new();
    for field in table {
        if let Some(role) = field.role {
            assert!(borne.insert(role), "{name}: `{}` bears {role:?}, which another field bears", field.key);
        }
        let mut shape = &field.shape;
        while let Shape::List(inner) = shape {
            shape = inner;
        }
        if let Shape::Group(group) = shape {
            one_bearer_a_role(group.fields, &format!("{name}.{}", field.key));
        }
    }
}

#[test]
fn a_role_is_borne_by_one_field() {
    for kind in KINDS {
        one_bearer_a_role(kind.fields, kind.key);
        assert!(kind.bearing(FieldRole::Reference).is_some(), "{}", kind.key);
        assert!(kind.bearing(FieldRole::Description).is_some(), "{}", kind.key);
    }
    one_bearer_a_role(REGISTER_FIELDS, "register");
}

#[test]
fn languages_say_the_same_things() {
    let [(_, first), (_, second)] = locales().try_into().unwrap();
    assert!(first.interface.keys().eq(second.interface.keys()));
    assert!(first.sections.keys().eq(second.sections.keys()));
    assert!(first.fields.keys().eq(second.fields.keys()));
    assert!(first.terms.keys().eq(second.terms.keys()));
    assert!(first.durations.keys().eq(second.durations.keys()));
}

#[test]
fn the_default_theme_is_complete() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let mut found = BTreeSet::new();
    for part in ["assets", "locales", "templates"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            found.insert(format!("{part}/{}", entry.unwrap().file_name().to_string_lossy()));
        }
    }
    let embedded: BTreeSet<_> = DEFAULT.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(embedded, found, "src/theme.rs lists the files of themes/default/");
}

#[test]
fn every_field_of_the_design_has_a_row() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/design/fields.csv");
    let Ok(text) = std::fs::read_to_string(path) else {
        return skipped(Lacks::Material, "../shared/design/fields.csv is not here");
    };
    // `id` is the name of the file; `kind`, `title` and `status` are read before the table.
    let elsewhere = ["id", "kind", "title", "status"];
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let [scope, key, ..] = line.split(';').collect::<Vec<_>>()[..] else { continue };
        let path = key.replace("[]", "").replace(".*", "");
        let table = if scope == "register" { REGISTER_FIELDS } else { KINDS[0].fields };
        let found = elsewhere.contains(&path.as_str()) || has(table, &path);
        assert!(found, "no row for {scope} `{key}`");
        rows += 1;
    }
    assert!(rows > 50, "the list of fields was not read");
}

fn has(table: &[Field], path: &str) -> bool {
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(field) = table.iter().find(|field| field.key == key) else { return false };
    match &field.shape {
        _ if rest.is_empty() => true,
        Shape::Group(group) | Shape::List(Shape::Group(group)) => has(group.fields, rest),
        _ => false,
    }
}
