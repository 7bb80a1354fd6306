//! What lies in the output for hosts: the share that ended in 2001, and the files that a host reads there. None of it
//! tells of any share or follows from one, and a build takes away what its site no longer names. In a share's folder lies what
//! the share allows.

#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "a test fails by panicking")]

use crate::support::{Site, Tree};
use extrait::host::{FRAMING, Marker, ORIGINS, OUTPUT_NAMES};
use extrait::link::CANARY;
use extrait::model::id::Id;

/// The example site on these hosts.
fn on(hosts: &str) -> Site {
    let site = Site::example();
    let text = String::from_utf8(crate::support::tree(site.root.path())["site.yaml"].clone()).unwrap();
    site.write("site.yaml", &text.replace("hosts: [nginx]", &format!("hosts: [{hosts}]")));
    site
}

fn host_files(output: &Tree) -> Tree {
    let kept =
        output.iter().filter(|(path, _)| OUTPUT_NAMES.contains(&path.as_str()) || path.contains(CANARY));
    kept.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

#[test]
fn no_share_changes_a_byte_of_what_lies_there_for_hosts() {
    let site = on("cloudflare-pages, apache-htaccess, netlify");
    site.build(&[]);
    let before = host_files(&site.output());
    assert_eq!(before.len(), 4, "{:?}", before.keys());
    let share = "title: New\ncreated: 2026-01-05T09:00:00Z\nexpires: 2098-12-01T00:00:00Z\nprofile: full\ninclude: [processing]\n";
    site.write("content/shares/new.yaml", share);
    site.remove("content/shares/whole-register.yaml");
    site.build(&[]);
    assert_eq!(host_files(&site.output()), before);
    for (path, bytes) in &before {
        let text = String::from_utf8_lossy(bytes);
        for link in site.links() {
            let url = link["url"].as_str().unwrap().to_owned();
            let token = url.trim_end_matches('/').rsplit('-').next().unwrap().to_owned();
            assert!(!text.contains(&token), "{path} names a link");
        }
        assert!(!text.contains("seconded"), "{path} tells of a record");
    }
}

#[test]
fn files_of_a_host_that_is_no_longer_named_go_and_those_of_others_stay() {
    let site = on("apache-htaccess, netlify");
    site.build(&[]);
    let text = String::from_utf8(crate::support::tree(site.root.path())["site.yaml"].clone()).unwrap();
    site.write("site.yaml", &text.replace("apache-htaccess, netlify", "nginx"));
    site.write("output/_worker.js", "export default {};\n");
    site.build(&[]);
    let output = site.output();
    assert!(!output.contains_key(".htaccess") && !output.contains_key("_headers"), "{:?}", output.keys());
    assert_eq!(output["_worker.js"], b"export default {};\n", "a worker that somebody else wrote");
}

#[test]
fn the_share_that_ended_in_2001_is_published_by_every_build_and_closed_by_none() {
    let site = on("plain");
    let canary = format!("s/{CANARY}/index.html");
    let first = site.build(&[]);
    let page = site.output()[&canary].clone();
    assert!(String::from_utf8_lossy(&page).contains("the host does not enforce ends"));
    assert_eq!(
        first["links"],
        site.links().iter().filter(|link| link["state"] == "live" || link["state"] == "ending").count()
    );
    site.build(&["--prune"]);
    assert_eq!(site.output()[&canary], page, "pruned");
    // Closed folders go when the site is broken; this one stays.
    site.write("site.yaml", "title: [\n");
    assert_eq!(site.run(&["build"]).status.code(), Some(1));
    assert_eq!(site.output()[&canary], page, "removed by a build with errors");
}

/// The markers that lie in a share's folder; all else in it, its sums without those of markers.
fn allowed(site: &Site, recipient: Option<&str>) -> (Vec<&'static str>, Tree) {
    let mut share = site.share("new", recipient);
    share.remove("SHA256SUMS.minisig").unwrap();
    let sums = String::from_utf8(share.remove("SHA256SUMS").unwrap()).unwrap();
    let mut found = Vec::new();
    for Marker { name, text } in [&FRAMING, &ORIGINS] {
        let file = share.remove(*name);
        assert_eq!(sums.contains(name), file.is_some(), "{name} in the sums");
        if let Some(bytes) = file {
            assert_eq!(bytes, text.as_bytes());
            found.push(*name);
        }
    }
    (found, share)
}

#[test]
fn what_a_share_allows_lies_in_its_folder_and_changes_none_of_its_pages() {
    let site = on("nginx");
    let share = |more: &str| {
        let text = "title: New\ncreated: 2026-01-05T09:00:00Z\nexpires: 2098-12-01T00:00:00Z\nprofile: public\ninclude: [processing]\n";
        site.write("content/shares/new.yaml", &format!("{text}{more}"));
        site.build(&[]);
    };
    let program = "audience: applications\napplications: [gis-portal]\n";
    share("");
    let (found, pages) = allowed(&site, None);
    assert_eq!(found, [""; 0]);
    // Each after another, so that a warm build adds and takes away what a cold one would.
    for (more, expected) in [
        ("embed: true\n", &[FRAMING.name][..]),
        ("embed: false\n", &[]),
        ("embed: true\n", &[FRAMING.name]),
        ("", &[]),
    ] {
        share(more);
        assert_eq!(allowed(&site, None), (expected.to_vec(), pages.clone()), "{more:?}");
    }
    share(program);
    let (found, pages) = allowed(&site, Some("gis-portal"));
    assert_eq!(found, [ORIGINS.name]);
    share(&format!("{program}embed: true\n"));
    assert_eq!(allowed(&site, Some("gis-portal")), (vec![FRAMING.name, ORIGINS.name], pages));
}

#[test]
fn no_record_can_take_the_name_of_a_marker() {
    for marker in [&FRAMING, &ORIGINS] {
        assert!(Id::new(marker.name).is_err(), "{} is an id", marker.name);
    }
}

#[test]
fn whether_a_share_may_be_framed_is_said_in_one_of_two_words() {
    let site = on("nginx");
    for (written, code) in
        [("yes", "unknown-term"), ("1", "unknown-term"), ("[true]", "wrong-shape"), ("", "empty-value")]
    {
        let text = "title: New\ncreated: 2026-01-05T09:00:00Z\nexpires: 2098-12-01T00:00:00Z\nprofile: public\ninclude: [processing]\n";
        site.write("content/shares/new.yaml", &format!("{text}embed: {written}\n"));
        let output = site.run(&["check", "--format", "json"]);
        let report = String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{written}: {report}");
        assert!(report.contains(code), "{written}: {report}");
    }
}

/// Rules are written by the name they have, not to where a link with that name would lead.
#[cfg(unix)]
#[test]
fn rules_do_not_follow_a_link_that_leads_nowhere() {
    let site = on("nginx");
    let (rules, elsewhere) = (site.path("rules"), site.path("elsewhere.conf"));
    std::fs::create_dir(&rules).unwrap();
    std::os::unix::fs::symlink(&elsewhere, rules.join("http.conf")).unwrap();
    let write = || site.run(&["host", "write", "nginx", rules.to_str().unwrap()]);
    assert_eq!(write().status.code(), Some(2));
    assert!(!elsewhere.exists() && !rules.join("server.conf").exists());
    std::fs::remove_file(rules.join("http.conf")).unwrap();
    assert!(write().status.success() && rules.join("server.conf").exists());
}

#[test]
fn links_tell_which_hosts_have_no_clock() {
    for (hosts, said) in [
        ("nginx", ""),
        ("nginx, netlify", "`netlify` has no clock: an end takes effect with the next build"),
        ("plain, netlify", "`plain`, `netlify` have no clock: an end takes effect"),
        ("", "site.yaml names no host: an end takes effect"),
    ] {
        let output = on(hosts).run(&["links"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(
            told.contains(said) && (!said.is_empty() || !told.contains("an end takes effect")),
            "{hosts}: {told}"
        );
    }
}
