//! The build, drawn: load → parse → validate → select → address → render (+ export) → seal → publish.
//!
//! One path, whoever calls it. What the world gives comes in through [`Inputs`] and the clock; what goes out goes
//! through [`Destination`].

mod addressed;
mod by_hand;
mod closing;
mod leaks;
mod reading;
mod share;
mod table;
mod unread;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::address::links;
use crate::cache::Cache;
use crate::diag::codes::{ATTACHMENT_CARRIES, SHARE_EMPTIED, THEME_MISSING};
use crate::diag::{Diagnostic, Place, Problems};
use crate::host::{RuleContext, listing, output_files};
use crate::keys::LinkKey;
use crate::leak::Suspects;
use crate::load::Inputs;
use crate::model::id::Id;
use crate::model::site::Site;
use crate::parse::{self, Parsed, ParsedShare};
use crate::publish::{Destination, FolderIndex, PublishError};
use crate::render::{Rendered, Theme};
use crate::seal::{self, Publishable};
pub use crate::select::Unread;
use crate::select::{Records, Snapshot, canonical, foresee, select};
use crate::source::{FileId, Spanned};
use crate::theme::ThemeFiles;
use crate::validate::{Circumstances, Project, validate};
use addressed::{Addressed, address};
pub use closing::{Closing, Clues, close_shares, prune, withdraw};
pub use leaks::Leaks;
use reading::Reading;
use share::Publication;
pub use share::{FormError, Signer};

/// Why nothing, or not everything, was published.
#[derive(Debug)]
pub enum BuildError {
    /// The author's files.
    Author(Problems),
    /// The machine.
    Machine(PublishError),
    /// A file that changed meanwhile.
    Unread(Unread),
    /// A form that could not be made.
    Form(FormError),
}

impl From<Unread> for BuildError {
    fn from(error: Unread) -> Self {
        Self::Unread(error)
    }
}

impl From<Problems> for BuildError {
    fn from(problems: Problems) -> Self {
        Self::Author(problems)
    }
}

impl From<PublishError> for BuildError {
    fn from(error: PublishError) -> Self {
        Self::Machine(error)
    }
}

/// A site that was read and checked.
pub struct Prepared {
    /// The site; `None` where an error stands in the way.
    pub project: Option<Project>,
    /// Its theme; `None` where an error stands in the way.
    pub theme: Option<Theme>,
    /// Links that their own file says are closed, whatever else is wrong.
    pub closing: Vec<Closing>,
    /// Its shares as their files say, those included that an error keeps from being published.
    pub shares: Vec<ParsedShare>,
    /// The id of the site, if it could be read.
    pub site_id: Option<Id>,
    /// Where the site will be found, if it could be read.
    pub base_url: Option<String>,
    /// The site secret by its `key_id`, if that is said.
    pub key_id: Option<Spanned<String>>,
    /// The public key that signatures were made under, if that is said.
    pub public_key: Option<Spanned<String>>,
    /// What could be links or secrets in records.
    pub suspects: BTreeMap<FileId, Suspects>,
    /// Everything there is to complain about.
    pub problems: Problems,
}

/// Whether a page of each sort is rendered, so that a fault which a template shows only with data is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SamplePages {
    /// For what publishes pages, or says whether they can be published.
    Render,
    /// For what needs no page. Templates that cannot be parsed are found all the same.
    Skip,
}

/// Reads and checks a site.
#[must_use]
pub fn prepare(
    inputs: &Inputs,
    cache: &Cache,
    circumstances: Circumstances,
    base_url: Option<&str>,
    samples: SamplePages,
    stage: &(dyn Fn(Stage) + Sync),
) -> Prepared {
    let mut problems = inputs.problems.clone();
    let reading = Reading::new(inputs, cache);
    stage(Stage::Read);
    let mut parsed = parse_all(&reading, &mut problems);
    stage(Stage::Check);
    if let (Some(site), Some(base_url)) = (&mut parsed.site.site, base_url) {
        base_url.clone_into(&mut site.base_url);
    }
    unread::judge(&mut parsed.shares, inputs, &mut problems);
    by_hand::withdraw(&mut parsed.shares, inputs, &mut problems);
    let said = parsed.shares.iter().filter_map(|share| Closing::of(share, circumstances.now));
    let closing = said.chain(inputs.closed.iter().cloned().map(Closing::by_hand)).collect();
    let shares = parsed.shares.clone();
    let (site_id, key_id) = (parsed.site.id.clone(), parsed.site.key_id.clone());
    let base_url = parsed.site.site.as_ref().map(|site| site.base_url.clone());
    let public_key = parsed.site.public_key.clone();
    let suspects =
        parsed.items.iter().map(|(_, item)| (item.span.file, item.facts.suspects.clone())).collect();
    let theme = parsed.site.site.as_ref().and_then(|site| theme(inputs, site, &mut problems));
    carried(inputs, &parsed, &mut problems);
    let project = validate(parsed, circumstances, &mut problems);
    if let (SamplePages::Render, Some(project), Some(theme)) = (samples, &project, &theme) {
        problems.append(probe(project, theme, &reading, circumstances.now).err().unwrap_or_default());
    }
    inputs.hold(&problems);
    Prepared { project, theme, closing, shares, site_id, base_url, key_id, public_key, suspects, problems }
}

/// Tells what attachments carry beside what they show: those that a record names, each once.
fn carried(inputs: &Inputs, parsed: &Parsed, problems: &mut Problems) {
    let named = parsed.items.iter().flat_map(|(_, item)| item.facts.attached.iter().map(|(path, _)| path));
    for path in named.collect::<BTreeSet<_>>() {
        let Some(found) = inputs.files.get(path).filter(|found| !found.carries.is_empty()) else { continue };
        let message = format!("the file carries {}", found.carries.join("; "));
        problems.push(
            Diagnostic::new(&ATTACHMENT_CARRIES, Place::File(path.clone()), message)
                .help("readers see it too: where that is not meant, save the file without its metadata"),
        );
    }
}

/// Renders a page of each sort, so that what is wrong with a template is told before anything is written.
fn probe(
    project: &Project,
    theme: &Theme,
    records: &dyn Records,
    now: DateTime<Utc>,
) -> Result<(), Problems> {
    theme.site_pages(project.site(), "")?;
    for snapshot in foresee(project, now) {
        let renderer = theme.share(project.site(), &snapshot);
        let mut listed = Vec::new();
        for (register, shared) in snapshot.registers().iter().enumerate() {
            let mut lines = Vec::new();
            // A record that cannot be read any more is the build's to tell.
            if shared.count() > 0
                && let Ok(item) = snapshot.item(register, 0, records)
            {
                lines.push(Arc::new(renderer.item(register, &item, &canonical(&item))?.entry));
            }
            let entries =
                if lines.is_empty() { String::new() } else { renderer.entries(register, &lines)? };
            renderer.register(register, &entries)?;
            listed.push(lines);
        }
        renderer.front(&listed)?;
    }
    Ok(())
}

fn parse_all(reading: &Reading<'_>, problems: &mut Problems) -> Parsed {
    let parsed = reading.all().into_iter().map(|(file, complaints)| {
        problems.append(complaints);
        file
    });
    let parsed = parse::gather(parsed);
    problems.append(parse::collisions(&reading.inputs.sources));
    parsed
}

fn theme(inputs: &Inputs, site: &Site, problems: &mut Problems) -> Option<Theme> {
    let name = &site.theme.name;
    let Some(files) = inputs.theme(&name.value) else {
        let message = format!("no theme `{}`", name.value);
        problems.push(
            Diagnostic::new(&THEME_MISSING, name.span, message)
                .help(format!("make themes/{}/, or use the theme `default`", name.value)),
        );
        return None;
    };
    Theme::new(&ThemeFiles::with(files), site).map_err(|complaints| problems.append(complaints)).ok()
}

/// A part of a build whose time is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Which files there are; the texts that are not records.
    Load,
    /// Records, from the cache or from their texts.
    Read,
    /// What one file says of another.
    Check,
    /// Pages and exports: projected, rendered, sealed, written.
    Publish,
    /// What is no longer live goes; the disk keeps the rest for good.
    Settle,
    /// What the next build need not find out.
    Remember,
}

impl Stage {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Read => "read",
            Self::Check => "check",
            Self::Publish => "publish",
            Self::Settle => "settle",
            Self::Remember => "remember",
        }
    }
}

/// How a build goes.
pub struct Options<'a> {
    /// The instant of the build.
    pub now: DateTime<Utc>,
    /// Who signs what is published.
    pub signer: &'a Signer,
    /// Whether a share that held items may hold none now.
    pub allow_empty: bool,
    /// The site as it was read.
    pub inputs: &'a Inputs,
    /// What builds need not find out twice.
    pub cache: &'a Cache,
    /// A folder that nobody else reads, for what does not fit in memory.
    pub scratch: &'a Path,
    /// Called when a stage begins.
    pub stage: &'a (dyn Fn(Stage) + Sync),
    /// Called with the number of pages done, from any thread.
    pub progress: &'a (dyn Fn(usize) + Sync),
}

/// What a build did.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Built {
    /// Open shares.
    pub shares: usize,
    /// Their links.
    pub links: usize,
    /// Pages of their links and of the site.
    pub pages: usize,
    /// What lies in the output and is not ours.
    pub foreign: Vec<String>,
    /// What could not be given the mode under which it is read.
    pub refused: Option<String>,
}

/// Publishes every open share, and removes every other.
pub fn build(
    project: &Project,
    theme: &Theme,
    key: &LinkKey,
    destination: &dyn Destination,
    options: &Options<'_>,
) -> Result<Built, BuildError> {
    let site = project.site();
    let records = Reading::new(options.inputs, options.cache);
    let addressed = || select(project, options.now).map(|snapshot| address(snapshot, &site.id, key));
    destination.recover()?;
    if !options.allow_empty {
        refuse_emptied(project, addressed(), destination)?;
    }
    let public_key = options.signer.key.public().to_text();
    let site_pages = theme.site_pages(site, &public_key)?;
    destination.open_folders(listing(site.hosts.iter().map(|host| host.value.as_str())));
    let (mut either, mut index) = (destination.folder_index(), FolderIndex::default());
    for share in project.shares().iter().filter(|share| share.is_open(options.now)) {
        let links = links(share, &site.id, key);
        either.note(&share.id, &links);
        index.note(&share.id, &links);
    }
    destination.keep_folder_index(&either)?;
    let assets: Vec<_> = theme.assets().into_iter().map(seal::site_file).collect();
    for asset in &assets {
        destination.put("", asset)?;
    }
    // Rules before pages: what is published is never there without them.
    let rules = host_files(site);
    for rule in &rules {
        destination.put("", rule)?;
    }
    destination.put("", &seal::public_key(&options.signer.key, site.id.as_str()))?;
    (options.stage)(Stage::Publish);
    let mut built = Built::default();
    let mut live = BTreeSet::new();
    for addressed in addressed() {
        let addressed = &addressed;
        Publication { site, theme, addressed, destination, options, records: &records }.publish()?;
        live.extend(addressed.folders().iter().cloned());
        built.shares += 1;
        built.links += addressed.folders().len();
        built.pages += addressed.folders().len() * pages(addressed.snapshot());
    }
    for page in site_pages {
        destination.put("", &seal::site_file(page))?;
        built.pages += 1;
    }
    (options.stage)(Stage::Settle);
    built.foreign = destination.sweep(&live, &assets, &rules)?;
    destination.settle()?;
    destination.keep_folder_index(&index)?;
    destination.vouched()?;
    built.refused = destination.refused_modes();
    Ok(built)
}

/// The files that the site's hosts read from the output.
fn host_files(site: &Site) -> Vec<Publishable> {
    let Some(context) = RuleContext::of(&site.base_url) else { return Vec::new() };
    let files = output_files(site.hosts.iter().map(|host| host.value.as_str()), &context);
    let files =
        files.into_iter().map(|file| Rendered { path: file.path.to_owned(), bytes: file.text.into_bytes() });
    files.map(seal::site_file).collect()
}

/// How many pages one link of a share has.
#[must_use]
pub fn pages(snapshot: &Snapshot<'_>) -> usize {
    1 + snapshot.registers().len() + snapshot.count()
}

/// A share that held items and holds none now is more often a slip than a wish.
fn refuse_emptied<'a>(
    project: &Project,
    shares: impl Iterator<Item = Addressed<'a>>,
    destination: &dyn Destination,
) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for addressed in shares.filter(|addressed| addressed.snapshot().count() == 0) {
        let id = addressed.snapshot().share_id();
        let share = project.shares().iter().find(|share| share.id == *id);
        if let Some(share) =
            share.filter(|_| addressed.folders().iter().any(|folder| destination.held_items(folder)))
        {
            let message = format!("`{id}` held items at the last build and holds none now");
            problems.push(
                Diagnostic::new(&SHARE_EMPTIED, share.span, message)
                    .help("publish its items again, or build with --allow-empty if it is meant"),
            );
        }
    }
    if problems.has_errors() { Err(problems) } else { Ok(()) }
}
