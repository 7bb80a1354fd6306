//! The site that is edited: its files, its chance, and edits of YAML as text.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::chance::Chance;
use crate::support::Site;

/// Changes something, and tells what.
pub(crate) type Edit = fn(&mut World) -> String;

/// Folders of a site that a build makes.
const MADE: [&str; 2] = [".extrait", "output"];

/// The example without its largest register, so that a build takes no longer than it must, and a register to play with.
pub(crate) fn small_site() -> Site {
    let site = Site::example();
    fs::remove_dir_all(site.path("content/registers/hellenic-imagery")).unwrap();
    for share in [
        "imagery-to-two-applications",
        "imagery-to-harvester",
        "sheet-alone",
        "sheet-with-service",
        "two-catalogues",
        "with-another-group",
    ] {
        site.remove(&format!("content/shares/{share}.yaml"));
    }
    for item in ["interim-staff.yaml", "financial-transactions.yaml", "corporate-card.md"] {
        site.remove(&format!("content/registers/processing/{item}"));
    }
    // What referred to them refers to what is there.
    for (path, key, value) in [
        ("registers/processing/staff-selection.md", "relations", "[seconded-experts, extra/first]"),
        ("registers/processing/seconded-experts.yaml", "relations", "[staff-selection]"),
        ("shares/chosen-treatments.yaml", "include", "[processing/staff-selection, extra]"),
        ("shares/ended.yaml", "include", "[processing/newsletter]"),
        // A draft may be published at any moment, and must then be complete.
        ("registers/processing/newsletter.md", "transfers", "none"),
    ] {
        let path = format!("content/{path}");
        let text = fs::read_to_string(site.path(&path)).unwrap();
        site.write(&path, &set(&text, key, Some(value)));
    }
    site.write(
        "content/registers/extra/register.yaml",
        "kind: controller\ntitle: {en: Extra, fr: Supplément}\nlanguage: en\ngroup: hrba\ncontroller: {name: Extra body, email: extra@example.org}\n\
         processor: {name: Extra body, email: extra@example.org}\n",
    );
    for item in ["first", "second", "third"] {
        site.write(&format!("content/registers/extra/{item}.yaml"), &record(item, "transfers: none\n"));
    }
    site.write("content/registers/extra/files/list.csv", "a,b\n1,2\n");
    site
}

/// A treatment with little more than it must have.
pub(crate) fn record(title: &str, rest: &str) -> String {
    format!(
        "title: Record {title}\nstatus: published\npurposes: [{{label: Keeping {title}, legal_basis: contract}}]\ndata_subjects: [employees]\n\
         data: [identity]\nrecipients: none\nretention: [P1Y]\nsecurity: [backup]\n\
         on_behalf_of: [Town]\ncategories_of_processing: [Storage]\n{rest}"
    )
}

/// The site's folder and what chance decides.
pub(crate) struct World {
    pub(crate) root: PathBuf,
    pub(crate) chance: Chance,
    count: usize,
}

impl World {
    pub(crate) fn new(root: &Path, seed: u64) -> Self {
        Self { root: root.to_owned(), chance: Chance::new(seed), count: 0 }
    }

    /// A number that no other call gave.
    pub(crate) fn fresh(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.path(path)).unwrap_or_default()).into_owned()
    }

    /// Writes as editors do: in place, or beside and renamed.
    pub(crate) fn write(&mut self, path: &str, bytes: &[u8]) {
        let place = self.path(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        if self.chance.below(2) == 0 {
            fs::write(place, bytes).unwrap();
        } else {
            let beside = place.with_file_name(format!(".{}.tmp", self.fresh()));
            fs::write(&beside, bytes).unwrap();
            fs::rename(beside, place).unwrap();
        }
    }

    /// Sets or removes a key at the top of a YAML file or of a front matter.
    pub(crate) fn set(&mut self, path: &str, key: &str, value: Option<&str>) -> String {
        let text = set(&self.read(path), key, value);
        self.write(path, text.as_bytes());
        format!("{path}: {key}: {}", value.unwrap_or("goes"))
    }

    /// Files below a folder of the site, sorted, as paths from the site.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let (mut files, mut open) = (Vec::new(), vec![folder.to_owned()]);
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(self.path(&folder)).into_iter().flatten() {
                let entry = entry.unwrap();
                let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                if entry.file_type().unwrap().is_dir() { open.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        files
    }

    pub(crate) fn any_file(&mut self, folder: &str) -> Option<String> {
        let files = self.files(folder);
        self.one_of(files)
    }

    pub(crate) fn one_of(&mut self, mut paths: Vec<String>) -> Option<String> {
        (!paths.is_empty()).then(|| paths.swap_remove(self.chance.below(paths.len())))
    }

    /// Names of the registers.
    pub(crate) fn registers(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("content/registers")).into_iter().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Records, as paths.
    pub(crate) fn items(&self) -> Vec<String> {
        let is_item = |path: &String| {
            let record = Path::new(path).extension().is_some_and(|form| form == "yaml" || form == "md");
            record && path.split('/').count() == 4 && !path.ends_with("/register.yaml")
        };
        self.files("content/registers").into_iter().filter(is_item).collect()
    }

    /// Everything that a build reads.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let (mut files, mut open) = (BTreeMap::new(), vec![String::new()]);
        while let Some(prefix) = open.pop() {
            for entry in fs::read_dir(self.root.join(&prefix)).unwrap() {
                let entry = entry.unwrap();
                let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type().unwrap();
                if kind.is_symlink() {
                    files.insert(path, Content::Link(fs::read_link(entry.path()).unwrap()));
                } else if !kind.is_dir() {
                    files.insert(path, Content::Bytes(fs::read(entry.path()).unwrap()));
                } else if !MADE.contains(&path.as_str()) {
                    open.push(format!("{path}/"));
                }
            }
        }
        Snapshot(files)
    }

    /// Makes the content that of an earlier time, and leaves alone what is the same, as a checkout does.
    pub(crate) fn restore(&self, good: &Snapshot) {
        let now = self.snapshot();
        for path in now.0.keys().filter(|path| now.0.get(*path) != good.0.get(*path)) {
            fs::remove_file(self.path(path)).unwrap();
            // Folders go with their last file; the others stay, which the error says.
            let mut folder = self.path(path).parent().map(Path::to_owned);
            while let Some(empty) =
                folder.filter(|folder| *folder != self.root && fs::remove_dir(folder).is_ok())
            {
                folder = empty.parent().map(Path::to_owned);
            }
        }
        let changed = good.0.iter().filter(|(path, content)| now.0.get(*path) != Some(*content));
        Snapshot(changed.map(|(path, content)| (path.clone(), content.clone())).collect())
            .write_to(&self.root);
    }
}

/// What a build reads, by path.
#[derive(Clone)]
pub(crate) struct Snapshot(BTreeMap<String, Content>);

#[derive(Clone, PartialEq)]
enum Content {
    Bytes(Vec<u8>),
    Link(PathBuf),
}

impl Snapshot {
    pub(crate) fn write_to(&self, root: &Path) {
        for (path, content) in &self.0 {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            match content {
                Content::Bytes(bytes) => fs::write(path, bytes).unwrap(),
                Content::Link(to) => symlink(to, path).unwrap(),
            }
        }
    }
}

/// `yaml` or `md`, for a record.
pub(crate) fn form(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, form)| form)
}

/// Removes a file that may not be there.
pub(crate) fn remove(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => panic!("{}: {error}", path.display()),
        _ => {}
    }
}

/// Removes a folder or a file that may not be there.
pub(crate) fn remove_all(path: &Path) {
    if path.is_dir() {
        fs::remove_dir_all(path).unwrap();
    } else {
        remove(path);
    }
}

/// The text with this value, or none, for a key at its top; the lines that belong to the old value go with it.
pub(crate) fn set(text: &str, key: &str, value: Option<&str>) -> String {
    let (fence, rest) = if text.starts_with("---\n") { text.split_at(4) } else { ("", text) };
    let end = if fence.is_empty() { rest.len() } else { rest.find("---\n").unwrap_or(rest.len()) };
    let (yaml, body) = rest.split_at(end);
    let start = format!("{key}:");
    let new = value.map(|value| format!("{key}: {value}\n"));
    let (mut out, mut inside, mut placed) = (String::new(), false, false);
    for line in yaml.lines() {
        inside = line.starts_with(&start) || (inside && (line.is_empty() || line.starts_with([' ', '#'])));
        if !inside {
            out.push_str(line);
            out.push('\n');
        } else if !placed {
            out.push_str(new.as_deref().unwrap_or_default());
            placed = true;
        }
    }
    let missing = if placed { "" } else { new.as_deref().unwrap_or_default() };
    format!("{fence}{missing}{out}{body}")
}
