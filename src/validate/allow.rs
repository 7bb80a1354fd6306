//! What authors let be: complaints that an `allow` makes notes, and `allow`s that do nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::diag::codes::ALLOW_UNUSED;
use crate::diag::{Code, Diagnostic, Place, Problems, Severity};
use crate::model::finding::Allow;
use crate::model::item::{Item, Status};
use crate::model::register::Register;
use crate::model::share::Share;
use crate::source::{FileId, Span};
use crate::validate::item;
use crate::validate::rules::Heard;

/// Makes notes of the complaints that the record, its register or the share lets be, and complains of what lets nothing be.
pub(crate) fn silence(
    registers: &[Register],
    shares: &[Share],
    now: DateTime<Utc>,
    heard: &Heard,
    problems: &mut Problems,
) {
    let open: Vec<_> = shares.iter().filter(|share| !share.is_closed(now)).collect();
    let mut allowances = Allowances::default();
    for share in &open {
        allowances.add(share.span.file, &share.allowed);
    }
    for register in registers {
        allowances.add(register.span.file, &register.allowed);
        for item in &register.items {
            allowances.add(item.span.file, &item.facts.allowed);
            allowances.add(item.span.file, &register.allowed);
        }
    }
    if allowances.0.is_empty() {
        return;
    }
    let mut used: BTreeSet<Span> = BTreeSet::new();
    for diagnostic in problems.iter_mut() {
        used.extend(allowances.apply(diagnostic));
    }
    let mut unused = |allowed: &[Allow], seen: &dyn Fn(&Allow) -> bool| {
        for allow in allowed.iter().filter(|allow| !used.contains(&allow.span) && !seen(allow)) {
            problems.push(nothing(allow));
        }
    };
    for share in open {
        unused(&share.allowed, &|allow| heard.contains(&(share.span.file, allow.code.name)));
    }
    for register in registers {
        unused(&register.allowed, &|allow| register.items.iter().any(|item| says(item, allow.code)));
        for item in &register.items {
            // Nobody looks at a draft that no share holds; the day will come.
            let unheard = |allow: &Allow| item.status != Status::Published || says(item, allow.code);
            unused(&item.facts.allowed, &unheard);
        }
    }
}

/// Whether a rule found this in the record, told or not.
fn says(item: &Item, code: &Code) -> bool {
    let found = item.facts.findings.iter().any(|finding| finding.code == code);
    found || item.facts.missing.iter().any(|field| item::lack(item.kind, field) == code)
}

fn nothing(allow: &Allow) -> Diagnostic {
    let message = format!("there is no complaint `{}` to let be", allow.code.name);
    Diagnostic::new(&ALLOW_UNUSED, allow.span, message).help("remove it: it would hide what comes later")
}

/// What is let be in each file.
#[derive(Default)]
struct Allowances<'a>(BTreeMap<FileId, Vec<&'a Allow>>);

impl<'a> Allowances<'a> {
    fn add(&mut self, file: FileId, allowed: &'a [Allow]) {
        if !allowed.is_empty() {
            self.0.entry(file).or_default().extend(allowed);
        }
    }

    /// Lets the complaint be if its file says so; where that is said.
    fn apply(&self, diagnostic: &mut Diagnostic) -> Option<Span> {
        let Place::Text(span) = diagnostic.place else { return None };
        let allow = self.0.get(&span.file)?.iter().find(|allow| allow.code == diagnostic.code)?;
        if diagnostic.severity != Severity::Note {
            diagnostic.allow(allow.reason.as_ref());
        }
        Some(allow.span)
    }
}
