//! One share: projected, rendered, sealed and written item by item, on all cores; nothing holds all its pages, and what
//! was published and has not changed is left where it lies.

mod forms;
mod known;
mod markers;
mod signing;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::export::{FORMATS, Format, Given};
use crate::hash::Hash;
use crate::link::item_path;
use crate::model::attachment::Attachment;
use crate::model::site::Site;
use crate::pipeline::addressed::Addressed;
use crate::pipeline::table::{FileRow, ItemRow, LinkTable, OwnFiles, PartRanges, PayloadTable, RowMoves};
use crate::pipeline::{BuildError, Options};
use crate::publish::{Destination, Replacement, ShareWriter};
use crate::render::{ListedItem, Rendered, ShareRenderer, Theme};
use crate::seal::{Artefact, Envelope, OpenEnvelope};
use crate::select::{Records, SharedItem, Snapshot, Unread, canonical};
use crate::sign::{SIGNATURE, SUMS};
pub use forms::FormError;
use forms::{Forms, Parts, Wanted};
use known::PublishedShare;
pub use signing::Signer;

/// A share on its way, and what it needs.
pub(super) struct Publication<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) addressed: &'a Addressed<'a>,
    pub(super) destination: &'a dyn Destination,
    pub(super) options: &'a Options<'a>,
    pub(super) records: &'a dyn Records,
}

/// So many lines of a register are rendered at a time.
const LINES: usize = 256;

/// So many items are rendered at a time; their forms wait for one another so long.
const BATCH: usize = 512;

impl Publication<'_> {
    /// Publishes the share.
    pub(super) fn publish(&self) -> Result<(), BuildError> {
        let snapshot = self.addressed.snapshot();
        let renderer = self.theme.share(self.site, snapshot);
        let fingerprints = Fingerprints::of(snapshot, &renderer);
        let envelope: Box<dyn Envelope> = Box::new(OpenEnvelope::default());
        let known = PublishedShare::read(self, &*envelope)?;
        if known.is_all(&fingerprints) {
            known.keep(self)?;
            (self.options.progress)(super::pages(snapshot));
            return Ok(());
        }
        let replacement = known.replacement(snapshot, &fingerprints);
        let work = Work {
            publication: self,
            snapshot,
            given: Given::new(snapshot, renderer.locale()),
            renderer,
            writer: self.destination.share(self.addressed.folders(), replacement)?,
            envelope,
            replacement,
            made: Mutex::default(),
            attached: Mutex::default(),
            fingerprints,
            known,
        };
        work.publish()?.keep(self);
        Ok(())
    }
}

/// A share that was published just now: what the next build need not find out.
struct JustPublished {
    payload: PayloadTable,
    /// The sums of the payload before, and where rows of its table stood.
    before: Option<Hash>,
    moves: RowMoves,
    /// The files of each link that no other has.
    own: Vec<OwnFiles>,
}

impl JustPublished {
    /// Writes the tables down.
    fn keep(self, publication: &Publication<'_>) {
        let (cache, destination) = (publication.options.cache, publication.destination);
        self.payload.keep_changed(cache, destination, publication.addressed.snapshot().share_id());
        for (folder, own) in publication.addressed.folders().iter().zip(self.own) {
            let before = LinkTable::before(cache, destination, folder, self.before);
            let before = before.map(|before| (before, &self.moves));
            LinkTable::keep_changed(cache, destination, (folder, own), &self.payload, before);
        }
    }
}

/// What pages and forms follow from.
struct Fingerprints {
    /// The share and its frame.
    share: Hash,
    /// Items, by register.
    items: Vec<Vec<Hash>>,
    /// Registers with all their items.
    registers: Vec<Hash>,
    /// All of it.
    all: Hash,
}

impl Fingerprints {
    fn of(snapshot: &Snapshot<'_>, renderer: &ShareRenderer<'_>) -> Self {
        let share = Hash::of_parts(&[snapshot.share_fingerprint().bytes(), renderer.fingerprint().bytes()]);
        let registers = 0..snapshot.registers().len();
        let items = registers.map(|register| {
            let own = snapshot.register_fingerprint(register);
            let item = |index| {
                let item = snapshot.fingerprint(register, index);
                let id = snapshot.item_id(register, index).as_str();
                Hash::of_parts(&[share.bytes(), own.bytes(), id.as_bytes(), item.bytes()])
            };
            let count = snapshot.registers()[register].count();
            (0..count).into_par_iter().with_min_len(64).map(item).collect()
        });
        let items: Vec<Vec<Hash>> = items.collect();
        let whole = |(register, items): (usize, &Vec<Hash>)| {
            let own = snapshot.register_fingerprint(register);
            joined([share, own].iter().chain(items))
        };
        let registers: Vec<_> = items.iter().enumerate().map(whole).collect();
        let mut all = vec![share];
        all.extend(&registers);
        // Pages do not follow from what is allowed, the folder does.
        all.extend(markers::of(snapshot).into_iter().map(markers::fingerprint));
        all.push(offered(snapshot, None));
        all.extend((0..registers.len()).map(|register| offered(snapshot, Some(register))));
        Self { share, all: joined(&all), items, registers }
    }

    /// What the form of a register follows from.
    fn form(&self, register: usize, format: &Format) -> Hash {
        Hash::of_parts(&[self.registers[register].bytes(), format.facts.name.as_bytes()])
    }
}

/// One fingerprint of several.
fn joined<'a>(fingerprints: impl IntoIterator<Item = &'a Hash>) -> Hash {
    let fingerprints: Vec<&[u8]> =
        fingerprints.into_iter().map(|fingerprint| fingerprint.bytes().as_slice()).collect();
    Hash::of_parts(&fingerprints)
}

/// Which forms are offered: pages link them.
fn offered(snapshot: &Snapshot<'_>, register: Option<usize>) -> Hash {
    let offered = FORMATS.iter().filter(|format| format.is_offered(snapshot, register));
    let names: Vec<_> = offered.map(|format| format.facts.name.as_bytes()).collect();
    Hash::of_parts(&names)
}

struct Work<'a> {
    publication: &'a Publication<'a>,
    snapshot: &'a Snapshot<'a>,
    given: Given<'a>,
    renderer: ShareRenderer<'a>,
    writer: Box<dyn ShareWriter + 'a>,
    envelope: Box<dyn Envelope>,
    replacement: Replacement,
    /// Files that were made, and not left as they were.
    made: Mutex<HashMap<String, FileRow>>,
    attached: Mutex<BTreeSet<String>>,
    fingerprints: Fingerprints,
    known: PublishedShare,
}

/// What is kept of an item once its page is written, or was found.
struct DoneItem {
    path: String,
    listed: Arc<ListedItem>,
    parts: Parts,
}

impl Work<'_> {
    fn publish(self) -> Result<JustPublished, BuildError> {
        let mut listed = Vec::new();
        let mut forms = Forms::begin(&self)?;
        for (register, shared) in self.snapshot.registers().iter().enumerate() {
            let lines = self.items(register, shared.count(), &mut forms)?;
            self.register(register, &lines)?;
            listed.push(lines);
        }
        let places = forms.end()?;
        self.put(self.renderer.front(&listed)?, self.fingerprints.all, None)?;
        for marker in markers::of(self.snapshot) {
            self.write(markers::file(marker), None)?;
        }
        let day = ListedItem::day(&listed);
        drop(listed);
        self.end(day, places)
    }

    /// Puts the share in its place, link by link: what all links have in common, and what is each one's own.
    fn end(
        self,
        day: Option<NaiveDate>,
        places: Vec<(String, PartRanges)>,
    ) -> Result<JustPublished, BuildError> {
        let Self { publication, writer, envelope, made, fingerprints, known, replacement, .. } = self;
        let (sums, manifest) = envelope.end();
        let mut made = made.into_inner().expect("no holder of the lock can panic");
        made.insert(SUMS.to_owned(), FileRow { fingerprint: fingerprints.all, sum: sums.sum(), item: None });
        writer.put(&sums)?;
        let mut own = Vec::new();
        for (link, folder) in publication.addressed.folders().iter().enumerate() {
            let (signature, row) = publication.signature(folder, day, sums.bytes());
            writer.finish(link, &manifest, &[signature])?;
            own.push(vec![(SIGNATURE.to_owned(), row)]);
        }
        let payload = known.into_payload();
        let before = payload.sums();
        let (mut payload, moves) = payload.next(made, &manifest, places);
        (payload.fingerprint, payload.day) = (Some(fingerprints.all), day);
        // In a folder that is replaced whole every file has another file stamp.
        let moves = if replacement == Replacement::Whole { RowMoves::all(&payload) } else { moves };
        Ok(JustPublished { payload, before, moves, own })
    }

    /// Writes a page, or a file that pages lead to.
    fn put(&self, file: Rendered, fingerprint: Hash, item: Option<ItemRow>) -> Result<(), BuildError> {
        self.write(Artefact::new(file, fingerprint), item)?;
        (self.publication.options.progress)(1);
        Ok(())
    }

    fn write(&self, artefact: Artefact, item: Option<ItemRow>) -> Result<(), BuildError> {
        let fingerprint = artefact.fingerprint;
        let file = self.envelope.seal(artefact);
        self.writer.put(&file)?;
        self.made(file.path().to_owned(), FileRow { fingerprint, sum: file.sum(), item });
        Ok(())
    }

    fn made(&self, path: String, row: FileRow) {
        self.made.lock().expect("no holder of the lock can panic").insert(path, row);
    }

    /// Leaves a published file as it is.
    fn leave(&self, path: &str, row: &FileRow) -> Result<(), BuildError> {
        self.writer.keep(path)?;
        self.envelope.keep(path, row.sum);
        (self.publication.options.progress)(1);
        Ok(())
    }

    /// Publishes the items of a register, and returns their lines.
    fn items(
        &self,
        register: usize,
        count: usize,
        forms: &mut Forms<'_>,
    ) -> Result<Vec<Arc<ListedItem>>, BuildError> {
        let mut lines = Vec::with_capacity(count);
        let wanted = forms.open(register)?;
        let batch = |start: usize| -> Result<Vec<DoneItem>, BuildError> {
            let indexes = (start..count.min(start + BATCH)).into_par_iter();
            indexes.map(|index| self.item(register, index, &wanted)).collect()
        };
        let mut done = batch(0)?;
        while !done.is_empty() {
            // One batch is passed to the forms while the next one is rendered.
            let (first, next) = (lines.len(), lines.len() + done.len());
            let pass = || (first..).zip(&done).try_for_each(|(at, done)| forms.item(done, at == 0));
            let (passed, rendered) = rayon::join(pass, || batch(next));
            passed?;
            lines.extend(done.into_iter().map(|done| done.listed));
            done = rendered?;
        }
        forms.close(register)?;
        Ok(lines)
    }

    fn item(&self, register: usize, index: usize, wanted: &Wanted) -> Result<DoneItem, BuildError> {
        let shared = &self.snapshot.registers()[register];
        let path = item_path(shared.id(), self.snapshot.item_id(register, index));
        let fingerprint = self.fingerprints.items[register][index];
        if let Some((row, item)) = self.known.item(&path, fingerprint) {
            self.leave(&path, row)?;
            for attached in &item.attached {
                if self.is_first(attached)
                    && let Some(row) = self.known.file(attached)
                {
                    self.leave(attached, row)?;
                }
            }
            let parts = match wanted.published(item) {
                Some(ranges) => Parts::Published(ranges.clone()),
                None => self.project(register, index, wanted)?.2,
            };
            return Ok(DoneItem { path, listed: Arc::clone(&item.listed), parts });
        }
        let (item, canonical, parts) = self.project(register, index, wanted)?;
        let mut attached = Vec::new();
        for attachment in item.attachments() {
            self.attach(attachment)?;
            attached.push(attachment.path());
        }
        let page = self.renderer.item(register, &item, &canonical)?;
        let listed = Arc::new(page.entry);
        let row = ItemRow { listed: Arc::clone(&listed), parts: Vec::new(), attached };
        self.put(page.page, fingerprint, Some(row))?;
        Ok(DoneItem { path, listed, parts })
    }

    /// What the share discloses of an item, its canonical form, and its parts of the forms.
    fn project(
        &self,
        register: usize,
        index: usize,
        wanted: &Wanted,
    ) -> Result<(SharedItem, String, Parts), BuildError> {
        let item = self.snapshot.item(register, index, self.publication.records)?;
        let canonical = canonical(&item);
        let mut parts = vec![None; FORMATS.len()];
        for index in &wanted.rows {
            let part = FORMATS[*index].stream.part(&self.given, register, &item, &canonical);
            parts[*index] = Some(part.into_owned());
        }
        Ok((item, canonical, Parts::Made(parts)))
    }

    /// The page of a register follows from its items' lines, not from their bodies.
    fn register(&self, register: usize, lines: &[Arc<ListedItem>]) -> Result<(), BuildError> {
        let own = self.snapshot.register_fingerprint(register);
        let content = ListedItem::fingerprint(lines);
        let fingerprint =
            joined(&[self.fingerprints.share, own, content, offered(self.snapshot, Some(register))]);
        let path = self.renderer.register_path(register);
        if let Some(row) = self.known.file(&path).filter(|row| row.fingerprint == fingerprint) {
            return self.leave(&path, row);
        }
        let entries = lines.par_chunks(LINES).map(|lines| self.renderer.entries(register, lines));
        let entries = entries.collect::<Result<Vec<_>, _>>()?.concat();
        self.put(self.renderer.register(register, &entries)?, fingerprint, None)
    }

    /// A file that several items name is published once.
    fn attach(&self, attachment: &Attachment) -> Result<(), BuildError> {
        let path = attachment.path();
        if !self.is_first(&path) {
            return Ok(());
        }
        if let Some(row) = self.known.file(&path).filter(|row| row.fingerprint == attachment.hash) {
            return self.leave(&path, row);
        }
        let bytes = self.publication.options.inputs.bytes(&attachment.source);
        let bytes = bytes.map_err(|_| Unread { path: attachment.source.clone() })?;
        self.put(Rendered { path, bytes }, attachment.hash, None)
    }

    fn is_first(&self, attached: &str) -> bool {
        self.attached.lock().expect("no holder of the lock can panic").insert(attached.to_owned())
    }
}
