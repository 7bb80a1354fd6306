//! Checks on one record that need nothing but itself. What they find is kept with the record, so that it is looked for once.

use crate::diag::codes::{CHECKSUM_MISMATCH, INSECURE_LINK};
use crate::diag::{Diagnostic, Problems};
use crate::model::finding::Finding;
use crate::model::item::Item;
use crate::model::role::FieldRole;
use crate::model::value::{Entry, Scalar, Value, find, groups, text};
use crate::parse::Record;
use crate::validate::placeholder::Placeholders;
use crate::validate::{exposure, geodata, order, retention, texts, treatment, workspace};

/// Looks for what a rule is about in the fields of a record.
type RecordSearch = fn(&Item, &[Entry], &mut Vec<Finding>);

/// The rules that ask the record alone. Whether what they find is told is decided in `validate::rules`.
const SEARCHES: &[RecordSearch] =
    &[treatment::search, retention::search, texts, geodata::search, workspace::search];

/// Checks one record: complains of what is wrong wherever it is shown, and keeps what rules find.
pub fn examine(record: &mut Record, problems: &mut Problems) {
    check(&record.entries, problems);
    order::check(&record.entries, problems);
    let mut findings = Vec::new();
    for search in SEARCHES {
        search(&record.item, &record.entries, &mut findings);
    }
    findings.shrink_to_fit();
    record.item.facts.findings = findings;
}

/// What rules find in texts: each is looked over once.
fn texts(item: &Item, entries: &[Entry], findings: &mut Vec<Finding>) {
    let (mut placeholders, mut exposed) = (Placeholders::default(), Vec::new());
    exposure::title(item, &mut exposed);
    texts::pieces(entries, &mut |path, span, piece| {
        if let Some(prose) = piece.prose() {
            placeholders.see(path, span, prose);
        }
        exposure::see(path, span, piece, &mut exposed);
    });
    placeholders.tell(item, findings);
    findings.append(&mut exposed);
}

/// Links that are safe, copies that are what they say.
fn check(entries: &[Entry], problems: &mut Problems) {
    if let Some(entry) = find(entries, FieldRole::Fetched) {
        for (url, span) in groups(&entry.value)
            .filter(|group| is_fetched(group))
            .filter_map(|group| text(group, FieldRole::Url))
        {
            if url.starts_with("http://") {
                problems.push(
                    Diagnostic::new(&INSECURE_LINK, span, format!("`{url}` is not https"))
                        .help("use https: what is fetched over http can be changed on its way"),
                );
            }
        }
    }
    for group in entries.iter().flat_map(|entry| groups(&entry.value)) {
        local_copy(group, problems);
    }
}

/// A local copy has the size and the checksum that the record gives.
fn local_copy(group: &[Entry], problems: &mut Problems) {
    let file = group.iter().find_map(|entry| match &entry.value {
        Value::Scalar(Scalar::File(file)) => Some(file),
        _ => None,
    });
    let Some(file) = file else { return };
    for entry in group {
        let (written, found) = match &entry.value {
            Value::Scalar(Scalar::Size(size)) if *size != file.size => {
                (size.to_string(), file.size.to_string())
            }
            Value::Scalar(Scalar::Sha256(hash)) if *hash != file.hash.hex() => {
                (hash.clone(), file.hash.hex())
            }
            _ => continue,
        };
        problems.push(
            Diagnostic::new(
                &CHECKSUM_MISMATCH,
                entry.span,
                format!("`{}` has {found}, not {written}", file.name),
            )
            .help("fetch the file again, or correct the record"),
        );
    }
}

/// A link of the action `other` leads to a page that a reader looks at, not to data that a program takes.
fn is_fetched(group: &[Entry]) -> bool {
    let other = |entry: &Entry| matches!(&entry.value, Value::Scalar(Scalar::Term("action", term)) if term.key == "other");
    !group.iter().any(other)
}
