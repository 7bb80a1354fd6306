//! The list of sums of a copy, read strictly: its paths become paths of files, or of a URL.

use std::collections::BTreeSet;

use crate::hash::Hash;
use crate::seal::{SIGNATURE, SUMS};
use crate::verify::Report;

/// A file and its SHA-256.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) path: String,
    pub(super) sum: Hash,
}

/// Reads the lines `<64 hexadecimal digits>  <path>`; tells each that is none, or that leads out of the copy, or names a
/// file again.
pub(super) fn parse(bytes: &[u8], report: &mut Report) -> Vec<Listed> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        report.problem("bad-sums", Some(SUMS), "it is not UTF-8");
        return Vec::new();
    };
    if !text.is_empty() && !text.ends_with('\n') {
        report.problem("bad-sums", Some(SUMS), "its last line is not ended: it was cut");
    }
    if text.contains("\r\n") {
        report.problem(
            "bad-sums",
            Some(SUMS),
            "its lines end with CR and LF: a program changed it on its way",
        );
    }
    let (mut listed, mut seen) = (Vec::new(), BTreeSet::new());
    for (number, line) in (1..).zip(text.split_terminator('\n')) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let Some((sum, path)) =
            line.split_once("  ").and_then(|(sum, path)| Some((Hash::from_hex(sum)?, path)))
        else {
            report.problem("bad-sums", Some(SUMS), format!("line {number} is no sum and path"));
            continue;
        };
        if !is_inside(path) {
            report.problem(
                "unsafe-path",
                Some(path),
                format!("line {number} of {SUMS} leads out of the copy"),
            );
        } else if [SUMS, SIGNATURE].contains(&path) {
            report.problem(
                "bad-sums",
                Some(path),
                format!("line {number} of {SUMS} names what cannot be listed"),
            );
        } else if !seen.insert(path) {
            report.problem("bad-sums", Some(path), format!("line {number} of {SUMS} names it again"));
        } else {
            listed.push(Listed { path: path.to_owned(), sum });
        }
    }
    listed
}

/// Whether a path names a file below its folder, on every system and in every URL.
fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    let strange = |c: char| c.is_control() || matches!(c, '\\' | ':' | '?' | '#' | '%' | '*');
    path.split('/').all(plain) && !path.contains(strange)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUM: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /// The paths that are read, and the codes of what is told.
    fn check(text: &str, paths: &[&str], codes: &[&str]) {
        let mut report = Report::default();
        let listed = parse(text.replace('@', SUM).as_bytes(), &mut report);
        assert_eq!(listed.iter().map(|listed| listed.path.as_str()).collect::<Vec<_>>(), paths, "{text}");
        assert_eq!(report.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), codes, "{text}");
    }

    #[test]
    fn paths_stay_inside() {
        check("@  a.html\n@  hr/été.html\n", &["a.html", "hr/été.html"], &[]);
        for path in [
            "../x",
            "/etc/passwd",
            "a/../../x",
            "./a",
            "a//b",
            "a/",
            "",
            r"..\x",
            r"a\b",
            "c:x",
            "a%2f..",
            "a?b",
        ] {
            check(&format!("@  {path}\n@  a\n"), &["a"], &["unsafe-path"]);
        }
        check("@  a\tb\n", &[], &["unsafe-path"]);
    }

    #[test]
    fn every_bad_line_is_told() {
        let text = format!("@  a\n@  a\n@ *b\n{}  c\n@  SHA256SUMS\n\n@  d", SUM.to_uppercase());
        check(&text, &["a", "d"], &["bad-sums"; 6]);
        check("", &[], &[]);
        let mut report = Report::default();
        assert_eq!(parse(b"\xff", &mut report), []);
        assert_eq!(report.problems.len(), 1);
    }
}
