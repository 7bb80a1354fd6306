//! Workspaces: runs that nobody can repeat, and results that are not there.

use super::{Case, hit, miss};

const WORKSPACE: &str = "kind: workspace\ntitle: Laboratory\n";

/// A service that jobs can name.
const SERVICE: &[(&str, &str)] =
    &[("content/registers/r/snap-insar.yaml", "kind: service\ntitle: SNAP\nstatus: draft\n")];

const fn of(case: Case) -> Case {
    Case { register: WORKSPACE, files: SERVICE, ..case }
}

const fn shared(case: Case, shares: &'static [&'static str]) -> Case {
    Case { register: WORKSPACE, shares, ..case }
}

pub(crate) const CASES: &[Case] = &[
    of(hit("job-incomplete", "warning", "kind: job\nservice: snap-insar\nversion: \"7.0\"")),
    of(hit("job-incomplete", "warning", "kind: job\nversion: \"7\"\nparameters: [{name: a, value: b}]")),
    of(hit("job-incomplete", "warning", "kind: job\nservice: snap-insar\nparameters: [{name: a, value: b}]")),
    of(miss(
        "job-incomplete",
        "kind: job\nservice: snap-insar\nversion: \"7\"\nstate: running\nparameters: [{name: a, value: b}]",
    )),
    // Whether it failed is nobody's business until it is shared.
    of(miss("job-failed", "kind: job\nstate: failed")),
    shared(hit("job-failed", "warning", "kind: job\nstate: failed"), &["profile: public"]),
    shared(
        hit("job-failed", "warning", "kind: job\nstate: dismissed"),
        &["profile: [results]", "profile: full"],
    ),
    shared(miss("job-failed", "kind: job\nstate: successful"), &["profile: public"]),
    shared(
        hit(
            "result-gone",
            "warning",
            "kind: job\nresults: [{title: Map, url: \"https://data.example.org/1\", kept_until: 2026-02-01T00:00:00Z}]",
        ),
        &["profile: public"],
    ),
    shared(
        miss("result-gone", "kind: job\nresults: [{title: Map, kept_until: 2099-01-01T00:00:00Z}]"),
        &["profile: public"],
    ),
    of(hit("package-empty", "warning", "kind: data_package\ntitle: Products")),
    of(miss("package-empty", "kind: data_package\nfiles: [Flood extent]")),
    of(hit("search-unbounded", "warning", "kind: data_search\ncollection: Sentinel-1")),
    of(hit("search-unbounded", "warning", "kind: data_search\nbbox: [13, 42, 14, 43]")),
    of(hit("search-unbounded", "warning", "kind: data_search\ntime: 2016-08-21")),
    of(miss("search-unbounded", "kind: data_search\nbbox: [13, 42, 14, 43]\ntime: {begin: 2016-08-21}")),
    of(miss(
        "search-unbounded",
        "kind: data_search\nparameters: [{name: datetime, value: 2016}]\nurl: \"https://c.example/s?q=a&bbox=1,2,3,4\"",
    )),
];
