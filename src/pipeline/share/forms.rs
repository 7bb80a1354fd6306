//! The forms of a share that programs read, written part by part: what has not changed is copied from where it was
//! published, and the form of a register in which nothing has changed is left as it is.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use crate::export::{At, FORMATS, Format, Packer};
use crate::hash::Hash;
use crate::pipeline::BuildError;
use crate::pipeline::share::{DoneItem, Work};
use crate::pipeline::table::{FileRow, ItemRow, PartRange, PartRanges};
use crate::publish::{OtherFolders, PieceWriter, PublishedFile};
use crate::seal::SealedStream;
use crate::select::Unread;

/// Every form on its way.
pub(super) struct Forms<'w> {
    work: &'w Work<'w>,
    /// Of the share.
    whole: Vec<Form<'w>>,
    /// Of the register whose items are being written.
    register: Vec<Form<'w>>,
    /// Where each item's parts lie.
    ranges: Vec<(String, PartRanges)>,
}

/// An item's parts of the forms, in the order of their table.
pub(super) enum Parts {
    /// As they were made; `None` for a form that has none of it.
    Made(Vec<Option<Vec<u8>>>),
    /// Where they lie in the forms that were published.
    Published(PartRanges),
}

/// Which forms are made of the items of a register.
pub(super) struct Wanted {
    /// Their rows in the table.
    pub(super) rows: Vec<usize>,
    /// Whether each of them was published before: then parts of it can be copied.
    published: bool,
}

impl Wanted {
    /// Where an item's parts lie, if all that are wanted can be copied from there.
    pub(super) fn published<'i>(&self, item: &'i ItemRow) -> Option<&'i PartRanges> {
        let has = |index: &usize| item.parts.get(*index).is_some_and(Option::is_some);
        (self.published && self.rows.iter().all(has)).then_some(&item.parts)
    }
}

struct Form<'w> {
    work: &'w Work<'w>,
    format: &'static Format,
    /// Its row in the table.
    index: usize,
    path: String,
    fingerprint: Hash,
    /// What makes the file, where it is not its parts one after another: then nothing of it is copied.
    pack: Option<Box<dyn Packer>>,
    stream: SealedStream,
    /// Takes it once, for all links.
    writer: Box<dyn PieceWriter + 'w>,
    offset: u64,
    before: Option<PublishedFile>,
    /// A stretch of the published file that is still to be copied.
    waiting: Option<Range<u64>>,
}

/// Why a form could not be made.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct FormError {
    /// Its file in the share's folder.
    path: String,
    source: io::Error,
}

/// Passes on what a pack writes.
struct Passing<'f, 'w> {
    form: &'f mut Form<'w>,
    /// What stopped it, which says more than what a writer can.
    error: Option<BuildError>,
}

impl Write for Passing<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.form.pass(bytes) {
            Ok(()) => Ok(bytes.len()),
            Err(error) => {
                self.error = Some(error);
                Err(io::ErrorKind::Other.into())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Published parts are copied in blocks of so many bytes.
const BLOCK: usize = 1 << 18;

impl<'w> Forms<'w> {
    /// Starts the forms of the share.
    pub(super) fn begin(work: &'w Work<'w>) -> Result<Self, BuildError> {
        let mut whole: Vec<_> = offered(work, None).map(|index| Form::begin(work, index, None)).collect();
        whole.iter_mut().try_for_each(|form| form.between(At::Start))?;
        Ok(Self { work, whole, register: Vec::new(), ranges: Vec::new() })
    }

    /// Writes what stands before the items of a register, and tells which forms are made of them.
    pub(super) fn open(&mut self, register: usize) -> Result<Wanted, BuildError> {
        for index in offered(self.work, Some(register)) {
            let format = &FORMATS[index];
            let path = format.path(self.work.snapshot, Some(register));
            let fingerprint = self.work.fingerprints.form(register, format);
            match self.work.known.file(&path).filter(|row| row.fingerprint == fingerprint) {
                Some(row) => self.work.leave(&path, row)?,
                None => self.register.push(Form::begin(self.work, index, Some(register)).packed(register)?),
            }
        }
        self.all().try_for_each(|form| form.between(At::Open(register)))?;
        let published = self.all().all(|form| form.before.is_some() && form.pack.is_none());
        Ok(Wanted { rows: self.all().map(|form| form.index).collect(), published })
    }

    /// Writes an item, `first` in its register or not.
    pub(super) fn item(&mut self, done: &DoneItem, first: bool) -> Result<(), BuildError> {
        // A form that is left as it is keeps its parts where they are.
        let mut ranges = match &done.parts {
            Parts::Published(ranges) => ranges.clone(),
            Parts::Made(_) => vec![None; FORMATS.len()],
        };
        for form in self.all() {
            ranges[form.index] = match &done.parts {
                Parts::Made(parts) => parts[form.index].as_deref().map(|part| form.make(part, first)),
                Parts::Published(parts) => parts[form.index].map(|part| form.copy(part, first)),
            }
            .transpose()?;
        }
        self.ranges.push((done.path.clone(), ranges));
        Ok(())
    }

    /// Writes what stands behind the items of a register.
    pub(super) fn close(&mut self, register: usize) -> Result<(), BuildError> {
        self.all().try_for_each(|form| form.between(At::Close(register)))?;
        std::mem::take(&mut self.register).into_iter().try_for_each(Form::end)
    }

    /// Ends every form, and tells where each item's parts lie.
    pub(super) fn end(mut self) -> Result<Vec<(String, PartRanges)>, BuildError> {
        self.whole.iter_mut().try_for_each(|form| form.between(At::End))?;
        self.whole.into_iter().try_for_each(Form::end)?;
        Ok(self.ranges)
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Form<'w>> {
        self.whole.iter_mut().chain(&mut self.register)
    }
}

/// The rows of the forms that the share offers of itself, or of one of its registers.
fn offered<'w>(work: &'w Work<'_>, register: Option<usize>) -> impl Iterator<Item = usize> + 'w {
    let rows = FORMATS.iter().enumerate();
    rows.filter(move |(_, format)| format.is_offered(work.snapshot, register)).map(|(index, _)| index)
}

impl<'w> Form<'w> {
    fn begin(work: &'w Work<'w>, index: usize, register: Option<usize>) -> Self {
        let format = &FORMATS[index];
        let path = format.path(work.snapshot, register);
        let stream = work.envelope.stream(path.clone());
        let writer = work.writer.begin(&stream);
        let before = work.known.form(work.publication, &path);
        let fingerprint = match register {
            Some(register) => work.fingerprints.form(register, format),
            None => work.fingerprints.all,
        };
        Self {
            work,
            format,
            index,
            path,
            fingerprint,
            stream,
            writer,
            offset: 0,
            before,
            waiting: None,
            pack: None,
        }
    }

    /// With what makes its file, where that is needed.
    fn packed(mut self, register: usize) -> Result<Self, BuildError> {
        let scratch = self.work.publication.options.scratch;
        let pack = self.format.stream.pack(&self.work.given, register, scratch).transpose();
        self.pack = pack.map_err(|error| self.failed(error))?;
        Ok(self)
    }

    fn failed(&self, source: io::Error) -> BuildError {
        BuildError::Form(FormError { path: self.path.clone(), source })
    }

    fn end(self) -> Result<(), BuildError> {
        let Self { work, path, fingerprint, stream, writer, .. } = self.flushed()?.written()?;
        let sum = work.envelope.close(stream);
        let same = work.known.file(&path).is_some_and(|row| row.sum == sum);
        writer.end(if same { OtherFolders::HoldTheSame } else { OtherFolders::Unknown })?;
        work.made(path, FileRow { fingerprint, sum, item: None });
        (work.publication.options.progress)(1);
        Ok(())
    }

    /// Writes what the parts were packed into.
    fn written(mut self) -> Result<Self, BuildError> {
        if let Some(pack) = self.pack.take() {
            let mut passing = Passing { form: &mut self, error: None };
            let ended = pack.end(&mut passing);
            if let Some(error) = passing.error {
                return Err(error);
            }
            ended.map_err(|error| self.failed(error))?;
        }
        Ok(self)
    }

    fn flushed(mut self) -> Result<Self, BuildError> {
        self.flush()?;
        Ok(self)
    }

    fn between(&mut self, at: At) -> Result<(), BuildError> {
        let bytes = self.format.stream.between(at, &self.work.given);
        self.write(&bytes)
    }

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

    fn separator(&self, first: bool) -> Cow<'static, [u8]> {
        if first { Cow::default() } else { self.format.stream.between(At::Items, &self.work.given) }
    }

    fn make(&mut self, part: &[u8], first: bool) -> Result<PartRange, BuildError> {
        self.write(&self.separator(first))?;
        let range = (self.offset, part.len() as u64);
        match &mut self.pack {
            Some(pack) => pack.add(part).map_err(|error| self.failed(error))?,
            None => self.write(part)?,
        }
        Ok(range)
    }

    /// Copies a part from where it was published: later, together with its neighbours.
    fn copy(&mut self, (offset, length): PartRange, first: bool) -> Result<PartRange, BuildError> {
        let separator = self.separator(first);
        let follows = |waiting: &Range<u64>| waiting.end + separator.len() as u64 == offset;
        if !self.waiting.as_ref().is_some_and(follows) {
            self.write(&separator)?;
            self.waiting = Some(offset..offset);
        }
        let waiting = self.waiting.get_or_insert(offset..offset);
        waiting.end = offset + length;
        Ok((self.offset + offset - waiting.start, length))
    }

    /// Copies what waits.
    fn flush(&mut self) -> Result<(), BuildError> {
        let Some(waiting) = self.waiting.take() else { return Ok(()) };
        for start in waiting.clone().step_by(BLOCK) {
            let length = usize::try_from(waiting.end - start).unwrap_or(BLOCK).min(BLOCK);
            let part = self.before.as_mut().and_then(|file| file.part(start, length).ok());
            let part = part.ok_or_else(|| Unread { path: self.path.clone() })?;
            let piece = self.stream.seal(&part);
            self.offset += part.len() as u64;
            self.writer.put_published(&piece, start)?;
        }
        Ok(())
    }
}
