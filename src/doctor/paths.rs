//! What the host answers where it should answer nothing.

use crate::doctor::finding::HostFinding;
use crate::doctor::probe::{Probe, SOURCES};
use crate::doctor::seen::{Observations, told};
use crate::link::Folder;

/// Whether what never was below `s/` gets 404.
pub(super) fn unknown(seen: &Observations) -> Option<HostFinding> {
    // Told as a whole.
    if seen.answers_everything() {
        return None;
    }
    let (endless, shape) = (seen.status(Probe::Endless), seen.status(Probe::Shape));
    if (endless, shape) == (Some(404), Some(404)) {
        return Some(HostFinding::ok(
            "unknown",
            "links that never were get 404, and so does any other path below s/",
        ));
    }
    let seen_text = format!(
        "a link that never was gets {}, a path that is no link {}: 404 was due",
        told(endless),
        told(shape)
    );
    let serves = [endless, shape].contains(&Some(200));
    let finding = if serves { HostFinding::fail } else { HostFinding::warn };
    Some(finding("unknown", seen_text, seen.install()))
}

/// Whether there is anything that the host does not serve.
pub(super) fn fallback(seen: &Observations) -> Option<HostFinding> {
    let status = seen.status(Probe::Nowhere)?;
    Some(match status {
        404 | 410 => HostFinding::ok("not-found", "what does not exist gets 404"),
        200 => HostFinding::fail(
            "not-found",
            "the host answers 200 for everything: a closed share looks like an open one",
            "remove the rule that sends every path to one page (a fallback for single-page applications, `try_files … \
             /index.html`)",
        ),
        other => HostFinding::warn(
            "not-found",
            format!("what does not exist gets {other}"),
            "let 404.html be the answer, with status 404",
        ),
    })
}

/// Whether folders are listed.
pub(super) fn listing(seen: &Observations) -> Option<HostFinding> {
    seen.status(Probe::Folder)?;
    let lists = |probe| seen.status(probe) == Some(200) && is_listing(&seen.text(probe));
    let listed: Vec<_> = [
        (Probe::Folder, "s/"),
        (Probe::Assets, "assets/"),
        (Probe::Front, "the front page"),
        (Probe::Shape, "an unknown path"),
    ]
    .into_iter()
    .filter(|(probe, _)| lists(*probe))
    .map(|(_, name)| name)
    .collect();
    if listed.is_empty() {
        return Some(HostFinding::ok("listing", "no folder is listed"));
    }
    Some(HostFinding::fail(
        "listing",
        format!("the host lists the files of folders: {}", listed.join(", ")),
        format!("switch listings off (autoindex, Options Indexes, browse); {}", seen.install()),
    ))
}

/// A page that names a folder of a link, or bears the title that servers give to lists.
fn is_listing(text: &str) -> bool {
    let names = |c: char| !c.is_ascii_alphanumeric() && c != '-';
    let lower = text.to_ascii_lowercase();
    let titled = ["<title>index of", "<h1>index of", "directory listing", "<listbucketresult"];
    text.split(names).any(Folder::is_link) || titled.iter().any(|title| lower.contains(title))
}

/// Whether rules for Apache lie there without effect.
pub(super) fn htaccess(seen: &Observations) -> Option<HostFinding> {
    let fix = "in Apache's configuration, allow them: `AllowOverride FileInfo` (or All) for the site's folder, with the \
               modules rewrite and headers; on any other server use its own rules, `extrait host list`";
    if holds(seen, Probe::Htaccess) {
        return Some(if seen.status(Probe::CanaryFresh) == Some(410) {
            let fix =
                "nothing is open for that; where no Apache reads it, take `apache-htaccess` out of `hosts`";
            HostFinding::warn("htaccess", "`.htaccess` is served as a file: other rules do its work", fix)
        } else {
            HostFinding::fail("htaccess", "`.htaccess` is served as a file: its rules have no effect", fix)
        });
    }
    let apache = seen.headers(Probe::Canary)?.first("server")?.to_ascii_lowercase().contains("apache");
    let served = seen.status(Probe::CanaryFresh) == Some(200) && !seen.answers_everything();
    // Apache hides the file whether it is there or not.
    (apache && served && seen.status(Probe::Htaccess) == Some(403)).then(|| {
        HostFinding::warn(
            "htaccess",
            "Apache closes nothing: if `.htaccess` was published, it is ignored (AllowOverride None)",
            fix,
        )
    })
}

/// Whether files of the author are served.
pub(super) fn exposed(seen: &Observations) -> Option<HostFinding> {
    seen.status(Probe::Source(0))?;
    let exposed: Vec<_> = SOURCES
        .iter()
        .enumerate()
        .filter(|(row, _)| holds(seen, Probe::Source(*row)))
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    if exposed.is_empty() {
        return Some(HostFinding::ok("exposed", "no file of the author is served"));
    }
    Some(HostFinding::fail(
        "exposed",
        format!("files of the author can be read by anyone: {}", exposed.join(", ")),
        "publish the folder output/ and nothing else; treat as known to others what was readable",
    ))
}

/// Whether a file is served that is neither a page nor what this host answers to everything.
fn holds(seen: &Observations, probe: Probe) -> bool {
    let text = seen.text(probe);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let is_file = !text.is_empty() && !text.starts_with('<');
    seen.status(probe) == Some(200) && is_file && text != seen.text(Probe::Nowhere)
}
