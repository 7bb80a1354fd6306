//! The list of sums of a copy, read strictly: its paths become paths of files, or of a URL.

use std::collections::BTreeSet;

use crate::hash::Hash;
use crate::sign::{SIGNATURE, SUMS};
use crate::verify::report::VerifyReport;

/// A file and its SHA-256.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ListedSum<'a> {
    pub(super) path: &'a str,
    pub(super) sum: Hash,
}

/// No share has more files: a line for each.
const MOST_FILES: usize = 500_000;

/// No system takes a longer path, in bytes: Linux, `PATH_MAX`.
const LONGEST_PATH: usize = 4096;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Tells what shows why a list is not the one that was signed: a program that means no harm changed it on its way. Each
/// is told once, however long the list.
pub(super) fn spoilt(bytes: &[u8], report: &mut VerifyReport) {
    let mut tell = |message: &str| report.problem("bad-sums", Some(SUMS), message);
    let text = bytes.strip_prefix(MARK).unwrap_or(bytes);
    if text.trim_ascii_start().starts_with(b"<") {
        return tell("it is a web page and no list of sums");
    }
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        tell("its last line is not ended: it was cut");
    }
    if bytes.split(|byte| *byte == b'\n').any(|line| line.ends_with(b"\r")) {
        tell("its lines end with CR and LF: a program changed it on its way");
    }
    if text.len() < bytes.len() {
        tell("it begins with a byte order mark: a program changed it on its way");
    }
}

/// Reads the lines `<64 hexadecimal digits>  <path>`; tells each that is none, or that leads out of the copy, or names a
/// file again. `None` where none of it is to be followed.
pub(super) fn parse<'a>(bytes: &'a [u8], report: &mut VerifyReport) -> Option<Vec<ListedSum<'a>>> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        report.problem("bad-sums", Some(SUMS), "it is not UTF-8");
        return None;
    };
    let lines = text.split_terminator('\n').count();
    if lines > MOST_FILES {
        let message = format!(
            "it has {lines} lines, and no share has more than {MOST_FILES} files: none was looked at"
        );
        report.problem("bad-sums", Some(SUMS), message);
        return None;
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
            listed.push(ListedSum { path, sum });
        }
    }
    Some(listed)
}

/// Whether a path names a file below its folder, on every system and in every URL.
fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    let strange = |c: char| c.is_control() || matches!(c, '\\' | ':' | '?' | '#' | '%' | '*');
    path.len() <= LONGEST_PATH && path.split('/').all(plain) && !path.contains(strange)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUM: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /// The paths that are read, and the codes of what is told.
    fn check(text: &str, paths: &[&str], codes: &[&str]) {
        let mut report = VerifyReport::default();
        let bytes = text.replace('@', SUM).into_bytes();
        spoilt(&bytes, &mut report);
        let listed = parse(&bytes, &mut report).unwrap();
        assert_eq!(listed.iter().map(|listed| listed.path).collect::<Vec<_>>(), paths, "{text}");
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
        let mut report = VerifyReport::default();
        assert_eq!(parse(b"\xff", &mut report), None);
        assert_eq!(report.problems.len(), 1);
    }

    /// What is told of the list as a whole.
    #[test]
    fn what_a_program_did_to_a_list_is_told_once() {
        let check = |text: &str, expected: &[&str]| {
            let mut report = VerifyReport::default();
            spoilt(text.replace('@', SUM).as_bytes(), &mut report);
            let told: Vec<_> = report.problems.iter().map(|problem| problem.message.as_str()).collect();
            let as_expected = told.iter().zip(expected).all(|(told, word)| told.contains(word));
            assert!(told.len() == expected.len() && as_expected, "{text:?}: {told:?}");
        };
        check("", &[]);
        check("@  a\n", &[]);
        check(&"@  a\r\n".repeat(300), &["CR and LF"]);
        check("@  a\n@  b\r\n", &["CR and LF"]);
        check("@  a", &["was cut"]);
        check("\u{feff}@  a\n", &["byte order mark"]);
        check("\u{feff}@  a\r\n@", &["was cut", "CR and LF", "byte order mark"]);
        check("\u{feff}\r\n<!doctype html>\r\n<p>", &["web page"]);
    }

    #[test]
    fn a_list_longer_than_any_share_is_not_followed() {
        let mut report = VerifyReport::default();
        assert_eq!(parse(&vec![b'\n'; MOST_FILES + 1], &mut report), None);
        assert_eq!((report.problems.len(), report.found()), (1, 1));
        let mut report = VerifyReport::default();
        assert_eq!(parse(&vec![b'\n'; MOST_FILES], &mut report), Some(Vec::new()));
        assert_eq!((report.problems.len(), report.found()), (crate::verify::MOST_SHOWN, MOST_FILES));
    }
}
