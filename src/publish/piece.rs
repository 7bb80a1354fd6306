//! Writing one long file, whose bytes never stand in memory together.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::mem;
use std::path::PathBuf;

use crate::publish::files::{CHUNK, is_file};
use crate::publish::folder::FolderWriter;
use crate::publish::{Fate, PublishError, at};
use crate::seal::Piece;

/// Takes a file piece by piece. As long as they are the bytes of the published file, nothing is written. Unless it is
/// [ended](Self::end), the folder does not have the file.
#[derive(Debug)]
pub(super) struct LongFile<'w> {
    writer: &'w FolderWriter<'w>,
    path: String,
    published: Option<Published>,
    /// How many bytes were found equal to the published ones.
    same: u64,
    new: Option<New>,
    /// Pieces are small and many: what is compared or written is not.
    buffer: Vec<u8>,
}

/// The file as it was published.
#[derive(Debug)]
struct Published {
    place: PathBuf,
    file: File,
    length: u64,
}

/// The file that will take its place.
#[derive(Debug)]
struct New {
    place: PathBuf,
    file: File,
}

impl<'w> LongFile<'w> {
    pub(super) fn begin(writer: &'w FolderWriter<'w>, path: &str) -> Self {
        // What cannot be read is written.
        let published = writer.published(path).and_then(|place| {
            let (length, file) = (is_file(&place)?, File::open(&place).ok()?);
            Some(Published { place, file, length })
        });
        let buffer = Vec::with_capacity(CHUNK);
        Self { writer, path: path.to_owned(), published, same: 0, new: None, buffer }
    }

    /// Takes the next bytes.
    pub(super) fn put(&mut self, piece: &Piece<'_>) -> Result<(), PublishError> {
        for bytes in piece.bytes().chunks(CHUNK) {
            if self.buffer.len() + bytes.len() > CHUNK {
                self.pass_on()?;
            }
            self.buffer.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// Takes the next bytes, which lie at `offset` of the published file: that they do is the caller's word, and spares
    /// comparing them where they stay in their place.
    pub(super) fn put_published(&mut self, piece: &Piece<'_>, offset: u64) -> Result<(), PublishError> {
        self.pass_on()?;
        let stays = self.new.is_none() && self.same == offset && self.published.is_some();
        if stays {
            self.same += piece.bytes().len() as u64;
            return Ok(());
        }
        self.put(piece)
    }

    /// Ends the file, and tells whether it had to be written.
    pub(super) fn end(mut self) -> Result<Fate, PublishError> {
        self.pass_on()?;
        if self.new.is_none() {
            if self.published.as_ref().is_some_and(|published| published.length == self.same) {
                return self.writer.leave(&self.path);
            }
            self.start()?;
        }
        self.new = None;
        Ok(Fate::Written)
    }

    /// Compares what has gathered with the published file, or writes it.
    fn pass_on(&mut self) -> Result<(), PublishError> {
        let bytes = mem::take(&mut self.buffer);
        if self.new.is_none() && self.compare(&bytes) {
            self.same += bytes.len() as u64;
        } else if !bytes.is_empty() {
            if self.new.is_none() {
                self.start()?;
            }
            self.write(&bytes)?;
        }
        self.buffer = bytes;
        self.buffer.clear();
        Ok(())
    }

    fn compare(&mut self, bytes: &[u8]) -> bool {
        let Some(published) = &mut self.published else { return false };
        if published.file.seek(SeekFrom::Start(self.same)).is_err() {
            return false;
        }
        let mut found = vec![0; bytes.len()];
        published.file.read_exact(&mut found).is_ok() && found == bytes
    }

    /// Makes the new file, with the bytes that were the same so far.
    fn start(&mut self) -> Result<(), PublishError> {
        let place = self.writer.waiting(&self.path)?;
        let file = self.writer.target.create(&place)?;
        self.new = Some(New { place, file });
        let Some(mut published) = self.published.take() else { return Ok(()) };
        published.file.seek(SeekFrom::Start(0)).map_err(at(&published.place))?;
        let mut rest = published.file.take(self.same);
        let mut bytes = Vec::with_capacity(CHUNK);
        loop {
            bytes.clear();
            let chunk = rest.by_ref().take(CHUNK as u64).read_to_end(&mut bytes);
            if chunk.map_err(at(&published.place))? == 0 {
                return Ok(());
            }
            self.write(&bytes)?;
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), PublishError> {
        let Some(New { place, file }) = &mut self.new else { return Ok(()) };
        self.writer.target.disk().write(file, bytes).map_err(at(place))
    }
}

impl Drop for LongFile<'_> {
    /// Half a file takes no room.
    fn drop(&mut self) {
        if let Some(New { place, .. }) = &self.new {
            drop(self.writer.target.disk().remove_file(place));
        }
    }
}
