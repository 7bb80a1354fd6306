//! Tokens in every disguise that is known, and everything that must stay as it is.

use proptest::prelude::*;

use super::*;

const TOKEN: &str = "0123456789abcdef0123456789abcdef01234567";

fn shown(text: &str) -> String {
    Shown::text(text).as_str().to_owned()
}

#[test]
fn tokens_are_masked_wherever_they_stand() {
    let check = |text: &str, expected: &str| assert_eq!(shown(&text.replace("TOKEN", TOKEN)), expected);
    check(
        "a-b/s/4102441199-TOKEN/x.html and never-TOKEN.zip, not-this",
        "a-b/s/4102441199-…/x.html and never-….zip, not-this",
    );
    check("https://a.example/S/never-TOKEN/", "https://a.example/S/never-…/");
    check("https%3A%2F%2Fa%2Fs%2F4102441199%2dTOKEN%2F", "https%3A%2F%2Fa%2Fs%2F4102441199%2d…%2F");
    check("s%252f4102441199%252dTOKEN", "s%252f4102441199%252d…");
    check("4102441199\u{2011}TOKEN", "4102441199\u{2011}…");
    check("4102441199TOKEN", "…");
    check("4102441199-TOKEN.example.org", "4102441199-….example.org");
    check("key TOKEN0123456789", "key …");
    check("{\"a\":\"TOKEN\",\"b\":\"TOKEN\"}", "{\"a\":\"…\",\"b\":\"…\"}");
}

#[test]
fn what_is_a_little_wrong_is_masked_too() {
    for text in [
        "s/4102441199-0123456789abcdef0123456789abcdef0123456",
        "0123456789abcdef0123456789abcdef012345678a",
        // O for 0 and l for 1.
        "4102441199-O123456789abcdef0l23456789abcdef0l234567",
        "O123456789abcdef0l23456789abcdef01234567",
        "/s/410244119-0123456789abcdef0123",
        "/s/0123456789abcdef0123",
        "/s/never-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "4102441199-0123456789012345678901234567890123456789",
        "0123-4567-89ab-cdef-0123-4567-89ab-cdef-0123-4567",
        "01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67",
        "01234567-89ab-cdef-0123-456789abcdef-01234567",
        "%30123456789abcde%66 0123456789abcdef0123456",
        "０１２３456789abcdef0123456789abcdef01234567",
    ] {
        assert!(shown(text).contains(HIDDEN), "{text} is shown as {}", shown(text));
    }
}

#[test]
fn secrets_and_codes_are_masked() {
    let check = |text: &str, expected: &str| assert_eq!(shown(text), expected);
    check("secret: extrait1_Lp4xQ0v7m2cYt9bKzR1uWgH8sJdEaN5fXi3oP6qVrTM_a161e688", "secret: extrait1_…");
    check("EXTRAIT1-Lp4xQ0v7m2cYt9bKzR1uWgH8", "EXTRAIT1-…");
    check("`extrait1_<43 letters>_<sum>` and extrait1_…", "`extrait1_<43 letters>_<sum>` and extrait1_…");
    check("join/#K7Q2M-9XZT4-AB3CD-EFGH5-JKMNP-QRST6 now", "join/#… now");
    check("k7q2m 9xzt4 ab3cd efgh5 jkmnp qrst6", "…");
    check("these-words-might-never-match-quite", "these-words-might-never-match-quite");
}

#[test]
fn what_opens_nothing_stays_readable() {
    let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let pairs: Vec<_> = sum.as_bytes().chunks(2).map(String::from_utf8_lossy).collect();
    let fingerprint = pairs.join(":").to_uppercase();
    for text in [
        sum,
        &fingerprint,
        &format!("{sum}  index.html and {sum}"),
        &format!("{sum}{sum}"),
        "a3bb189e-8bf9-3888-9912-ace4e6543002",
        "urn:uuid:A3BB189E-8BF9-3888-9912-ACE4E6543002 added a decade, a3bb189e-8bf9-3888-9912-ace4e6543002",
        "d41d8cd98f00b204e9800998ecf8427e a file",
        "2026-01-01 2026-02-01 2026-03-01 2026-04-01 2026-05-01 2026-06-01 was bad",
        "2026-11-28T13:49:10+01:00 2026-11-28T13:49:10Z",
        "+33 1 23 45 67 89, 0049 30 901820, 0800 1234567 8901234 5678901 2345678",
        "3141592653589793238462643383279502884197169399375105820974944592",
        "3 141 592 653 589 793 238 462 643 383 279 502 884 197 169 399 added",
        "DE89 3704 0044 0532 0130 00, GB29 NWBK 6016 1331 9268 19, MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
        "untrusted comment: minisign public key 0123456789ABCDEF",
        "whole-register  ada  live  12345  123456  1234  2026-11-01  2026-11-28  12",
        "/s/index.html /s/my-own-folder-of-pages/x.html s/never-ending-story-of-registers.html",
        "%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82%20%D0%BC%D0%B8%D1%80%20%D0%9F%D1%80%D0%B8.pdf",
        "https://example.org/a/b/c/d/e/f/processing/payroll.html?x=1#y",
        "192.0.2.1, 2001:0db8:85a3:0000:0000:8a2e:0370:7334, [2001:db8::1]:8443",
        "Ada, Bob and 12 others: « déjà vu », 日本語 – 🙂",
    ] {
        assert_eq!(shown(text), text);
        assert_eq!(foreign(text), text);
    }
}

#[test]
fn what_cannot_be_seen_is_written() {
    let odd = "a\u{202e}b\u{200b}c\u{ad}d\u{e0041}e\u{1b}[31mf\u{2028}g\u{7f}h\u{85}i";
    assert_eq!(shown(odd), r"a\u{202e}b\u{200b}c\u{ad}d\u{e0041}e\u{1b}[31mf\u{2028}g\u{7f}h\u{85}i");
    assert_eq!(foreign("a\nb\rc\td"), r"a\nb\rc\td");
    assert_eq!(shown("a\nb\rc\td"), "a\nb\\rc\td");
    assert_eq!(
        Shown::coloured("\u{1b}[1;31mred\u{1b}[0m\u{1b}]0;x\u{7}").as_str(),
        "\u{1b}[1;31mred\u{1b}[0m\\u{1b}]0;x\\u{7}"
    );
    let json = serde_json::json!({ "a": odd, "b": "\u{1f642}\n\\u\"" }).to_string();
    let safe = Shown::json(&json, &Revealed::default());
    assert!(!safe.as_str().chars().any(is_invisible), "{safe:?}");
    let (read, meant): (serde_json::Value, serde_json::Value) =
        (serde_json::from_str(safe.as_str()).unwrap(), serde_json::from_str(&json).unwrap());
    assert_eq!(read, meant);
}

#[test]
fn a_link_that_was_asked_for_passes_and_no_other() {
    let mut revealed = Revealed::default();
    revealed.add(&format!("4102441199-{TOKEN}"));
    let other = TOKEN.replace('0', "f");
    let text = format!("https://a/s/4102441199-{TOKEN}/ https://a/s/never-{other}/");
    assert_eq!(
        Shown::revealing(&text, &revealed).as_str(),
        format!("https://a/s/4102441199-{TOKEN}/ https://a/s/never-…/")
    );
    let wrong = format!("{}-{}", &TOKEN[..20], &TOKEN[20..]);
    assert_eq!(Shown::revealing(&wrong, &revealed).as_str(), HIDDEN);
}

#[test]
fn long_lines_cost_what_they_are_long() {
    for piece in
        ["%ff%25", "4102441199-", "extrait1_", "\\u{", "&#", "s/", "ab:", "%2525", "never-", "12345-"]
    {
        let text = piece.repeat(100_000 / piece.len());
        let start = std::time::Instant::now();
        drop(foreign(&text));
        assert!(start.elapsed().as_secs() < 5, "{piece}");
    }
}

/// Forty random digits, and what may stand between each two.
fn disguised() -> impl Strategy<Value = (String, String)> {
    let between = prop_oneof![
        8 => Just(""),
        4 => prop::sample::select(vec![
            "-", "\u{2010}", "\u{2013}", "\u{2212}", "%2d", "%2D", "%252d", ".", " ", "_", ":", "\u{ad}", "%C2%AD", "\u{200b}",
            "--", " - ", "&#45;", "&shy;", "\\u00ad", "\u{a0}", "/", "~", "+", "\t",
        ]),
    ];
    let digit = (0_u32..16, 0..20, between).prop_map(|(digit, form, between)| {
        let plain = char::from_digit(digit, 16).unwrap();
        let wide = || char::from_u32(u32::from(plain) + 0xfee0).unwrap().to_string();
        let written = match form {
            0 => format!("%{:02x}", u32::from(plain)),
            1 => wide(),
            2..=6 => plain.to_ascii_uppercase().to_string(),
            _ => plain.to_string(),
        };
        (plain, format!("{written}{between}"))
    });
    prop::collection::vec(digit, 40).prop_map(|digits| {
        (
            digits.iter().map(|(plain, _)| *plain).collect(),
            digits.into_iter().map(|(_, written)| written).collect(),
        )
    })
}

/// The most digits of a token that are shown in its order: those of the plain text that are left.
fn left(token: &str, text: &str) -> usize {
    let digits: String = unit::units(text)
        .iter()
        .filter(|unit| unit.is_digit())
        .map(|unit| unit.says.to_ascii_lowercase())
        .collect();
    (0..token.len())
        .map(|from| {
            (from..=token.len()).rev().find(|to| digits.contains(&token[from..*to])).unwrap_or(from) - from
        })
        .max()
        .unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_disguise_shows_a_token(
        (token, disguise) in disguised(),
        before in prop::sample::select(vec!["", "s/4102441199-", "/S/never-", "%2fs%2f", "HIT from ", "https://", "a ", "2026-11-28 "]),
        behind in prop::sample::select(vec!["", "/index.html", ".example.org", " added", "\"", "z", "\n"]),
    ) {
        prop_assume!(token.chars().filter(char::is_ascii_alphabetic).count() > 2);
        let text = format!("{before}{disguise}{behind}");
        let json = serde_json::json!({ "a": text }).to_string();
        let forms = [foreign(&text), shown(&text), shown(&foreign(&text)), Shown::json(&json, &Revealed::default()).as_str().to_owned()];
        for form in forms {
            prop_assert!(left(&token, &form) < 20, "{text:?} is shown as {form:?}");
            prop_assert!(form.contains(HIDDEN));
        }
    }

    #[test]
    fn json_stays_json(text in "\\PC{0,80}|[0-9a-f\\\\\"u{}%/ -]{0,120}") {
        let json = serde_json::json!({ "a": text, "b": [1, 2.5, null] }).to_string();
        let safe = Shown::json(&json, &Revealed::default());
        prop_assert!(serde_json::from_str::<serde_json::Value>(safe.as_str()).is_ok(), "{safe:?}");
    }

    #[test]
    fn hashes_and_uuids_stay(bytes in prop::collection::vec(any::<u8>(), 32)) {
        let digits = bytes.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
        let uuid = format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..32]);
        for text in [digits, uuid] {
            let text = format!("see {text} for it");
            prop_assert_eq!(shown(&text), text);
        }
    }
}
