//! Headers, and what leads past the rules.

use super::*;

#[test]
fn each_missing_header_is_named() {
    for (at, (name, _)) in GUARDED.iter().enumerate() {
        let rest: Vec<_> =
            GUARDED.iter().enumerate().filter(|(one, _)| *one != at).map(|(_, pair)| *pair).collect();
        let answer = |probe| if probe == Probe::Index { with(200, &rest) } else { good(probe) };
        let findings = check(name, &answer, &["headers fail"]);
        assert!(seen_of(&findings, "headers").contains(name), "{findings:#?}");
    }
    let weak = [
        ("X-Robots-Tag", "nofollow"),
        ("Referrer-Policy", "no-referrer, origin"),
        ("Cache-Control", "private, max-age=600"),
        ("X-Content-Type-Options", "sniff"),
        ("Content-Security-Policy", "default-src 'none'"),
    ];
    let findings = check(
        "weak",
        &|probe| if probe == Probe::Index { with(200, &weak) } else { good(probe) },
        &["headers fail"],
    );
    assert!(seen_of(&findings, "headers").contains("all five"), "{findings:#?}");
}

#[test]
fn a_host_that_names_pages_by_their_folder_is_judged_by_it() {
    let sent = |probe| match probe {
        Probe::Index | Probe::IndexAgain => with(308, &[("Location", "/s/")]),
        _ => good(probe),
    };
    let findings = check("sent to the folder", &sent, &[]);
    assert!(seen_of(&findings, "headers").starts_with("s/ has all five"), "{findings:#?}");
    let lacking = |probe| if probe == Probe::Folder { with(200, &GUARDED[1..]) } else { sent(probe) };
    check("sent to a folder that lacks one", &lacking, &["headers fail"]);
    let nowhere = |probe| if probe == Probe::Folder { guarded(404) } else { sent(probe) };
    check("sent nowhere", &nowhere, &["headers warn"]);
}

#[test]
fn what_leads_past_the_rules_is_found() {
    let check = |name: &str, probe: Probe, answer: GivenAnswer, expected: &[&str]| {
        check(name, &|asked| if asked == probe { answer.clone() } else { good(asked) }, expected)
    };
    let findings = check("files are not judged", Probe::CanaryFile, with(404, &[]), &["expiry fail"]);
    assert!(seen_of(&findings, "expiry").contains("404: those are not judged"), "{findings:#?}");
    let findings = check("capitals", Probe::CanaryCapital, guarded(200), &["expiry fail"]);
    assert!(seen_of(&findings, "expiry").contains("capitals"), "{findings:#?}");
    check("the front page is framed", Probe::Index, reframed("*"), &["headers fail"]);
    let named = |probe| Ok(if probe == Probe::Named { reframed("https://b.example") } else { good(probe) });
    let findings = observe("https://a.example/s/never-TOKEN/", &named);
    assert_eq!(faults(&findings), [""; 0], "a link is framed as it says");
    assert!(seen_of(&findings, "link-headers").contains("has all five"), "{findings:#?}");
    check("a folder lacks them", Probe::Folder, with(200, &GUARDED[1..]), &["headers fail"]);
    let listing = (200, Vec::new(), "<title>Index of /assets/</title>");
    check("assets are listed", Probe::Assets, listing, &["listing fail"]);
    for (probe, status) in [(Probe::Index, 200), (Probe::Folder, 200), (Probe::Endless, 404)] {
        let mut answer = guarded(status);
        answer.1.push(("Access-Control-Allow-Origin", "https://origin.invalid".to_owned()));
        check("read by other sites", probe, answer, &["origins warn"]);
    }
}

/// As [`guarded`], with other pages that may frame it.
fn reframed(ancestors: &str) -> GivenAnswer {
    let mut answer = guarded(200);
    answer.1.retain(|(name, _)| *name != "Content-Security-Policy");
    answer.1.push(("Content-Security-Policy", format!("frame-ancestors {ancestors}")));
    answer
}
