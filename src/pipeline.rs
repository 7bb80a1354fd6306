//! The build, drawn: load → parse → validate → select → address → render (+ export) → seal → publish.
//!
//! One path, whoever calls it. What the world gives comes in through [`Inputs`] and the clock; what goes out goes
//! through [`Target`].

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use crate::address::{Addressed, Folder, Seed, address};
use crate::diag::codes::{SHARE_EMPTIED, THEME_MISSING};
use crate::diag::{Diagnostic, Problems};
use crate::export::EXPORTERS;
use crate::keys::LinkKey;
use crate::load::Inputs;
use crate::model::id::Id;
use crate::model::site::Site;
use crate::parse::{self, Files, Parsed, ParsedShare};
use crate::publish::{Fate, Manifest, PublishError, Replacement, ShareWriter, Target};
use crate::render::{Listed, Rendered, Theme};
use crate::seal::{self, OpenShare};
use crate::select::{Snapshot, select};
use crate::source::Spanned;
use crate::theme::ThemeFiles;
use crate::validate::{Circumstances, Project, validate};

/// Why nothing, or not everything, was published.
#[derive(Debug)]
pub enum BuildError {
    /// The author's files.
    Author(Problems),
    /// The machine.
    Machine(PublishError),
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
    /// Shares whose own file says that they are closed, whatever else is wrong.
    pub closing: Vec<Closing>,
    /// The id of the site, if it could be read.
    pub site_id: Option<Id>,
    /// The site secret by its `key_id`, if that is said.
    pub key_id: Option<Spanned<String>>,
    /// Everything there is to complain about.
    pub problems: Problems,
}

/// Reads and checks a site.
#[must_use]
pub fn prepare(inputs: &Inputs, circumstances: Circumstances, base_url: Option<&str>) -> Prepared {
    let mut problems = inputs.problems.clone();
    let mut parsed = parse_all(inputs, &mut problems);
    if let (Some(site), Some(base_url)) = (&mut parsed.site.site, base_url) {
        base_url.clone_into(&mut site.base_url);
    }
    let closing = parsed.shares.iter().filter_map(|share| Closing::of(share, circumstances.now)).collect();
    let (site_id, key_id) = (parsed.site.id.clone(), parsed.site.key_id.clone());
    let theme = parsed.site.site.as_ref().and_then(|site| theme(inputs, site, &mut problems));
    let project = validate(parsed, circumstances, &mut problems);
    if let (Some(project), Some(theme)) = (&project, &theme) {
        problems.append(probe(project, theme, circumstances.now).err().unwrap_or_default());
    }
    Prepared { project, theme, closing, site_id, key_id, problems }
}

/// Renders a page of each sort, so that what is wrong with a template is told before anything is written.
fn probe(project: &Project, theme: &Theme, now: DateTime<Utc>) -> Result<(), Problems> {
    theme.site_pages(project.site())?;
    for snapshot in select(project, now) {
        let renderer = theme.share(project.site(), &snapshot);
        let mut listed = Vec::new();
        for (register, shared) in snapshot.registers().iter().enumerate() {
            let first = (0..shared.count().min(1))
                .map(|index| renderer.item(register, &snapshot.item(register, index)));
            let lines: Vec<Listed> =
                first.map(|page| page.map(|page| page.entry)).collect::<Result<_, _>>()?;
            renderer.register(register, &lines)?;
            listed.push(lines);
        }
        renderer.front(&listed)?;
    }
    Ok(())
}

fn parse_all(inputs: &Inputs, problems: &mut Problems) -> Parsed {
    let ids: Vec<_> = inputs.sources.iter().map(|(id, _)| id).collect();
    let keepers = parse::keepers(&inputs.sources);
    let files: Vec<_> =
        ids.into_par_iter().map(|id| parse::file(id, &inputs.sources, &keepers, &inputs.files)).collect();
    let parsed = files.into_iter().map(|(file, complaints)| {
        problems.append(complaints);
        file
    });
    let parsed = parse::gather(parsed);
    problems.append(parse::collisions(&inputs.sources));
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

/// A share whose own file says that it is closed, and what its folders follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    share: Id,
    generation: u32,
    expiry: Option<i64>,
    recipients: Vec<Id>,
}

impl Closing {
    fn of(share: &ParsedShare, now: DateTime<Utc>) -> Option<Self> {
        let end = share.created.zip(share.expires.as_ref()).and_then(|(created, end)| end.value.end(created));
        let ended = end.is_some_and(|end| end.timestamp() <= now.timestamp());
        (share.revoked || ended).then(|| Self {
            share: share.id.clone(),
            generation: share.generation.unwrap_or(1),
            expiry: end.map(|end| end.timestamp()),
            recipients: share.link_holders(),
        })
    }
}

/// Removes closed shares and nothing else: those whose second has passed, and those whose own file says so, found by
/// the manifest and, where `site` and `key` are known, by their tokens.
pub fn prune(
    closing: &[Closing],
    identity: Option<(&Id, &LinkKey)>,
    target: &Target,
    state: &Path,
    now: DateTime<Utc>,
) -> Result<(), PublishError> {
    let recovered = target.recover();
    let manifest = Manifest::read(state);
    let mut folders = BTreeSet::new();
    for closed in closing {
        folders.extend(manifest.folders(&closed.share).cloned());
        if let Some((site, key)) = identity {
            let Closing { share, generation, expiry, recipients } = closed;
            let seed = Seed { site, share, generation: *generation, expiry: *expiry };
            let known = seed.folders(recipients.iter(), key);
            folders.extend(known.iter().map(|folder| folder.name().to_owned()));
        }
    }
    target.close(&folders, now.timestamp())?;
    // What could not be put right may have been closed by now.
    recovered.or_else(|_| target.recover())
}

/// How a build goes.
pub struct Options<'a> {
    /// The instant of the build.
    pub now: DateTime<Utc>,
    /// Whether a share that held items may hold none now.
    pub allow_empty: bool,
    /// The files that records bring along, by path in the site.
    pub files: &'a Files,
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
}

/// Publishes every open share, and removes every other.
pub fn build(
    project: &Project,
    theme: &Theme,
    key: &LinkKey,
    target: &Target,
    state: &Path,
    options: &Options<'_>,
) -> Result<Built, BuildError> {
    let site = project.site();
    let addressed = || select(project, options.now).map(|snapshot| address(snapshot, &site.id, key));
    if !options.allow_empty {
        refuse_emptied(project, addressed(), target)?;
    }
    let site_pages = theme.site_pages(site)?;
    target.recover()?;
    let mut manifest = Manifest::read(state);
    addressed().for_each(|addressed| manifest.note(addressed.snapshot().share_id(), addressed.folders()));
    manifest.write(target)?;
    let assets: Vec<_> = theme.assets().into_iter().map(seal::site_file).collect();
    let mut replacement = Replacement::InPlace;
    for asset in &assets {
        // Every page names the stylesheet: with a new one, every page changes.
        if target.site_file(asset)? == Fate::Written {
            replacement = Replacement::Whole;
        }
    }
    let mut built = Built::default();
    let mut manifest = Manifest::default();
    let mut live = BTreeSet::new();
    for addressed in addressed() {
        publish_share(site, theme, &addressed, target, replacement, options)?;
        manifest.note(addressed.snapshot().share_id(), addressed.folders());
        live.extend(addressed.folders().iter().cloned());
        built.shares += 1;
        built.links += addressed.folders().len();
        built.pages += addressed.folders().len() * pages(addressed.snapshot());
    }
    for page in site_pages {
        target.site_file(&seal::site_file(page))?;
        built.pages += 1;
    }
    built.foreign = target.sweep(&live, &assets)?;
    target.settle()?;
    manifest.write(target)?;
    target.vouched()?;
    Ok(built)
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
    target: &Target,
) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for addressed in shares.filter(|addressed| addressed.snapshot().count() == 0) {
        let id = addressed.snapshot().share_id();
        let share = project.shares().iter().find(|share| share.id == *id);
        if let Some(share) =
            share.filter(|_| addressed.folders().iter().any(|folder| target.held_items(folder)))
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

/// Renders, seals and writes one share, page by page on all cores; nothing holds all its pages.
fn publish_share(
    site: &Site,
    theme: &Theme,
    addressed: &Addressed<'_>,
    target: &Target,
    replacement: Replacement,
    options: &Options<'_>,
) -> Result<(), BuildError> {
    let snapshot = addressed.snapshot();
    let renderer = theme.share(site, snapshot);
    let writers = addressed.folders().iter().map(|folder: &Folder| target.share(folder, replacement));
    let writers: Vec<ShareWriter<'_>> = writers.collect::<Result<_, _>>()?;
    let open = OpenShare::default();
    let put = |file: Rendered| -> Result<(), BuildError> {
        let file = open.seal(file);
        writers.iter().try_for_each(|writer| writer.put(&file))?;
        (options.progress)(1);
        Ok(())
    };
    let attached = Mutex::new(BTreeSet::new());
    let item = |register: usize, index: usize| -> Result<Listed, BuildError> {
        let item = snapshot.item(register, index);
        for attachment in item.attachments() {
            // A file that several items name is published once.
            if attached.lock().expect("no holder of the lock can panic").insert(attachment.path()) {
                let bytes = options.files.get(&attachment.source).cloned().unwrap_or_default();
                put(Rendered { path: attachment.path(), bytes })?;
            }
        }
        let page = renderer.item(register, &item)?;
        put(page.page)?;
        Ok(page.entry)
    };
    let mut listed = Vec::new();
    for (register, shared) in snapshot.registers().iter().enumerate() {
        let indexes = (0..shared.count()).into_par_iter();
        let lines: Vec<Listed> = indexes.map(|index| item(register, index)).collect::<Result<_, _>>()?;
        put(renderer.register(register, &lines)?)?;
        listed.push(lines);
    }
    for exporter in EXPORTERS {
        put(Rendered { path: exporter.path().to_owned(), bytes: exporter.export(snapshot) })?;
    }
    put(renderer.front(&listed)?)?;
    let sums = open.sums();
    for writer in writers {
        writer.put(&sums)?;
        writer.finish()?;
    }
    Ok(())
}
