//! Records: from the cache where nothing that they follow from has changed, else from their texts.

use rayon::prelude::*;

use crate::cache::Cache;
use crate::codec;
use crate::diag::Problems;
use crate::hash::Hash;
use crate::leak::Suspects;
use crate::load::{Inputs, forbidden};
use crate::model::attachment::FoundFile;
use crate::model::id::Id;
use crate::model::item::Item;
use crate::model::value::Entry;
use crate::parse::layout::{RecordForm, Role};
use crate::parse::{self, Keepers, ParsedFile, Record, Surroundings};
use crate::select::{Records, Unread};
use crate::source::{FileId, Span};
use crate::validate::record;

/// What records are read from.
pub(super) struct Reading<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) cache: &'a Cache,
    pub(super) keepers: Keepers,
}

/// A record's file, as its path says.
struct NamedText<'a> {
    id: FileId,
    register: &'a str,
    item: &'a str,
    form: RecordForm,
}

impl<'a> Reading<'a> {
    pub(super) fn new(inputs: &'a Inputs, cache: &'a Cache) -> Self {
        Self { inputs, cache, keepers: parse::keepers(&inputs.sources) }
    }

    /// Reads every file, on all cores.
    pub(super) fn all(&self) -> Vec<(ParsedFile, Problems)> {
        let ids: Vec<_> = self.inputs.sources.iter().map(|(id, _)| id).collect();
        ids.into_par_iter().with_min_len(16).map(|id| self.file(id)).collect()
    }

    fn file(&self, id: FileId) -> (ParsedFile, Problems) {
        match Role::of(&self.inputs.sources.get(id).path) {
            Role::Item { register, item, form } => {
                let named = NamedText { id, register: &register, item: &item, form };
                let mut problems = Problems::default();
                let parsed = self.record(&named, &mut problems);
                problems.limit(id);
                (parsed, problems)
            }
            _ => parse::file(id, &self.inputs.sources),
        }
    }

    fn record(&self, named: &NamedText<'_>, problems: &mut Problems) -> ParsedFile {
        let Some(surroundings) = self.surroundings(named.register) else {
            return ParsedFile::Orphan(named.register.to_owned(), Span::new(named.id, 0..0));
        };
        let path = &self.inputs.sources.get(named.id).path;
        let file_stamp = if self.cache.knows(path) { self.inputs.file_stamp(path) } else { None };
        if let Some(found) = self.cache.file(path, file_stamp)
            && let Some((item, complaints)) = self.cached(named, key(named, found.hash, &surroundings))
        {
            self.cache.keep_file(path, file_stamp, found);
            problems.append(complaints);
            return named.parsed(Some(item));
        }
        let (text, file_stamp) = match self.inputs.text(named.id) {
            Ok(read) => read,
            Err(complaint) => {
                problems.push(*complaint);
                return named.parsed(None);
            }
        };
        let hash = Hash::of(text.as_bytes());
        self.cache.keep_file(path, file_stamp, FoundFile::text(hash, text.len() as u64));
        let content = key(named, hash, &surroundings);
        if let Some((item, complaints)) = self.cached(named, content) {
            problems.append(complaints);
            return named.parsed(Some(item));
        }
        named.parsed(self.fresh(named, (&text, content), &surroundings, problems))
    }

    fn surroundings<'r>(&'r self, register: &'r str) -> Option<Surroundings<'r>> {
        let keeper = *self.keepers.get(register)?;
        Some(Surroundings { register, keeper, files: &self.inputs.files })
    }

    /// The record out of the cache, if the files that it names are still what they were.
    fn cached(&self, named: &NamedText<'_>, content: Hash) -> Option<(Item, Problems)> {
        let (head, piece) = self.cache.piece(&content)?;
        let (item, problems) = codec::unpack(Id::new(named.item).ok()?, named.id, content, head)?;
        let same = |(path, hash): &(String, Hash)| {
            self.inputs.files.get(path).is_some_and(|found| found.hash == *hash && found.fits)
        };
        item.facts.attached.iter().all(same).then(|| {
            self.cache.keep_piece(content, piece, head);
            (item, problems)
        })
    }

    /// The record out of its text.
    fn fresh(
        &self,
        named: &NamedText<'_>,
        (text, content): (&str, Hash),
        surroundings: &Surroundings<'_>,
        problems: &mut Problems,
    ) -> Option<Item> {
        let mut found = forbidden(named.id, text);
        let record = read(named, (text, content), surroundings, &mut found);
        let item = record.map(|record| {
            if let Some((head, body)) = codec::pack(&record.item, &record.entries, &found) {
                self.cache.add(content, &head, &body);
            }
            record.item
        });
        problems.append(found);
        item
    }

    /// The fields of a record, out of its text: for where the cache keeps nothing.
    fn reread(&self, item: &Item) -> Option<Vec<Entry>> {
        let id = item.span.file;
        let Role::Item { register, item: name, form } = Role::of(&self.inputs.sources.get(id).path) else {
            return None;
        };
        let surroundings = self.surroundings(&register)?;
        let (text, _) = self.inputs.text(id).ok()?;
        let named = NamedText { id, register: &register, item: &name, form };
        let content = key(&named, Hash::of(text.as_bytes()), &surroundings);
        let record = read(&named, (&text, content), &surroundings, &mut Problems::default())?;
        let same = record.item.content == item.content && record.item.facts == item.facts;
        same.then_some(record.entries)
    }
}

impl Records for Reading<'_> {
    fn entries(&self, item: &Item) -> Result<Vec<Entry>, Unread> {
        let body = self.cache.body(&item.content);
        let entries = body.and_then(|body| codec::entries(item.kind, item.span.file, &body));
        let path = || self.inputs.sources.get(item.span.file).path.clone();
        let reread = || {
            self.cache.forget(&item.content);
            self.reread(item)
        };
        entries.or_else(reread).ok_or_else(|| Unread { path: path() })
    }
}

impl NamedText<'_> {
    fn parsed(&self, item: Option<Item>) -> ParsedFile {
        match (item, Id::new(self.register)) {
            (Some(item), Ok(register)) => ParsedFile::Item(register, item),
            _ => ParsedFile::Unread(format!("{}/{}", self.register, self.item)),
        }
    }
}

/// All that a record follows from, but for the files that it names.
fn key(named: &NamedText<'_>, text: Hash, surroundings: &Surroundings<'_>) -> Hash {
    let form = match named.form {
        RecordForm::Yaml => "yaml",
        RecordForm::Markdown => "markdown",
    };
    let keeper = surroundings.keeper.key();
    Hash::of_parts(&[
        text.bytes(),
        named.register.as_bytes(),
        named.item.as_bytes(),
        form.as_bytes(),
        keeper.as_bytes(),
    ])
}

fn read(
    named: &NamedText<'_>,
    (text, content): (&str, Hash),
    surroundings: &Surroundings<'_>,
    problems: &mut Problems,
) -> Option<Record> {
    let mut record =
        parse::record((named.id, text, content), (named.item, named.form), surroundings, problems)?;
    record.item.facts.suspects = Suspects::of(text.as_bytes());
    record::examine(&mut record, problems);
    Some(record)
}
