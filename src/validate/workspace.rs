//! Checks on workspaces: jobs that can be run again, searches that can be repeated, results that last.

use crate::diag::codes::{JOB_FAILED, RESULT_GONE, SEARCH_UNBOUNDED, UNKNOWN_PARAMETER};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::model::finding::Finding;
use crate::model::item::Item;
use crate::model::register::Register;
use crate::model::role::FieldRole;
use crate::model::selection;
use crate::model::share::Share;
use crate::model::value::{Entry, Scalar, Value, find, groups, text};

/// States of a job that ended without results (OGC 18-062r2, `statusCode`).
const FRUITLESS: [&str; 2] = ["failed", "dismissed"];

/// Parameters that say where: STAC API, item search; `OpenSearch` Geo (OGC 10-032r8).
const WHERE: &[&str] = &["bbox", "intersects", "geo:box", "geo:geometry", "geo:name", "box"];

/// Parameters that say when: STAC API, item search; `OpenSearch` Time (OGC 10-032r8).
const WHEN: &[&str] = &["datetime", "time:start", "time:end", "start", "end"];

/// What a job and a search say of themselves.
pub(crate) fn search(item: &Item, entries: &[Entry], findings: &mut Vec<Finding>) {
    match item.kind.key {
        "job" => {
            if let Some(entry) = find(entries, FieldRole::State)
                && let Value::Scalar(Scalar::Term(_, state)) = &entry.value
                && FRUITLESS.contains(&state.key)
            {
                findings.push(Finding::new(
                    &JOB_FAILED,
                    entry.span,
                    format!("is a job whose state is `{}`", state.key),
                ));
            }
        }
        "data_search" => {
            let asked = asked(entries);
            let lacks = |(role, names): &(FieldRole, &[&str])| {
                let known = |name: &&str| names.iter().any(|known| name.eq_ignore_ascii_case(known));
                find(entries, *role).is_none() && !asked.iter().any(known)
            };
            let open = [(FieldRole::Bbox, WHERE), (FieldRole::Time, WHEN)].into_iter().filter(lacks);
            let fields = open.filter_map(|(role, _)| item.kind.bearing(role));
            let keys: Vec<_> = fields.map(|field| format!("`{}`", field.key)).collect();
            if !keys.is_empty() {
                let words = format!("is a search without {}", keys.join(" and "));
                findings.push(Finding::new(&SEARCH_UNBOUNDED, item.span, words));
            }
        }
        _ => {}
    }
}

/// The names of the parameters of a search, those in its link among them.
fn asked(entries: &[Entry]) -> Vec<&str> {
    let mut names = Vec::new();
    for entry in entries {
        match (entry.field.role, &entry.value) {
            (Some(FieldRole::Parameters), value) => {
                names.extend(
                    groups(value).filter_map(|group| text(group, FieldRole::Name)).map(|(name, _)| name),
                );
            }
            (Some(FieldRole::Url), Value::Scalar(Scalar::Url(url))) => {
                let query =
                    url.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
                names.extend(query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name));
            }
            _ => {}
        }
    }
    names
}

/// A job's parameters are inputs of its service, where the service says its inputs.
pub(crate) fn parameters(registers: &[Register], item: &Item, problems: &mut Problems) {
    let Some(run) = &item.facts.run else { return };
    let Some(to) = &run.service else { return };
    let service = selection::register(registers, &to.register).and_then(|register| register.item(&to.item));
    let run_by = service.and_then(|service| service.facts.run.as_ref());
    let Some(inputs) = run_by.and_then(|run| run.inputs.as_ref()) else { return };
    for (name, span) in run.parameters.iter().filter(|(name, _)| !inputs.contains(name)) {
        let message = format!("the service `{}` has no input `{name}`", to.item);
        problems.push(
            Diagnostic::new(&UNKNOWN_PARAMETER, *span, message)
                .help(suggest(name, inputs.iter().map(String::as_str))),
        );
    }
}

/// Results that are gone before the share ends.
pub(crate) fn lasting(share: &Share, item: &Item, problems: &mut Problems) {
    for (until, span) in &item.facts.kept_until {
        if share.expires.is_none_or(|end| *until < end) {
            let message = format!("`{}` outlives a result of `{}`, kept until {until}", share.id, item.id);
            problems.push(
                Diagnostic::new(&RESULT_GONE, share.expires_span, message)
                    .related(*span, "gone from then on")
                    .help("end the share earlier, or keep the result longer"),
            );
        }
    }
}
