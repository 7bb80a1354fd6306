//! What rules have to say of records: which findings are told, and how much they matter, given status, shares and day.

use std::collections::BTreeSet;

use crate::diag::codes::{
    CONSTRAINTS_MISSING, CONTACT_MISSING, CRIMINAL_DATA_UNFOUNDED, DPIA_MISSING, FIELD_MISSING,
    LEGAL_BASIS_MISSING, LEGAL_TEXT_MISSING, LEGITIMATE_INTEREST_MISSING, PROCESSOR_CONTRACT_MISSING,
    SEARCH_UNBOUNDED, SPECIAL_CONDITION_MISSING, TRANSFER_UNGUARDED,
};
use crate::diag::rules::{Severities, rule};
use crate::diag::{Code, Diagnostic, Place, Problems, Severity};
use crate::model::field::Field;
use crate::model::finding::{Allow, Finding};
use crate::model::item::{Item, Status};
use crate::model::register::Register;
use crate::model::selection::selected_registers;
use crate::model::share::Share;
use crate::model::site::Site;
use crate::source::FileId;
use crate::validate::circumstances::Circumstances;
use crate::validate::countries::Countries;
use crate::validate::reach::{shown, sorts};
use crate::validate::subject::Subject;
use crate::validate::{exposure, item, keeper, review, transfers};

/// How many shares a complaint names.
const NAMED: usize = 3;

/// Looks for what a rule is about in what the record alone does not tell.
type SubjectSearch = fn(&Subject<'_>, &mut Vec<Finding>);

/// The rules that ask for the day, the site or the shares.
const SEARCHES: &[SubjectSearch] = &[transfers::search, review::search];

/// Codes about what a record does not say. They are silent about a file with errors: what could not be read is not
/// missing.
const ABSENCE: &[&Code] = &[
    &CONSTRAINTS_MISSING,
    &CONTACT_MISSING,
    &CRIMINAL_DATA_UNFOUNDED,
    &DPIA_MISSING,
    &LEGAL_BASIS_MISSING,
    &LEGAL_TEXT_MISSING,
    &LEGITIMATE_INTEREST_MISSING,
    &PROCESSOR_CONTRACT_MISSING,
    &SEARCH_UNBOUNDED,
    &SPECIAL_CONDITION_MISSING,
    &TRANSFER_UNGUARDED,
];

/// Codes that a share's `allow` kept from being heard, by the share's file.
pub(crate) type Heard = BTreeSet<(FileId, &'static str)>;

/// Tells what rules find in published items, and in those that an open share holds.
pub(crate) fn check(
    registers: &[Register],
    shares: &[Share],
    site: Option<&Site>,
    circumstances: Circumstances,
    problems: &mut Problems,
) -> Heard {
    let today = circumstances.now.date_naive();
    let countries = Countries::on(today, site.map_or(&[], |site| &site.countries));
    let open: Vec<_> = shares.iter().filter(|share| !share.is_closed(circumstances.now)).collect();
    let broken = broken(problems);
    let mut heard = Heard::new();
    for (register, holders) in registers.iter().zip(held(registers, &open)) {
        let published = register.items.iter().any(|item| item.status == Status::Published);
        let shown = published || holders.iter().any(|shares| !shares.is_empty());
        if shown && !broken.contains(&register.span.file) {
            keeper::check(register, published, problems);
        }
        for (item, shares) in register.items.iter().zip(&holders) {
            let subject = Subject { item, shares, site, countries: &countries, today };
            subject.check(broken.contains(&item.span.file), &mut heard, problems);
        }
    }
    exposure::shares(registers, &open, site, problems);
    heard
}

/// Files with errors: what could not be read there is not missing.
fn broken(problems: &Problems) -> BTreeSet<FileId> {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors
        .filter_map(|problem| match problem.place {
            Place::Text(span) => Some(span.file),
            Place::File(_) | Place::Elsewhere => None,
        })
        .collect()
}

/// The shares that hold each item of each register.
fn held<'a>(registers: &[Register], open: &[&'a Share]) -> Vec<Vec<Vec<&'a Share>>> {
    let mut held: Vec<Vec<Vec<&Share>>> =
        registers.iter().map(|register| vec![Vec::new(); register.items.len()]).collect();
    for share in open {
        for holding in selected_registers(registers, &share.include) {
            let Ok(register) = registers.binary_search_by(|other| other.id.cmp(&holding.register.id)) else {
                continue;
            };
            // Both come by id.
            let mut places = registers[register].items.iter().zip(&mut held[register]);
            for item in holding.items {
                if let Some((_, shares)) = places.find(|(other, _)| other.id == item.id) {
                    shares.push(share);
                }
            }
        }
    }
    held
}

impl Subject<'_> {
    fn check(&self, broken: bool, heard: &mut Heard, problems: &mut Problems) {
        if !self.is_published() && self.shares.is_empty() {
            return;
        }
        for finding in item::missing(self.item).filter(|_| !broken) {
            self.tell(&finding, heard, problems);
        }
        let mut findings = Vec::new();
        for search in SEARCHES {
            search(self, &mut findings);
        }
        let told = |finding: &&Finding| !(broken && ABSENCE.contains(&finding.code));
        for finding in self.item.facts.findings.iter().chain(&findings).filter(told) {
            self.tell(finding, heard, problems);
        }
    }

    /// One complaint, whatever the number of shares; none where nobody is concerned.
    fn tell(&self, finding: &Finding, heard: &mut Heard, problems: &mut Problems) {
        let code = finding.code;
        let rule = rule(code);
        let severities = rule.map_or(Severities::incomplete(code.severity), |rule| rule.severities);
        let concerned =
            || self.shares.iter().copied().filter(|share| shows(share, self.item, &finding.field));
        let weigh = |shares: &[&Share]| {
            let counts = self.is_published() || !shares.is_empty();
            let holders = shares.iter().flat_map(|share| sorts(share));
            severities.of(self.is_published(), holders).filter(|_| counts)
        };
        let all: Vec<_> = concerned().collect();
        let Some(worst) = weigh(&all) else { return };
        let speaking: Vec<_> = concerned().filter(|share| allowing(share, code).is_none()).collect();
        let told = weigh(&speaking);
        let message = format!("`{}` {}", self.item.id, finding.words);
        let help = rule.map_or_else(|| asked(self.item, finding), |rule| rule.remedy.to_owned());
        let mut diagnostic =
            Diagnostic::new(code, finding.span, message).help(help).severity(told.unwrap_or(worst));
        if told != Some(worst) {
            heard.extend(
                all.iter()
                    .filter(|share| allowing(share, code).is_some())
                    .map(|share| (share.span.file, code.name)),
            );
        }
        if told.is_none() {
            let reason = all.iter().find_map(|share| allowing(share, code)).map_or("", |allow| &allow.reason);
            diagnostic.allow(reason);
        }
        let own = if self.is_published() { severities.published } else { None };
        for share in speaking.iter().filter(|share| causes(share, severities, own, told)).take(NAMED) {
            diagnostic = diagnostic.related(share.span, format!("held by `{}`", share.id));
        }
        problems.push(diagnostic);
    }
}

/// Whether the share is why it is told, or why it is told so loudly: `own` is what the item is told in its own right.
fn causes(share: &Share, severities: Severities, own: Option<Severity>, told: Option<Severity>) -> bool {
    let raises = || {
        severities
            .held
            .iter()
            .any(|(sort, severity)| sorts(share).any(|own| own == *sort) && Some(*severity) == told)
    };
    match own {
        None if severities.published.is_some() => true,
        None => raises(),
        Some(own) => told.is_some_and(|told| told < own) && raises(),
    }
}

/// Whether the share shows the text of the field, or the finding is about the record as such.
fn shows(share: &Share, item: &Item, path: &str) -> bool {
    path.is_empty() || shown(&share.profile, item.kind.fields, path)
}

fn allowing<'a>(share: &'a Share, code: &Code) -> Option<&'a Allow> {
    share.allowed.iter().find(|allow| allow.code == code)
}

/// The remedy for a field that is asked for and has no rule of its own.
fn asked(item: &Item, finding: &Finding) -> String {
    let lacks = |field: &&&Field| {
        *finding.code == FIELD_MISSING && finding.words.contains(&format!("`{}`", field.key))
    };
    match item.facts.missing.iter().find(lacks) {
        Some(field) => {
            let none = if field.need.accepts_none() { ", or `none`" } else { "" };
            format!("a record of its kind is incomplete without it: add `{}: …`{none}", field.key)
        }
        None => finding.code.meaning.to_owned(),
    }
}
