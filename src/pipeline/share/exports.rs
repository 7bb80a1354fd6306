//! The forms of a share that programs read, written part by part: what has not changed is copied from where it was
//! published.

use std::ops::Range;

use crate::export::{EXPORTERS, Exporter};
use crate::pipeline::BuildError;
use crate::pipeline::share::{DoneItem, Work};
use crate::pipeline::table::{FileRow, PartRange};
use crate::publish::{OtherFolders, PieceWriter, PublishedFile};
use crate::seal::SealedStream;
use crate::select::{Snapshot, Unread};

/// Every export on its way.
pub(super) struct Exports<'w> {
    work: &'w Work<'w>,
    files: Vec<Export<'w>>,
    /// Where each item's parts lie.
    places: Vec<(String, Vec<PartRange>)>,
}

/// An item's parts of the exports.
pub(super) enum Parts {
    /// As they were made.
    Made(Vec<String>),
    /// Where they lie in the exports that were published.
    Published(Vec<PartRange>),
}

struct Export<'w> {
    exporter: &'static dyn Exporter,
    stream: SealedStream,
    /// Takes it once, for all links.
    writer: Box<dyn PieceWriter + 'w>,
    offset: u64,
    before: Option<PublishedFile>,
    /// A stretch of the published file that is still to be copied.
    waiting: Option<Range<u64>>,
}

/// Published parts are copied in blocks of so many bytes.
const BLOCK: usize = 1 << 18;

impl<'w> Exports<'w> {
    /// Starts every export.
    pub(super) fn begin(work: &'w Work<'w>) -> Self {
        let export = |exporter: &&'static dyn Exporter| {
            let stream = work.envelope.stream(exporter.path().to_owned());
            let writer = work.writer.begin(&stream);
            let before = work.known.export(work.publication, exporter.path());
            Export { exporter: *exporter, stream, writer, offset: 0, before, waiting: None }
        };
        Self { work, files: EXPORTERS.iter().map(export).collect(), places: Vec::new() }
    }
}

impl Exports<'_> {
    /// Writes what stands before the items of a register, and before all registers.
    pub(super) fn open(&mut self, snapshot: &Snapshot<'_>, register: usize) -> Result<(), BuildError> {
        for export in &mut self.files {
            if register == 0 {
                export.write(export.exporter.start(snapshot).as_bytes())?;
            }
            export.write(export.exporter.open(snapshot, register).as_bytes())?;
        }
        Ok(())
    }

    /// Writes an item, `first` in its register or not.
    pub(super) fn item(&mut self, done: &DoneItem, first: bool) -> Result<(), BuildError> {
        let mut places = Vec::with_capacity(self.files.len());
        for (index, export) in self.files.iter_mut().enumerate() {
            let separator = if first { "" } else { export.exporter.separator() };
            places.push(match &done.parts {
                Parts::Made(parts) => export.make(separator, &parts[index])?,
                Parts::Published(parts) => export.copy(separator, parts[index])?,
            });
        }
        self.places.push((done.path.clone(), places));
        Ok(())
    }

    /// Writes what stands behind the items of a register.
    pub(super) fn close(&mut self, snapshot: &Snapshot<'_>, register: usize) -> Result<(), BuildError> {
        for export in &mut self.files {
            export.write(export.exporter.close(snapshot, register).as_bytes())?;
        }
        Ok(())
    }

    /// Ends every export, and tells where each item's parts lie.
    pub(super) fn end(self) -> Result<Vec<(String, Vec<PartRange>)>, BuildError> {
        let Self { work, files, places } = self;
        for mut export in files {
            if work.snapshot.registers().is_empty() {
                export.write(export.exporter.start(work.snapshot).as_bytes())?;
            }
            export.write(export.exporter.end(work.snapshot).as_bytes())?;
            let path = export.exporter.path();
            let sum = work.envelope.close(export.stream);
            let same = work.known.file(path).is_some_and(|row| row.sum == sum);
            export.writer.end(if same { OtherFolders::HoldTheSame } else { OtherFolders::Unknown })?;
            let fingerprint = work.fingerprints.all;
            work.made(path.to_owned(), FileRow { fingerprint, sum, item: None });
            (work.publication.options.progress)(1);
        }
        Ok(places)
    }
}

impl Export<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), BuildError> {
        self.flush()?;
        self.pass(bytes)
    }

    fn pass(&mut self, bytes: &[u8]) -> Result<(), BuildError> {
        let piece = self.stream.seal(bytes);
        self.offset += bytes.len() as u64;
        self.writer.put(&piece)?;
        Ok(())
    }

    fn make(&mut self, separator: &str, part: &str) -> Result<PartRange, BuildError> {
        self.write(separator.as_bytes())?;
        let place = (self.offset, u32::try_from(part.len()).unwrap_or(u32::MAX));
        self.write(part.as_bytes())?;
        Ok(place)
    }

    /// Copies a part from where it was published: later, together with its neighbours.
    fn copy(&mut self, separator: &str, (offset, length): PartRange) -> Result<PartRange, BuildError> {
        let next = !separator.is_empty()
            && self.waiting.as_ref().is_some_and(|waiting| waiting.end + separator.len() as u64 == offset);
        if !next {
            self.write(separator.as_bytes())?;
            self.waiting = Some(offset..offset);
        }
        let waiting = self.waiting.get_or_insert(offset..offset);
        waiting.end = offset + u64::from(length);
        Ok((self.offset + offset - waiting.start, length))
    }

    /// Copies what waits.
    fn flush(&mut self) -> Result<(), BuildError> {
        let Some(waiting) = self.waiting.take() else { return Ok(()) };
        for start in waiting.clone().step_by(BLOCK) {
            let length = usize::try_from(waiting.end - start).unwrap_or(BLOCK).min(BLOCK);
            let part = self.before.as_mut().and_then(|file| file.part(start, length).ok());
            let part = part.ok_or_else(|| Unread { path: self.exporter.path().to_owned() })?;
            let piece = self.stream.seal(&part);
            self.offset += part.len() as u64;
            self.writer.put_published(&piece, start)?;
        }
        Ok(())
    }
}
