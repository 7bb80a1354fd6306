//! The folder of a site's own state: secret, lock, cache, what was published. It is `.extrait/` in the site's folder, or
//! another that was named: then the site may be mounted read-only.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use crate::load::is_site;

/// The folder where none is named.
const DEFAULT: &str = ".extrait";

/// Where the secret lies in a site that was given none from outside.
pub(super) const SECRET: &str = ".extrait/secret";

/// Its name in a state folder.
const SECRET_NAME: &str = "secret";

/// Where a site keeps its state.
#[derive(Debug, Clone)]
pub struct StateFolder {
    site: PathBuf,
    folder: PathBuf,
    origin: StateOrigin,
}

/// Who decided where the state lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StateOrigin {
    /// Nobody: it lies in the site.
    Default,
    /// A person named the folder.
    Named,
}

/// Why there is no state folder.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// A person named a folder that cannot be one.
    #[error("the state folder `{}` {why}", path.display())]
    Refused {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it, and the remedy.
        why: String,
    },
    /// The machine says why.
    #[error("{}: {source}", path.display())]
    Machine {
        /// The file or folder.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}

/// Says where an error happened.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> StateError + '_ {
    move |source| StateError::Machine { path: path.to_owned(), source }
}

impl StateFolder {
    /// The state folder of the site in the folder `site`: the one that is `named`, if it can be one. `is_output` says whether
    /// a folder is published.
    pub fn of(site: &Path, named: Option<&Path>, is_output: fn(&Path) -> bool) -> Result<Self, StateError> {
        let Some(named) = named else {
            return Ok(Self {
                site: site.to_owned(),
                folder: site.join(DEFAULT),
                origin: StateOrigin::Default,
            });
        };
        let folder = real(named)?;
        let refused = |why: String| StateError::Refused { path: named.to_owned(), why };
        place(&real(site)?, &folder, is_output).map_err(refused)?;
        ownership(&folder)?.map_err(refused)?;
        Ok(Self { site: site.to_owned(), folder, origin: StateOrigin::Named })
    }

    /// The folder; it need not exist.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of the site.
    #[must_use]
    pub fn site(&self) -> &Path {
        &self.site
    }

    /// Where a secret may lie, the best place first. A site that is given another state folder keeps the secret that lies
    /// in its own: a new one would change every link.
    pub(super) fn secrets(&self) -> Vec<(&Path, &str)> {
        let own = (self.site.as_path(), SECRET);
        match self.origin {
            StateOrigin::Default => vec![own],
            StateOrigin::Named => vec![(self.folder.as_path(), SECRET_NAME), own],
        }
    }

    /// The folders that may tell what was closed or published: this one, and the site's own, where the state lay before.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let own = self.site.join(DEFAULT);
        match self.origin {
            StateOrigin::Default => vec![own],
            StateOrigin::Named => vec![self.folder.clone(), own],
        }
    }

    /// Where a new secret is written.
    pub(super) fn secret(&self) -> PathBuf {
        self.folder.join(SECRET_NAME)
    }

    /// Whether a build of the site has ended with this folder, or with the site's own.
    pub(super) fn has_published(&self) -> bool {
        self.folders().iter().any(|folder| folder.join(MANIFEST).exists())
    }

    /// Makes the folder if need be, and closes what lies in it to everyone but its owner, whatever the umask is or was. What
    /// others may read because it could not be closed is returned, in words.
    pub fn make(&self) -> Result<Option<String>, StateError> {
        let is_new = !self.folder.is_dir();
        if is_new {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, FOLDER);
            builder.create(&self.folder).map_err(at(&self.folder))?;
        }
        let mut doors = Doors::default();
        // What a person made and named, or put a link to, is theirs: its mode, and what else lies there.
        let is_own = self.origin == StateOrigin::Default && !self.folder.is_symlink();
        if is_own || is_new {
            doors.close(&self.folder);
        }
        // A folder that holds other things may be ignored or not as they are.
        if self.origin == StateOrigin::Default || names(&self.folder).next().is_none() {
            self.ignore()?;
        }
        for name in names(&self.folder).filter(|name| is_own || is_ours(name)) {
            doors.close(&self.folder.join(name));
        }
        let cache = self.folder.join("cache");
        if cache.is_symlink() {
            return Ok(doors.refused);
        }
        names(&cache).for_each(|name| doors.close(&cache.join(name)));
        // Where nothing was open, nothing that lies deeper was found by anyone.
        if doors.found == FoundState::Open {
            names(&cache).for_each(|name| doors.close_below(&cache.join(name)));
        }
        Ok(doors.refused)
    }

    /// Whatever the site's `.gitignore` says.
    fn ignore(&self) -> Result<(), StateError> {
        let path = self.folder.join(".gitignore");
        if path.exists() {
            return Ok(());
        }
        let written = private(&path).and_then(|mut file| file.write_all(b"*\n"));
        written.map_err(at(&path))
    }
}

/// A folder that only its owner enters, a file that only its owner reads.
const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;

const MANIFEST: &str = "manifest.json";

/// Whether a name at the top of a state folder is one of ours.
fn is_ours(name: &str) -> bool {
    [SECRET_NAME, "lock", "cache", MANIFEST].contains(&name)
        || ["unfinished-", "journal-", "chosen-", "closed-"].iter().any(|start| name.starts_with(start))
}

/// The names in a folder; none where there is no folder.
fn names(folder: &Path) -> impl Iterator<Item = String> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned())
}

/// Closes files and folders to everyone but their owner.
#[derive(Debug, Default)]
struct Doors {
    found: FoundState,
    refused: Option<String>,
}

/// How files and folders were found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum FoundState {
    /// All of them closed.
    #[default]
    Closed,
    /// One of them open.
    Open,
}

impl Doors {
    #[cfg(unix)]
    fn close(&mut self, path: &Path) {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        let Ok(metadata) = fs::symlink_metadata(path) else { return };
        let wanted = if metadata.is_dir() { FOLDER } else { FILE };
        let found = metadata.mode() & 0o777;
        if metadata.is_symlink() || found == wanted {
            return;
        }
        self.found = FoundState::Open;
        if let Err(error) = fs::set_permissions(path, fs::Permissions::from_mode(wanted)) {
            let why = || format!("{} has mode {found:o} in the place of {wanted:o}: {error}", path.display());
            self.refused.get_or_insert_with(why);
        }
    }

    #[cfg(not(unix))]
    fn close(&mut self, _: &Path) {}

    fn close_below(&mut self, folder: &Path) {
        if !folder.is_dir() || folder.is_symlink() {
            return;
        }
        for path in names(folder).map(|name| folder.join(name)) {
            self.close(&path);
            self.close_below(&path);
        }
    }
}

/// A new file that only its owner can read.
pub(super) fn private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, FILE);
    options.open(path)
}

/// The path without links, as far as it exists: what does not exist yet may lie behind one.
pub fn real(path: &Path) -> Result<PathBuf, StateError> {
    let whole = std::path::absolute(path).map_err(at(path))?;
    let found = whole.ancestors().find_map(|ancestor| {
        let rest = whole.strip_prefix(ancestor).ok()?;
        Some((ancestor.canonicalize().ok()?, rest))
    });
    let Some((mut real, rest)) = found else { return Ok(whole) };
    // No step of the rest exists, so that none of them is a link: `..` leads back to where one came from.
    for step in rest.components() {
        match step {
            Component::ParentDir => drop(real.pop()),
            step => real.push(step),
        }
    }
    Ok(real)
}

/// Whether the state of `site` may lie in `folder`; both are real paths.
fn place(site: &Path, folder: &Path, is_output: fn(&Path) -> bool) -> Result<(), String> {
    if site.starts_with(folder) {
        return Err("holds the site: name a folder of its own".to_owned());
    }
    for read in ["content", "themes", "output"] {
        if folder.starts_with(site.join(read)) {
            return Err(format!("lies in {read}/ of the site: name a folder that nobody reads or publishes"));
        }
    }
    for above in folder.ancestors().take_while(|above| *above != site) {
        if is_site(above) {
            return Err(format!("belongs to another site, `{}`: name a folder of its own", above.display()));
        }
        if is_output(above) {
            return Err(format!(
                "lies in an output, `{}`: name a folder that is not published",
                above.display()
            ));
        }
    }
    Ok(())
}

/// Whether the folder is ours alone, if it exists. What others may write, they may put a secret into.
#[cfg(unix)]
fn ownership(folder: &Path) -> Result<Result<(), String>, StateError> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ok(())),
        found => found.map_err(at(folder))?,
    };
    if !metadata.is_dir() {
        return Ok(Err("is no folder: name another".to_owned()));
    }
    let us = rustix::process::geteuid().as_raw();
    if metadata.uid() != us {
        let owner = metadata.uid();
        return Ok(Err(format!(
            "belongs to the user {owner}, and this is {us}: name a folder that does not exist yet, it is made with mode 700"
        )));
    }
    if metadata.mode() & 0o022 != 0 {
        let mode = metadata.mode() & 0o777;
        return Ok(Err(format!(
            "may be written by others, its mode is {mode:o}: `chmod go-w` it, or name a folder in it that does not exist yet"
        )));
    }
    Ok(Ok(()))
}

#[cfg(not(unix))]
fn ownership(_: &Path) -> Result<Result<(), String>, StateError> {
    Ok(Ok(()))
}
