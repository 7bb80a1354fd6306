//! Exposure: what shares show that they had better not, to whom, and for how long.

use super::{CONTROLLER, Case, complaints, hit, miss};
use crate::support::{Site, published};

const CATALOGUE: &str = "kind: catalogue\ntitle: Maps\n";
const APPLICATIONS: &[(&str, &str)] =
    &[("content/applications.yaml", "applications:\n  - {id: portal, title: Portal}\n")];
const OTHER: &[(&str, &str)] = &[("content/registers/r/other.yaml", "title: Other\nstatus: draft\n")];
const SITE: &[(&str, &str)] = &[(
    "site.yaml",
    "id: test\ntitle: Register for internal use only\norganisation: O\ncontact: {name: N, email: n@example.org}\n\
     base_url: https://example.org/\nlanguages: [en, fr]\n",
)];
const STRICT: &[&str] = &["--strict"];

const fn ruled(site: &'static str, case: Case) -> Case {
    Case { site, ..case }
}

const fn shared(case: Case, shares: &'static [&'static str]) -> Case {
    Case { shares, ..case }
}

/// A dataset behind a link for anyone.
const fn mapped(case: Case, shares: &'static [&'static str]) -> Case {
    Case { register: CATALOGUE, shares, ..case }
}

/// A share for an application.
const fn applied(case: Case) -> Case {
    Case {
        shares: &["profile: public\naudience: applications\napplications: [portal]"],
        files: APPLICATIONS,
        ..case
    }
}

const fn mark(told: &'static str, record: &'static str, shares: &'static [&'static str]) -> Case {
    Case { shares, ..hit("do-not-publish", told, record) }
}

const fn no_mark(record: &'static str, shares: &'static [&'static str]) -> Case {
    Case { shares, ..miss("do-not-publish", record) }
}

const PUBLIC: &[&str] = &["profile: public"];
const ARTICLE_30: &[&str] = &["profile: article30"];
const FULL: &[&str] = &["profile: full"];

pub(crate) const CASES: &[Case] = &[
    mark("error", "description: NE PAS PUBLIER avant la réunion du comité.", PUBLIC),
    mark("error", "title: Salaires (usage interne)", ARTICLE_30),
    mark("error", "description: \"A **do\u{a0}not** publish yet: **Do not**\\npublish.\"", PUBLIC),
    // What the profile hides is not shown; what it shows is.
    no_mark("notes: NE PAS PUBLIER", ARTICLE_30),
    no_mark("notes: NE PAS PUBLIER", PUBLIC),
    mark("error", "notes: NE PAS PUBLIER", FULL),
    mark("error", "notes: NE PAS PUBLIER", &["profile: article30", "profile: full"]),
    no_mark("owner: Usage interne", PUBLIC),
    mark("error", "owner: Usage interne", &["profile: [owner]"]),
    no_mark("security: [{measure: Locks, detail: Strictly confidential}]", ARTICLE_30),
    mark("error", "security: [{measure: Locks, detail: Strictly confidential}]", FULL),
    // Nobody sees what no open share holds.
    no_mark("description: NE PAS PUBLIER", &[]),
    no_mark("description: NE PAS PUBLIER", &["profile: public\nrevoked: 2026-02-01T00:00:00Z"]),
    no_mark("description: NE PAS PUBLIER", &["profile: public\nexpires: 30d"]),
    // Applications hold links that go no further, unless somebody is careless.
    applied(mark("warning", "description: For internal use only.", &[])),
    applied(no_mark("description: Confidential data are encrypted.", &[])),
    no_mark("description: Données confidentielles chiffrées ; engagement de confidentialité.", PUBLIC),
    no_mark("description: We do not publish personal data.", PUBLIC),
    // A draft is spared nothing here.
    Case { status: "draft", ..mark("error", "description: Not for distribution.", PUBLIC) },
    // The share's own words, and its register's.
    mark("error", "", &["profile: public\ntitle: {en: \"Do not publish\", fr: Titre}"]),
    no_mark("", &["profile: public\nlang: fr\ntitle: {en: \"Do not publish\", fr: Titre}"]),
    mark("error", "", &["profile: public\nnote: Diffusion restreinte"]),
    applied(Case {
        register: "kind: controller\ntitle: \"Register: confidential\"\n",
        ..mark("warning", "", &[])
    }),
    Case {
        register: "kind: catalogue\ntitle: Maps\npublisher: {name: Office, address: Internal use only}\n",
        ..mark("error", "", PUBLIC)
    },
    Case {
        register: "kind: catalogue\ntitle: Maps\npublisher: {name: Office, address: Internal use only}\n",
        ..no_mark("", ARTICLE_30)
    },
    // What stands on every page.
    Case { site: "theme: {name: default}", ..no_mark("", PUBLIC) },
    Case { files: SITE, ..mark("error", "", PUBLIC) },
    Case { files: SITE, ..no_mark("", &[]) },
    // Files are shown by their names.
    Case {
        files: &[("content/registers/r/files/plan-CONFIDENTIEL.txt", "x")],
        ..mark("error", "attachments: [{title: Plan, file: plan-CONFIDENTIEL.txt}]", PUBLIC)
    },
    Case {
        files: &[("content/registers/r/files/clause-de-confidentialite.txt", "x")],
        ..no_mark("attachments: [{title: Clause, file: clause-de-confidentialite.txt}]", PUBLIC)
    },
    mapped(
        hit("path-exposed", "error", "links: [{title: Orthophoto, url: \"http://10.0.3.4/geoserver/wms\"}]"),
        PUBLIC,
    ),
    mapped(hit("path-exposed", "error", "description: In N:\\ortho\\2026 until May."), PUBLIC),
    mapped(hit("path-exposed", "error", "description: \"See [the map](http://geoserver/wms).\""), PUBLIC),
    mapped(hit("path-exposed", "warning", "path: orthos/2026"), FULL),
    mapped(miss("path-exposed", "path: /mnt/orthos"), PUBLIC),
    mapped(miss("path-exposed", "links: [\"https://maps.example.org/home/mnt/x\"]"), PUBLIC),
    mapped(miss("path-exposed", "links: [\"http://10.0.3.4/geoserver/wms\"]"), &[]),
    shared(hit("path-exposed", "warning", "notes: See /home/eva/draft"), FULL),
    shared(hit("share-unlimited", "warning", ""), &["profile: public\nexpires: never"]),
    shared(miss("share-unlimited", ""), &["profile: public\nexpires: never\nrevoked: 2026-02-01T00:00:00Z"]),
    Case {
        status: "draft",
        ..shared(hit("share-draft-unlimited", "warning", ""), &["profile: public\nexpires: never"])
    },
    shared(miss("share-draft-unlimited", ""), &["profile: public\nexpires: never"]),
    ruled(
        "policy: {longest: 180d}",
        shared(
            hit("share-exceeds-policy", "error", ""),
            &["profile: public\ncreated: 2098-05-01T09:00:00Z\nexpires: 181d"],
        ),
    ),
    ruled(
        "policy: {longest: 180d}",
        shared(
            miss("share-exceeds-policy", ""),
            &["profile: public\ncreated: 2098-05-01T09:00:00Z\nexpires: 180d"],
        ),
    ),
    ruled(
        "policy: {unlimited: refuse}",
        shared(hit("share-exceeds-policy", "error", ""), &["profile: public\nexpires: never"]),
    ),
    // One slip, one complaint.
    ruled(
        "policy: {unlimited: refuse}",
        shared(miss("share-unlimited", ""), &["profile: public\nexpires: never"]),
    ),
    ruled(
        "policy: {longest: 180d, unlimited: allow}",
        shared(miss("share-exceeds-policy", ""), &["profile: public\nexpires: never"]),
    ),
    ruled(
        "policy: {drafts: 30d}",
        shared(miss("share-exceeds-policy", ""), &["profile: public\nexpires: never"]),
    ),
    ruled(
        "policy: {drafts: 30d, unlimited: allow}",
        Case {
            status: "draft",
            ..shared(
                hit("share-exceeds-policy", "error", ""),
                &["profile: public\ninclude: [r/record]\nexpires: never"],
            )
        },
    ),
    ruled(
        "policy: {longest: 180d, since: 2098-05-01}",
        shared(hit("share-precedes-policy", "warning", ""), &["profile: public\nexpires: never"]),
    ),
    ruled(
        "policy: {longest: 180d, since: 2098-05-01}",
        shared(miss("share-exceeds-policy", ""), &["profile: public\nexpires: never"]),
    ),
    ruled(
        "policy: {longest: 180d, since: 2098-05-01}",
        shared(
            hit("share-precedes-policy", "note", ""),
            &[
                "profile: public\nexpires: never\nallow: [{code: share-precedes-policy, reason: Printed in a report}]",
            ],
        ),
    ),
    ruled(
        "policy: {longest: 180d, since: 2098-05-01}",
        shared(
            miss("share-precedes-policy", ""),
            &["profile: public\ncreated: 2098-04-30T23:59:59Z\nexpires: 180d"],
        ),
    ),
    // What `share extend` wrote makes it a link of today.
    ruled(
        "policy: {longest: 180d, since: 2098-05-01}",
        shared(
            hit("share-exceeds-policy", "error", ""),
            &["profile: public\nextended: 2098-05-01T00:00:00Z\nexpires: 2098-10-28T00:00:01Z"],
        ),
    ),
    ruled(
        "policy: {longest: 180d, since: 2098-05-01}",
        shared(
            miss("share-exceeds-policy", ""),
            &["profile: public\nextended: 2098-05-01T00:00:00Z\nexpires: 2098-10-28T00:00:00Z"],
        ),
    ),
    ruled(
        "policy: {longest: 180d}",
        shared(
            miss("share-exceeds-policy", ""),
            &["profile: public\nopens: 2098-09-01T09:00:00+02:00\nexpires: 180d"],
        ),
    ),
    ruled(
        "policy: {longest: 180d}",
        shared(
            miss("share-exceeds-policy", ""),
            &[
                "profile: public\nexpires: never\nrevoked: 2026-02-01T00:00:00Z",
                "profile: public\nexpires: 400d",
            ],
        ),
    ),
    ruled("policy: {longest: 30d, drafts: 31d}", hit("policy-idle", "warning", "")),
    ruled("policy: {longest: 30d, drafts: 30d}", miss("policy-idle", "")),
    ruled("policy: {since: 2026-01-01}", hit("policy-idle", "warning", "")),
    ruled("policy: {unlimited: allow}", hit("policy-idle", "warning", "")),
    ruled("policy: {unlimited: refuse}", miss("policy-idle", "")),
    ruled("policy: {longest: 30d}\ndefaults: {expires: 31d}", hit("policy-idle", "warning", "")),
    ruled("policy: {unlimited: refuse}\ndefaults: {expires: never}", hit("policy-idle", "warning", "")),
    ruled("policy: {longest: 1d}", miss("policy-idle", "")),
    shared(
        hit("share-expires-before-created", "error", ""),
        &["profile: public\ncreated: 2026-01-05T09:00:00+01:00\nexpires: 2025-01-05T09:00:00+01:00"],
    ),
    shared(
        miss("share-expires-before-created", ""),
        &["profile: public\ncreated: 2026-01-05T09:00:00+01:00\nexpires: 2026-01-05T08:00:01Z"],
    ),
    shared(
        hit("share-created-ahead", "error", ""),
        &["profile: public\ncreated: 2099-01-05T09:00:00+01:00\nexpires: 30d"],
    ),
    shared(
        hit("share-created-ahead", "error", ""),
        &["profile: public\nextended: 2098-06-02T12:00:01Z\nexpires: 2099-01-01T00:00:00Z"],
    ),
    shared(
        miss("share-created-ahead", ""),
        &[
            "profile: public\ncreated: 2098-06-02T14:00:00+02:00\nextended: 2098-06-02T12:00:00Z\nexpires: 30d",
        ],
    ),
    shared(
        hit("share-dates-order", "error", ""),
        &[
            "profile: public\ncreated: 2026-01-05T09:00:00+01:00\nopens: 2026-03-01T09:00:00+01:00\nexpires: 2026-02-01T09:00:00+01:00",
        ],
    ),
    shared(miss("share-dates-order", ""), &["profile: public\nopens: 2026-01-05T10:00:00+01:00"]),
    shared(
        hit("share-scheduled", "note", ""),
        &["profile: public\nopens: 2098-09-01T09:00:00+02:00\nexpires: 2d"],
    ),
    shared(miss("share-scheduled", ""), &["profile: public\nopens: 2098-06-01T12:00:00Z\nexpires: 2d"]),
    // What opens later ends soon only once it is open.
    shared(miss("share-ending", ""), &["profile: public\nopens: 2098-06-01T13:00:00Z\nexpires: 2d"]),
    // Its content is looked at before anybody can read it.
    shared(
        hit("share-empty", "warning", ""),
        &["profile: public\nopens: 2098-09-01T09:00:00+02:00\ninclude: []"],
    ),
    shared(
        hit("share-ending", "warning", ""),
        &["profile: public\ncreated: 2098-06-01T00:00:00Z\nexpires: 2d"],
    ),
    shared(miss("share-ending", ""), &["profile: public\ncreated: 2098-06-01T00:00:00Z\nexpires: 30d"]),
    shared(
        hit("share-ended", "note", ""),
        &["profile: public\ncreated: 2024-01-10T09:30:00+01:00\nexpires: 30d"],
    ),
    shared(miss("share-ended", ""), &["profile: public\nexpires: 30d\nrevoked: 2026-02-01T00:00:00Z"]),
    shared(hit("share-empty", "warning", ""), &["profile: public\ninclude: []"]),
    shared(miss("share-empty", ""), &["profile: public\ninclude: [r]"]),
    shared(
        hit("share-unreachable", "warning", ""),
        &["profile: public\nrecipients:\n  - {id: a, revoked: 2026-02-01T10:00:00+01:00}"],
    ),
    shared(
        miss("share-unreachable", ""),
        &["profile: public\nrecipients: [{id: a, revoked: 2026-02-01T00:00:00Z}, b]"],
    ),
    shared(
        miss("share-unreachable", ""),
        &[
            "profile: public\nrevoked: 2026-02-01T00:00:00Z\nrecipients: [{id: a, revoked: 2026-02-01T00:00:00Z}]",
        ],
    ),
    Case {
        files: OTHER,
        words: STRICT,
        ..shared(hit("reference-outside", "error", "relations: [other]"), PUBLIC)
    },
    Case { files: OTHER, ..shared(miss("reference-outside", "relations: [other]"), PUBLIC) },
    Case {
        files: OTHER,
        words: STRICT,
        ..shared(
            miss("reference-outside", "relations: [other]"),
            &["profile: public\ninclude: [r/record, r/other]"],
        )
    },
];

/// The record is not read again: what was found in its hidden fields lies with it.
#[test]
fn a_wider_profile_is_told_out_of_the_cache() {
    let site = Site::bare();
    let share = |profile: &str| {
        let days = "created: 2026-01-05T09:00:00Z\nexpires: 2099-01-01T00:00:00Z";
        site.write(
            "content/shares/share.yaml",
            &format!("title: S\n{days}\ninclude: [r/record]\nprofile: {profile}\n"),
        );
    };
    site.write("content/registers/r/register.yaml", CONTROLLER);
    site.write(
        "content/registers/r/record.yaml",
        &format!("{}notes: Ne pas diffuser.\n", published("Record")),
    );
    share("article30");
    let report = site.build(&[]);
    assert_eq!((&report["errors"], &report["warnings"]), (&0.into(), &0.into()));
    share("full");
    let cold = complaints(&Site { root: copied(&site), now: site.now.clone(), secret: site.secret.clone() });
    let warm = complaints(&site);
    let codes: Vec<_> = warm.iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["do-not-publish", "share-internal"], "{warm:?}");
    assert_eq!(warm, cold);
    assert!(!site.run(&["build"]).status.success(), "an error stops a build");
}

/// The site without what a build left.
fn copied(site: &Site) -> tempfile::TempDir {
    let copy = Site::empty();
    for (path, bytes) in crate::support::tree(site.root.path()) {
        if !path.starts_with(".extrait/") && !path.starts_with("output/") {
            copy.write_bytes(&path, &bytes);
        }
    }
    copy.root
}
