//! Files that records name: found, told apart from what a browser would run, and hashed.

use std::collections::BTreeMap;

use crate::diag::codes::{ATTACHMENT_MISSING, ATTACHMENT_REFUSED};
use crate::diag::{Diagnostic, Problems, suggest};
use crate::model::attachment::{Attachment, FORMS, FoundFile, form};
use crate::model::id::Id;
use crate::parse::fields::text;
use crate::parse::yaml::Node;

/// Files by their path in the site.
pub type AttachedFiles = BTreeMap<String, FoundFile>;

/// Reads the name of a file of `register`.
pub(crate) fn read(
    node: &Node,
    register: &Id,
    files: &AttachedFiles,
    problems: &mut Problems,
) -> Option<Attachment> {
    let text = text(node, problems)?;
    let name = text.value;
    let mut refuse = |code, message: String, help: String| {
        problems.push(Diagnostic::new(code, text.span, message).help(help));
        None
    };
    let forms = || FORMS.iter().map(|form| form.extension).collect::<Vec<_>>().join(", ");
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if name.len() > 100 || name.starts_with(['.', '_']) || !name.chars().all(plain) {
        let help =
            "use letters, digits, hyphens, underscores and dots; start with a letter or digit".to_owned();
        return refuse(&ATTACHMENT_REFUSED, format!("`{name}` is no name for an attachment"), help);
    }
    let Some(form) = form(&name) else {
        return refuse(&ATTACHMENT_REFUSED, format!("`{name}` has no form that may be attached"), forms());
    };
    let folder = format!("content/registers/{register}/files/");
    let source = format!("{folder}{name}");
    let Some(found) = files.get(&source) else {
        let known = files.keys().filter_map(|path| path.strip_prefix(folder.as_str()));
        return refuse(&ATTACHMENT_MISSING, format!("no file `{source}`"), suggest(&name, known));
    };
    if !found.fits {
        let message = format!("`{name}` is not what its name says");
        return refuse(&ATTACHMENT_REFUSED, message, format!("attach a real .{} file", form.extension));
    }
    Some(Attachment { source, name, size: found.size, hash: found.hash })
}
