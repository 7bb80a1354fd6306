//! Properties of disclosure: what a share does not hold never changes a byte of it, and a narrower profile never shows
//! more.

#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "a test fails by panicking")]

use crate::support::Site;
use proptest::prelude::*;
use serde_json::Value as Json;

const REGISTERS: [&str; 2] = ["one", "two"];

/// A record whose words come from the outside.
fn record(title: &str, status: &str, words: &str) -> String {
    let words = Json::from(words);
    format!(
        "title: {}\nstatus: {status}\nupdated: 2026-02-03\npurposes: [{{label: {words}, legal_basis: consent}}]\n\
         description: {words}\nowner: {words}\nnotes: {words}\nsecurity: [{{type: encryption, detail: {words}}}]\n\
         recipients: [{words}]\ntransfers: none\nretention: [P2Y]\ndata: [identity]\ndata_subjects: [employees]\n\
         relations: [one/first, two/first]\n",
        Json::from(title)
    )
}

fn site(words: &str) -> Site {
    let site = Site::bare();
    for register in REGISTERS {
        let about = format!(
            "kind: controller\ntitle: Register {register}\ncontroller: {{name: Office, email: office@example.org}}\n"
        );
        site.write(&format!("content/registers/{register}/register.yaml"), &about);
        for item in ["first", "second"] {
            site.write(
                &format!("content/registers/{register}/{item}.yaml"),
                &record(item, "published", words),
            );
        }
        site.write(&format!("content/registers/{register}/draft.yaml"), &record("draft", "draft", words));
    }
    for (share, include, profile) in [
        ("whole", "one", "full"),
        ("item", "one/second", "article30"),
        ("public", "one", "public"),
        ("article30", "one", "article30"),
        ("short", "one", "[purposes.label]"),
        ("long", "one", "[purposes, security, recipients]"),
    ] {
        let text = format!(
            "title: Share\ncreated: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z\ninclude: [{include}]\nprofile: {profile}\n"
        );
        site.write(&format!("content/shares/{share}.yaml"), &text);
    }
    site
}

/// What is done to a site that none of its shares may notice.
#[derive(Debug, Clone)]
enum Unseen {
    AddDraft,
    EditDraft,
    RemoveDraft,
    AddPrivate,
    EditOtherRegister,
    AddToOtherRegister,
    RenameOtherRegister,
}

fn unseen() -> impl Strategy<Value = Unseen> {
    prop_oneof![
        Just(Unseen::AddDraft),
        Just(Unseen::EditDraft),
        Just(Unseen::RemoveDraft),
        Just(Unseen::AddPrivate),
        Just(Unseen::EditOtherRegister),
        Just(Unseen::AddToOtherRegister),
        Just(Unseen::RenameOtherRegister),
    ]
}

fn apply(site: &Site, edit: &Unseen, words: &str) {
    let text = |status: &str| record(&format!("T{words}"), status, words);
    match edit {
        Unseen::AddDraft => site.write("content/registers/one/added.yaml", &text("draft")),
        Unseen::EditDraft => site.write("content/registers/one/draft.yaml", &text("draft")),
        Unseen::RemoveDraft => site.remove("content/registers/one/draft.yaml"),
        Unseen::AddPrivate => {
            site.write("content/registers/one/hidden.yaml", &(text("published") + "access: private\n"));
        }
        Unseen::EditOtherRegister => site.write("content/registers/two/second.yaml", &text("published")),
        Unseen::AddToOtherRegister => site.write("content/registers/two/added.yaml", &text("published")),
        Unseen::RenameOtherRegister => {
            let about = format!(
                "kind: controller\ntitle: {}\ncontroller: {{name: Office, email: office@example.org}}\n",
                Json::from(format!("R{words}"))
            );
            site.write("content/registers/two/register.yaml", &about);
        }
    }
}

/// Whether everything that `narrow` shows, `wide` shows too, at the same place.
fn within(narrow: &Json, wide: &Json) -> bool {
    match (narrow, wide) {
        (Json::Object(narrow), Json::Object(wide)) => {
            narrow.iter().all(|(key, value)| wide.get(key).is_some_and(|other| within(value, other)))
        }
        (Json::Array(narrow), Json::Array(wide)) => {
            narrow.len() == wide.len() && narrow.iter().zip(wide).all(|(value, other)| within(value, other))
        }
        (narrow, wide) => narrow == wide,
    }
}

/// The records of a share, as its machine-readable form gives them.
fn records(site: &Site, share: &str) -> Json {
    let extract: Json = serde_json::from_slice(&site.share(share, None)["extract.json"]).unwrap();
    extract["registers"].clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_share_does_not_hold_never_changes_it(
        edits in proptest::collection::vec((unseen(), "[a-zA-Zé<&' ]{1,12}[a-z]"), 1..4),
    ) {
        let site = site("Words");
        site.build(&[]);
        let before = site.output();
        for (edit, words) in &edits {
            if !matches!(edit, Unseen::RemoveDraft) || site.path("content/registers/one/draft.yaml").exists() {
                apply(&site, edit, words);
            }
            site.build(&[]);
            prop_assert_eq!(&site.output(), &before, "{:?}", edit);
        }
    }

    #[test]
    fn a_narrower_profile_never_shows_more(words in "[a-zA-Zé<&'\"* ]{1,40}[a-z]") {
        let site = site(&words);
        site.build(&[]);
        let [full, public, article30, long, short] =
            ["whole", "public", "article30", "long", "short"].map(|share| records(&site, share));
        prop_assert!(within(&public, &full) && within(&article30, &full) && within(&long, &full));
        prop_assert!(within(&short, &long));
        prop_assert!(!within(&full, &public) && !within(&long, &short), "the comparison sees a difference");
    }
}

#[test]
fn what_a_share_holds_does_change_it() {
    let site = site("Words");
    site.build(&[]);
    let before = site.share("whole", None);
    site.write("content/registers/one/first.yaml", &record("Another title", "published", "Words"));
    site.build(&[]);
    assert_ne!(site.share("whole", None), before);
}

#[test]
fn a_reference_shows_only_inside_its_share() {
    let site = site("Words");
    site.build(&[]);
    let page = |share: &str, path: &str| String::from_utf8(site.share(share, None)[path].clone()).unwrap();
    assert!(page("whole", "one/second.html").contains("href=\"first.html\""));
    let alone = page("item", "one/second.html");
    assert!(!alone.contains("first") && !alone.contains("two"), "a reference leads out of the share");
    let extract = page("whole", "extract.json");
    assert!(!extract.contains("\"register\":\"two\""), "a reference names another register");
}
