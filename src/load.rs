//! The door: reads files, and nothing else of the world, into [`Inputs`].

mod open;
pub mod secret;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::diag::codes::{FILE_NOT_UTF8, FILE_TOO_LARGE, FILE_UNREADABLE, SITE_MISSING, SYMLINK_OUTSIDE};
use crate::diag::{Diagnostic, Place, Problems, forbidden_character, is_forbidden};
use crate::source::{Sources, Span};
use open::{OpenError, SiteFolder};

/// Everything that a build starts from, beside the clock and the secret.
#[derive(Debug)]
pub struct Inputs {
    /// The texts of `site.yaml` and `content/`, by path.
    pub sources: Sources,
    /// Files that records may bring along, by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The files of `themes/`, by path from there.
    pub themes: BTreeMap<String, String>,
    /// What could not be read.
    pub problems: Problems,
}

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// The largest attachment, in bytes.
const MAX_ATTACHMENT: u64 = 64 * 1024 * 1024;

/// Deeper folders hold nothing that is read.
const MAX_DEPTH: usize = 6;

/// Reads the site in the folder `root`. What cannot be read is among the problems; an error means the folder itself.
pub fn load(root: &Path) -> io::Result<Inputs> {
    let folder = SiteFolder::open(root)?;
    let mut inputs = Inputs {
        sources: Sources::default(),
        files: BTreeMap::new(),
        themes: BTreeMap::new(),
        problems: Problems::default(),
    };
    match folder.read("site.yaml", MAX_BYTES) {
        Err(OpenError::Missing) => inputs.problems.push(
            Diagnostic::new(&SITE_MISSING, Place::File("site.yaml".into()), "there is no site here").help(
                "go to the site's folder, name it with --site DIR, or make one with `extrait init DIR`",
            ),
        ),
        read => inputs.take_source("site.yaml", read),
    }
    for path in inputs.walk(root, "content") {
        if is_attachment(&path) {
            inputs.take_file(&path, folder.read(&path, MAX_ATTACHMENT));
        } else {
            inputs.take_source(&path, folder.read(&path, MAX_BYTES));
        }
    }
    for path in inputs.walk(root, "themes") {
        if let Some(text) = inputs.text(&path, folder.read(&path, MAX_BYTES)) {
            inputs.themes.insert(path["themes/".len()..].to_owned(), text);
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

    /// Paths of the files below `top`, in the order of their names.
    fn walk(&mut self, root: &Path, top: &str) -> Vec<String> {
        let Ok(real_root) = root.canonicalize() else { return Vec::new() };
        if !root.join(top).exists() {
            return Vec::new();
        }
        let mut outside = Vec::new();
        let (mut paths, mut nowhere) = (Vec::new(), Vec::new());
        let walk = WalkDir::new(root.join(top)).follow_links(true).max_depth(MAX_DEPTH).sort_by_file_name();
        let inside = walk.into_iter().filter_entry(|entry| {
            let leads_out = entry.path_is_symlink()
                && !entry.path().canonicalize().is_ok_and(|to| is_inside(&to, &real_root));
            if leads_out {
                outside.push(relative(root, entry.path()));
            }
            !leads_out && !is_hidden(entry)
        });
        for entry in inside {
            match entry {
                Ok(entry) if entry.file_type().is_file() => paths.push(relative(root, entry.path())),
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(root);
                    let name = relative(root, path);
                    match error.io_error() {
                        Some(_) if path.is_symlink() => nowhere.push(name),
                        Some(error) => self.problems.push(unreadable(error, name)),
                        None => {
                            self.problems.push(unreadable(&"a link leads to a folder around itself", name));
                        }
                    }
                }
            }
        }
        let complaint = |path: String| {
            let message = "a symbolic link leads out of the site, or nowhere";
            Diagnostic::new(&SYMLINK_OUTSIDE, Place::File(path), message).help("copy the file into the site")
        };
        self.problems.extend(outside.into_iter().chain(nowhere).map(complaint));
        paths
    }

    fn take_source(&mut self, path: &str, read: Result<Vec<u8>, OpenError>) {
        let Some(text) = self.text(path, read) else { return };
        let forbidden: Vec<_> = text.char_indices().filter(|(_, c)| is_forbidden(*c)).collect();
        let file = self.sources.add(path.to_owned(), text);
        let mut found = Problems::default();
        for (offset, character) in forbidden {
            let span = Span::new(file, offset..offset + character.len_utf8());
            found.push(forbidden_character(character, span));
        }
        found.limit(file);
        self.problems.append(found);
    }

    fn take_file(&mut self, path: &str, read: Result<Vec<u8>, OpenError>) {
        match read {
            Ok(bytes) => drop(self.files.insert(path.to_owned(), bytes)),
            Err(OpenError::TooLarge(size)) => {
                let message = format!("the file has {size} bytes; at most {MAX_ATTACHMENT} are attached");
                self.problems.push(
                    Diagnostic::new(&FILE_TOO_LARGE, Place::File(path.to_owned()), message)
                        .help("put it where large files are served, and link to it"),
                );
            }
            Err(error) => drop(self.text(path, Err(error))),
        }
    }

    fn text(&mut self, path: &str, read: Result<Vec<u8>, OpenError>) -> Option<String> {
        let place = Place::File(path.to_owned());
        let diagnostic = match read {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => return Some(text),
                Err(error) => {
                    let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                    let line = String::from_utf8_lossy(valid).matches('\n').count() + 1;
                    Diagnostic::new(&FILE_NOT_UTF8, place, format!("not UTF-8 in line {line}"))
                        .help("save the file as UTF-8")
                }
            },
            Err(OpenError::TooLarge(size)) => {
                let message = format!("the file has {size} bytes; at most {MAX_BYTES} are read");
                Diagnostic::new(&FILE_TOO_LARGE, place, message)
                    .help("a register's record is text: link to large documents")
            }
            Err(OpenError::Outside) => {
                Diagnostic::new(&SYMLINK_OUTSIDE, place, "a symbolic link leads out of the site, or nowhere")
                    .help("copy the file into the site")
            }
            Err(OpenError::Missing) => unreadable(&"it disappeared while it was read", path.to_owned()),
            Err(OpenError::Other(error)) => unreadable(&error, path.to_owned()),
        };
        self.problems.push(diagnostic);
        None
    }
}

/// `content/registers/<register>/files/<name>`
fn is_attachment(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    matches!(parts.as_slice(), ["content", "registers", _, "files", _])
}

/// Inside the site, and no file of its state or its output: those hold the secret and links.
fn is_inside(target: &Path, root: &Path) -> bool {
    target.starts_with(root)
        && !target.starts_with(root.join(".extrait"))
        && !target.starts_with(root.join("output"))
}

fn unreadable(error: &dyn std::fmt::Display, path: String) -> Diagnostic {
    Diagnostic::new(&FILE_UNREADABLE, Place::File(path), error.to_string())
        .help("check that the file exists and may be read")
}

/// Editors and file managers leave hidden and backup files: no author means to share those.
fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() > 0 && (name.starts_with('.') || name.starts_with('#') || name.ends_with('~'))
}

fn relative(root: &Path, path: &Path) -> String {
    let path: PathBuf = path.strip_prefix(root).unwrap_or(path).into();
    let parts: Vec<_> =
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/")
}
