//! Checks on one record that need nothing but itself: links that are safe, copies that are what they say.

use crate::diag::codes::{CHECKSUM_MISMATCH, INSECURE_LINK};
use crate::diag::{Diagnostic, Problems};
use crate::model::facts::{FETCHED, groups, text};
use crate::model::value::{Entry, Scalar, Value};

/// Checks the fields of one record.
pub fn check(entries: &[Entry], problems: &mut Problems) {
    for entry in entries.iter().filter(|entry| FETCHED.contains(&entry.field.key)) {
        for (url, span) in
            groups(&entry.value).filter(|group| is_fetched(group)).filter_map(|group| text(group, "url"))
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
