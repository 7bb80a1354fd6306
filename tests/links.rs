//! The list of links: which come first and why, which are wanted, and what is written for those who get them.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a test fails by panicking, and its sites are texts"
)]

use crate::support::Site;
use serde_json::Value as Json;

/// Shares whose ids do not sort as their exposure does; the clock stands at 2098-06-01T12:00:00Z.
fn site() -> Site {
    let site = Site::bare();
    let text = std::fs::read_to_string(site.path("site.yaml")).unwrap();
    site.write("site.yaml", &format!("{text}warnings: {{ending_within: 1d}}\n"));
    let register = |id: &str, group: &str| {
        site.write(
            &format!("content/registers/{id}/register.yaml"),
            &format!("kind: controller\ntitle: {id}\ngroup: {group}\n\
                 controller: {{name: C, address: Street 1, email: c@example.org}}\ndpo: {{name: D, email: d@example.org}}\n"),
        );
    };
    register("plain", "team");
    register("delicate", "others");
    let item = |path: &str, status: &str, special: &str| {
        site.write(
            &format!("content/registers/{path}.yaml"),
            &format!(
                "title: T\nstatus: {status}\ncreated: 2098-01-01\nspecial: {special}\ndescription: Work.\n\
                 purposes: [{{label: Work, legal_basis: contract}}]\ndata_subjects: [customers]\n\
                 data: [{{category: identity}}]\nrecipients: none\ntransfers: none\nsecurity: [backup]\n\
                 retention: [{{active: P1Y}}]\n"
            ),
        );
    };
    item("plain/a", "published", "none");
    item("plain/b", "draft", "none");
    item("delicate/health", "published", "[{category: health, exception: explicit_consent}]");
    share(&site, "a-calm", "2098-12-01T00:00:00Z", "[plain]", "");
    share(&site, "b-old", "2098-12-01T00:00:00Z", "[plain]", "created: 2097-05-01T00:00:00Z\n");
    share(&site, "c-special", "2098-12-01T00:00:00Z", "[delicate]", "");
    share(&site, "d-draft", "2098-06-05T00:00:00Z", "[plain/a, plain/b]", "");
    share(&site, "e-unlimited", "never", "[delicate]", "created: 2097-05-01T00:00:00Z\n");
    share(&site, "f-gone", "never", "[plain/b, delicate]", "revoked: 2098-03-01T00:00:00Z\n");
    share(&site, "g-past", "2098-05-01T00:00:00Z", "[delicate]", "");
    let readers = "recipients: [{id: one, label: First Reader}, {id: two, revoked: 2098-03-01T00:00:00Z}]\n";
    share(&site, "h-soon", "2098-06-02T12:00:00Z", "[plain]", readers);
    site
}

fn share(site: &Site, id: &str, expires: &str, include: &str, more: &str) {
    let created = if more.contains("created") { "" } else { "created: 2098-01-01T00:00:00Z\n" };
    let text = format!(
        "title: {{en: Title {id}, fr: Titre {id}}}\nlang: fr\nexpires: {expires}\ninclude: {include}\nprofile: full\n{created}{more}"
    );
    site.write(&format!("content/shares/{id}.yaml"), &text);
}

/// The output of `links` with these words, and its exit code.
fn links(site: &Site, words: &[&str]) -> (String, i32) {
    let output = site.run(&[&["links"], words].concat());
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8(said).unwrap(), output.status.code().unwrap())
}

fn listed(site: &Site, words: &[&str]) -> (Vec<Json>, i32) {
    let (text, exit) = links(site, &[words, &["--format", "json"]].concat());
    (serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")), exit)
}

#[test]
fn the_most_exposed_come_first_and_say_why() {
    let (rows, exit) = listed(&site(), &[]);
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let words = row["exposure"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
            (
                row["share"].as_str().unwrap(),
                row["state"].as_str().unwrap(),
                words.collect::<Vec<_>>().join(" "),
            )
        })
        .collect();
    let expected = [
        ("e-unlimited", "live", "unlimited special old"),
        ("d-draft", "live", "draft"),
        ("c-special", "live", "special"),
        ("b-old", "live", "old"),
        ("a-calm", "live", ""),
        ("f-gone", "revoked", ""),
        ("g-past", "ended", ""),
        ("h-soon", "ending", ""),
        ("h-soon", "revoked", ""),
    ];
    assert_eq!(told, expected.map(|(share, state, why)| (share, state, why.to_owned())));
    assert_eq!(exit, 0);
}

#[test]
fn special_data_is_known_from_the_cache_as_from_the_text() {
    let site = site();
    let special = |site: &Site| {
        let rows = listed(site, &["--special"]).0;
        rows.iter()
            .map(|row| (row["share"].as_str().unwrap().to_owned(), row["special"].as_u64()))
            .collect::<Vec<_>>()
    };
    let cold = special(&site);
    assert_eq!(
        cold.iter().map(|(share, _)| share.as_str()).collect::<Vec<_>>(),
        ["e-unlimited", "c-special", "f-gone", "g-past"]
    );
    site.build(&[]);
    assert_eq!(special(&site), cold, "read from the cache");
}

#[test]
fn filters() {
    let site = site();
    let check = |words: &[&str], expected: &[&str], exit: i32| {
        let (rows, found) = listed(&site, words);
        let shares: Vec<_> = rows.iter().map(|row| row["share"].as_str().unwrap()).collect();
        assert_eq!((shares.as_slice(), found), (expected, exit), "{words:?}");
    };
    check(&["--ending", "12h"], &[], 0);
    check(&["--ending", "24h"], &["h-soon"], 6);
    check(&["--ending", "4d"], &["d-draft", "h-soon"], 6);
    check(&["--ending", "4d", "--drafts"], &["d-draft"], 6);
    check(&["--ending", "4d", "--state", "live"], &["d-draft"], 6);
    check(&["--ending", "4d", "--state", "revoked,ended"], &[], 0);
    check(&["--state", "revoked,ended"], &["f-gone", "g-past", "h-soon"], 0);
    check(&["--state", "ending"], &["h-soon"], 0);
    check(&["--drafts"], &["d-draft", "f-gone"], 0);
    check(&["--group", "others"], &["e-unlimited", "c-special", "f-gone", "g-past"], 0);
    check(&["--group", "team", "--state", "live"], &["d-draft", "b-old", "a-calm"], 0);
    for words in
        [&["--ending", "soon"][..], &["--ending", "never"], &["--state", "open"], &["--group", "A B"]]
    {
        assert_eq!(links(&site, words).1, 2, "{words:?}");
    }
    let (text, exit) = links(&site, &["--state", "ending", "--drafts"]);
    assert_eq!((text.lines().count(), text.starts_with("SHARE "), exit), (1, true, 0), "{text}");
    let (text, exit) = links(&site, &["--group", "nobody"]);
    assert!(text.contains("no register belongs to the group `nobody`") && exit == 2, "{text}");
}

#[test]
fn what_holds_links_in_full_must_be_asked_for() {
    let site = site();
    for words in [&["--qr"][..], &["--mail", "en"]] {
        let (text, exit) = links(&site, words);
        assert!(text.contains("add --reveal if that is meant") && exit == 2, "{text}");
        assert!(!text.contains("/s/"), "{text}");
    }
    for words in [
        &["--qr", "--mail", "en", "--reveal"][..],
        &["--qr", "--reveal", "--format", "json"],
        &["--mail", "de", "--reveal"],
    ] {
        assert_eq!(links(&site, words).1, 2, "{words:?}");
    }
}

#[test]
fn mails_are_ready_to_send() {
    let site = site();
    let url = |share: &str| {
        let links = site.links();
        let link = links.iter().find(|link| link["share"] == share).unwrap();
        link["url"].as_str().unwrap().to_owned()
    };
    let (text, exit) = links(&site, &["--mail", "en", "--reveal", "--state", "ending"]);
    let expected = format!(
        "To: First Reader\nSubject: Title h-soon\n\nHello,\n\nOrganisation shares this with you: Title h-soon\n\n{}\n\n\
         The link is open until 2\u{a0}June 2098 at 12:00 (UTC).\n\
         The link is yours alone. Please do not pass it on: whoever has it can read everything behind it.\n\n\
         Questions: Office, office@example.org\n\nOrganisation\n",
        url("h-soon")
    );
    assert_eq!((text, exit), (expected, 0));
    let (text, _) = links(&site, &["--mail", "fr", "--reveal", "--group", "others"]);
    for part in
        ["Subject: Titre e-unlimited", "Bonjour,", &url("e-unlimited"), "n’a pas de fin", "Quiconque possède"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let closed = [url("f-gone"), url("g-past")];
    assert!(!closed.iter().any(|url| text.contains(url)), "a closed link is sent to nobody: {text}");
    assert_eq!(text.matches("Subject: ").count(), 2);
    // A line break in a label begins no other line of the head.
    let readers = "recipients: [{id: one, label: \"First\\nBcc: x@example.org\"}]\n";
    share(&site, "h-soon", "2098-06-02T12:00:00Z", "[plain]", readers);
    let (text, _) = links(&site, &["--mail", "en", "--reveal", "--state", "ending"]);
    assert!(!text.contains("\nBcc"), "{text}");
}

#[test]
fn a_code_leads_to_its_link() {
    let site = site();
    let (text, exit) = links(&site, &["--qr", "--reveal", "--state", "live", "--drafts"]);
    assert_eq!(exit, 0);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("d-draft"));
    let rows: Vec<Vec<char>> = lines.map(|line| line.chars().collect()).collect();
    // Half a block is one module high; four points a side are enough for a reader.
    let is_dark = |x: usize, y: usize| {
        let block = rows[y / 8][x / 4];
        if (y / 4).is_multiple_of(2) { matches!(block, ' ' | '▄') } else { matches!(block, ' ' | '▀') }
    };
    let side = rows[0].len() * 4;
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| if is_dark(x, y) { 0 } else { 255 });
    let found: Vec<_> = image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect();
    let links = site.links();
    let link = links.iter().find(|link| link["share"] == "d-draft").unwrap();
    assert_eq!(found, [link["url"].as_str().unwrap()]);
}
