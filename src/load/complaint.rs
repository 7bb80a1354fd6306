//! What is said of what cannot be read.

use crate::diag::codes::FILE_UNREADABLE;
use crate::diag::{Diagnostic, Place};

pub(super) fn unreadable(error: &dyn std::fmt::Display, path: String) -> Diagnostic {
    Diagnostic::new(&FILE_UNREADABLE, Place::File(path), error.to_string())
        .help("check that the file exists and may be read")
}
