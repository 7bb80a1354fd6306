//! `extrait init`: a small site, dated today.

use std::fs;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::cli::args::Init;
use crate::cli::{Exit, Failure, report};

/// The files of the new site; `{now}` becomes the instant, `{today}` the day.
static FILES: &[(&str, &str)] = &[
    (".gitignore", include_str!("init/gitignore")),
    ("site.yaml", include_str!("init/site.yaml")),
    ("content/groups.yaml", include_str!("init/groups.yaml")),
    ("content/registers/processing/register.yaml", include_str!("init/register.yaml")),
    ("content/registers/processing/payroll.md", include_str!("init/payroll.md")),
    ("content/registers/processing/newsletter.yaml", include_str!("init/newsletter.yaml")),
    ("content/shares/auditor.yaml", include_str!("init/auditor.yaml")),
    ("content/shares/draft-review.yaml", include_str!("init/draft-review.yaml")),
    ("content/shares/partners.yaml", include_str!("init/partners.yaml")),
];

/// Writes the site.
pub(super) fn run(args: &Init) -> Result<Exit, Failure> {
    let occupied = fs::read_dir(&args.dir).is_ok_and(|mut entries| entries.next().is_some());
    if occupied || args.dir.is_file() {
        return Err(Failure::usage(format!("`{}` is not empty: name a new folder", args.dir.display())));
    }
    let now = now();
    for (path, text) in FILES {
        let instant = now.to_rfc3339_opts(SecondsFormat::Secs, false);
        let text = text.replace("{now}", &instant).replace("{today}", &now.date_naive().to_string());
        write(&args.dir.join(path), &text).map_err(Failure::machine)?;
    }
    let dir = args.dir.display();
    report::println(&format!(
        "a site is in {dir}; next: extrait build --site {dir}, then extrait links --reveal --site {dir}"
    ));
    Ok(Exit::Fine)
}

#[expect(clippy::disallowed_methods, reason = "this is the door through which time comes in")]
fn now() -> DateTime<Utc> {
    Utc::now()
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
