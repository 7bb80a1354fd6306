//! One record: front matter of 25 to 54 fields in about 2.2 kB, then its body. It follows from its number alone, so
//! that a larger site begins with the records of a smaller one.

use std::fmt::Write as _;

use super::body;
use super::chance::Chance;
use super::words::{
    ACTIVITIES, CATEGORIES, CLAUSES, CRITERIA, FATES, LEGAL_BASES, MEASURES, OPENINGS, PEOPLE, PLACES,
    RECIPIENT_TYPES, RIGHTS, SAFEGUARDS, SUBJECTS, TAGS,
};

/// What may be repeated in a record, or be there or not.
struct Part {
    key: &'static str,
    /// Fields that one of it has.
    fields: usize,
    least: usize,
    most: usize,
}

const fn part(key: &'static str, fields: usize, least: usize, most: usize) -> Part {
    Part { key, fields, least, most }
}

/// In the order of the record. With the title, the status and the reference, the least of all is 25 fields.
const PARTS: &[Part] = &[
    part("purposes", 2, 1, 3),
    part("data_subjects", 2, 1, 2),
    part("data", 3, 2, 4),
    part("special", 2, 0, 1),
    part("recipients", 2, 1, 3),
    // None is a field as well: the answer `none`.
    part("transfers", 3, 0, 2),
    part("retention", 4, 1, 2),
    part("security", 2, 2, 4),
    part("rights", 2, 0, 4),
    part("automated_decision", 1, 0, 1),
    part("dpia", 2, 0, 1),
    part("assets", 1, 0, 1),
    part("processing_state", 1, 0, 1),
    part("documents", 2, 0, 2),
    part("relations", 1, 0, 1),
    part("tags", 1, 0, 1),
    part("owner", 1, 0, 1),
    part("created", 1, 0, 1),
    part("updated", 1, 1, 1),
    part("reviewed", 1, 0, 1),
    part("notes", 1, 0, 1),
];

const FEWEST: usize = 25;
const MOST: usize = 54;

/// The name of a record.
pub(crate) fn id(number: usize) -> String {
    format!("treatment-{number:05}")
}

/// The file of a record.
pub(crate) fn text(number: usize) -> String {
    let mut chance = Chance::new(number as u64);
    let place = chance.pick(PLACES);
    let front = front_matter(number, place, &mut chance);
    let body = body::text(place, &mut chance);
    format!("---\n{front}---\n{body}")
}

fn front_matter(number: usize, place: &str, chance: &mut Chance) -> String {
    let counts = counts(chance);
    let mut lines = Lines::default();
    lines.plain(0, &format!("title: {}, {place}, dossier {number}", chance.pick(ACTIVITIES)));
    lines.plain(0, "status: published");
    lines.plain(0, &format!("reference: T-{number:05}"));
    for (part, count) in PARTS.iter().zip(&counts) {
        section(part.key, *count, number, &mut lines, chance);
    }
    lines.grow_to(chance.between(1950, 2350), chance);
    lines.text()
}

/// How many of each part: the least of all, and then whatever chance adds up to the number of fields that it drew.
fn counts(chance: &mut Chance) -> Vec<usize> {
    let mut counts: Vec<usize> = PARTS.iter().map(|part| part.least).collect();
    let wanted = chance.between(FEWEST, MOST);
    let mut room = wanted - FEWEST;
    // Chance may draw what does not fit or is there already; it draws often enough to fill nearly every record.
    for _ in 0..200 {
        let index = chance.below(PARTS.len());
        let part = &PARTS[index];
        if part.fields <= room && counts[index] < part.most {
            counts[index] += 1;
            room -= part.fields;
        }
    }
    counts
}

fn section(key: &str, count: usize, number: usize, lines: &mut Lines, chance: &mut Chance) {
    match (key, count) {
        ("transfers", 0) => lines.plain(0, "transfers: none"),
        (_, 0) => {}
        ("rights", _) => {
            lines.plain(0, "rights:");
            let first = chance.below(RIGHTS.len());
            for index in 0..count {
                lines.plain(2, &format!("{}:", RIGHTS[(first + index) % RIGHTS.len()]));
                lines.plain(4, &format!("how: {}", chance.pick(&["on_request", "automatic"])));
                lines.open(4, "text", chance.pick(OPENINGS));
            }
        }
        ("dpia", _) => {
            lines.plain(0, "dpia:");
            lines.plain(2, "required: false");
            lines.plain(2, "criteria: [large_scale]");
        }
        ("relations", _) => relations(number, lines, chance),
        ("tags", _) => lines.plain(0, &format!("tags: [{}, {}]", chance.pick(TAGS), chance.pick(PLACES))),
        ("assets", _) => lines.plain(0, "assets: [Application dossiers, Armoire électronique]"),
        ("automated_decision", _) => lines.plain(0, "automated_decision: false"),
        ("processing_state", _) => lines.plain(0, "processing_state: in_production"),
        ("owner", _) => lines.plain(0, &format!("owner: {}", chance.pick(PEOPLE))),
        ("notes", _) => lines.open(0, "notes", chance.pick(OPENINGS)),
        ("created" | "updated" | "reviewed", _) => {
            let year = match key {
                "created" => 2023,
                "updated" => 2024,
                _ => 2025,
            };
            lines.plain(
                0,
                &format!("{key}: {year}-{:02}-{:02}", chance.between(1, 12), chance.between(1, 28)),
            );
        }
        _ => {
            lines.plain(0, &format!("{key}:"));
            for _ in 0..count {
                entry(key, lines, chance);
            }
        }
    }
}

/// An entry of a list of groups.
fn entry(key: &str, lines: &mut Lines, chance: &mut Chance) {
    let mut first = |key: &str, value: &str| lines.plain(2, &format!("- {key}: {value}"));
    match key {
        "purposes" => {
            first("legal_basis", chance.pick(LEGAL_BASES));
            lines.open(4, "label", chance.pick(OPENINGS));
        }
        "data_subjects" => {
            first("category", chance.pick(SUBJECTS));
            lines.plain(4, &format!("volume: Environ {}00", chance.between(1, 90)));
        }
        "data" => {
            first("category", chance.pick(CATEGORIES));
            lines.open(4, "detail", chance.pick(OPENINGS));
            lines.plain(4, &format!("source: {}", chance.pick(&["direct", "indirect", "both"])));
        }
        "special" => {
            first("category", chance.pick(&["health", "union", "biometric"]));
            lines.plain(4, "exception: employment_social");
        }
        "recipients" => {
            first("name", chance.pick(PEOPLE));
            lines.plain(4, &format!("type: {}", chance.pick(RECIPIENT_TYPES)));
        }
        "transfers" => {
            first("country", chance.pick(&["CH", "US", "CA", "JP", "KR"]));
            lines.plain(4, &format!("recipient: {}", chance.pick(PEOPLE)));
            lines.plain(4, &format!("safeguard: {}", chance.pick(SAFEGUARDS)));
        }
        "retention" => {
            first("data", chance.pick(CATEGORIES));
            lines.plain(4, "active:");
            lines.plain(6, &format!("duration: P{}Y", chance.between(1, 10)));
            lines.plain(6, &format!("criterion: {}", chance.pick(CRITERIA)));
            lines.plain(4, &format!("fate: {}", chance.pick(FATES)));
        }
        "security" => {
            first("type", chance.pick(MEASURES));
            lines.open(4, "detail", chance.pick(OPENINGS));
        }
        _ => {
            first("title", "Notice d’information");
            lines.plain(4, &format!("url: https://example.org/notices/{}", chance.between(100, 999)));
        }
    }
}

/// Earlier records only: those exist however large the site is.
fn relations(number: usize, lines: &mut Lines, chance: &mut Chance) {
    if number > 1 {
        let (one, other) = (chance.between(1, number - 1), chance.between(1, number - 1));
        let other = if one == other { String::new() } else { format!(", {}", id(other)) };
        lines.plain(0, &format!("relations: [{}{other}]", id(one)));
    }
}

/// YAML as it is written, some of it long texts that may still grow.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    open: Vec<usize>,
}

impl Lines {
    fn plain(&mut self, indent: usize, text: &str) {
        self.lines.push(format!("{:indent$}{text}\n", ""));
    }

    /// A text on a line of its own, as authors write long ones.
    fn open(&mut self, indent: usize, key: &str, text: &str) {
        self.plain(indent, &format!("{key}: >-"));
        self.open.push(self.lines.len());
        self.plain(indent + 2, text);
    }

    fn grow_to(&mut self, size: usize, chance: &mut Chance) {
        let mut length: usize = self.lines.iter().map(String::len).sum();
        while length < size {
            let line = &mut self.lines[chance.pick(&self.open)];
            let clause = chance.pick(CLAUSES);
            line.truncate(line.trim_end().len());
            let _ = writeln!(line, "{clause}");
            length += clause.len();
        }
    }

    fn text(self) -> String {
        self.lines.concat()
    }
}
