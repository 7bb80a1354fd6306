//! An author who edits a site in every way there is: at random, and the same way each time.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use crate::support::{Lacks, Site, published, skipped};

/// Xorshift (Marsaglia 2003): numbers that look random and are the same each time.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

pub struct Author {
    root: PathBuf,
    random: Random,
    edits: usize,
    has_git: bool,
}

type Edit = fn(&mut Author);

const EDITS: &[Edit] = &[
    Author::edits_an_item,
    Author::edits_an_item,
    Author::saves_by_renaming,
    Author::creates_an_item,
    Author::deletes_an_item,
    Author::renames_an_item,
    Author::creates_a_register,
    Author::renames_a_register,
    Author::deletes_a_register,
    Author::replaces_the_content,
    Author::edits_behind_a_link,
    Author::replaces_what_a_link_leads_to,
    Author::turns_a_link,
    Author::changes_the_theme,
    Author::changes_the_site,
    Author::makes_a_mistake,
    Author::checks_out_another_branch,
];

impl Author {
    /// Makes the site: two registers, one behind a link, an item behind a link, two branches where there is git.
    pub fn begins(site: &Site, seed: u64) -> Self {
        let mut author =
            Self { root: site.root.path().to_owned(), random: Random::new(seed), edits: 0, has_git: false };
        site.write(".gitignore", "/output\n/.extrait\n");
        for register in ["one", "two"] {
            author.register(&format!("content/registers/{register}"));
        }
        for folder in ["shared/first", "shared/second"] {
            author.register(folder);
        }
        symlink("../../shared/first", site.path("content/registers/linked")).unwrap();
        site.write("shared/single.yaml", &item("single"));
        symlink("../../../shared/single.yaml", site.path("content/registers/one/linked.yaml")).unwrap();
        author.mends_everything();
        author.has_git = author.git(&["init", "-q", "-b", "main"]) && author.commits();
        if author.has_git {
            author.git(&["checkout", "-q", "-b", "other"]);
            (0..6).for_each(|_| author.creates_an_item());
            author.renames_a_register();
            author.mends_everything();
            author.commits();
            author.git(&["checkout", "-q", "main"]);
        } else {
            skipped(Lacks::System, "git does not work here: no other branch is checked out");
        }
        author
    }

    /// So many edits, with pauses of an author between some: builds run meanwhile, wherever they are. The pauses are what is
    /// tested, so nothing is waited for.
    pub fn bursts(&mut self, edits: usize) {
        for _ in 0..edits {
            let edit = EDITS[self.random.below(EDITS.len())];
            edit(self);
            if self.random.below(3) == 0 {
                sleep(Duration::from_millis(self.random.below(40) as u64));
            }
        }
    }

    /// Afterwards the site has no error, whatever the edits were.
    pub fn mends_everything(&mut self) {
        let registers = self.registers();
        for register in &registers {
            drop(fs::remove_file(register.join("broken.yaml")));
        }
        let names: Vec<_> =
            registers.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        let share = format!(
            "title: Everything\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\nprofile: full\ninclude: [{}]\n",
            names.join(", ")
        );
        // Written only where it must be: it would tell of edits that went unnoticed.
        let path = "content/shares/all.yaml";
        if fs::read_to_string(self.root.join(path)).ok().as_ref() != Some(&share) {
            self.write(path, &share);
        }
    }

    /// One edit of every sort, each alone; `noticed` looks whether it was.
    pub fn one_of_each(&mut self, noticed: &dyn Fn(&str)) {
        for (number, edit) in EDITS.iter().enumerate() {
            edit(self);
            self.mends_everything();
            noticed(&format!("after edit {number} of EDITS"));
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn registers(&self) -> Vec<PathBuf> {
        let folders = entries(&self.root.join("content/registers"));
        folders.into_iter().filter(|path| path.join("register.yaml").exists()).collect()
    }

    /// The plain files of items in registers that are plain folders.
    fn items(&self) -> Vec<PathBuf> {
        let registers = self.registers().into_iter().filter(|path| !path.is_symlink());
        let files = registers.flat_map(|register| entries(&register));
        let named = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            !["register.yaml", "broken.yaml", "first.yaml"].contains(&name) && !path.is_symlink()
        };
        files.filter(named).collect()
    }

    fn one_of(&mut self, mut paths: Vec<PathBuf>) -> Option<PathBuf> {
        (!paths.is_empty()).then(|| paths.swap_remove(self.random.below(paths.len())))
    }

    fn register(&mut self, folder: &str) {
        self.edits += 1;
        self.write(
            &format!("{folder}/register.yaml"),
            "kind: processor\ntitle: R\nprocessor: {name: P, email: p@example.org}\n",
        );
        self.write(&format!("{folder}/first.yaml"), &item(&format!("first {}", self.edits)));
        self.write(&format!("{folder}/second.yaml"), &item(&format!("second {}", self.edits)));
    }

    fn text(&mut self) -> String {
        self.edits += 1;
        item(&format!("edit {}", self.edits))
    }

    fn edits_an_item(&mut self) {
        let text = self.text();
        if let Some(path) = self.one_of(self.items()) {
            fs::write(path, text).unwrap();
        }
    }

    fn saves_by_renaming(&mut self) {
        let text = self.text();
        if let Some(path) = self.one_of(self.items()) {
            let hidden = path.with_file_name(format!(".{}.tmp", self.edits));
            fs::rename(&path, path.with_extension("yaml~")).unwrap();
            fs::write(&hidden, text).unwrap();
            fs::rename(hidden, path).unwrap();
        }
    }

    fn creates_an_item(&mut self) {
        let text = self.text();
        let register = self.one_of(self.registers()).unwrap();
        fs::write(register.join(format!("new-{}.yaml", self.edits)), text).unwrap();
    }

    fn deletes_an_item(&mut self) {
        if let Some(path) = self.one_of(self.items()) {
            fs::remove_file(path).unwrap();
        }
    }

    fn renames_an_item(&mut self) {
        self.edits += 1;
        if let Some(path) = self.one_of(self.items()) {
            fs::rename(&path, path.with_file_name(format!("renamed-{}.yaml", self.edits))).unwrap();
        }
    }

    fn creates_a_register(&mut self) {
        let name = format!("content/registers/new-{}", self.edits + 1);
        self.register(&name);
    }

    /// Any but those that the links and the latency need.
    fn spare_register(&mut self) -> Option<PathBuf> {
        let spare = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            !["one", "two", "linked"].contains(&name)
        };
        let registers = self.registers();
        self.one_of(registers.into_iter().filter(spare).collect())
    }

    fn renames_a_register(&mut self) {
        self.edits += 1;
        if let Some(path) = self.spare_register() {
            fs::rename(&path, path.with_file_name(format!("moved-{}", self.edits))).unwrap();
        }
    }

    fn deletes_a_register(&mut self) {
        if let Some(path) = self.spare_register() {
            fs::remove_dir_all(path).unwrap();
        }
    }

    fn replaces_the_content(&mut self) {
        let (old, new) = (self.root.join("content.old"), self.root.join("content.new"));
        let text = self.text();
        let content = self.root.join("content");
        copy(&content, &new);
        fs::write(new.join("registers/one/second.yaml"), text).unwrap();
        fs::rename(&content, &old).unwrap();
        fs::rename(new, content).unwrap();
        fs::remove_dir_all(old).unwrap();
    }

    fn edits_behind_a_link(&mut self) {
        let text = self.text();
        let paths: &[&str] = match self.random.below(2) {
            0 => &["shared/single.yaml"],
            _ => &["shared/first/first.yaml", "shared/second/first.yaml"],
        };
        // As editors save, so that only the real folder can know.
        for path in paths {
            self.write("shared/.new", &text);
            fs::rename(self.root.join("shared/.new"), self.root.join(path)).unwrap();
        }
    }

    fn replaces_what_a_link_leads_to(&mut self) {
        let text = self.text();
        let (old, new) = (self.root.join("shared/old"), self.root.join("shared/new"));
        let place = self.root.join("shared/first");
        copy(&place, &new);
        fs::write(new.join("second.yaml"), text).unwrap();
        fs::rename(&place, &old).unwrap();
        fs::rename(new, place).unwrap();
        fs::remove_dir_all(old).unwrap();
    }

    fn turns_a_link(&mut self) {
        let target = ["../../shared/first", "../../shared/second"][self.random.below(2)];
        let (link, new) =
            (self.root.join("content/registers/linked"), self.root.join("content/registers/.new"));
        symlink(target, &new).unwrap();
        fs::rename(new, link).unwrap();
    }

    fn changes_the_theme(&mut self) {
        self.edits += 1;
        let (themes, file) = (self.root.join("themes"), "themes/default/assets/style.css");
        match self.random.below(3) {
            0 => drop(fs::remove_dir_all(themes)),
            _ => self.write(file, &format!("body {{ margin: {}px }}\n", self.edits)),
        }
    }

    fn changes_the_site(&mut self) {
        self.edits += 1;
        let text = fs::read_to_string(self.root.join("site.yaml")).unwrap();
        let rest = text.lines().filter(|line| !line.starts_with("title:")).collect::<Vec<_>>().join("\n");
        self.write("site.yaml.new", &format!("{rest}\ntitle: Site {}\n", self.edits));
        fs::rename(self.root.join("site.yaml.new"), self.root.join("site.yaml")).unwrap();
    }

    fn makes_a_mistake(&mut self) {
        self.write("content/registers/one/broken.yaml", "title: [\n");
    }

    fn checks_out_another_branch(&mut self) {
        if self.has_git {
            self.commits();
            let branch = ["main", "other"][self.random.below(2)];
            assert!(self.git(&["checkout", "-q", branch]));
        }
    }

    fn commits(&self) -> bool {
        self.git(&["add", "-A"]) && self.git(&["commit", "-q", "--allow-empty", "-m", "edit"])
    }

    /// Git with nobody's configuration.
    fn git(&self, words: &[&str]) -> bool {
        let mut git = Command::new("git");
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        git.args(["-c", "user.name=Author", "-c", "user.email=author@example.org", "-C"]);
        let output = git.arg(&self.root).args(words).output();
        output.is_ok_and(|output| output.status.success())
    }
}

fn item(title: &str) -> String {
    published(title)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        !name.starts_with('.') && !name.ends_with('~')
    });
    paths.sort();
    paths
}

/// Copies a folder with its links.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (kind, to) = (entry.file_type().unwrap(), to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &to);
        } else if kind.is_symlink() {
            symlink(fs::read_link(entry.path()).unwrap(), to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}
