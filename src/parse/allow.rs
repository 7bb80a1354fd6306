//! `allow`: the complaints that an author lets be, each with a reason, in a record, a register or a share.

use crate::diag::codes::{ALLOW_UNUSED, CODES};
use crate::diag::rules::may_be_silenced;
use crate::diag::{Code, Diagnostic, Problems, suggest};
use crate::model::finding::Allow;
use crate::parse::fields::{self, Mapping};
use crate::parse::yaml::Node;
use crate::source::Spanned;

/// Reads `allow` of a mapping: a list of `{code, reason}`.
pub(crate) fn read(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Vec<Allow> {
    let listed = mapping.take("allow", problems).and_then(|node| fields::sequence(node, problems));
    listed.unwrap_or_default().iter().filter_map(|node| one(node, problems)).collect()
}

fn one(node: &Node, problems: &mut Problems) -> Option<Allow> {
    let mut mapping = Mapping::open(node, problems)?;
    let code = mapping.require("code", problems).and_then(|node| fields::text(node, problems));
    let reason = mapping.require("reason", problems).and_then(|node| fields::text(node, problems));
    mapping.finish(problems);
    let (code, reason) = (code?, reason?);
    let span = code.span;
    known(&code, problems).map(|code| Allow { code, reason: reason.value.into(), span })
}

/// The code, if there is one of that name that may be silenced.
fn known(name: &Spanned<String>, problems: &mut Problems) -> Option<&'static Code> {
    let code = CODES.iter().copied().find(|code| code.name == name.value);
    let (message, help) = match code {
        Some(code) if may_be_silenced(code) => return Some(code),
        Some(code) => (format!("`{}` cannot be silenced", code.name), "mend what it complains of".to_owned()),
        None => {
            let codes = CODES.iter().filter(|code| may_be_silenced(code)).map(|code| code.name);
            (format!("there is no code `{}`", name.value), suggest(&name.value, codes))
        }
    };
    problems.push(Diagnostic::new(&ALLOW_UNUSED, name.span, message).help(help));
    None
}
