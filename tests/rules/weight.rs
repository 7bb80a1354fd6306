//! How status, shares and `allow` weigh; and what is told of it.

use serde_json::Value as Json;

use super::{CONTROLLER, complaints};
use crate::support::{Site, published};

fn share(rest: &str) -> String {
    format!(
        "title: S\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\ninclude: [r/record]\n{rest}"
    )
}

/// A record without a legal basis, with these lines in the record, in its register and in two shares.
fn site(record: &str, register: &str, public: &str, full: &str) -> Site {
    let site = Site::bare();
    site.write("content/registers/r/register.yaml", &format!("{CONTROLLER}{register}"));
    let bare = published("Record").replace("[{label: Purpose, legal_basis: contract}]", "[Purpose]");
    site.write("content/registers/r/record.yaml", &(bare + record));
    site.write("content/shares/public.yaml", &share(&format!("profile: public\n{public}")));
    site.write("content/shares/full.yaml", &share(&format!("profile: full\n{full}")));
    site
}

fn told(site: &Site) -> Vec<(String, String, Json)> {
    let word = |one: &Json, key: &str| one[key].as_str().unwrap().to_owned();
    let all = complaints(site);
    all.iter().map(|one| (word(one, "code"), word(one, "severity"), one["allowed"].clone())).collect()
}

const ALLOW: &str = "allow: [{code: legal-basis-missing, reason: zqreasonq}]\n";

fn check(site: &Site, severity: &str, reason: Option<&str>) {
    let expected = vec![("legal-basis-missing".to_owned(), severity.to_owned(), Json::from(reason))];
    assert_eq!(told(site), expected);
}

#[test]
fn one_complaint_whatever_the_number_of_shares_and_the_worst_share_is_named() {
    let site = site("", "", "", "");
    check(&site, "error", None);
    let report = String::from_utf8(site.run(&["check"]).stderr).unwrap();
    assert!(report.contains("held by `public`") && !report.contains("held by `full`"), "{report}");
}

#[test]
fn a_reason_in_the_record_or_its_register_silences() {
    check(&site(ALLOW, "", "", ""), "note", Some("zqreasonq"));
    check(&site("", ALLOW, "", ""), "note", Some("zqreasonq"));
    let site = site(ALLOW, "", "", "");
    let output = site.run(&["check", "--strict", "--format", "json"]);
    assert!(output.status.success(), "what is let be is no warning that --strict raises");
    let summary: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&summary["allowed"], &summary["notes"]), (&Json::from(1), &Json::from(1)));
    let report = String::from_utf8(site.run(&["check"]).stderr).unwrap();
    assert!(report.contains("allowed: zqreasonq"), "{report}");
}

#[test]
fn a_reason_in_a_share_silences_what_the_share_itself_causes() {
    check(&site("", "", ALLOW, ""), "warning", None);
    let unused = told(&site("", "", "", ALLOW));
    assert_eq!(
        unused.iter().map(|(code, ..)| code.as_str()).collect::<Vec<_>>(),
        ["legal-basis-missing", "allow-unused"]
    );
    let draft = site("", "", ALLOW, ALLOW);
    let text = std::fs::read_to_string(draft.path("content/registers/r/record.yaml")).unwrap();
    draft.write("content/registers/r/record.yaml", &text.replace("published", "draft"));
    check(&draft, "note", Some("zqreasonq"));
}

#[test]
fn an_empty_reason_is_an_error_and_what_cannot_be_silenced_stays() {
    for allow in
        ["allow: [{code: legal-basis-missing}]\n", "allow: [{code: legal-basis-missing, reason: \" \"}]\n"]
    {
        let all = told(&site(allow, "", "", ""));
        assert!(
            all.iter().any(|(code, severity, _)| ["missing-key", "empty-value"].contains(&code.as_str())
                && severity == "error")
        );
    }
    let private = site(
        "access: private\nallow: [{code: share-private-item, reason: R}]\n",
        "",
        "allow: [{code: share-private-item, reason: R}]\n",
        "",
    );
    let severities: Vec<_> = told(&private)
        .into_iter()
        .filter(|(code, ..)| code == "share-private-item")
        .map(|(_, severity, _)| severity)
        .collect();
    assert_eq!(severities, ["error", "error"]);
}

#[test]
fn a_reason_is_never_published() {
    let lines = "allow: [{code: legal-basis-missing, reason: zqreasonq}]\n";
    let site = site(lines, "", "allow: [{code: share-repeats, reason: zqreasonq}]\n", "");
    site.build(&[]);
    for (path, bytes) in site.output() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("zqreasonq") && !text.contains("legal-basis-missing"), "{path}");
    }
}

#[test]
fn what_is_told_is_the_same_out_of_the_cache() {
    let site =
        site("owner: TODO\nreviewed: 2019-01-01\nallow: [{code: placeholder, reason: R}]\n", "", ALLOW, "");
    let words = ["build", "--format", "json"];
    let (cold, warm) = (site.run(&words), site.run(&words));
    assert!(cold.status.success());
    assert_eq!(String::from_utf8_lossy(&cold.stderr), String::from_utf8_lossy(&warm.stderr));
}

#[test]
fn a_report_for_programs_has_the_keys_that_the_page_names() {
    let keys = |object: &Json| object.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let told = complaints(&site("", "", "", "")).remove(0);
    let plain = ["code", "column", "file", "help", "line", "message", "severity"];
    assert_eq!(keys(&told), plain);
    let site = site(ALLOW, "", "", "");
    let allowed = complaints(&site).remove(0);
    assert_eq!(keys(&allowed), [&["allowed"], plain.as_slice()].concat());
    let output = site.run(&["check", "--format", "json"]);
    let summary: Json = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(keys(&summary), ["allowed", "errors", "notes", "warnings"]);
    let page = std::fs::read_to_string("docs/checks.md").unwrap();
    for key in keys(&allowed).iter().chain(&keys(&summary)) {
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
}
