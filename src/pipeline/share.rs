//! One share: projected, rendered, sealed and written item by item, on all cores; nothing holds all its pages.

use std::collections::BTreeSet;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::address::{Addressed, Folder};
use crate::export::EXPORTERS;
use crate::export::json::canonical;
use crate::model::attachment::Attachment;
use crate::model::site::Site;
use crate::pipeline::{BuildError, Options};
use crate::publish::{ShareWriter, Target};
use crate::render::{Listed, Rendered, ShareRenderer, Theme};
use crate::seal::OpenShare;
use crate::select::{Records, Snapshot};

/// A share on its way, and what it needs.
pub(super) struct Publication<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) addressed: &'a Addressed<'a>,
    pub(super) target: &'a Target,
    pub(super) options: &'a Options<'a>,
    pub(super) records: &'a dyn Records,
}

/// So many items are rendered at a time; their exports wait for one another so long.
const BATCH: usize = 512;

impl Publication<'_> {
    /// Publishes the share.
    pub(super) fn publish(&self) -> Result<(), BuildError> {
        let snapshot = self.addressed.snapshot();
        let renderer = self.theme.share(self.site, snapshot);
        let writers = self.addressed.folders().iter().map(|folder: &Folder| self.target.share(folder));
        let writers: Vec<ShareWriter<'_>> = writers.collect::<Result<_, _>>()?;
        let work = Work {
            publication: self,
            snapshot,
            renderer,
            writers,
            open: OpenShare::default(),
            attached: Mutex::default(),
        };
        let mut listed = Vec::new();
        let mut exports: Vec<String> = EXPORTERS.iter().map(|exporter| exporter.start(snapshot)).collect();
        for (register, shared) in snapshot.registers().iter().enumerate() {
            let lines = work.items(register, shared.count(), &mut exports)?;
            work.put(work.renderer.register(register, &lines)?)?;
            listed.push(lines);
        }
        for (exporter, mut text) in EXPORTERS.iter().zip(exports) {
            text.push_str(&exporter.end(snapshot));
            work.put(Rendered { path: exporter.path().to_owned(), bytes: text.into_bytes() })?;
        }
        work.put(work.renderer.front(&listed)?)?;
        let Work { writers, open, .. } = work;
        let sums = open.sums();
        for writer in writers {
            writer.put(&sums)?;
            writer.finish()?;
        }
        Ok(())
    }
}

struct Work<'a> {
    publication: &'a Publication<'a>,
    snapshot: &'a Snapshot<'a>,
    renderer: ShareRenderer<'a>,
    writers: Vec<ShareWriter<'a>>,
    open: OpenShare,
    attached: Mutex<BTreeSet<String>>,
}

/// What is kept of an item once its page is written.
struct Done {
    listed: Listed,
    exports: Vec<String>,
}

impl Work<'_> {
    fn put(&self, file: Rendered) -> Result<(), BuildError> {
        let file = self.open.seal(file);
        self.writers.iter().try_for_each(|writer| writer.put(&file))?;
        (self.publication.options.progress)(1);
        Ok(())
    }

    /// Publishes the items of a register, and returns their lines.
    fn items(
        &self,
        register: usize,
        count: usize,
        exports: &mut [String],
    ) -> Result<Vec<Listed>, BuildError> {
        let mut lines = Vec::with_capacity(count);
        for (exporter, text) in EXPORTERS.iter().zip(&mut *exports) {
            text.push_str(&exporter.open(self.snapshot, register));
        }
        for start in (0..count).step_by(BATCH) {
            let batch = (start..count.min(start + BATCH)).into_par_iter();
            let batch: Vec<Done> = batch.map(|index| self.item(register, index)).collect::<Result<_, _>>()?;
            for done in batch {
                for ((exporter, text), item) in EXPORTERS.iter().zip(&mut *exports).zip(&done.exports) {
                    text.push_str(if lines.is_empty() { "" } else { exporter.separator() });
                    text.push_str(item);
                }
                lines.push(done.listed);
            }
        }
        for (exporter, text) in EXPORTERS.iter().zip(exports) {
            text.push_str(&exporter.close(self.snapshot, register));
        }
        Ok(lines)
    }

    fn item(&self, register: usize, index: usize) -> Result<Done, BuildError> {
        let item = self.snapshot.item(register, index, self.publication.records)?;
        for attachment in item.attachments() {
            self.attach(attachment)?;
        }
        let canonical = canonical(&item);
        let page = self.renderer.item(register, &item, &canonical)?;
        self.put(page.page)?;
        let exports = EXPORTERS.iter().map(|exporter| exporter.item(&item, &canonical).into_owned());
        Ok(Done { listed: page.entry, exports: exports.collect() })
    }

    /// A file that several items name is published once.
    fn attach(&self, attachment: &Attachment) -> Result<(), BuildError> {
        let path = attachment.path();
        if !self.attached.lock().expect("no holder of the lock can panic").insert(path.clone()) {
            return Ok(());
        }
        let bytes = self.publication.options.inputs.bytes(&attachment.source);
        let bytes = bytes.map_err(|_| crate::select::Unread { path: attachment.source.clone() })?;
        self.put(Rendered { path, bytes })
    }
}
