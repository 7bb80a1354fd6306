//! A site with shares that close and shares that must not.

use std::collections::BTreeMap;

use crate::support::{Site, Tree, published};

pub struct World {
    pub site: Site,
}

/// A sound share of the register `hr`, and more lines.
pub fn share(rest: &str) -> String {
    format!(
        "title: T\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\ninclude: [hr]\nprofile: full\n{rest}"
    )
}

impl World {
    /// Two shares, `kept` and `gone`, of one register with the item `a`.
    pub fn new() -> Self {
        let site = Site::bare();
        site.write(
            "content/registers/hr/register.yaml",
            "kind: processor\ntitle: R\nprocessor: {name: P, email: p@example.org}\n",
        );
        site.write("content/registers/hr/a.yaml", &published("A"));
        site.write("content/shares/kept.yaml", &share(""));
        site.write("content/shares/gone.yaml", &share(""));
        Self { site }
    }

    /// Whether the folder of a link lies in the output.
    pub fn exists(&self, folder: &str) -> bool {
        self.site.path(&format!("output/s/{folder}")).exists()
    }

    /// The folder of each share that has one link.
    pub fn folders(&self) -> BTreeMap<String, String> {
        let links = self.site.links().into_iter().map(|link| {
            let url = link["url"].as_str().unwrap().trim_end_matches('/');
            (link["share"].as_str().unwrap().to_owned(), url.rsplit('/').next().unwrap().to_owned())
        });
        links.collect()
    }

    /// The files of the output but for those below `folders`.
    pub fn all_but(&self, folders: &[String]) -> Tree {
        let mut tree = self.site.output();
        tree.retain(|path, _| !folders.iter().any(|folder| path.starts_with(&format!("s/{folder}/"))));
        tree
    }
}
