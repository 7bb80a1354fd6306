//! What a build tells: how it ended, what it did, what is coming.

use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Utc};

use crate::cache::{BuildOutcome, Cache};
use crate::model::id::Id;
use crate::parse::ParsedShare;
use crate::pipeline::Built;
use crate::publish::Counts;
use crate::validate::Project;
use crate::workspace::opened::OpenedSite;
use crate::workspace::{Halt, LedgerNote, Report};

/// How a build ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildEnd {
    /// Everything is published.
    Published,
    /// What was to be closed is closed, as asked.
    Pruned,
    /// Errors in the site's files: nothing is published, and what is to be closed is closed all the same.
    Withheld,
    /// Of what was to be closed something could not be told or not be found: the complaints say which.
    NotPruned,
    /// The machine stopped the build before it could count what it did.
    Unfinished,
}

/// What a build did, and what it has to say.
#[derive(Debug)]
pub struct BuildReport {
    /// How it ended.
    pub end: BuildEnd,
    /// What there is to complain about.
    pub report: Report,
    /// Open shares.
    pub shares: usize,
    /// Their links.
    pub links: usize,
    /// Pages of their links and of the site.
    pub pages: usize,
    /// Files that are new or have other bytes now.
    pub written: usize,
    /// Files that had the same bytes already.
    pub unchanged: usize,
    /// Files that belonged to nothing any more.
    pub removed: usize,
    /// Shares that open after the instant of the build, the earliest first.
    pub opening: Vec<(DateTime<FixedOffset>, Id)>,
    /// Open shares that end within the time that the site calls soon, the earliest first.
    pub ending: Vec<(DateTime<FixedOffset>, Id)>,
    /// When the next share opens after the instant of the build, errors or not.
    pub opens: Option<DateTime<Utc>>,
    /// What an append to the ledger did beside appending, where shares were closed by hand.
    pub ledger: Option<LedgerNote>,
    /// How long it took, without the keeping of what the next build need not find out.
    pub took: Duration,
}

impl BuildReport {
    /// Everything but the complaints, which [`with`](Self::with) adds.
    pub(super) fn of(opened: &OpenedSite, done: Done, counts: &Counts, started: Instant) -> Self {
        let Done { end, built, ledger, halt: _ } = done;
        Self {
            end,
            shares: built.shares,
            links: built.links,
            pages: built.pages,
            written: counts.written(),
            unchanged: counts.unchanged(),
            removed: counts.removed(),
            opening: opening(opened),
            ending: ending(opened),
            opens: next_opening(opened),
            ledger,
            took: started.elapsed(),
            report: Report::default(),
        }
    }

    /// The same with the complaints of the site, of which the cache keeps what the next build need not find out.
    pub(super) fn with(self, mut opened: OpenedSite, outcome: BuildOutcome) -> Self {
        std::mem::replace(&mut opened.cache, Cache::none()).save(outcome);
        Self { report: opened.into(), ..self }
    }
}

/// What came of a build, beside complaints and counts.
pub(super) struct Done {
    pub(super) end: BuildEnd,
    pub(super) built: Built,
    pub(super) ledger: Option<LedgerNote>,
    /// What stopped it, after what it did.
    pub(super) halt: Option<Halt>,
}

impl Done {
    /// An end that published nothing.
    pub(super) fn of(end: BuildEnd) -> Self {
        Self { end, built: Built::default(), ledger: None, halt: None }
    }
}

/// When the next share opens after the instant of the build, errors or not.
fn next_opening(opened: &OpenedSite) -> Option<DateTime<Utc>> {
    let openings = opened.prepared.shares.iter().filter_map(ParsedShare::opening);
    openings.map(|opens| opens.value.to_utc()).filter(|opens| *opens > opened.now).min()
}

/// Open shares that end within the time that the site calls soon.
fn ending(opened: &OpenedSite) -> Vec<(DateTime<FixedOffset>, Id)> {
    let Some(project) = &opened.prepared.project else { return Vec::new() };
    let soon = opened.now.timestamp().saturating_add(project.site().ending_within);
    let open = project.shares().iter().filter(|share| share.is_open(opened.now));
    let ending = open.filter_map(|share| Some((share.expires?, share.id.clone())));
    in_order(ending.filter(|(end, _)| end.timestamp() <= soon))
}

/// Shares that open later, and when.
fn opening(opened: &OpenedSite) -> Vec<(DateTime<FixedOffset>, Id)> {
    let shares = opened.prepared.project.iter().flat_map(Project::shares);
    let scheduled = shares.filter(|share| !share.is_closed(opened.now) && share.is_scheduled(opened.now));
    in_order(scheduled.map(|share| (share.start(), share.id.clone())))
}

fn in_order(shares: impl Iterator<Item = (DateTime<FixedOffset>, Id)>) -> Vec<(DateTime<FixedOffset>, Id)> {
    let mut shares: Vec<_> = shares.collect();
    shares.sort();
    shares
}
