//! Which names are read: `parse::layout` says what each file is, this says what is opened, and how.

/// A YAML file may end in either; both for one name collide.
pub(super) const YAML: [&str; 2] = ["yaml", "yml"];

/// `content/registers/<register>/files/<name>`
pub(super) fn is_attachment(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    matches!(parts.as_slice(), ["content", "registers", _, "files", _])
}

/// `content/registers/<register>/<item>.yaml`, `.yml` or `.md`
pub(super) fn is_record(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    match parts.as_slice() {
        ["content", "registers", _, file] => {
            !is_yaml(file, Some("register"))
                && (is_yaml(file, None) || file.rsplit_once('.').is_some_and(|(_, form)| form == "md"))
        }
        _ => false,
    }
}

/// `content/shares/<share>.yaml` or `.yml`
pub(super) fn is_share(path: &str) -> bool {
    path.strip_prefix("content/shares/").is_some_and(|file| !file.contains('/') && is_yaml(file, None))
}

/// Whether a text is read under this name: nothing but a regular file may stand there.
pub(super) fn is_text(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    match parts.as_slice() {
        ["content", file] => is_yaml(file, Some("groups")) || is_yaml(file, Some("applications")),
        ["content", "registers", _, file] => is_yaml(file, Some("register")) || is_record(path),
        _ => is_share(path),
    }
}

/// Whether files are looked for in this folder: nothing but a folder may stand there.
pub(super) fn is_folder(path: &str) -> bool {
    matches!(path, "content" | "content/registers" | "content/shares" | "themes")
}

fn is_yaml(file: &str, stem: Option<&str>) -> bool {
    let Some((found, form)) = file.rsplit_once('.') else { return false };
    YAML.contains(&form) && stem.is_none_or(|stem| stem == found)
}
