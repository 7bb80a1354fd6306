//! What the tests share: a site in a temporary folder, the real binary, trees of files as values.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "each test file uses its own part of this"
)]

mod skip;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;
use tempfile::TempDir;

pub use skip::{Lacks, skipped};

/// A secret that only tests use, and another one that differs in one bit.
pub const SECRET: &str = "extrait1_Lp4xQ0v7m2cYt9bKzR1uWgH8sJdEaN5fXi3oP6qVrTM_a161e688";
pub const OTHER_SECRET: &str = "extrait1_Lp4xQ0v7m2cYt9bKzR1uWgH8sJdEaN5fXi3oP6qVrTI_817fdd2d";

/// Later than any clock that runs these tests, earlier than the ends of the example's shares.
pub const NOW: &str = "2098-06-01T12:00:00Z";

/// What a record of either register of Article 30 must say, but for its title and status.
pub const PARTICULARS: &str = "purposes: [{label: Purpose, legal_basis: contract}]\ndata_subjects: [employees]\ndata: [identity]\n\
     recipients: none\ntransfers: none\nretention: [P1Y]\nsecurity: [backup]\non_behalf_of: [Town]\n\
     categories_of_processing: [Storage]\n";

/// A published record that says what it must.
pub fn published(title: &str) -> String {
    format!("title: {title}\nstatus: published\n{PARTICULARS}")
}

/// A tree of files: their bytes by path.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A site in a temporary folder.
pub struct Site {
    pub root: TempDir,
    pub now: String,
    pub secret: String,
}

impl Site {
    pub fn empty() -> Self {
        Self { root: tempfile::tempdir().unwrap(), now: NOW.to_owned(), secret: SECRET.to_owned() }
    }

    /// A copy of the example site.
    pub fn example() -> Self {
        let site = Self::empty();
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        site.write("site.yaml", &fs::read_to_string(project.join("site.yaml")).unwrap());
        for (path, bytes) in tree(&project.join("content")) {
            site.write_bytes(&format!("content/{path}"), &bytes);
        }
        site
    }

    /// `site.yaml` and the groups, for sites that a test makes itself.
    pub fn bare() -> Self {
        let site = Self::empty();
        site.write(
            "site.yaml",
            "id: test\ntitle: Site\norganisation: Organisation\ncontact: {name: Office, email: office@example.org}\n\
             base_url: https://example.org/\nlanguages: [en, fr]\n",
        );
        site.write(
            "content/groups.yaml",
            "groups:\n  - {id: team, title: Team}\n  - {id: others, title: Others}\n",
        );
        site
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    pub fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// The binary with this site and nothing else of the environment.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
        command.env_clear().env("EXTRAIT_SECRET", &self.secret).args(words);
        command.arg("--site").arg(self.root.path());
        // What follows from site.yaml and the secret alone knows no other clock.
        if !matches!(words.first(), Some(&("host" | "key"))) {
            command.args(["--now", &self.now]);
        }
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Builds, and returns the report; panics with the complaints where there are errors.
    pub fn build(&self, words: &[&str]) -> Json {
        let output = self.run(&[&["build", "--format", "json"], words].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Everything under `output/`.
    pub fn output(&self) -> Tree {
        tree(&self.path("output"))
    }

    /// The files of one share's first link, by its recipient if it has one.
    pub fn share(&self, share: &str, recipient: Option<&str>) -> Tree {
        let folder = self.folder(share, recipient);
        tree(&self.path("output/s").join(folder))
    }

    /// The folder of a link.
    pub fn folder(&self, share: &str, recipient: Option<&str>) -> String {
        let links = self.links();
        let link =
            links.iter().find(|link| link["share"] == share && link["recipient"].as_str() == recipient);
        let url = link.unwrap_or_else(|| panic!("no link {share}"))["url"].as_str().unwrap().to_owned();
        url.trim_end_matches('/').rsplit('/').next().unwrap().to_owned()
    }

    /// Every link, revealed.
    pub fn links(&self) -> Vec<Json> {
        let output = self.run(&["links", "--reveal", "--format", "json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// All files below a folder.
pub fn tree(folder: &Path) -> Tree {
    let mut files = Tree::new();
    let mut open = vec![String::new()];
    while let Some(prefix) = open.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&prefix)) else { continue };
        for entry in entries {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                open.push(format!("{path}/"));
            } else {
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}
