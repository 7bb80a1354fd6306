//! The words of placeholders, in French and English.

/// What stands for a text in two languages, where it stands alone or in brackets.
pub(super) const LATER: [&str; 7] = [
    "à compléter",
    "a completer",
    "à définir",
    "à préciser",
    "to be completed",
    "to be defined",
    "to be determined",
];

/// What every placeholder has a word with, but for question marks. Between the two parts of some stands a letter with an
/// accent, which has two cases.
pub(crate) const ANCHORS: [&str; 10] =
    ["todo", "fixme", "tbd", "xxx", "lorem", "compl", "defined", "determined", "finir", "ciser"];
