//! `extrait init`: a small site, dated today, and the workflow that builds and publishes a site.

use std::path::Path;

use crate::cli::args::{Ci, Init};
use crate::cli::{Exit, Failure, report};
use crate::workspace::{CiPlatform, Clock, InitError, init_site, init_workflow};

/// Writes the site, or the workflow of one, or both.
pub(super) fn run(args: &Init) -> Result<Exit, Failure> {
    let dir = args.dir.as_deref().unwrap_or_else(|| Path::new("."));
    match init_site(dir, Clock::machine().machine_now()) {
        Ok(()) => {
            let dir = dir.display();
            report::println(&format!(
                "a site is in {dir}; next: extrait build --site {dir}, then extrait links --reveal --site {dir}"
            ));
        }
        // The workflow of a site that is there.
        Err(InitError::NotEmpty(_)) if args.ci.is_some() => {}
        Err(error) => return Err(error.into()),
    }
    if let Some(ci) = args.ci {
        workflow(dir, ci)?;
    }
    Ok(Exit::Fine)
}

fn workflow(dir: &Path, ci: Ci) -> Result<(), Failure> {
    let platform = match ci {
        Ci::Github => CiPlatform::Github,
        Ci::Gitlab => CiPlatform::Gitlab,
    };
    let new = init_workflow(dir, platform)?;
    report::println(&format!(
        "the workflow is in {}; read its first lines: the platform needs the secret, and a word in its settings",
        new.path.display()
    ));
    if let Some(top) = new.repository {
        report::println(&format!(
            "the platform looks for {} only at the top of the repository, {}: move it there, and add --site to its build",
            platform.workflow_path(),
            top.display()
        ));
    }
    Ok(())
}

impl From<InitError> for Failure {
    fn from(error: InitError) -> Self {
        let remedy = match error {
            InitError::NotEmpty(_) => "name a new folder",
            InitError::NoSite(_) => "name a site's folder, or make one first with `extrait init DIR`",
            InitError::Exists(_) => "nothing is written over it; move it away first",
            InitError::Machine { .. } => return Self::machine(error),
        };
        Self::usage(format!("{error}: {remedy}"))
    }
}
