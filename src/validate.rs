//! Across files: what one file says of another. Every complaint at once; what is sound becomes a [`Project`].

mod allow;
mod circumstances;
pub mod countries;
mod exposure;
mod formats;
mod geodata;
mod group;
mod hints;
mod item;
mod keeper;
mod lifetime;
mod marks;
mod order;
mod placeholder;
mod places;
pub(crate) mod policy;
mod reach;
pub mod record;
mod retention;
mod review;
mod rules;
mod share;
mod site;
mod subject;
mod texts;
mod transfers;
mod treatment;
mod words;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::codes::{DUPLICATE_GROUP, REGISTER_MISSING};
use crate::diag::{Diagnostic, Problems};
use crate::model::id::Id;
use crate::model::item::Item;
use crate::model::register::Register;
use crate::model::share::Share;
use crate::model::site::{Localized, Site};
use crate::parse::{Listed, Parsed, ParsedApplication, ParsedGroup};
use crate::source::{Span, Spanned};
pub use circumstances::Circumstances;
use group::check_group;

/// A site that holds together. Only [`validate`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    site: Site,
    registers: Vec<Register>,
    shares: Vec<Share>,
}

impl Project {
    /// The site.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The registers, by id.
    #[must_use]
    pub fn registers(&self) -> &[Register] {
        &self.registers
    }

    /// The shares, by id, closed ones among them.
    #[must_use]
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }
}

/// Checks everything that several files say together. `None` where an error stands in the way.
#[must_use]
pub fn validate(parsed: Parsed, circumstances: Circumstances, problems: &mut Problems) -> Option<Project> {
    let Parsed { site, groups, registers, items, shares, unread, orphans, applications } = parsed;
    let groups = known_groups(&groups, problems);
    let registers = assemble(registers, items, (&unread, &orphans), problems);
    let site = site.site;
    let (listed, applications) =
        (!applications.has_unread, known_applications(&applications.entries, problems));
    check_owners(&registers, groups.as_ref(), problems);
    item::check(&registers, &unread, circumstances.now, problems);
    if let Some(site) = &site {
        site::check(site, problems);
    }
    let context = share::ShareContext {
        site: site.as_ref(),
        registers: &registers,
        groups: groups.as_ref(),
        applications: &applications,
        all_applications: listed,
        unread: &unread,
        circumstances,
    };
    let shares: Vec<_> = shares.into_iter().filter_map(|parsed| context.share(parsed, problems)).collect();
    let heard = rules::check(&registers, &shares, site.as_ref(), circumstances, problems);
    allow::silence(&registers, &shares, circumstances.now, &heard, problems);
    if problems.has_errors() { None } else { Some(Project { site: site?, registers, shares }) }
}

/// The names of the groups; `None` where the list could not be read to its end, and no name can be called unknown.
fn known_groups(groups: &Listed<ParsedGroup>, problems: &mut Problems) -> Option<BTreeSet<Id>> {
    let known = known(groups.entries.iter().map(|group| &group.id), "group", problems);
    (!groups.has_unread).then_some(known)
}

fn known_applications(
    applications: &[ParsedApplication],
    problems: &mut Problems,
) -> BTreeMap<Id, Localized> {
    known(applications.iter().map(|application| &application.id), "application", problems);
    applications.iter().map(|application| (application.id.value.clone(), application.title.clone())).collect()
}

/// Names that may stand once each.
fn known<'a>(
    ids: impl Iterator<Item = &'a Spanned<Id>>,
    what: &str,
    problems: &mut Problems,
) -> BTreeSet<Id> {
    let mut known = BTreeSet::new();
    for id in ids {
        if !known.insert(id.value.clone()) {
            let message = format!("the {what} `{}` is listed twice", id.value);
            problems.push(Diagnostic::new(&DUPLICATE_GROUP, id.span, message).help("remove one of them"));
        }
    }
    known
}

/// Puts items into their registers.
fn assemble(
    registers: Vec<crate::parse::ParsedRegister>,
    items: Vec<(Id, Item)>,
    (unread, orphans): (&BTreeSet<String>, &BTreeMap<String, Span>),
    problems: &mut Problems,
) -> Vec<Register> {
    let mut by_register: BTreeMap<Id, Vec<Item>> = BTreeMap::new();
    for (register, item) in items {
        by_register.entry(register).or_default().push(item);
    }
    let assembled = registers
        .into_iter()
        .map(|register| Register {
            items: by_register.remove(&register.id).unwrap_or_default(),
            id: register.id,
            kind: register.kind,
            title: register.title,
            language: register.language,
            group: register.group,
            parties: register.parties,
            allowed: register.allowed,
            span: register.span,
        })
        .collect();
    for (register, span) in orphans.iter().filter(|(register, _)| !unread.contains(*register)) {
        let message = format!("the register `{register}` has no register.yaml");
        problems.push(
            Diagnostic::new(&REGISTER_MISSING, *span, message)
                .help(format!("write content/registers/{register}/register.yaml with its kind and title")),
        );
    }
    assembled
}

fn check_owners(registers: &[Register], groups: Option<&BTreeSet<Id>>, problems: &mut Problems) {
    for register in registers {
        if let Some(group) = &register.group {
            check_group(group, groups, problems);
        }
        for item in &register.items {
            if let crate::model::item::Access::Groups(allowed) = &item.access {
                for group in allowed {
                    check_group(group, groups, problems);
                }
            }
        }
    }
}
