//! Every rule, by tables of content that it hits and of content that it just misses; how status, shares and `allow` weigh; and
//! the page that is made from the rules.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking, reads files and writes what BLESS asks for"
)]

#[path = "rules/exposure.rs"]
mod exposure;
#[path = "rules/gdpr.rs"]
mod gdpr;
#[path = "rules/geodata.rs"]
mod geodata;
#[path = "rules/lists.rs"]
mod lists;
#[path = "rules/real.rs"]
mod real;
#[path = "rules/weight.rs"]
mod weight;
#[path = "rules/workspace.rs"]
mod workspace;

use std::fs;
use std::path::Path;

use crate::support::{PARTICULARS, Site};
use extrait::diag::explain;
use extrait::diag::rules::CHAPTERS;
use extrait::validate::countries;
use serde_json::Value as Json;

/// The tables, a chapter each.
const TABLES: &[&[Case]] = &[gdpr::CASES, exposure::CASES, geodata::CASES, workspace::CASES];

/// One record in a site of its own, and what one rule says of it.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    /// The rule's code.
    pub(crate) code: &'static str,
    /// The severity that is told; `None` where nothing is.
    pub(crate) told: Option<&'static str>,
    /// Lines that take the place of those of a complete record of the register.
    pub(crate) record: &'static str,
    /// `register.yaml`.
    pub(crate) register: &'static str,
    /// `draft` or `published`.
    pub(crate) status: &'static str,
    /// Lines of shares that hold the record, one share each; they join or replace title, days and include.
    pub(crate) shares: &'static [&'static str],
    /// Lines that join `site.yaml`.
    pub(crate) site: &'static str,
    /// Other files of the site.
    pub(crate) files: &'static [(&'static str, &'static str)],
    /// More words for `check`.
    pub(crate) words: &'static [&'static str],
}

/// A controller's register.
pub(crate) const CONTROLLER: &str =
    "kind: controller\ntitle: Register\ngroup: team\ncontroller: {name: C, email: c@example.org}\n";

/// A published record of a controller that the rule hits.
pub(crate) const fn hit(code: &'static str, told: &'static str, record: &'static str) -> Case {
    Case { told: Some(told), ..miss(code, record) }
}

/// A published record of a controller that the rule misses.
pub(crate) const fn miss(code: &'static str, record: &'static str) -> Case {
    let (register, status) = (CONTROLLER, "published");
    Case { code, told: None, record, register, status, shares: &[], site: "", files: &[], words: &[] }
}

impl Case {
    /// The site of the case, and its record.
    fn site(&self) -> Site {
        let site = Site::bare();
        if !self.site.is_empty() {
            let path = site.path("site.yaml");
            let text = fs::read_to_string(&path).unwrap();
            site.write("site.yaml", &format!("{text}{}\n", self.site));
        }
        site.write("content/registers/r/register.yaml", self.register);
        site.write("content/registers/r/record.yaml", &self.text());
        for (path, text) in self.files {
            site.write(path, text);
        }
        for (number, share) in self.shares.iter().enumerate() {
            let text = joined(SHARE, share);
            site.write(&format!("content/shares/s{number}.yaml"), &text);
        }
        site
    }

    fn text(&self) -> String {
        let complete =
            if self.register.contains("kind: catalogue") || self.register.contains("kind: workspace") {
                ""
            } else {
                PARTICULARS
            };
        joined(&format!("title: Record\nstatus: {}\n{complete}", self.status), self.record)
    }

    /// What the rule says: severities, one a complaint.
    fn run(&self) -> Vec<String> {
        let complaints = complaints_of(&self.site(), self.words);
        let own = complaints.iter().filter(|one| one["code"] == self.code);
        own.map(|one| one["severity"].as_str().unwrap().to_owned()).collect()
    }
}

const SHARE: &str =
    "title: Share\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\ninclude: [r/record]\n";

/// Lines, but for those whose keys others bring, and the others.
fn joined(lines: &str, others: &str) -> String {
    let key = |line: &str| line.split(':').next().unwrap().to_owned();
    let replaced: Vec<_> = others.lines().map(key).collect();
    let kept = lines.lines().filter(|line| !replaced.contains(&key(line)));
    kept.chain(others.lines()).flat_map(|line| [line, "\n"]).collect()
}

/// What `check` complains of.
pub(crate) fn complaints(site: &Site) -> Vec<Json> {
    complaints_of(site, &[])
}

fn complaints_of(site: &Site, words: &[&str]) -> Vec<Json> {
    let output = site.run(&[&["check", "--format", "json"], words].concat());
    let text = String::from_utf8(output.stderr).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_rule_hits_what_it_is_about_and_nothing_near_it() {
    let mut failed = Vec::new();
    for case in TABLES.iter().copied().flatten() {
        let (found, expected) = (case.run(), Vec::from_iter(case.told.map(str::to_owned)));
        if found != expected {
            failed.push(format!("{}: {expected:?} expected, {found:?} found\n{}", case.code, case.text()));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn every_rule_has_a_hit_and_a_near_miss_and_its_example_is_a_hit() {
    for rule in CHAPTERS.iter().flat_map(|(_, rules)| rules.iter()) {
        let cases = || TABLES.iter().copied().flatten().filter(|case| case.code == rule.code.name);
        assert!(cases().any(|case| case.told.is_none()), "{} has no near miss", rule.code.name);
        let shown = |case: &&Case| {
            let texts =
                [case.record, case.register, case.site, case.shares.first().copied().unwrap_or_default()];
            case.told.is_some() && texts.iter().any(|text| text.contains(rule.example))
        };
        assert!(cases().find(shown).is_some(), "the example of {} is no hit of the table", rule.code.name);
    }
}

#[test]
fn the_page_of_checks_is_made_from_the_rules() {
    let page = explain::page() + &countries::page();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == page,
        "docs/checks.md is not that of the rules: BLESS=1"
    );
}
