//! Changes an author's YAML in place: one key or one item, and no other byte.
//!
//! An edit is proposed on the text and then proved: the new text, read by the parser that builds read with, must differ
//! from the old one in the intended place only, and hold the same comments. What cannot be proved is refused, with the
//! line that the author would write.

mod change;
mod expected;
mod file;
mod splice;
mod value;

use crate::diag::Problems;
use crate::diag::codes::YAML_SWALLOWED;
use crate::parse::yaml::outline::outline;
use crate::parse::yaml::{self, Node};
use crate::source::Sources;
pub use change::{Change, Within};
use expected::same;
pub use file::{FileError, create, remove, replace};
use splice::Splice;
pub use value::NewValue;

/// An edit that cannot be proved to change nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditRefusal {
    /// The line of the text where the change belongs, from 1.
    pub line: usize,
    /// What stands in the way.
    pub reason: &'static str,
    /// What the author would write, in words and a line.
    pub remedy: String,
}

/// The text with a change made; `text` itself where it says so already.
pub fn apply(text: &str, change: &Change) -> Result<String, EditRefusal> {
    let refuse = |at: usize, reason| EditRefusal {
        line: text[..text.floor_char_boundary(at)].matches('\n').count() + 1,
        reason,
        remedy: change.remedy(),
    };
    let before = read(text).ok_or_else(|| refuse(0, "the file is not one sound YAML document"))?;
    let outlined = outline(text).ok_or_else(|| refuse(0, "the file is not one sound YAML document"))?;
    let wanted = expected::change(&before, change).ok_or_else(|| {
        refuse(splice::place(&outlined, change), "what is to be changed does not stand there")
    })?;
    if same(&before, &wanted) {
        return Ok(text.to_owned());
    }
    let proposals = splice::propose(text, &outlined, change);
    let proved = proposals.iter().map(|splices| spliced(text, splices)).find(|after| {
        read(after).is_some_and(|after| same(&after, &wanted)) && comments(after) == comments(text)
    });
    proved.ok_or_else(|| {
        let reason = "this place is written so that a change cannot be kept to its own lines";
        refuse(splice::place(&outlined, change), reason)
    })
}

/// A text as a scalar of YAML on a line of its own, quoted where it would be read as anything else.
#[must_use]
pub fn scalar(text: &str) -> String {
    value::scalar(text, value::ValueContext::Block)
}

/// The tree of a text with nothing to complain about but values that YAML swallows: they keep nobody from closing a share.
fn read(text: &str) -> Option<Node> {
    let mut sources = Sources::default();
    let file = sources.add(String::new(), String::new());
    let mut problems = Problems::default();
    let node = yaml::read(file, text, 0..text.len(), &mut problems)?;
    problems.iter().all(|problem| *problem.code == YAML_SWALLOWED).then_some(node)
}

fn comments(text: &str) -> Option<Vec<&str>> {
    let comments = outline(text)?.comments.into_iter();
    Some(comments.map(|range| text[range].trim_end()).collect())
}

fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut after = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for Splice { range, with } in splices {
        after.push_str(&text[from..range.start]);
        after.push_str(with);
        from = range.end;
    }
    after + &text[from..]
}
