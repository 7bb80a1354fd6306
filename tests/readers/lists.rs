//! Lists of sums that nobody would write, of strangers and of whoever holds the key.

use super::*;

/// Enough, in MiB, for the longest list and what is kept of half a million files. A complaint for each line of 4 MiB of
/// newlines took three times as much.
const MEMORY: u32 = 300;

const SUM: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// Verifies a copy with the list `sums`, signed or not: codes as they are listed, and how many more there are of them.
fn check(sums: &[u8], signed: bool, listed: &[(&str, usize)], more: &Json) {
    let copy = copy();
    fs::write(copy.path("SHA256SUMS"), sums).unwrap();
    if signed {
        copy.sign();
    }
    for words in [vec!["--format", "json"], vec![]] {
        let key = key();
        let words = [&["--key", key.as_str()], words.as_slice()].concat();
        let ran = verify(copy.path(""), &words, MEMORY);
        assert_eq!(ran.exit, Some(5), "{}", ran.stderr);
        if words.len() > 2 {
            let report = report(&ran);
            let codes = codes(&report);
            let count = |code: &str| codes.iter().filter(|one| **one == code).count();
            let found: Vec<_> = listed.iter().map(|(code, _)| (*code, count(code))).collect();
            assert_eq!((found.as_slice(), &report["more"]), (listed, more));
            assert_eq!(codes.len(), listed.iter().map(|(_, count)| count).sum::<usize>(), "{codes:?}");
        } else {
            for (code, number) in more.as_object().unwrap() {
                let line = format!("error[{code}]: and {number} more\n");
                assert!(ran.stderr.contains(&line), "no line {line}");
            }
        }
    }
}

#[test]
fn newlines_of_a_stranger_are_one_complaint() {
    let none = serde_json::json!({});
    check(&vec![b'\n'; 4 << 20], false, &[("signature", 1)], &none);
    check(&vec![b'\n'; 64 << 20], false, &[("signature", 1)], &none);
    check(&b"\r\n".repeat(2 << 20), false, &[("signature", 1), ("bad-sums", 1)], &none);
    check(&vec![b'\n'; (64 << 20) + 1], false, &[("too-large", 1)], &none);
}

#[test]
fn newlines_of_whoever_holds_the_key_are_counted() {
    check(&vec![b'\n'; 64 << 20], true, &[("bad-sums", 1)], &serde_json::json!({}));
    // Nothing of the copy is listed, so all of it was added.
    let added = crate::support::tree(&copy().path("")).len() - 2;
    let more = serde_json::json!({"bad-sums": 499_900});
    check(&vec![b'\n'; 500_000], true, &[("bad-sums", 100), ("added", added)], &more);
}

#[test]
fn long_and_many_paths_are_cut_and_counted() {
    let added = crate::support::tree(&copy().path("")).len() - 2;
    let long = format!("{SUM}  {}\n", "x/".repeat(8 << 20));
    check(long.as_bytes(), true, &[("unsafe-path", 1), ("added", added)], &serde_json::json!({}));
    let out = format!("{SUM}  ../{}\n", "\u{202e}".repeat(1000)).repeat(20_000);
    let more = serde_json::json!({"unsafe-path": 19_900});
    check(out.as_bytes(), true, &[("unsafe-path", 100), ("added", added)], &more);
    let absent: String = (0..300_000).map(|number| format!("{SUM}  absent/{number:060}\n")).collect();
    let more = serde_json::json!({"missing": 299_900});
    check(absent.as_bytes(), true, &[("missing", 100), ("added", added)], &more);
    let twice = format!("{SUM}  index.html\n").repeat(400_000);
    let more = serde_json::json!({"bad-sums": 399_899});
    check(twice.as_bytes(), true, &[("bad-sums", 100), ("changed", 1), ("added", added - 1)], &more);
}

#[test]
fn what_changed_a_list_is_told_before_what_is_capped() {
    let copy = copy();
    // As the holder of the key signs what a Windows program made: each line is right but for its end.
    let long: String = (0..1000).map(|number| format!("{SUM}  a//{number}\r\n")).collect();
    fs::write(copy.path("SHA256SUMS"), long).unwrap();
    copy.sign();
    let report = report(&verify(copy.path(""), &["--format", "json", "--key", &key()], MEMORY));
    assert!(report["problems"][0]["message"].as_str().unwrap().contains("CR and LF"), "{report}");
}
