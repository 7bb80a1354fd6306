//! A published share, and a copy of it that a test spoils.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "each test file uses its own part of this"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use extrait::hash::Hash;
use extrait::keys::SiteSecret;
use extrait::sign::{SigningKey, Statement};
use serde_json::Value as Json;

use crate::support::{SECRET, Site};

pub fn signing_key(secret: &str) -> SigningKey {
    SigningKey::new(&SiteSecret::parse(secret).unwrap().signing_seed())
}

/// A published share, and the copy of it that is spoilt.
pub struct Copy {
    pub site: Site,
    pub folder: String,
}

impl Copy {
    pub fn new() -> Self {
        let site = Site::example();
        site.build(&["--serial", "7"]);
        let folder = site.folder("whole-register", None);
        Self { site, folder }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.site.path("output/s").join(&self.folder).join(path)
    }

    pub fn edit(&self, path: &str, edit: impl FnOnce(String) -> String) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        fs::write(self.path(path), edit(text)).unwrap();
    }

    pub fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_extrait"));
        command.env_clear().arg("verify").arg(self.path("")).args(["--now", &self.site.now]).args(words);
        command.output().unwrap()
    }

    /// The exit code, and the codes and paths of the problems.
    pub fn verify(&self, words: &[&str]) -> (i32, Vec<String>) {
        let key = signing_key(SECRET).public().to_text();
        let output = self.run(&[&["--format", "json", "--key", &key], words].concat());
        let said = [output.stdout.as_slice(), &output.stderr].concat();
        let token = self.folder.rsplit('-').next().unwrap();
        assert!(!String::from_utf8_lossy(&said).contains(token), "the token is told");
        let report: Json = serde_json::from_slice(&output.stdout).unwrap_or(Json::Null);
        let told = report["problems"].as_array().into_iter().flatten().map(|problem| {
            let path = problem["path"].as_str().map(|path| format!(" {path}")).unwrap_or_default();
            format!("{}{path}", problem["code"].as_str().unwrap())
        });
        let told: Vec<_> = told.collect();
        assert!(report.is_null() || report["proven"] == told.is_empty(), "{report}");
        (output.status.code().unwrap(), told)
    }

    /// Signs the sums as they are now, as only the holder of the key can.
    pub fn sign(&self) {
        let sums = fs::read(self.path("SHA256SUMS")).unwrap();
        let folder = Hash::of(self.folder.as_bytes());
        let statement =
            Statement { folder, serial: 7, expires: None, site: "example".into(), title: "T".into() };
        fs::write(self.path("SHA256SUMS.minisig"), signing_key(SECRET).sign(&sums, &statement.to_comment()))
            .unwrap();
    }
}
