//! The workflows that `extrait init --ci` writes.

use std::path::Path;

use crate::cli::args::Ci;

/// Where a platform looks for its workflow, and what stands there; `{version}` becomes that of this program.
struct Workflow {
    path: &'static str,
    text: &'static str,
}

static GITHUB: Workflow =
    Workflow { path: ".github/workflows/extrait.yml", text: include_str!("github.yml") };
static GITLAB: Workflow = Workflow { path: ".gitlab-ci.yml", text: include_str!("gitlab.yml") };

fn workflow(ci: Ci) -> &'static Workflow {
    match ci {
        Ci::Github => &GITHUB,
        Ci::Gitlab => &GITLAB,
    }
}

/// Where the platform looks for the workflow, from the top of the repository.
pub(super) fn path(ci: Ci) -> &'static str {
    workflow(ci).path
}

/// The workflow.
pub(super) fn text(ci: Ci) -> String {
    workflow(ci).text.replace("{version}", env!("CARGO_PKG_VERSION"))
}

/// The folder around `dir` that a repository begins in, if that is not `dir` itself: the platform looks only there.
pub(super) fn repository_around(dir: &Path) -> Option<std::path::PathBuf> {
    let dir = dir.canonicalize().ok()?;
    let top = dir.ancestors().find(|folder| folder.join(".git").exists())?;
    (top != dir).then(|| top.to_owned())
}
