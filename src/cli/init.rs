//! `extrait init`: a small site, dated today, and the workflow that builds and publishes a site.

mod ci;

use std::fs;
use std::path::Path;

use crate::cli::args::{Ci, Init};
use crate::cli::{Exit, Failure, report, site};
use crate::load::is_site;

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

/// Writes the site, or the workflow of one, or both.
pub(super) fn run(args: &Init) -> Result<Exit, Failure> {
    let dir = args.dir.as_deref().unwrap_or_else(|| Path::new("."));
    let is_new = !dir.is_file() && fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none());
    let Some(ci) = args.ci else {
        if !is_new {
            return Err(Failure::usage(format!("`{}` is not empty: name a new folder", dir.display())));
        }
        return site(dir);
    };
    if is_new {
        site(dir)?;
    }
    workflow(dir, ci)
}

fn site(dir: &Path) -> Result<Exit, Failure> {
    let now = site::clock();
    for (path, text) in FILES {
        let instant = report::instant(&now);
        let text = text.replace("{now}", &instant).replace("{today}", &now.date_naive().to_string());
        let path = dir.join(path);
        write(&path, &text).map_err(Failure::at(&path))?;
    }
    let dir = dir.display();
    report::println(&format!(
        "a site is in {dir}; next: extrait build --site {dir}, then extrait links --reveal --site {dir}"
    ));
    Ok(Exit::Fine)
}

fn workflow(dir: &Path, ci: Ci) -> Result<Exit, Failure> {
    let (shown, path) = (dir.display(), dir.join(ci::path(ci)));
    if !is_site(dir) {
        let remedy = "name a site's folder, or make one first with `extrait init DIR`";
        return Err(Failure::usage(format!("there is no site.yaml in `{shown}`: {remedy}")));
    }
    if path.symlink_metadata().is_ok() {
        let remedy = "nothing is written over it; move it away first";
        return Err(Failure::usage(format!("`{}` is there already: {remedy}", path.display())));
    }
    write(&path, &ci::text(ci)).map_err(Failure::at(&path))?;
    report::println(&format!(
        "the workflow is in {}; read its first lines: the platform needs the secret, and a word in its settings",
        path.display()
    ));
    if let Some(top) = ci::repository_around(dir) {
        report::println(&format!(
            "the platform looks for {} only at the top of the repository, {}: move it there, and add --site to its build",
            ci::path(ci),
            top.display()
        ));
    }
    Ok(Exit::Fine)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a new site is the one thing that a command writes beside the output"
)]
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}
