//! The door: reads files, and nothing else of the world, into [`Inputs`].

mod complaint;
mod names;
mod open;
mod presence;
pub mod secret;
pub mod state;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use crate::attached::{self, Found};
use crate::cache::Cache;
use crate::diag::codes::{ATTACHMENT_OWN_FILE, FILE_NOT_UTF8, FILE_TOO_LARGE, SITE_MISSING, SYMLINK_OUTSIDE};
use crate::diag::{Diagnostic, Place, Problems, forbidden_character, is_forbidden};
use crate::file_stamp::FileStamp;
use crate::hash::Hash;
use crate::leak::{self, Suspect, Suspects};
use crate::model::attachment::{FoundFile, form};
use crate::model::id::Id;
use crate::source::{FileId, Sources, Span};
use complaint::unreadable;
use names::{YAML, is_attachment, is_record};
use open::{FileRefusal, SiteFolder};
pub use presence::Presence;

/// Everything that a build starts from, beside the clock and the secret.
#[derive(Debug)]
pub struct Inputs {
    /// The texts of `site.yaml` and `content/`, by path; those of records are read when they are wanted.
    pub sources: Sources,
    /// Files that records may bring along, by path.
    pub files: BTreeMap<String, FoundFile>,
    /// The files of `themes/`, by path from there.
    pub themes: BTreeMap<String, String>,
    /// What could not be read.
    pub problems: Problems,
    /// Whether there are shares at all.
    pub presence: Presence,
    /// Shares that a person closed, as the state folder says; none unless whoever loads knows of any.
    pub closed: BTreeSet<Id>,
    folder: SiteFolder,
}

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// The largest attachment, in bytes.
const MAX_ATTACHMENT: u64 = 64 * 1024 * 1024;

/// Whether a folder holds what says what the site is, readable or not.
#[must_use]
pub fn is_site(folder: &Path) -> bool {
    YAML.iter().any(|form| folder.join(format!("site.{form}")).symlink_metadata().is_ok())
}

/// Reads the site in the folder `root`, and nothing that lies in `state`. What cannot be read is among the problems; an error
/// means the folder itself.
pub fn load(root: &Path, state: &Path, cache: &Cache) -> io::Result<Inputs> {
    let mut inputs = Inputs {
        sources: Sources::default(),
        files: BTreeMap::new(),
        themes: BTreeMap::new(),
        problems: Problems::default(),
        presence: Presence::Found,
        closed: BTreeSet::new(),
        folder: SiteFolder::open(root)?,
    };
    inputs.take_site();
    let content = walk::files((root, state), "content", &mut inputs.problems);
    let themes = walk::files((root, state), "themes", &mut inputs.problems);
    let exists = |name: &str| root.join(name).symlink_metadata().is_ok();
    inputs.presence = Presence::of(&content, &inputs.problems, exists);
    let own = || own_files(&content, &themes);
    for path in content.iter().cloned() {
        if is_attachment(&path) {
            inputs.take_file(&path, cache, &own);
        } else if is_record(&path) {
            inputs.sources.list(path);
        } else {
            let read = inputs.folder.read(&path, MAX_BYTES);
            inputs.take_source(&path, read.map(|(bytes, _)| bytes));
        }
    }
    for path in themes.iter().cloned() {
        let read = inputs.folder.read(&path, MAX_BYTES).map(|(bytes, _)| bytes);
        match text(&path, read) {
            Ok(text) => drop(inputs.themes.insert(path["themes/".len()..].to_owned(), text)),
            Err(complaint) => inputs.problems.push(*complaint),
        }
    }
    Ok(inputs)
}

impl Inputs {
    /// The files of one theme by their path in its folder; `None` where there is no such folder.
    #[must_use]
    pub fn theme(&self, name: &str) -> Option<BTreeMap<String, String>> {
        let prefix = format!("{name}/");
        let own = self
            .themes
            .iter()
            .filter_map(|(path, text)| Some((path.strip_prefix(&prefix)?.to_owned(), text.clone())));
        let files: BTreeMap<_, _> = own.collect();
        (!files.is_empty() || name == "default").then_some(files)
    }

    /// Takes a text as if it stood in the file `path`, to see what the site would be with it.
    pub fn suppose(&mut self, path: &str, text: &str) {
        let known = self.sources.iter().find(|(_, source)| source.path == path).map(|(id, _)| id);
        match known {
            Some(id) => self.sources.replace(id, text.to_owned()),
            None => self.take_source(path, Ok(text.as_bytes().to_vec())),
        }
    }

    /// What the file system says of a file of the site.
    #[must_use]
    pub fn file_stamp(&self, path: &str) -> Option<FileStamp> {
        self.folder.file_stamp(path)
    }

    /// The text of a record and the file stamp under which it was read, or the complaint that says why not.
    pub fn text(&self, id: FileId) -> Result<(String, Option<FileStamp>), Box<Diagnostic>> {
        let path = &self.sources.get(id).path;
        let read = self.folder.read(path, MAX_BYTES);
        let file_stamp = read.as_ref().ok().and_then(|(_, file_stamp)| *file_stamp);
        text(path, read.map(|(bytes, _)| bytes)).map(|text| (text, file_stamp))
    }

    /// The bytes of a file that a record brings along, as they were when it was found; an error where they are others
    /// by now.
    pub fn bytes(&self, path: &str) -> io::Result<Vec<u8>> {
        let found = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        match self.folder.read(path, MAX_ATTACHMENT) {
            Ok((bytes, _)) if Hash::of(&bytes) == found.hash => Ok(bytes),
            Err(FileRefusal::Other(error)) => Err(error),
            _ => Err(io::Error::other("it changed while the site was built: build again")),
        }
    }

    /// What could be links or secrets in a file that a record brings along: what was kept of it, or all of them, where that
    /// was too much to keep.
    #[must_use]
    pub fn suspects(&self, path: &str, kept: &Suspects, wanted: &BTreeSet<Suspect>) -> BTreeSet<Suspect> {
        if let Some(known) = kept.known() {
            return known.intersection(wanted).copied().collect();
        }
        let bytes = self.bytes(path).unwrap_or_default();
        leak::find(&bytes, wanted).into_iter().map(|(suspect, _)| suspect).collect()
    }

    /// The bytes of a file from its start, whether or not it could be taken as a text.
    pub fn stream(&self, path: &str) -> io::Result<impl io::Read + use<>> {
        self.folder.stream(path)
    }

    /// Holds every text into which a complaint points, so that it can be shown.
    pub fn hold(&self, problems: &Problems) {
        for file in problems.files() {
            if !self.sources.is_held(file)
                && let Ok((text, _)) = self.text(file)
            {
                self.sources.hold(file, text);
            }
        }
    }

    /// Takes in what says what the site is, under either spelling of its name.
    fn take_site(&mut self) {
        let mut missing = true;
        for path in YAML.map(|form| format!("site.{form}")) {
            match self.folder.read(&path, MAX_BYTES) {
                Err(FileRefusal::Missing) => {}
                read => {
                    missing = false;
                    self.take_source(&path, read.map(|(bytes, _)| bytes));
                }
            }
        }
        if missing {
            self.problems.push(
                Diagnostic::new(&SITE_MISSING, Place::File("site.yaml".into()), "there is no site here").help(
                    "go to the site's folder, name it with --site DIR, or make one with `extrait init DIR`",
                ),
            );
        }
    }

    fn take_source(&mut self, path: &str, read: Result<Vec<u8>, FileRefusal>) {
        match text(path, read) {
            Ok(text) => {
                let file = self.sources.add(path.to_owned(), text);
                let mut found = forbidden(file, self.sources.get(file).text());
                found.limit(file);
                self.problems.append(found);
            }
            Err(complaint) => self.problems.push(*complaint),
        }
    }

    fn take_file(&mut self, path: &str, cache: &Cache, own: &dyn Fn() -> Vec<String>) {
        let file_stamp = self.folder.file_stamp(path);
        if let Some(found) = cache.file(path, file_stamp) {
            cache.keep_file(path, file_stamp, found.clone());
            self.files.insert(path.to_owned(), found);
            return;
        }
        match self.folder.read_attachment(path, MAX_ATTACHMENT, own) {
            Ok((bytes, file_stamp)) => {
                let fits = form(path).is_some_and(|form| form.fits(&bytes));
                let Found { carries, suspects } = attached::examine(path, &bytes);
                let (hash, size) = (Hash::of(&bytes), bytes.len() as u64);
                let found = FoundFile { hash, size, fits, suspects, carries };
                cache.keep_file(path, file_stamp, found.clone());
                self.files.insert(path.to_owned(), found);
            }
            Err(FileRefusal::TooLarge(size)) => {
                let message = format!("the file has {size} bytes; at most {MAX_ATTACHMENT} are attached");
                self.problems.push(
                    Diagnostic::new(&FILE_TOO_LARGE, Place::File(path.to_owned()), message)
                        .help("put it where large files are served, and link to it"),
                );
            }
            Err(error) => self.problems.extend(text(path, Err(error)).err().map(|complaint| *complaint)),
        }
    }
}

/// The complaints about characters in a text that nobody sees.
#[must_use]
pub fn forbidden(file: FileId, text: &str) -> Problems {
    let mut found = Problems::default();
    // Most bytes begin no such character: looking at them alone takes a third of the time.
    let suspects = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127 | 0xC2 | 0xD8 | 0xE2));
    let characters = suspects.filter_map(|(offset, _)| Some((offset, text[offset..].chars().next()?)));
    for (offset, character) in characters.filter(|(_, c)| is_forbidden(*c)) {
        let span = Span::new(file, offset..offset + character.len_utf8());
        found.push(forbidden_character(character, span));
    }
    found
}

fn text(path: &str, read: Result<Vec<u8>, FileRefusal>) -> Result<String, Box<Diagnostic>> {
    let place = Place::File(path.to_owned());
    let complaint = match read {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => return Ok(text),
            Err(error) => {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = String::from_utf8_lossy(valid).matches('\n').count() + 1;
                Diagnostic::new(&FILE_NOT_UTF8, place, format!("not UTF-8 in line {line}"))
                    .help("save the file as UTF-8")
            }
        },
        Err(FileRefusal::TooLarge(size)) => {
            let message = format!("the file has {size} bytes; at most {MAX_BYTES} are read");
            Diagnostic::new(&FILE_TOO_LARGE, place, message)
                .help("a register's record is text: link to large documents")
        }
        Err(FileRefusal::Outside) => {
            Diagnostic::new(&SYMLINK_OUTSIDE, place, "a symbolic link leads out of the site, or nowhere")
                .help("copy the file into the site")
        }
        Err(FileRefusal::Own) => {
            let message = "the file is, by a link, one that the site itself is made of, and would be published as it is";
            Diagnostic::new(&ATTACHMENT_OWN_FILE, place, message)
                .help("remove the link; where the file is meant, attach a copy of what readers may see")
        }
        Err(FileRefusal::Missing) => unreadable(&"it disappeared while it was read", path.to_owned()),
        Err(FileRefusal::Unsteady) => unreadable(&"it changes while it is read", path.to_owned()),
        Err(FileRefusal::Other(error)) => unreadable(&error, path.to_owned()),
    };
    Err(Box::new(complaint))
}

/// The files that the site is made of: no attachment may be one of them.
fn own_files(content: &[String], themes: &[String]) -> Vec<String> {
    let others = ["site.yaml", "shares.ledger.jsonl", ".extrait/secret", ".extrait/manifest.json"];
    let records = content.iter().filter(|path| !is_attachment(path));
    records.chain(themes).cloned().chain(others.map(str::to_owned)).collect()
}
