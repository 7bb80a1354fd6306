//! The signature over a share's sums: what it follows from, and how it alone is made anew.

use chrono::NaiveDate;

use crate::hash::Hash;
use crate::link::Folder;
use crate::pipeline::BuildError;
use crate::pipeline::share::Publication;
use crate::pipeline::table::{FileRow, Table};
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
    /// The signature over `sums` in one of the share's folders, and its row of the folder's table. `day` is that of the
    /// newest content.
    pub(super) fn signature(
        &self,
        folder: &Folder,
        day: Option<NaiveDate>,
        sums: &[u8],
    ) -> (Publishable, FileRow) {
        let statement = self.statement(folder, day);
        let signature = seal::signature(sums, &self.options.signer.key, &statement);
        let row = FileRow::new(self.signature_fingerprint(&statement, Hash::of(sums)), signature.sum(), None);
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
    pub(super) fn keep(&self, mut table: Table, folder: &Folder) -> Result<(), BuildError> {
        let (cache, target) = (self.options.cache, self.target);
        let sums = table.files.get(SUMS).map(|row| row.sum);
        let fingerprint =
            sums.map(|sums| self.signature_fingerprint(&self.statement(folder, table.day), sums));
        let signed = table.files.get(SIGNATURE).map(|row| row.fingerprint);
        if signed.is_some() && signed == fingerprint {
            target.leave(table.files.len());
            table.keep_untouched(cache, folder);
            return Ok(());
        }
        let writer = target.share(folder, Replacement::InPlace)?;
        table.files.keys().filter(|path| *path != SIGNATURE).try_for_each(|path| writer.keep(path))?;
        let sums = target.read(folder, SUMS)?;
        let (signature, row) = self.signature(folder, table.day, &sums);
        writer.put(&signature)?;
        writer.finish()?;
        table.files.insert(SIGNATURE.to_owned(), row);
        table.keep_changed(cache, target, folder);
        Ok(())
    }
}
