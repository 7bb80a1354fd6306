//! The signature over a share's sums: what it follows from, and how it alone is made anew.

use chrono::NaiveDate;

use crate::hash::Hash;
use crate::link::Folder;
use crate::pipeline::BuildError;
use crate::pipeline::share::Publication;
use crate::pipeline::table::{LinkTable, OwnFiles, OwnRow, PayloadTable, RowMoves};
use crate::publish::Replacement;
use crate::seal::{self, Publishable};
use crate::sign::{SIGNATURE, SUMS, SigningKey, Statement, derived_serial};

/// Who signs, and which publication this is.
#[derive(Debug)]
pub struct Signer {
    /// The key pair of the site.
    pub key: SigningKey,
    /// The serial of this publication; `None` derives one for each share from its content.
    pub serial: Option<u64>,
}

impl Publication<'_> {
    /// The signature over `sums` in one of the share's folders, and its row among the link's own files. `day` is that of the
    /// newest content.
    pub(super) fn signature(
        &self,
        folder: &Folder,
        day: Option<NaiveDate>,
        sums: &[u8],
    ) -> (Publishable, OwnRow) {
        let statement = self.statement(folder, day);
        let signature = seal::signature(sums, &self.options.signer.key, &statement);
        let row = OwnRow::new(self.signature_fingerprint(&statement, Hash::of(sums)), signature.sum());
        (signature, row)
    }

    fn statement(&self, folder: &Folder, day: Option<NaiveDate>) -> Statement {
        let snapshot = self.addressed.snapshot();
        Statement {
            folder: folder.hash(),
            serial: self.options.signer.serial.unwrap_or_else(|| derived_serial(day)),
            expires: snapshot.expires().map(|end| end.timestamp()),
            site: self.site.id.to_string(),
            title: snapshot.title().to_owned(),
        }
    }

    /// What a signature follows from.
    fn signature_fingerprint(&self, statement: &Statement, sums: Hash) -> Hash {
        let key = self.options.signer.key.public().to_text();
        Hash::of_parts(&[key.as_bytes(), statement.to_comment().as_bytes(), sums.bytes()])
    }

    /// Leaves a folder as it is; where only its signature is another now, that one file is replaced.
    pub(super) fn keep(
        &self,
        payload: &PayloadTable,
        mut own: OwnFiles,
        folder: &Folder,
    ) -> Result<(), BuildError> {
        let (cache, destination) = (self.options.cache, self.destination);
        let fingerprint =
            payload.sums().map(|sums| self.signature_fingerprint(&self.statement(folder, payload.day), sums));
        let signed = own.iter().find(|(path, _)| path == SIGNATURE).map(|(_, row)| row.fingerprint);
        if signed.is_some() && signed == fingerprint {
            destination.counts().leave(payload.len() + own.len());
            LinkTable::keep_untouched(cache, folder);
            return Ok(());
        }
        let writer = destination.share(std::slice::from_ref(folder), Replacement::InPlace)?;
        let manifest = payload.manifest();
        manifest.entries().iter().try_for_each(|entry| writer.keep(&entry.path))?;
        let sums = destination.read(&format!("s/{}/{SUMS}", folder.name()))?;
        let (signature, row) = self.signature(folder, payload.day, &sums);
        writer.finish(0, &manifest, &[signature])?;
        own.retain(|(path, _)| path != SIGNATURE);
        own.push((SIGNATURE.to_owned(), row));
        let before = LinkTable::before(cache, destination, folder, payload.sums());
        let moves = RowMoves::none(payload);
        let before = before.map(|before| (before, &moves));
        LinkTable::keep_changed(cache, destination, (folder, own), payload, before);
        Ok(())
    }
}
