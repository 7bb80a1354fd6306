//! A small site in several states, built through the library, and what must hold of its output.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use extrait::cache::{BuildOutcome, Cache, CacheAccess};
use extrait::keys::{LinkKey, SiteSecret};
use extrait::link::Folder;
use extrait::load::{Inputs, load};
use extrait::pipeline::{self, BuildError, Clues, Options, Prepared, SamplePages, Signer, prepare};
use extrait::publish::{Disk, PublishError, Target};
use extrait::sign::SigningKey;
use extrait::validate::Circumstances;
use rayon::ThreadPool;
use tempfile::TempDir;

use crate::support::{NOW, SECRET, Site, Tree, published, tree};

/// The states of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// At first.
    Old,
    /// A share is new, one changes in one item, one in most, one is revoked, one stays; items and files come and go.
    New,
    /// The same in other colours: every page changes.
    NewTheme,
}

/// Writes the site's files; those of another state go.
pub fn write(site: &Site, state: State) {
    let old = state == State::Old;
    let said = |before: &str, after: &str| if old { before.to_owned() } else { after.to_owned() };
    drop(fs::remove_dir_all(site.path("content/registers")));
    drop(fs::remove_dir_all(site.path("content/shares")));
    let accent = if state == State::NewTheme { "theme: {accent: \"#2f4b7c\"}\n" } else { "" };
    let about = Site::bare();
    let text = fs::read_to_string(about.path("site.yaml")).unwrap();
    // Every file is a few more points at which to stop: one share has all forms.
    site.write("site.yaml", &format!("{text}formats: [json]\n{accent}"));
    site.write("content/groups.yaml", &fs::read_to_string(about.path("content/groups.yaml")).unwrap());
    register(site, "still", &[("a", "A"), ("b", "B")]);
    register(site, "few", &[("a", "A"), ("b", &said("B", "Better")), ("c", "C")]);
    let many: Vec<(String, String)> =
        (0..6).map(|index| (format!("item-{index}"), format!("{index}{}", said("", " again")))).collect();
    let many: Vec<_> = many.iter().map(|(id, title)| (id.as_str(), title.as_str())).collect();
    register(site, "many", &many);
    if old {
        register(site, "shrinks", &[("a", "A"), ("b", "B"), ("c", "C")]);
        register(site, "goes", &[("a", "A")]);
    } else {
        register(site, "shrinks", &[("a", "A"), ("c", "C")]);
        register(site, "comes", &[("a", "A"), ("b", "B")]);
    }
    site.write("content/registers/maps/register.yaml", "kind: catalogue\ntitle: Maps\n");
    site.write(
        "content/registers/maps/files/manual.txt",
        &said("How to read it.\n", "How to read it now.\n"),
    );
    site.write(
        "content/registers/maps/roads.yaml",
        "title: Roads\nstatus: published\ndescription: All roads.\ntype: vector\nbbox: [22, 39, 23.5, 39.5]\n\
         contacts: [Office]\nattachments: [manual.txt]\n",
    );
    share(site, "still", "include: [still]\nrecipients: [{id: one, label: One}, {id: two, label: Two}]\n");
    share(site, "few", "include: [few]\n");
    share(site, "many", "include: [many]\n");
    let two = "formats: [default]\nrecipients: [{id: one, label: One}, {id: two, label: Two}]\n";
    share(site, "moves", &(said("include: [shrinks, goes]\n", "include: [shrinks, comes]\n") + two));
    share(site, "maps", "include: [maps]\n");
    share(site, "gone", &said("include: [still]\n", "include: [still]\nrevoked: 2026-02-01T00:00:00Z\n"));
    if !old {
        share(site, "fresh", "include: [still]\n");
    }
}

fn register(site: &Site, id: &str, items: &[(&str, &str)]) {
    let about =
        format!("kind: processor\ntitle: Register {id}\nprocessor: {{name: P, email: p@example.org}}\n");
    site.write(&format!("content/registers/{id}/register.yaml"), &about);
    for (item, title) in items {
        let text = published(&serde_json::Value::from(*title).to_string());
        site.write(&format!("content/registers/{id}/{item}.yaml"), &text);
    }
}

fn share(site: &Site, id: &str, rest: &str) {
    let text = format!(
        "title: Share {id}\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\nprofile: full\n{rest}"
    );
    site.write(&format!("content/shares/{id}.yaml"), &text);
}

/// The site in one state, read and checked.
pub struct Ready {
    /// Its records are read when their pages are written.
    _site: Site,
    inputs: Inputs,
    prepared: Prepared,
}

impl Ready {
    pub fn of(state: State) -> Self {
        let site = Site::empty();
        write(&site, state);
        let cache = Cache::none();
        let inputs = load(site.root.path(), &site.path(".extrait"), &cache).unwrap();
        let prepared = prepare(
            &inputs,
            &cache,
            Circumstances { now: now(), clock: now(), strict: false },
            None,
            SamplePages::Render,
            &|_| (),
        );
        assert!(!prepared.problems.has_errors(), "{state:?}: {:?}", prepared.problems);
        Self { _site: site, inputs, prepared }
    }

    /// What a cold build of it gives.
    pub fn cold(&self) -> Tree {
        let world = World::new();
        world.build(self, None).unwrap();
        world.output()
    }
}

pub fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

fn signer() -> Signer {
    let seed = SiteSecret::parse(SECRET).unwrap().signing_seed();
    Signer { key: SigningKey::new(&seed), serial: None }
}

fn key() -> LinkKey {
    SiteSecret::parse(SECRET).unwrap().link_key()
}

/// An output and the state beside it.
pub struct World {
    root: TempDir,
    /// One thread, so that the steps of a build come in one order.
    pool: ThreadPool,
}

impl World {
    pub fn new() -> Self {
        // In memory, where there is such a place: a thousand builds write a lot that nobody keeps.
        let memory = std::path::Path::new("/dev/shm");
        let root = tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).unwrap();
        fs::create_dir(root.path().join(".extrait")).unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        Self { root, pool }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    pub fn output(&self) -> Tree {
        tree(&self.path("output"))
    }

    pub fn target(&self, disk: Option<Box<dyn Disk>>) -> Result<Target, PublishError> {
        let (output, state) = (self.path("output"), self.path(".extrait"));
        match disk {
            Some(disk) => Target::with_disk(&output, &state, disk),
            None => Target::open(&output, &state),
        }
    }

    /// Everything that lies here, folders included: they end in `/`.
    pub fn save(&self) -> Tree {
        let mut saved = Tree::new();
        for entry in walkdir::WalkDir::new(self.root.path()).min_depth(1) {
            let entry = entry.unwrap();
            let path = entry.path().strip_prefix(self.root.path()).unwrap().to_str().unwrap().to_owned();
            if entry.file_type().is_dir() {
                saved.insert(format!("{path}/"), Vec::new());
            } else {
                saved.insert(path, fs::read(entry.path()).unwrap());
            }
        }
        saved
    }

    /// Puts everything back as it was saved.
    pub fn restore(&self, saved: &Tree) {
        for entry in fs::read_dir(self.root.path()).unwrap() {
            fs::remove_dir_all(entry.unwrap().path()).unwrap();
        }
        for (path, bytes) in saved {
            if path.ends_with('/') {
                fs::create_dir_all(self.path(path)).unwrap();
            } else {
                fs::write(self.path(path), bytes).unwrap();
            }
        }
    }

    /// What `extrait build --prune` does.
    pub fn prune(&self, ready: &Ready) -> Result<(), PublishError> {
        let target = self.target(None)?;
        self.close(ready, &target)
    }

    fn close(&self, ready: &Ready, target: &Target) -> Result<(), PublishError> {
        let (prepared, key) = (&ready.prepared, key());
        let identity = prepared.site_id.as_ref().map(|id| (id, &key));
        let clues = Clues { state: &self.path(".extrait"), ledger: None, identity, shares: &prepared.shares };
        pipeline::prune(&prepared.closing, &clues, target, now())
    }

    /// What `extrait build` does.
    pub fn build(&self, ready: &Ready, disk: Option<Box<dyn Disk>>) -> Result<(), PublishError> {
        let target = self.target(disk)?;
        self.close(ready, &target)?;
        let cache = Cache::open(&self.path(".extrait"), CacheAccess::Write, "crash");
        let signer = signer();
        let scratch = self.path(".extrait");
        let options = Options {
            signer: &signer,
            now: now(),
            allow_empty: false,
            inputs: &ready.inputs,
            cache: &cache,
            scratch: &scratch,
            stage: &|_| (),
            progress: &|_| (),
        };
        let (project, theme) =
            (ready.prepared.project.as_ref().unwrap(), ready.prepared.theme.as_ref().unwrap());
        let built = self.pool.install(|| pipeline::build(project, theme, &key(), &target, &options));
        match built {
            Ok(built) => {
                cache.save(BuildOutcome::Built);
                assert!(built.foreign.is_empty(), "{:?}", built.foreign);
                Ok(())
            }
            Err(BuildError::Machine(error)) => Err(error),
            Err(BuildError::Author(problems)) => panic!("{problems:?}"),
            Err(BuildError::Form(error)) => panic!("{error}"),
            Err(BuildError::Unread(error)) => panic!("{error}"),
        }
    }
}

/// The files of each share's folder, by its name.
fn shares(output: &Tree) -> BTreeMap<&str, Tree> {
    let mut shares = BTreeMap::<&str, Tree>::new();
    for (path, bytes) in output {
        let Some((folder, path)) = path.strip_prefix("s/").and_then(|path| path.split_once('/')) else {
            continue;
        };
        if Folder::is_link(folder) {
            shares.entry(folder).or_default().insert(path.to_owned(), bytes.clone());
        }
    }
    shares
}

/// Whether a path is of a file that waits, or has just left.
pub fn is_ours(path: &str) -> bool {
    path.split('/').any(|name| name.ends_with(".extrait-new") || name.starts_with(".extrait-stage-"))
}

/// What a reader meets at any moment between two states: whole files, none of those missing that both states have, and no
/// link to nothing.
pub fn check_reader(output: &Tree, before: &Tree, after: &Tree, when: &str) {
    for path in before.keys().filter(|path| after.contains_key(*path)) {
        assert!(output.contains_key(path), "{when}: {path} is missing");
    }
    for (path, bytes) in output.iter().filter(|(path, _)| !is_ours(path)) {
        let whole = [before, after].iter().any(|tree| tree.get(path) == Some(bytes));
        assert!(whole, "{when}: {path} is neither old nor new");
    }
    // From the front pages on, every page leads to pages that are there.
    let mut open: Vec<String> = output.keys().filter(|path| is_front(path)).cloned().collect();
    let mut met: BTreeSet<String> = open.iter().cloned().collect();
    while let Some(path) = open.pop() {
        for link in links(&path, &String::from_utf8_lossy(&output[&path])) {
            assert!(output.contains_key(&link), "{when}: {path} leads to {link}, which is missing");
            if output[&link].starts_with(b"<!doctype") && met.insert(link.clone()) {
                open.push(link);
            }
        }
    }
}

/// Whether a path is of the page that somebody with a link sees first, or anybody else.
fn is_front(path: &str) -> bool {
    !is_ours(path) && path.ends_with("index.html") && path.split('/').count() <= 3
}

/// The files of the site to which a page leads.
fn links(page: &str, html: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for start in ["href=\"", "src=\""] {
        for part in html.split(start).skip(1) {
            let link = part.split('"').next().unwrap().split('#').next().unwrap();
            if link.is_empty() || link.contains(':') {
                continue;
            }
            let mut folders: Vec<&str> = page.split('/').collect();
            folders.pop();
            for step in link.split('/') {
                match step {
                    "." | "" => {}
                    ".." => drop(folders.pop()),
                    name => folders.push(name),
                }
            }
            let mut path = folders.join("/");
            if link.ends_with('/') || link.ends_with('.') {
                write!(path, "/index.html").unwrap();
            }
            found.insert(path);
        }
    }
    found
}

/// After the next command: each share wholly as it was or wholly as it is to be.
pub fn check_whole(output: &Tree, before: &Tree, after: &Tree, when: &str) {
    let (before, after) = (shares(before), shares(after));
    let found = shares(output);
    for (folder, files) in &found {
        let whole = [&before, &after].iter().any(|shares| shares.get(folder) == Some(files));
        assert!(whole, "{when}: share {folder} is neither old nor new: {:?}", files.keys());
    }
    for folder in before.keys().filter(|folder| after.contains_key(*folder)) {
        assert!(found.contains_key(folder), "{when}: share {folder} is missing");
    }
}

/// No share is there that the new state has not.
pub fn check_closed(output: &Tree, after: &Tree, when: &str) {
    let after = shares(after);
    assert!(shares(output).keys().all(|folder| after.contains_key(folder)), "{when}: a closed share is open");
}

/// Nothing waits, and no folder is empty, in the output; no note of an unfinished build lies in the state.
pub fn check_clean(saved: &Tree, when: &str) {
    for path in saved.keys() {
        assert!(!is_ours(path), "{when}: {path} is left");
        if let Some(folder) = path.strip_prefix("output/").filter(|path| path.ends_with('/')) {
            let holds = |other: &String| other != path && other.starts_with(path.as_str());
            assert!(["s/", ""].contains(&folder) || saved.keys().any(holds), "{when}: {path} is empty");
        }
    }
}

/// The paths at which two trees differ.
pub fn differences(one: &Tree, other: &Tree) -> Vec<String> {
    let paths: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}
