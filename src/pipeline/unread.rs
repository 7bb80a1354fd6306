//! What closes shares although their files cannot be read.

use std::collections::BTreeSet;
use std::io;

use crate::diag::codes::SHARE_UNJUDGED;
use crate::diag::{Diagnostic, Place, Problems, Severity};
use crate::load::Inputs;
use crate::parse::layout::Role;
use crate::parse::{self, ParsedShare};

/// Adds the shares whose files could not be taken as texts, with what their bytes say of being closed, and reports of all
/// shares what cannot be judged.
pub(super) fn judge(shares: &mut Vec<ParsedShare>, inputs: &Inputs, problems: &mut Problems) {
    // What a person closed is judged.
    let is_closed = |share: &ParsedShare| inputs.closed.contains(&share.id);
    for share in shares.iter().filter(|share| !is_closed(share)) {
        report(share, &inputs.sources.get(share.span.file).path, problems);
    }
    for path in paths(inputs) {
        let Role::Share { share } = Role::of(path) else { continue };
        let open = || inputs.stream(path).map(|bytes| Box::new(bytes) as Box<dyn io::Read>);
        let Some(share) = parse::unread_share(&share, &open) else { continue };
        if !is_closed(&share) {
            report(&share, path, problems);
        }
        shares.push(share);
    }
    shares.sort_by(|a, b| a.id.cmp(&b.id));
}

/// The files that are there and could not be taken as texts.
fn paths(inputs: &Inputs) -> BTreeSet<&str> {
    let taken: BTreeSet<_> = inputs.sources.iter().map(|(_, source)| source.path.as_str()).collect();
    let errors = inputs.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let paths = errors.filter_map(|problem| match &problem.place {
        Place::File(path) if !taken.contains(path.as_str()) => Some(path.as_str()),
        _ => None,
    });
    paths.collect()
}

fn report(share: &ParsedShare, path: &str, problems: &mut Problems) {
    if share.doubts.is_empty() {
        return;
    }
    let message = format!("it cannot be told whether `{}` is closed: {}", share.id, share.doubts.join("; "));
    problems.push(Diagnostic::new(&SHARE_UNJUDGED, Place::File(path.to_owned()), message).help(
        "put a file there that can be read; to close the share, a file whose first line is `revoked:` is enough, whatever follows",
    ));
}
