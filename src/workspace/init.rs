//! A small new site, dated today, and the workflow that builds and publishes a site.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::load::is_site;
use crate::workspace::instant;

/// The files of the new site; `{now}` becomes the instant, `{today}` the day.
static FILES: &[(&str, &str)] = &[
    (".gitignore", include_str!("init/gitignore")),
    (".gitattributes", include_str!("init/gitattributes")),
    ("site.yaml", include_str!("init/site.yaml")),
    ("content/groups.yaml", include_str!("init/groups.yaml")),
    ("content/registers/processing/register.yaml", include_str!("init/register.yaml")),
    ("content/registers/processing/payroll.md", include_str!("init/payroll.md")),
    ("content/registers/processing/newsletter.yaml", include_str!("init/newsletter.yaml")),
    ("content/shares/auditor.yaml", include_str!("init/auditor.yaml")),
    ("content/shares/draft-review.yaml", include_str!("init/draft-review.yaml")),
    ("content/shares/partners.yaml", include_str!("init/partners.yaml")),
];

/// A platform that builds and publishes sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiPlatform {
    /// GitHub Actions and GitHub Pages.
    Github,
    /// GitLab CI and GitLab Pages.
    Gitlab,
}

impl CiPlatform {
    /// Where the platform looks for its workflow, from the top of the repository.
    #[must_use]
    pub fn workflow_path(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/extrait.yml",
            Self::Gitlab => ".gitlab-ci.yml",
        }
    }

    /// The workflow; `{version}` becomes that of this program.
    fn workflow(self) -> String {
        let text = match self {
            Self::Github => include_str!("init/github.yml"),
            Self::Gitlab => include_str!("init/gitlab.yml"),
        };
        text.replace("{version}", env!("CARGO_PKG_VERSION"))
    }
}

/// Why nothing, or not everything, was written.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The folder of a new site holds something, or is a file.
    #[error("`{}` is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// The folder holds no site.
    #[error("there is no site.yaml in `{}`", .0.display())]
    NoSite(PathBuf),
    /// The workflow is there already.
    #[error("`{}` is there already", .0.display())]
    Exists(PathBuf),
    /// The machine refused.
    #[error("{}: {source}", path.display())]
    Machine {
        /// The file.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}

/// A workflow that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWorkflow {
    /// Its file.
    pub path: PathBuf,
    /// The top of the repository around the site, where the platform looks for the workflow, if that is another folder.
    pub repository: Option<PathBuf>,
}

/// Writes a small site, dated `now`, into a folder that does not exist yet or is empty.
///
/// # Errors
///
/// Where the folder is not empty, and what the machine refuses.
pub fn init_site(dir: &Path, now: DateTime<Utc>) -> Result<(), InitError> {
    let is_new = !dir.is_file() && fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none());
    if !is_new {
        return Err(InitError::NotEmpty(dir.to_owned()));
    }
    for (path, text) in FILES {
        let text = text.replace("{now}", &instant(&now)).replace("{today}", &now.date_naive().to_string());
        write(dir.join(path), &text)?;
    }
    Ok(())
}

/// Writes the workflow by which `platform` builds and publishes the site in the folder `dir`. Nothing is written over.
///
/// # Errors
///
/// Where there is no site or the workflow is there already, and what the machine refuses.
pub fn init_workflow(dir: &Path, platform: CiPlatform) -> Result<NewWorkflow, InitError> {
    let path = dir.join(platform.workflow_path());
    if !is_site(dir) {
        return Err(InitError::NoSite(dir.to_owned()));
    }
    if path.symlink_metadata().is_ok() {
        return Err(InitError::Exists(path));
    }
    write(path.clone(), &platform.workflow())?;
    Ok(NewWorkflow { path, repository: repository_around(dir) })
}

/// The folder around `dir` that a repository begins in, if that is not `dir` itself: the platform looks only there.
fn repository_around(dir: &Path) -> Option<PathBuf> {
    let dir = dir.canonicalize().ok()?;
    let top = dir.ancestors().find(|folder| folder.join(".git").exists())?;
    (top != dir).then(|| top.to_owned())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a new site is the one thing that a command writes beside the output"
)]
fn write(path: PathBuf, text: &str) -> Result<(), InitError> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| fs::write(&path, text)).map_err(|source| InitError::Machine { path, source })
}
