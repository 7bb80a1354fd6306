//! How many files may be open: a share of a thousand recipients writes its exports into a thousand folders at once, and
//! systems allow a process about that many unless it asks for more.

/// Asks for as many as the system grants; what it does not grant is told when a file cannot be opened.
#[cfg(unix)]
pub(super) fn raise() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    }
}

#[cfg(not(unix))]
pub(super) fn raise() {}
